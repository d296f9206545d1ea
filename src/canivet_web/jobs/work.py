"""Running jobs: one task for all kinds, progress, and what happens when the input or the machine fails."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.module_loading import import_string
from django_tasks import task

from canivet.problems import InputProblem
from canivet_web.jobs.models import Job

logger = logging.getLogger(__name__)

#: Called with the French name of each step.
Progress = Callable[[str], None]
#: Does the work and gives the path of the page that shows its fruit.
Handler = Callable[[Job, Progress], str]

#: Kind → (dotted path of its handler, number of steps it tells).
HANDLERS = {
    Job.Kind.IMPORT: ("canivet_web.inventories.work.read_inventory", 3),
    Job.Kind.DIAGNOSIS: ("canivet_web.diagnostics.work.compute", 5),
    Job.Kind.DOSSIER: ("canivet_web.diagnostics.work.take_dossier_in", 3),
}
#: Without a sign of life for this long, a job is told interrupted.
SILENCE = timedelta(minutes=5)


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
    """Run one job to its end, whatever its end."""
    waiting = Job.objects.filter(pk=job_id, state=Job.State.WAITING)
    if not waiting.update(state=Job.State.RUNNING, beat_at=timezone.now()):
        return
    job = Job.objects.select_related("authority", "created_by").get(pk=job_id)
    handler: Handler = import_string(HANDLERS[Job.Kind(job.kind)][0])
    try:
        target = handler(job, lambda step: _tell(job, step))
    except InputProblem as problem:
        _end(job, Job.State.REFUSED, problem=str(problem))
    except Exception:
        logger.exception("job %s (%s) failed", job.pk, job.kind)
        _end(
            job,
            Job.State.FAILED,
            problem="Une erreur de Canivet a interrompu ce travail. Rien n'a été changé.",
        )
    else:
        _end(job, Job.State.DONE, target=target)


def _tell(job: Job, step: str) -> None:
    job.step, job.steps_done, job.beat_at = step, min(job.steps_done + 1, job.steps_total), timezone.now()
    job.save(update_fields=["step", "steps_done", "beat_at"])


def _end(job: Job, state: Job.State, *, problem: str = "", target: str = "") -> None:
    job.state, job.problem, job.target, job.ended_at = state, problem, target, timezone.now()
    if state == Job.State.DONE:
        job.steps_done = job.steps_total
    with transaction.atomic():
        job.save(update_fields=["state", "problem", "target", "ended_at", "steps_done"])
        job.uploads.all().delete()


def tell_interrupted(silence: timedelta = SILENCE) -> int:
    """End the jobs whose worker died; gives how many. Their fruit was not written: nothing is half done."""
    lost = Job.objects.filter(state=Job.State.RUNNING, beat_at__lt=timezone.now() - silence)
    count = 0
    for job in lost:
        _end(
            job,
            Job.State.FAILED,
            problem="Le serveur s'est arrêté pendant ce travail. Rien n'a été changé : recommencez.",
        )
        count += 1
    return count
