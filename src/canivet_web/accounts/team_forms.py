"""Forms of a pilot: who is of the team, in which role."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from canivet_web.accounts.forms import EmailForm
from canivet_web.accounts.members import ROLE_HELP, may_end, needs_service
from canivet_web.accounts.models import Membership
from canivet_web.authorities.models import Service
from canivet_web.roles import ROLE_LABELS, Role


class RoleForm(forms.Form):
    """A role, the service of a contributor, the end of a consultant's access."""

    role = forms.ChoiceField(
        label="Rôle",
        choices=[(role.value, f"{ROLE_LABELS[role]} : {ROLE_HELP[role]}") for role in Role],
        widget=forms.RadioSelect,
    )
    service: Any = forms.ModelChoiceField(
        label="Service",
        queryset=Service.objects.none(),
        required=False,
        empty_label="Aucun",
        help_text="À choisir pour un contributeur seulement.",
    )
    expires_on = forms.DateField(
        label="Dernier jour d'accès",
        required=False,
        help_text="Pour un consultant seulement : la fin de sa mission, par exemple.",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, *args: Any, authority: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.authority = authority
        self.services.queryset = authority.services.kept()

    @property
    def services(self) -> Any:
        """The field of services."""
        return self.fields["service"]

    def clean(self) -> dict[str, Any]:
        """A contributor has a service; only a consultant's access ends."""
        data = self.cleaned_data
        role, ends = data.get("role", ""), data.get("expires_on")
        if not needs_service(role):
            data["service"] = None
        elif data.get("service") is None and "service" not in self.errors:
            there = self.services.queryset.exists()
            cure = "choisissez-le" if there else "ajoutez-le d'abord dans le profil de la collectivité"
            self.add_error("service", f"Un contributeur tient les registres d'un service : {cure}.")
        if role and ends and not may_end(role):
            self.add_error(
                "expires_on", "Seul l'accès d'un consultant peut avoir une fin : effacez cette date."
            )
        elif ends and ends < timezone.localdate():
            self.add_error("expires_on", "Cette date est passée : choisissez aujourd'hui ou plus tard.")
        return data


class InviteForm(RoleForm, EmailForm):
    """Somebody to invite."""

    field_order = ("email", "role", "service", "expires_on")

    def clean_email(self) -> str:
        """An address that is not already of the team."""
        email = super().clean_email()
        member = Membership.objects.filter(authority=self.authority, user__email=email).first()
        if member is not None and member.is_in_force():
            raise ValidationError(
                "Cette personne fait déjà partie de l'équipe : changez son rôle sur la page de l'équipe."
            )
        return email
