"""The grid frozen on a day, and what moved between two days."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from canivet_web.access import Act, AuthorityRequest, authority_page
from canivet_web.journal.trail import record
from canivet_web.maturity import bridge, freezing
from canivet_web.maturity.forms import FreezeForm
from canivet_web.paging import page_of
from canivet_web.records import hold


@require_http_methods(["GET", "HEAD", "POST"])
@authority_page(Act.FREEZE)
def freeze(request: AuthorityRequest) -> HttpResponse:
    """Freeze the grid as it is today."""
    form = FreezeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            hold(request.authority)
            label = form.cleaned_data["label"]
            frozen, is_new = freezing.freeze(request.authority, request.user, label, timezone.localdate())
            if frozen is not None and is_new:
                record(
                    "maturity.frozen",
                    actor=request.user,
                    authority=request.authority,
                    target=f"la grille de maturité du {frozen.name}",
                    details={"label": ["", label]} if label else {},
                )
        if frozen is None:
            form.add_error(None, "Il n'y a encore aucune réponse à figer.")
        else:
            said = "est figée" if is_new else "est déjà figée, sans changement depuis"
            messages.success(request, f"La grille du {bridge.day_of(frozen.name)} {said}.")
            return redirect("maturity:dates", request.authority.siren)
    return render(request, "maturity/freeze.html", {"form": form})


@require_safe
@authority_page(Act.READ)
def dates(request: AuthorityRequest) -> HttpResponse:
    """Frozen grids, and the comparison of two of them."""
    rows = request.authority.maturity_snapshots.defer("document").order_by("-frozen_on", "-pk")
    names = list(rows.values_list("name", flat=True))
    before, after = request.GET.get("avant", ""), request.GET.get("apres", "")
    labels = {name: bridge.day_of(name) for name in names}
    context: dict[str, Any] = {
        "page": page_of(request, rows),
        "names": list(labels.items()),
        "before": before,
        "after": after,
    }
    if before in names and after in names and before != after:
        context |= freezing.compared(request.authority, before, after)
        context["moves"] = page_of(request, context["moves"], "mouvements")
    elif before or after:
        context["problem"] = "Choisissez deux dates différentes parmi celles de la liste."
    return render(request, "maturity/dates.html", context)
