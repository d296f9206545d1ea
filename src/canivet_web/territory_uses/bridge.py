"""Uses of the territory of the platform ⇄ those of the library."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.db import transaction
from django.urls import reverse

from canivet.deliverables.content.territory_uses import amount, origin, why_this_study
from canivet.deliverables.french import counted, number, span, unit_label
from canivet.territory_uses.catalogue import Catalogue, Indicator, load_catalogue
from canivet.territory_uses.estimate import LocalFigure as Figure
from canivet.territory_uses.estimate import TerritoryUses
from canivet.territory_uses.estimate import UsesReview as Review
from canivet.territory_uses.files import refusal
from canivet.territory_uses.section import section, summary
from canivet_web.authorities.models import Authority
from canivet_web.commons import commons
from canivet_web.journal.trail import record
from canivet_web.records import hold
from canivet_web.territory_uses.models import LocalFigure, UsesReview


@cache
def catalogue() -> Catalogue:
    """Indicators and national figures of the commons."""
    return load_catalogue(commons())


def indicator(id_: str) -> Indicator | None:
    """One indicator."""
    return catalogue().indicators.get(id_)


def part_of(authority: Authority) -> TerritoryUses:
    """The uses of the territory of an authority, as a dossier carries them."""
    rows = authority.local_figures.kept().filter(indicator__in=list(catalogue().indicators))
    figures = tuple(
        Figure(row.indicator, row.year, row.value, row.low, row.high, row.source, row.method, row.note)
        for row in rows.order_by("pk")
    )
    return TerritoryUses(figures, _review(authority))


def _review(authority: Authority) -> Review | None:
    row = UsesReview.objects.filter(authority=authority).first()
    if row is None or not any((row.made_on, row.scope, row.method, row.findings, row.document)):
        return None
    return Review(row.made_on, row.scope, row.method, row.findings, row.document)


def section_of(authority: Authority) -> dict[str, Any]:
    """Everything a page shows."""
    population = authority.population_municipal or authority.population
    return section(part_of(authority), commons(), population=population)


def line_words(line: dict[str, Any]) -> dict[str, str]:
    """A line of the section as pages write it."""
    if line["value"] is None:
        return {"value": "À trouver", "span": "", "origin": line["note"], "unit": unit_label(line["unit"])}
    return {
        "value": amount(line),
        "span": span(line["low"], line["value"], line["high"]),
        "origin": origin(line),
        "unit": unit_label(line["unit"]),
    }


def estimate_words(line: dict[str, Any]) -> str:
    """What the national ratio gives, beside a local figure; why it gives nothing otherwise."""
    national = line["national"]
    if national["value"] is None:
        return str(national["reason"])
    said = f"{number(national['value'])} {unit_label(line['unit'])}"
    between = span(national["low"], national["value"], national["high"])
    return f"{said} ({between})" if between != "—" else said


def study_words(found: dict[str, Any]) -> str:
    """Which national study is used, and why not the other."""
    return why_this_study(found)


def figure_words(value: float | None) -> str:
    """A number."""
    return "–" if value is None else number(value)


def unit_words(unit: str) -> str:
    """A unit as pages write it."""
    return unit_label(unit)


def trouble(id_: str, value: float, low: float | None, high: float | None) -> str:
    """Why a figure of an indicator and its bounds cannot be; empty when they can."""
    found = catalogue().indicators[id_]
    return refusal(value, low, high, found.maximum)


def take_in(authority: Authority, part: TerritoryUses, user: Any) -> int:
    """Write the figures of a dossier in place of those of the same indicator and year; gives how many."""
    with transaction.atomic():
        hold(authority)
        for item in part.figures:
            values = {
                "value": item.value,
                "low": item.low,
                "high": item.high,
                "source": item.source,
                "method": item.method,
                "note": item.note,
            }
            kept = authority.local_figures.kept().filter(indicator=item.indicator, year=item.year)
            if not kept.update(**values):
                LocalFigure.objects.create(
                    authority=authority,
                    indicator=item.indicator,
                    label=catalogue().indicators[item.indicator].label,
                    year=item.year,
                    **values,
                )
        if part.review is not None:
            review = part.review
            UsesReview.objects.update_or_create(
                authority=authority,
                defaults={
                    "made_on": review.made_on,
                    "scope": review.scope,
                    "method": review.method,
                    "findings": review.findings,
                    "document": review.document,
                },
            )
        if part:
            words = counted(len(part.figures), "chiffre local", "chiffres locaux")
            record("territory.imported", actor=user, authority=authority, target=words)
    return len(part.figures)


def card(authority: Authority) -> dict[str, Any]:
    """What the hub of the state of play shows."""
    told = summary(part_of(authority), commons())
    local = counted(told.n_local, "indicateur a un chiffre local", "indicateurs ont un chiffre local")
    national = counted(told.n_national, "repose sur un ratio national", "reposent sur un ratio national")
    review = "Le bilan des usages reste à écrire."
    if told.present:
        review = f"Bilan des usages du {told.date:%d/%m/%Y}." if told.date else "Bilan des usages sans date."
    return {
        "title": "Usages et empreinte du territoire",
        "text": f"{review} {local}, {national}.",
        "url": reverse("territory_uses:index", args=[authority.siren]),
        "done": told.present and told.date is not None,
    }
