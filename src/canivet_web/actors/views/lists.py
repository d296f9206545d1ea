"""The list of actors and its filters, validation of several at once, and the directory to take away."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from canivet_web.access import Act, AuthorityRequest, authority_page
from canivet_web.actors import bridge, pairs
from canivet_web.actors.forms import FilterForm
from canivet_web.actors.models import State
from canivet_web.journal.trail import record
from canivet_web.paging import page_of
from canivet_web.records import hold

#: Names written in the trail when several actors are validated at once.
NAMED = 8


@require_safe
@authority_page(Act.READ)
def index(request: AuthorityRequest) -> HttpResponse:
    """Actors, twenty a page, for a filter."""
    everyone = request.authority.actors.kept()
    form = FilterForm(request.GET)
    found = _filtered(everyone, form.cleaned_data) if form.is_valid() else everyone
    page = page_of(request, found)
    states = list(everyone.values_list("state", flat=True).order_by())
    context: dict[str, Any] = {
        "form": form,
        "page": page,
        "rows": [bridge.list_row(row) for row in page],
        "total": len(states),
        "states": [(item.label, states.count(item.value)) for item in State],
        "law": bridge.reen(request.authority),
        "waiting": pairs.waiting(request.authority).count(),
        "filtered": any(request.GET.get(name) for name in form.fields),
        "may_edit": Act.EDIT_STATE in request.acts,
    }
    return render(request, "actors/index.html", context)


def _filtered(rows: Any, asked: dict[str, Any]) -> Any:
    """Rows for the values of the filter; blank ones filter nothing."""
    if asked["q"]:
        rows = rows.filter(pk__in=bridge.matching(rows, asked["q"]))
    if asked["categorie"]:
        known = asked["categorie"]
        rows = rows.filter(categories="") if known == "none" else rows.filter(categories__contains=known)
    if asked["etat"] == "doubtful":
        rows = rows.filter(doubtful=True, state=State.CANDIDATE)
    elif asked["etat"]:
        rows = rows.filter(state=asked["etat"])
    for name, column in (("statut", "status"), ("lien", "link")):
        if asked[name]:
            rows = rows.filter(Q(**{column: "" if asked[name] == "none" else asked[name]}))
    return rows


@require_POST
@authority_page(Act.EDIT_STATE)
def validate(request: AuthorityRequest) -> HttpResponse:
    """Validate the candidates ticked in the list; those without a category stay candidates."""
    asked = [int(pk) for pk in request.POST.getlist("actor") if pk.isdecimal() and len(pk) < 19]
    with transaction.atomic():
        hold(request.authority)
        rows = list(
            request.authority.actors.kept()
            .select_for_update()
            .filter(pk__in=asked, state=State.CANDIDATE)
            .exclude(categories="")
        )
        for row in rows:
            row.state, row.version = State.VALIDATED, row.version + 1
            row.save()
        if rows:
            names = [row.name for row in rows]
            rest = f" et {len(names) - NAMED} autres" if len(names) > NAMED else ""
            record(
                "actor.validated",
                actor=request.user,
                authority=request.authority,
                target=f"{', '.join(names[:NAMED])}{rest}",
            )
    if rows:
        plural = "s" if len(rows) > 1 else ""
        messages.success(request, f"{len(rows)} acteur{plural} validé{plural}.")
    else:
        messages.info(request, "Aucun candidat à valider : cochez-en dans la liste.")
    return redirect("actors:index", request.authority.siren)


def _download(request: AuthorityRequest, name: str, kind: str) -> HttpResponse:
    export = bridge.export(request.authority, name)
    headers = {"Content-Disposition": f'attachment; filename="{export.name}"'}
    return HttpResponse(export.text.encode(), content_type=kind, headers=headers)


@require_safe
@authority_page(Act.READ)
def export_csv(request: AuthorityRequest) -> HttpResponse:
    """The directory as a table."""
    return _download(request, "csv", "text/csv; charset=utf-8")


@require_safe
@authority_page(Act.READ)
def export_geojson(request: AuthorityRequest) -> HttpResponse:
    """The directory as points."""
    return _download(request, "geojson", "application/geo+json")


@require_safe
@authority_page(Act.READ)
def export_places(request: AuthorityRequest) -> HttpResponse:
    """Places of mediation in their national standard."""
    return _download(request, "lmn", "text/csv; charset=utf-8")
