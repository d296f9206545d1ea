"""Forms of the flash path: one step of the questions at a time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator

from canivet_web.flash import bridge
from canivet_web.flash.models import FlashSheet
from canivet_web.merging import MergingForm
from canivet_web.numbers import french_numbers

FIELDS = tuple(field.name for field in FlashSheet._meta.concrete_fields if field.name not in (
    "id", "version", "updated_at", "authority",
))  # fmt: skip


class StepForm(MergingForm):
    """Questions of one step; what is left blank is not known, and is never zero."""

    class Meta:
        model = FlashSheet
        fields = FIELDS

    def __init__(self, *args: Any, step: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asked = [question for question in bridge.questionnaire().questions if question.step == step]
        counts = {count.id: count for question in self.asked for count in question.counts}
        chosen = {question.id: question for question in self.asked if question.choices}
        self.fields = {
            "base": self.fields["base"],
            **{name: self.fields[name] for name in FIELDS if name in counts or name in chosen},
        }
        for name, count in counts.items():
            field = self.fields[name]
            question = next(question for question in self.asked if question.id == count.question)
            several = len(question.counts) > 1
            field.label = count.label if several else question.text
            field.help_text = "" if several else question.help
            field.validators = [MinValueValidator(count.minimum), MaxValueValidator(count.maximum)]
        french_numbers(self, *counts)
        for name, question in chosen.items():
            current = getattr(self.instance, name)
            self.fields[name] = forms.ChoiceField(
                label=question.text,
                help_text=question.help,
                required=False,
                choices=list(_choices(question, current)),
            )
        for field in self.fields.values():
            field.widget.attrs.pop("maxlength", None)
        if not self.is_bound and self.instance.pk is not None:
            # The fields are now known: what is signed is what is shown.
            self.initial["base"] = self._signed(self.written(self.instance))

    def questions(self) -> list[tuple[Any, list[forms.BoundField]]]:
        """Each question with its fields."""
        return [
            (question, [self[name] for name in ([c.id for c in question.counts] or [question.id])])
            for question in self.asked
        ]


def _choices(question: Any, current: str) -> Iterator[tuple[str, str]]:
    """Choices of a question, « I do not know » first and blank; with what is stored, even if it is gone."""
    yield "", question.unknown.label
    offered = [choice for choice in question.choices if not choice.is_unknown]
    for choice in offered:
        yield choice.id, choice.label
    if current and current not in {choice.id for choice in offered}:
        yield current, f"{current} (réponse qui n'est plus proposée)"
