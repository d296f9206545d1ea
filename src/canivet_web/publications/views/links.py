"""Links that show a frozen diagnosis to whoever has them: making, closing, opening."""

from __future__ import annotations

import secrets
from typing import TypeVar

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from canivet_web.access import Act, AuthorityRequest, authority_page, public
from canivet_web.diagnostics.models import ResultFile
from canivet_web.publications import bridge, documents, sharing
from canivet_web.publications.forms import ShareForm
from canivet_web.publications.models import ShareLink

Answer = TypeVar("Answer", bound=HttpResponseBase)


@require_http_methods(["GET", "HEAD", "POST"])
@authority_page(Act.SHARE)
def share(request: AuthorityRequest, number: int) -> HttpResponse:
    """Open a link to a frozen result; a result that is not frozen is explained, not shared."""
    result = get_object_or_404(
        request.authority.results.kept().defer("document", "evidence").select_related("freeze", "authority"),
        number=number,
    )
    if not result.frozen:
        messages.warning(
            request, "Figez d'abord ce diagnostic : seul un résultat qui ne changera plus se partage."
        )
        return redirect("diagnostics:show", request.authority.siren, number)
    form = ShareForm(request.POST or None, initial={"seed": secrets.token_urlsafe(24)})
    if request.method == "POST" and form.is_valid():
        sharing.create(
            result,
            request.user,
            seed=form.cleaned_data["seed"],
            label=form.cleaned_data["label"],
            expires_on=form.cleaned_data["expires_on"],
        )
        request.session["share_seed"] = form.cleaned_data["seed"]
        return redirect("publications:deliverables", request.authority.siren)
    return render(request, "publications/share.html", {"form": form, "result": result})


@require_http_methods(["GET", "HEAD", "POST"])
@authority_page(Act.SHARE)
def revoke(request: AuthorityRequest, pk: int) -> HttpResponse:
    """Close a link before its date."""
    link = get_object_or_404(
        ShareLink.objects.select_related("result", "authority").defer("result__document", "result__evidence"),
        authority=request.authority,
        pk=pk,
    )
    back = reverse("publications:deliverables", args=[request.authority.siren])
    if request.method == "POST":
        if sharing.revoke(link, request.user):
            messages.success(request, f"Le lien « {link.label} » est fermé : plus personne ne l'ouvre.")
        return redirect(back)
    words = {
        "title": f"Fermer le lien « {link.label} » ?",
        "explanation": "Les personnes qui l'ont reçu ne verront plus le diagnostic. Un lien fermé ne se "
        "rouvre pas, mais vous pouvez en créer un autre.",
        "button": "Fermer le lien",
        "back": back,
    }
    return render(request, "canivet/confirm.html", words)


@require_safe
@public
def shared(request: HttpRequest, token: str) -> HttpResponse:
    """The read-only page of a link."""
    link = sharing.find_open(token)
    if link is None:
        return _kept_apart(render(request, "publications/closed.html", status=404))
    if request.method == "GET":
        visitor = f"{request.META.get('REMOTE_ADDR', '')} {request.META.get('HTTP_USER_AGENT', '')}"
        sharing.count_view(link, visitor)
    (row,) = documents.listed([link.result], frozenset())
    context = {
        "link": link,
        "result": link.result,
        "summary": bridge.summary(link.result.document),
        "files": row["committee"],
        "token": token,
    }
    return _kept_apart(render(request, "publications/shared.html", context))


@require_safe
@public
def shared_file(request: HttpRequest, token: str, name: str) -> HttpResponseBase:
    """A document of the result of a link; never one that holds lines of the inventory."""
    link = sharing.find_open(token)
    found = (
        ResultFile.objects.filter(result=link.result, name=name).first()
        if link is not None and name in bridge.COMMITTEE
        else None
    )
    if link is None or found is None:
        return _kept_apart(render(request, "publications/closed.html", status=404))
    return _kept_apart(documents.sent(request, link.result, found))


def _kept_apart(response: Answer) -> Answer:
    """Neither search engines nor the sites that the page links to may learn the address."""
    response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    response["Referrer-Policy"] = "no-referrer"
    return response
