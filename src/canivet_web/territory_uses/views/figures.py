"""The figures of one indicator: national, and local year by year."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from canivet_web.access import Act, AuthorityRequest, authority_page
from canivet_web.journal.trail import record
from canivet_web.paging import page_of
from canivet_web.records import hold
from canivet_web.territory_uses import bridge
from canivet_web.territory_uses.forms import FigureForm
from canivet_web.territory_uses.models import LocalFigure


def indicator_or_404(id_: str) -> Any:
    """The indicator named in the URL, or by a figure."""
    found = bridge.indicator(id_)
    if found is None:
        raise Http404
    return found


@require_safe
@authority_page(Act.READ)
def indicator(request: AuthorityRequest, indicator: str) -> HttpResponse:
    """What is known of an indicator, and every local figure given for it."""
    item = indicator_or_404(indicator)
    line = next(row for row in bridge.section_of(request.authority)["lines"] if row["id"] == item.id)
    figures = request.authority.local_figures.kept().filter(indicator=item.id).order_by("-year")
    page = page_of(request, figures)
    context = {
        "item": item,
        "line": line,
        "words": bridge.line_words(line),
        "national": bridge.estimate_words(line),
        "unit": bridge.unit_words(item.unit),
        "page": page,
        "rows": [
            (figure, *(bridge.figure_words(value) for value in (figure.value, figure.low, figure.high)))
            for figure in page
        ],
    }
    return render(request, "territory_uses/indicator.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@authority_page(Act.EDIT_STATE)
def figure_new(request: AuthorityRequest, indicator: str) -> HttpResponse:
    """Give a figure of the territory."""
    item = indicator_or_404(indicator)
    draft = LocalFigure(authority=request.authority, indicator=item.id, label=item.label)
    form = _form(request, draft, item)
    back = reverse("territory_uses:indicator", args=[request.authority.siren, item.id])
    if request.method == "POST":
        with transaction.atomic():
            hold(request.authority)
            if form.is_valid():
                if not form.sent_twice:
                    _save(request, form, item, "territory.created")
                return redirect(back)
    return render(request, "territory_uses/figure.html", {"form": form, "item": item, "back": back})


def _form(request: AuthorityRequest, instance: LocalFigure, item: Any) -> FigureForm:
    data = request.POST if request.method == "POST" else None
    return FigureForm(data, instance=instance, unit=bridge.unit_words(item.unit))


def _save(request: AuthorityRequest, form: FigureForm, item: Any, act: str) -> LocalFigure | None:
    saved: LocalFigure | None = form.save_merged()
    if saved is not None:
        if form.changes:
            target = f"{item.label}, {saved.year}"
            record(act, actor=request.user, authority=request.authority, target=target, details=form.changes)
        messages.success(request, f"« {item.label} » : le chiffre de {saved.year} est enregistré.")
    return saved


@require_http_methods(["GET", "HEAD", "POST"])
@authority_page(Act.EDIT_STATE)
def figure(request: AuthorityRequest, pk: int) -> HttpResponse:
    """Change a figure."""
    found = get_object_or_404(request.authority.local_figures.kept(), pk=pk)
    item = indicator_or_404(found.indicator)
    form = _form(request, found, item)
    back = reverse("territory_uses:indicator", args=[request.authority.siren, item.id])
    if request.method == "POST":
        with transaction.atomic():
            hold(request.authority)
            if form.is_valid() and _save(request, form, item, "territory.changed") is not None:
                return redirect(back)
    delete = reverse("territory_uses:figure_delete", args=[request.authority.siren, pk])
    context = {"form": form, "item": item, "back": back, "delete": delete}
    return render(request, "territory_uses/figure.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@authority_page(Act.EDIT_STATE)
def figure_delete(request: AuthorityRequest, pk: int) -> HttpResponse:
    """Delete a figure, for now; a second click finds nothing left to do."""
    figures = request.authority.local_figures
    if request.method == "POST":
        with transaction.atomic():
            held = figures.kept().select_for_update().filter(pk=pk).first()
            found = held or get_object_or_404(figures.deleted(), pk=pk)
            item = indicator_or_404(found.indicator)
            if held is not None:
                held.discard(request.user)
                target = f"{item.label}, {held.year}"
                record("territory.deleted", actor=request.user, authority=request.authority, target=target)
                messages.success(request, "Le chiffre est supprimé. La corbeille permet de le rétablir.")
        return redirect("territory_uses:indicator", request.authority.siren, item.id)
    found = get_object_or_404(figures.kept(), pk=pk)
    item = indicator_or_404(found.indicator)
    context = {
        "title": f"Supprimer le chiffre de {found.year} ?",
        "explanation": f"« {item.label} » reprendra son chiffre précédent, ou le ratio national. La "
        f"corbeille permet de le rétablir pendant {settings.UNDO_DAYS} jours.",
        "button": "Supprimer ce chiffre",
        "back": reverse("territory_uses:figure", args=[request.authority.siren, pk]),
    }
    return render(request, "canivet/confirm.html", context)
