"""The decorators that every view wears: who may open it (see ``roles``).

A view without one of these decorators is a defect: a test walks all URLs and refuses it. A page of an
authority answers 404 to whoever is not of it (nothing is learnt from outside), and 403 to a member whose
role does not have the act.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase

from canivet_web.direct import row_where
from canivet_web.roles import Act, acts_of

if TYPE_CHECKING:
    from canivet_web.accounts.models import Membership, User
    from canivet_web.authorities.models import Authority

View = Callable[..., HttpResponseBase]


class SignedInRequest(HttpRequest):
    """A request whose user is known."""

    user: User


class AuthorityRequest(SignedInRequest):
    """A request to a page of an authority, by one of its members."""

    authority: Authority
    membership: Membership
    acts: frozenset[Act]


def public(view: View) -> View:
    """A page for anyone."""
    return _marked(view, "public")


def signed_in(view: View) -> View:
    """A page for whoever has an account; others are sent to the sign-in page and come back."""

    @wraps(view)
    def wrapped(request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path(), settings.LOGIN_URL)
        return view(request, *args, **kwargs)

    return _marked(wrapped, "signed_in")


def authority_page(act: Act) -> Callable[[View], View]:
    """A page of the authority named by ``siren`` in the URL, for members whose role has ``act``.

    The view gets a request with ``authority``, ``membership`` and ``acts``, and no ``siren``.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def wrapped(request: Any, siren: str, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path(), settings.LOGIN_URL)
            membership = membership_of(request.user, siren)
            if membership is None:
                raise Http404("Aucune collectivité de ce SIREN parmi les vôtres.")
            request.membership = membership
            request.authority = membership.authority
            request.acts = acts_of(membership.role)
            if act not in request.acts:
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return _marked(wrapped, act)

    return decorate


def membership_of(user: User, siren: str) -> Membership | None:
    """The membership, in force today, of a user in the authority of this SIREN."""
    from canivet_web.accounts.models import Membership
    from canivet_web.authorities.models import Authority

    if not user.is_active:
        return None
    authority = row_where(Authority, siren=siren)
    if authority is None or authority.deleted_at is not None:
        return None
    found = row_where(Membership, user_id=user.pk, authority_id=authority.pk)
    if found is None or not found.is_in_force():
        return None
    found.user, found.authority = user, authority
    return found


def programme_page(view: View) -> View:
    """A page of the ANCT programme manager, across authorities."""
    return _flagged(view, "is_programme_manager", "programme")


def instance_page(view: View) -> View:
    """A page of the instance administrator: accounts and authorities, never their data."""
    return _flagged(view, "is_instance_admin", "instance")


def _flagged(view: View, flag: str, access: str) -> View:
    @wraps(view)
    def wrapped(request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path(), settings.LOGIN_URL)
        if not getattr(request.user, flag):
            raise Http404
        return view(request, *args, **kwargs)

    return _marked(wrapped, access)


def _marked(view: View, access: str) -> View:
    view.access = access  # type: ignore[attr-defined]
    return view


__all__ = [
    "Act",
    "AuthorityRequest",
    "SignedInRequest",
    "authority_page",
    "instance_page",
    "membership_of",
    "programme_page",
    "public",
    "signed_in",
]
