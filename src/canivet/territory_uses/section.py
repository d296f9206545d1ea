"""What documents and pages show of the uses of the territory: JSON-able, unrounded, labels included."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from canivet.commons.store import Commons
from canivet.territory_uses.catalogue import NationalFigure, Study, load_catalogue
from canivet.territory_uses.estimate import ESTIMATE_LABEL, Estimate, TerritoryUses, UseLine, lines


@dataclass(frozen=True, slots=True)
class Summary:
    """What the check of the decree asks: is there a dated review, and what it rests on."""

    present: bool
    date: date | None
    n_local: int
    n_national: int


def summary(part: TerritoryUses, commons: Commons) -> Summary:
    """Whether the review of uses is there and dated, and how many indicators are local or national.

    A review is there when it says something: findings, or local figures beside it.
    """
    catalogue = load_catalogue(commons)
    local = set(part.latest())
    national: Mapping[str, NationalFigure | None] = {
        id_: catalogue.national(id_, catalogue.chosen_study)
        for id_ in catalogue.indicators
        if id_ not in local
    }
    known = sum(figure is not None and figure.value is not None for figure in national.values())
    review = part.review
    present = review is not None and bool(review.findings or local)
    return Summary(present, review.made_on if review else None, len(local), known)


def section(
    part: TerritoryUses, commons: Commons, *, population: int | None, study: str = ""
) -> dict[str, Any]:
    """Every indicator, the review, the study used and the one set aside.

    ``population`` is the municipal one where it is known: it counts nobody twice.
    """
    catalogue = load_catalogue(commons)
    asked = study or catalogue.chosen_study
    found = lines(part, catalogue, population, asked)
    told = summary(part, commons)
    review = part.review
    return {
        "population": population,
        "national_population": catalogue.national_population,
        "estimate_label": ESTIMATE_LABEL,
        "study": _study(catalogue.studies[asked]),
        "set_aside": [_study(item) for item in catalogue.studies.values() if item.id != asked],
        "review": None
        if review is None
        else {
            "made_on": review.made_on.isoformat() if review.made_on else None,
            "scope": review.scope,
            "method": review.method,
            "findings": review.findings,
            "document": review.document,
        },
        "summary": {
            "present": told.present,
            "date": told.date.isoformat() if told.date else None,
            "n_local": told.n_local,
            "n_national": told.n_national,
            "n_blank": len(found) - told.n_local - sum(line.origin == "national" for line in found),
        },
        "lines": [_line(line) for line in found],
    }


def _study(item: Study) -> dict[str, Any]:
    return {
        "id": item.id,
        "title": item.title,
        "data_year": item.data_year,
        "scope": item.scope,
        "why": item.why,
    }


def _line(line: UseLine) -> dict[str, Any]:
    indicator = line.indicator
    return {
        "id": indicator.id,
        "theme": indicator.theme,
        "theme_label": indicator.theme_label,
        "label": indicator.label,
        "unit": indicator.unit,
        "nature": indicator.nature,
        "where": indicator.where,
        "origin": line.origin,
        "value": line.value,
        "low": line.low,
        "high": line.high,
        "source": line.label,
        "year": line.year,
        "scope": line.scope,
        "method": line.method,
        "note": line.note,
        "national": _estimate(line.national),
    }


def _estimate(estimate: Estimate) -> dict[str, Any]:
    return {"value": estimate.value, "low": estimate.low, "high": estimate.high, "reason": estimate.reason}
