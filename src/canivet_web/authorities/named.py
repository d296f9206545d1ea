"""Services and sites are kept in the same way: a list, an entry form, a deletion that can be undone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from canivet_web.access import AuthorityRequest
from canivet_web.authorities.forms import NamedForm
from canivet_web.journal.trail import record
from canivet_web.records import hold


@dataclass(frozen=True, slots=True)
class Named:
    """One kind of thing that has a name in the authority."""

    code: str
    """Of its acts in the trail, and of its URLs."""
    relation: str
    word: str
    form: type[NamedForm]
    consequence: Callable[[Any], str]
    """What its deletion leaves behind, in French."""

    @property
    def list_url(self) -> str:
        """Name of the URL of the list."""
        return f"authorities:{self.relation}"


def add(request: AuthorityRequest, named: Named) -> HttpResponse:
    """The form of a new one."""
    model: Any = named.form._meta.model
    form = named.form(
        request.POST if request.method == "POST" else None, instance=model(authority=request.authority)
    )
    if request.method == "POST":
        with transaction.atomic():
            hold(request.authority)
            if form.is_valid():
                saved = form.save_merged()
                record(
                    f"{named.code}.created",
                    actor=request.user,
                    authority=request.authority,
                    target=saved.name,
                    details=form.changes,
                )
                messages.success(request, f"Le {named.word} « {saved.name} » est ajouté.")
                return redirect(named.list_url, request.authority.siren)
            if form.is_second_click():
                return redirect(named.list_url, request.authority.siren)
    return _shown(request, named, form, None)


def edit(request: AuthorityRequest, named: Named, pk: int) -> HttpResponse:
    """The form of an existing one."""
    kept = getattr(request.authority, named.relation).kept().select_related("authority")
    item = get_object_or_404(kept, pk=pk)
    name = item.name
    form = named.form(request.POST if request.method == "POST" else None, instance=item)
    if request.method == "POST":
        with transaction.atomic():
            hold(request.authority)
            saved = form.save_merged() if form.is_valid() else None
            if saved and form.changes:
                record(
                    f"{named.code}.changed",
                    actor=request.user,
                    authority=request.authority,
                    target=saved.name,
                    details=form.changes,
                )
        if saved:
            messages.success(request, f"Le {named.word} « {saved.name} » est enregistré.")
            return redirect(named.list_url, request.authority.siren)
    return _shown(request, named, form, (pk, name))


def _shown(
    request: AuthorityRequest, named: Named, form: NamedForm, item: tuple[int, str] | None
) -> HttpResponse:
    siren = request.authority.siren
    return render(
        request,
        "authorities/named_form.html",
        {
            "form": form,
            "title": f"{named.word.capitalize()} « {item[1]} »" if item else f"Ajouter un {named.word}",
            "back": reverse(named.list_url, args=[siren]),
            "back_label": f"Revenir aux {named.word}s",
            "delete": reverse(f"authorities:{named.code}_delete", args=[siren, item[0]]) if item else "",
            "delete_label": f"Supprimer ce {named.word}",
        },
    )


def delete(request: AuthorityRequest, named: Named, pk: int) -> HttpResponse:
    """Delete one, for now; a second click finds it deleted."""
    items = getattr(request.authority, named.relation)
    item = get_object_or_404(items.all(), pk=pk)
    if request.method == "POST" or item.deleted_at:
        with transaction.atomic():
            held = items.kept().select_for_update().filter(pk=pk).first()
            if held and request.method == "POST":
                held.discard(request.user)
                record(
                    f"{named.code}.deleted",
                    actor=request.user,
                    authority=request.authority,
                    target=held.name,
                )
                messages.success(
                    request,
                    f"Le {named.word} « {held.name} » est supprimé. La corbeille permet de le rétablir.",
                )
        return redirect(named.list_url, request.authority.siren)
    return render(
        request,
        "canivet/confirm.html",
        {
            "title": f"Supprimer le {named.word} « {item.name} » ?",
            "explanation": f"{named.consequence(item)} Vous pourrez le rétablir depuis la corbeille pendant "
            f"{settings.UNDO_DAYS} jours.",
            "button": f"Supprimer le {named.word}",
            "back": reverse(f"authorities:{named.code}", args=[request.authority.siren, pk]),
        },
    )
