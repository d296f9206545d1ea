"""Files as people send them: refused with the reason and the cure before anything is stored."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from canivet.problems import InputProblem
from canivet_web.inventories import archives
from canivet_web.uploads import clean_name


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
