"""The platform's own declarations: eco-design, accessibility, personal data."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from canivet_web.access import public
from canivet_web.publications import declared


@require_safe
@public
def ecodesign(request: HttpRequest) -> HttpResponse:
    """RGESN declaration, footprint of the platform, weights of its pages; one theme in detail when asked."""
    themes = declared.themes()
    asked = request.GET.get("thematique", "")
    theme = next((item for item in themes if str(item.number) == asked), None)
    if asked and theme is None:
        raise Http404("Cette thématique n'existe pas.")
    criteria = declared.criteria()
    context = {
        "about": declared.eco_design(),
        "themes": themes,
        "theme": theme,
        "criteria": [item for item in criteria if theme and item.theme_number == theme.number],
        "score": declared.whole().value,
        "counts": declared.counts(declared.whole()),
        "weights": declared.weights(),
        "total": len(criteria),
        "footprint": declared.footprint(),
        "pages": declared.page_weights(),
    }
    return render(request, "publications/theme.html" if theme else "publications/ecodesign.html", context)


@require_safe
@public
def accessibility(request: HttpRequest) -> HttpResponse:
    """RGAA declaration."""
    context = {"about": declared.accessibility(), "contact": settings.DEFAULT_FROM_EMAIL}
    return render(request, "publications/accessibility.html", context)


@require_safe
@public
def privacy(request: HttpRequest) -> HttpResponse:
    """What is kept of people, why and how long."""
    context = {
        "contact": settings.DEFAULT_FROM_EMAIL,
        "undo_days": settings.UNDO_DAYS,
        "retention_months": settings.RETENTION_MONTHS,
        "session_days": settings.SESSION_COOKIE_AGE // 86400,
    }
    return render(request, "publications/privacy.html", context)
