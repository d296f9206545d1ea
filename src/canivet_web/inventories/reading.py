"""Reading files in a process apart (see ``reader``), and telling its end in French."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from canivet.problems import InputProblem, Place
from canivet_web.inventories.reader import MOST_SECONDS, NAMES, PACKED, PROBLEM

#: Processor seconds are bounded in the process itself; this is for one that waits without computing.
_MOST_WAIT: Final = 3 * MOST_SECONDS
_BEAT_SECONDS: Final = 5.0
#: Longest message of a dying process kept in the journal.
_TAIL: Final = 2_000


class ReaderDefect(Exception):
    """The process ended by a defect of ours."""


def read_apart(folder: Path, names: Sequence[str], beat: Callable[[], None] = lambda: None) -> bytes:
    """Packed tables of the files of ``folder``, in the order of ``names``; ``beat`` is called meanwhile."""
    (folder / NAMES).write_text(json.dumps(list(names), ensure_ascii=False), encoding="utf-8")
    # -P: the folder holds files named by strangers, nothing is imported from it.
    command = [sys.executable, "-P", "-m", "canivet_web.inventories.reader", str(folder)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as process:
        try:
            errors = _wait(process, beat)
        except BaseException:
            process.kill()
            raise
    if (folder / PACKED).is_file() and process.returncode == 0:
        return (folder / PACKED).read_bytes()
    if (folder / PROBLEM).is_file():
        raise _told(json.loads((folder / PROBLEM).read_text(encoding="utf-8")), names)
    if process.returncode < 0 or b"MemoryError" in errors or b"memory allocation" in errors:
        raise InputProblem(
            "la lecture demande trop de mémoire ou de temps : un de ces fichiers n'est pas un inventaire, "
            "ou il est bien trop grand.",
            cure="enregistrez les seules feuilles d'inventaire en CSV, et donnez-les une par une.",
            place=Place(", ".join(_shown(name) for name in names)),
        )
    raise ReaderDefect(errors.decode("utf-8", "replace")[-_TAIL:])


def _wait(process: subprocess.Popen[bytes], beat: Callable[[], None]) -> bytes:
    start = time.monotonic()
    while True:
        try:
            return process.communicate(timeout=_BEAT_SECONDS)[1]
        except subprocess.TimeoutExpired:
            if time.monotonic() - start > _MOST_WAIT:
                process.kill()
            beat()


def _told(data: dict[str, str], names: Sequence[str]) -> InputProblem:
    line = data["line"]
    file = _shown(data["file"]) if data["file"] in names else data["file"]
    place = Place(file, data["sheet"], int(line) if line else None, data["column"])
    return InputProblem(data["what"], cure=data["cure"], place=place)


def _shown(name: str) -> str:
    """Name of a file as its owner knows it, without the folder that tells two of them apart."""
    return Path(name).name
