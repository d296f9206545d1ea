"""Writes the two pages of the flash path: page and PDF."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import Any

from canivet.deliverables.content.flash import build_flash

HTML_NAME, PDF_NAME = "flash.html", "flash.pdf"


def render_flash(section: dict[str, Any]) -> dict[str, bytes]:
    """Both documents by file name, from the content of ``flash.json``. Same content, same bytes."""
    # Loaded here only: most commands write no document.
    from canivet.deliverables.html import render_html
    from canivet.deliverables.pdf import render_pdf

    document = build_flash(section)
    return {
        HTML_NAME: render_html(document, {}).encode(),
        PDF_NAME: render_pdf(document, {}, _fonts(), layout="leaflet"),
    }


def _fonts() -> Path:
    """Folder of the fonts that ship with matplotlib, without loading it: two pages have no chart."""
    found = find_spec("matplotlib")
    assert found is not None
    assert found.submodule_search_locations
    return Path(found.submodule_search_locations[0]) / "mpl-data" / "fonts" / "ttf"
