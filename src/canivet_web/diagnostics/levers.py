"""One lever of a result as a page writes it: its figures are the result's, its texts those of the commons."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from canivet.deliverables.content.levers import CONFIDENCES, gain_text, value_text
from canivet.deliverables.french import number, typeset
from canivet.levers.lever import Lever
from canivet.levers.loading import load_levers
from canivet_web.commons import commons


@dataclass(frozen=True, slots=True)
class LeverPage:
    """A lever, ready to be shown."""

    id: str
    title: str
    what: str
    how: str
    effort: int
    delay: str
    confidence: str
    gains: list[tuple[str, str]]
    parameters: list[tuple[str, str, str, str]]
    """Label, value, what it may be, source."""
    missing: list[str]
    rebound: str
    worsens: str
    indicators: list[str]
    practices: list[tuple[str, str]]


@cache
def known() -> dict[str, Lever]:
    """Levers of the commons."""
    return load_levers(commons())


def page_of(document: dict[str, Any], name: str) -> LeverPage | None:
    """The page of a lever of a result; None where the result or the commons do not have it."""
    row = next((item for item in document.get("levers", {}).get("levers", ()) if item["id"] == name), None)
    lever = known().get(name)
    if row is None or lever is None:
        return None
    labels, units = document["labels"]["criteria"], document["footprint"]
    practices = {item["id"]: item["label_fr"] for item in commons().rows("practices/practices")}
    return LeverPage(
        id=name,
        title=typeset(lever.title),
        what=typeset(lever.what),
        how=typeset(lever.how),
        effort=lever.effort,
        delay=" à ".join(map(str, lever.delay_months)),
        confidence=CONFIDENCES[lever.confidence],
        gains=[
            (typeset(labels[criterion]), typeset(gain_text(gain, units[criterion]["unit"])))
            for criterion, gain in row["gains"].items()
            if criterion in units
        ],
        parameters=[_parameter(lever, item, value) for item, value in row["parameters"].items()],
        missing=[typeset(reason) for reason in row["missing"]],
        rebound=typeset(lever.rebound),
        worsens=typeset(lever.worsens_how),
        indicators=[typeset(text) for text in lever.indicators],
        practices=[(one, typeset(practices.get(one, one))) for one in lever.practices],
    )


def _parameter(lever: Lever, name: str, value: float) -> tuple[str, str, str, str]:
    item = next((one for one in lever.parameters if one.id == name), None)
    if item is None:
        return name, number(value), "", ""
    shown = [value_text(one, item.unit) for one in (value, item.least, item.most, item.low, item.high)]
    if item.kind == "choice":
        return typeset(item.label), shown[0], f"à régler, de {shown[1]} à {shown[2]}", ""
    return (
        typeset(item.label),
        shown[0],
        f"observé entre {shown[3]} et {shown[4]}",
        f"{item.source}, {item.year}",
    )
