"""The zip of a dossier: written from a stored result, read from someone's upload.

Reading trusts nothing: members are counted and measured before any is opened, only the known names are read,
each into a file that we name, and none goes past its announced size.
"""

from __future__ import annotations

import csv
import io
import zipfile
import zlib
from collections.abc import Iterable
from math import isfinite
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import IO, Any

from django.conf import settings

from canivet.diagnosis import chosen_set, load_book
from canivet.dossier import (
    CORRECTIONS_FILE,
    FACTORS_FOLDER,
    LINES_FILE,
    PROFILE_FILE,
    TABLES_FILE,
    USES_FILE,
    Dossier,
    Profile,
    is_profile_member,
    reopen,
)
from canivet.problems import InputProblem, Place
from canivet.qualitative import FILES as STATE_FILES
from canivet.qualitative import FOLDERS as STATE_FOLDERS
from canivet_web.commons import commons

#: Files read from an upload, besides own factor sets; all the others are computed again.
READ = (PROFILE_FILE, LINES_FILE, TABLES_FILE, USES_FILE, CORRECTIONS_FILE, *STATE_FILES)
#: A dossier written by Canivet has fewer than twenty files and shrinks about ten times.
MOST_MEMBERS = 1000
HIGHEST_RATIO = 200
MOST_LINES = 1_000_000
MOST_USES = 20_000
MOST_SETS = 20
#: Frozen grids of one dossier, and lines of one table of its state of play.
MOST_RECORDS = 200
MOST_ROWS = 20_000
MOST_FACTORS = 20_000
LONGEST_SET_NAME = 60
_SMALL = 1024 * 1024
#: Bytes of one file once unpacked. Read, it takes about thirty times as much memory: 200,000 lines of an
#: inventory are 20 MB, and the files beside them a few kilobytes.
LARGEST_LINES = 50 * _SMALL
LARGEST_OTHER = 5 * _SMALL
_CURE = "donnez le fichier .zip sorti de Canivet (« Sortir le dossier »), sans le modifier."


def most_bytes() -> int:
    """Bytes that the files read may hold once unpacked."""
    return 4 * int(settings.UPLOAD_MAX_BYTES)


def packed(files: Iterable[tuple[str, bytes]], stream: IO[bytes]) -> None:
    """Write a zip that is always the same for the same files."""
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files:
            member = zipfile.ZipInfo(name)
            member.compress_type = zipfile.ZIP_DEFLATED
            member.external_attr = 0o644 << 16
            archive.writestr(member, content)


def opened(content: bytes, name: str, siren: str) -> Dossier:
    """The dossier of an upload; `InputProblem` when it is not one, or not that of this authority."""
    place = Place(file=name)
    with TemporaryDirectory() as scratch:
        folder = Path(scratch)
        _unpack(content, folder, place)
        try:
            dossier = reopen(folder, commons())
        except InputProblem as problem:
            if not problem.place.file.startswith(scratch):
                raise
            # Our own folder means nothing to whoever sent the archive.
            raise InputProblem(problem.what, cure=problem.cure, place=place) from problem
        except (csv.Error, ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
            raise _damaged(place) from error
    if dossier.profile.siren != siren:
        raise InputProblem(
            f"ce dossier est celui de « {dossier.profile.name} » (SIREN {dossier.profile.siren}), pas celui "
            f"de votre collectivité ({siren}).",
            cure="ouvrez la collectivité de ce SIREN, ou donnez le dossier de la vôtre.",
            place=place,
        )
    _check_profile(dossier.profile, place)
    _check_tables(dossier, place)
    if any(not isfinite(use.quantity) or use.quantity < 0 for use in dossier.uses or ()):
        raise InputProblem(
            "une quantité d'usage est négative ou n'est pas un nombre.",
            cure="corrigez-la, ou sortez de nouveau le dossier.",
            place=Place(file=f"{name}, {USES_FILE}"),
        )
    try:
        chosen_set(dossier, load_book(dossier, commons()))
    except (csv.Error, ValueError, TypeError) as error:
        raise _damaged(Place(file=f"{name}, {FACTORS_FOLDER}")) from error
    return dossier


def _unpack(content: bytes, folder: Path, place: Place) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = _members(archive, place)
            for name, member in members.items():
                text = archive.read(member)
                _check_text(name, text, place)
                (folder / name).parent.mkdir(exist_ok=True)
                (folder / name).write_bytes(text)
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, RuntimeError) as error:
        # RuntimeError: an encrypted member; NotImplementedError, one of its kinds: a rare method.
        raise _damaged(place) from error


