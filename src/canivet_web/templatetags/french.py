"""Filters that write figures as the documents do, and small helpers of pages."""

from __future__ import annotations

from typing import Any

from django import template

from canivet.deliverables import french

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
