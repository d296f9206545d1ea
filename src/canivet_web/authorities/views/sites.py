"""The sites of the authority."""

from __future__ import annotations

from django.db.models import Sum
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from canivet_web.access import Act, AuthorityRequest, authority_page
from canivet_web.authorities import named
from canivet_web.authorities.forms import SiteForm
from canivet_web.authorities.models import Site
from canivet_web.paging import page_of


def _consequence(site: Site) -> str:
    return "Aucun chiffre du diagnostic n'en dépend."


NAMED = named.Named("site", "sites", "site", SiteForm, _consequence)


@require_safe
@authority_page(Act.READ)
def sites(request: AuthorityRequest) -> HttpResponse:
    """The list, with its totals."""
    kept = request.authority.sites.kept()
    totals = kept.aggregate(headcount=Sum("headcount"), surface=Sum("server_room_m2"))
    return render(request, "authorities/sites.html", {"page": page_of(request, kept), "totals": totals})


@require_http_methods(["GET", "HEAD", "POST"])
@authority_page(Act.EDIT_PROFILE)
def site_new(request: AuthorityRequest) -> HttpResponse:
    """Add a site."""
    return named.add(request, NAMED)


@require_http_methods(["GET", "HEAD", "POST"])
@authority_page(Act.EDIT_PROFILE)
def site(request: AuthorityRequest, pk: int) -> HttpResponse:
    """Change a site."""
    return named.edit(request, NAMED, pk)


@require_http_methods(["GET", "HEAD", "POST"])
@authority_page(Act.EDIT_PROFILE)
def site_delete(request: AuthorityRequest, pk: int) -> HttpResponse:
    """Delete a site."""
    return named.delete(request, NAMED, pk)
