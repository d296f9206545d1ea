"""Build the fictional authorities of ``commons/examples``: the demonstration and the golden witnesses.

Usage: ``python scripts/build_examples.py [FOLDER]``. Everything is drawn from fixed seeds, without a clock:
the same bytes each time, the workbook too (as long as zlib compresses alike). The README of the folder and
what each example says of itself besides its estate (``etat-des-lieux``) are written by hand. Edit the modules
of ``scripts/examples``, run this, then keep the golden results anew.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from examples import agglo, agglo_120, bourg, syndicat, village, ville

FOLDER: Final = Path(__file__).resolve().parent.parent / "commons" / "examples"
MAKERS: Final[Mapping[str, Callable[[], dict[str, bytes]]]] = {
    "agglo-120": agglo_120.files,
    "agglo-demo": agglo.files,
    "bourg": bourg.files,
    "syndicat": syndicat.files,
    "village": village.files,
    "ville": ville.files,
}


def build() -> dict[str, bytes]:
    """Every file of every example, by its path under the folder of examples."""
    return {
        f"{example}/{name}": content for example, make in MAKERS.items() for name, content in make().items()
    }


def write(folder: Path) -> None:
    """Write the examples, and say the size of each file."""
    for path, content in build().items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
        print(f"{len(content):>8} {path}")


if __name__ == "__main__":
    write(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER)
