"""The review of models, heaviest first: a list, and one model at a time for the keyboard."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from canivet_web.access import Act, AuthorityRequest, authority_page
from canivet_web.inventories import answers, labels, overlay
from canivet_web.inventories.forms import CorrectionForm
from canivet_web.inventories.models import Batch, BatchModel, Correction
from canivet_web.inventories.views.batches import batch_or_404
from canivet_web.paging import page_of

#: Longest search: a page of text is no search.
_LONGEST_SEARCH = 80


def _choice(data: Any) -> tuple[str, str]:
    which = data.get("voir", "a-relire")
    return which if which in overlay.FILTERS else "a-relire", data.get("q", "").replace("\0", "").strip()[
        :_LONGEST_SEARCH
    ]


def _row(model: BatchModel, correction: Correction | None) -> dict[str, Any]:
    return {
        "model": model,
        "name": overlay.name_of(model) or f"(sans nom : {model.place})",
        "understood": labels.understood(model.family, model.archetype),
        "confidence": labels.confidence_words(model.confidence, model.family),
        "correction": correction,
        "corrected_to": labels.value_label(correction.value) if correction else "",
        "can_confirm": correction is None and model.to_review and model.family != "unknown",
        "sure_value": labels.closest_choice(model.family, model.archetype),
    }


@require_safe
@authority_page(Act.READ_INVENTORY)
def models(request: AuthorityRequest, number: int) -> HttpResponse:
    """Models of a batch with what was understood of each."""
    found = batch_or_404(request, number)
    which, words = _choice(request.GET)
    rows = overlay.chosen_models(found, request.authority, which, words)
    page = page_of(request, rows)
    corrections = overlay.corrections_among(request.authority, [model.key for model in page])
    context = {
        "batch": found,
        "page": page,
        "rows": [_row(model, corrections.get(model.key)) for model in page],
        "filters": overlay.FILTERS,
        "which": which,
        "words": words,
    }
    return render(request, "inventories/models.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@authority_page(Act.IMPORT)
def correct(request: AuthorityRequest, number: int, pk: int) -> HttpResponse:
    """One model: confirm it, correct it, or take the correction back; then the next one."""
    found = batch_or_404(request, number)
    model: BatchModel = get_object_or_404(found.models, pk=pk)
    which, words = _choice(request.POST if request.method == "POST" else request.GET)
    near = answers.within_reach(found.summary)
    form = CorrectionForm(request.POST or None, near=near)
    outcome = None
    if request.method == "POST" and form.is_valid():
        if form.cleaned_data.get("skip"):
            return _onwards(request, found, model)
        value = form.cleaned_data["value"]
        outcome = overlay.correct(request.authority, request.user, model, value, form.cleaned_data["shown"])
        if outcome.saved:
            return _after(request, found, model, value)
    correction = overlay.corrections_among(request.authority, [model.key]).get(model.key)
    typed = form.cleaned_data.get("value", "") if form.is_bound else ""
    rows = overlay.chosen_models(found, request.authority, which, words)
    row = _row(model, correction)
    context = {
        "batch": found,
        "row": row,
        "choices": labels.choices(),
        "near": near,
        "uncounted": set(labels.families()) - labels.counted_families(),
        # What was guessed is already chosen: saving it confirms it.
        "selected": typed or (correction.value if correction else row["sure_value"]),
        "form": form,
        "said": form.data.get("said", "") if form.errors else "",
        "other": outcome.other if outcome else None,
        "typed_label": labels.value_label(typed),
        "which": which,
        "words": words,
        "query": urlencode({"voir": which, "q": words}),
        "next": overlay.next_to(model, rows),
        "left": rows.count(),
        "before": _before(request, found),
    }
    return render(request, "inventories/model.html", context, status=409 if outcome else 200)


def _after(request: AuthorityRequest, batch: Batch, model: BatchModel, value: str) -> HttpResponse:
    """Where a saved correction leads: to the next model of the review, or back to its page of the list."""
    said = f"désormais « {labels.value_label(value)} »" if value else "comme Canivet l'a compris"
    messages.success(request, f"Enregistré : {overlay.name_of(model)}, {said}.")
    return _onwards(request, batch, model)


def _onwards(request: AuthorityRequest, batch: Batch, model: BatchModel) -> HttpResponse:
    which, words = _choice(request.POST)
    rows = overlay.chosen_models(batch, request.authority, which, words)
    following = overlay.next_to(model, rows)
    query = {"voir": which, "q": words}
    siren = request.authority.siren
    page = request.POST.get("page", "")
    if page.isdecimal() or following is None:
        place = reverse("inventories:models", args=[siren, batch.number])
        mark = f"#m{following.pk}" if following else ""
        return redirect(f"{place}?{urlencode({**query, 'page': page or 1})}{mark}")
    place = reverse("inventories:correct", args=[siren, batch.number, following.pk])
    return redirect(f"{place}?{urlencode({**query, 'avant': model.pk})}")


def _before(request: AuthorityRequest, batch: Batch) -> BatchModel | None:
    """The model just answered, to come back to it."""
    given = request.GET.get("avant", "")
    return batch.models.filter(pk=int(given)).first() if given.isdecimal() and len(given) < 16 else None
