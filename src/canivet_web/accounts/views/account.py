"""One's own account."""

from __future__ import annotations

from django.conf import settings
from django.contrib import auth, messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from canivet_web.access import SignedInRequest, signed_in
from canivet_web.accounts import closing, throttle
from canivet_web.accounts.forms import CurrentPasswordForm, NameForm, RetypedEmailForm
from canivet_web.accounts.models import Membership
from canivet_web.accounts.throttle import Limited
from canivet_web.accounts.views.pages import bound, show, too_many
from canivet_web.paging import page_of


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def account(request: SignedInRequest) -> HttpResponse:
    """Name, address, authorities, and what can be done with one's data."""
    user = request.user
    form = bound(NameForm, request, initial={"name": user.name})
    if request.method == "POST" and form.is_valid():
        user.name = form.cleaned_data["name"]
        user.save(update_fields=["name"])
        messages.success(request, "Votre nom est enregistré.")
        return redirect("accounts:account")
    memberships = (
        Membership.objects.in_force(timezone.localdate())
        .filter(user=user)
        .select_related("authority", "service")
        .order_by("authority__name", "pk")
    )
    return show(request, "accounts/account.html", form, page=page_of(request, memberships))


@require_safe
@signed_in
def own_data(request: SignedInRequest) -> HttpResponse:
    """All that is kept about the person, as a file."""
    response = JsonResponse(
        closing.own_data(request.user), json_dumps_params={"ensure_ascii": False, "indent": 1}
    )
    response.headers["Content-Disposition"] = 'attachment; filename="canivet-mes-donnees.json"'
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def close_account(request: SignedInRequest) -> HttpResponse:
    """Delete one's account; refused while something would be left without anybody."""
    user, template = request.user, "accounts/close.html"
    proof = CurrentPasswordForm if user.has_usable_password() else RetypedEmailForm
    form = bound(proof, request, user=user)
    obstacles = closing.obstacles(user)
    if request.method != "POST" or obstacles:
        status = 409 if request.method == "POST" else 200
        return show(request, template, form, status, obstacles=obstacles)
    if wait := throttle.take(request, Limited.SIGN_IN, user.email):
        return too_many(request, template, form, wait, obstacles=[])
    if not form.is_valid():
        return show(request, template, form, obstacles=[])
    if obstacles := closing.close(user):
        return show(request, template, form, 409, obstacles=obstacles)
    auth.logout(request)
    messages.success(request, "Votre compte est supprimé, et votre nom effacé du journal.")
    return redirect(settings.LOGOUT_REDIRECT_URL)
