"""Answering: the criteria of a theme on one page, or one criterion with everything about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from canivet_web.access import Act, AuthorityRequest, authority_page
from canivet_web.journal.trail import record
from canivet_web.rgesn import bridge
from canivet_web.rgesn.forms import CriterionForm, StateForm
from canivet_web.rgesn.models import AssessedService, CriterionAnswer
from canivet_web.rgesn.views.services import service_or_404


@dataclass(slots=True)
class Line:
    """One criterion of a theme and its form."""

    criterion: Any
    priority: str
    aside: str
    form: StateForm
    address: str

    @property
    def prefix(self) -> str:
        """Prefix of its controls."""
        return str(self.form.prefix)


@require_http_methods(["GET", "HEAD", "POST"])
@authority_page(Act.EDIT_STATE)
def theme(request: AuthorityRequest, pk: int, theme: int) -> HttpResponse:
    """The criteria of a theme. Each is saved on its own: a conflict on one loses nothing of the others."""
    service = service_or_404(request, pk)
    book = bridge.referential(service.edition)
    found = next((item for item in book.themes if item.id == theme), None)
    if found is None:
        raise Http404
    lines = _lines(request, service, theme)
    if request.method == "POST":
        left = _save(request, service, found, lines)
        if not left:
            following = next((item.id for item in book.themes if item.id == theme + 1), None)
            if following is None or "rester" in request.POST:
                return redirect("rgesn:service", request.authority.siren, pk)
            return redirect("rgesn:theme", request.authority.siren, pk, following)
    context = {
        "service": service,
        "theme": found,
        "lines": lines,
        "troubles": [line for line in lines if line.form.errors or line.form.conflicts],
        "last": found == book.themes[-1],
    }
    return render(request, "rgesn/theme.html", context)


def _lines(request: AuthorityRequest, service: AssessedService, theme: int) -> list[Line]:
    book, aside = bridge.referential(service.edition), bridge.put_aside_by_facts(service)
    rows = {row.criterion: row for row in service.answers.all()}
    lines = []
    for criterion in book.of_theme(theme):
        form = StateForm(
            request.POST if request.method == "POST" else None,
            instance=rows[criterion.id],
            prefix=f"c{criterion.id.replace('.', '-')}",
            edition=service.edition,
            aside=aside.get(criterion.id, ""),
        )
        address = reverse("rgesn:criterion", args=[request.authority.siren, service.pk, criterion.id])
        priority = book.priorities[criterion.priority]
        lines.append(Line(criterion, priority, aside.get(criterion.id, ""), form, address))
    return lines


def _save(request: AuthorityRequest, service: AssessedService, theme: Any, lines: list[Line]) -> int:
    """Save what can be, write one line of trail; gives how many criteria are left to decide."""
    changed: dict[str, Any] = {}
    left = 0
    with transaction.atomic():
        for line in lines:
            if not line.form.is_valid() or line.form.save_merged() is None:
                left += 1
                continue
            for name, values in line.form.changes.items():
                label = "état" if name == "state" else "motif"
                changed[f"{line.criterion.id} {label}"] = values
        if changed:
            target = f"{service.name}, thématique {theme.id}"
            record(
                "rgesn.answered",
                actor=request.user,
                authority=request.authority,
                target=target,
                details=changed,
            )
    if changed:
        messages.success(request, f"La thématique « {theme.label} » est enregistrée.")
    return left


@require_http_methods(["GET", "HEAD", "POST"])
@authority_page(Act.EDIT_STATE)
def criterion(request: AuthorityRequest, pk: int, criterion: str) -> HttpResponse:
    """One criterion: state, justification, proof, action and its date."""
    service = service_or_404(request, pk)
    book = bridge.referential(service.edition)
    if criterion not in book.criteria:
        raise Http404
    found = book.criteria[criterion]
    aside = bridge.put_aside_by_facts(service).get(criterion, "")
    row = CriterionAnswer.objects.get(service=service, criterion=criterion)
    form = CriterionForm(
        request.POST if request.method == "POST" else None,
        instance=row,
        edition=service.edition,
        aside=aside,
    )
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            saved = form.save_merged()
            if saved is not None and form.changes:
                record(
                    "rgesn.answered",
                    actor=request.user,
                    authority=request.authority,
                    target=f"{service.name}, critère {criterion}",
                    details=form.changes,
                )
        if saved is not None:
            messages.success(request, f"Le critère {criterion} est enregistré.")
            return redirect("rgesn:theme", request.authority.siren, pk, found.theme)
    context = {
        "service": service,
        "criterion": found,
        "priority": book.priorities[found.priority],
        "theme": next(item for item in book.themes if item.id == found.theme),
        "aside": aside,
        "form": form,
    }
    return render(request, "rgesn/criterion.html", context)
