"""Scores as pages show them: rows of the domains and of the questions, in words already rounded."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from canivet.deliverables.content.maturity import bounds_text, contradictions_text
from canivet.deliverables.french import percent
from canivet.maturity.comparing import Change, Comparison
from canivet.maturity.freezing import status_of
from canivet.maturity.outcomes import Outcome
from canivet_web.maturity.bridge import level_text
from canivet_web.maturity.picture import Bar, draw

#: Where a question stands, in words.
STATUSES = {
    "answered": "Répondu",
    "partial": "Répondu en partie",
    "unanswered": "Sans réponse",
    "not_applicable": "Sans objet",
    "excluded": "Question non posée",
}


@dataclass(frozen=True, slots=True)
class DomainRow:
    """One domain, or the whole (no identifier), of the table of scores."""

    id: str
    label: str
    done: str
    planned: str
    bounds: str
    answers: str
    proofs: str
    reason: str


def domain_rows(section: Mapping[str, Any]) -> list[DomainRow]:
    """Rows of the table, the whole last."""
    rows = [_row(item["id"], item["label"], item) for item in section["domains"]]
    return [*rows, _row("", "Ensemble", section["total"])]


def _row(identifier: str, label: str, item: Mapping[str, Any]) -> DomainRow:
    whole = item["low"] is None or item["answered"] == item["expected"]
    return DomainRow(
        identifier,
        label,
        percent(item["score"]),
        percent(item["score_programmed"]),
        "–" if whole else f"{percent(item['low'])} à {percent(item['high'])}",
        f"{item['answered']} / {item['expected']}",
        f"{item['proven']} / {item['provable']}",
        item["reason"],
    )


def picture(section: Mapping[str, Any]) -> dict[str, str] | None:
    """The picture of the domains and what it says; None when no domain has a score."""
    found = [item for item in section["domains"] if item["score"] is not None]
    if not found:
        return None
    bars = [
        Bar(
            item["label"],
            percent(item["score"]),
            item["score"],
            item["score_programmed"],
            None if item["answered"] == item["expected"] else item["low"],
            None if item["answered"] == item["expected"] else item["high"],
        )
        for item in found
    ]
    best, worst = max(bars, key=lambda bar: bar.done), min(bars, key=lambda bar: bar.done)
    alt = f"Graphique en barres du score de {len(bars)} domaines. En tête, {best.label} : {best.text}."
    if worst.label != best.label:
        alt += f" En dernier, {worst.label} : {worst.text}. Tous les chiffres sont dans le tableau."
    return {"source": draw(bars), "alt": alt}


def key_figures(section: Mapping[str, Any]) -> dict[str, str]:
    """Score, bounds and rates of the whole, always together."""
    total = dict(section["total"])
    return {
        "score": percent(total["score"]),
        "bounds": bounds_text(total),
        "planned": percent(total["score_programmed"]),
        "answers": f"{total['answered']} sur {total['expected']}",
        "answer_rate": percent(total["answer_rate"]),
        "proofs": f"{total['proven']} sur {total['provable']}",
        "proof_rate": percent(total["proof_rate"]),
        "reason": total["reason"],
    }


@dataclass(frozen=True, slots=True)
class QuestionRow:
    """One question with what is answered to it."""

    id: str
    text: str
    status: str
    level: str
    words: str
    answers: str
    proofs: str
    gap: bool
    reason: str


def question_row(outcome: Outcome, gap: int) -> QuestionRow:
    """Row of one question; ``gap`` is that from which services are said to disagree."""
    level = outcome.level
    whole = level is not None and float(level).is_integer()
    return QuestionRow(
        outcome.question.id,
        outcome.question.text,
        STATUSES[status_of(outcome)],
        level_text(level),
        outcome.question.levels[int(level)] if whole and level is not None else "",
        f"{outcome.answered} / {outcome.expected}",
        f"{outcome.proven} / {outcome.provable}",
        outcome.gap >= gap,
        outcome.applicability.reason or outcome.not_applicable,
    )


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """What moved in a domain between two frozen grids."""

    label: str
    before: str
    after: str
    common: str


def change_rows(comparison: Comparison) -> list[ChangeRow]:
    """Rows of the comparison, the whole last."""
    return [_change(item) for item in (*comparison.domains, comparison.total)]


def _change(item: Change) -> ChangeRow:
    common = "–"
    if item.common:
        common = f"{percent(item.common_before)} → {percent(item.common_after)} ({item.common})"
    return ChangeRow(item.label, percent(item.before), percent(item.after), common)


def move_rows(comparison: Comparison) -> list[tuple[str, str, str, str]]:
    """Questions whose answer changed: identifier, text, level then, level now."""
    return [
        (move.question, move.text, level_text(move.before), level_text(move.after))
        for move in comparison.moves
    ]


#: Proofs listed under the questions of a domain.
PROOFS_SHOWN = 15


def open_proofs(authority: Any, domain: str) -> list[Any]:
    """Proofs of the answers of a domain, in the order of its questions, without their content."""
    rows = authority.maturity_proofs.kept().filter(answer__question__startswith=f"{domain}.")
    return list(rows.defer("content").select_related("answer").order_by("answer__question", "pk"))


def denied(section: dict[str, Any]) -> list[str]:
    """Answers « non » that the inventory contradicts, in words."""
    return list(contradictions_text(section))
