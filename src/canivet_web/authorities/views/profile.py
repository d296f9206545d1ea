"""The profile of the authority, and its member communes."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from canivet_web.access import Act, AuthorityRequest, authority_page
from canivet_web.authorities import bridge
from canivet_web.authorities.forms import ProfileForm
from canivet_web.authorities.models import METHODS, Authority
from canivet_web.journal.trail import record
from canivet_web.paging import page_of


@require_safe
@authority_page(Act.READ)
def profile(request: AuthorityRequest) -> HttpResponse:
    """Who the authority is, and what follows from its size."""
    authority = request.authority
    found = bridge.find_territory(authority.siren)
    obligation = bridge.obligation(authority)
    page: dict[str, Any] = {
        "type_label": bridge.type_labels().get(authority.type or authority.kind, "Autre organisme"),
        "territory": found,
        "vintage": bridge.vintage_title(found.vintage) if found else "",
        "obligation": obligation,
        "status": bridge.STATUS_LABELS[obligation.status],
        "deadlines": bridge.deadlines(obligation),
        "method": dict(METHODS)[authority.method],
        "country": dict(bridge.country_choices()).get(authority.country, authority.country),
        "factor_set": dict(bridge.factor_set_choices_of(authority)).get(
            authority.factor_set, authority.factor_set
        ),
    }
    return render(request, "authorities/profile.html", page)


@require_http_methods(["GET", "HEAD", "POST"])
@authority_page(Act.EDIT_PROFILE)
def profile_edit(request: AuthorityRequest) -> HttpResponse:
    """Change the profile."""
    # A copy of its own: what is typed must not show in the page's head before it is saved.
    edited = Authority.objects.get(pk=request.authority.pk)
    form = ProfileForm(request.POST if request.method == "POST" else None, instance=edited)
    if Act.SHARE not in request.acts:
        # What leaves the authority is for those who share: neither shown here nor taken from a forged form.
        del form.fields["shared_with_programme"]
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            saved = form.save_merged()
            if saved and form.changes:
                record(
                    "authority.changed",
                    actor=request.user,
                    authority=saved,
                    target=saved.name,
                    details=form.changes,
                )
        if saved:
            messages.success(request, "Le profil est enregistré.")
            return redirect("authorities:profile", saved.siren)
    return render(request, "authorities/profile_edit.html", {"form": form})


@require_safe
@authority_page(Act.READ)
def communes(request: AuthorityRequest) -> HttpResponse:
    """Member communes with their populations, from the shipped tables."""
    found = bridge.members(request.authority.siren)
    page = page_of(request, found)
    total = sum(commune.population_total or 0 for commune in found)
    return render(
        request,
        "authorities/communes.html",
        {"page": page, "count": len(found), "total": total, "departments": bridge.department_names()},
    )
