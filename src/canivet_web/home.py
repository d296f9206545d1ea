"""The first page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from canivet_web.access import public


@require_safe
@public
def home(request: HttpRequest) -> HttpResponse:
    """What Canivet does; whoever is signed in goes straight to their authorities."""
    if request.user.is_authenticated:
        return redirect("authorities:mine")
    return render(request, "canivet/home.html")
