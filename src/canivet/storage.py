"""Writing a dossier whole or not at all, beside the other people who may be writing it.

Everything is first written in a hidden folder next to the target, then put in its place by renaming: a crash
or a full disk leaves the former dossier as it was. Files that are not ours are carried over.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path, PurePath

from canivet.problems import InputProblem, Place, reason_of

try:
    import fcntl
except ImportError:  # pragma: no cover - Windows has no advisory lock of this kind
    fcntl = None  # type: ignore[assignment]


def _beside(folder: Path, suffix: str) -> Path:
    """A hidden neighbour of the folder itself: « . » has no name to build on, a link has its own parent."""
    folder = folder.resolve()
    return folder.parent / f".{folder.name}.{suffix}"


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold a dossier for ourselves; says so in French when someone else holds it."""
    try:
        path = _beside(folder, "verrou")
        path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(path, os.O_CREAT | os.O_RDWR, 0o644)
    except OSError as error:
        raise _refused(folder, error) from error
    try:
        if fcntl is not None:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                raise InputProblem(
                    "un autre calcul est en cours sur ce dossier.",
                    cure="attendez qu'il finisse, ou choisissez un autre dossier avec --sortie.",
                    place=Place(file=str(folder)),
                ) from error
        try:
            try:
                recover(folder)
            except OSError as error:
                raise _refused(folder, error) from error
            yield
        finally:
            # Ours alone: another one would have been refused above.
            path.unlink(missing_ok=True)
    finally:
        os.close(handle)


def _refused(folder: Path, error: OSError, draft: Path | None = None) -> InputProblem:
    """What to say when the system refuses; names the file of the dossier when one is at fault."""
    found = Path(error.filename) if isinstance(error.filename, str) else folder
    for root in (draft, folder.resolve()):
        if root is not None and found != root and found.is_relative_to(root):
            folder = folder / found.relative_to(root)
            break
    return InputProblem(
        f"impossible d'écrire ici ({reason_of(error)}).",
        cure="libérez la place ou les droits qui manquent, ou choisissez un autre dossier avec --sortie.",
        place=Place(file=str(folder)),
    )


def recover(folder: Path) -> None:
    """Undo what an interrupted writing left: put the former dossier back, drop what was half made."""
    folder = folder.resolve()
    former = _beside(folder, "ancien")
    if former.exists():
        if folder.exists():
            shutil.rmtree(former)
        else:
            former.rename(folder)
    draft = _beside(folder, "partiel")
    if draft.exists():
        shutil.rmtree(draft)


def _nothing(_: PurePath) -> bool:
    return False


@contextmanager
def replacing(folder: Path, stale: Callable[[PurePath], bool] = _nothing) -> Iterator[Path]:
    """Give an empty folder to write in; on success it takes the place of ``folder``, on error it vanishes.

    What the new folder does not have is carried over, but for what is ``stale``: told by its relative path.
    """
    folder = folder.resolve()
    draft, former = _beside(folder, "partiel"), _beside(folder, "ancien")
    within = Path.cwd().is_relative_to(folder)
    try:
        draft.mkdir(parents=True)
        yield draft
        if folder.exists():
            _carry_over(folder, draft, stale)
            folder.rename(former)
        draft.rename(folder)
    except BaseException as error:
        shutil.rmtree(draft, ignore_errors=True)
        if former.exists() and not folder.exists():
            former.rename(folder)
        if isinstance(error, OSError):
            raise _refused(folder, error, draft) from error
        raise
    if within:
        # The folder we stood in is gone: relative paths must lead to the new one.
        os.chdir(folder)
    shutil.rmtree(former, ignore_errors=True)


def _carry_over(folder: Path, draft: Path, stale: Callable[[PurePath], bool]) -> None:
    """Copy what the new dossier does not have: the user's notes, the history of results."""
    for item in folder.rglob("*"):
        target = draft / item.relative_to(folder)
        if stale(item.relative_to(folder)):
            continue
        if item.is_dir() and not item.is_symlink():
            target.mkdir(parents=True, exist_ok=True)
        elif not os.path.lexists(target):
            target.parent.mkdir(parents=True, exist_ok=True)
            # A link is copied as a link: what it leads to may be missing, or be very large.
            shutil.copy2(item, target, follow_symlinks=False)


def refuse_foreign(folder: Path, own_file: str) -> None:
    """Refuse to write over a folder that is not a dossier, or a file."""
    try:
        is_file = folder.is_file()
        foreign = folder.is_dir() and any(folder.iterdir()) and not (folder / own_file).is_file()
    except OSError as error:
        raise _refused(folder, error) from error
    if is_file:
        raise InputProblem(
            "c'est un fichier, pas un dossier.",
            cure="choisissez un autre nom avec --sortie.",
            place=Place(file=str(folder)),
        )
    if foreign:
        raise InputProblem(
            "ce dossier contient déjà autre chose qu'un diagnostic Canivet.",
            cure="choisissez avec --sortie un dossier vide ou qui n'existe pas encore.",
            place=Place(file=str(folder)),
        )
