"""The declaration of a service, today's or as it was kept at a date; and keeping it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from canivet_web.access import Act, AuthorityRequest, authority_page
from canivet_web.journal.trail import record
from canivet_web.records import hold
from canivet_web.rgesn import bridge, storing
from canivet_web.rgesn.forms import FreezeForm
from canivet_web.rgesn.models import FrozenAssessment
from canivet_web.rgesn.views.services import service_or_404

#: Extension → type of content, and what writes it.
FORMATS = {
    "html": ("text/html; charset=utf-8", bridge.page_of_declaration),
    "txt": ("text/plain; charset=utf-8", bridge.text_of_declaration),
}


@require_safe
@authority_page(Act.READ)
def declaration(request: AuthorityRequest, pk: int) -> HttpResponse:
    """Today's declaration, one theme at a time: it prints from its file."""
    service = service_or_404(request, pk)
    return _shown(request, service, bridge.section_of(service), None)


@require_safe
@authority_page(Act.READ)
def frozen(request: AuthorityRequest, pk: int, number: int) -> HttpResponse:
    """A declaration as it was kept."""
    service = service_or_404(request, pk)
    kept = get_object_or_404(service.frozen, number=number)
    if not kept.document:
        return render(request, "rgesn/frozen_score.html", {"service": service, "kept": kept, **_points(kept)})
    return _shown(request, service, bridge.content_of(kept), kept)


def _points(kept: FrozenAssessment) -> dict[str, Any]:
    return {"said_score": bridge.score_words(kept.earned / kept.applicable if kept.applicable else None)}


def _shown(
    request: AuthorityRequest, service: Any, content: dict[str, Any], kept: FrozenAssessment | None
) -> HttpResponse:
    asked = request.GET.get("thematique", "1")
    theme = next((item for item in content["themes"] if str(item["id"]) == asked), None)
    if theme is None:
        raise Http404("Cette thématique n'existe pas.")
    context = {
        "service": service,
        "kept": kept,
        "number": kept.number if kept else 0,
        "content": content,
        "said_score": bridge.score_words(content["score"]["value"]),
        "theme": theme,
        "criteria": [row for row in content["criteria"] if row["theme"] == theme["id"]],
        "refused": bridge.refusal(content),
    }
    return render(request, "rgesn/declaration.html", context)


@require_safe
@authority_page(Act.READ)
def file(request: AuthorityRequest, pk: int, number: int, extension: str) -> HttpResponse:
    """The declaration as a file; number 0 is today's."""
    service = service_or_404(request, pk)
    kept = get_object_or_404(service.frozen, number=number) if number else None
    if extension not in FORMATS or (kept is not None and not kept.document):
        raise Http404
    content = bridge.content_of(kept) if kept else bridge.section_of(service)
    if bridge.refusal(content):
        raise Http404("Cette évaluation n'est pas datée.")
    kind, write = FORMATS[extension]
    text = write(content, request.authority.name, service.contact)
    name = f"declaration-ecoconception-{service.pk}.{extension}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(text, content_type=kind, headers=headers)


@require_http_methods(["GET", "HEAD", "POST"])
@authority_page(Act.FREEZE)
def freeze(request: AuthorityRequest, pk: int) -> HttpResponse:
    """Keep the assessment as it is; a second click finds it already kept."""
    service = service_or_404(request, pk)
    initial = {"day": service.established_on or timezone.localdate()}
    form = FreezeForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            hold(service)
            kept, is_new = storing.freeze(service, request.user, form.cleaned_data["day"])
            if is_new:
                target = f"l'évaluation de {service.name}"
                record("rgesn.frozen", actor=request.user, authority=request.authority, target=target)
        messages.success(
            request, "L'évaluation est figée." if is_new else "Elle était déjà figée, sans changement."
        )
        return redirect("rgesn:frozen", request.authority.siren, pk, kept.number)
    return render(request, "rgesn/freeze.html", {"form": form, "service": service})
