"""Deciding on results: computing a new one, freezing one, deleting one."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from canivet_web.access import Act, AuthorityRequest, authority_page
from canivet_web.diagnostics import bridge, deciding, finding
from canivet_web.diagnostics.forms import FreezeForm
from canivet_web.diagnostics.views.results import result_or_404
from canivet_web.jobs.models import Job


@require_http_methods(["GET", "HEAD", "POST"])
@authority_page(Act.COMPUTE)
def compute(request: AuthorityRequest) -> HttpResponse:
    """What will be counted; sent, the calculation starts, once whatever the number of clicks."""
    inputs = bridge.inputs_of(request.authority)
    missing = bridge.missing_to_compute(request.authority, inputs)
    last = finding.latest(request.authority)
    if request.method == "POST" and not missing:
        job = deciding.start_once(request.authority, Job.Kind.DIAGNOSIS, request.user)
        return redirect("jobs:progress", request.authority.siren, job.pk)
    context = {
        "inputs": inputs,
        "missing": missing,
        "last": last,
        "up_to_date": last is not None and last.summary.get("signature") == inputs.signature,
        "other_year": inputs.batch is not None and inputs.batch.year != request.authority.year,
        "taken": request.GET.get("repris", "").isdecimal(),
        "factor_set": bridge.factor_set_label(request.authority),
    }
    return render(
        request, "diagnostics/compute.html", context, status=409 if request.method == "POST" else 200
    )


@require_http_methods(["GET", "HEAD", "POST"])
@authority_page(Act.FREEZE)
def freeze(request: AuthorityRequest, number: int) -> HttpResponse:
    """Make a result the diagnosis of the authority; it can no longer be deleted."""
    result = result_or_404(request, number)
    if result.frozen:
        return redirect("diagnostics:show", request.authority.siren, number)
    form = FreezeForm(request.POST or None, initial={"label": f"Diagnostic {result.year}"})
    if request.method == "POST" and form.is_valid():
        if deciding.freeze(result, request.user, form.cleaned_data["label"]):
            messages.success(request, f"Le diagnostic n° {number} est figé.")
        return redirect("diagnostics:show", request.authority.siren, number)
    context = {"result": result, "form": form, "stale": bridge.is_stale(result)}
    return render(request, "diagnostics/freeze.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@authority_page(Act.COMPUTE)
def delete(request: AuthorityRequest, number: int) -> HttpResponse:
    """Put a result in the bin; a frozen one is refused."""
    result = result_or_404(request, number)
    if result.frozen:
        return render(request, "diagnostics/not_deleted.html", {"result": result}, status=409)
    if request.method == "POST":
        if not deciding.discard(result, request.user):
            return render(request, "diagnostics/not_deleted.html", {"result": result}, status=409)
        messages.success(request, f"Le diagnostic n° {number} est dans la corbeille, pour trente jours.")
        return redirect("diagnostics:history", request.authority.siren)
    context = {
        "title": f"Supprimer le diagnostic n° {number}",
        "explanation": f"Calculé le {timezone.localtime(result.created_at):%d/%m/%Y}. Il reste trente jours "
        "dans la corbeille, d'où il peut être rétabli. Les autres diagnostics ne changent pas.",
        "button": "Supprimer ce diagnostic",
        "back": finding.path_of(result),
    }
    return render(request, "canivet/confirm.html", context)
