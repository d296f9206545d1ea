"""The process that reads the files sent by people, bounded in memory and time: a hostile file only kills it.

``python -m canivet_web.inventories.reader FOLDER``: reads every file named in ``FOLDER/noms.json``, in this
order, and writes ``FOLDER/lignes.zip``, or ``FOLDER/probleme.json`` for a file that is no inventory.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Final

from canivet.inventory.reading import read_files
from canivet.problems import InputProblem
from canivet_web.commons import commons
from canivet_web.inventories.packing import pack

try:
    import resource
except ImportError:  # pragma: no cover - Windows bounds no process this way
    resource = None  # type: ignore[assignment]

NAMES: Final = "noms.json"
PACKED: Final = "lignes.zip"
PROBLEM: Final = "probleme.json"
#: A 50,000-line workbook takes a fifth of it.
MOST_MEMORY_BYTES: Final = 2 * 1024**3
MOST_SECONDS: Final = 120


def main(folder: Path) -> None:
    """Read, then write what was read or why it cannot be."""
    if resource is not None:
        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY_BYTES, MOST_MEMORY_BYTES))
        resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    os.chdir(folder)
    names = json.loads(Path(NAMES).read_text(encoding="utf-8"))
    try:
        packed = pack(read_files([Path(name) for name in names], commons()))
    except InputProblem as problem:
        place = problem.place
        told = {
            "what": problem.what,
            "cure": problem.cure,
            "file": place.file,
            "sheet": place.sheet,
            "line": place.line,
            "column": place.column,
        }
        Path(PROBLEM).write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")
    else:
        Path(PACKED).write_bytes(packed)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
