"""The fonts that ship with matplotlib, found without loading it: a document without chart does without."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path


def shipped_fonts() -> Path:
    """Folder of the fonts."""
    found = find_spec("matplotlib")
    assert found is not None
    assert found.submodule_search_locations
    return Path(found.submodule_search_locations[0]) / "mpl-data" / "fonts" / "ttf"
