"""The page of a job: its progress, then its fruit or its problem."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from canivet_web.access import Act, AuthorityRequest, authority_page
from canivet_web.jobs.pulse import jobs_run
from canivet_web.jobs.work import waits_in_vain


@require_safe
@authority_page(Act.READ_INVENTORY)
def progress(request: AuthorityRequest, pk: int) -> HttpResponse:
    """Where a job is. Without JavaScript the page is reloaded by hand; with it, it reloads its own part."""
    job = get_object_or_404(request.authority.jobs, pk=pk)
    if job.state == job.State.DONE and job.target:
        if request.headers.get("HX-Request"):
            return HttpResponse(headers={"HX-Redirect": job.target})
        return redirect(job.target)
    template = "jobs/part.html" if request.headers.get("HX-Request") else "jobs/progress.html"
    in_vain = waits_in_vain(job, timezone.now()) and not jobs_run()
    return render(request, template, {"job": job, "in_vain": in_vain})
