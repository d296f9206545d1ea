"""Files sent by people are read by a process apart, bounded in memory and time: a hostile one only kills it.

The two sides of it: `read_apart` starts a module on a folder and tells its end in French; that module hands
its reading to `serve`.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from canivet.problems import InputProblem, Place

try:
    import resource
except ImportError:  # pragma: no cover - Windows bounds no process this way
    resource = None  # type: ignore[assignment]

NAMES: Final = "noms.json"
READ: Final = "lecture"
PROBLEM: Final = "probleme.json"
_BEAT_SECONDS: Final = 5.0
#: Longest message of a dying process kept in the journal.
_TAIL: Final = 2_000
#: What a reader says when its own memory bound stops it, or when a size of the file means nothing.
_OUT_OF_BOUNDS: Final = (b"MemoryError", b"memory allocation", b"PanicException")


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a reading may take."""

    memory_bytes: int
    processor_seconds: int

    @property
    def most_wait(self) -> float:
        """Seconds given to a reader that waits without computing."""
        return 3.0 * self.processor_seconds


class ReaderDefect(Exception):
    """The process ended by a defect of ours."""


def serve(folder: Path, bounds: Bounds, read: Callable[[Sequence[Path]], bytes]) -> None:
    """In the process apart: read the files of the folder, then write what was read or why it cannot be."""
    if resource is not None:
        resource.setrlimit(resource.RLIMIT_AS, (bounds.memory_bytes, bounds.memory_bytes))
        resource.setrlimit(resource.RLIMIT_CPU, (bounds.processor_seconds, bounds.processor_seconds))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    os.chdir(folder)
    names = json.loads(Path(NAMES).read_text(encoding="utf-8"))
    try:
        content = read([Path(name) for name in names])
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
        Path(READ).write_bytes(content)


def read_apart(
    module: str,
    bounds: Bounds,
    folder: Path,
    names: Sequence[str],
    beat: Callable[[], None] = lambda: None,
) -> bytes:
    """What ``module`` reads in these files of ``folder``, in this order; ``beat`` is called meanwhile.

    Raises `InputProblem` for files that cannot be read, or that pass the bounds.
    """
    (folder / NAMES).write_text(json.dumps(list(names), ensure_ascii=False), encoding="utf-8")
    # -P: the folder holds files named by strangers, nothing is imported from it.
    command = [sys.executable, "-P", "-m", module, str(folder)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as process:
        try:
            errors = _wait(process, bounds.most_wait, beat)
        except BaseException:
            process.kill()
            raise
    if (folder / READ).is_file() and process.returncode == 0:
        return (folder / READ).read_bytes()
    if (folder / PROBLEM).is_file():
        raise _told(json.loads((folder / PROBLEM).read_text(encoding="utf-8")), names)
    if process.returncode < 0 or any(sign in errors for sign in _OUT_OF_BOUNDS):
        raise InputProblem(
            "la lecture demande trop de mémoire ou de temps : un de ces fichiers n'est pas ce qu'il dit, "
            "ou il est bien trop grand.",
            cure="enregistrez les seules feuilles utiles en CSV, et donnez-les une par une.",
            place=Place(", ".join(_shown(name) for name in names)),
        )
    raise ReaderDefect(errors.decode("utf-8", "replace")[-_TAIL:])


def _wait(process: subprocess.Popen[bytes], most_wait: float, beat: Callable[[], None]) -> bytes:
    start = time.monotonic()
    while True:
        try:
            return process.communicate(timeout=min(_BEAT_SECONDS, most_wait))[1]
        except subprocess.TimeoutExpired:
            if time.monotonic() - start > most_wait:
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
