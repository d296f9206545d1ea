"""The instance, for its administrators: accounts and authorities, never what they hold."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import Count, OuterRef, Q, Subquery
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from canivet_web.access import SignedInRequest, instance_page
from canivet_web.accounts import mail, standing
from canivet_web.accounts.models import Membership, User
from canivet_web.authorities.models import Authority
from canivet_web.journal.models import Event
from canivet_web.paging import page_of


@require_safe
@instance_page
def instance(request: HttpRequest) -> HttpResponse:
    """Accounts, to look for one."""
    words = request.GET.get("q", "").strip()[:200]
    users = User.objects.annotate(teams=Count("memberships")).order_by("email")
    if words:
        users = users.filter(Q(email__icontains=words) | Q(name__icontains=words))
    context = {"page": page_of(request, users), "words": words, "waiting": mail.waiting()}
    return render(request, "accounts/instance.html", context)


@require_safe
@instance_page
def instance_authorities(request: HttpRequest) -> HttpResponse:
    """Authorities: who they are, how many people, when something was last decided."""
    last = Event.objects.filter(authority=OuterRef("pk")).order_by("-at").values("at")[:1]
    rows = (
        Authority.objects.kept()
        .annotate(members=Count("memberships"), last_at=Subquery(last))
        .order_by("name", "siren")
    )
    return render(request, "accounts/instance_authorities.html", {"page": page_of(request, rows)})


@require_http_methods(["GET", "HEAD", "POST"])
@instance_page
def instance_user(request: SignedInRequest, pk: int) -> HttpResponse:
    """One account: open or closed, and what it may do for the instance."""
    person = get_object_or_404(User, pk=pk)
    if request.method == "POST":
        asked = request.POST.get("changement", "")
        if asked not in standing.CHANGES:
            return HttpResponseBadRequest("Changement inconnu.")
        done, told = standing.change(pk, request.user, asked)
        messages.add_message(request, messages.SUCCESS if done else messages.ERROR, told)
        person.refresh_from_db()
        if request.user.pk != pk or (person.is_active and person.is_instance_admin):
            return redirect("accounts:instance_user", pk)
        return redirect("home")
    memberships = Membership.objects.filter(user=person, authority__deleted_at=None)
    page = page_of(
        request, memberships.select_related("authority", "service").order_by("authority__name", "pk")
    )
    return render(request, "accounts/instance_user.html", {"person": person, "page": page})
