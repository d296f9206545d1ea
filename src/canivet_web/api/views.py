"""Results as JSON, under the same rights as the pages."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from canivet_web.access import Act, AuthorityRequest, public
from canivet_web.api.answers import PRIVATE, answer, reads
from canivet_web.api.description import description
from canivet_web.api.totals import totals
from canivet_web.paging import page_of


@reads(Act.READ)
def results(request: AuthorityRequest) -> HttpResponse:
    """Results of the authority, latest first, twenty a page."""
    authority = request.authority
    kept = authority.results.kept().select_related("freeze").defer("evidence")
    page = page_of(request, kept)
    path = reverse("api:results", args=[authority.siren])
    return answer(
        {
            "authority": {"siren": authority.siren, "name": authority.name},
            "count": page.paginator.count,
            "next": f"{path}?page={page.next_page_number()}" if page.has_next() else None,
            "previous": f"{path}?page={page.previous_page_number()}" if page.has_previous() else None,
            "results": [_summary(authority.siren, result) for result in page],
        }
    )


@reads(Act.READ)
def result(request: AuthorityRequest, number: int) -> HttpResponse:
    """One result: the stored document, to the byte."""
    kept = request.authority.results.kept()
    found = kept.filter(number=number).values_list("pk", "sha256").first()
    if found is None:
        raise Http404
    pk, sha256 = found
    etag = f'"{sha256}"'
    response: Any = get_conditional_response(request, etag=etag)
    if response is None:
        document = kept.values_list("document", flat=True).get(pk=pk)
        response = HttpResponse(document.encode(), content_type="application/json")
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = PRIVATE
    return response  # type: ignore[no-any-return]


@require_safe
@public
def openapi(request: HttpRequest) -> HttpResponse:
    """The description of these routes, for programs."""
    return answer(description(), cache="public, max-age=3600")


def _summary(siren: str, result: Any) -> dict[str, Any]:
    freeze = result.frozen
    return {
        "number": result.number,
        "year": result.year,
        "created_at": result.created_at.isoformat(),
        "frozen": freeze is not None,
        "frozen_at": freeze.frozen_at.isoformat() if freeze else None,
        "label": freeze.label if freeze else None,
        "sha256": result.sha256,
        "url": reverse("api:result", args=[siren, result.number]),
        "totals": totals(result.document),
    }
