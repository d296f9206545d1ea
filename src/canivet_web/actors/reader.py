"""The process that reads the files of actors sent by people: see ``apart``.

``python -m canivet_web.actors.reader FOLDER``: reads the files named in the folder, for the territory that
``perimetre.json`` says, and writes the actors found and what was left out.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from canivet.actors.readers.reading import Reading, read_files
from canivet.actors.scope import scope_of
from canivet.actors.vocabulary import load_vocabulary
from canivet.problems import InputProblem
from canivet_web.actors.packing import packed
from canivet_web.apart import Bounds, serve
from canivet_web.commons import commons

SCOPE_FILE: Final = "perimetre.json"
BOUNDS: Final = Bounds(memory_bytes=1024 * 1024**2, processor_seconds=90)
#: Actors of one import: beyond, nobody would look at them.
LARGEST_IMPORT: Final = 5_000
#: Reasons told of one file: our own tables may have one for each line.
MOST_REASONS: Final = 30


def read(files: Sequence[Path]) -> bytes:
    """Actors of the files and what was read of each, as JSON."""
    asked = json.loads(Path(SCOPE_FILE).read_text(encoding="utf-8"))
    scope = scope_of(commons(), asked["siren"], asked["communes"])
    readings = read_files(files, scope, load_vocabulary(commons()), commons())
    actors = [actor for reading in readings for actor in reading.actors]
    if len(actors) > LARGEST_IMPORT:
        raise InputProblem(
            f"ces fichiers donnent {len(actors)} acteurs : c'est plus que ce que l'on peut relire.",
            cure=f"gardez-en au plus {LARGEST_IMPORT}, par exemple commune par commune.",
        )
    told = [_told(reading) for reading in readings]
    content: dict[str, Any] = {"readings": told, "actors": [packed(actor) for actor in actors]}
    return json.dumps(content, ensure_ascii=False).encode()


def _told(reading: Reading) -> dict[str, Any]:
    reasons = sorted(reading.left_out.values(), key=lambda left: (-left.count, left.lines))
    return {
        "file": Path(reading.file).name,
        "sheet": reading.sheet,
        "feed": reading.feed,
        "lines": reading.lines,
        "kept": len(reading.actors),
        "left_out": [
            {"reason": left.reason, "count": left.count, "lines": left.lines}
            for left in reasons[:MOST_REASONS]
        ],
        "other_reasons": sum(left.count for left in reasons[MOST_REASONS:]),
    }


if __name__ == "__main__":
    serve(Path(sys.argv[1]), BOUNDS, read)
