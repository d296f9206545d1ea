"""The services of the authority."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.db.models import Sum
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from canivet_web.access import Act, AuthorityRequest, authority_page
from canivet_web.authorities import bridge, named
from canivet_web.authorities.forms import ServiceForm
from canivet_web.authorities.models import Authority, Service
from canivet_web.inventories.bridge import batch_in_force
from canivet_web.journal.trail import record
from canivet_web.paging import page_of
from canivet_web.records import hold


def _consequence(service: Service) -> str:
    count = service.entries.kept().count()
    if not count:
        return "Aucune ligne des registres ne lui est rattachée."
    lines = "1 ligne des registres le garde" if count == 1 else f"{count} lignes des registres le gardent"
    return f"{lines} comme service, et continue{'nt' if count > 1 else ''} à compter."


NAMED = named.Named("service", "services", "service", ServiceForm, _consequence)


@require_safe
@authority_page(Act.READ)
def services(request: AuthorityRequest) -> HttpResponse:
    """The list, its total headcount, and the services that the inventory names besides."""
    kept = request.authority.services.kept()
    total = kept.aggregate(total=Sum("headcount"))["total"]
    agents = request.authority.agents
    context: dict[str, Any] = {
        "page": page_of(request, kept),
        "total": total,
        "gap": agents - total if agents is not None and total is not None else None,
        "unlisted": unlisted(request.authority) if Act.READ_INVENTORY in request.acts else [],
    }
    return render(request, "authorities/services.html", context)


def unlisted(authority: Authority) -> list[str]:
    """Services that the inventory in force names and the list does not have."""
    batch = batch_in_force(authority)
    found = [name for name, _ in batch.summary["services"]] if batch else []
    known = authority.services.kept().values_list("name", flat=True)
    return bridge.not_among(found, known, Service.name.field.max_length)


@require_http_methods(["GET", "HEAD", "POST"])
@authority_page(Act.EDIT_PROFILE)
def service_new(request: AuthorityRequest) -> HttpResponse:
    """Add a service, or all those of the inventory in one click."""
    if request.method == "POST" and "found" in request.POST:
        return _add_found(request)
    return named.add(request, NAMED)


def _add_found(request: AuthorityRequest) -> HttpResponse:
    with transaction.atomic():
        hold(request.authority)
        names = unlisted(request.authority)
        for name in names:
            Service.objects.create(authority=request.authority, name=name)
            record("service.created", actor=request.user, authority=request.authority, target=name)
    if names:
        count = "1 service est ajouté" if len(names) == 1 else f"{len(names)} services sont ajoutés"
        messages.success(request, f"{count}. Complétez leurs effectifs.")
    return redirect("authorities:services", request.authority.siren)


@require_http_methods(["GET", "HEAD", "POST"])
@authority_page(Act.EDIT_PROFILE)
def service(request: AuthorityRequest, pk: int) -> HttpResponse:
    """Change a service."""
    return named.edit(request, NAMED, pk)


@require_http_methods(["GET", "HEAD", "POST"])
@authority_page(Act.EDIT_PROFILE)
def service_delete(request: AuthorityRequest, pk: int) -> HttpResponse:
    """Delete a service."""
    return named.delete(request, NAMED, pk)
