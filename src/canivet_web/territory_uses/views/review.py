"""The review of uses that the decree asks for."""

from __future__ import annotations

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from canivet_web.access import Act, AuthorityRequest, authority_page
from canivet_web.journal.trail import record
from canivet_web.records import hold
from canivet_web.territory_uses.forms import ReviewForm
from canivet_web.territory_uses.models import UsesReview


@require_http_methods(["GET", "HEAD", "POST"])
@authority_page(Act.EDIT_STATE)
def review(request: AuthorityRequest) -> HttpResponse:
    """Write it, or change it; two people who write it at once are merged."""
    if request.method != "POST":
        found = UsesReview.objects.filter(authority=request.authority).first()
        form = ReviewForm(instance=found or UsesReview(authority=request.authority))
        return render(request, "territory_uses/review.html", {"form": form})
    with transaction.atomic():
        hold(request.authority)
        found, _ = UsesReview.objects.get_or_create(authority=request.authority)
        form = ReviewForm(request.POST, instance=found)
        saved = form.save_merged() if form.is_valid() else None
        if saved is not None and form.changes:
            record(
                "territory.review",
                actor=request.user,
                authority=request.authority,
                target="du territoire",
                details=form.changes,
            )
    if saved is not None:
        messages.success(request, "Le bilan des usages est enregistré.")
        return redirect("territory_uses:index", request.authority.siren)
    return render(request, "territory_uses/review.html", {"form": form})
