"""One entry of a register: added, changed, deleted for now."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from canivet_web.access import Act, AuthorityRequest, authority_page
from canivet_web.journal.trail import record
from canivet_web.records import hold
from canivet_web.registers import bridge
from canivet_web.registers.forms import EntryForm, service_choices
from canivet_web.registers.models import Entry, Register
from canivet_web.registers.scope import entries_of, may_add, own_service, sees_all
from canivet_web.registers.views.lists import register_or_404

#: The same entry sent again within this delay is a second click, not a second entry.
SECOND_CLICK = timedelta(minutes=1)


@require_http_methods(["GET", "HEAD", "POST"])
@authority_page(Act.OWN_REGISTERS)
def entry_new(request: AuthorityRequest, register: str) -> HttpResponse:
    """Add an entry; a contributor's goes to their service."""
    item = register_or_404(register)
    if not may_add(request):
        raise PermissionDenied
    draft = Entry(authority=request.authority, register=item)
    if not sees_all(request):
        draft.service = own_service(request)
    form = _form(request, draft)
    if request.method == "POST":
        with transaction.atomic():
            hold(request.authority)
            if form.is_valid():
                if not _second_click(form):
                    _save(request, form, "entry.created")
                return redirect("registers:register", request.authority.siren, item.value)
    return _shown(request, form, item, None)


@require_http_methods(["GET", "HEAD", "POST"])
@authority_page(Act.OWN_REGISTERS)
def entry(request: AuthorityRequest, register: str, pk: int) -> HttpResponse:
    """Change an entry."""
    item = register_or_404(register)
    found = get_object_or_404(entries_of(request).filter(register=item).select_related("service"), pk=pk)
    name, kind = found.name, found.kind
    form = _form(request, found)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            saved = _save(request, form, "entry.changed")
        if saved:
            return redirect("registers:register", request.authority.siren, item.value)
    return _shown(request, form, item, (pk, name, kind))


def _form(request: AuthorityRequest, instance: Entry) -> EntryForm:
    services = service_choices(request.authority, instance.service_id) if sees_all(request) else None
    return EntryForm(request.POST if request.method == "POST" else None, instance=instance, services=services)


def _second_click(form: EntryForm) -> bool:
    """Whether the same entry, to the letter, has just been written."""
    draft = form.instance
    recent = draft.authority.entries.kept().filter(
        register=draft.register,
        name=draft.name,
        service=draft.service,
        created_at__gte=timezone.now() - SECOND_CLICK,
    )
    return any(form.written(other) == form.written(draft) for other in recent)


def _save(request: AuthorityRequest, form: EntryForm, act: str) -> Any:
    """Save, write the trail, and say what counts; None on a conflict."""
    saved = form.save_merged()
    if saved is None:
        return None
    if form.changes:
        target = f"{saved.get_register_display()} : {saved.name}"
        record(act, actor=request.user, authority=request.authority, target=target, details=form.changes)
    kind = bridge.kinds().get(saved.kind)
    messages.success(request, f"« {saved.name} » est enregistré.")
    if kind and kind.blank_reason:
        messages.warning(
            request, f"« {kind.label} » n'a pas de chiffre ouvert : {kind.blank_reason} La couverture baisse."
        )
    elif not kind:
        messages.info(request, f"« {saved.name} » n'a pas de type d'usage : la ligne ne compte pas.")
    return saved


def _shown(
    request: AuthorityRequest, form: EntryForm, item: Register, stored: tuple[int, str, str] | None
) -> HttpResponse:
    siren = request.authority.siren
    kind = bridge.kinds().get(stored[2]) if stored else None
    context: dict[str, Any] = {
        "form": form,
        "item": item,
        "title": stored[1] if stored else f"Ajouter au registre « {item.label} »",
        "back": reverse("registers:register", args=[siren, item.value]),
        "delete": reverse("registers:entry_delete", args=[siren, item.value, stored[0]]) if stored else "",
        "kind": kind,
        "notes": [known for known in bridge.kinds_of(item) if known.note or known.blank_reason],
        "service": None if sees_all(request) else own_service(request),
    }
    return render(request, "registers/entry.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@authority_page(Act.OWN_REGISTERS)
def entry_delete(request: AuthorityRequest, register: str, pk: int) -> HttpResponse:
    """Delete an entry, for now; a second click finds nothing left to do."""
    item = register_or_404(register)
    siren = request.authority.siren
    if request.method == "POST":
        with transaction.atomic():
            entries = entries_of(request).filter(register=item)
            held = entries.select_for_update().filter(pk=pk).first()
            if held is None and not _gone(request, item, pk):
                get_object_or_404(entries, pk=pk)
            if held is not None:
                held.discard(request.user)
                target = f"{item.label} : {held.name}"
                record("entry.deleted", actor=request.user, authority=request.authority, target=target)
                messages.success(
                    request, f"« {held.name} » est supprimé. La corbeille permet de le rétablir."
                )
        return redirect("registers:register", siren, item.value)
    found = get_object_or_404(entries_of(request).filter(register=item), pk=pk)
    consequence = "Elle ne comptera plus dans les prochains diagnostics." if found.kind else ""
    context = {
        "title": f"Supprimer « {found.name} » ?",
        "explanation": f"La ligne quitte le registre « {item.label} ». {consequence} La corbeille permet de "
        f"la rétablir pendant {settings.UNDO_DAYS} jours.",
        "button": "Supprimer cette ligne",
        "back": reverse("registers:entry", args=[siren, item.value, pk]),
    }
    return render(request, "canivet/confirm.html", context)


def _gone(request: AuthorityRequest, item: Register, pk: int) -> bool:
    """Whether the member could see this entry, and it has just been deleted."""
    mine = request.authority.entries.deleted().filter(register=item, pk=pk)
    return bool((mine if sees_all(request) else mine.filter(service=own_service(request))).exists())
