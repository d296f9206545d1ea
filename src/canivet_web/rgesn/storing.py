"""Writing assessments: a new service, a score kept at a date, the services of a dossier."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Max

from canivet.rgesn.assessment import Answer, PastScore, RgesnPart, ServiceAssessment
from canivet_web.authorities.models import Authority
from canivet_web.journal.trail import record
from canivet_web.records import hold
from canivet_web.rgesn import bridge
from canivet_web.rgesn.bridge import NO, YES
from canivet_web.rgesn.models import AssessedService, CriterionAnswer, FrozenAssessment


def freeze(service: AssessedService, user: Any, day: date) -> tuple[FrozenAssessment, bool]:
    """Keep the assessment as it is, dated; gives what was kept before when nothing has changed since.

    The caller holds the service.
    """
    content = {**bridge.section_of(service), "established_on": day.isoformat()}
    last = service.frozen.order_by("-number").first()
    if last is not None and last.document and _same(bridge.content_of(last), content):
        return last, False
    kept = FrozenAssessment.objects.create(
        service=service,
        number=last.number + 1 if last else 1,
        frozen_on=day,
        edition=service.edition,
        earned=content["score"]["earned"],
        applicable=content["score"]["applicable"],
        document=json.dumps(content, ensure_ascii=False, allow_nan=False),
        frozen_by=user,
    )
    return kept, True


def _same(one: dict[str, Any], other: dict[str, Any]) -> bool:
    """Whether two contents say the same, whatever was kept before each."""
    return {**one, "history": []} == {**other, "history": []}


def take_in(authority: Authority, part: RgesnPart, user: Any) -> int:
    """Write the services of a dossier, all or nothing; gives how many.

    A service already there under its name in dossiers takes what this one says; the others stay. Former
    scores come in as frozen assessments without content: only their points were kept.
    """
    with transaction.atomic():
        hold(authority)
        for item in part.services:
            service = _stored(authority, item)
            _put_history(service, [past for past in part.history if past.service == item.service.id], user)
        if part.services:
            count = len(part.services)
            target = f"{count} évaluation{'s' if count > 1 else ''} d'écoconception"
            record("rgesn.imported", actor=user, authority=authority, target=target)
    return len(part.services)


def _stored(authority: Authority, item: ServiceAssessment) -> AssessedService:
    digital = item.service
    facts = dict.fromkeys(sorted(digital.present), YES) | dict.fromkeys(sorted(digital.absent), NO)
    values = {
        "name": digital.name,
        "address": digital.address,
        "kind": digital.kind,
        "edition": digital.version,
        "established_on": digital.established_on,
        "assessor": digital.assessor,
        "facts": facts,
    }
    service = authority.assessed_services.kept().filter(slug=digital.id).first()
    if service is None:
        slug = bridge.free_slug(authority, digital.id)
        service = AssessedService.objects.create(authority=authority, slug=slug, **values)
    else:
        for name, value in values.items():
            setattr(service, name, value)
        service.version += 1
        service.save()
        service.answers.all().delete()
    CriterionAnswer.objects.bulk_create(
        _row(service, id_, item.answers.get(id_)) for id_ in bridge.referential(digital.version).criteria
    )
    return service


def _row(service: AssessedService, criterion: str, answer: Answer | None) -> CriterionAnswer:
    if answer is None:
        return CriterionAnswer(service=service, criterion=criterion)
    return CriterionAnswer(
        service=service,
        criterion=criterion,
        state=answer.state,
        reason=answer.reason,
        comment=answer.comment,
        evidence=answer.evidence,
        action=answer.action,
        due_on=answer.due_on,
    )


def _put_history(service: AssessedService, history: Iterable[PastScore], user: Any) -> None:
    known = set(service.frozen.values_list("frozen_on", "edition", "earned", "applicable"))
    new = [past for past in history if (past.date, past.version, past.earned, past.applicable) not in known]
    first = (service.frozen.aggregate(highest=Max("number"))["highest"] or 0) + 1
    for number, past in enumerate(sorted(new, key=lambda past: past.date), start=first):
        FrozenAssessment.objects.create(
            service=service,
            number=number,
            frozen_on=past.date,
            edition=past.version,
            earned=past.earned,
            applicable=past.applicable,
            document="",
            frozen_by=user,
        )
