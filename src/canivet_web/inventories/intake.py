"""Files as people send them: refused with the reason and the cure before anything is stored."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import PurePosixPath
from typing import Any, Final

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from canivet.problems import InputProblem
from canivet_web.inventories import archives

#: Longest name kept: it is shown in pages, and is the name of a file for the time of the reading.
LONGEST_NAME: Final = 120
_SUFFIX: Final = 10


def clean_name(name: str | None) -> str:
    r"""Base name of a file without signs that no name should hold; its end is kept when it is cut.

    >>> clean_name("../../etc/parc.csv"), clean_name("C:\\parc\\écoles.ods"), clean_name("..")
    ('parc.csv', 'écoles.ods', 'fichier')
    """
    base = PurePosixPath((name or "").replace("\\", "/")).name
    kept = "".join(sign for sign in base if sign.isprintable() and sign not in "\0/").strip(" .")
    if len(kept) > LONGEST_NAME:
        suffix = PurePosixPath(kept).suffix[:_SUFFIX]
        kept = kept[: LONGEST_NAME - len(suffix)] + suffix
    # A name is bytes on a disk: accents count for more than one.
    while len(kept.encode()) > 2 * LONGEST_NAME:
        kept = kept[1:]
    return kept or "fichier"


def problems_of(files: Sequence[UploadedFile[Any]]) -> list[str]:
    """What is wrong with files sent together, in French; nothing when they may be stored."""
    if len(files) > settings.UPLOAD_MAX_FILES:
        return [
            f"{len(files)} fichiers en une fois, c'est trop : {settings.UPLOAD_MAX_FILES} au plus. "
            "Faites un import par lot, ou réunissez les listes dans un classeur."
        ]
    problems = []
    seen: dict[str, str] = {}
    for file in files:
        name = clean_name(file.name)
        problem = _problem_of(file)
        if not problem:
            twin = seen.setdefault(_digest(file), name)
            if twin is not name:
                problem = f"c'est le même contenu que « {twin} ». Déposez chaque fichier une seule fois."
        if problem:
            problems.append(f"« {name} » : {problem}")
    return problems


def _problem_of(file: UploadedFile[Any]) -> str:
    if not file.size:
        return "ce fichier est vide. Exportez de nouveau la liste, et ouvrez-la pour vérifier."
    if file.size > settings.UPLOAD_MAX_BYTES:
        return too_big()
    stream: Any = file.file
    try:
        if not archives.is_zip(stream):
            return ""
        if archives.holds_dossier(stream):
            return (
                "c'est un dossier Canivet, pas un inventaire. "
                "Pour le reprendre, utilisez « Reprendre un dossier » dans la page Diagnostic."
            )
        archives.check(stream)
    except InputProblem as problem:
        return f"{problem.what} Que faire : {problem.cure}"
    finally:
        stream.seek(0)
    return ""


def too_big() -> str:
    """The bound of one file, said to whoever passed it."""
    return (
        f"un fichier dépasse {settings.UPLOAD_MAX_BYTES // (1024 * 1024)} Mo, la taille acceptée. "
        "Enregistrez les seules feuilles d'inventaire en CSV, ou coupez la liste en deux fichiers."
    )


def _digest(file: UploadedFile[Any]) -> str:
    sha = hashlib.sha256()
    for chunk in file.chunks():
        sha.update(chunk)
    file.seek(0)
    return sha.hexdigest()
