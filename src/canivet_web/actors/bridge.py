"""The actors of the library ⇄ the pages: words, figures, pictures, exports, the card of the hub."""

from __future__ import annotations

import base64
from collections.abc import Iterable
from typing import Any, Final

from django.urls import reverse

from canivet.actors import section
from canivet.actors.combine import corrected
from canivet.actors.exports import FORMATS, Export
from canivet.actors.map_picture import draw_map
from canivet.actors.matrix_picture import draw_matrix, is_to_win
from canivet.actors.model import FACTS
from canivet.actors.reen import PRIVATE, PUBLIC
from canivet.actors.summary import MARKS, indicators
from canivet.deliverables import french
from canivet.text import fold
from canivet_web.actors.models import Actor, ActorSource, State
from canivet_web.actors.rows import as_actor, part_of, pieces, vocabulary
from canivet_web.authorities.models import Authority
from canivet_web.commons import commons

#: Facts shown of a source, in order, with their French names.
SHOWN_FACTS: Final = (
    ("name", "Nom"), ("categories", "Catégories"), ("siret", "SIRET"), ("rna", "RNA"),
    ("naf", "Code d'activité"), ("address", "Adresse"), ("commune", "Commune"), ("labels", "Labels"),
    ("services", "Services"), ("website", "Site web"),
)  # fmt: skip
#: Columns that hold the identifiers of a list, and that list.
LISTED: Final = {"categories": "category", "roles": "role", "labels": "label", "services": "service"}


def words(name: str, identifiers: Iterable[str]) -> str:
    """French words of identifiers of a list; « – » where there is none."""
    return ", ".join(vocabulary().label(name, item) for item in identifiers) or "–"


def choices(name: str) -> list[tuple[str, str]]:
    """Identifiers of a list with their French words."""
    return [(item, vocabulary().label(name, item)) for item in vocabulary().ids(name)]


def headcounts() -> list[tuple[str, str]]:
    """Size classes of INSEE; unknown is blank."""
    return [(code, label) for code, label in vocabulary().headcounts.items() if code != "NN"]


def activity(row: Actor) -> str:
    """The code of activity of an actor with its label."""
    known = vocabulary().activities.get((row.nomenclature, row.naf))
    label = f" {known.label}" if known else ""
    return f"{row.naf}{label} ({row.nomenclature})" if row.naf else ""


def feed_label(feed: str) -> str:
    """French name of a source."""
    found = vocabulary().feeds.get(feed)
    return found.label if found else feed


def list_row(row: Actor) -> dict[str, Any]:
    """What the list says of an actor."""
    return {"row": row, "categories": words("category", pieces(row.categories))}


def matching(rows: Any, text: str) -> list[int]:
    """Keys of the actors whose names or commune hold a text, whatever accents and case."""
    wanted = fold(text)
    texts = rows.values_list("pk", "name", "other_names", "commune").order_by()
    return [pk for pk, *said in texts if wanted in fold(" ".join(said))]


def page_of_actor(row: Actor) -> dict[str, Any]:
    """Everything the page of an actor shows."""
    known = as_actor(row)
    by_hand = set(corrected(known, vocabulary())) if known.records else set()
    texts = {
        "Catégories": words("category", known.facts.categories),
        "Rôles": words("role", known.facts.roles),
        "Statut": row.get_status_display() or "Non renseigné",
        "Autres noms": ", ".join(known.facts.other_names),
        "SIRET": row.siret,
        "RNA": row.rna,
        "Activité": activity(row),
        "Effectif": vocabulary().headcounts.get(row.headcount, ""),
        "Adresse": " ".join(filter(None, (row.address, row.postcode, row.commune))),
        "Labels": words("label", known.facts.labels),
        "Services": words("service", known.facts.services),
        "Contact": row.contact,
    }
    return {
        "facts": [(name, text) for name, text in texts.items() if text and text != "–"],
        "website": row.website if row.website.startswith(("https://", "http://")) else "",
        "doubts": known.doubts,
        "corrected": [label for name, label in SHOWN_FACTS if name in by_hand],
        "sources": [(source, feed_label(source.feed), said_by(source)) for source in row.sources.all()],
        "attributions": sorted({record.attribution for record in known.records if record.attribution}),
    }


def feeds() -> list[tuple[str, str]]:
    """Sources that are read, with their remarks."""
    rows = commons().rows("actors/feeds")
    return [(row["label_fr"], row["note_fr"]) for row in rows]


