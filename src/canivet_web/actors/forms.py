"""Forms of the actors: what an actor is, what we decide of it, files to import, filters of the list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError

from canivet_web.actors import bridge, checking
from canivet_web.actors.models import Actor, Link, State, Status
from canivet_web.inventories.forms import SeveralFilesInput
from canivet_web.merging import MergingForm
from canivet_web.numbers import french_numbers
from canivet_web.uploads import clean_name

_DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
_SEPARATOR = ";"
_YES_NO = [("", "Pas demandé"), ("True", "Oui"), ("False", "Non")]


class ListField(forms.MultipleChoiceField):
    """Several choices kept in one column, joined by semicolons."""

    widget = forms.CheckboxSelectMultiple

    def prepare_value(self, value: Any) -> Any:
        """Boxes to tick for what is stored."""
        return value.split(_SEPARATOR) if isinstance(value, str) else value

    def clean(self, value: Any) -> str:
        """What is stored for the boxes ticked, in the order of the list."""
        chosen = super().clean(value)
        order = [str(pair[0]) for pair in cast(Any, self.choices)]
        return _SEPARATOR.join(key for key in order if key in chosen)


class FactsForm(MergingForm):
    """What an actor is."""

    together = (
        ("naf", "nomenclature"),
        ("latitude", "longitude"),
        ("address", "postcode", "commune", "insee"),
    )

    class Meta:
        model = Actor
        fields = (
            "name", "other_names", "categories", "roles", "status", "siret", "rna", "naf", "nomenclature",
            "headcount", "address", "postcode", "commune", "insee", "latitude", "longitude", "labels",
            "services", "website", "contact",
        )  # fmt: skip
        help_texts = {
            "name": "D'un organisme. Aucun nom de personne n'a sa place ici.",
            "other_names": "Séparés par des points-virgules.",
            "status": "La loi demande au moins un acteur public et un acteur privé.",
            "siret": "Quatorze chiffres.",
            "rna": "W et neuf chiffres, pour une association.",
            "naf": "Par exemple 95.11Z.",
            "latitude": "En degrés, par exemple 46,3259. La carte en a besoin.",
            "contact": "Accueil, courriel de service : jamais celui d'une personne.",
            "website": "Commence par https://.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, listed in bridge.LISTED.items():
            label = str(Actor._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
            self.fields[name] = ListField(label=label, required=False, choices=bridge.choices(listed))
        self.fields["headcount"] = forms.ChoiceField(
            label="Effectif", required=False, choices=[("", "Non connu"), *bridge.headcounts()]
        )
        self.fields["nomenclature"] = forms.ChoiceField(
            label="Nomenclature du code",
            required=False,
            choices=[("", "Sans code"), ("NAFRev2", "NAF rév. 2"), ("NAF2025", "NAF 2025")],
        )
        for name in ("siret", "rna", "naf", "insee"):
            # As people write them: spaces and points are taken away before the length is checked.
            asked = self.fields[name]
            self.fields[name] = forms.CharField(
                label=asked.label, required=False, max_length=40, help_text=asked.help_text
            )
        french_numbers(self, "latitude", "longitude")
        self.order_fields(("base", *self.Meta.fields))

    def _as_read(self, instance: Any, name: str) -> str:
        """A list in its words; other values as usual."""
        if name in bridge.LISTED:
            return bridge.words(bridge.LISTED[name], getattr(instance, name).split(_SEPARATOR))
        return super()._as_read(instance, name)

    def clean(self) -> dict[str, Any]:
        """Numbers have their form; what goes together is there together."""
        data: dict[str, Any] = super().clean() or {}
        for name in checking.FORMS:
            if name in data and name not in self.errors:
                found = checking.read(name, data[name] or "")
                if found is None:
                    self.add_error(name, checking.FORMS[name])
                else:
                    data[name] = found
        if bool(data.get("naf")) != bool(data.get("nomenclature")):
            self.add_error("nomenclature", "Le code et sa nomenclature vont ensemble.")
        if (data.get("latitude") is None) != (data.get("longitude") is None):
            self.add_error("longitude", "La latitude et la longitude vont ensemble.")
        if self.instance.state == State.VALIDATED and not data.get("categories"):
            self.add_error("categories", "Un acteur validé a au moins une catégorie.")
        if not checking.is_name(data.get("name") or ""):
            self.add_error("name", "Donnez le nom de l'organisme.")
        return data


class StandingForm(MergingForm):
    """What we decide of an actor."""

    together = (("state", "reason"), ("consent", "consent_date"))

    class Meta:
        model = Actor
        fields = (
            "state", "reason", "link", "influence", "involvement", "actions", "consent", "consent_date",
            "note",
        )  # fmt: skip
        widgets = {
            "state": forms.RadioSelect,
            "consent": forms.Select(choices=_YES_NO),
            "consent_date": _DAY,
            "note": forms.Textarea(attrs={"rows": 3}),
        }
        help_texts = {
            "state": "Validé : quelqu'un de la collectivité a vérifié cet acteur.",
            "influence": "De 1 à 5 : ce qu'il peut faciliter ou empêcher.",
            "involvement": "De 1 à 5 : ce qu'il fait déjà avec nous.",
            "actions": "Références des actions où il intervient, séparées par des points-virgules.",
            "consent": "Sans réponse, sa fiche peut sortir, mais jamais son contact.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["actions"].label = "Actions liées"

    def clean(self) -> dict[str, Any]:
        """A reason goes with a discarded actor, a category with a validated one."""
        data: dict[str, Any] = super().clean() or {}
        state, reason = data.get("state"), (data.get("reason") or "").strip()
        if state == State.DISCARDED and not reason:
            self.add_error("reason", "Dites pourquoi il est écarté.")
        if state and state != State.DISCARDED:
            data["reason"] = ""
        if state == State.VALIDATED and not self.instance.categories:
            self.add_error("state", "Donnez-lui d'abord une catégorie.")
        if data.get("consent") is None:
            data["consent_date"] = None
        data["actions"] = checking.joined(data.get("actions") or "")
        return data


class SeveralFiles(forms.FileField):
    """Files of actors sent together."""

    widget = SeveralFilesInput

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        """The files, or what is wrong with them."""
        files: Sequence[Any] = data if isinstance(data, list | tuple) else [data] if data else []
        if not files:
            raise ValidationError(self.error_messages["required"], code="required")
        if len(files) > settings.UPLOAD_MAX_FILES:
            raise ValidationError(f"{settings.UPLOAD_MAX_FILES} fichiers au plus en une fois.")
        empty = [clean_name(file.name) for file in files if not file.size]
        if empty:
            raise ValidationError(f"« {empty[0]} » est vide : téléchargez-le de nouveau.")
        return list(files)


class ImportForm(forms.Form):
    """Files of actors, and communes to add to those of the authority."""

    documents = SeveralFiles(
        label="Fichiers d'acteurs",
        widget=SeveralFilesInput(attrs={"accept": ".csv,.txt,.json,.xlsx,.xls,.ods"}),
        error_messages={"required": "Choisissez au moins un fichier."},
    )
    communes = forms.CharField(
        label="Codes INSEE d'autres communes",
        required=False,
        max_length=2000,
        help_text="Séparés par des virgules. Celles de la collectivité sont déjà comprises ; pour un "
        "syndicat ou un établissement, donnez-les toutes.",
    )

    def clean_communes(self) -> list[str]:
        """Codes, each checked."""
        codes = [code for code in self.cleaned_data["communes"].replace(";", ",").split(",") if code.strip()]
        wrong = [code.strip() for code in codes if not checking.read("insee", code)]
        if wrong:
            raise ValidationError(f"« {wrong[0][:20]} » n'est pas le code INSEE d'une commune, comme 79191.")
        return [str(checking.read("insee", code)) for code in codes]


_NAMED_LINKS = [("", "Tous"), *Link.choices, ("none", "Non renseigné")]


class FilterForm(forms.Form):
    """What the list shows."""

    q = forms.CharField(label="Nom ou commune", required=False, max_length=120)
    categorie = forms.ChoiceField(label="Catégorie", required=False)
    etat = forms.ChoiceField(
        label="État",
        required=False,
        choices=[("", "Tous"), *State.choices, ("doubtful", "À regarder de près")],
    )
    statut = forms.ChoiceField(
        label="Statut", required=False, choices=[("", "Tous"), *Status.choices, ("none", "Non renseigné")]
    )
    lien = forms.ChoiceField(
        label="Lien avec nous",
        required=False,
        choices=_NAMED_LINKS,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", "Toutes"), *bridge.choices("category"), ("none", "Sans catégorie")]
        self.fields["categorie"] = forms.ChoiceField(label="Catégorie", required=False, choices=choices)
