"""The footprint of the territory and its uses, theme by theme."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from canivet_web.access import Act, AuthorityRequest, authority_page
from canivet_web.territory_uses import bridge


@require_safe
@authority_page(Act.READ)
def index(request: AuthorityRequest) -> HttpResponse:
    """The footprint of the territory, what is known of each theme, the review of uses."""
    found = bridge.section_of(request.authority)
    themes = []
    for (id_, label), items in groupby(found["lines"], key=lambda line: (line["theme"], line["theme_label"])):
        lines = list(items)
        counts = {
            name: sum(line["origin"] == name for line in lines) for name in ("local", "national", "blank")
        }
        themes.append({"id": id_, "label": label, "total": len(lines), **counts})
    footprint = [line for line in found["lines"] if line["theme"] == "footprint"]
    context: dict[str, Any] = {
        "found": found,
        "footprint": [(line, bridge.line_words(line)) for line in footprint],
        "themes": themes,
        "study": bridge.study_words(found),
    }
    return render(request, "territory_uses/index.html", context)


@require_safe
@authority_page(Act.READ)
def theme(request: AuthorityRequest, theme: str) -> HttpResponse:
    """The indicators of a theme: local figure, national ratio, or where to look."""
    lines = [line for line in bridge.section_of(request.authority)["lines"] if line["theme"] == theme]
    if not lines:
        raise Http404
    context = {"label": lines[0]["theme_label"], "lines": [(line, bridge.line_words(line)) for line in lines]}
    return render(request, "territory_uses/theme.html", context)
