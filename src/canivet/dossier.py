"""The dossier: one authority × one year, in one written form that is read back to the same figures.

A dossier is a folder or a zip of

    dossier.json          profile: who, which year, which accounting, which factor set
    lignes.csv            every line read, by canonical field (no personal data: see ``inventory.mapping``)
    tables.json           what was recognised of each table: source, encoding, columns
    usages.csv            what is used without being owned, when given
    correspondances.csv   the user's corrections of families
    facteurs/*.csv        the user's own factor sets, when given

of what is known besides the estate (maturity, obligations, initiatives, actors, uses of the territory,
self-assessments: see ``qualitative``), and of what is computed from it. The fingerprint covers the inputs of
the footprint only, so it says whether two footprints were made from the same data.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path, PurePath
from tempfile import TemporaryDirectory
from typing import Any, get_args

from canivet.commons.store import Commons
from canivet.footprint.flows import Method
from canivet.inventory.assets import Line, ReadTable
from canivet.inventory.corrections import read_corrections
from canivet.inventory.uses_file import UseLine
from canivet.inventory.values import protect, unprotect
from canivet.problems import InputProblem, Place
from canivet.qualitative import parse, read_files
from canivet.qualitative import written as written_state
from canivet.tabular import Folder, bytes_of, csv_reason
from canivet.text import with_line_feeds

#: Formats read. Only a dossier that holds what the first could not say is written in the second, so that the
#: others keep their fingerprint and open everywhere.
FORMAT, WITH_STATE = 1, 2
PROFILE_FILE = "dossier.json"
LINES_FILE = "lignes.csv"
TABLES_FILE = "tables.json"
USES_FILE = "usages.csv"
CORRECTIONS_FILE = "correspondances.csv"
FACTORS_FOLDER = "facteurs"
#: What a profile may count, and the years it may bear on: more is a slip of the keyboard, and breaks sums.
LARGEST_COUNT, YEARS = 10**9, (1990, 2100)
_SIREN = re.compile(r"[0-9]{9}")

#: Columns of ``lignes.csv`` before the canonical fields.
_LINE_COLUMNS = ("table", "ligne", "rejet", "indice", "texte")
_USE_COLUMNS = ("service", "type", "quantite", "unite", "origine", "fichier", "ligne")


@dataclass(frozen=True, slots=True)
class Profile:
    """Who is studied, for which year, and by which rules."""

    siren: str
    name: str
    kind: str
    type: str
    population: int | None
    population_municipal: int | None
    agents: int
    year: int
    method: Method
    country: str
    factor_set: str


@dataclass(frozen=True, slots=True)
class Dossier:
    """Inputs of one diagnosis."""

    profile: Profile
    tables: tuple[ReadTable, ...]
    uses: tuple[UseLine, ...] | None = None
    corrections: Mapping[str, str] = field(default_factory=dict)
    own_sets: Mapping[str, str] = field(default_factory=dict)
    """The user's factor sets: identifier → text of the CSV."""
    state: Mapping[str, str] = field(default_factory=dict)
    """What is known besides the estate: file → text (see ``qualitative``)."""
    _files: dict[str, str] = field(init=False, default_factory=dict, compare=False, repr=False)
    """Written form of the inputs of the footprint, made once."""

    def with_profile(self, **changes: Any) -> Dossier:
        """The same dossier with some fields of its profile changed."""
        return replace(self, profile=replace(self.profile, **changes))

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the inputs of the footprint in their written form."""
        digest = hashlib.sha256()
        for name, text in sorted(_inputs(self).items()):
            digest.update(f"{name}\0{len(text)}\0".encode())
            digest.update(text.encode())
        digest.update(json.dumps(sorted(self.corrections.items()), ensure_ascii=False).encode())
        return digest.hexdigest()


def _csv_text(header: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(header)
    for row in rows:
        # Read back, a carriage return is a line feed: written as one, the fingerprint stays the same.
        writer.writerow([with_line_feeds(cell) if isinstance(cell, str) else cell for cell in row])
    return stream.getvalue()


def written(dossier: Dossier) -> dict[str, str]:
    """Files of the dossier's inputs, by name; corrections are written beside the proposals they correct."""
    files = dict(_inputs(dossier))
    if dossier.state:
        files |= {**dossier.state, PROFILE_FILE: _profile_json(dossier.profile, WITH_STATE)}
    return files


