"""The journal of initiatives, or the reason why it is empty."""

from __future__ import annotations

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from canivet_web.access import Act, AuthorityRequest, authority_page
from canivet_web.journal.trail import record
from canivet_web.law import bridge, rowpages
from canivet_web.law.forms import InitiativeForm, NilForm
from canivet_web.law.models import Initiative, NilReason, Theme
from canivet_web.law.rows import code_of
from canivet_web.paging import page_of
from canivet_web.records import hold
from canivet_web.registers.forms import service_choices


def _form(request: AuthorityRequest, instance: Initiative) -> InitiativeForm:
    services = service_choices(request.authority, instance.service_id)
    return InitiativeForm(
        request.POST if request.method == "POST" else None, instance=instance, services=services
    )


def _name(row: Initiative) -> None:
    row.code = code_of(row.authority, row.title)


KEPT = rowpages.Kept(
    relation="initiatives",
    act="initiative",
    form=_form,
    draft=lambda request: Initiative(authority=request.authority),
    list_page="law:initiatives",
    page="law:initiative",
    delete_page="law:initiative_delete",
    template="law/row.html",
    new_title="Ajouter une initiative",
    what="cette initiative",
    consequence="Elle ne sera plus dans la synthèse des actions déjà engagées.",
    settle=_name,
)


@require_safe
@authority_page(Act.READ)
def index(request: AuthorityRequest) -> HttpResponse:
    """Initiatives by theme, how many of each are started, and what the decree says of it."""
    rows = rowpages.rows_of(request, KEPT).select_related("service")
    theme = request.GET.get("theme", "")
    theme = theme if theme in Theme.values else ""
    shown = page_of(request, rows.filter(theme=theme) if theme else rows)
    context = {
        "page": shown,
        "rows": [(row, bridge.period(row)) for row in shown],
        "theme": theme,
        "themes": Theme.choices,
        "journal": bridge.journal(request.authority),
        "item": bridge.rule_of(bridge.section_of(request.authority), "REEN-04"),
        "may_edit": Act.EDIT_STATE in request.acts,
    }
    return render(request, "law/initiatives.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@authority_page(Act.EDIT_STATE)
def new(request: AuthorityRequest) -> HttpResponse:
    """Add an initiative."""
    return rowpages.new(request, KEPT)


@require_http_methods(["GET", "HEAD", "POST"])
@authority_page(Act.EDIT_STATE)
def edit(request: AuthorityRequest, pk: int) -> HttpResponse:
    """Change an initiative."""
    return rowpages.edit(request, KEPT, pk)


@require_http_methods(["GET", "HEAD", "POST"])
@authority_page(Act.EDIT_STATE)
def delete(request: AuthorityRequest, pk: int) -> HttpResponse:
    """Delete an initiative, for now."""
    return rowpages.delete(request, KEPT, pk)


@require_http_methods(["GET", "HEAD", "POST"])
@authority_page(Act.EDIT_STATE)
def nil(request: AuthorityRequest) -> HttpResponse:
    """Say why there is no initiative."""
    form = _nil_form(request)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            hold(request.authority)
            if form.instance.pk is None and NilReason.objects.filter(authority=request.authority).exists():
                # Somebody has just given one: merged with theirs, not written over.
                form = _nil_form(request)
                form.is_valid()
            saved = form.save_merged()
            if saved is not None and form.changes:
                record(
                    "initiative.nil", actor=request.user, authority=request.authority, details=form.changes
                )
        if saved is not None:
            messages.success(request, "Le motif est enregistré.")
            return redirect("law:initiatives", request.authority.siren)
    return render(request, "law/nil.html", {"form": form})


def _nil_form(request: AuthorityRequest) -> NilForm:
    found = NilReason.objects.filter(authority=request.authority).first()
    instance = found or NilReason(authority=request.authority)
    return NilForm(request.POST if request.method == "POST" else None, instance=instance)
