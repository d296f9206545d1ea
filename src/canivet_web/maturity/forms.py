"""Forms of the maturity grid: an answer, a proof, the facts, a freezing."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.core import signing

from canivet_web.maturity import bridge
from canivet_web.maturity.models import LEVELS, Confidentiality, MaturityAnswer, MaturityProof, ProofKind
from canivet_web.merging import BASE, SALT, MergingForm, merge
from canivet_web.records import hold

#: A proof is a page or two of evidence, not an archive: it is kept in the database.
LARGEST_PROOF_BYTES = 5 * 1024 * 1024
TOO_BIG = (
    "Ce fichier est trop gros pour une preuve (5 Mo au plus). Donnez un lien, ou une version plus légère."
)
_DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
_YES_NO = [("", "Ne sait pas"), ("oui", "Oui"), ("non", "Non")]


class AnswerForm(MergingForm):
    """The answer of one service, or of the whole authority, to one question.

    Its row is made when there is something to keep; two people who make it at once are merged too.
    """

    together = (("level", "planned_level", "planned_on", "not_applicable"),)

    class Meta:
        model = MaturityAnswer
        fields = ("level", "not_applicable", "planned_level", "planned_on", "comment", "role")
        widgets: ClassVar[dict[str, Any]] = {
            "level": forms.RadioSelect,
            "planned_on": _DAY,
            "comment": forms.Textarea(attrs={"rows": 3}),
        }
        help_texts: ClassVar[dict[str, str]] = {
            "not_applicable": "Un motif retire la question du score : laissez alors le niveau sans réponse.",
            "planned_level": "Ce qui est décidé, avec sa date : montré à part de ce qui est fait.",
        }

    def __init__(self, *args: Any, with_role: bool, at_once: bool = False, **kwargs: Any) -> None:
        """``at_once`` puts the keyboard on the levels as soon as the page is there."""
        super().__init__(*args, **kwargs)
        question = bridge.grid().by_id[self.instance.question]
        levels = [(level, f"{level} : {question.levels[level]}") for level, _ in LEVELS]
        self._choose("level", [("", "Pas encore de réponse"), *levels])
        self._choose("planned_level", [("", "Rien de programmé"), *levels[1:]])
        self.fields["role"] = forms.ChoiceField(
            label="Répondu par", required=False, choices=[("", "Non précisé"), *bridge.role_choices()]
        )
        if not with_role:
            del self.fields["role"]
        if at_once:
            self.fields["level"].widget.attrs["autofocus"] = True
        if not self.is_bound:
            self.initial[BASE] = self._signed(self.written(self.instance))

    def _choose(self, name: str, choices: list[tuple[Any, str]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """What the library would refuse in a file is refused here too."""
        data: dict[str, Any] = super().clean() or {}
        if not self.errors and (found := bridge.fault(data)):
            self.add_error(*found)
        return data

    def save_merged(self) -> Any:
        """Save the merge; a row that is not there yet is made, unless there is nothing to keep."""
        draft = self.instance
        hold(draft.authority)
        found = MaturityAnswer.objects.filter(
            authority=draft.authority, question=draft.question, service=draft.service
        ).first()
        if found is None:
            draft.pk = None
            return super().save_merged() if any(self.written(draft).values()) else draft
        draft.pk = found.pk
        return self._merge_into(self._locked())

    def _salt(self) -> str:
        """That of the question and service: the row may not be there yet."""
        draft = self.instance
        return f"{SALT}.maturity.{draft.authority_id}.{draft.question}.{draft.service_id}"


class ProofForm(forms.ModelForm):  # type: ignore[type-arg]
    """A proof: a file, a link or a note, exactly one of them."""

    file = forms.FileField(label="Fichier", required=False, help_text="5 Mo au plus.")

    class Meta:
        model = MaturityProof
        fields = ("title", "file", "address", "text", "confidentiality")
        labels: ClassVar[dict[str, str]] = {"address": "Lien", "text": "Note"}
        help_texts: ClassVar[dict[str, str]] = {
            "address": "Une adresse web, qui commence par https://",
            "text": "Ce qui a été vu, par qui, quand.",
        }
        widgets: ClassVar[dict[str, Any]] = {
            "text": forms.Textarea(attrs={"rows": 3}),
            "confidentiality": forms.RadioSelect,
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["title"].required = False
        self.fields["title"].help_text = "À défaut, le nom du fichier, l'adresse ou le début de la note."
        self.fields["confidentiality"].choices = Confidentiality.choices  # type: ignore[attr-defined]

    def clean_address(self) -> str:
        """A web address, that a browser may follow."""
        address: str = self.cleaned_data["address"]
        if address and not address.startswith(("https://", "http://")):
            raise forms.ValidationError("Cette adresse ne commence pas par https:// ou http://.")
        return address

    def clean_file(self) -> Any:
        """A file within the bound."""
        file = self.cleaned_data["file"]
        if file is not None and (file.size or 0) > LARGEST_PROOF_BYTES:
            raise forms.ValidationError(TOO_BIG)
        return file

    def clean(self) -> dict[str, Any]:
        """One kind of proof, and only one."""
        data: dict[str, Any] = super().clean() or {}
        kinds = {ProofKind.FILE: "file", ProofKind.LINK: "address", ProofKind.NOTE: "text"}
        given = [kind for kind, name in kinds.items() if data.get(name)]
        if len(given) != 1 and not self.errors:
            raise forms.ValidationError(
                "Donnez un fichier, un lien ou une note."
                if not given
                else "Donnez un seul des trois : un fichier, un lien ou une note. Ajoutez les autres ensuite."
            )
        self.instance.kind = given[0] if given else ""
        return data


class FactsForm(forms.Form):
    """What the authority says of itself; two people who fill it at once are merged fact by fact."""

    base = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, authority: Any, stored: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.salt = f"{SALT}.maturity.facts.{authority.pk}"
        for fact in bridge.asked_facts():
            self.fields[fact.id] = (
                forms.ChoiceField(label=fact.question, required=False, choices=_YES_NO)
                if fact.kind == "yes_no"
                else forms.CharField(label=fact.question, required=False, max_length=40)
            )
        if not self.is_bound:
            self.initial.update(stored)
            self.initial["base"] = signing.dumps(stored, salt=self.salt, compress=True)

    def changes(self, stored: dict[str, str]) -> dict[str, str]:
        """Facts to write, of those that this person changed; empty, with an error, on a conflict."""
        typed = {name: value for name, value in self.cleaned_data.items() if name != "base"}
        try:
            shown = signing.loads(self.cleaned_data["base"], salt=self.salt)
        except signing.BadSignature:
            shown = {}
        now = {name: stored.get(name, "") for name in typed}
        merged = merge(shown, typed, now)
        for name in merged.conflicts:
            said = now[name] or "ne sait pas"
            self.add_error(name, f"Quelqu'un vient de répondre « {said} ». Choisissez, puis enregistrez.")
        if merged.conflicts:
            data = self.data.copy()  # type: ignore[attr-defined]
            told = {name: now[name] for name in merged.conflicts}
            data["base"] = signing.dumps({**shown, **told}, salt=self.salt, compress=True)
            self.data = data
            return {}
        return {name: value for name, value in merged.values.items() if value != now[name]}


class FreezeForm(forms.Form):
    """The label of a frozen grid."""

    label = forms.CharField(
        label="Intitulé",
        required=False,
        max_length=120,
        help_text="Ce que cette date représente : avant la stratégie, bilan de la première année…",
    )
