"""Forms of the registers."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator
from django.db.models import Q

from canivet_web.merging import MergingForm
from canivet_web.numbers import french_numbers
from canivet_web.registers import bridge
from canivet_web.registers.fields import FIELDS, LABELS
from canivet_web.registers.models import Entry

NUMBERS = ("users", "quantity", "yearly_cost")
ALL_FIELDS = tuple(dict.fromkeys(name for names in FIELDS.values() for name in names))
_DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class EntryForm(MergingForm):
    """One entry; which fields it has depends on its register, and on whether its service may be chosen."""

    together = (("kind", "quantity", "origin"), ("starts_on", "ends_on"))

    class Meta:
        model = Entry
        fields = ALL_FIELDS
        widgets = {"starts_on": _DAY, "ends_on": _DAY, "remark": forms.Textarea(attrs={"rows": 3})}
        help_texts = {
            "quantity": "Dans l'unité du type choisi, pour l'année étudiée.",
            "users": "Nombre de comptes ou de personnes.",
        }

    def __init__(self, *args: Any, services: Any, **kwargs: Any) -> None:
        """``services`` are those that can be chosen; None where the entry's service is given."""
        super().__init__(*args, **kwargs)
        wanted = FIELDS[self.instance.register]
        self.fields = {
            "base": self.fields["base"],
            **{name: self.fields[name] for name in wanted if name != "service" or services is not None},
        }
        if services is not None:
            self.fields["service"].queryset = services  # type: ignore[attr-defined]
            self.fields["service"].empty_label = "Toute la collectivité"  # type: ignore[attr-defined]
        self.fields["kind"] = forms.ChoiceField(
            label="Type d'usage",
            required=False,
            choices=list(kind_choices(self.instance.register, self.instance.kind)),
            help_text="Sans type ni quantité, la ligne est gardée pour mémoire et ne compte pas.",
        )
        for name, label in LABELS.get(self.instance.register, {}).items():
            self.fields[name].label = label
        french_numbers(self, *(name for name in NUMBERS if name in self.fields))
        self.fields["quantity"].validators.append(MaxValueValidator(bridge.LARGEST_QUANTITY))
        if not self.is_bound and self.instance.pk is not None:
            # The fields are now known: what is signed is what is shown.
            self.initial["base"] = self._signed(self.written(self.instance))

    def clean_yearly_cost(self) -> Any:
        """An amount."""
        cost = self.cleaned_data["yearly_cost"]
        if cost is not None and cost < 0:
            raise forms.ValidationError("Un coût ne peut pas être négatif.")
        return cost

    def clean(self) -> dict[str, Any]:
        """A kind goes with a quantity; a contract ends after it starts."""
        data: dict[str, Any] = super().clean() or {}
        kind, quantity = data.get("kind"), data.get("quantity")
        if kind and quantity is None and "quantity" not in self.errors:
            unit = bridge.kinds()[kind].unit if kind in bridge.kinds() else ""
            self.add_error(
                "quantity",
                f"Donnez la quantité par an ({unit}), ou retirez le type : les deux vont ensemble.",
            )
        if not kind and quantity is not None and "kind" not in self.errors:
            self.add_error(
                "kind", "Choisissez le type d'usage, ou videz la quantité : les deux vont ensemble."
            )
        starts, ends = data.get("starts_on"), data.get("ends_on")
        if starts and ends and ends < starts:
            self.add_error("ends_on", "La fin est avant le début : relisez les deux dates.")
        return data


def kind_choices(register: str, current: str) -> Iterable[tuple[str, Any]]:
    """Kinds of a register in groups, with their units; with what the entry has, wherever it comes from."""
    yield "", "Aucun : gardé pour mémoire"
    offered = bridge.kinds_of(register)
    for group, kinds in groupby(offered, key=lambda kind: kind.group):
        yield (
            group[:1].upper() + group[1:],
            [(kind.id, f"{kind.label} ({kind.unit}{_blank(kind.blank_reason)})") for kind in kinds],
        )
    if current and current not in {kind.id for kind in offered}:
        known = bridge.kinds().get(current)
        yield (
            current,
            f"{known.label} ({known.unit}{_blank(known.blank_reason)})" if known else f"{current} (inconnu)",
        )


def _blank(reason: str) -> str:
    return ", sans chiffre ouvert" if reason else ""


def service_choices(authority: Any, current: Any) -> Any:
    """Services that can be chosen, and the one the entry has even if it was deleted since."""
    return authority.services.filter(Q(deleted_at=None) | Q(pk=current))


class UploadForm(forms.Form):
    """A file of uses."""

    file = forms.FileField(
        label="Fichier d'usages (CSV, XLSX, XLS ou ODS)",
        help_text="Un tableau dont la première ligne nomme les colonnes service, type, quantite, unite et "
        "origine. Seules type et quantite sont nécessaires, par exemple « boite aux lettres » et « 250 » ; "
        "les types sont plus bas sur cette page.",
    )