def _members(archive: zipfile.ZipFile, place: Place) -> dict[str, zipfile.ZipInfo]:
    """Members that will be read, by the name that the dossier gives them."""
    listed = archive.infolist()
    if len(listed) > MOST_MEMBERS:
        raise InputProblem(f"cette archive contient {len(listed)} fichiers.", cure=_CURE, place=place)
    names = [item.filename for item in listed]
    if len(set(names)) != len(names) or any(_escapes(name) for name in names):
        raise InputProblem("cette archive nomme ses fichiers de façon anormale.", cure=_CURE, place=place)
    roots = [name.removesuffix(PROFILE_FILE) for name in names if is_profile_member(name)]
    if len(roots) != 1:
        raise InputProblem("ce n'est pas le dossier d'un diagnostic Canivet.", cure=_CURE, place=place)
    root = roots[0]
    sets = [name for name in names if name.startswith(f"{root}{FACTORS_FOLDER}/") and name.endswith(".csv")]
    if len(sets) > MOST_SETS or any(not _names_a_set(name) for name in sets):
        raise InputProblem(
            f"« {FACTORS_FOLDER} » contient plus de {MOST_SETS} jeux de facteurs, ou un nom qui passe "
            f"{LONGEST_SET_NAME} signes.",
            cure="ne gardez que le jeu que nomme « factor_set » dans dossier.json, sous un nom court.",
            place=Place(file=f"{place.file}, {FACTORS_FOLDER}"),
        )
    wanted = (*READ, *(name.removeprefix(root) for name in (*sets, *_records(names, root, place))))
    members = {name: archive.getinfo(root + name) for name in wanted if root + name in names}
    total = sum(item.file_size for item in members.values())
    swollen = any(
        item.file_size > _SMALL and item.file_size > HIGHEST_RATIO * item.compress_size
        for item in members.values()
    )
    too_long = any(
        item.file_size > (LARGEST_LINES if name == LINES_FILE else LARGEST_OTHER)
        for name, item in members.items()
    )
    if total > most_bytes() or swollen or too_long:
        raise InputProblem(
            f"cette archive dépasse ce qui est accepté une fois décompressée ({total // _SMALL} Mo).",
            cure=_CURE,
            place=place,
        )
    return members


def _records(names: list[str], root: str, place: Place) -> list[str]:
    """Frozen records among the members of an archive."""
    folders = tuple(f"{root}{folder}/" for folder in STATE_FOLDERS)
    found = [name for name in names if name.startswith(folders) and name.endswith(".json")]
    if len(found) > MOST_RECORDS or any(not _names_a_record(name.removeprefix(root)) for name in found):
        raise InputProblem(
            f"cette archive contient plus de {MOST_RECORDS} états figés, ou en nomme un de façon anormale.",
            cure=_CURE,
            place=place,
        )
    return found


def _names_a_record(name: str) -> bool:
    path = PurePosixPath(name)
    return path.parent.name in STATE_FOLDERS and len(path.parts) == 2 and path.stem.isprintable()


def _names_a_set(name: str) -> bool:
    """Whether a member is a factor set of the folder, under a name that can be stored."""
    stem = PurePosixPath(name).stem
    deep = PurePosixPath(name).parent.name != FACTORS_FOLDER
    return not deep and len(stem) <= LONGEST_SET_NAME and stem == stem.strip() and stem.isprintable()


def _escapes(name: str) -> bool:
    return name.startswith("/") or "\\" in name or "\0" in name or ".." in name.split("/") or ":" in name


def _check_text(name: str, text: bytes, place: Place) -> None:
    if b"\0" in text and name != LINES_FILE:
        raise _damaged(Place(file=f"{place.file}, {name}"))
    most = {LINES_FILE: MOST_LINES, USES_FILE: MOST_USES, **dict.fromkeys(STATE_FILES, MOST_ROWS)}.get(name)
    most = MOST_FACTORS if name.startswith(f"{FACTORS_FOLDER}/") else most
    if most is not None and text.count(b"\n") > most + 1:
        raise InputProblem(
            f"« {name} » a plus de {most} lignes.",
            cure="partagez l'étude, ou calculez-la en ligne de commande.",
            place=place,
        )


def _check_profile(profile: Profile, place: Place) -> None:
    """Refuse a profile whose values are not of their kind: it was written by hand."""
    texts = (profile.name, profile.kind, profile.type, profile.method, profile.country, profile.factor_set)
    counts = (profile.population, profile.population_municipal, profile.agents, profile.year)
    whole = all(item is None or (isinstance(item, int) and not isinstance(item, bool)) for item in counts)
    if not all(isinstance(text, str) and "\0" not in text for text in texts) or not whole:
        raise _damaged(Place(file=f"{place.file}, {PROFILE_FILE}"))


def _check_tables(dossier: Dossier, place: Place) -> None:
    """Refuse tables described with values that are not of their kind."""
    for table in dossier.tables:
        texts: tuple[Any, ...] = (
            *(table.file, table.sheet, table.source, table.encoding, table.separator),
            *(*table.columns, *table.notes),
        )
        mapping = table.mapping
        pairs: tuple[Any, ...] = (*mapping, *mapping.values()) if isinstance(mapping, dict) else (None,)
        if not all(isinstance(text, str) for text in (*texts, *pairs)) or type(table.header_line) is not int:
            raise _damaged(Place(file=f"{place.file}, {TABLES_FILE}"))


def _damaged(place: Place) -> InputProblem:
    return InputProblem("ce dossier est abîmé ou incomplet : il ne se lit pas.", cure=_CURE, place=place)
