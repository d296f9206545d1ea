"""Batches: the list, one of them, accepting it, deleting it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from canivet_web.access import Act, AuthorityRequest, authority_page
from canivet_web.inventories import overlay, pages
from canivet_web.inventories.bridge import batch_in_force, corrections_of
from canivet_web.inventories.models import Acceptance, Batch
from canivet_web.journal.trail import record
from canivet_web.paging import page_of
from canivet_web.records import hold


def batch_or_404(request: AuthorityRequest, number: int) -> Batch:
    """A batch of this authority that is not deleted, without its lines."""
    batches = request.authority.batches.kept().select_related("created_by", "authority").defer("dossier")
    found: Batch = get_object_or_404(batches, number=number)
    return found


@require_safe
@authority_page(Act.READ_INVENTORY)
def index(request: AuthorityRequest) -> HttpResponse:
    """Batches, newest first, which one counts, and who decided it."""
    in_force = batch_in_force(request.authority)
    batches = request.authority.batches.kept().select_related("created_by").defer("dossier")
    page = page_of(request, batches)
    accepted = request.authority.acceptances.select_related("batch", "accepted_by").defer("batch__dossier")
    replaced = set(
        request.authority.acceptances.filter(batch__in=[item.pk for item in page]).values_list(
            "batch_id", flat=True
        )
    )
    context = {
        "page": page,
        "in_force": in_force,
        "units": overlay.units_of(in_force, corrections_of(request.authority)) if in_force else 0,
        "replaced": replaced,
        "acceptances": accepted[:10] if page.number == 1 else [],
        "working": request.authority.jobs.filter(kind="import", ended_at=None).first(),
    }
    return render(request, "inventories/index.html", context)


@require_safe
@authority_page(Act.READ_INVENTORY)
def batch(request: AuthorityRequest, number: int) -> HttpResponse:
    """What was read, what counts, what does not, and what to do next."""
    found = batch_or_404(request, number)
    in_force = batch_in_force(request.authority)
    corrections = corrections_of(request.authority)
    context: dict[str, Any] = {
        "batch": found,
        "summary": found.summary,
        "in_force": in_force,
        "is_in_force": in_force is not None and in_force.pk == found.pk,
        "to_review": pages.to_review(found, request.authority),
        "corrected_since": overlay.corrected_since(found, corrections),
        **pages.tables(found.summary, request.GET.get("tableau", "1")),
        **pages.families(overlay.families_of(found, corrections)),
        "reasons": pages.reasons(found.summary),
        **pages.services(found.summary),
    }
    return render(request, "inventories/batch.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@authority_page(Act.IMPORT)
def accept(request: AuthorityRequest, number: int) -> HttpResponse:
    """Count this batch from now on; accepting twice changes nothing."""
    found = batch_or_404(request, number)
    if request.method != "POST":
        return redirect("inventories:batch", request.authority.siren, number)
    with transaction.atomic():
        hold(request.authority)
        former = batch_in_force(request.authority)
        if former is None or former.pk != found.pk:
            Acceptance.objects.create(authority=request.authority, batch=found, accepted_by=request.user)
            details = {"en service": [str(former) if former else "aucun", str(found)]}
            record(
                "inventory.accepted",
                actor=request.user,
                authority=request.authority,
                target=str(found),
                details=details,
            )
    messages.success(request, f"{found} est en service : les prochains diagnostics comptent cet inventaire.")
    return redirect("inventories:index", request.authority.siren)


@require_http_methods(["GET", "HEAD", "POST"])
@authority_page(Act.IMPORT)
def delete(request: AuthorityRequest, number: int) -> HttpResponse:
    """Delete a batch, which can be undone for a while."""
    batches = request.authority.batches.defer("dossier")
    found: Batch = get_object_or_404(batches, number=number)
    if request.method == "POST":
        with transaction.atomic():
            hold(request.authority)
            # Read again under the lock: a second click finds it deleted, and does nothing more.
            if request.authority.batches.kept().filter(pk=found.pk).exists():
                found.discard(request.user)
                record(
                    "inventory.deleted",
                    actor=request.user,
                    authority=request.authority,
                    target=str(found),
                )
        messages.success(request, f"{found} est supprimé. La corbeille le garde trente jours.")
        return redirect("inventories:index", request.authority.siren)
    if found.deleted_at is not None:
        return redirect("inventories:index", request.authority.siren)
    context = {
        "title": f"Supprimer : {found}",
        "explanation": pages.deletion_words(request.authority, found),
        "button": "Supprimer cet import",
        "back": request.path.removesuffix("supprimer/"),
    }
    return render(request, "canivet/confirm.html", context)
