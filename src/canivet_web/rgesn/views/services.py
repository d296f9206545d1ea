"""The services assessed: list, score of one, its identity, its facts, deletion."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from canivet_web.access import Act, AuthorityRequest, authority_page
from canivet_web.journal.trail import record
from canivet_web.paging import page_of
from canivet_web.records import hold
from canivet_web.rgesn import bridge
from canivet_web.rgesn.forms import FactsForm, ServiceForm
from canivet_web.rgesn.models import AssessedService

#: The same service sent again within this delay is a second click.
SECOND_CLICK = timedelta(minutes=1)
#: Steps of the plan shown on the page of a service; the declaration shows them all.
STEPS_SHOWN = 5


def service_or_404(request: AuthorityRequest, pk: int) -> AssessedService:
    """A kept service of the authority."""
    found: AssessedService = get_object_or_404(request.authority.assessed_services.kept(), pk=pk)
    found.authority = request.authority
    return found


@require_safe
@authority_page(Act.READ)
def index(request: AuthorityRequest) -> HttpResponse:
    """Services assessed and their scores, today."""
    services = request.authority.assessed_services.kept().select_related("entry")
    page = page_of(request, services.prefetch_related("answers"))
    scores = bridge.scores_of(page)
    kinds = dict(bridge.kinds())
    rows = [
        (service, kinds.get(service.kind, service.kind), bridge.score_words(found.value), found.counts)
        for service in page
        for found in (scores[service.pk],)
    ]
    return render(request, "rgesn/index.html", {"page": page, "rows": rows})


@require_safe
@authority_page(Act.READ)
def service(request: AuthorityRequest, pk: int) -> HttpResponse:
    """Score of a service, theme by theme, what is planned, scores kept before."""
    found = service_or_404(request, pk)
    content = bridge.section_of(found)
    context: dict[str, Any] = {
        "service": found,
        "content": content,
        "themes": [(theme, bridge.score_words(theme["value"])) for theme in content["themes"]],
        "said_score": bridge.score_words(content["score"]["value"]),
        "best": bridge.score_words(content["score"]["high"]),
        "expected": bridge.score_words(content["plan"]["expected"]),
        "steps": content["plan"]["steps"][:STEPS_SHOWN],
        "doubtful": [row for row in content["criteria"] if row["contradicts"]],
        "frozen": [
            (row, bridge.score_words(row.earned / row.applicable if row.applicable else None))
            for row in found.frozen.defer("document").order_by("-frozen_on", "-number")[:STEPS_SHOWN]
        ],
        "undeclared": bridge.refusal(content),
    }
    return render(request, "rgesn/service.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@authority_page(Act.EDIT_STATE)
def service_new(request: AuthorityRequest) -> HttpResponse:
    """Add a service to assess, with the edition of today."""
    draft = AssessedService(authority=request.authority, edition=bridge.newest())
    entry = request.authority.entries.kept().filter(pk=_number(request.GET.get("ligne", ""))).first()
    initial = {"entry": entry.pk, "name": entry.name, "address": entry.address} if entry else {}
    form = ServiceForm(request.POST if request.method == "POST" else None, instance=draft, initial=initial)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            hold(request.authority)
            saved = _second_click(form) or _create(request, form)
        return redirect("rgesn:facts", request.authority.siren, saved.pk)
    context = {"form": form, "title": "Évaluer un service", "back": _list(request)}
    return render(request, "rgesn/service_form.html", context)


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 10 else 0


def _second_click(form: ServiceForm) -> AssessedService | None:
    recent = form.instance.authority.assessed_services.kept().filter(
        name=form.instance.name, created_at__gte=timezone.now() - SECOND_CLICK
    )
    return next((other for other in recent if form.written(other) == form.written(form.instance)), None)


def _create(request: AuthorityRequest, form: ServiceForm) -> AssessedService:
    form.instance.slug = bridge.free_slug(request.authority, form.instance.name)
    saved: AssessedService = form.save_merged()
    bridge.write_blank_answers(saved)
    record("rgesn.created", actor=request.user, authority=request.authority, target=saved.name)
    messages.success(
        request, f"« {saved.name} » est ajouté. Décrivez-le : des critères tomberont d'eux-mêmes."
    )
    return saved


def _list(request: AuthorityRequest) -> str:
    return reverse("rgesn:index", args=[request.authority.siren])


@require_http_methods(["GET", "HEAD", "POST"])
@authority_page(Act.EDIT_STATE)
def service_edit(request: AuthorityRequest, pk: int) -> HttpResponse:
    """Change what identifies a service and its assessment."""
    found = service_or_404(request, pk)
    title = found.name
    form = ServiceForm(request.POST if request.method == "POST" else None, instance=found)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            saved = form.save_merged()
            if saved is not None and form.changes:
                record(
                    "rgesn.changed",
                    actor=request.user,
                    authority=request.authority,
                    target=saved.name,
                    details=form.changes,
                )
        if saved is not None:
            messages.success(request, f"« {saved.name} » est enregistré.")
            return redirect("rgesn:service", request.authority.siren, pk)
    context = {
        "form": form,
        "title": title,
        "back": reverse("rgesn:service", args=[request.authority.siren, pk]),
        "delete": reverse("rgesn:service_delete", args=[request.authority.siren, pk]),
    }
    return render(request, "rgesn/service_form.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@authority_page(Act.EDIT_STATE)
def facts(request: AuthorityRequest, pk: int) -> HttpResponse:
    """What the service has or has not: it says which criteria are not applicable."""
    found = service_or_404(request, pk)
    form = FactsForm(request.POST if request.method == "POST" else None, service=found)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            hold(found)
            found.refresh_from_db(fields=["facts", "version"])
            kept = form.merged(found.facts)
            if kept is not None and kept != found.facts:
                _write_facts(request, found, kept)
        if kept is not None:
            aside = len(bridge.put_aside_by_facts(found))
            messages.success(request, f"C'est enregistré : {aside} critères sans objet pour ce service.")
            return redirect("rgesn:service", request.authority.siren, pk)
    return render(request, "rgesn/facts.html", {"form": form, "service": found})


def _write_facts(request: AuthorityRequest, service: AssessedService, kept: dict[str, str]) -> None:
    words = {fact.id: fact.label for fact in bridge.referential(service.edition).facts.values()}
    told = {"": "", bridge.YES: "oui", bridge.NO: "non"}
    names = [name for name in words if kept.get(name, "") != service.facts.get(name, "")]
    details = {words[name]: [told[service.facts.get(name, "")], told[kept.get(name, "")]] for name in names}
    service.facts = kept
    service.version += 1
    service.save(update_fields=["facts", "version", "updated_at"])
    record(
        "rgesn.facts", actor=request.user, authority=request.authority, target=service.name, details=details
    )


@require_http_methods(["GET", "HEAD", "POST"])
@authority_page(Act.EDIT_STATE)
def service_delete(request: AuthorityRequest, pk: int) -> HttpResponse:
    """Delete a service and its assessment, for now."""
    services = request.authority.assessed_services
    if request.method == "POST":
        with transaction.atomic():
            held = services.kept().select_for_update().filter(pk=pk).first()
            if held is None:
                get_object_or_404(services.deleted(), pk=pk)
            else:
                held.discard(request.user)
                record("rgesn.deleted", actor=request.user, authority=request.authority, target=held.name)
                messages.success(
                    request, f"« {held.name} » est supprimé. La corbeille permet de le rétablir."
                )
        return redirect("rgesn:index", request.authority.siren)
    found = service_or_404(request, pk)
    context = {
        "title": f"Supprimer l'évaluation de « {found.name} » ?",
        "explanation": "Ses réponses et ses scores figés partent avec lui. La corbeille permet de le "
        f"rétablir pendant {settings.UNDO_DAYS} jours.",
        "button": "Supprimer cette évaluation",
        "back": reverse("rgesn:service", args=[request.authority.siren, pk]),
    }
    return render(request, "canivet/confirm.html", context)
