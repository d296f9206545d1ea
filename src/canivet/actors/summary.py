"""What there is to say of the actors: counts, indicators, matrix, law, sources; as data, never rounded."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from canivet.actors.map_content import map_content
from canivet.actors.model import Actor, ActorsPart
from canivet.actors.reen import reen_01
from canivet.actors.vocabulary import Vocabulary, load_vocabulary
from canivet.commons.store import Commons
from canivet.text import fold

MARKS = (1, 2, 3, 4, 5)


def section(part: ActorsPart, commons: Commons) -> dict[str, Any]:
    """The actors of a dossier as the report and other programs read them (JSON-able, labels included).

    Discarded actors are counted apart, and nowhere else.
    """
    known = load_vocabulary(commons)
    kept = [actor for actor in part.actors if actor.state != "discarded"]
    validated = [actor for actor in kept if actor.state == "validated"]
    law = reen_01(part)
    return {
        "count": len(part.actors),
        "states": {state: sum(a.state == state for a in part.actors) for state in known.ids("state")},
        "doubtful": sum(bool(actor.doubts) for actor in kept if actor.state == "candidate"),
        "categories": by_category(kept, known),
        "statuses": _counted("status", (actor.facts.status for actor in kept), known),
        "links": _counted("link", (actor.link for actor in kept), known),
        "indicators": indicators(kept),
        "matrix": matrix(kept),
        "reen_01": {**asdict(law), "met": law.met},
        "validated": [
            _line(actor, known) for actor in sorted(validated, key=lambda a: _reading_order(a, known))
        ],
        "located": sum(actor.facts.is_located for actor in kept),
        "communes": by_commune(kept),
        "map": map_content(kept, known),
        "sources": sources(kept, known),
    }


def by_category(actors: Iterable[Actor], known: Vocabulary) -> list[dict[str, Any]]:
    """Actors of each category, none left out; one of two categories counts in both."""
    actors = list(actors)
    rows = []
    for category in known.categories.values():
        of_it = [actor for actor in actors if category.id in actor.facts.categories]
        rows.append(
            {
                "id": category.id,
                "label": category.label,
                "lever": category.lever,
                "theme": category.theme,
                "actors": len(of_it),
                "validated": sum(actor.state == "validated" for actor in of_it),
            }
        )
    none = [actor for actor in actors if not actor.facts.categories]
    if none:
        rows.append(
            {
                "id": "",
                "label": "Sans catégorie",
                "lever": "",
                "theme": 0,
                "actors": len(none),
                "validated": sum(actor.state == "validated" for actor in none),
            }
        )
    return rows


def by_commune(actors: Iterable[Actor]) -> list[dict[str, Any]]:
    """Actors of each commune, the most numerous first; those without one last."""
    actors = list(actors)
    known = Counter(actor.facts.commune for actor in actors)
    validated = Counter(actor.facts.commune for actor in actors if actor.state == "validated")
    names = sorted(known, key=lambda name: (not name, -known[name], fold(name)))
    return [{"name": name, "actors": known[name], "validated": validated[name]} for name in names]


def _counted(name: str, values: Iterable[str], known: Vocabulary) -> list[dict[str, Any]]:
    """How many have each value of a list, those that have none last."""
    counts = Counter(values)
    rows = [
        {"id": item, "label": known.label(name, item), "actors": counts[item]} for item in known.ids(name)
    ]
    return [*rows, {"id": "", "label": "non renseigné", "actors": counts[""]}]


def indicators(actors: Iterable[Actor]) -> list[dict[str, Any]]:
    """Figures of theme 2 and theme 5: all that are known, and those validated among them."""
    tests = (
        ("repairers", "Réparateurs", lambda a: "repair" in a.facts.roles or "REP" in a.facts.categories),
        ("qualirepar", "Réparateurs labellisés QualiRépar", lambda a: "qualirepar" in a.facts.labels),
        ("ess", "Acteurs de l'économie sociale et solidaire", is_ess),
        ("mediation", "Lieux de médiation numérique", lambda a: "MED" in a.facts.categories),
    )
    actors = list(actors)
    return [
        {
            "id": name,
            "label": label,
            "value": sum(bool(test(actor)) for actor in actors),
            "validated": sum(bool(test(actor)) for actor in actors if actor.state == "validated"),
        }
        for name, label, test in tests
    ]


def is_ess(actor: Actor) -> bool:
    """Whether an actor belongs to the social and solidarity economy, by its status or as its source says."""
    return actor.facts.status == "ess" or "ess" in actor.facts.labels


def matrix(actors: Iterable[Actor]) -> dict[str, Any]:
    """Influence × involvement: names in each of the 25 cells, and how many have no mark."""
    actors = list(actors)
    placed = [actor for actor in actors if actor.influence is not None and actor.involvement is not None]
    cells = [
        {
            "influence": influence,
            "involvement": involvement,
            "names": sorted(
                (
                    actor.facts.name
                    for actor in placed
                    if (actor.influence, actor.involvement) == (influence, involvement)
                ),
                key=fold,
            ),
        }
        for influence in reversed(MARKS)
        for involvement in MARKS
    ]
    return {"cells": cells, "placed": len(placed), "unplaced": len(actors) - len(placed)}


def sources(actors: Iterable[Actor], known: Vocabulary) -> list[dict[str, Any]]:
    """Where the lines come from, with their licence and what must be cited, as many lines as each gives."""
    counts: Counter[tuple[str, str, str]] = Counter(
        (record.feed, record.licence, record.attribution) for actor in actors for record in actor.records
    )
    order = list(known.feeds)
    return [
        {
            "id": feed,
            "label": known.feeds[feed].label if feed in known.feeds else feed,
            "licence": licence,
            "attribution": attribution,
            "records": number,
        }
        for (feed, licence, attribution), number in sorted(
            counts.items(), key=lambda item: (order.index(item[0][0]) if item[0][0] in order else 99, item[0])
        )
    ]


def _reading_order(actor: Actor, known: Vocabulary) -> tuple[int, str]:
    """Categories in the order of the commons, names in that of the dictionary."""
    order = list(known.categories)
    first = next(iter(actor.facts.categories), "")
    return order.index(first) if first in order else len(order), fold(actor.facts.name)


def _line(actor: Actor, known: Vocabulary) -> dict[str, Any]:
    facts = actor.facts
    return {
        "id": actor.id,
        "name": facts.name,
        "categories": [known.label("category", item) for item in facts.categories],
        "roles": [known.label("role", item) for item in facts.roles],
        "status": known.label("status", facts.status) if facts.status else "",
        "commune": facts.commune,
        "labels": [known.label("label", item) for item in facts.labels],
        "link": known.label("link", actor.link) if actor.link else "",
        "influence": actor.influence,
        "involvement": actor.involvement,
        "actions": list(actor.actions),
    }
