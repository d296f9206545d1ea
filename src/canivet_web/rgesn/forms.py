"""Forms of the self-assessments: a service, its facts, the criteria of a theme, one criterion, a freezing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.core import signing
from django.db.models import Q
from django.utils import timezone

from canivet_web.merging import SALT, MergingForm, merge
from canivet_web.registers.models import Register
from canivet_web.rgesn import bridge
from canivet_web.rgesn.models import AssessedService, CriterionAnswer

_DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
NO_REASON = "Dites pourquoi ce critère est sans objet, ou décrivez le service : un motif est nécessaire."
#: Registers whose lines are digital services that can be assessed.
ASSESSABLE = (Register.WEBSITES, Register.APPLICATIONS)


class ServiceForm(MergingForm):
    """A digital service to assess; it may be a line of the registers."""

    class Meta:
        model = AssessedService
        fields = ("entry", "name", "address", "kind", "established_on", "assessor", "contact")
        widgets: ClassVar[dict[str, Any]] = {"established_on": _DAY}
        help_texts: ClassVar[dict[str, str]] = {
            "entry": "Un site ou une application de vos registres.",
            "established_on": "Sans date, l'évaluation est un brouillon et ne peut pas être déclarée.",
            "assessor": "Par exemple « service numérique » ; pas de nom de personne.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        entries = self.instance.authority.entries.filter(
            Q(deleted_at=None, register__in=ASSESSABLE) | Q(pk=self.instance.entry_id)
        )
        self.fields["entry"].queryset = entries.order_by("name", "pk")  # type: ignore[attr-defined]
        self.fields["entry"].empty_label = "Aucune : le service n'est pas dans les registres"  # type: ignore[attr-defined]
        self.fields["kind"] = forms.ChoiceField(label="Type de service", choices=bridge.kinds())


class FactsForm(forms.Form):
    """What a service has or has not; two people who fill it at once are merged fact by fact."""

    base = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, service: AssessedService, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.service = service
        self.salt = f"{SALT}.rgesn.facts.{service.pk}"
        choices = [("", "Ne sait pas"), (bridge.YES, "Oui"), (bridge.NO, "Non")]
        for fact in bridge.referential(service.edition).facts.values():
            self.fields[fact.id] = forms.ChoiceField(label=fact.question, required=False, choices=choices)
        if not self.is_bound:
            self.initial.update(service.facts)
            self.initial["base"] = signing.dumps(service.facts, salt=self.salt, compress=True)

    def merged(self, stored: dict[str, str]) -> dict[str, str] | None:
        """Facts to store now; None, with its errors, when people disagree or facts contradict each other."""
        typed = {name: value for name, value in self.cleaned_data.items() if name != "base"}
        try:
            shown = signing.loads(self.cleaned_data["base"], salt=self.salt)
        except signing.BadSignature:
            shown = {}
        now = {name: stored.get(name, "") for name in typed}
        found = merge(shown, typed, now)
        words = {"": "ne sait pas", bridge.YES: "oui", bridge.NO: "non"}
        for name in found.conflicts:
            said = words.get(now[name], now[name])
            self.add_error(name, f"Quelqu'un vient de répondre « {said} ». Choisissez, puis enregistrez.")
        if found.conflicts:
            data = self.data.copy()  # type: ignore[attr-defined]
            told = {name: now[name] for name in found.conflicts}
            data["base"] = signing.dumps({**shown, **told}, salt=self.salt, compress=True)
            self.data = data
            return None
        kept = {name: value for name, value in found.values.items() if value}
        for name in bridge.impossible_facts(self.service.edition, kept):
            self.add_error(
                name, "Il ne peut pas en avoir, d'après une autre réponse : corrigez l'une des deux."
            )
        return None if self.errors else kept


class StateForm(MergingForm):
    """The state of one criterion among those of its theme, with the reason that « sans objet » needs."""

    together: ClassVar[Sequence[Sequence[str]]] = (("state", "reason"),)

    class Meta:
        model = CriterionAnswer
        fields = ("state", "reason")

    def __init__(self, *args: Any, edition: str, aside: str, **kwargs: Any) -> None:
        """``aside`` is the reason for which the facts put the criterion aside, blank when they do not."""
        super().__init__(*args, **kwargs)
        self.aside = aside
        self.fields["state"] = forms.ChoiceField(
            label="État", choices=bridge.state_choices(edition), widget=forms.RadioSelect
        )

    def clean(self) -> dict[str, Any]:
        """What is put aside says why."""
        data: dict[str, Any] = super().clean() or {}
        if bridge.needs_reason(data.get("state", ""), data.get("reason", ""), bool(self.aside)):
            self.add_error("reason", NO_REASON)
        return data


class CriterionForm(StateForm):
    """Everything about one criterion: state, reason, justification, proof, and what is planned."""

    together: ClassVar[Sequence[Sequence[str]]] = (("state", "reason"), ("action", "due_on"))

    class Meta:
        model = CriterionAnswer
        fields = ("state", "reason", "comment", "evidence", "action", "due_on")
        widgets: ClassVar[dict[str, Any]] = {"comment": forms.Textarea(attrs={"rows": 3}), "due_on": _DAY}
        help_texts: ClassVar[dict[str, str]] = {
            "due_on": "Une action datée entre dans le plan de progrès.",
        }


class FreezeForm(forms.Form):
    """The date at which an assessment is kept."""

    day = forms.DateField(
        label="Date de l'évaluation",
        widget=_DAY,
        help_text="La déclaration figée portera cette date. Elle ne changera plus.",
    )

    def clean_day(self) -> Any:
        """Not a day to come: nobody has assessed anything then."""
        day = self.cleaned_data["day"]
        if day > timezone.localdate():
            raise forms.ValidationError("Cette date n'est pas encore passée.")
        return day
