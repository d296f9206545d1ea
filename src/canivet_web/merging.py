"""Several people, one form: a field-by-field merge, so that nothing anybody typed is lost.

The form carries, signed, the values it was shown with. When it comes back:

    typed = shown             the person did not touch the field: the stored value stays
    stored = shown            nobody else did: the typed value is taken
    stored = typed            both say the same
    otherwise                 a conflict: nothing is saved, and the page shows both values to choose from
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, cast

from django import forms
from django.core import signing
from django.db import models, transaction

BASE = "base"
SALT = "canivet.merging"


@dataclass(frozen=True, slots=True)
class Conflict:
    """A field that two people changed differently; values as people read them."""

    name: str
    label: str
    stored: str
    typed: str


@dataclass(slots=True)
class Merge:
    """Values to keep, and the fields in conflict."""

    values: dict[str, str] = field(default_factory=dict)
    conflicts: list[str] = field(default_factory=list)


def merge(shown: Mapping[str, str], typed: Mapping[str, str], stored: Mapping[str, str]) -> Merge:
    """Three-way merge of one record, each value in its written form.

    >>> merge({"a": "1", "b": "2"}, {"a": "1", "b": "3"}, {"a": "9", "b": "2"})
    Merge(values={'a': '9', 'b': '3'}, conflicts=[])
    >>> merge({"a": "1"}, {"a": "2"}, {"a": "3"})
    Merge(values={'a': '2'}, conflicts=['a'])
    """
    result = Merge()
    for name, value in typed.items():
        before, now = shown.get(name, ""), stored.get(name, "")
        if value == before:
            result.values[name] = now
        else:
            result.values[name] = value
            if now not in (before, value):
                result.conflicts.append(name)
    return result


class MergingForm(forms.ModelForm):  # type: ignore[type-arg]
    """A form of a `Versioned` record. Save with ``save_merged``; give ``data`` as posted."""

    base = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.conflicts: list[Conflict] = []
        self.changes: dict[str, list[str]] = {}
        self.initial[BASE] = signing.dumps(self.written(self.instance), salt=SALT, compress=True)

    def written(self, instance: models.Model) -> dict[str, str]:
        """Values of the record's fields in this form, as text."""
        return {
            name: _as_text(cast(Any, instance._meta.get_field(name)).value_from_object(instance))
            for name in self._meta.fields or ()
        }

    def save_merged(self) -> Any:
        """Save the merge of what was typed with what is stored now; None when there is a conflict.

        The caller checks ``is_valid()`` first. On a conflict the form is ready to be shown again: it keeps what was
        typed, ``conflicts`` says what is stored, and saving again takes what the person then leaves in the field.
        """
        model = type(self.instance)
        if self.instance.pk is None:
            self.changes = {name: ["", value] for name, value in self.written(self.instance).items() if value}
            self.instance.save()
            return self.instance
        typed = self.written(self.instance)
        with transaction.atomic():
            stored = model._default_manager.select_for_update().get(pk=self.instance.pk)
            now = self.written(stored)
            merged = merge(self._shown(now), typed, now)
            if merged.conflicts:
                self._tell(merged.conflicts, stored, now)
                return None
            for name, value in merged.values.items():
                if value != now[name]:
                    self.changes[name] = [now[name], value]
                    source = self.instance if value == typed[name] else stored
                    setattr(stored, name, getattr(source, name))
            if self.changes:
                stored.version += 1
                stored.save()
        self.instance = stored
        return stored

    def _shown(self, now: dict[str, str]) -> dict[str, str]:
        """Values the form was shown with; without them, what is stored (an old form cannot overwrite)."""
        try:
            shown: dict[str, str] = signing.loads(self.data.get(self.add_prefix(BASE), ""), salt=SALT)
        except signing.BadSignature:
            return dict.fromkeys(now, "\0")
        return shown

    def _tell(self, names: list[str], stored: models.Model, now: dict[str, str]) -> None:
        self.conflicts = [
            Conflict(
                name, str(self.fields[name].label), _as_read(stored, name), _as_read(self.instance, name)
            )
            for name in names
        ]
        # What is stored has now been shown: saving again is a choice, not an accident.
        data = cast(Any, self.data).copy()
        data[self.add_prefix(BASE)] = signing.dumps(now, salt=SALT, compress=True)
        self.data = data


def _as_text(value: Any) -> str:
    return "" if value is None else value if isinstance(value, str) else json.dumps(value, default=str)


def _as_read(instance: models.Model, name: str) -> str:
    """A value in the words of its choices or of the record it points to."""
    display = getattr(instance, f"get_{name}_display", None)
    value = display() if display is not None else getattr(instance, name)
    return "(vide)" if value in (None, "") else str(value)
