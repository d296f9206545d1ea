"""What the authority says of itself, that makes questions apply or not."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from canivet_web.access import Act, AuthorityRequest, authority_page
from canivet_web.journal.trail import record
from canivet_web.maturity import bridge
from canivet_web.maturity.forms import FactsForm
from canivet_web.maturity.models import MaturityFact
from canivet_web.records import hold


@require_http_methods(["GET", "HEAD", "POST"])
@authority_page(Act.EDIT_STATE)
def facts(request: AuthorityRequest) -> HttpResponse:
    """Ask them, and write those that changed."""
    authority = request.authority
    stored = bridge.facts_given(authority)
    form = FactsForm(request.POST if request.method == "POST" else None, authority=authority, stored=stored)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            hold(authority)
            now = bridge.facts_given(authority)
            changes = form.changes(now)
            write(authority, changes)
            if changes:
                record("maturity.facts", actor=request.user, authority=authority, details=_told(changes, now))
        if form.is_valid():
            messages.success(request, "Les faits sont enregistrés.")
            return redirect("maturity:index", authority.siren)
    return render(request, "maturity/facts.html", {"form": form})


def write(authority: Any, changes: dict[str, str]) -> None:
    """Write some facts; a blank one is forgotten."""
    for name, value in changes.items():
        if value:
            MaturityFact.objects.update_or_create(authority=authority, fact=name, defaults={"value": value})
        else:
            MaturityFact.objects.filter(authority=authority, fact=name).delete()


def _told(changes: dict[str, str], before: dict[str, str]) -> dict[str, list[str]]:
    words = {fact.id: fact.question for fact in bridge.asked_facts()}
    return {words[name]: [before.get(name, ""), value] for name, value in changes.items()}