def _profile_json(profile: Profile, version: int) -> str:
    return json.dumps({"format": version, **asdict(profile)}, ensure_ascii=False, indent=2) + "\n"


def _inputs(dossier: Dossier) -> Mapping[str, str]:
    """What the footprint is made from, in the first format whatever else the dossier holds."""
    if not dossier._files:
        dossier._files.update(_write(dossier))
    return dossier._files


def _write(dossier: Dossier) -> dict[str, str]:
    files = {
        PROFILE_FILE: _profile_json(dossier.profile, FORMAT),
        **written_tables(dossier.tables),
    }
    if dossier.uses is not None:
        rows = [
            (
                *map(protect, (u.service, u.kind_text)),
                repr(u.quantity),
                *map(protect, (u.unit, u.origin, u.place.file)),
                u.place.line or "",
            )
            for u in dossier.uses
        ]
        files[USES_FILE] = _csv_text(_USE_COLUMNS, rows)
    for set_id, text in dossier.own_sets.items():
        files[f"{FACTORS_FOLDER}/{set_id}.csv"] = text
    return files


def is_input_of_choice(path: PurePath) -> bool:
    """Whether a path of a dossier is an input that it may do without: left there, it would be read back.

    >>> [is_input_of_choice(PurePath(p)) for p in ("usages.csv", "facteurs/a.csv", "notes/usages.csv")]
    [True, True, False]
    """
    if path.parts[0] == FACTORS_FOLDER:
        return len(path.parts) == 1 or (len(path.parts) == 2 and path.name.endswith(".csv"))
    return path == PurePath(USES_FILE)


def written_tables(tables: Sequence[ReadTable]) -> dict[str, str]:
    """Files of the tables alone, by name: `load_tables` reads them back."""
    described = json.dumps([_table_json(table) for table in tables], ensure_ascii=False, indent=1)
    return {LINES_FILE: _lines_csv(tables), TABLES_FILE: f"{described}\n"}


def _lines_csv(tables: Sequence[ReadTable]) -> str:
    fields = sorted({name for table in tables for line in _all_lines(table) for name in line.cells})
    rows = []
    for number, table in enumerate(tables):
        for line, reason in (*((line, "") for line in table.lines), *table.rejected):
            cells = [protect(line.cells.get(name, "")) for name in fields]
            rows.append((number, line.place.line or "", reason, line.hint, protect(line.text), *cells))
    return _csv_text((*_LINE_COLUMNS, *fields), rows)


def _all_lines(table: ReadTable) -> list[Line]:
    return [*table.lines, *(line for line, _ in table.rejected)]


def _table_json(table: ReadTable) -> dict[str, Any]:
    return {
        "file": table.file,
        "sheet": table.sheet,
        "source": table.source,
        "encoding": table.encoding,
        "separator": table.separator,
        "header_line": table.header_line,
        "columns": list(table.columns),
        "mapping": dict(table.mapping),
        "notes": list(table.notes),
    }


def open_folder(path: Path) -> Folder:
    """A dossier's folder, or the inside of its zip (at its root or in its only folder)."""
    if path.is_dir():
        return path
    archive = zipfile.Path(path)
    if not (archive / PROFILE_FILE).is_file():
        inner = [item for item in archive.iterdir() if (item / PROFILE_FILE).is_file()]
        if len(inner) == 1:
            return inner[0]
    return archive


def is_profile_member(name: str) -> bool:
    """Whether a member of a zip is a dossier's profile: at its root, or in a folder of its root.

    >>> [is_profile_member(name) for name in ("dossier.json", "a/dossier.json", "a/b/dossier.json")]
    [True, True, False]
    """
    return name == PROFILE_FILE or (name.count("/") == 1 and name.endswith(f"/{PROFILE_FILE}"))


