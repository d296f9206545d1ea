"""Decisions on results, each in one transaction with its line in the trail; asked twice, done once."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.db import transaction

from canivet_web.diagnostics.models import Freeze, Result
from canivet_web.jobs.models import Job
from canivet_web.jobs.work import start
from canivet_web.journal.trail import record
from canivet_web.records import hold

if TYPE_CHECKING:
    from canivet_web.authorities.models import Authority


def start_once(
    authority: Authority,
    kind: Job.Kind,
    user: Any,
    details: dict[str, Any] | None = None,
    attach: Callable[[Job], None] = lambda _: None,
) -> Job:
    """A new job, or the one of this kind that is not over yet."""
    with transaction.atomic():
        hold(authority)
        under_way = authority.jobs.filter(kind=kind, state__in=(Job.State.WAITING, Job.State.RUNNING))
        found: Job | None = under_way.first()
        if found is not None:
            return found
        job = start(authority, kind, user, details)
        attach(job)
    return job


def freeze(result: Result, user: Any, label: str) -> bool:
    """Freeze a result; False when it already was, or has just been deleted."""
    with transaction.atomic():
        hold(result.authority)
        alive = Result.objects.kept().filter(pk=result.pk, freeze__isnull=True)
        if not alive.exists():
            return False
        Freeze.objects.create(result=result, label=label, frozen_by=user)
        record(
            "result.frozen",
            actor=user,
            authority=result.authority,
            target=str(result),
            details={"label": label, "sha256": result.sha256},
        )
    return True


def discard(result: Result, user: Any) -> bool:
    """Put a result in the bin; False when it has just been frozen."""
    with transaction.atomic():
        hold(result.authority)
        fresh = Result.objects.select_related("freeze").defer("document", "evidence").get(pk=result.pk)
        if fresh.frozen:
            return False
        if fresh.deleted_at is None:
            fresh.discard(user)
            record("result.deleted", actor=user, authority=result.authority, target=str(result))
    return True
