"""Long works of diagnostics: computing a result, taking a dossier in."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from canivet.diagnosis import diagnose
from canivet.outputs import write_all
from canivet.qualitative import fingerprint
from canivet_web.commons import commons
from canivet_web.diagnostics import bridge, evidence, finding, state, taking_in
from canivet_web.diagnostics.archive import opened
from canivet_web.diagnostics.charts import draw_all
from canivet_web.diagnostics.forms import REPLACE
from canivet_web.diagnostics.models import Result
from canivet_web.diagnostics.storing import Calculation, store
from canivet_web.jobs.work import Progress, finish

if TYPE_CHECKING:
    from canivet_web.jobs.models import Job


def compute(job: Job, progress: Progress) -> str:
    """Compute the authority's diagnosis as it is now; gives the path of the page that shows it."""
    progress("Lecture de l'inventaire")
    inputs = bridge.inputs_of(job.authority)
    last = finding.latest(job.authority)
    known = state.files_of(job.authority)
    # The footprint says the same, and so does what is known besides the estate: no line is read for that.
    same = last is not None and last.summary.get("signature") == inputs.signature
    if last is not None and same and last.summary.get("state", "") == fingerprint(known):
        return again(last)
    dossier = bridge.dossier_of(job.authority, inputs, known)
    diagnosis = diagnose(dossier, commons(), progress)
    with TemporaryDirectory() as scratch:
        folder = Path(scratch) / f"canivet-{dossier.profile.siren}-{dossier.profile.year}"
        document = write_all(diagnosis, folder, today=_today().isoformat(), progress=_written(progress))
        calculation = Calculation(
            inputs.batch, inputs.signature, folder, evidence.pack(diagnosis), draw_all(document)
        )
        with transaction.atomic():
            result, is_new = store(job.authority, job.created_by, calculation)
            target = finding.path_of(result) if is_new else again(result)
            finish(job, target)
    return target


def again(result: Result) -> str:
    """Path of the dashboard of a result that was asked for again, though nothing changed since."""
    return f"{finding.path_of(result)}?deja=1"


def _written(progress: Progress) -> Progress:
    """The progress of the writing, without the folder put in its place: nothing is in place yet."""

    def told(step: str) -> None:
        if step != "Mise en place":
            progress(step)

    return told


def _today() -> date:
    return timezone.localdate()


def take_dossier_in(job: Job, progress: Progress) -> str:
    """Take the uploaded dossier in; gives the path of the page that shows what came in."""
    progress("Lecture du dossier")
    upload = job.uploads.get()
    dossier = opened(bytes(upload.content), upload.name, job.authority.siren)
    ready = taking_in.prepared(job.authority, dossier, progress)
    with transaction.atomic():
        batch = taking_in.take_in(
            job.authority, job.created_by, dossier, ready, replace_uses=job.details.get("uses") == REPLACE
        )
        target = f"{reverse('diagnostics:compute', args=[job.authority.siren])}?repris={batch.number}"
        finish(job, target)
    return target
