"""The qualitative chapters of the report, in the order in which a committee reads them."""

from __future__ import annotations

from typing import Any

from canivet.deliverables.content import (
    actors,
    initiatives,
    maturity,
    obligations,
    rgesn,
    state_of_the_art,
    territory_uses,
)
from canivet.deliverables.document import Section


def state_chapters(state: dict[str, Any]) -> tuple[Section, ...]:
    """Chapters of the state of play of a result; none when it has none.

    Self-assessments have a chapter only when a service was assessed: nothing asks for them.
    """
    if not state:
        return ()
    chapters = [
        maturity.chapter(state["maturity"]),
        obligations.chapter(state["obligations"]),
        initiatives.chapter(state["initiatives"]),
        territory_uses.chapter(state["territory_uses"]),
        actors.chapter(state["actors"]),
    ]
    if state["rgesn"]["services"]:
        chapters.append(rgesn.chapter(state["rgesn"]))
    beyond = state_of_the_art.supplement(state["state_of_the_art"])
    return (*chapters, Section("etat-de-l-art", "D'autres repères", beyond))
