"""The audit trail, and what can still be brought back."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from canivet_web.access import Act, AuthorityRequest, authority_page
from canivet_web.accounts.models import User
from canivet_web.downloads import csv_file
from canivet_web.journal import acts, bridge, recoverable
from canivet_web.paging import page_of

#: Digits beyond which no database has such a key.
LONGEST_KEY = 19


@require_safe
@authority_page(Act.JOURNAL)
def trail(request: AuthorityRequest) -> HttpResponse:
    """What was decided, latest first, of one family of acts and one person if asked."""
    page = page_of(request, _asked(request))
    context = {
        "page": page,
        "lines": _lines(request, list(page)),
        "families": {name: label for name, (label, _) in acts.FAMILIES.items()},
        "people": _people(request),
        "family": request.GET.get("famille", ""),
        "person": request.GET.get("personne", ""),
        "filtered": any(request.GET.get(name) for name in ("famille", "personne")),
    }
    return render(request, "journal/trail.html", context)


@require_safe
@authority_page(Act.JOURNAL)
def export(request: AuthorityRequest) -> HttpResponse:
    """The same, whole, as a table."""
    head = ("Date et heure", "Qui", "Acte", "Objet", "Détail", "Avant", "Après")
    rows: list[tuple[str, ...]] = []
    for line in _lines(request, list(_asked(request))):
        at = timezone.localtime(line.event.at).strftime("%Y-%m-%d %H:%M:%S")
        first = (at, line.who, line.words, line.target)
        rows += [(*first, change.label, change.before, change.after) for change in line.changes]
        rows += [] if line.changes else [(*first, "", "", "")]
    return csv_file(bridge.as_csv(head, rows), f"journal-{request.authority.siren}.csv")


@require_safe
@authority_page(Act.UNDO)
def bin(request: AuthorityRequest) -> HttpResponse:
    """What was deleted and can be brought back, with its last day."""
    keys = recoverable.deleted_keys(request.authority)
    page = page_of(request, keys)
    things = recoverable.shown(request.authority, list(page))
    context = {"page": page, "things": things, "days": settings.UNDO_DAYS}
    return render(request, "journal/bin.html", context)


@require_POST
@authority_page(Act.UNDO)
def bring_back(request: AuthorityRequest, kind: str, pk: int) -> HttpResponse:
    """Bring one thing back; a second click changes nothing."""
    if kind not in recoverable.KINDS:
        raise Http404
    try:
        name = recoverable.bring_back(request.authority, recoverable.KINDS[kind], pk, request.user)
    except ObjectDoesNotExist as error:
        raise Http404 from error
    except recoverable.Taken as taken:
        told = (
            f"« {taken} » n'a pas été rétabli : un autre élément a pris sa place depuis. "
            "Renommez ou supprimez l'autre, puis recommencez."
        )
        messages.error(request, told)
    else:
        told = f"« {name} » est rétabli." if name is not None else "C'était déjà rétabli : rien n'a changé."
        messages.success(request, told)
    return redirect("journal:bin", request.authority.siren)


def _asked(request: AuthorityRequest) -> Any:
    """Events of the authority that the query string asks for; what it says wrong is not asked for."""
    events = request.authority.events.all()
    family, person = request.GET.get("famille") or "", request.GET.get("personne") or ""
    if family in acts.FAMILIES:
        events = events.filter(act__in=acts.acts_of_family(family))
    if person.isdecimal() and len(person) < LONGEST_KEY:
        events = events.filter(actor=int(person))
    return events


def _people(request: AuthorityRequest) -> list[tuple[str, str]]:
    """Those who did something here."""
    actors = request.authority.events.exclude(actor=None).order_by().values("actor")
    return [
        (str(user.pk), str(user)) for user in User.objects.filter(pk__in=actors).order_by("name", "email")
    ]


def _lines(request: AuthorityRequest, events: list[Any]) -> list[acts.Line]:
    services = dict(request.authority.services.values_list("pk", "name"))
    return acts.read(events, services, inventory=Act.READ_INVENTORY in request.acts)
