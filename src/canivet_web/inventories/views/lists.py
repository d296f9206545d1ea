"""Lines that are not counted, differences with the batch in force, and tables to take away."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from canivet_web.access import Act, AuthorityRequest, authority_page
from canivet_web.downloads import csv_file
from canivet_web.inventories import comparing, exports, labels, pages
from canivet_web.inventories.views.batches import batch_or_404
from canivet_web.paging import page_of


@require_safe
@authority_page(Act.READ_INVENTORY)
def exclusions(request: AuthorityRequest, number: int) -> HttpResponse:
    """Lines that are not counted, gathered by reason and text."""
    found = batch_or_404(request, number)
    reasons = pages.reasons(found.summary)
    wanted = request.GET.get("raison", "")
    reason = next((row for row in reasons if row["code"] == wanted), None)
    groups = found.exclusions.filter(reason=wanted) if reason else found.exclusions.all()
    page = page_of(request, groups.order_by("reason", "-lines", "pk"))
    names = labels.families()
    context = {
        "batch": found,
        "reasons": reasons,
        "reason": reason,
        "page": page,
        "rows": [(group, names.get(group.family, "")) for group in page],
    }
    return render(request, "inventories/exclusions.html", context)


@require_safe
@authority_page(Act.READ_INVENTORY)
def differences(request: AuthorityRequest, number: int) -> HttpResponse:
    """What changes if this batch takes the place of the one in force."""
    found = batch_or_404(request, number)
    former = pages.former_of(found, request.authority)
    context: dict[str, Any] = {"batch": found, "former": former}
    if former is not None:
        context.update(comparing.compare(former, found, request.authority))
        kind = request.GET.get("voir", "")
        kind = kind if kind in comparing.KINDS else ""
        changed = [row for row in context["models"] if not kind or row["kind"] == kind]
        context["page"] = page_of(request, changed)
        context["kinds"], context["kind"] = comparing.KINDS, kind
    return render(request, "inventories/differences.html", context)


@require_safe
@authority_page(Act.READ_INVENTORY)
def export(request: AuthorityRequest, number: int, name: str) -> HttpResponse:
    """A table of a batch as CSV."""
    if name not in exports.NAMES:
        raise Http404
    found = batch_or_404(request, number)
    return csv_file(exports.write(found, name), f"canivet-import-{found.number}-{name}.csv")
