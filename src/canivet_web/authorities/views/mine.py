"""My authorities: joining the instance with one, deleting one, bringing it back."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from canivet_web.access import Act, AuthorityRequest, SignedInRequest, authority_page, signed_in
from canivet_web.accounts.models import Membership
from canivet_web.authorities import bridge
from canivet_web.authorities.forms import CloseForm, NewForm, SearchForm
from canivet_web.authorities.models import Authority
from canivet_web.diagnostics.models import Freeze
from canivet_web.inventories.models import Acceptance
from canivet_web.journal.trail import record
from canivet_web.paging import page_of
from canivet_web.roles import Role


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def mine(request: SignedInRequest) -> HttpResponse:
    """The authorities of the person, and those that they deleted and can bring back."""
    if request.method == "POST":
        return _bring_back(request)
    memberships = (
        Membership.objects.in_force(timezone.localdate())
        .filter(user=request.user)
        .select_related("authority", "service")
        .order_by("authority__name", "pk")
    )
    page = page_of(request, memberships)
    here = [membership.authority_id for membership in page]
    accepted = set(
        Acceptance.objects.filter(authority__in=here, batch__deleted_at=None).values_list(
            "authority", flat=True
        )
    )
    frozen = dict(
        Freeze.objects.filter(result__authority__in=here, result__deleted_at=None)
        .order_by("frozen_at")
        .values_list("result__authority", "frozen_at")
    )
    cards = [
        {
            "membership": membership,
            "authority": membership.authority,
            "accepted": membership.authority_id in accepted,
            "frozen_at": frozen.get(membership.authority_id),
        }
        for membership in page
    ]
    deleted = Authority.objects.deleted().filter(deleted_by=request.user).order_by("name")
    return render(request, "authorities/mine.html", {"cards": cards, "page": page, "deleted": deleted})


def _bring_back(request: SignedInRequest) -> HttpResponse:
    """Undo the deletion of an authority, by whoever deleted it; twice does no harm."""
    with transaction.atomic():
        found = Authority.objects.deleted().filter(deleted_by=request.user).select_for_update()
        authority = found.filter(siren=request.POST.get("siren", "")).first()
        if authority is not None:
            authority.bring_back()
            record("undone", actor=request.user, authority=authority, target=authority.name)
            messages.success(request, f"{authority.name} est rétablie, avec ses données et son équipe.")
    return redirect("authorities:mine")


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def new(request: SignedInRequest) -> HttpResponse:
    """Find the authority by its SIREN or name, then create it, filled from the tables."""
    given = request.POST.get("siren") or request.GET.get("siren") or ""
    typed = request.GET.get("q", "").strip()
    offered = str(request.session.get("provider_siren", ""))
    page: dict[str, Any] = {"search": SearchForm(initial={"q": typed}), "typed": typed}
    if not given and not typed and offered:
        page["offered"] = bridge.find_territory(offered)
        page["offered_siren"] = offered
    if typed and not bridge.looks_like_siren(typed):
        page["found"] = bridge.search(typed)
        return render(request, "authorities/new.html", page)
    if not (given or typed):
        return render(request, "authorities/new.html", page)
    try:
        siren = bridge.clean_siren(given or typed)
    except ValidationError as error:
        page["search"] = SearchForm({"q": given or typed})
        page["search"].add_error("q", error)
        return render(request, "authorities/new.html", page)
    return _create(request, siren)


def _create(request: SignedInRequest, siren: str) -> HttpResponse:
    existing = Authority.objects.filter(siren=siren).first()
    if existing and not existing.deleted_at and _is_member(request, existing):
        # Also where a second click arrives.
        return redirect("authorities:home", siren)
    lapsed = Authority.objects.lapsed().filter(siren=siren).exists()
    if existing and not lapsed:
        return render(request, "authorities/taken.html", {"existing": existing, "siren": siren})
    found = bridge.find_territory(siren)
    authority = Authority(
        siren=siren,
        name=found.name if found else "",
        kind=found.kind if found else "",
        type=found.type if found else "",
        population=found.population_total if found else None,
        population_municipal=found.population_municipal if found else None,
        country=bridge.department_country(found),
    )
    form = NewForm(request.POST if request.method == "POST" else None, instance=authority, known=bool(found))
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                # The delay of a former deletion is over: its data were to go.
                Authority.objects.lapsed().filter(siren=siren).delete()
                form.save()
                Membership.objects.create(authority=authority, user=request.user, role=Role.PILOT)
                record("authority.created", actor=request.user, authority=authority, target=authority.name)
        except IntegrityError:
            # Somebody, or a second click, was faster.
            return redirect(f"{request.path}?siren={siren}")
        messages.success(request, f"{authority.name} est créée. Vous en êtes pilote.")
        return redirect("authorities:home", siren)
    context = {"form": form, "siren": siren, "found": found}
    if found:
        context["vintage"] = bridge.vintage_title(found.vintage)
    return render(request, "authorities/new_form.html", context)


def _is_member(request: SignedInRequest, authority: Authority) -> bool:
    in_force = Membership.objects.in_force(timezone.localdate())
    return bool(in_force.filter(user=request.user, authority=authority).exists())


@require_http_methods(["GET", "HEAD", "POST"])
@authority_page(Act.CLOSE)
def close(request: AuthorityRequest) -> HttpResponse:
    """Delete the authority, for now: its name has to be typed again."""
    form = CloseForm(request.POST if request.method == "POST" else None, authority=request.authority)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            authority = get_object_or_404(
                Authority.objects.kept().select_for_update(), pk=request.authority.pk
            )
            authority.discard(request.user)
            record("authority.deleted", actor=request.user, authority=authority, target=authority.name)
        messages.success(
            request,
            f"{authority.name} est supprimée. Vous pouvez la rétablir pendant {settings.UNDO_DAYS} jours.",
        )
        return redirect("authorities:mine")
    return render(request, "authorities/close.html", {"form": form})
