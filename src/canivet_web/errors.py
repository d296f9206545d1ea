"""Pages of errors."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from canivet_web.access import public


@public
def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403: the role does not have the act."""
    return render(request, "canivet/error.html", _what("forbidden"), status=403)


@public
def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404."""
    return render(request, "canivet/error.html", _what("not_found"), status=404)


@public
def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400."""
    return render(request, "canivet/error.html", _what("bad_request"), status=400)


@public
def server_error(request: HttpRequest) -> HttpResponse:
    """500: written without the database, which may be what failed."""
    return render(request, "canivet/error.html", _what("server_error"), status=500)


@public
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form whose token is absent or old: nothing was saved."""
    return render(request, "canivet/error.html", _what("csrf"), status=403)


_WORDS = {
    "forbidden": (
        "Votre rôle ne permet pas cette action",
        "Demandez à la personne qui pilote la démarche dans votre collectivité : elle peut changer votre "
        "rôle.",
    ),
    "not_found": (
        "Page introuvable",
        "L'adresse est fausse, la page a été supprimée, ou elle n'est pas ouverte à votre compte.",
    ),
    "bad_request": ("Demande illisible", "Revenez en arrière et recommencez."),
    "server_error": (
        "Une erreur de Canivet",
        "Rien n'a été enregistré à moitié. Recommencez ; si l'erreur revient, prévenez l'administrateur de "
        "l'instance : il la trouvera dans son journal.",
    ),
    "csrf": (
        "Ce formulaire a expiré",
        "Rien n'a été enregistré. Revenez en arrière, rechargez la page et recommencez. Les cookies du site "
        "doivent être acceptés.",
    ),
}


def _what(name: str) -> dict[str, Any]:
    title, cure = _WORDS[name]
    return {"title": title, "cure": cure}
