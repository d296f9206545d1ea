"""Forms of the uses of the territory: a local figure, the review of uses."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any, ClassVar

from django import forms
from django.utils import timezone

from canivet_web.merging import BASE, SALT, MergingForm
from canivet_web.numbers import french_numbers
from canivet_web.territory_uses import bridge
from canivet_web.territory_uses.models import LocalFigure, UsesReview

#: The same figure sent again within this delay is a second click.
SECOND_CLICK = timedelta(minutes=1)


class FigureForm(MergingForm):
    """A figure of the territory for a year, its bounds and where it comes from."""

    together: ClassVar[Sequence[Sequence[str]]] = (("value", "low", "high"),)

    class Meta:
        model = LocalFigure
        fields = ("year", "value", "low", "high", "source", "method", "note")
        help_texts: ClassVar[dict[str, str]] = {
            "low": "Les deux bornes, ou aucune.",
            "source": "Qui le publie, et dans quel document.",
        }

    def __init__(self, *args: Any, unit: str, **kwargs: Any) -> None:
        """``unit`` is that of the indicator."""
        super().__init__(*args, **kwargs)
        self.sent_twice = False
        self.fields["value"].help_text = f"En {unit}, pour tout le territoire."
        french_numbers(self, "value", "low", "high")
        if not self.is_bound and self.instance.pk is not None:
            self.initial["base"] = self._signed(self.written(self.instance))

    def clean(self) -> dict[str, Any]:
        """What the library would refuse in a file is refused here too."""
        data: dict[str, Any] = super().clean() or {}
        if not self.errors:
            found = bridge.trouble(self.instance.indicator, data["value"], data["low"], data["high"])
            if found:
                self.add_error("value", found[:1].upper() + found[1:])
        if not self.errors:
            other = self._of_the_year(data["year"])
            self.sent_twice = other is not None and self._says_the_same(other, data)
            if other is not None and not self.sent_twice:
                self.add_error("year", "Cette année a déjà un chiffre : changez-le plutôt, depuis la liste.")
        return data

    def _of_the_year(self, year: int) -> Any:
        draft = self.instance
        others = LocalFigure.objects.kept().filter(
            authority_id=draft.authority_id, indicator=draft.indicator, year=year
        )
        return others.exclude(pk=draft.pk).first()

    def _says_the_same(self, other: LocalFigure, data: dict[str, Any]) -> bool:
        """Whether a new figure, to the letter, has just been written: a second click, not a second figure."""
        recent = self.instance.pk is None and other.created_at >= timezone.now() - SECOND_CLICK
        return recent and all(getattr(other, name) == data[name] for name in self.Meta.fields)


class ReviewForm(MergingForm):
    """The review of uses of the territory; its row is made when it is first saved."""

    class Meta:
        model = UsesReview
        fields = ("made_on", "scope", "method", "findings", "document")
        widgets: ClassVar[dict[str, Any]] = {
            "made_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "findings": forms.Textarea(attrs={"rows": 8}),
        }
        help_texts: ClassVar[dict[str, str]] = {
            "made_on": "Sans date, le contrôle de la loi ne le compte pas.",
            "scope": "Le territoire et les sujets étudiés.",
            "method": "Enquête, entretiens, données ouvertes…",
            "findings": "Équipements, réseaux, publics éloignés, services : ce que l'on apprend.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.is_bound:
            self.initial[BASE] = self._signed(self.written(self.instance))

    def _salt(self) -> str:
        """That of the authority: the row may not be there yet."""
        return f"{SALT}.uses_review.{self.instance.authority_id}"
