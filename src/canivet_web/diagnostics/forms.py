"""Forms of diagnostics."""

from __future__ import annotations

from typing import Any

from django import forms

#: Beyond this many, a list of choices would weigh more than the page it is in: the name is typed.
LONGEST_LIST = 60

REPLACE, KEEP = "remplacer", "garder"


class CriterionForm(forms.Form):
    """Which criterion the dashboard shows."""

    critere = forms.ChoiceField(label="Critère")

    def __init__(self, criteria: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.fields["critere"] = forms.ChoiceField(label="Critère", choices=criteria, required=False)


class QuestionForm(forms.Form):
    """Which figure to explain."""

    def __init__(self, choices: dict[str, list[tuple[str, str]]], **kwargs: Any) -> None:
        super().__init__(label_suffix="", **kwargs)
        fields = {
            "critere": ("Critère", ""),
            "categorie": ("Catégorie", "Toutes"),
            "etape": ("Étape", "Toutes"),
            "service": ("Service", "Tous"),
        }
        for name, (label, everything) in fields.items():
            self.fields[name] = _choice(label, choices[name], everything)


def _choice(label: str, choices: list[tuple[str, str]], everything: str) -> forms.Field:
    if len(choices) > LONGEST_LIST:
        return forms.CharField(label=label, required=False)
    blank = [("", everything)] if everything else []
    return forms.ChoiceField(label=label, required=False, choices=[*blank, *choices])


class FreezeForm(forms.Form):
    """The name under which a result is frozen."""

    label = forms.CharField(
        label="Intitulé",
        max_length=120,
        help_text="Ce que liront les élus et le comité, par exemple « Diagnostic 2025, avant la stratégie ».",
    )


class DossierForm(forms.Form):
    """A dossier to take in, and what becomes of the registers."""

    file = forms.FileField(
        label="Dossier de diagnostic (.zip)",
        help_text="Le fichier sorti de Canivet, ici ou en ligne de commande.",
        widget=forms.ClearableFileInput(attrs={"accept": ".zip"}),
        error_messages={
            "required": "Choisissez le fichier .zip du dossier.",
            "empty": "Ce fichier est vide : choisissez le .zip du dossier.",
        },
    )
    uses = forms.ChoiceField(
        label="Vos registres d'usages contiennent déjà des lignes",
        choices=[
            (KEEP, "Les garder : les usages du dossier ne sont pas repris"),
            (REPLACE, "Les remplacer par les usages du dossier : les lignes actuelles vont à la corbeille"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Dites ce que deviennent les lignes de vos registres."},
    )

    def __init__(self, *args: Any, entries: int, too_big: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.too_big = too_big
        if not entries:
            # Empty registers have nothing to lose, so nothing is asked.
            self.fields["uses"] = forms.CharField(required=False, widget=forms.HiddenInput, initial=REPLACE)

    def clean_uses(self) -> str:
        """What was chosen; empty registers take everything."""
        return str(self.cleaned_data["uses"] or REPLACE)

    def clean(self) -> dict[str, Any]:
        """Say of a file that was too big that it was, rather than that it is absent."""
        cleaned = super().clean() or {}
        if self.too_big:
            self.errors.pop("file", None)
            self.add_error("file", "Ce fichier est trop gros pour être accepté : rien n'a été reçu.")
        return cleaned
