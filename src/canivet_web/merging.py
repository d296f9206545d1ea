"""Several people, one form: a field-by-field merge, so that nothing anybody typed is lost.

The form carries, signed, the values it was shown with. When it comes back:

    typed = shown             the person did not touch the field: the stored value stays
    stored = shown            nobody else did: the typed value is taken
    stored = typed            both say the same
    otherwise                 a conflict: nothing is saved, and the page shows both values to choose from

Fields that only mean something together (a quantity and the kind it counts) are merged as one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar, cast

from django import forms
from django.core import signing
from django.db import models, transaction

from canivet_web.values import BLANK, as_read, as_text

BASE = "base"
SALT = "canivet.merging"
#: Prefix of the box that says, of a field in conflict: keep what is stored.
STORED = "enregistre"


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


def merge(
    shown: Mapping[str, str],
    typed: Mapping[str, str],
    stored: Mapping[str, str],
    together: Sequence[Sequence[str]] = (),
) -> Merge:
    """Three-way merge of one record, each value in its written form.

    >>> merge({"a": "1", "b": "2"}, {"a": "1", "b": "3"}, {"a": "9", "b": "2"})
    Merge(values={'a': '9', 'b': '3'}, conflicts=[])
    >>> merge({"a": "1"}, {"a": "2"}, {"a": "3"})
    Merge(values={'a': '2'}, conflicts=['a'])
    >>> merge({"a": "1", "b": "2"}, {"a": "1", "b": "3"}, {"a": "9", "b": "2"}, [("a", "b")]).conflicts
    ['a', 'b']
    """
    result = Merge()
    for name, value in typed.items():
        before, now = shown.get(name, ""), stored.get(name, "")
        result.values[name] = now if value == before else value
        if value != before and now not in (before, value):
            result.conflicts.append(name)
    for group in together:
        names = [name for name in group if name in typed]
        touched = any(typed[name] != shown.get(name, "") for name in names)
        moved = any(stored.get(name, "") != shown.get(name, "") for name in names)
        if touched and moved:
            differing = [name for name in names if typed[name] != stored.get(name, "")]
            result.conflicts += [name for name in differing if name not in result.conflicts]
            result.values |= {name: typed[name] for name in names}
    return result


class MergingForm(forms.ModelForm):  # type: ignore[type-arg]
    """A form of a `Versioned` record. Save with ``save_merged``; give ``data`` as posted."""

    together: ClassVar[Sequence[Sequence[str]]] = ()
    """Groups of fields that only mean something together."""

    base = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.conflicts: list[Conflict] = []
        self.changes: dict[str, list[str]] = {}
        """For the trail: field → before and after, as people read them."""
        if not self.is_bound and self.instance.pk is not None:
            self.initial[BASE] = self._signed(self.written(self.instance))

    def written(self, instance: models.Model) -> dict[str, str]:
        """Values of the record's fields in this form, as text."""
        return {
            name: as_text(cast(Any, instance._meta.get_field(name)).value_from_object(instance))
            for name in self._merged_names()
        }

    def save_merged(self) -> Any:
        """Save the merge of what was typed with what is stored now; None when there is a conflict.

        The caller checks ``is_valid()`` first, and opens the transaction in which it writes the trail. On a
        conflict the form is ready to be shown again: it keeps what was typed, ``conflicts`` says what is
        stored, and saving again takes what is then left in the field, or what is stored where one ticks so.
        """
        if self.instance.pk is None:
            self.instance.save()
            self.changes = {
                name: ["", self._as_read(self.instance, name)]
                for name, value in self.written(self.instance).items()
                if value
            }
            return self.instance
        with transaction.atomic():
            return self._merge_into(self._locked())

    def _locked(self) -> Any:
        """The row as it is now, held until the end of the transaction; None when it was deleted."""
        # By its own key: an order that follows a relation would join, and PostgreSQL locks no optional side.
        rows = type(self.instance)._default_manager.select_for_update().order_by("pk")
        found = rows.filter(pk=self.instance.pk).first()
        return None if found is None or getattr(found, "deleted_at", None) else found

    def _merge_into(self, stored: Any) -> Any:
        if stored is None:
            self.add_error(
                None,
                "Quelqu'un vient de supprimer cette fiche. Rien n'est enregistré : rétablissez-la d'abord "
                "depuis la corbeille, ou recopiez ce que vous avez écrit dans une nouvelle fiche.",
            )
            return None
        now = self.written(stored)
        typed, shown = self.written(self.instance), self._shown(now)
        for name in typed:
            if self.add_prefix(f"{STORED}-{name}") in self.data:
                # Chosen on the page of a conflict: the stored value, whatever is left in the field.
                typed[name] = shown[name] = now[name]
        merged = merge(shown, typed, now, self.together)
        if merged.conflicts:
            self._tell(merged.conflicts, stored, shown, now)
            return None
        for name, value in merged.values.items():
            if value != now[name]:
                self.changes[name] = [self._as_read(stored, name), self._as_read(self.instance, name)]
                attribute = cast(Any, stored._meta.get_field(name)).attname
                setattr(stored, attribute, getattr(self.instance, attribute))
        if self.changes:
            stored.version += 1
            stored.save()
        self.instance = stored
        return stored

    def _merged_names(self) -> Iterable[str]:
        """Fields of the record that this form shows: what it does not show, it never changes."""
        return [name for name in self._meta.fields or () if name in self.fields]

    def _salt(self) -> str:
        return f"{SALT}.{self.instance._meta.label_lower}.{self.instance.pk}"

    def _signed(self, values: Mapping[str, str]) -> str:
        return signing.dumps(dict(values), salt=self._salt(), compress=True)

    def _shown(self, now: dict[str, str]) -> dict[str, str]:
        """Values the form was shown with; without them, none (a forged form overwrites nothing unseen)."""
        try:
            shown: dict[str, str] = signing.loads(self.data.get(self.add_prefix(BASE), ""), salt=self._salt())
        except signing.BadSignature:
            return dict.fromkeys(now, "\0")
        return shown

    def _tell(
        self, names: Sequence[str], stored: models.Model, shown: Mapping[str, str], now: Mapping[str, str]
    ) -> None:
        self.conflicts = [
            Conflict(
                name,
                str(self.fields[name].label),
                self._as_read(stored, name),
                self._as_read(self.instance, name),
            )
            for name in names
        ]
        # What is stored has now been shown, for these fields: saving again is a choice, not an accident. The
        # others keep the value they were shown with: what somebody else wrote there is not on this page.
        data = cast(Any, self.data).copy()
        data[self.add_prefix(BASE)] = self._signed({**shown, **{name: now[name] for name in names}})
        for name in now:
            data.pop(self.add_prefix(f"{STORED}-{name}"), None)
        self.data = data

    def _as_read(self, instance: models.Model, name: str) -> str:
        """A value in the words of its choices or of the record it points to."""
        value = cast(Any, instance._meta.get_field(name)).value_from_object(instance)
        choices = dict(_flat(getattr(self.fields[name], "choices", None), value))
        if value in choices:
            return choices[value] if value not in (None, "") else BLANK
        return as_read(getattr(instance, name))


def _flat(choices: Any, value: Any) -> Iterable[tuple[Any, str]]:
    """Choices of a list without its groups; none for a list of records, which say their name themselves."""
    if choices is None or isinstance(choices, forms.models.ModelChoiceIterator):
        return
    for key, label in choices:
        if isinstance(label, list | tuple):
            yield from _flat(label, value)
        else:
            yield key, str(label)
