"""The maturity of an authority as data for a report: scores, and what must be said beside them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from canivet.inventory.values import parse_number
from canivet.maturity.answers import WHOLE, Answer, Maturity
from canivet.maturity.applicability import Known, known_facts
from canivet.maturity.freezing import opened, score_document, status_of
from canivet.maturity.grid import TOP_LEVEL, Grid, Question
from canivet.maturity.outcomes import Outcome
from canivet.maturity.scoring import Scores, compute_scores, unknown_answers


def section(
    grid: Grid,
    part: Maturity,
    profile: Mapping[str, object],
    estate: Mapping[str, float] | None = None,
    services: Sequence[str] | None = None,
    *,
    on: date | None = None,
) -> dict[str, Any]:
    """Everything that the chapter on maturity tells, not rounded, with its labels.

    ``profile`` holds the fields of the dossier's profile, ``estate`` the units counted by family (None
    without an inventory), ``services`` those expected to answer (by default, those that did),
    ``on`` the day of the check: a plan dated before it is told apart, as overdue. Without a day none is.
    """
    known = known_facts(grid, profile, estate, part.facts)
    scores = compute_scores(grid, part.answers, known, services, on=on)
    plans = _plans(scores, on)
    lost = unknown_answers(grid, part.answers)
    return {
        "grid": {"id": grid.id, "label": grid.label, "levels": list(grid.level_labels)},
        "services": list(dict.fromkeys((*(services or ()), *part.services))),
        "total": score_document(scores.total),
        "domains": [
            {
                "id": domain.id,
                "label": domain.label,
                "decree_theme": domain.decree_theme,
                "scope": domain.scope,
                **score_document(scores.domains[domain.id]),
            }
            for domain in grid.domains
        ],
        "questions": [_question(grid, item) for item in scores.outcomes],
        "next_steps": next_steps(scores),
        "planned": [row for row, late in plans if not late],
        "overdue": [row for row, late in plans if late],
        "disagreements": [_disagreement(item) for item in scores.disagreements],
        "excluded": [
            {"question": item.question.id, "text": item.question.text, "reason": item.applicability.reason}
            for item in scores.outcomes
            if not item.applicability.applies
        ],
        "not_applicable": [
            {"question": item.question.id, "text": item.question.text, "reason": item.not_applicable}
            for item in scores.outcomes
            if item.not_applicable
        ],
        "unknown_facts": unknown_facts(grid, scores, known),
        "contradictions": contradictions(grid, scores, known),
        "proofs": dict(Counter(proof.confidentiality for proof in part.proofs)),
        "set_aside": sum(len(item.set_aside) for item in scores.outcomes),
        "unknown_questions": sorted({answer.question for answer in lost}),
        "snapshots": [_snapshot(opened(item)) for item in part.snapshots],
    }


def _question(grid: Grid, outcome: Outcome) -> dict[str, Any]:
    question = outcome.question
    return {
        "id": question.id,
        "domain": question.domain,
        "text": question.text,
        "by_service": question.by_service,
        "weight": question.weight,
        "weight_label": question.weight_label,
        "status": status_of(outcome),
        "level": outcome.level,
        "reached": outcome.reached,
        "level_text": _words(question, outcome.level),
        "answered": outcome.answered,
        "expected": outcome.expected,
        "proven": outcome.proven,
        "roles": [grid.role_labels[role] for role in question.roles],
        **{name: list(ids) for name, ids in question.links.items()},
    }


def _words(question: Question, level: float | None) -> str:
    """The answer that a level stands for; blank between two levels."""
    return question.levels[int(level)] if level is not None and float(level).is_integer() else ""


def next_steps(scores: Scores) -> list[dict[str, Any]]:
    """Answered questions that are not at level 4 and for which nothing is planned, the most to gain first.

    The gain is in points: weight × one level. ``step`` is the answer of the level just above.
    """
    found = [
        item
        for item in scores.outcomes
        if item.level is not None and item.level < TOP_LEVEL and item.reached == item.level
    ]
    found.sort(key=lambda item: (-item.question.weight, item.level))
    return [
        {
            "question": item.question.id,
            "domain": item.question.domain,
            "text": item.question.text,
            "level": item.level,
            "step": item.question.levels[int(item.level or 0) + 1],
            "gain": item.question.weight / TOP_LEVEL,
            "practices": list(item.question.links["practices"]),
        }
        for item in found
    ]


def _plans(scores: Scores, on: date | None) -> list[tuple[dict[str, Any], bool]]:
    """What is planned, by date, and whether that date is past."""
    rows = [
        (_plan(item.question, answer, answer.planned_level), answer.is_overdue(on))
        for item in scores.outcomes
        for answer in dict.fromkeys(answer for slot in item.slots for answer in slot)
        if answer.planned_level is not None
    ]
    return sorted(rows, key=lambda row: str(row[0]["planned_on"]))


def _plan(question: Question, answer: Answer, level: int) -> dict[str, Any]:
    return {
        "question": question.id,
        "text": question.text,
        "service": answer.service,
        "level": answer.level,
        "planned_level": level,
        "planned_on": answer.planned_on.isoformat() if answer.planned_on else "",
        "step": question.levels[level],
    }


def _disagreement(outcome: Outcome) -> dict[str, Any]:
    answers = [answer for slot in outcome.slots for answer in slot] + list(outcome.set_aside)
    levels = {answer.service: answer.level for answer in answers if answer.is_given}
    return {
        "question": outcome.question.id,
        "text": outcome.question.text,
        "gap": outcome.gap,
        "levels": [
            {"service": service, "level": level}
            for service, level in sorted(
                levels.items(), key=lambda pair: (pair[1] or 0, pair[0] != WHOLE, pair[0])
            )
        ],
    }


def unknown_facts(grid: Grid, scores: Scores, known: Known) -> list[dict[str, Any]]:
    """Facts that nobody gave, and the questions put for want of them."""
    waiting: Counter[str] = Counter()
    for item in scores.outcomes:
        waiting.update(item.applicability.unknown)
    return [
        {"fact": fact.id, "question": fact.question, "origin": fact.origin, "questions": waiting[fact.id]}
        for fact in grid.facts
        if waiting[fact.id] and fact.id not in known
    ]


def contradictions(grid: Grid, scores: Scores, known: Known) -> list[dict[str, Any]]:
    """What is denied by hand and counted by the inventory, and the questions put all the same."""
    found = Counter(one for item in scores.outcomes for one in item.applicability.contradictions)
    words = {fact.id: fact.question for fact in grid.facts}
    return [
        {
            "fact": one.fact,
            "question": words[one.fact],
            "counted": one.counted,
            "counted_question": words[one.counted],
            "units": parse_number(known[one.counted]),
            "questions": number,
        }
        for one, number in found.items()
    ]


def _snapshot(document: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "name": document["name"],
        "label": document["label"],
        "frozen_on": document["frozen_on"],
        "grid": document["grid"]["id"],
        "score": document["total"]["score"],
    }
