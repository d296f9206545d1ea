"""Lists by pages of twenty rows: more would not fit in the elements that a page may have."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest

ROWS = 20


def page_of(request: HttpRequest, rows: Any, name: str = "page", rows_shown: int = ROWS) -> Page[Any]:
    """The page that the query string asks for under this name, or the nearest."""
    return Paginator(rows, rows_shown).get_page(request.GET.get(name))
