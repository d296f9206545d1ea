"""From national figures and local ones to the lines of a territory: the local one always replaces the other.

inhabitant   national figure per inhabitant × population × factor
total        national total × population ÷ national population × factor
same         national figure × factor
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from canivet.territory_uses.catalogue import Catalogue, Indicator, NationalFigure

#: What a national ratio applied to a territory is called, wherever it is shown.
ESTIMATE_LABEL = "estimation par ratio national"
Origin = Literal["local", "national", "blank"]


@dataclass(frozen=True, slots=True)
class LocalFigure:
    """A figure of the territory given by the authority, in the unit of its indicator."""

    indicator: str
    year: int
    value: float
    low: float | None
    high: float | None
    source: str
    method: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class UsesReview:
    """The review of uses that the decree asks for: when it was made, on what, how, and what it says."""

    made_on: date | None
    scope: str
    method: str
    findings: str
    document: str


@dataclass(frozen=True, slots=True)
class TerritoryUses:
    """What an authority gave on the uses of its territory; empty when it gave nothing."""

    figures: tuple[LocalFigure, ...] = ()
    review: UsesReview | None = None

    def __bool__(self) -> bool:
        return bool(self.figures) or self.review is not None

    def latest(self) -> dict[str, LocalFigure]:
        """Last figure of each indicator."""
        ordered = sorted(self.figures, key=lambda figure: figure.year)
        return {figure.indicator: figure for figure in ordered}


@dataclass(frozen=True, slots=True)
class Estimate:
    """A national figure brought down to the territory, or why it cannot be."""

    value: float | None
    low: float | None
    high: float | None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class UseLine:
    """One indicator as it stands: local, national, or blank with its reason."""

    indicator: Indicator
    origin: Origin
    value: float | None
    low: float | None
    high: float | None
    label: str
    """What the figure is: ``estimation par ratio national``, or the source of the local one."""
    year: int | None
    scope: str
    method: str
    note: str
    national: Estimate = field(default_factory=lambda: Estimate(None, None, None))
    """What the national ratio gives, kept beside a local figure."""


def bring_down(figure: NationalFigure, population: int | None, national_population: float) -> Estimate:
    """A national figure at the scale of a territory of ``population`` inhabitants."""
    if figure.value is None:
        return Estimate(None, None, None, figure.note)
    if figure.base == "same":
        share = 1.0
    elif population is None:
        return Estimate(None, None, None, "La population du territoire n'est pas connue.")
    else:
        share = population if figure.base == "inhabitant" else population / national_population
    scale = share * figure.factor
    low, high = (None if bound is None else bound * scale for bound in (figure.low, figure.high))
    return Estimate(figure.value * scale, low, high)


def lines(
    part: TerritoryUses, catalogue: Catalogue, population: int | None, study: str = ""
) -> tuple[UseLine, ...]:
    """Every indicator in order; ``study`` is the one whose ratios are used, the chosen one when blank."""
    local = part.latest()
    asked = study or catalogue.chosen_study
    found = []
    for indicator in catalogue.indicators.values():
        national = catalogue.national(indicator.id, asked)
        estimate = (
            bring_down(national, population, catalogue.national_population)
            if national
            else Estimate(None, None, None, "Cette étude ne le donne pas.")
        )
        if indicator.id in local:
            found.append(_local(indicator, local[indicator.id], estimate))
        elif national is None or estimate.value is None:
            reason = estimate.reason
            found.append(UseLine(indicator, "blank", None, None, None, "", None, "", "", reason, estimate))
        else:
            found.append(_national(indicator, national, estimate))
    return tuple(found)


def _local(indicator: Indicator, figure: LocalFigure, estimate: Estimate) -> UseLine:
    return UseLine(
        indicator,
        "local",
        figure.value,
        figure.low,
        figure.high,
        figure.source,
        figure.year,
        "",
        figure.method,
        figure.note,
        estimate,
    )


def _national(indicator: Indicator, national: NationalFigure, estimate: Estimate) -> UseLine:
    return UseLine(
        indicator,
        "national",
        estimate.value,
        estimate.low,
        estimate.high,
        ESTIMATE_LABEL if national.base != "same" else "chiffre national",
        national.year,
        national.scope,
        f"{national.method} ({national.source})",
        national.note,
        estimate,
    )


def same_scope(one: str, other: str) -> bool:
    """Whether figures of two studies may be compared: only those of the same one.

    >>> same_scope("ademe_arcep_2025", "ademe_arcep_2022")
    False
    """
    return one == other
