"""The one page of all documents, and each document."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from canivet_web.access import Act, AuthorityRequest, authority_page
from canivet_web.accounts.models import hashed
from canivet_web.diagnostics.models import ResultFile
from canivet_web.paging import page_of
from canivet_web.publications import documents, sharing
from canivet_web.publications.models import ShareLink

#: Older diagnoses, and links, on one page.
ROWS = 8


@require_safe
@authority_page(Act.READ)
def deliverables(request: AuthorityRequest) -> HttpResponse:
    """Documents of the diagnosis in force and of a later draft, older diagnoses, open links."""
    results = (
        request.authority.results.kept()
        .defer("document", "evidence")
        .select_related("freeze", "authority")
        .order_by("-number")
    )
    frozen = results.filter(freeze__isnull=False)
    current = frozen.first()
    draft = results.filter(freeze=None).first()
    if draft is not None and current is not None and draft.number < current.number:
        draft = None
    shown = documents.listed([item for item in (current, draft) if item is not None], request.acts)
    older = frozen.exclude(pk=current.pk) if current is not None else frozen.none()
    links = (
        ShareLink.objects.filter(authority=request.authority)
        .select_related("result", "result__freeze")
        .defer("result__document", "result__evidence")
    )
    context = {
        "current": shown[0] if current is not None else None,
        "draft": shown[-1] if draft is not None else None,
        "older": page_of(request, older, rows_shown=ROWS),
        "links": page_of(request, links, "liens", ROWS) if Act.SHARE in request.acts else None,
        "new_link": _new_link(request),
    }
    return render(request, "publications/deliverables.html", context)


def _new_link(request: AuthorityRequest) -> dict[str, object] | None:
    """The link just made by this person, with its secret: it is shown by this answer and no other."""
    seed = request.session.pop("share_seed", None) if Act.SHARE in request.acts else None
    if not isinstance(seed, str):
        return None
    secret = sharing.secret_of(request.authority, seed)
    link = request.authority.share_links.filter(token_hash=hashed(secret)).first()
    if link is None:
        return None
    address = f"{settings.PUBLIC_URL}{reverse('publications:shared', args=[secret])}"
    return {"link": link, "address": address}


@require_safe
@authority_page(Act.READ)
def file(request: AuthorityRequest, number: int, name: str) -> HttpResponseBase:
    """One document of one result."""
    found = get_object_or_404(
        ResultFile.objects.select_related("result__authority").defer("result__document", "result__evidence"),
        result__authority=request.authority,
        result__deleted_at=None,
        result__number=number,
        name=name,
    )
    if not documents.may_open(name, request.acts):
        raise PermissionDenied
    return documents.sent(request, found.result, found)
