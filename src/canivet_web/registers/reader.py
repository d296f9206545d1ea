"""The process that reads the files of uses sent by people: see ``apart``.

A few cells are enough for a workbook to claim more memory than a machine has: the server never reads one.

``python -m canivet_web.registers.reader FOLDER``: reads the file named in the folder, and writes its lines.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Final

from canivet.footprint.uses import read_uses
from canivet.inventory.uses_file import UseLine, read_uses_file
from canivet.problems import Place
from canivet_web.apart import Bounds, serve
from canivet_web.commons import commons

#: A file of uses has one line per service and kind: this is a hundred times what one needs.
LARGEST_BYTES: Final = 5 * 1024 * 1024
BOUNDS: Final = Bounds(memory_bytes=768 * 1024**2, processor_seconds=20)


def read(files: Sequence[Path]) -> bytes:
    """Lines of the file, every one checked, as JSON."""
    lines = read_uses_file(files[0], commons())
    read_uses(lines, commons())
    return json.dumps(packed(lines)).encode()


def packed(lines: Iterable[UseLine]) -> list[list[Any]]:
    """Lines as plain values, for another process or a signed form."""
    return [[x.service, x.kind_text, x.quantity, x.unit, x.origin, x.place.file, x.place.line] for x in lines]


def unpacked(rows: Iterable[Sequence[Any]]) -> list[UseLine]:
    """The lines of ``packed``."""
    return [
        UseLine(service, kind, quantity, unit, origin, Place(file=file, line=line))
        for service, kind, quantity, unit, origin, file, line in rows
    ]


if __name__ == "__main__":
    serve(Path(sys.argv[1]), BOUNDS, read)
