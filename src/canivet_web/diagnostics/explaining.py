"""The explanation of a figure, in words and rounded numbers, from the evidence of its result."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from math import isclose
from typing import Any

from canivet.commons.factors import ELECTRICITY, EQUIPMENT, SERVICE, Factor
from canivet.deliverables.french import HARD, count, number, quantity, unit_label
from canivet.footprint.explain import Explanation, Question
from canivet.result import MISSING_REASONS
from canivet.text import fold
from canivet_web.diagnostics import evidence

#: How far the sum of the terms may lie from the stored figure: the last digits hang on the order of adding.
EQUAL = 1e-9


@dataclass(frozen=True, slots=True)
class TermRow:
    """One product: a yearly quantity times a factor."""

    what: str
    stage: str
    impact: str
    quantity: str
    factor: str
    bounds: str
    source: str


@dataclass(frozen=True, slots=True)
class GapRow:
    """Something that the figure leaves out."""

    what: str
    stage: str
    units: str
    reason: str


@dataclass(frozen=True)
class Explained:
    """A figure explained: its exact value, its terms, what it leaves out."""

    criterion: str
    title: str
    unit: str
    total: str
    exact: str
    computed: bool
    agrees: bool
    """Whether the terms add up to the figure stored in the document."""
    terms: list[TermRow]
    gaps: list[GapRow]


def question_of(parameters: Mapping[str, str]) -> Question:
    """The question of an address: ``critere``, ``categorie``, ``etape``, ``service``."""
    given = (parameters.get(name) or None for name in ("categorie", "etape", "service"))
    return Question(parameters.get("critere") or "gwp", *given)


def asked(question: Question) -> dict[str, str]:
    """The question as the address names it."""
    given = {
        "critere": question.criterion,
        "categorie": question.category,
        "etape": question.stage,
        "service": question.service,
    }
    return {name: value for name, value in given.items() if value is not None}


def choices(document: dict[str, Any], held: evidence.Evidence) -> dict[str, list[tuple[str, str]]]:
    """What can be asked of a result: identifier and label, by parameter of the address."""
    labels = document["labels"]
    categories = [(name, labels["categories"].get(name, name)) for name in held.categories]
    return {
        "critere": [(name, item["label"]) for name, item in document["footprint"].items()],
        "categorie": sorted(categories, key=lambda pair: fold(pair[1])),
        "etape": list(labels["stages"].items()),
        "service": sorted(((name, name) for name in held.services), key=lambda pair: fold(pair[1])),
    }


def explained(document: dict[str, Any], held: evidence.Evidence, question: Question) -> Explained:
    """The explanation of one figure."""
    found = evidence.explained(held, question)
    labels = document["labels"]
    item = document["footprint"][question.criterion]
    stored = stored_figure(item, question)
    return Explained(
        criterion=question.criterion,
        title=title_of(document, question),
        unit=unit_label(item["unit"]),
        total=number(found.total),
        exact=repr(found.total if stored is None else stored).replace(".", ","),
        computed=bool(found.terms),
        agrees=stored is None or isclose(found.total, stored, rel_tol=EQUAL, abs_tol=1e-12),
        terms=_terms(found, held, document),
        gaps=[
            GapRow(
                labels["categories"].get(gap.category, gap.category),
                labels["stages"][gap.stage],
                count(gap.units),
                MISSING_REASONS[gap.reason],
            )
            for gap in found.gaps
        ],
    )


def title_of(document: dict[str, Any], question: Question) -> str:
    """What a figure is of, in words."""
    labels = document["labels"]
    category = question.category and labels["categories"].get(question.category, question.category)
    stage = question.stage and labels["stages"][question.stage].lower()
    parts = [category or "tout le numérique compté", stage or "toutes étapes", question.service]
    criterion = document["footprint"][question.criterion]["label"]
    return f"{criterion} : {', '.join(part for part in parts if part)}"


def stored_figure(item: dict[str, Any], question: Question) -> float | None:
    """The figure as the document holds it; None for a crossed question, which it does not hold."""
    by_view = {
        "by_category": question.category,
        "by_stage": question.stage,
        "by_service": question.service,
    }
    given = {view: name for view, name in by_view.items() if name is not None}
    if not given:
        return float(item["central"])
    if len(given) > 1:
        return None
    view, name = next(iter(given.items()))
    return float(item[view].get(name, 0.0))


def _terms(found: Explanation, held: evidence.Evidence, document: dict[str, Any]) -> list[TermRow]:
    """Terms of the same category, stage and factor together, heaviest first."""
    labels = document["labels"]
    grouped: dict[tuple[str, str, Factor], list[float]] = {}
    for term in found.terms:
        row = grouped.setdefault((term.key.category, term.stage, term.factor), [0.0, 0.0])
        row[0] += term.quantity
        row[1] += term.impact
    ordered = sorted(grouped.items(), key=lambda pair: (-pair[1][1], pair[0][:2]))
    sources = {row["id"]: row for row in document["sources"]}
    return [
        TermRow(
            _what(labels["categories"].get(category, category), held.subjects.get(factor.subject, "")),
            labels["stages"][stage],
            number(impact),
            _quantity(amount, factor, document),
            f"{number(factor.value)}{HARD}{unit_label(factor.unit)}{_each(factor)}",
            f"{number(factor.low)} à {number(factor.high)}",
            _cited(factor, sources.get(factor.source, {})),
        )
        for (category, stage, factor), (amount, impact) in ordered
    ]


def _what(category: str, device: str) -> str:
    return category if not device or device == category else f"{category} ({device})"


def _quantity(amount: float, factor: Factor, document: dict[str, Any]) -> str:
    """The yearly quantity of a term, with what it counts."""
    kind, _, name = factor.subject.partition(":")
    if kind == ELECTRICITY:
        return f"{number(amount)}{HARD}kWh"
    if kind == SERVICE:
        return quantity(amount, document["uses"]["by_kind"].get(name, {}).get("unit", ""))
    return (
        f"{number(amount)}{HARD}{'appareils achetés' if document['method'] == 'achats' else 'appareils usés'}"
    )


def _each(factor: Factor) -> str:
    return "/appareil" if factor.subject.startswith(EQUIPMENT) else ""


def _cited(factor: Factor, source: Mapping[str, str]) -> str:
    """Source, year, licence and place of a factor."""
    parts = (source.get("title") or factor.source, factor.year, factor.licence, factor.locator)
    return ", ".join(part for part in parts if part)


def named(document: dict[str, Any], held: evidence.Evidence, part: evidence.LinePart) -> evidence.LinePart:
    """A line with the French names of what it was counted as."""
    device = held.subjects.get(f"{EQUIPMENT}:{part.archetype}")
    label = document["labels"]["categories"].get(part.archetype, part.archetype)
    return replace(part, archetype=device or label, text=label if part.text == part.archetype else part.text)
