"""Running jobs: one task for all kinds, progress, and what happens when the input or the machine fails."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import transaction
from django.utils import timezone
from django.utils.module_loading import import_string
from django_tasks import task

from canivet.problems import InputProblem
from canivet_web.jobs.models import Job, Upload
from canivet_web.uploads import sweep

logger = logging.getLogger(__name__)

#: Called with the French name of each step; saying the same step again is only a sign of life.
Progress = Callable[[str], None]
#: Does the work and gives the path of the page that shows its fruit.
Handler = Callable[[Job, Progress], str]

#: Kind → (dotted path of its handler, number of steps it tells).
HANDLERS = {
    Job.Kind.IMPORT: ("canivet_web.inventories.work.read_inventory", 3),
    Job.Kind.DIAGNOSIS: ("canivet_web.diagnostics.work.compute", 5),
    Job.Kind.DOSSIER: ("canivet_web.diagnostics.work.take_dossier_in", 3),
}
#: Without a sign of life for this long, a job is told interrupted. The longest step without one (the
#: recognition of a very large estate) takes a tenth of it.
SILENCE: Final = timedelta(minutes=10)
#: A job may wait this long; longer, and without any process that runs jobs, its page says so.
PATIENCE: Final = timedelta(minutes=1)


class Lost(Exception):
    """The job was ended by someone else while its worker, taken for dead, was at work: nothing is written."""


def start(authority: Any, kind: Job.Kind, user: Any, details: dict[str, Any] | None = None) -> Job:
    """A new job, run once the transaction under way is committed; files may be attached before that."""
    job = Job.objects.create(
        authority=authority,
        kind=kind,
        created_by=user,
        details=details or {},
        steps_total=HANDLERS[kind][1],
    )
    transaction.on_commit(lambda: run_job.enqueue(job.pk))
    return job


@task()
def run_job(job_id: int) -> None:
    """Run one job to its end, whatever its end; a job that already runs, or is over, is left alone."""
    waiting = Job.objects.filter(pk=job_id, state=Job.State.WAITING)
    if not waiting.update(state=Job.State.RUNNING, beat_at=timezone.now()):
        return
    job = Job.objects.select_related("authority", "created_by").get(pk=job_id)
    handler: Handler = import_string(HANDLERS[Job.Kind(job.kind)][0])
    try:
        target = handler(job, lambda step: _tell(job, step))
        finish(job, target)
    except InputProblem as problem:
        _end(job.pk, Job.State.REFUSED, problem=str(problem))
    except Lost:
        logger.warning("job %s (%s) was told interrupted before its end", job.pk, job.kind)
    except Exception:
        logger.exception("job %s (%s) failed", job.pk, job.kind)
        _end(
            job.pk,
            Job.State.FAILED,
            problem="Une erreur de Canivet a interrompu ce travail. Rien n'a été changé.",
        )


def finish(job: Job, target: str) -> None:
    """End a job well. A handler calls it in the transaction that writes the fruit: both are kept, or neither.

    Raises `Lost` when the job was told interrupted meanwhile, which undoes that transaction.
    """
    if job.state == Job.State.DONE:
        return
    if not _end(job.pk, Job.State.DONE, target=target, steps_done=job.steps_total):
        raise Lost
    job.state, job.target = Job.State.DONE, target


def _tell(job: Job, step: str) -> None:
    if step != job.step:
        job.step, job.steps_done = step, min(job.steps_done + 1, job.steps_total)
    Job.objects.filter(pk=job.pk, state=Job.State.RUNNING).update(
        step=job.step, steps_done=job.steps_done, beat_at=timezone.now()
    )


def _end(job_id: int, state: Job.State, **fields: Any) -> bool:
    """End a job that runs, once; its files go with its end. Gives whether it did."""
    with transaction.atomic():
        running = Job.objects.filter(pk=job_id, state=Job.State.RUNNING)
        if not running.update(state=state, ended_at=timezone.now(), **fields):
            return False
        Upload.objects.filter(job_id=job_id).delete()
    return True


def waits_in_vain(job: Job, now: datetime) -> bool:
    """Whether a job has waited longer than it should."""
    return job.state == Job.State.WAITING and now - job.created_at > PATIENCE


def tell_interrupted(silence: timedelta = SILENCE) -> int:
    """End the jobs whose worker died; gives how many. Their fruit was not written: nothing is half done.

    Jobs that still wait after as long are put in the queue again: a crash may have come between the two
    writings. Twice in the queue, a job still runs once. Files that were being read are deleted.
    """
    sweep()
    for pk in _unheard(Job.State.WAITING, silence, "created_at"):
        run_job.enqueue(pk)
    problem = "Le serveur s'est arrêté pendant ce travail. Rien n'a été changé : recommencez."
    lost = _unheard(Job.State.RUNNING, silence, "beat_at")
    return sum(_end(pk, Job.State.FAILED, problem=problem) for pk in lost)


def _unheard(state: Job.State, silence: timedelta, since: str) -> list[int]:
    old = {f"{since}__lt": timezone.now() - silence}
    return list(Job.objects.filter(state=state, **old).values_list("pk", flat=True))
