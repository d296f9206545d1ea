"""Sending files: stored with their job in one transaction, read by the job."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from canivet_web.access import Act, AuthorityRequest, authority_page
from canivet_web.authorities.models import Authority
from canivet_web.inventories.forms import ImportForm
from canivet_web.jobs.models import Job, Upload
from canivet_web.jobs.work import start
from canivet_web.records import hold
from canivet_web.uploads import clean_name, refused


@require_http_methods(["GET", "HEAD", "POST"])
@authority_page(Act.IMPORT)
def import_(request: AuthorityRequest) -> HttpResponse:
    """Drop files; they are checked here, then read by a job."""
    form = ImportForm()
    if request.method == "POST":
        form = ImportForm(request.POST, request.FILES, refused=refused(request))
        if form.is_valid():
            job = _job_of(
                request.authority,
                request.user,
                str(form.cleaned_data["once"]),
                form.cleaned_data["documents"],
            )
            return redirect("jobs:progress", request.authority.siren, job.pk)
    context = {
        "form": form,
        "largest_mb": settings.UPLOAD_MAX_BYTES // (1024 * 1024),
        "most_files": settings.UPLOAD_MAX_FILES,
    }
    return render(request, "inventories/import.html", context, status=422 if form.errors else 200)


def _job_of(authority: Authority, user: Any, once: str, files: list[UploadedFile[Any]]) -> Job:
    """The job that reads these files; the one already made when the same page is sent twice."""
    with transaction.atomic():
        hold(authority)
        made = authority.jobs.filter(kind=Job.Kind.IMPORT, details__once=once).first()
        if made is not None:
            return made
        job = start(authority, Job.Kind.IMPORT, user, {"once": once})
        for file in files:
            Upload.objects.create(job=job, name=clean_name(file.name), content=file.read())
    return job
