"""Folders that the commands of the state of play read and write: a whole dossier, or a few of its tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from canivet.dossier import PROFILE_FILE, Profile, is_dossier, load_profile, open_folder
from canivet.problems import InputProblem, Place
from canivet.storage import locked, replacing
from canivet.tabular import Folder


def opened(path: Path, files: Iterable[str]) -> Folder:
    """The folder or the inside of the zip at ``path``: a dossier, or at least one of ``files``."""
    if is_dossier(path):
        return open_folder(path)
    if path.is_dir() and any((path / name).is_file() for name in files):
        return path
    raise InputProblem(
        f"ce n'est ni un dossier de diagnostic, ni un dossier qui contient {' ou '.join(files)}.",
        cure="donnez le dossier écrit par « canivet diagnostiquer », ou celui où sont ces fichiers.",
        place=Place(file=str(path)),
    )


def profile_of(folder: Folder) -> Profile | None:
    """Profile of the authority, when the folder is a whole dossier."""
    return load_profile(folder) if (folder / PROFILE_FILE).is_file() else None


def refuse_other_authority(folder: Path, siren: str) -> None:
    """Refuse to write the work of one authority over the dossier of another."""
    profile = profile_of(folder)
    if profile is not None and profile.siren != siren:
        raise InputProblem(
            f"ce dossier est celui du SIREN {profile.siren}, pas du SIREN {siren}.",
            cure="choisissez avec --sortie un dossier vide ou qui n'existe pas encore.",
            place=Place(file=str(folder)),
        )


def put(folder: Path, files: Mapping[str, str], own_files: Iterable[str]) -> None:
    """Write ``files`` in ``folder``, all or none; what else it holds stays.

    Refuses a file, and a folder that holds something but none of ``own_files``.
    """
    if folder.is_file():
        raise InputProblem(
            "c'est un fichier, pas un dossier.",
            cure="choisissez le nom d'un dossier.",
            place=Place(file=str(folder)),
        )
    known = any((folder / name).is_file() for name in own_files)
    if folder.is_dir() and any(folder.iterdir()) and not known:
        raise InputProblem(
            "ce dossier contient déjà autre chose que du travail de Canivet.",
            cure="choisissez un dossier vide ou qui n'existe pas encore.",
            place=Place(file=str(folder)),
        )
    with locked(folder), replacing(folder) as draft:
        for name, text in files.items():
            (draft / name).write_text(text, encoding="utf-8")
