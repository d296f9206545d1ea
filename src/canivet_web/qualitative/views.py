"""The state of play: one page from which each of its parts is reached."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from canivet_web.access import Act, AuthorityRequest, authority_page
from canivet_web.qualitative.cards import cards


@require_safe
@authority_page(Act.BELONG)
def index(request: AuthorityRequest) -> HttpResponse:
    """What is known of each part, and where to go on."""
    shown = cards(request.authority, request.acts)
    done = sum(card["done"] for card in shown)
    return render(request, "qualitative/index.html", {"cards": shown, "done": done})
