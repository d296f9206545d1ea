"""Assessments of the platform ⇄ those of the library: states, scores, declarations, dossier in and out."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from django.db.models import Count
from django.urls import reverse

from canivet.deliverables.content.rgesn import score_text
from canivet.deliverables.content.rgesn_declaration import declaration
from canivet.deliverables.document import Document
from canivet.deliverables.html import render_html
from canivet.deliverables.plain import render_plain
from canivet.problems import InputProblem
from canivet.rgesn.assessment import (
    Answer,
    DigitalService,
    PastScore,
    RgesnPart,
    ServiceAssessment,
    standings,
)
from canivet.rgesn.referential import (
    NOT_APPLICABLE,
    TO_ASSESS,
    Referential,
    load_referential,
    missing_facts,
    put_aside,
    versions,
)
from canivet.rgesn.scoring import Score, score
from canivet.rgesn.section import service_section
from canivet.text import fold
from canivet_web.authorities.models import Authority
from canivet_web.commons import commons
from canivet_web.rgesn.models import AssessedService, CriterionAnswer, FrozenAssessment

YES, NO = "yes", "no"


@cache
def referential(edition: str) -> Referential:
    """One edition of the RGESN."""
    return load_referential(commons(), edition)


def newest() -> str:
    """The edition that a new assessment is made with."""
    return versions(commons())[0]


def kinds() -> list[tuple[str, str]]:
    """Kinds of service that can be assessed."""
    return list(referential(newest()).kinds.items())


def state_choices(edition: str) -> list[tuple[str, str]]:
    """States of a criterion, with a capital."""
    return [(state.id, state.label.capitalize()) for state in referential(edition).states.values()]


def assessment_of(
    service: AssessedService, answers: Iterable[CriterionAnswer] | None = None
) -> ServiceAssessment:
    """The library's view of a service; answers never touched are left out, as if nobody had answered."""
    rows = service.answers.all() if answers is None else answers
    return ServiceAssessment(
        _digital(service), {row.criterion: _answer(row) for row in rows if _touched(row)}
    )


def _digital(service: AssessedService) -> DigitalService:
    return DigitalService(
        service.slug,
        service.name,
        service.address,
        service.kind,
        service.edition,
        service.established_on,
        service.assessor,
        frozenset(fact for fact, told in service.facts.items() if told == YES),
        frozenset(fact for fact, told in service.facts.items() if told == NO),
    )


def free_slug(authority: Authority, wanted: str) -> str:
    """An identifier for a service in dossiers, from its name: the first that no other service has."""
    words = re.sub(r"[^a-z0-9]+", "-", fold(wanted))[:40].strip("-") or "service"
    taken = set(authority.assessed_services.values_list("slug", flat=True))
    names = (words, *(f"{words}-{number}" for number in range(2, len(taken) + 3)))
    return next(name for name in names if name not in taken)


def _touched(row: CriterionAnswer) -> bool:
    texts = (row.reason, row.comment, row.evidence, row.action)
    return row.state != TO_ASSESS or any(texts) or row.due_on is not None


def _answer(row: CriterionAnswer) -> Answer:
    return Answer(row.state, row.reason, row.comment, row.evidence, row.action, row.due_on)


def part_of(authority: Authority) -> RgesnPart:
    """The self-assessments of an authority, as a dossier carries them."""
    services = list(authority.assessed_services.kept().prefetch_related("answers").order_by("pk"))
    past = FrozenAssessment.objects.filter(service__in=services).defer("document").order_by("pk")
    slugs = {service.pk: service.slug for service in services}
    return RgesnPart(
        tuple(assessment_of(service) for service in services),
        tuple(
            PastScore(slugs[row.service_id], row.frozen_on, row.edition, row.earned, row.applicable)
            for row in past
        ),
    )


def section_of(service: AssessedService) -> dict[str, Any]:
    """Everything a page or a declaration shows of a service."""
    past = tuple(
        PastScore(service.slug, row.frozen_on, row.edition, row.earned, row.applicable)
        for row in service.frozen.defer("document").order_by("frozen_on", "number")
    )
    return service_section(assessment_of(service), RgesnPart((), past), commons())


def scores_of(services: Iterable[AssessedService]) -> dict[int, Score]:
    """Score of each service, answers read at once."""
    found = {}
    for service in services:
        book = referential(service.edition)
        found[service.pk] = score(standings(assessment_of(service), book).values(), book)
    return found


def score_words(value: float | None) -> str:
    """A score as pages write it."""
    return score_text(value)


def put_aside_by_facts(service: AssessedService) -> dict[str, str]:
    """Criteria that the facts of the service make not applicable, with the reason."""
    book, told = referential(service.edition), service.facts
    missing = missing_facts(book.facts, [fact for fact, value in told.items() if value == NO])
    present = [fact for fact, value in told.items() if value == YES]
    return {
        item.id: item.not_applicable for item in book.criteria.values() if put_aside(item, present, missing)
    }


def needs_reason(state: str, reason: str, aside: bool) -> bool:
    """Whether an answer puts a criterion aside without saying why."""
    return state == NOT_APPLICABLE and not reason.strip() and not aside


def impossible_facts(edition: str, told: Mapping[str, str]) -> list[str]:
    """Facts said to be there that cannot, given what is said to be missing; identifiers."""
    book = referential(edition)
    missing = missing_facts(book.facts, [fact for fact, value in told.items() if value == NO])
    return [fact for fact, value in told.items() if value == YES and fact in missing]


def write_blank_answers(service: AssessedService) -> None:
    """A row for each criterion of its edition: whoever answers then changes a row, and nobody adds one."""
    CriterionAnswer.objects.bulk_create(
        CriterionAnswer(service=service, criterion=id_) for id_ in referential(service.edition).criteria
    )


def documents(content: dict[str, Any], authority: str, contact: str) -> Document:
    """The declaration of a service; `InputProblem` while it is not dated."""
    return declaration(content, authority, contact)


def page_of_declaration(content: dict[str, Any], authority: str, contact: str) -> str:
    """The declaration as a page to publish."""
    return render_html(documents(content, authority, contact), {})


def text_of_declaration(content: dict[str, Any], authority: str, contact: str) -> str:
    """The declaration as plain text."""
    return render_plain(documents(content, authority, contact))


def refusal(content: dict[str, Any]) -> str:
    """Why a service cannot be declared yet; empty when it can."""
    try:
        declaration(content, "", "")
    except InputProblem as problem:
        return problem.what
    return ""


def content_of(frozen: FrozenAssessment) -> dict[str, Any]:
    """What was kept."""
    found: dict[str, Any] = json.loads(frozen.document)
    return found


def card(authority: Authority) -> dict[str, Any]:
    """What the hub of the state of play shows."""
    services = authority.assessed_services.kept()
    found = services.aggregate(total=Count("pk"), dated=Count("established_on"))
    total, dated = found["total"], found["dated"]
    text = "Aucun service numérique n'est encore évalué avec le RGESN."
    if total:
        one = "1 service numérique évalué" if total == 1 else f"{total} services numériques évalués"
        text = f"{one} avec le RGESN, dont {dated} {'daté' if dated < 2 else 'datés'}."
    return {
        "title": "Écoconception des services",
        "text": text,
        "url": reverse("rgesn:index", args=[authority.siren]),
        "done": bool(dated),
    }
