"""Forms of inventories."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.datastructures import MultiValueDict

from canivet_web.inventories.answers import SKIP, meant
from canivet_web.inventories.intake import problems_of, too_big
from canivet_web.inventories.labels import allowed, value_label


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
            # Those that came before the one too big: counted alone, they would make half an inventory.
            self.files = MultiValueDict()
            self.fields["documents"].error_messages["required"] = (
                f"{too_big()} Aucun fichier n'a été gardé : choisissez-les de nouveau."
            )


class CorrectionForm(forms.Form):
    """What a model is: said in a few letters, by one key, or chosen; blank takes a correction back.

    What is said or pressed passes before the list, where the guess of Canivet is already chosen.
    """

    said = forms.CharField(required=False, max_length=100)
    quick = forms.CharField(required=False)
    value = forms.CharField(required=False)
    shown = forms.CharField(required=False)

    def __init__(self, *args: Any, near: Sequence[tuple[str, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._near = near

    def clean_value(self) -> str:
        """An identifier of a family or of an archetype."""
        return _allowed(self.cleaned_data["value"])

    def clean_quick(self) -> str:
        """The same, by one key."""
        return _allowed(self.cleaned_data["quick"])

    def clean(self) -> dict[str, Any]:
        """One answer, or why there is none."""
        given: dict[str, Any] = super().clean() or {}
        said = given.get("said", "").strip()
        if given.get("quick"):
            given["value"] = given["quick"]
        elif said == SKIP:
            given["skip"] = True
        elif said:
            given["value"] = self._understood(said)
        elif "said" in self.data and not self.errors and not given.get("value"):
            raise ValidationError(
                "Dites ce que c'est : un numéro, quelques lettres ou un choix de la liste ; sinon, passez."
            )
        return given

    def _understood(self, said: str) -> str:
        codes = meant(said, self._near)
        if len(codes) == 1:
            return codes[0]
        names = ", ".join(f"« {value_label(code)} »" for code in codes[:8])
        names += " et d'autres" if codes[8:] else ""
        if not codes:
            raise ValidationError(f"« {said} » n'est pas dans la liste. Essayez un autre mot, ou choisissez.")
        raise ValidationError(f"« {said} » peut vouloir dire {names}. Précisez.")


def _allowed(value: str) -> str:
    if value and value not in allowed():
        raise ValidationError("Choisissez un équipement de la liste.")
    return value
