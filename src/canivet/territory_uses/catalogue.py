"""Indicators of the uses of a territory, and the national figure of each where an open source gives one.

Two national studies of the footprint bear on two scopes: one is chosen, and they are never mixed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from canivet.commons.store import Commons, number


@dataclass(frozen=True, slots=True)
class Indicator:
    """What is told of a territory, in ``unit`` for the whole of it; ``maximum`` bounds what is typed."""

    id: str
    theme: str
    theme_label: str
    label: str
    unit: str
    nature: str
    """``impact`` (part of the footprint) or ``use``."""
    maximum: float | None
    where: str
    """Where to find the local figure."""


@dataclass(frozen=True, slots=True)
class Study:
    """A national study of the footprint of digital technology."""

    id: str
    title: str
    data_year: int
    scope: str
    chosen: bool
    why: str


@dataclass(frozen=True, slots=True)
class NationalFigure:
    """A national figure as its source gives it; ``value`` is None for a named blank, and ``note`` says why.

    ``base`` says how it comes down to a territory: times its population (``inhabitant``), times its share of
    the national population (``total``), or as it is (``same``); ``factor`` turns its unit into the local one.
    """

    indicator: str
    study: str
    base: str
    factor: float
    value: float | None
    low: float | None
    high: float | None
    unit: str
    year: int
    scope: str
    method: str
    note: str
    source: str
    licence: str


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The commons of the uses of the territory."""

    indicators: Mapping[str, Indicator]
    studies: Mapping[str, Study]
    nationals: tuple[NationalFigure, ...]
    national_population: float

    def national(self, indicator: str, study: str) -> NationalFigure | None:
        """The national figure of an indicator, that of ``study`` for the footprint."""
        mine = [figure for figure in self.nationals if figure.indicator == indicator]
        return next((figure for figure in mine if figure.study in ("", study)), None)

    @property
    def chosen_study(self) -> str:
        """The study used unless another is asked for."""
        return next(study.id for study in self.studies.values() if study.chosen)


def load_catalogue(commons: Commons) -> Catalogue:
    """Read the commons; bounds that a source does not publish come from its class of uncertainty."""
    themes = {row["id"]: row["label_fr"] for row in commons.rows("territory_uses/themes")}
    spreads = {row["class"]: float(row["spread"]) for row in commons.rows("uncertainty/pedigree")}
    sources = {row["id"]: row["attribution"] for row in commons.rows("sources")}
    indicators = {
        row["id"]: Indicator(
            row["id"],
            row["theme"],
            themes[row["theme"]],
            row["label_fr"],
            row["local_unit"],
            row["nature"],
            number(row["maximum"]),
            row["where_fr"],
        )
        for row in sorted(commons.rows("territory_uses/indicators"), key=lambda row: int(row["rank"]))
    }
    studies = {
        row["id"]: Study(
            row["id"],
            row["title_fr"],
            int(row["data_year"]),
            row["scope_fr"],
            row["chosen"] == "1",
            row["why_fr"],
        )
        for row in commons.rows("territory_uses/studies")
    }
    parameters = {row["id"]: float(row["value"]) for row in commons.rows("territory_uses/parameters")}
    nationals = tuple(
        _national(row, spreads, sources, indicators[row["indicator"]].maximum)
        for row in commons.rows("territory_uses/national")
    )
    return Catalogue(indicators, studies, nationals, parameters["national_population"])


def _national(
    row: Mapping[str, str], spreads: Mapping[str, float], sources: Mapping[str, str], maximum: float | None
) -> NationalFigure:
    value, low, high = (number(row[name]) for name in ("value", "low", "high"))
    if value is not None and row["pedigree"]:
        low, high = value / spreads[row["pedigree"]], value * spreads[row["pedigree"]]
    if high is not None and maximum is not None:
        high = min(high, maximum)
    return NationalFigure(
        row["indicator"],
        row["study"],
        row["base"],
        float(row["factor"]),
        value,
        low,
        high,
        row["unit"],
        int(row["year"]),
        row["scope_fr"],
        row["method_fr"],
        row["note"],
        sources[row["source"]],
        row["licence"],
    )
