"""One actor: what is known of it and by whom, its form, what is decided of it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from canivet_web.access import Act, AuthorityRequest, authority_page
from canivet_web.actors import bridge, pairs
from canivet_web.actors.forms import FactsForm, StandingForm
from canivet_web.actors.models import Actor
from canivet_web.actors.naming import new_slug
from canivet_web.journal.trail import record
from canivet_web.records import hold


@require_safe
@authority_page(Act.READ)
def actor(request: AuthorityRequest, pk: int) -> HttpResponse:
    """Everything known of an actor."""
    rows = request.authority.actors.kept().prefetch_related("sources", "merges")
    row = get_object_or_404(rows, pk=pk)
    context = {
        "row": row,
        "shown": bridge.page_of_actor(row),
        "actions": [piece for piece in row.actions.split(";") if piece],
        "may_edit": Act.EDIT_STATE in request.acts,
    }
    return render(request, "actors/actor.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@authority_page(Act.EDIT_STATE)
def new(request: AuthorityRequest) -> HttpResponse:
    """Add an actor by hand; the same name in the same commune a second time is a second click."""
    form = FactsForm(request.POST or None, instance=Actor(authority=request.authority))
    if request.method == "POST":
        with transaction.atomic():
            hold(request.authority)
            if form.is_valid():
                draft = form.instance
                twin = request.authority.actors.kept().filter(
                    name=draft.name, commune=draft.commune, address=draft.address
                )
                row = twin.first()
                if row is None:
                    draft.slug = new_slug(request.authority, draft.name)
                    row = form.save_merged()
                    _recorded(request, "actor.created", row, form.changes)
                    pairs.look_around(row)
                return redirect("actors:standing", request.authority.siren, row.pk)
    back = reverse("actors:index", args=[request.authority.siren])
    return _shown(request, form, "Ajouter un acteur", back)


@require_http_methods(["GET", "HEAD", "POST"])
@authority_page(Act.EDIT_STATE)
def facts(request: AuthorityRequest, pk: int) -> HttpResponse:
    """Change what an actor is; what is written here is kept whatever files say later."""
    return _edited(request, pk, FactsForm, "actor.changed")


@require_http_methods(["GET", "HEAD", "POST"])
@authority_page(Act.EDIT_STATE)
def standing(request: AuthorityRequest, pk: int) -> HttpResponse:
    """Decide what an actor is for us."""
    return _edited(request, pk, StandingForm, "actor.decided")


def _edited(request: AuthorityRequest, pk: int, kind: Any, act: str) -> HttpResponse:
    row = get_object_or_404(request.authority.actors.kept(), pk=pk)
    title = row.name
    form = kind(request.POST if request.method == "POST" else None, instance=row)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            hold(request.authority)
            saved = form.save_merged()
            if saved is not None:
                _recorded(request, act, saved, form.changes)
                if set(form.changes) & set(pairs.COMPARED):
                    pairs.look_around(saved)
        if saved is not None:
            return redirect("actors:actor", request.authority.siren, pk)
    return _shown(request, form, title, reverse("actors:actor", args=[request.authority.siren, pk]))


def _recorded(request: AuthorityRequest, act: str, row: Actor, changes: dict[str, list[str]]) -> None:
    if changes:
        record(act, actor=request.user, authority=request.authority, target=row.name, details=changes)
    messages.success(request, f"« {row.name} » est enregistré.")


def _shown(request: AuthorityRequest, form: Any, title: str, back: str) -> HttpResponse:
    return render(request, "actors/form.html", {"form": form, "title": title, "back": back})


@require_http_methods(["GET", "HEAD", "POST"])
@authority_page(Act.EDIT_STATE)
def delete(request: AuthorityRequest, pk: int) -> HttpResponse:
    """Delete an actor, for now; a second click finds nothing left to do."""
    siren = request.authority.siren
    if request.method == "POST":
        with transaction.atomic():
            held = request.authority.actors.kept().select_for_update().filter(pk=pk).first()
            if held is None:
                get_object_or_404(request.authority.actors.deleted(), pk=pk)
            else:
                held.discard(request.user)
                record("actor.deleted", actor=request.user, authority=request.authority, target=held.name)
                messages.success(
                    request, f"« {held.name} » est supprimé. La corbeille permet de le rétablir."
                )
        return redirect("actors:index", siren)
    found = get_object_or_404(request.authority.actors.kept(), pk=pk)
    context = {
        "title": f"Supprimer « {found.name} » ?",
        "explanation": "Un prochain import peut le faire revenir : pour l'éviter, écartez-le plutôt en "
        f"disant pourquoi. La corbeille permet de le rétablir pendant {settings.UNDO_DAYS} jours.",
        "button": "Supprimer cet acteur",
        "back": reverse("actors:actor", args=[siren, pk]),
    }
    return render(request, "canivet/confirm.html", context)
