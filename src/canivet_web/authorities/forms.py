"""Forms of an authority."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.html import format_html

from canivet_web.authorities import bridge
from canivet_web.authorities.models import Authority, Service, Site
from canivet_web.merging import MergingForm
from canivet_web.numbers import french_numbers


class SearchForm(forms.Form):
    """A SIREN, or a name."""

    q = forms.CharField(
        label="SIREN ou nom de la collectivité",
        max_length=120,
        help_text="Par exemple 200041317, ou « Niort ».",
        widget=forms.TextInput(attrs={"autocomplete": "organization", "spellcheck": "false"}),
    )


class NewForm(forms.ModelForm):  # type: ignore[type-arg]
    """What the tables do not say of a new authority."""

    class Meta:
        model = Authority
        fields = ("name", "kind", "population", "agents", "year")
        help_texts = {
            "agents": "Ceux qui ont un ordinateur, un téléphone ou une tablette de la collectivité. "
            "Vous pourrez le donner plus tard.",
            "year": "L'année dont vous calculez l'empreinte.",
        }

    def __init__(self, *args: Any, known: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["year"] = timezone.localdate().year
        if known:
            # The tables say them: they can be changed later in the profile.
            del self.fields["name"], self.fields["kind"], self.fields["population"]
            french_numbers(self, "agents")
        else:
            self.fields["kind"] = forms.ChoiceField(
                label="Nature",
                choices=bridge.nature_choices(),
                help_text="La loi ne vise que les communes et les intercommunalités à fiscalité propre.",
            )
            self.fields["population"].required = True
            french_numbers(self, "population", "agents")


class ProfileForm(MergingForm):
    """The profile."""

    together = (("population", "population_municipal"),)

    class Meta:
        model = Authority
        fields = (
            "name", "population", "population_municipal", "agents", "year", "method", "country",
            "factor_set", "shared_with_programme",
        )  # fmt: skip
        help_texts = {
            "population": "Celle que la loi REEN compte. Changez-la si l'INSEE en a publié une plus récente.",
            "agents": "Ceux qui ont un ordinateur, un téléphone ou une tablette de la collectivité.",
            "year": "L'année dont vous calculez l'empreinte.",
            "method": "Amortie : chaque appareil pèse un peu chaque année de sa vie. Achats : il pèse "
            "tout l'année où il est acheté.",
            "country": "Celui du réseau électrique des sites, quand l'inventaire ne le dit pas.",
            "factor_set": "Le jeu central convient, sauf demande particulière.",
            "shared_with_programme": "Le responsable du programme verra le nom de la collectivité, sa "
            "population, son obligation, si un inventaire est accepté, et les totaux de votre dernier "
            "diagnostic figé. Il ne verra ni l'inventaire, ni les usages, ni les diagnostics non figés. "
            "Vous pouvez changer d'avis à tout moment.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (
            ("country", bridge.country_choices()),
            ("factor_set", bridge.factor_set_choices_of(self.instance)),
        ):
            self.fields[name] = forms.ChoiceField(
                label=self.fields[name].label,
                help_text=self.fields[name].help_text,
                required=name == "country",
                choices=_with_current(choices, getattr(self.instance, name)),
            )
        french_numbers(self, "population", "population_municipal", "agents")

    def clean(self) -> dict[str, Any]:
        """The municipal population is a part of the total."""
        data: dict[str, Any] = super().clean() or {}
        total, municipal = data.get("population"), data.get("population_municipal")
        if total is not None and municipal is not None and municipal > total:
            self.add_error(
                "population_municipal",
                "La population municipale ne peut pas dépasser la population totale : relisez les deux.",
            )
        return data


def _with_current(choices: tuple[tuple[str, str], ...], current: str) -> tuple[tuple[str, str], ...]:
    """Choices, with what is stored even where the commons no longer have it: it is not changed unseen."""
    known = {key for key, _ in choices}
    return choices if current in known else (*choices, (current, f"{current} (propre à cette collectivité)"))


class NamedForm(MergingForm):
    """A service or a site: its name is used once in the authority."""

    relation = ""
    duplicate = ""

    def clean_name(self) -> str:
        """A name not yet taken; a second click on the same form finds its own fruit (see ``twin``)."""
        name: str = self.cleaned_data["name"]
        self.twin = None
        for other in getattr(self.instance.authority, self.relation).kept().exclude(pk=self.instance.pk):
            if bridge.same_name(other.name, name):
                self.twin = other
                raise forms.ValidationError(self.duplicate.format(name=other.name))
        return name

    def is_second_click(self) -> bool:
        """Whether what is sent has just been created as it stands."""
        twin = getattr(self, "twin", None)
        if twin is None or self.instance.pk is not None:
            return False
        sent = {**self.written(self.instance), "name": self.data.get("name", "").strip()}
        return len(self.errors) == 1 and self.written(twin) == sent


class ServiceForm(NamedForm):
    """A service."""

    relation = "services"
    duplicate = "Le service « {name} » est déjà dans la liste : ouvrez-le pour le modifier."

    class Meta:
        model = Service
        fields = ("name", "head", "headcount")
        help_texts = {
            "name": "Comme dans l'inventaire, pour que les équipements lui soient rattachés.",
            "head": "Fonction ou nom. Facultatif : n'écrivez un nom que si c'est utile au travail.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        french_numbers(self, "headcount")


class SiteForm(NamedForm):
    """A site."""

    relation = "sites"
    duplicate = "Le site « {name} » est déjà dans la liste : ouvrez-le pour le modifier."

    class Meta:
        model = Site
        fields = ("name", "address", "headcount", "server_room_m2")
        help_texts = {"server_room_m2": "Zéro ou rien s'il n'y a pas de salle serveur."}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        french_numbers(self, "headcount", "server_room_m2")

    def clean_server_room_m2(self) -> Any:
        """A surface."""
        surface = self.cleaned_data["server_room_m2"]
        if surface is not None and surface < 0:
            raise forms.ValidationError("Une surface ne peut pas être négative.")
        return surface


class CloseForm(forms.Form):
    """Deleting an authority: its name, typed again."""

    name = forms.CharField(label="Nom de la collectivité", max_length=200)

    def __init__(self, *args: Any, authority: Authority, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.authority = authority
        self.fields["name"].help_text = format_html("Recopiez : {}", authority.name)

    def clean_name(self) -> str:
        """The right name."""
        name: str = self.cleaned_data["name"]
        if not bridge.same_name(name, self.authority.name):
            raise forms.ValidationError(f"Ce n'est pas le nom de cette collectivité : {self.authority.name}.")
        return name
