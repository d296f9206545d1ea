"""Territories, obligations and choices of the commons, in the words of the pages."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError

from canivet import territory
from canivet.deliverables import french
from canivet.footprint.assessment import CLIMATE
from canivet.problems import InputProblem
from canivet.territory import ReenObligation, Territory
from canivet.text import fold
from canivet_web.commons import commons
from canivet_web.diagnostics.parts import CriterionTotal, criterion_of

if TYPE_CHECKING:
    from canivet_web.authorities.models import Authority

SEARCH_LIMIT = 20
STATUS_LABELS = {"assujettie": "Obligatoire", "volontaire": "Volontaire", "inconnue": "À préciser"}


def clean_siren(text: str) -> str:
    """Nine digits of a SIREN that can exist; `ValidationError` in French otherwise."""
    try:
        return territory.normalise_siren(text)
    except InputProblem as problem:
        raise ValidationError(f"{problem.what} {problem.cure}") from problem


def looks_like_siren(text: str) -> bool:
    """Whether a text is meant as a number rather than as a name."""
    return sum(character.isdigit() for character in text) >= 5


def find_territory(siren: str) -> Territory | None:
    """The commune or EPCI of this SIREN in the shipped tables."""
    return territory.find(commons(), siren)


def department_country(found: Territory | None) -> str:
    """Country of the electricity of an authority."""
    return territory.country_of(found, commons())


@dataclass(frozen=True, slots=True)
class Found:
    """A commune or EPCI that a search proposes."""

    siren: str
    name: str
    kind: str
    department: str
    population: int
    words: str
    """Its name, folded, between blanks."""


@cache
def _index() -> tuple[Found, ...]:
    """Every commune and EPCI, heaviest first."""
    tables, names = commons(), department_names()
    rows = []
    for table, kind in (("territories/epci", "EPCI"), ("territories/communes", "Commune")):
        for row in tables.rows(table):
            population = int(row["population_total"] or row["population_municipal"] or 0)
            words = f" {fold(row['name'])} "
            department = names[row["department"]]
            rows.append(Found(row["siren"], row["name"], kind, department, population, words))
    return tuple(sorted(rows, key=lambda found: (-found.population, found.siren)))


def search(text: str) -> list[Found]:
    """Communes and EPCI whose name has every word typed, whatever accents and case; the nearest first."""
    wanted = fold(text)
    if len(wanted) < 2:
        return []
    words = [f" {word}" for word in wanted.split()]
    hits = [found for found in _index() if all(word in found.words for word in words)]
    # The index is by population: a stable sort keeps that order among equals.
    hits.sort(key=lambda found: (found.words.strip() != wanted, not found.words.startswith(f" {wanted}")))
    return hits[:SEARCH_LIMIT]


@cache
def department_names() -> dict[str, str]:
    """Name of each department by its code."""
    return {row["code"]: row["name"] for row in commons().rows("territories/departments")}


@cache
def type_labels() -> dict[str, str]:
    """French label of each type of authority, and of the natures that no table has."""
    return territory.NATURES | {row["id"]: row["label_fr"] for row in commons().rows("territories/types")}


@cache
def vintage_title(vintage: str) -> str:
    """Title and publisher of a vintage of the populations."""
    for row in commons().rows("territories/vintages"):
        if row["id"] == vintage:
            return f"{row['title']} ({row['publisher']})"
    return ""


def nature_choices() -> list[tuple[str, str]]:
    """What an authority that is in no table may be; nothing is chosen beforehand."""
    return [("", "Choisissez"), *territory.NATURES.items()]


def members(siren: str) -> tuple[Territory, ...]:
    """Member communes, most inhabitants first."""
    return territory.members(commons(), siren)


def obligation(authority: Any) -> ReenObligation:
    """What the REEN law asks of an authority, and why."""
    return territory.reen_obligation(
        commons(),
        authority.kind,
        authority.type,
        authority.population,
        authority.population_municipal,
    )


@dataclass(frozen=True, slots=True)
class Deadline:
    """One thing the law asks."""

    due: str
    """As people read it: a day, or every year."""
    what: str
    article: str


def deadlines(found: ReenObligation) -> list[Deadline]:
    """Things the law asks, with their dates."""
    return [
        Deadline(
            french.day(date.fromisoformat(step.date_effect)) if step.date_effect else "chaque année",
            step.consequence_fr,
            step.article,
        )
        for step in found.steps
    ]


@cache
def country_choices() -> tuple[tuple[str, str], ...]:
    """Countries whose electricity has a figure, by name."""
    rows = commons().rows("electricity/countries")
    known = {row["country"] for row in commons().rows("electricity/mixes")}
    kept = sorted((row for row in rows if row["iso3"] in known), key=lambda row: fold(row["name_fr"]))
    return tuple((row["iso3"], row["name_fr"]) for row in kept)


@cache
def factor_set_choices() -> tuple[tuple[str, str], ...]:
    """Factor sets of the commons; blank is the central one, whatever it becomes."""
    sets = commons().rows("factors/sets")
    central = next(row["label_fr"] for row in sets if row["central"] == "1")
    others = [(row["id"], row["label_fr"]) for row in sets if row["central"] != "1"]
    return (("", f"{central} (jeu central)"), *others)


def factor_set_choices_of(authority: Authority) -> tuple[tuple[str, str], ...]:
    """The same, with those of the authority's own."""
    return (*factor_set_choices(), *((item.name, str(item)) for item in authority.factor_sets.all()))


@dataclass(frozen=True, slots=True)
class MainFigures:
    """What the programme manager reads of a frozen diagnosis."""

    year: int
    climate: CriterionTotal
    criteria: tuple[CriterionTotal, ...]
    factor_set: str
    method: str


def main_figures(document: str) -> MainFigures:
    """Main figures of ``resultat.json``."""
    data = json.loads(document)
    return MainFigures(
        data["year"],
        criterion_of(data["footprint"][CLIMATE]),
        tuple(criterion_of(item) for item in data["footprint"].values()),
        data["factor_set_label"],
        data["method"],
    )


def same_name(first: str, second: str) -> bool:
    """Whether two names differ only by case, accents or punctuation."""
    return fold(first) == fold(second)


def having(text: str, names: Iterable[tuple[int, str]]) -> list[int]:
    """Keys of the names that hold a text, whatever accents and case."""
    wanted = fold(text)
    return [key for key, name in names if wanted in fold(name)]


def not_among(names: Iterable[str], known: Iterable[str], longest: int | None) -> list[str]:
    """Names, each once, that are not among those known and fit in ``longest`` characters, in order."""
    seen = {fold(name) for name in known} | {""}
    kept = []
    for name in names:
        text = name.strip()
        if fold(text) not in seen and len(text) <= (longest or len(text)):
            seen.add(fold(text))
            kept.append(text)
    return sorted(kept, key=fold)
