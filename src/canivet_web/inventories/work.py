"""The import as a job: files → lines → a batch, written whole at the end or not at all."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from canivet.problems import InputProblem, Place
from canivet_web.apart import read_apart
from canivet_web.inventories import archives, reader
from canivet_web.inventories.bridge import prepare, rules_of, store
from canivet_web.inventories.packing import unpack
from canivet_web.jobs.models import Job
from canivet_web.jobs.work import Progress, finish
from canivet_web.uploads import sweep

READING = "Lecture des fichiers"
READER = "canivet_web.inventories.reader"


def read_inventory(job: Job, progress: Progress) -> str:
    """Read the files of a job into a new batch; gives the page of the batch."""
    progress(READING)
    sweep()
    with TemporaryDirectory(prefix="lecture-", dir=settings.FILE_UPLOAD_TEMP_DIR) as scratch:
        folder = Path(scratch)
        names = _lay_out(job, folder)
        packed = read_apart(READER, reader.BOUNDS, folder, names, beat=lambda: progress(READING))
    # The files are read: what may hold personal data goes now, whatever comes next.
    job.uploads.all().delete()
    prepared = prepare(job.authority, unpack(packed), rules_of(job.authority), packed, progress)
    with transaction.atomic():
        batch = store(job.authority, job.created_by, prepared)
        target = reverse("inventories:batch", args=[job.authority.siren, batch.number])
        finish(job, target)
    return target


def _lay_out(job: Job, folder: Path) -> list[str]:
    """Write the files of a job in ``folder``, each in its own: two may have the same name."""
    names: list[str] = []
    for number, upload in enumerate(job.uploads.order_by("pk").iterator(chunk_size=1), start=1):
        path = folder / str(number) / upload.name
        path.parent.mkdir()
        path.write_bytes(upload.content)
        names.append(f"{number}/{upload.name}")
        _refuse_bombs(path, upload.name)
    if not names:
        raise InputProblem("aucun fichier à lire.", cure="déposez de nouveau vos fichiers.")
    return names


def _refuse_bombs(path: Path, name: str) -> None:
    with path.open("rb") as stream:
        if not archives.is_zip(stream):
            return
        try:
            archives.check(stream)
        except InputProblem as problem:
            raise InputProblem(problem.what, cure=problem.cure, place=Place(name)) from problem
