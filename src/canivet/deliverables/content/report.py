"""The committee report as one document tree."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

from canivet.deliverables.content.comparison import factor_sets, ratios
from canivet.deliverables.content.essentials import essentials
from canivet.deliverables.content.footprint import footprint
from canivet.deliverables.content.levers_chapter import levers
from canivet.deliverables.content.method import method
from canivet.deliverables.content.quality import quality
from canivet.deliverables.content.reading import Reading
from canivet.deliverables.content.scope import scope
from canivet.deliverables.content.state_of_play import state_chapters
from canivet.deliverables.document import VERBATIM, Document
from canivet.deliverables.french import day, typeset

Node = TypeVar("Node")


def build_report(result: dict[str, Any]) -> Document:
    """The report of one result document (the content of ``resultat.json``)."""
    reading = Reading(result)
    name, year = result["authority"]["name"], result["year"]
    made = f", établi le {day(reading.made_on)}" if reading.made_on else ""
    state = result.get("state_of_play", {})
    what = "Diagnostic du numérique responsable" if state else "Empreinte du numérique"
    document = Document(
        title=f"{what} – {name}",
        subtitle=f"{'Empreinte et état des lieux' if state else 'Diagnostic'} de l'année {year}{made}",
        footer=f"{name} – {what[:1].lower()}{what[1:]} {year}",
        author=name,
        date=reading.made_on,
        sections=(
            essentials(reading),
            scope(reading),
            footprint(reading),
            factor_sets(reading),
            ratios(reading),
            *([chapter] if (chapter := levers(reading)) else []),
            *state_chapters(state),
            quality(reading),
            method(reading),
        ),
    )
    return typeset_tree(document)


def typeset_tree(node: Node) -> Node:
    """The same tree with French typography in every text."""
    if isinstance(node, str):
        return typeset(node)  # type: ignore[return-value]
    if isinstance(node, tuple):
        return tuple(typeset_tree(item) for item in node)  # type: ignore[return-value]
    if is_dataclass(node) and not isinstance(node, type):
        return replace(
            node,
            **{
                field.name: typeset_tree(getattr(node, field.name))
                for field in fields(node)
                if not field.metadata.get(VERBATIM)
            },
        )
    return node
