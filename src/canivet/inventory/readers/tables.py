"""One sheet → one table: its header, its source, its lines, and the rows that cannot be an item."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from canivet.commons.store import Commons
from canivet.inventory.assets import Line, ReadTable
from canivet.inventory.classify import Classifier
from canivet.inventory.decoding import Row
from canivet.inventory.readers.files import Sheet
from canivet.inventory.readers.headers import IDENTITY, ColumnNames, Header, find_header
from canivet.inventory.readers.sources import Cells, Source, hint_of_columns, recognise
from canivet.problems import Place
from canivet.text import fold

#: Fields of which one at least makes a row an item.
_NAMING: Final = frozenset({*IDENTITY, "name", "serial", "inventory_number"})
#: Fields read only to set a line aside; they are not kept.
_SETTING_ASIDE: Final = ("ownership", "deleted", "template")
#: Fields of people, or of use to nobody here; they are not kept.
_NOT_KEPT: Final = frozenset({*_SETTING_ASIDE, "imei", "memory", "last_seen"})
#: Fields that make the text of a line in messages.
_TEXT_FIELDS: Final = ("manufacturer", "model", "designation", "type")
_TOTAL: Final = re.compile(
    r"(?:sous |s/|grand )?tota(?:l|ux)\b|t o t a l\b|somme\b|cumul\b|recapitulatif\b|ensemble\b$|nombre total"
)
#: First letters of what the pattern above may match, tried before it.
_TOTAL_INITIALS: Final = frozenset("tTsSeEnNgGcCrR")
_EMPTY: Final = frozenset(
    {"-", "--", "n/a", "#n/a", "null", "none", "(vide)", "&nbsp;", "nsp", "nc", "néant", "?"}
)
#: Fields where a factory's or a keyboard's filling says nothing.
_NAMED: Final = frozenset({"model", "manufacturer"})
_YES: Final = frozenset({"1", "oui", "yes", "true", "vrai", "x"})
_PERSONAL: Final = frozenset({"personal", "personnel", "personnelle", "byod", "prive", "privee", "agent"})
#: Hint of a sheet that adds up the others.
SUMMARY: Final = "summary"
#: Columns that another kind of file has, and that no inventory needs: from this many on, it is that kind.
_FOREIGN_COLUMNS: Final = 2


@dataclass
class Reading:
    """What reading the sheets of several files needs."""

    commons: Commons
    names: ColumnNames
    _families: dict[str, str] = field(default_factory=dict)
    _classifier: list[Classifier] = field(default_factory=list)

    def recognises(self, text: str) -> str:
        """Family that a text names by itself, or an empty text; asked only when names of columns fail."""
        if text not in self._families:
            if not self._classifier:
                self._classifier.append(Classifier(self.commons))
            verdict = self._classifier[0].classify("", text, text)
            self._families[text] = verdict.family if verdict.confidence >= 0.8 else ""
        return self._families[text]

    @cached_property
    def junk(self) -> Set[str]:
        """Folded texts that say nothing of a model or of a maker."""
        return {row["text"] for row in self.commons.rows("classification/junk_models")}

    def hints(self) -> Mapping[str, str]:
        """Words of names of files and sheets → what their lines are."""
        return {row["text"]: row["hint"] for row in self.commons.rows("classification/hints")}

    def foreign(self, names: Iterable[str]) -> str:
        """What kind of file names of columns betray, or an empty text."""
        kinds: dict[str, int] = {}
        known = {
            row["text"]: row["file_kind_fr"] for row in self.commons.rows("classification/foreign_columns")
        }
        for name in {fold(name) for name in names}:
            if name in known:
                kinds[known[name]] = kinds.get(known[name], 0) + 1
        best = max(kinds.items(), key=lambda item: item[1], default=("", 0))
        return best[0] if best[1] >= _FOREIGN_COLUMNS else ""


def read_sheet(sheet: Sheet, reading: Reading) -> tuple[ReadTable | None, str]:
    """The table of a sheet, or None and why it is not an inventory (empty for an empty sheet)."""
    rows: Sequence[Row] = sheet.rows
    if not any(any(cell.strip() for cell in cells) for _, cells in rows):
        return None, ""
    header = find_header(rows, reading.names, reading.recognises)
    named = header if header is not None and header.named else None
    foreign = reading.foreign(named.names if named else _first_names(rows))
    if foreign and (named is None or not _is_equipment(named)):
        return None, f"il ressemble à {foreign}"
    if header is None:
        return None, "aucune colonne ne dit de quel équipement il s'agit"
    source = recognise(header.names)
    if source.split is not None and sheet.text:
        rows = source.split(sheet)
        header = find_header(rows, reading.names, reading.recognises) or header
    contents = rows[header.position :]
    hint = _hint(sheet, source, header, reading.hints())
    lines, rejected = _lines(
        contents, _Shape(Place(sheet.file, sheet.name), source, header, hint, reading.junk)
    )
    if not lines and not rejected:
        return None, "il n'y a aucune ligne sous les titres des colonnes"
    return (
        ReadTable(
            file=sheet.file,
            sheet=sheet.name,
            source=source.id,
            encoding=sheet.encoding,
            separator=sheet.separator,
            header_line=header.line,
            columns=header.names,
            mapping={
                name: header.names[position]
                for name, position in header.columns.items()
                if name not in _NOT_KEPT and position < len(header.names)
            },
            lines=tuple(lines),
            rejected=tuple(rejected),
            notes=_notes(header),
        ),
        "",
    )


def _first_names(rows: Sequence[Row]) -> list[str]:
    return next((cells for _, cells in rows if sum(1 for cell in cells if cell.strip()) >= 2), [])


def _is_equipment(header: Header) -> bool:
    """Whether columns are those of equipment for sure: a model or a serial number, and what goes with it."""
    columns = header.columns
    return ("model" in columns or "serial" in columns) and any(
        name in columns for name in ("manufacturer", "type", "serial", "designation", "quantity")
    )


def _notes(header: Header) -> tuple[str, ...]:
    if header.line == 0:
        return ("Tableau sans titres de colonnes : les colonnes ont été reconnues à leur contenu.",)
    return ()


def _hint(sheet: Sheet, source: Source, header: Header, hints: Mapping[str, str]) -> str:
    """What the lines are: by the sheet's name, else the file's, else the columns."""
    stem = sheet.file.rsplit("/", 1)[-1].rsplit(".", 1)[0]
    for name in (sheet.name, stem):
        words = re.sub(r"[^a-z]+", " ", fold(name)).split()
        found = {hints[word] for word in words if word in hints}
        if SUMMARY in found:
            # Only the name of a sheet says so: a file may be named « bilan » and be the inventory.
            if name == sheet.name:
                return SUMMARY
            found.discard(SUMMARY)
        if "retired" in found:
            return "retired"
        if len(found) == 1:
            return found.pop()
    return hint_of_columns(source, header.names)


@dataclass(frozen=True, slots=True)
class _Shape:
    """What the rows of one table share."""

    place: Place
    source: Source
    header: Header
    hint: str
    junk: Set[str]


def _lines(rows: Sequence[Row], shape: _Shape) -> tuple[list[Line], list[tuple[Line, str]]]:
    kept: list[Line] = []
    rejected: list[tuple[Line, str]] = []
    file, sheet, hint, junk = shape.place.file, shape.place.sheet, shape.hint, shape.junk
    columns = sorted(shape.header.columns.items())
    complete = shape.source.complete
    names = [fold(name) for name in shape.header.names]
    width = len(names)
    for number, cells in rows:
        got = {name: text for name, at in columns if at < len(cells) and (text := _text(cells[at]))}
        if not got and not any(cell.strip() for cell in cells):
            continue
        for name in _NAMED:
            if name in got and fold(got[name]) in junk:
                del got[name]
        if complete is not None:
            got = complete(got)
        reason = _reason(got, cells, names, width)
        line = Line(
            Place(file, sheet, number),
            {name: text for name, text in got.items() if name not in _NOT_KEPT},
            " ".join(got[name] for name in _TEXT_FIELDS if name in got),
            hint,
        )
        if reason:
            rejected.append((line, reason))
        else:
            kept.append(line)
    return kept, rejected


def _text(cell: str) -> str:
    """A cell on one line, without blanks around; the ways of writing nothing are nothing."""
    text = " ".join(cell.split()) if "\n" in cell or "\xa0" in cell else cell.strip()
    return "" if len(text) <= 6 and text.casefold() in _EMPTY else text


def _reason(got: Cells, cells: Sequence[str], names: Sequence[str], width: int) -> str:
    """Code of the reason why a row cannot be an item, or an empty text."""
    if len(cells) > width and any(cell.strip() for cell in cells[width:]):
        return "wrong_width"
    first = next(cell for cell in cells if cell.strip())
    if _is_total(got, first):
        return "total"
    if _NAMING.isdisjoint(got) or _repeats_header(cells, first, names):
        return "not_an_item"
    if "ownership" in got and fold(got["ownership"]) in _PERSONAL:
        return "personal"
    return next((name for name in ("deleted", "template") if fold(got.get(name, "")) in _YES), "")


def _is_total(got: Cells, first: str) -> bool:
    """A row that says « total » first, or holds a quantity and nothing else."""
    if first.lstrip()[:1] in _TOTAL_INITIALS and _TOTAL.match(fold(first)) and "serial" not in got:
        return "model" not in got or _TOTAL.match(fold(got["model"])) is not None
    return len(got) == 1 and "quantity" in got


def _repeats_header(cells: Sequence[str], first: str, names: Sequence[str]) -> bool:
    """Whether a row is the header again, as at the top of each printed page."""
    if fold(first) not in names:
        return False
    said = [(cell, name) for cell, name in zip(cells, names, strict=False) if cell.strip()]
    return len(said) >= 2 and all(fold(cell) == name for cell, name in said)
