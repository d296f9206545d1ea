"""Facts that an authority declares, by year, with their proofs: their written form and their reading."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from canivet.obligations.law import FactKind
from canivet.problems import InputProblem, Place
from canivet.tabular import Folder, csv_text, read_date, read_number, read_rows

FILE = "obligations.csv"
COLUMNS = ("fait", "annee", "valeur", "preuves", "note")
#: A yes, a number, a date, a text, or the numbers of themes.
Value = bool | float | date | str | tuple[int, ...]
NUMBERS = frozenset({"count", "number", "amount", "percent"})
YES, NO = "oui", "non"
THEMES = range(1, 7)
YEARS = range(2000, 2101)
LARGEST = 1e12


@dataclass(frozen=True, slots=True)
class Declared:
    """One fact as declared; ``year`` is None for what holds until further notice."""

    fact: str
    year: int | None
    value: Value
    proofs: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class DeclaredFacts:
    """Facts of one authority, found by identifier and year."""

    by_key: Mapping[tuple[str, int | None], Declared]

    @classmethod
    def of(cls, declared: Sequence[Declared]) -> DeclaredFacts:
        """The facts of a list; one fact comes once a year."""
        return cls({(item.fact, item.year): item for item in declared})

    def find(self, kind: FactKind, year: int) -> Declared | None:
        """The fact of a year, or the lasting one; None where it is not known."""
        return self.by_key.get((kind.id, year if kind.yearly else None))

    def __iter__(self) -> Iterator[Declared]:
        return iter(self.by_key.values())

    def __len__(self) -> int:
        return len(self.by_key)


def value_text(value: Value) -> str:
    """The written form of a value, which `read_value` reads back.

    >>> value_text(True), value_text(96.0), value_text(date(2025, 5, 15)), value_text((1, 4))
    ('oui', '96', '2025-05-15', '1;4')
    """
    match value:
        case bool():
            return YES if value else NO
        case float() | int():
            return repr(float(value)).removesuffix(".0")
        case date():
            return value.isoformat()
        case tuple():
            return ";".join(str(number) for number in value)
        case _:
            return value


def read_value(text: str, kind: FactKind, place: Place) -> Value:
    """The value that a text says for a fact; `InputProblem` when it cannot be one."""
    if kind.type == "boolean":
        if text.casefold() not in (YES, NO):
            raise _refused(text, kind, "répondez par oui ou par non.", place)
        return text.casefold() == YES
    if kind.type == "date":
        found = read_date(text, place, "valeur")
        assert found is not None
        return found
    if kind.type == "themes":
        numbers = re.split(r"[;,\s]+", text.strip("; ,"))
        if not all(number in {str(theme) for theme in THEMES} for number in numbers):
            raise _refused(text, kind, "donnez des numéros de 1 à 6, séparés par des points-virgules.", place)
        return tuple(sorted({int(number) for number in numbers}))
    if kind.type not in NUMBERS:
        return text
    amount = read_number(text, place, "valeur")
    assert amount is not None
    if amount < 0 or amount > LARGEST:
        raise _refused(text, kind, "donnez un nombre positif ou nul.", place)
    if kind.type == "count" and not amount.is_integer():
        raise _refused(text, kind, "donnez un nombre entier.", place)
    if kind.type == "percent" and amount > 100:
        raise _refused(text, kind, "donnez une part de 0 à 100.", place)
    return amount


def _refused(text: str, kind: FactKind, cure: str, place: Place) -> InputProblem:
    return InputProblem(f"« {text} » ne peut pas être « {kind.label} ».", cure=cure, place=place)


def read_year(text: str, place: Place) -> int:
    """A year of four digits."""
    if not re.fullmatch(r"[0-9]{4}", text) or int(text) not in YEARS:
        raise InputProblem(
            f"« {text} » n'est pas une année.",
            cure=f"écrivez une année entre {YEARS.start} et {YEARS.stop - 1}.",
            place=place,
        )
    return int(text)


def split_list(text: str) -> tuple[str, ...]:
    """Parts of a cell separated by semicolons, blanks aside.

    >>> split_list("p1; p2;;")
    ('p1', 'p2')
    """
    return tuple(part.strip() for part in text.split(";") if part.strip())


def written_facts(facts: Sequence[Declared]) -> str:
    """``obligations.csv``: one line per fact and year, in order."""
    ordered = sorted(facts, key=lambda item: (item.fact, item.year or 0))
    return csv_text(
        COLUMNS,
        [
            {
                "fait": item.fact,
                "annee": item.year,
                "valeur": value_text(item.value),
                "preuves": ";".join(item.proofs),
                "note": item.note,
            }
            for item in ordered
        ],
    )


def load_facts(folder: Folder, kinds: Mapping[str, FactKind]) -> tuple[Declared, ...]:
    """Facts of a dossier; none when it has no file. `InputProblem` with the line of what cannot be used."""
    found: dict[tuple[str, int | None], Declared] = {}
    for place, row in read_rows(folder, FILE, COLUMNS):
        kind = kinds.get(row["fait"])
        if kind is None:
            raise InputProblem(
                f"le fait « {row['fait']} » n'existe pas.",
                cure="prenez un identifiant de commons/obligations/facts.csv.",
                place=place,
            )
        year = _year_of(row["annee"], kind, place)
        if not row["valeur"]:
            raise InputProblem(
                f"« {kind.label} » n'a pas de valeur.",
                cure="donnez-la, ou retirez la ligne : un fait inconnu n'en a pas.",
                place=place,
            )
        if (kind.id, year) in found:
            raise InputProblem(
                f"« {kind.label} » est donné deux fois{f' pour {year}' if year else ''}.",
                cure="gardez une seule ligne par fait et par année.",
                place=place,
            )
        found[kind.id, year] = Declared(
            kind.id, year, read_value(row["valeur"], kind, place), split_list(row["preuves"]), row["note"]
        )
    return tuple(found.values())


def _year_of(text: str, kind: FactKind, place: Place) -> int | None:
    if kind.yearly:
        return read_year(text, place)
    if text:
        raise InputProblem(
            f"« {kind.label} » ne se donne pas par année.",
            cure="laissez la colonne annee vide.",
            place=place,
        )
    return None
