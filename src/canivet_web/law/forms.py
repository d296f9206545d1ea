"""Forms of the law: declared facts, one fact with its proofs, a lot of the register, an initiative."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.core import signing

from canivet_web.law import wordings
from canivet_web.law.models import LASTING, DeclaredFact, Disposal, Initiative, NilReason
from canivet_web.merging import BASE, SALT, STORED, Conflict, MergingForm, merge
from canivet_web.numbers import NumberInput, french_numbers
from canivet_web.records import hold

_DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
_YES_NO = [("", "Ne sait pas"), ("oui", "Oui"), ("non", "Non")]


def value_field(kind: wordings.Kind, *, label: str = "") -> forms.Field:
    """The control of a fact, by its type; its value is the written form of the library."""
    common: dict[str, Any] = {"label": label or kind.label, "required": False, "help_text": kind.help}
    if kind.type == "boolean":
        return forms.ChoiceField(choices=_YES_NO, **common)
    if kind.type == "date":
        return forms.CharField(max_length=10, widget=forms.TextInput(attrs={"type": "date"}), **common)
    if kind.type in wordings.NUMBERS:
        return forms.CharField(max_length=30, widget=NumberInput, **common)
    return forms.CharField(max_length=200, **common)


class FactsForm(forms.Form):
    """The facts of one group for one year; two people who fill it at once are merged fact by fact."""

    base = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, group: str, year: int, authority: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kinds = {kind.id: kind for kind in wordings.kinds_of(group)}
        self.year, self.authority = year, authority
        self.conflicts: list[Conflict] = []
        self.salt = f"{SALT}.law.{authority.pk}.{group}.{year}"
        for kind in self.kinds.values():
            self.fields[kind.id] = value_field(kind, label=f"{kind.label}{wordings.unit(kind)}")
        if not self.is_bound:
            stored = self.stored()
            self.initial.update(
                {name: wordings.typed(value, self.kinds[name]) for name, value in stored.items()}
            )
            self.initial[BASE] = signing.dumps(stored, salt=self.salt, compress=True)

    def stored(self) -> dict[str, str]:
        """Values of these facts as they are written now."""
        return {row.fact: row.value for row in self._rows()}

    def _rows(self) -> list[DeclaredFact]:
        rows = self.authority.declared_facts.filter(fact__in=self.kinds, year__in=(self.year, LASTING))
        return [row for row in rows if (row.year != LASTING) == self.kinds[row.fact].yearly]

    def clean(self) -> dict[str, Any]:
        """Every value as the library writes it."""
        data: dict[str, Any] = super().clean() or {}
        for name, kind in self.kinds.items():
            text = str(data.get(name) or "").strip()
            try:
                data[name] = wordings.canonical(text, kind) if text else ""
            except forms.ValidationError as error:
                self.add_error(name, error)
        return data

    def save_merged(self) -> dict[str, list[str]] | None:
        """Write what this person changed; gives label → before and after, None on a conflict.

        The caller opens the transaction.
        """
        hold(self.authority)
        now = dict.fromkeys(self.kinds, "") | self.stored()
        typed = {name: self.cleaned_data[name] for name in self.kinds}
        try:
            shown = signing.loads(self.data.get(BASE, ""), salt=self.salt)
        except signing.BadSignature:
            # A forged form overwrites nothing that it was not shown.
            shown = dict.fromkeys(now, "\0")
        for name in typed:
            if f"{STORED}-{name}" in self.data:
                typed[name] = shown[name] = now[name]
        merged = merge(shown, typed, now)
        if merged.conflicts:
            self._tell(merged.conflicts, typed, shown, now)
            return None
        changes = {name: value for name, value in merged.values.items() if value != now[name]}
        if self._says_what_would_be_lost([name for name, value in changes.items() if not value]):
            return None
        for name, value in changes.items():
            self._write(name, value)
        return {self.kinds[name].label: [now[name], value] for name, value in changes.items()}

    def _says_what_would_be_lost(self, cleared: list[str]) -> bool:
        """Refuse to clear a fact whose proofs or note this page does not show; whether one is refused."""
        held = [row.fact for row in self._rows() if row.fact in cleared and (row.proofs or row.note)]
        for name in held:
            self.add_error(
                name, "Ce fait a une preuve ou une note : videz-le sur sa propre page, qui les montre."
            )
        return bool(held)

    def _write(self, name: str, value: str) -> None:
        key = {"fact": name, "year": self.year if self.kinds[name].yearly else LASTING}
        if value:
            row, made = DeclaredFact.objects.get_or_create(
                authority=self.authority, **key, defaults={"value": value}
            )
            if not made:
                row.value, row.version = value, row.version + 1
                row.save()
        else:
            self.authority.declared_facts.filter(**key).delete()

    def _tell(
        self, names: list[str], typed: dict[str, str], shown: dict[str, str], now: dict[str, str]
    ) -> None:
        words = {name: self.kinds[name].label for name in names}
        self.conflicts = [
            Conflict(name, label, now[name] or "(vide)", typed[name] or "(vide)")
            for name, label in words.items()
        ]
        data = self.data.copy()  # type: ignore[attr-defined]
        data[BASE] = signing.dumps(
            {**shown, **{name: now[name] for name in names}}, salt=self.salt, compress=True
        )
        for name in self.kinds:
            data.pop(f"{STORED}-{name}", None)
        self.data = data


class FactForm(MergingForm):
    """One fact with its proofs and its note."""

    together = (("value", "proofs"),)

    class Meta:
        model = DeclaredFact
        fields = ("value", "proofs", "note")
        widgets: ClassVar[dict[str, Any]] = {"note": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = wordings.kind_of(self.instance.fact)
        self.fields["value"] = value_field(self.kind, label=f"Valeur{wordings.unit(self.kind)}")
        self.fields["value"].required = True
        self.order_fields(["value", "proofs", "note"])
        if not self.is_bound:
            self.initial["value"] = wordings.typed(self.instance.value, self.kind)
            self.initial[BASE] = self._signed(self.written(self.instance))

    def clean_value(self) -> str:
        """The value as the library writes it."""
        return wordings.canonical(str(self.cleaned_data["value"]), self.kind)


class DisposalForm(MergingForm):
    """A lot of the register of disposals."""

    together = (("bought_on", "age_years"), ("outcome", "unit_price_eur"))

    class Meta:
        model = Disposal
        fields = (
            "year", "family", "label", "quantity", "bought_on", "age_years", "outcome", "exclusion",
            "unit_price_eur", "proofs", "note",
        )  # fmt: skip
        widgets: ClassVar[dict[str, Any]] = {"bought_on": _DAY, "note": forms.Textarea(attrs={"rows": 3})}
        help_texts: ClassVar[dict[str, str]] = {
            "age_years": "Seulement si le jour d'achat n'est pas connu.",
            "unit_price_eur": "Prix de vente, ou valeur unitaire d'un don.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, choices, blank in (
            ("family", wordings.families(), "Choisissez"),
            ("outcome", wordings.outcomes(), "Choisissez"),
            ("exclusion", wordings.exclusions(), "Aucune raison : il est dans le calcul"),
        ):
            field = self._meta.model._meta.get_field(name)
            self.fields[name] = forms.ChoiceField(
                label=field.verbose_name, required=name != "exclusion", choices=[("", blank), *choices]
            )
        self.order_fields(["base", *self.Meta.fields])
        french_numbers(self, "quantity", "age_years", "unit_price_eur")
        if not self.is_bound and self.instance.pk is not None:
            self.initial[BASE] = self._signed(self.written(self.instance))


class InitiativeForm(MergingForm):
    """One initiative of the journal."""

    together = (("since", "until"),)

    class Meta:
        model = Initiative
        fields = (
            "title", "theme", "state", "since", "until", "service", "result", "gain", "partners", "proofs",
            "note",
        )  # fmt: skip
        widgets: ClassVar[dict[str, Any]] = {
            "result": forms.Textarea(attrs={"rows": 3}),
            "note": forms.Textarea(attrs={"rows": 2}),
        }
        help_texts: ClassVar[dict[str, str]] = {
            "title": "Ce qui a été fait, en quelques mots.",
            "since": "Année, mois ou jour : 2024, 2024-03 ou 2024-03-15.",
            "until": "Vide tant qu'elle dure.",
            "gain": "Avec son unité et son année : « 12 t CO₂e par an, mesuré en 2024 ». Vide si rien n'est "
            "mesuré.",
            "partners": "Organismes, séparés par des points-virgules. Pas de nom de personne.",
        }

    def __init__(self, *args: Any, services: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["service"].queryset = services  # type: ignore[attr-defined]
        self.fields["service"].empty_label = "Toute la collectivité"  # type: ignore[attr-defined]
        if not self.is_bound and self.instance.pk is not None:
            self.initial[BASE] = self._signed(self.written(self.instance))

    def clean(self) -> dict[str, Any]:
        """It ends after it begins."""
        data: dict[str, Any] = super().clean() or {}
        if wordings.is_before(data.get("until") or "", data.get("since") or ""):
            self.add_error("until", "La fin est avant le début : relisez les deux dates.")
        return data


class NilForm(MergingForm):
    """Why there is no initiative."""

    class Meta:
        model = NilReason
        fields = ("reason",)
        widgets: ClassVar[dict[str, Any]] = {"reason": forms.Textarea(attrs={"rows": 3})}
        help_texts: ClassVar[dict[str, str]] = {
            "reason": "Par exemple : la compétence vient d'être transférée. Vide : aucun motif donné."
        }
