"""Accounts: signing up and in, the team of an authority, the instance."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

from canivet_web.access import Act, authority_page, instance_page, public, signed_in


@public
def sign_up(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    """To be written."""
    raise Http404


@public
def confirm(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    """To be written."""
    raise Http404


@public
def login(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    """To be written."""
    raise Http404


@public
def link(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    """To be written."""
    raise Http404


@public
def link_in(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    """To be written."""
    raise Http404


@public
def logout(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    """To be written."""
    raise Http404


@public
def reset(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    """To be written."""
    raise Http404


@public
def reset_confirm(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    """To be written."""
    raise Http404


@public
def invitation(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    """To be written."""
    raise Http404


@signed_in
def account(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    """To be written."""
    raise Http404


@signed_in
def password(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    """To be written."""
    raise Http404


@signed_in
def own_data(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    """To be written."""
    raise Http404


@signed_in
def close_account(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    """To be written."""
    raise Http404


@instance_page
def instance(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    """To be written."""
    raise Http404


@instance_page
def instance_user(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    """To be written."""
    raise Http404


@authority_page(Act.TEAM)
def team(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    """To be written."""
    raise Http404


@authority_page(Act.TEAM)
def invite(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    """To be written."""
    raise Http404


@authority_page(Act.TEAM)
def member(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    """To be written."""
    raise Http404


@authority_page(Act.TEAM)
def member_remove(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    """To be written."""
    raise Http404


@authority_page(Act.TEAM)
def invitation_withdraw(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    """To be written."""
    raise Http404
