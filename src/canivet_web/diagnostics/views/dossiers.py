"""The dossier out, which the command line computes to the same figures, and in."""

from __future__ import annotations

from datetime import timedelta
from tempfile import SpooledTemporaryFile

from django.conf import settings
from django.db import transaction
from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from canivet_web.access import Act, AuthorityRequest, authority_page
from canivet_web.diagnostics import deciding
from canivet_web.diagnostics.archive import packed
from canivet_web.diagnostics.forms import DossierForm
from canivet_web.diagnostics.models import Result
from canivet_web.diagnostics.views.results import result_or_404
from canivet_web.jobs.models import Job, Upload
from canivet_web.journal.trail import record
from canivet_web.records import hold
from canivet_web.uploads import refused

ZIP = "application/zip"
IN_MEMORY = 4 * 1024 * 1024
#: The same dossier asked again by the same person within this delay went out once.
SECOND_CLICK = timedelta(minutes=1)


@require_safe
@authority_page(Act.EXPORT)
def dossier_out(request: AuthorityRequest, number: int) -> HttpResponseBase:
    """The dossier of a result, as the command line would have written it.

    Reading it changes nothing, so it is a link and not a button; that it went out is told in the trail, once
    for the two requests of a double click.
    """
    result = result_or_404(request, number)
    if request.method == "HEAD":
        return HttpResponse(content_type=ZIP)
    stream = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - the response closes it
    files = ((file.name, bytes(file.content)) for file in result.files.iterator(chunk_size=1))
    packed(files, stream)
    stream.seek(0)
    _tell_it_went_out(request, result)
    name = f"canivet-{request.authority.siren}-{result.year}-n{result.number}.zip"
    return FileResponse(stream, as_attachment=True, filename=name, content_type=ZIP)


def _tell_it_went_out(request: AuthorityRequest, result: Result) -> None:
    with transaction.atomic():
        hold(request.authority)
        told = request.authority.events.filter(
            act="dossier.exported",
            actor=request.user,
            target=str(result),
            at__gte=timezone.now() - SECOND_CLICK,
        )
        if not told.exists():
            record("dossier.exported", actor=request.user, authority=request.authority, target=str(result))


@require_http_methods(["GET", "HEAD", "POST"])
@authority_page(Act.IMPORT)
def dossier_in(request: AuthorityRequest) -> HttpResponse:
    """Take in a dossier written by Canivet, here or by the command line."""
    entries = request.authority.entries.kept().count()
    if request.method == "POST":
        form = DossierForm(request.POST, request.FILES, too_big=refused(request), entries=entries)
        if form.is_valid():
            file = form.cleaned_data["file"]
            details = {"uses": form.cleaned_data["uses"], "file": file.name}

            def attach(job: Job) -> None:
                Upload.objects.create(job=job, name=file.name[-200:], content=file.read())

            job = deciding.start_once(request.authority, Job.Kind.DOSSIER, request.user, details, attach)
            return redirect("jobs:progress", request.authority.siren, job.pk)
    else:
        form = DossierForm(entries=entries)
    context = {"form": form, "entries": entries, "megabytes": settings.UPLOAD_MAX_BYTES // (1024 * 1024)}
    return render(request, "diagnostics/dossier_in.html", context, status=422 if form.errors else 200)
