"""Answering: where one is, and the questions step by step, each kept as soon as it is sent."""

from __future__ import annotations

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from canivet_web.access import Act, AuthorityRequest, authority_page
from canivet_web.flash import bridge
from canivet_web.flash.forms import StepForm
from canivet_web.journal.trail import record
from canivet_web.records import hold


@require_safe
@authority_page(Act.READ)
def index(request: AuthorityRequest) -> HttpResponse:
    """What was answered, the last estimate, and what to do now."""
    sheet = bridge.sheet_of(request.authority)
    told = bridge.told(sheet)
    last = bridge.latest(request.authority)
    context = {
        "sheet": sheet,
        "steps": [
            (number, title, [row for row in told if row.step == number]) for number, title in bridge.steps()
        ],
        "answered": bridge.answered(sheet),
        "total": len(told),
        "last": last,
        "figure": bridge.total(bridge.document_of(last)) if last else None,
    }
    return render(request, "flash/index.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@authority_page(Act.EDIT_STATE)
def step(request: AuthorityRequest, step: int) -> HttpResponse:
    """The questions of one step; sent, they are kept and the next step opens."""
    titles = dict(bridge.steps())
    if step not in titles:
        raise Http404
    siren = request.authority.siren
    if request.method == "POST":
        with transaction.atomic():
            # The first answers of two people at once must not be two sheets.
            hold(request.authority)
            form = StepForm(request.POST, instance=bridge.sheet_of(request.authority), step=step)
            saved = form.save_merged() if form.is_valid() else None
            if saved is not None and form.changes:
                record(
                    "flash.answered",
                    actor=request.user,
                    authority=request.authority,
                    target=titles[step],
                    details=form.changes,
                )
        if saved is not None:
            if step + 1 in titles:
                return redirect("flash:step", siren, step + 1)
            messages.success(
                request, "Vos réponses sont enregistrées : relisez-les, puis calculez l'estimation."
            )
            return redirect("flash:index", siren)
    else:
        form = StepForm(instance=bridge.sheet_of(request.authority), step=step)
    before = reverse("flash:step", args=[siren, step - 1]) if step - 1 in titles else ""
    context = {
        "form": form,
        "number": step,
        "title": titles[step],
        "total": len(titles),
        "before": before,
        "is_last": step + 1 not in titles,
    }
    return render(request, "flash/step.html", context)
