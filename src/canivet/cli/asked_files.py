"""Files that an option asks for: where they may go, and writing them all or none."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping
from pathlib import Path

from canivet.problems import InputProblem, Place, reason_of
from canivet.tabular import text_of


def refuse_places(asked: Mapping[str, Path | None], dossier: Path | None) -> None:
    """Refuse what would be lost or cannot be written: option → path, None where it was not asked for.

    ``dossier`` is the one worked on.
    """
    taken: dict[Path, str] = {}
    for option, path in asked.items():
        if path is None:
            continue
        place = path.resolve()
        if place.is_dir():
            _refuse("c'est un dossier, pas un fichier.", option, path)
        if place.exists() and not place.is_file():
            _refuse("ce n'est pas un fichier ordinaire.", option, path)
        if place in taken:
            _refuse(f"ce fichier est déjà demandé avec {taken[place]}.", option, path)
        if (dossier is not None and place == dossier.resolve()) or _is_of_a_dossier(place, dossier):
            _refuse("c'est le nom d'un fichier du dossier, qui serait perdu.", option, path)
        taken[place] = option


def _refuse(what: str, option: str, path: Path) -> None:
    raise InputProblem(what, cure=f"donnez un autre nom avec {option}.", place=Place(file=str(path)))


def _is_of_a_dossier(place: Path, dossier: Path | None) -> bool:
    """Whether a path has a name of Canivet's in a dossier: that one, or another that it lies in."""
    from canivet import actors, qualitative
    from canivet.cli import flash, maturity_files
    from canivet.dossier import (
        CORRECTIONS_FILE,
        FACTORS_FOLDER,
        LINES_FILE,
        PROFILE_FILE,
        TABLES_FILE,
        USES_FILE,
    )
    from canivet.outputs import DOCUMENTS, HISTORY_FOLDER

    files = {
        PROFILE_FILE, LINES_FILE, TABLES_FILE, USES_FILE, CORRECTIONS_FILE, *DOCUMENTS, *flash.DOCUMENTS,
        *qualitative.FILES, *actors.FILES, maturity_files.RESULT_FILE, maturity_files.PAGE_FILE,
        maturity_files.PDF_FILE,
    }  # fmt: skip
    folders = {FACTORS_FOLDER, HISTORY_FOLDER, maturity_files.GUIDES_FOLDER, *qualitative.FOLDERS}
    parent, above = place.parent, place.parent.parent

    def is_dossier(folder: Path) -> bool:
        return (folder / PROFILE_FILE).is_file() or (dossier is not None and folder == dossier.resolve())

    # Disks of Windows and macOS do not tell « Obligations.csv » from « obligations.csv ».
    return (is_dossier(parent) and place.name.casefold() in files) or (
        is_dossier(above) and parent.name.casefold() in folders
    )


def asked_text(path: Path, what: str = "ce fichier") -> str:
    """Text of a file that an option names; ``what`` says what it is when it is not there."""
    if not path.is_file():
        raise InputProblem(f"{what} n'existe pas.", cure="vérifiez son chemin.", place=Place(str(path)))
    return text_of(path.parent, path.name)


def put_all(files: Mapping[Path, bytes]) -> None:
    """Write files, all or none: each beside its place first, then all put in place."""
    drafts: dict[Path, Path] = {}
    former: dict[Path, bytes | None] = {}
    try:
        for path, content in files.items():
            handle, name = tempfile.mkstemp(dir=path.resolve().parent, prefix=".canivet-", suffix=".partiel")
            drafts[path] = Path(name)
            with os.fdopen(handle, "wb") as stream:
                stream.write(content)
            drafts[path].chmod(0o644)
        for path, draft in drafts.items():
            # A link is kept: what it leads to is replaced.
            place = path.resolve()
            kept = place.read_bytes() if place.is_file() else None
            draft.replace(place)
            former[place] = kept
    except OSError as error:
        for place, kept in former.items():
            _put_back(place, kept)
        raise InputProblem(
            f"impossible d'écrire ici ({reason_of(error)}).",
            cure="choisissez un autre endroit.",
            place=Place(file=str(path)),
        ) from error
    finally:
        for draft in drafts.values():
            draft.unlink(missing_ok=True)


def _put_back(place: Path, content: bytes | None) -> None:
    if content is None:
        place.unlink(missing_ok=True)
    else:
        place.write_bytes(content)
