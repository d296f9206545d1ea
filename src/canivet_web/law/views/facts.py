"""Facts that the rules need: by group and year, and one by one with their proofs."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from canivet_web.access import Act, AuthorityRequest, authority_page
from canivet_web.journal.trail import record
from canivet_web.law import wordings
from canivet_web.law.forms import FactForm, FactsForm
from canivet_web.law.models import LASTING, DeclaredFact
from canivet_web.records import hold

#: Years offered around the one studied.
YEARS_BEFORE, YEARS_AFTER = 3, 1


def year_of(request: AuthorityRequest) -> int:
    """The year of the query string, among those offered; the one studied without it."""
    asked = request.GET.get("annee", "")
    return next((year for year in years_of(request) if str(year) == asked), request.authority.year)


def years_of(request: AuthorityRequest) -> range:
    """Years for which facts can be declared on these pages."""
    return range(request.authority.year - YEARS_BEFORE, request.authority.year + YEARS_AFTER + 1)


def _years(request: AuthorityRequest, year: int) -> dict[str, Any]:
    """The year shown and those offered, as texts: a number would be written with its thousands apart."""
    return {"year": str(year), "years": [str(offered) for offered in years_of(request)]}


@require_safe
@authority_page(Act.EDIT_STATE)
def index(request: AuthorityRequest) -> HttpResponse:
    """Groups of facts, and how many are declared for the year."""
    year = year_of(request)
    declared = set(
        request.authority.declared_facts.filter(year__in=(year, LASTING)).values_list("fact", "year")
    )
    groups = []
    for group in wordings.groups():
        keys = [(kind.id, year if kind.yearly else LASTING) for kind in wordings.kinds_of(group.id)]
        groups.append({"group": group, "all": len(keys), "declared": sum(key in declared for key in keys)})
    context = {"groups": groups, **_years(request, year)}
    return render(request, "law/facts_index.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@authority_page(Act.EDIT_STATE)
def group(request: AuthorityRequest, group: str) -> HttpResponse:
    """The facts of one group, for one year and until further notice."""
    found = wordings.group_of(group)
    if found is None:
        raise Http404("Ce sujet n'a pas de faits à déclarer.")
    year = year_of(request)
    data = request.POST if request.method == "POST" else None
    form = FactsForm(data, group=group, year=year, authority=request.authority)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            changes = form.save_merged()
            if changes:
                target = f"{found.label}, {year}"
                _told(request, "law.facts", target, changes)
        if changes is not None:
            messages.success(request, f"« {found.label} » est enregistré.")
            return redirect(_with_year(reverse("law:facts_index", args=[request.authority.siren]), year))
    context = {
        "form": form,
        "group": found,
        **_years(request, year),
        "kinds": wordings.kinds_of(group),
    }
    return render(request, "law/facts.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@authority_page(Act.EDIT_STATE)
def fact(request: AuthorityRequest, fact: str) -> HttpResponse:
    """One fact, with its proofs and its note."""
    if not wordings.is_fact(fact):
        raise Http404("Ce fait n'existe pas.")
    kind, year = wordings.kind_of(fact), year_of(request)
    key: dict[str, Any] = {"fact": fact, "year": year if kind.yearly else LASTING}
    back = _with_year(reverse("law:facts", args=[request.authority.siren, kind.group]), year)
    form = _form(request, key)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            hold(request.authority)
            if form.instance.pk is None and request.authority.declared_facts.filter(**key).exists():
                # Somebody has just declared it: merged with theirs, not written over.
                form = _form(request, key)
                form.is_valid()
            saved = form.save_merged()
            if saved is not None and form.changes:
                _told(request, "law.fact", f"{kind.label}{f', {year}' if kind.yearly else ''}", form.changes)
        if saved is not None:
            messages.success(request, f"« {kind.label} » est enregistré.")
            return redirect(back)
    return render(request, "law/fact.html", {"form": form, "kind": kind, "year": str(year), "back": back})


def _form(request: AuthorityRequest, key: dict[str, Any]) -> FactForm:
    found = request.authority.declared_facts.filter(**key).first()
    instance = found or DeclaredFact(authority=request.authority, **key)
    return FactForm(request.POST if request.method == "POST" else None, instance=instance)


def _with_year(address: str, year: int) -> str:
    return f"{address}?annee={year}"


def _told(request: AuthorityRequest, act: str, target: str, changes: dict[str, list[str]]) -> None:
    record(act, actor=request.user, authority=request.authority, target=target, details=changes)
