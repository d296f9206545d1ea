"""Forms of inventories."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from canivet_web.inventories.intake import problems_of, too_big
from canivet_web.inventories.labels import allowed


class SeveralFilesInput(forms.FileInput):
    """A file field that takes several files, dropped on it or chosen."""

    allow_multiple_selected = True


class SeveralFiles(forms.FileField):
    """Files checked together."""

    widget = SeveralFilesInput

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile[Any]]:
        """The files, or what is wrong with each."""
        files: Sequence[Any] = data if isinstance(data, list | tuple) else [data] if data else []
        if not files:
            raise ValidationError(self.error_messages["required"], code="required")
        problems = problems_of(files)
        if problems:
            raise ValidationError([ValidationError(problem) for problem in problems])
        return list(files)


class ImportForm(forms.Form):
    """Files of an inventory; ``once`` makes a second click of the same page harmless."""

    once = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    documents = SeveralFiles(
        label="Fichiers d'inventaire",
        widget=SeveralFilesInput(attrs={"accept": ".csv,.txt,.tsv,.xlsx,.xlsm,.xls,.ods"}),
        error_messages={"required": "Choisissez au moins un fichier."},
    )

    def __init__(self, *args: Any, refused: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if refused:
            self.fields["documents"].error_messages["required"] = (
                f"{too_big()} Aucun fichier n'a été gardé : choisissez-les de nouveau."
            )


class CorrectionForm(forms.Form):
    """What a model is; blank takes the correction back."""

    value = forms.CharField(required=False)
    shown = forms.CharField(required=False)

    def clean_value(self) -> str:
        """An identifier of a family or of an archetype."""
        value: str = self.cleaned_data["value"]
        if value and value not in allowed():
            raise ValidationError("Choisissez un équipement de la liste.")
        return value
