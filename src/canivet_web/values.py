"""Values of records as text: to compare two of them, and as people read them."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils import formats

BLANK = "(vide)"


def as_text(value: Any) -> str:
    """The written form that two values share when they say the same.

    >>> as_text(Decimal("12.50")), as_text(2.0), as_text(None), as_text("a\\r\\nb ")
    ('12.5', '2', '', 'a\\nb')
    """
    match value:
        case None:
            return ""
        case str():
            return value.replace("\r\n", "\n").strip()
        case bool():
            return json.dumps(value)
        case Decimal():
            return format(value.normalize(), "f")
        case float() if value.is_integer():
            return str(int(value))
        case _:
            return str(value)


def as_read(value: Any) -> str:
    """A value as people read it in a sentence.

    >>> as_read(True), as_read(None), as_read("")
    ('oui', '(vide)', '(vide)')
    """
    match value:
        case None | "":
            return BLANK
        case bool():
            return "oui" if value else "non"
        case float() if value.is_integer():
            return str(formats.localize(int(value)))
        case int() | float() | Decimal() | date():
            return str(formats.localize(value))
        case _:
            return str(value)
