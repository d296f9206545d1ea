"""The register of disposals: lots retired on 1 January, and what became of them."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from canivet_web.access import Act, AuthorityRequest, authority_page
from canivet_web.law import bridge, rowpages, wordings
from canivet_web.law.forms import DisposalForm
from canivet_web.law.models import Disposal
from canivet_web.paging import page_of

KEPT = rowpages.Kept(
    relation="disposals",
    act="disposal",
    form=lambda request, instance: DisposalForm(
        request.POST if request.method == "POST" else None, instance=instance
    ),
    draft=lambda request: Disposal(authority=request.authority, year=request.authority.year),
    list_page="law:disposals",
    page="law:disposal",
    delete_page="law:disposal_delete",
    template="law/row.html",
    new_title="Ajouter un lot au registre des réformes",
    what="ce lot",
    consequence="Le lot ne comptera plus dans le taux de réemploi.",
)


@require_safe
@authority_page(Act.EDIT_STATE)
def index(request: AuthorityRequest) -> HttpResponse:
    """Lots, latest year first, and the rate that they give for the year studied."""
    page = page_of(request, rowpages.rows_of(request, KEPT))
    rows: list[dict[str, Any]] = [
        {
            "row": row,
            "family": wordings.family(row.family),
            "outcome": wordings.outcome(row.outcome),
            "exclusion": wordings.exclusion(row.exclusion) if row.exclusion else "",
        }
        for row in page
    ]
    item = bridge.rule_of(bridge.section_of(request.authority), "REEN16")
    return render(request, "law/disposals.html", {"page": page, "rows": rows, "item": item})


@require_http_methods(["GET", "HEAD", "POST"])
@authority_page(Act.EDIT_STATE)
def new(request: AuthorityRequest) -> HttpResponse:
    """Add a lot."""
    return rowpages.new(request, KEPT)


@require_http_methods(["GET", "HEAD", "POST"])
@authority_page(Act.EDIT_STATE)
def edit(request: AuthorityRequest, pk: int) -> HttpResponse:
    """Change a lot."""
    return rowpages.edit(request, KEPT, pk)


@require_http_methods(["GET", "HEAD", "POST"])
@authority_page(Act.EDIT_STATE)
def delete(request: AuthorityRequest, pk: int) -> HttpResponse:
    """Delete a lot, for now."""
    return rowpages.delete(request, KEPT, pk)
