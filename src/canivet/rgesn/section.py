"""What documents and pages show of the self-assessments: JSON-able, unrounded, labels included."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from canivet.commons.store import Commons
from canivet.rgesn.assessment import RgesnPart, ServiceAssessment, Standing, standings
from canivet.rgesn.plan import ProgressPlan, progress_plan
from canivet.rgesn.referential import Referential, load_referential
from canivet.rgesn.scoring import Score, bounds, by_theme, score


def section(part: RgesnPart, commons: Commons) -> dict[str, Any]:
    """Every service assessed, in the order of the part."""
    return {"services": [service_section(item, part, commons) for item in part.services]}


def service_section(assessment: ServiceAssessment, part: RgesnPart, commons: Commons) -> dict[str, Any]:
    """One service: score with its bounds, scores by theme, criteria, plan, former scores."""
    service = assessment.service
    book = load_referential(commons, service.version)
    found = tuple(standings(assessment, book).values())
    whole = score(found, book)
    themes = by_theme(found, book)
    plan = progress_plan(found, whole, book, service.established_on)
    return {
        "id": service.id,
        "name": service.name,
        "address": service.address,
        "kind": service.kind,
        "kind_label": book.kinds[service.kind],
        "version": service.version,
        "title": book.title,
        "publishers": book.publishers,
        "source": book.source,
        "established_on": _iso(service.established_on),
        "assessor": service.assessor,
        "score": _score(whole, bounds(whole, found, book)),
        "states": [{"id": s.id, "label": s.label, "meaning": s.meaning} for s in book.states.values()],
        "weights": [
            {"label": book.priorities[id_], "weight": weight} for id_, weight in book.weights.items()
        ],
        "themes": [
            {"id": theme.id, "label": theme.label, "about": theme.about, **_score(themes[theme.id], None)}
            for theme in book.themes
        ],
        "criteria": [_criterion(item, book) for item in found],
        "plan": _plan(plan, book),
        "history": [
            {
                "date": past.date.isoformat(),
                "version": past.version,
                "value": past.earned / past.applicable if past.applicable else None,
                "comparable": past.version == service.version,
            }
            for past in sorted(part.history, key=lambda past: past.date)
            if past.service == service.id
        ],
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _score(found: Score, limits: tuple[float, float] | None) -> dict[str, Any]:
    low, high = limits or (None, None)
    return {
        "value": found.value,
        "low": low,
        "high": high,
        "earned": found.earned,
        "applicable": found.applicable,
        "answered": found.answered,
        "counts": found.counts,
    }


def _criterion(item: Standing, book: Referential) -> dict[str, Any]:
    criterion, answer = item.criterion, item.answer
    return {
        "id": criterion.id,
        "theme": criterion.theme,
        "subject": criterion.subject,
        "look": criterion.look,
        "priority": book.priorities[criterion.priority],
        "weight": book.weight(criterion.id),
        "difficulty": criterion.difficulty,
        "state": item.state,
        "state_label": book.states[item.state].label,
        "reason": item.reason,
        "from_facts": item.from_facts,
        "contradicts": item.contradicts,
        "comment": answer.comment,
        "evidence": answer.evidence,
        "action": answer.action,
        "due_on": _iso(answer.due_on),
    }


def _plan(plan: ProgressPlan, book: Referential) -> dict[str, Any]:
    def rows(items: Iterable[Standing]) -> list[dict[str, Any]]:
        return [_criterion(item, book) for item in items]

    return {
        "until": _iso(plan.until),
        "years": book.plan_years,
        "steps": rows(plan.steps),
        "beyond": rows(plan.beyond),
        "unplanned": rows(plan.unplanned),
        "expected": plan.expected,
    }
