"""The form of a new share link."""

from __future__ import annotations

from datetime import date, timedelta

from django import forms
from django.utils import timezone

from canivet_web.publications import sharing


class ShareForm(forms.Form):
    """For whom, and until when."""

    seed = forms.CharField(max_length=100, min_length=20, widget=forms.HiddenInput)
    label = forms.CharField(
        label="Pour qui",
        max_length=120,
        help_text="Pour vous y retrouver, par exemple « Comité de pilotage du 12 mars ». Les personnes "
        "qui ont le lien lisent aussi ce libellé.",
    )
    expires_on = forms.DateField(
        label="Valable jusqu'au",
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        initial=sharing.default_expiry,
        help_text="Un an au plus. Vous pourrez fermer le lien avant cette date.",
    )

    def clean_expires_on(self) -> date:
        """A date from today on, within a year."""
        given: date = self.cleaned_data["expires_on"]
        today = timezone.localdate()
        longest = today + timedelta(days=sharing.LONGEST_DAYS)
        if given < today:
            raise forms.ValidationError("Cette date est passée : choisissez aujourd'hui ou plus tard.")
        if given > longest:
            raise forms.ValidationError(
                f"Un lien vaut un an au plus : choisissez le {longest:%d/%m/%Y} ou avant."
            )
        return given
