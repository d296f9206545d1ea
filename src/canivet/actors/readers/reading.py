"""From files to actors: each source is recognised, each line becomes an actor or says why it does not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, islice
from pathlib import Path
from typing import Any, Final, Protocol

from canivet.actors.model import Actor
from canivet.actors.readers.columns import Cells, Layout, Layouts
from canivet.actors.readers.mediation_numerique.reader import MediationReader
from canivet.actors.readers.opening import Objects, Table, open_file
from canivet.actors.readers.qfdmo.reader import QfdmoReader
from canivet.actors.readers.recherche_entreprises.reader import SearchReader
from canivet.actors.readers.saisie.reader import ManualReader
from canivet.actors.readers.sirene.reader import FEED as SIRENE
from canivet.actors.readers.sirene.reader import SireneReader
from canivet.actors.readers.sirene.units import FEED as UNITS
from canivet.actors.readers.sirene.units import Units, completed, wanted_by
from canivet.actors.scope import Scope
from canivet.actors.vocabulary import Vocabulary
from canivet.commons.store import Commons
from canivet.inventory.decoding import Row
from canivet.problems import InputProblem, Place

#: A header is looked for in this many rows.
SEARCHED_ROWS: Final = 20
#: Lines named for each reason to leave some out.
NAMED_LINES: Final = 5
TOO_WIDE: Final = "plus de cellules que l'en-tête"


class TableReader(Protocol):
    """Reads the lines of one source."""

    def read(self, cells: Cells, place: Place) -> Actor | str:
        """The actor of a line, or the French reason why it is left out."""


@dataclass(slots=True)
class LeftOut:
    """Lines left out for one reason: how many, and the first of them."""

    reason: str
    count: int = 0
    lines: list[int] = field(default_factory=list)

    def add(self, line: int) -> None:
        """Count a line."""
        self.count += 1
        if len(self.lines) < NAMED_LINES:
            self.lines.append(line)


@dataclass(slots=True)
class Reading:
    """What was read of one table: its source, its actors, and the lines left out."""

    file: str
    sheet: str
    feed: str
    lines: int = 0
    actors: list[Actor] = field(default_factory=list)
    left_out: dict[str, LeftOut] = field(default_factory=dict)

    def keep(self, found: Actor | str, line: int) -> None:
        """Take what a line gave: an actor, or a reason."""
        self.lines += 1
        if isinstance(found, str):
            self.left_out.setdefault(found, LeftOut(found)).add(line)
        else:
            self.actors.append(found)


def read_files(
    paths: Sequence[Path], scope: Scope, vocabulary: Vocabulary, commons: Commons
) -> tuple[Reading, ...]:
    """What each file gives, in order; `InputProblem` for a file that is no known list of actors.

    A file of legal units completes the establishments of the others, whatever its place among them.
    """
    reader = _FilesReader(scope, vocabulary, Layouts(commons))
    readings = [reading for path in paths for reading in reader.read(path)]
    establishments = [reading for reading in readings if reading.feed == SIRENE]
    wanted = wanted_by(actor for reading in establishments for actor in reading.actors)
    units = Units(wanted, vocabulary)
    for reading, layout, rows in reader.postponed:
        _read_units(reading, layout, rows, units)
    for reading in establishments if units.found else ():
        reading.actors = [completed(actor, units.found, vocabulary) for actor in reading.actors]
    return tuple(readings)


def _read_units(reading: Reading, layout: Layout, rows: Iterator[Row], units: Units) -> None:
    for line, row in rows:
        reading.lines += 1
        reason = units.read(Cells(row, layout.positions))
        if reason:
            reading.left_out.setdefault(reason, LeftOut(reason)).add(line)


class _FilesReader:
    """Reads files one by one; those of legal units are kept for the end."""

    def __init__(self, scope: Scope, vocabulary: Vocabulary, layouts: Layouts) -> None:
        self._scope, self._vocabulary, self._layouts = scope, vocabulary, layouts
        self.postponed: list[tuple[Reading, Layout, Iterator[Row]]] = []

    def read(self, path: Path) -> Iterator[Reading]:
        """Tables of one file."""
        opened = open_file(path)
        if isinstance(opened, Objects):
            yield _read_objects(opened, self._layouts, self._scope, self._vocabulary)
            return
        found = [reading for table in opened if (reading := self._table(table))]
        if not found:
            raise _unknown(path, self._layouts)
        yield from found

    def _table(self, table: Table) -> Reading | None:
        rows = iter(table.rows)
        layout: Layout | None = None
        for _, cells in islice(rows, SEARCHED_ROWS):
            layout = self._layouts.recognise(cells)
            if layout is not None:
                break
        if layout is None:
            return None
        if layout.feed == UNITS:
            reading = Reading(table.file, table.sheet, UNITS)
            self.postponed.append((reading, layout, rows))
            return reading
        reader = _reader(layout.feed, self._scope, self._vocabulary)
        return _read_rows(table.file, table.sheet, layout, rows, reader)


def _reader(feed: str, scope: Scope, vocabulary: Vocabulary) -> TableReader:
    if feed == SIRENE:
        return SireneReader(scope, vocabulary)
    if feed == "mediation_numerique":
        return MediationReader(scope, vocabulary)
    if feed == "qfdmo":
        return QfdmoReader(scope, vocabulary)
    return ManualReader(scope, vocabulary)


def _read_rows(file: str, sheet: str, layout: Layout, rows: Iterator[Row], reader: TableReader) -> Reading:
    reading = Reading(file, sheet, layout.feed)
    for line, row in rows:
        if not any(row):
            continue
        if len(row) > layout.width and any(row[layout.width :]):
            reading.keep(TOO_WIDE, line)
        else:
            reading.keep(reader.read(Cells(row, layout.positions), Place(file, sheet, line)), line)
    return reading


def _read_objects(objects: Objects, layouts: Layouts, scope: Scope, vocabulary: Vocabulary) -> Reading:
    """A JSON: an answer of the search of companies, or a table written as objects."""
    if any("matching_etablissements" in item or "siege" in item for item in objects.items):
        reader = SearchReader(scope, vocabulary)
        reading = Reading(objects.file, "", "recherche_entreprises")
        for rank, item in enumerate(objects.items, start=1):
            for found in reader.read(item):
                reading.keep(found, rank)
        return reading
    header = list(dict.fromkeys(chain.from_iterable(objects.items)))
    layout = layouts.recognise(header)
    if layout is None:
        raise _unknown(Path(objects.file), layouts, header)
    rows = (
        (rank, [_cell(item.get(name)) for name in header]) for rank, item in enumerate(objects.items, start=1)
    )
    return _read_rows(objects.file, "", layout, rows, _reader(layout.feed, scope, vocabulary))


def _cell(value: Any) -> str:
    if value is None or isinstance(value, dict):
        return ""
    if isinstance(value, list):
        return "|".join(str(item) for item in value if not isinstance(item, dict | list))
    return str(value)


def _unknown(path: Path, layouts: Layouts, header: Sequence[str] = ()) -> InputProblem:
    """What to say of a table that is no known list: what was read of it, and what was expected."""
    line = 1
    if not header:
        opened = open_file(path)
        tables = opened if isinstance(opened, list) else []
        first = next(((n, row) for table in tables for n, row in table.rows if any(row)), (1, []))
        line, header = first
    shown = ", ".join(f"« {cell.strip()[:40]} »" for cell in header[:6] if cell.strip())
    _, missing = layouts.missing(header)
    lacking = f" Il manque peut-être : {', '.join(missing)}." if missing and len(missing) < 4 else ""
    return InputProblem(
        f"ce n'est pas une liste d'acteurs connue.{f' Première ligne : {shown}.' if shown else ''}{lacking}",
        cure="donnez un fichier StockEtablissement de Sirene, une réponse de l'API Recherche d'entreprises, "
        "un fichier de lieux de médiation numérique, le jeu ouvert Longue Vie Aux Objets, ou votre tableau "
        "avec au moins les colonnes nom et categories.",
        place=Place(path.name, "", line),
    )
