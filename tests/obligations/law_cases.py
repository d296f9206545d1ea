"""Contexts of fictional authorities, and the one verdict a test looks at."""

from __future__ import annotations

from datetime import date
from typing import Any

from canivet.commons.store import Commons
from canivet.obligations import Context, Law, Verdict, check
from canivet.obligations.context import ActorsCount, ImpactAssessment, InitiativesCount, UsesAssessment
from canivet.obligations.disposals import Disposal
from canivet.obligations.facts import Declared, DeclaredFacts, Value

TODAY = date(2026, 11, 24)
#: The year studied is over.
YEAR = 2025
#: Every kind of authority the territories know, and those they do not.
KINDS = [
    ("commune", "commune"),
    *(("epci", type_) for type_ in ("CC", "CA", "CU", "METRO", "MET69", "EPT", "")),
    ("", ""),
]

COMPLETE = {
    "actors": ActorsCount(public=3, private=2),
    "assessment": ImpactAssessment(date(2026, 3, 1), "organisation, 2025", "Canivet, jeu central"),
    "uses": UsesAssessment(date(2026, 4, 2), local_figures=4, national_figures=9),
    "initiatives": InitiativesCount(started=5, proofs=("p-1",)),
}


def facts(law: Law, year: int = YEAR, **values: Value) -> DeclaredFacts:
    """Facts declared for a year, or until further notice, as each is."""
    declared = [
        Declared(name, year if law.facts[name].yearly else None, value) for name, value in values.items()
    ]
    return DeclaredFacts.of(declared)


def context(**changes: Any) -> Context:
    """An agglomeration of 120,000 inhabitants, with nothing in its dossier but what is given."""
    base: dict[str, Any] = {
        "today": TODAY,
        "year": YEAR,
        "kind": "epci",
        "type": "CA",
        "population_total": 120_000,
        "population_municipal": 118_000,
    }
    return Context(**{**base, **changes})


def verdict(rule: str, given: Context, law: Law, commons: Commons) -> Verdict:
    """The verdict on one rule."""
    return next(item for item in check(given, law, commons) if item.rule == rule)


def lot(**changes: Any) -> Disposal:
    """Ten laptops of five years, given to reuse in 2025."""
    base: dict[str, Any] = {
        "year": YEAR,
        "family": "laptop",
        "label": "portables",
        "quantity": 10,
        "bought_on": date(2020, 1, 1),
        "age_years": None,
        "outcome": "don",
        "exclusion": "",
        "unit_price_eur": None,
    }
    return Disposal(**{**base, **changes})