def is_dossier(path: Path) -> bool:
    """Whether a path is the folder or the zip of a dossier."""
    if path.is_dir():
        return (path / PROFILE_FILE).is_file()
    if path.suffix.lower() != ".zip" or not zipfile.is_zipfile(path):
        return False
    return (open_folder(path) / PROFILE_FILE).is_file()


def _text_of(folder: Folder, name: str) -> str:
    file = folder / name
    if not file.is_file():
        raise InputProblem(
            f"le fichier « {name} » manque au dossier.",
            cure="refaites le dossier à partir des fichiers d'inventaire, ou reprenez une sauvegarde.",
            place=Place(file=str(folder)),
        )
    try:
        return with_line_feeds(bytes_of(folder, name).decode())
    except UnicodeDecodeError as error:
        raise InputProblem(
            f"« {name} » n'est pas en UTF-8.",
            cure="enregistrez-le en UTF-8, ou reprenez la version d'origine.",
            place=Place(file=str(folder)),
        ) from error


def load_profile(folder: Folder) -> Profile:
    """Profile of a dossier; older formats are upgraded here, newer ones refused."""
    text = _text_of(folder, PROFILE_FILE)
    try:
        data = json.loads(text)
        version = data.pop("format")
        if version not in (FORMAT, WITH_STATE):
            raise InputProblem(
                f"ce dossier est au format {version}, cette version de Canivet lit les formats {FORMAT} et "
                f"{WITH_STATE}.",
                cure="mettez Canivet à jour.",
                place=Place(file=PROFILE_FILE),
            )
        profile = Profile(**data)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        reason = "trop de niveaux" if isinstance(error, RecursionError) else error
        raise InputProblem(
            f"le profil du dossier ne se lit pas ({reason}).",
            cure="corrigez le fichier, ou refaites le dossier à partir des fichiers d'inventaire.",
            place=Place(file=PROFILE_FILE),
        ) from error
    _refuse_wrong(profile)
    return profile


def _refuse_wrong(profile: Profile) -> None:
    """`InputProblem` on the first field of a profile that was not written by Canivet: JSON takes anything."""
    texts = (profile.siren, profile.name, profile.kind, profile.type, profile.country, profile.factor_set)
    numbers = {
        "population": (profile.population, 0, LARGEST_COUNT),
        "population_municipal": (profile.population_municipal, 0, LARGEST_COUNT),
        "agents": (profile.agents, 0, LARGEST_COUNT),
        "year": (profile.year, *YEARS),
    }
    if not all(isinstance(text, str) for text in texts):
        raise _wrong("siren, name, kind, type, country ou factor_set", "un texte entre guillemets")
    if not _SIREN.fullmatch(profile.siren):
        raise _wrong("siren", "neuf chiffres")
    if profile.method not in get_args(Method):
        raise _wrong("method", " ou ".join(get_args(Method)))
    for name, (value, least, most) in numbers.items():
        if value is None and name.startswith("population"):
            continue
        # A boolean is a whole number for Python, not for anybody else.
        if type(value) is not int or not least <= value <= most:
            raise _wrong(name, f"un nombre entier de {least} à {most}")


def _wrong(name: str, expected: str) -> InputProblem:
    return InputProblem(
        f"le champ {name} du profil du dossier n'est pas ce qu'il doit être.",
        cure=f"donnez {expected}, ou refaites le dossier à partir des fichiers d'inventaire.",
        place=Place(file=PROFILE_FILE),
    )


def reopen(path: Path, commons: Commons) -> Dossier:
    """Read a dossier back, folder or zip, with the families that its user corrected in it.

    What is known besides the estate is checked, and takes its canonical form.
    """
    file = open_folder(path) / CORRECTIONS_FILE
    corrections: dict[str, str] = {}
    if file.is_file():
        with TemporaryDirectory() as scratch:
            copy = Path(scratch) / CORRECTIONS_FILE
            copy.write_bytes(bytes_of(open_folder(path), CORRECTIONS_FILE))
            corrections = read_corrections(copy, commons)
    dossier = load(path, corrections)
    return replace(dossier, state=written_state(parse(dossier.state, commons), commons))


