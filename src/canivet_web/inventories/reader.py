"""The process that reads the inventory files sent by people: see ``apart``.

``python -m canivet_web.inventories.reader FOLDER``: reads every file named in the folder, in this order, and
writes their lines, packed.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from canivet.inventory.reading import read_files
from canivet_web.apart import Bounds, serve
from canivet_web.commons import commons
from canivet_web.inventories.packing import pack

#: A 50,000-line workbook takes a fifth of this memory.
BOUNDS: Final = Bounds(memory_bytes=2 * 1024**3, processor_seconds=120)


def read(files: Sequence[Path]) -> bytes:
    """Lines of these files, packed."""
    return pack(read_files(list(files), commons()))


if __name__ == "__main__":
    serve(Path(sys.argv[1]), BOUNDS, read)
