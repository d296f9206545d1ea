"""First page, on the state of play: where the authority stands, in four figures and one sentence."""

from __future__ import annotations

from typing import Any

from canivet.deliverables.content.maturity import answers_text, extremes
from canivet.deliverables.document import Block, KeyFigure, KeyFigures, Paragraph
from canivet.deliverables.french import NOT_COMPUTED, counted, percent


def summary(state: dict[str, Any]) -> list[Block]:
    """Maturity, law, pieces of the work programme, initiatives and actors."""
    return [
        KeyFigures((_maturity(state["maturity"]), _law(state["obligations"]), *_pieces(state))),
        Paragraph(_sentence(state)),
    ]


def _maturity(section: dict[str, Any]) -> KeyFigure:
    total = section["total"]
    label = "Maturité de la démarche"
    if total["score"] is None:
        return KeyFigure(label, NOT_COMPUTED, total["reason"] or "la grille n'est pas remplie")
    planned = total["score_programmed"]
    ahead = f"{percent(planned)} avec ce qui est programmé ; " if planned > total["score"] else ""
    return KeyFigure(label, percent(total["score"]), f"{ahead}{answers_text(total)}")


def _law(section: dict[str, Any]) -> KeyFigure:
    counts = section["counts"].get("binding", section["counts"])
    states = counts["by_state"]
    return KeyFigure(
        "Règles de droit respectées",
        f"{states['met']} sur {counts['with_object']}",
        f"{states['not_met']} non respectées, {states['to_establish']} à établir",
    )


def _pieces(state: dict[str, Any]) -> tuple[KeyFigure, KeyFigure]:
    programme = state["obligations"]["programme"]
    met, lacking = len(programme["met"]), len(programme["lacking"])
    states = state["actors"]["states"]
    return (
        KeyFigure(
            "Programme de travail",
            f"{met} sur {met + lacking}",
            "pièces que demandent la loi et le décret, présentes au dossier",
        ),
        KeyFigure(
            "Acteurs du territoire",
            str(states["validated"]),
            f"validés ; {counted(states['candidate'], 'candidat', 'candidats')} à regarder",
        ),
    )


def _sentence(state: dict[str, Any]) -> str:
    started = state["initiatives"]["counts"]["started"]
    text = f"{counted(started, 'initiative est déjà engagée', 'initiatives sont déjà engagées')}."
    if spread := extremes(state["maturity"]):
        text += f" {spread}"
    overdue = state["obligations"]["counts"]["overdue"]
    if overdue:
        text += (
            f" {counted(overdue, 'règle a une échéance passée', 'règles ont une échéance passée')} : "
            "voir « Ce que la loi demande »."
        )
    return text