def lines(found: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Lines of a preview, categories in words."""
    return [{**line, "categories": words("category", line["categories"])} for line in found]


def side(row: Actor) -> dict[str, Any]:
    """One of two actors to compare."""
    shown = page_of_actor(row)
    return {"row": row, "facts": shown["facts"], "feeds": [label for _, label, _ in shown["sources"]]}


def mark_of(row: Actor) -> str:
    """Letter of an actor on the map."""
    first = next(iter(pieces(row.categories)), "")
    found = vocabulary().categories.get(first)
    return found.mark if found else "?"


def indicators_of(authority: Authority) -> list[dict[str, Any]]:
    """Figures of themes 2 and 5, as the report has them."""
    kept = [actor for actor in part_of(authority).actors if actor.state != "discarded"]
    return indicators(kept)


def said_by(source: ActorSource) -> list[tuple[str, str]]:
    """What a source says, in French words."""
    said = []
    for name, label in SHOWN_FACTS:
        value = source.facts.get(name) if name in FACTS else None
        if not value:
            continue
        if name in LISTED:
            value = words(LISTED[name], value)
        said.append((label, str(value)))
    return said


def reen(authority: Authority) -> dict[str, Any]:
    """Validated actors, public and private, and whether the law's list exists."""
    statuses = list(
        authority.actors.kept().filter(state=State.VALIDATED).values_list("status", flat=True).order_by()
    )
    public, private = statuses.count(PUBLIC), sum(status in PRIVATE for status in statuses)
    return {
        "public": public,
        "private": private,
        "unknown": len(statuses) - public - private,
        "met": bool(public and private),
    }


def section_of(authority: Authority) -> dict[str, Any]:
    """Counts, indicators, matrix and sources, as the report has them."""
    return section(part_of(authority), commons())


def _picture(svg: str) -> str:
    return f"data:image/svg+xml;base64,{base64.b64encode(svg.encode()).decode()}" if svg else ""


def map_of(authority: Authority) -> dict[str, Any]:
    """The map of actors that are not discarded, and the table that says the same."""
    known = [actor for actor in part_of(authority).actors if actor.state != "discarded"]
    picture = draw_map(known, vocabulary())
    located = [actor for actor in known if actor.facts.is_located]
    return {
        "picture": _picture(picture.svg),
        "alt": french.typeset(picture.alt),
        "located": len(located),
        "absent": len(known) - len(located),
        "marks": {item.id: item.mark for item in vocabulary().categories.values()},
    }


def matrix_of(authority: Authority) -> dict[str, Any]:
    """The matrix of actors that are not discarded: its picture, and its rows of names."""
    known = [actor for actor in part_of(authority).actors if actor.state != "discarded"]
    picture = draw_matrix(known)
    placed: dict[tuple[int, int], list[str]] = {}
    for actor in known:
        if actor.influence is not None and actor.involvement is not None:
            placed.setdefault((actor.influence, actor.involvement), []).append(actor.facts.name)
    rows = [
        (influence, [_cell(placed.get((influence, mark), []), influence, mark) for mark in MARKS])
        for influence in reversed(MARKS)
    ]
    count = sum(map(len, placed.values()))
    return {
        "picture": _picture(picture.svg),
        "alt": french.typeset(picture.alt),
        "marks": MARKS,
        "rows": rows,
        "placed": count,
        "unplaced": len(known) - count,
    }


#: Names written in a cell of the matrix; the others are counted.
_NAMED: Final = 3


def _cell(names: list[str], influence: int, involvement: int) -> dict[str, Any]:
    return {
        "names": sorted(names, key=str.casefold)[:_NAMED],
        "rest": max(len(names) - _NAMED, 0),
        "to_win": is_to_win(influence, involvement),
    }


def export(authority: Authority, name: str) -> Export:
    """The directory in one of its forms."""
    return FORMATS[name](part_of(authority), vocabulary())


def card(authority: Authority) -> dict[str, Any]:
    """The card of the hub: how far the list of actors is."""
    counts = dict.fromkeys(State.values, 0)
    for state in authority.actors.kept().values_list("state", flat=True).order_by():
        counts[state] = counts.get(state, 0) + 1
    law = reen(authority)
    total = sum(counts.values())
    if not total:
        text = "Aucun acteur recensé : importez Sirene, la médiation numérique ou votre propre tableau."
    else:
        public = french.counted(law["public"], "public", "publics")
        private = french.counted(law["private"], "privé", "privés")
        validated = french.counted(counts[State.VALIDATED], "validé", "validés")
        recorded = french.counted(total, "acteur recensé", "acteurs recensés")
        text = f"{recorded}, dont {validated} ({public}, {private})."
        if not law["met"]:
            text += " La loi demande au moins un acteur public et un privé."
    return {
        "title": "Acteurs du territoire",
        "text": french.typeset(text),
        "url": reverse("actors:index", args=[authority.siren]),
        "done": law["met"],
    }
