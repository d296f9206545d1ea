"""Pages of the rows that people keep in a list: added, changed, deleted for now. One table says which."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from canivet_web.access import AuthorityRequest
from canivet_web.journal.trail import record
from canivet_web.merging import MergingForm
from canivet_web.records import hold

#: The same row sent again within this delay is a second click, not a second row.
SECOND_CLICK = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Kept:
    """One kind of row: where it hangs, its form and its words."""

    relation: str
    act: str
    """First word of its acts in the trail."""
    form: Callable[[AuthorityRequest, Any], MergingForm]
    draft: Callable[[AuthorityRequest], Any]
    list_page: str
    page: str
    delete_page: str
    template: str
    new_title: str
    what: str
    """« cette ligne », « cette initiative ». """
    consequence: str
    settle: Callable[[Any], None] | None = None
    """What is set once, before a new row is written."""


def rows_of(request: AuthorityRequest, kept: Kept) -> Any:
    """Rows of the authority that are not deleted."""
    return getattr(request.authority, kept.relation).kept()


def new(request: AuthorityRequest, kept: Kept) -> HttpResponse:
    """Add a row."""
    form = kept.form(request, kept.draft(request))
    if request.method == "POST":
        with transaction.atomic():
            hold(request.authority)
            if form.is_valid():
                if not _second_click(request, kept, form):
                    if kept.settle is not None:
                        kept.settle(form.instance)
                    _save(request, kept, form, "created")
                return redirect(kept.list_page, request.authority.siren)
    return _shown(request, kept, form, None)


def edit(request: AuthorityRequest, kept: Kept, pk: int) -> HttpResponse:
    """Change a row; what two people change at once is merged field by field."""
    found = get_object_or_404(rows_of(request, kept), pk=pk)
    form = kept.form(request, found)
    title = str(found)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            saved = _save(request, kept, form, "changed")
        if saved is not None:
            return redirect(kept.list_page, request.authority.siren)
    return _shown(request, kept, form, (pk, title))


def delete(request: AuthorityRequest, kept: Kept, pk: int) -> HttpResponse:
    """Delete a row, for now; a second click finds nothing left to do."""
    siren = request.authority.siren
    rows = getattr(request.authority, kept.relation)
    if request.method == "POST":
        with transaction.atomic():
            held = rows.kept().select_for_update().filter(pk=pk).first()
            if held is None:
                get_object_or_404(rows.deleted(), pk=pk)
            else:
                held.discard(request.user)
                act = f"{kept.act}.deleted"
                record(act, actor=request.user, authority=request.authority, target=str(held))
                messages.success(request, f"« {held} » est supprimé. La corbeille permet de le rétablir.")
        return redirect(kept.list_page, siren)
    found = get_object_or_404(rows.kept(), pk=pk)
    context = {
        "title": f"Supprimer « {found} » ?",
        "explanation": f"{kept.consequence} La corbeille permet de rétablir {kept.what} pendant "
        f"{settings.UNDO_DAYS} jours.",
        "button": f"Supprimer {kept.what}",
        "back": reverse(kept.page, args=[siren, pk]),
    }
    return render(request, "canivet/confirm.html", context)


def _save(request: AuthorityRequest, kept: Kept, form: MergingForm, act: str) -> Any:
    """Save and write the trail; None on a conflict."""
    saved = form.save_merged()
    if saved is None:
        return None
    if form.changes:
        record(
            f"{kept.act}.{act}",
            actor=request.user,
            authority=request.authority,
            target=str(saved),
            details=form.changes,
        )
    messages.success(request, f"« {saved} » est enregistré.")
    return saved


def _second_click(request: AuthorityRequest, kept: Kept, form: MergingForm) -> bool:
    """Whether the same row, to the letter, has just been written."""
    recent = rows_of(request, kept).filter(created_at__gte=timezone.now() - SECOND_CLICK)
    return any(form.written(other) == form.written(form.instance) for other in recent)


def _shown(
    request: AuthorityRequest, kept: Kept, form: MergingForm, stored: tuple[int, str] | None
) -> HttpResponse:
    siren = request.authority.siren
    context = {
        "form": form,
        "title": stored[1] if stored else kept.new_title,
        "back": reverse(kept.list_page, args=[siren]),
        "delete": reverse(kept.delete_page, args=[siren, stored[0]]) if stored else "",
        "what": kept.what,
    }
    return render(request, kept.template, context)