def load(path: Path, corrections: Mapping[str, str] | None = None) -> Dossier:
    """Read a dossier back, with ``corrections`` (model key → family) given apart: see `reopen`."""
    folder = open_folder(path)
    profile = load_profile(folder)
    tables = load_tables(folder)
    uses = _load_uses(folder) if (folder / USES_FILE).is_file() else None
    own: dict[str, str] = {}
    if (folder / FACTORS_FOLDER).is_dir():
        for item in (folder / FACTORS_FOLDER).iterdir():
            if item.name.endswith(".csv") and item.is_file():
                own[item.name.removesuffix(".csv")] = _text_of(folder / FACTORS_FOLDER, item.name)
    return Dossier(
        profile, tables, uses, dict(corrections or {}), dict(sorted(own.items())), read_files(folder)
    )


def load_tables(folder: Folder) -> tuple[ReadTable, ...]:
    """Tables of a dossier, or of a folder that holds their two files alone."""
    if not any((folder / name).is_file() for name in (TABLES_FILE, LINES_FILE)):
        raise InputProblem(
            "ce dossier n'a pas encore d'inventaire.",
            cure="donnez d'abord vos fichiers d'inventaire (en ligne de commande, avec --sortie et le nom de "
            "ce dossier) : ce qu'il contient déjà est gardé.",
            place=Place(file=str(folder)),
        )
    try:
        described = json.loads(_text_of(folder, TABLES_FILE))
        lines: list[list[Line]] = [[] for _ in described]
        rejected: list[list[tuple[Line, str]]] = [[] for _ in described]
        for row in csv.DictReader(io.StringIO(_text_of(folder, LINES_FILE))):
            number, physical, reason, hint, text = (row.pop(name) for name in _LINE_COLUMNS)
            about = described[int(number)]
            place = Place(about["file"], about["sheet"], int(physical) if physical else None)
            kept_cells = {name: unprotect(cell) for name, cell in row.items() if cell}
            line = Line(place, kept_cells, unprotect(text), hint)
            if reason:
                rejected[int(number)].append((line, reason))
            else:
                lines[int(number)].append(line)
        return tuple(
            ReadTable(
                **{**about, "columns": tuple(about["columns"]), "notes": tuple(about["notes"])},
                lines=tuple(kept),
                rejected=tuple(out),
            )
            for about, kept, out in zip(described, lines, rejected, strict=True)
        )
    except (json.JSONDecodeError, KeyError, ValueError, TypeError, IndexError, csv.Error) as error:
        reason = csv_reason(error) if isinstance(error, csv.Error) else error
        raise InputProblem(
            f"les lignes du dossier ne se lisent pas ({reason}).",
            cure="refaites le dossier à partir des fichiers d'inventaire, ou reprenez une sauvegarde.",
            place=Place(file=f"{LINES_FILE} ou {TABLES_FILE}"),
        ) from error


def _load_uses(folder: Folder) -> tuple[UseLine, ...]:
    uses = []
    for number, row in enumerate(_use_rows(folder), start=2):
        try:
            # What comes from no line of a file (a register kept on line) has none once read back either.
            file, line = unprotect(row["fichier"]), row["ligne"]
            place = Place(file, "", int(line) if line else None) if file else Place(USES_FILE, "", number)
            service, kind, unit, origin = (
                unprotect(row[name]) for name in ("service", "type", "unite", "origine")
            )
            uses.append(UseLine(service, kind, float(row["quantite"]), unit, origin, place))
        except (KeyError, TypeError, ValueError) as error:
            raise InputProblem(
                f"cette ligne d'usage ne se lit pas ({error}).",
                cure=f"gardez les colonnes {', '.join(_USE_COLUMNS)} et une quantité en chiffres.",
                place=Place(USES_FILE, "", number),
            ) from error
    return tuple(uses)


def _use_rows(folder: Folder) -> list[dict[str, str]]:
    reader = csv.DictReader(io.StringIO(_text_of(folder, USES_FILE)))
    try:
        return list(reader)
    except csv.Error as error:
        raise InputProblem(
            f"cette ligne d'usage ne se lit pas ({csv_reason(error)}).",
            cure="vérifiez les guillemets de cette ligne.",
            place=Place(USES_FILE, "", reader.line_num + 1),
        ) from error
