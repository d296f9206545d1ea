"""Duplicates to decide, one pair at a time, by the keyboard alone; what was joined, separated again."""

from __future__ import annotations

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from canivet_web.access import Act, AuthorityRequest, authority_page
from canivet_web.actors import bridge, pairs
from canivet_web.actors.models import Actor


@require_http_methods(["GET", "HEAD", "POST"])
@authority_page(Act.EDIT_STATE)
def queue(request: AuthorityRequest) -> HttpResponse:
    """The pair to decide: the most alike, or the one after those passed over."""
    if request.method == "POST":
        return _answered(request)
    waiting = pairs.waiting(request.authority)
    rank = _rank(request.GET.get("rang", ""))
    total = waiting.count()
    pair = waiting[rank : rank + 1].first() if rank < total else None
    context = {
        "total": total,
        "rank": rank,
        "pair": pair,
        "sides": [bridge.side(row) for row in (pair.first, pair.second)] if pair else [],
        "similarity": pair.similarity if pair else 0,
    }
    return render(request, "actors/pairs.html", context)


def _rank(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 7 else 0


def _answered(request: AuthorityRequest) -> HttpResponse:
    rank = _rank(request.POST.get("rang", ""))
    answer = request.POST.get("reponse", "")
    if answer in ("un", "deux"):
        pk = request.POST.get("paire", "")
        known = int(pk) if pk.isdecimal() and len(pk) < 19 else 0
        found = pairs.decide(request.authority, known, request.user, one=answer == "un")
        if found is None:
            messages.info(request, "Quelqu'un a déjà décidé de cette paire.")
        elif answer == "un":
            messages.success(request, f"« {found[1].name} » est réuni à « {found[0].name} ».")
        else:
            messages.success(request, f"« {found[0].name} » et « {found[1].name} » sont deux acteurs.")
    else:
        rank += 1
    address = redirect("actors:pairs", request.authority.siren).url
    return redirect(f"{address}?rang={rank}" if rank else address)


@require_POST
@authority_page(Act.EDIT_STATE)
def separate(request: AuthorityRequest, pk: int) -> HttpResponse:
    """Undo a merge: that of two actors, or that of one source."""
    row = get_object_or_404(request.authority.actors.kept(), pk=pk)
    merge, source = (request.POST.get(name, "") for name in ("reunion", "source"))
    done: tuple[Actor, Actor] | None = None
    if merge.isdecimal() and len(merge) < 19:
        done = pairs.unjoin(request.authority, int(merge), request.user)
    elif source.isdecimal() and len(source) < 19:
        with transaction.atomic():
            held = request.authority.actors.kept().select_for_update().filter(pk=pk).first()
            apart = pairs.part_with(held, int(source), request.user) if held else None
            done = (held, apart) if held and apart else None
    if done is None:
        messages.info(request, "Il n'y a plus rien à séparer ici.")
    else:
        messages.success(request, f"« {done[1].name} » est de nouveau un acteur à part.")
    return redirect("actors:actor", request.authority.siren, row.pk)
