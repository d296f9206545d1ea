"""What the programme manager sees across authorities: only what each has chosen to show."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, Subquery
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from canivet_web.access import SignedInRequest, programme_page
from canivet_web.authorities import bridge
from canivet_web.authorities.models import METHODS, Authority
from canivet_web.diagnostics.models import Result
from canivet_web.inventories.models import Acceptance
from canivet_web.paging import page_of

STATES = [("", "Toutes"), ("fige", "Avec un diagnostic figé"), ("sans", "Sans diagnostic figé")]


def _frozen() -> Any:
    """Frozen results still kept, the latest frozen first."""
    return Result.objects.filter(deleted_at=None, freeze__isnull=False).order_by(
        "-freeze__frozen_at", "-number"
    )


def _shown() -> Any:
    """Authorities that chose to be seen, with their latest frozen result."""
    accepted = Acceptance.objects.filter(authority=OuterRef("pk"), batch__deleted_at=None)
    latest = _frozen().filter(authority=OuterRef("pk")).values("pk")[:1]
    return (
        Authority.objects.kept()
        .filter(shared_with_programme=True)
        .annotate(accepted=Exists(accepted), frozen=Subquery(latest))
        .order_by("name", "pk")
    )


@require_safe
@programme_page
def programme(request: SignedInRequest) -> HttpResponse:
    """The table."""
    text, state = request.GET.get("q", "").strip(), request.GET.get("etat", "")
    rows = _shown()
    if text:
        rows = rows.filter(pk__in=bridge.having(text, rows.values_list("pk", "name")))
    if state in ("fige", "sans"):
        rows = rows.filter(frozen__isnull=state == "sans")
    page = page_of(request, rows)
    results = (
        Result.objects.filter(pk__in=[row.frozen for row in page if row.frozen])
        .select_related("freeze")
        .defer("evidence")
    )
    by_key = {result.pk: (result, bridge.main_figures(result.document)) for result in results}
    labels = bridge.type_labels()
    lines = []
    for row in page:
        result, figures = by_key.get(row.frozen, (None, None))
        lines.append(
            {
                "authority": row,
                "type": labels.get(row.type or row.kind, "autre organisme"),
                "status": bridge.STATUS_LABELS[bridge.obligation(row).status],
                "result": result,
                "figures": figures,
            }
        )
    context = {"page": page, "lines": lines, "text": text, "state": state, "states": STATES}
    return render(request, "authorities/programme.html", context)


@require_safe
@programme_page
def programme_authority(request: SignedInRequest, siren: str) -> HttpResponse:
    """Main figures of the latest frozen diagnosis of an authority that shows them, and nothing else."""
    shown = get_object_or_404(_shown(), siren=siren)
    result = Result.objects.filter(pk=shown.frozen).select_related("freeze").defer("evidence").first()
    figures = bridge.main_figures(result.document) if result else None
    obligation = bridge.obligation(shown)
    context = {
        "shown": shown,
        "type": bridge.type_labels().get(shown.type or shown.kind, "autre organisme"),
        "obligation": obligation,
        "status": bridge.STATUS_LABELS[obligation.status],
        "result": result,
        "figures": figures,
        "method": dict(METHODS).get(figures.method, figures.method) if figures else "",
    }
    return render(request, "authorities/programme_authority.html", context)
