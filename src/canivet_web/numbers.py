"""Fields for numbers as people in France type them: decimal comma, blanks between thousands."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator

#: The largest count that every database holds; SQLite would take more, and overflow when adding them.
LARGEST_WHOLE = 2**31 - 1
#: What separates thousands, in files and on keyboards.
_BLANKS = re.compile(r"[\s\u00a0\u202f\u2009']+")


class NumberInput(forms.TextInput):
    """A text box for a number, with the keyboard of numbers on a telephone."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"inputmode": "decimal", "size": 14, **(attrs or {})})
        self.is_localized = True

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> Any:
        """What was typed, without the blanks between thousands."""
        value = super().value_from_datadict(data, files, name)
        return _BLANKS.sub("", value) if isinstance(value, str) else value

    def format_value(self, value: Any) -> str | None:
        """A number without useless decimals; a text typed wrong, as it was typed."""
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        written: str | None = super().format_value(value)
        return written


def french_numbers(form: forms.BaseForm, *names: str) -> None:
    """Give these fields of a form the text box of French numbers."""
    for name in names:
        field = form.fields[name]
        field.localize = True
        if type(field) is forms.IntegerField:  # decimals descend from it
            field.validators.append(MaxValueValidator(LARGEST_WHOLE))
        field.widget = NumberInput(field.widget_attrs(NumberInput()))
        field.widget.is_required = field.required
