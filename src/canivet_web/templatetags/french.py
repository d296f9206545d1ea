"""Filters that write figures as the documents do, and what the language of templates lacks."""

from __future__ import annotations

from typing import Any

from django import template

from canivet.deliverables import french
from canivet_web import wording

register = template.Library()


@register.filter
def figure(value: float | None) -> str:
    """A number with three significant digits, as the report writes it; a dash for none."""
    return "–" if value is None else french.number(float(value))


@register.filter
def whole(value: float | None) -> str:
    """A count."""
    return "–" if value is None else french.count(float(value))


@register.filter
def counted(value: float | None, nouns: str) -> str:
    """A count and its noun, ``ligne,lignes``: in French, what is under 2 is singular."""
    one, _, many = nouns.partition(",")
    return french.counted(float(value or 0), one, many)


@register.filter
def here(text: str) -> str:
    """A sentence of the library, without the files that only the command line writes."""
    return wording.here(text)


@register.filter
def percent(value: float | None) -> str:
    """A share between 0 and 1."""
    return french.percent(value)


@register.filter
def unit(value: str) -> str:
    """The French label of a unit."""
    return french.unit_label(value)


@register.filter
def item(mapping: Any, key: Any) -> Any:
    """``mapping[key]``, blank where it is absent."""
    return mapping.get(key, "") if mapping else ""


@register.simple_tag(takes_context=True)
def query(context: dict[str, Any], **changes: Any) -> str:
    """The query string of this page with some parameters changed; a blank one goes."""
    parameters = context["request"].GET.copy()
    for name, value in changes.items():
        if value in ("", None):
            parameters.pop(name, None)
        else:
            parameters[name] = value
    return f"?{parameters.urlencode()}"
