"""The flash path: the answers of an authority, and the estimates made from them."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils import timezone

from canivet_web.compressed import CompressedField
from canivet_web.records import Frozen, Versioned


def _count(label: str) -> Any:
    return models.PositiveIntegerField(label, null=True, blank=True)


def _choice(label: str) -> Any:
    return models.CharField(label, max_length=30, blank=True)


class FlashSheet(Versioned):
    """Answers to the twelve questions, kept as they come; what is blank is not known.

    One column for each field of ``commons/flash``: a test holds both lists together.
    """

    authority = models.OneToOneField(
        "authorities.Authority", on_delete=models.CASCADE, related_name="flash_sheet"
    )
    people = _count("Personnes")
    desktops = _count("Ordinateurs fixes")
    laptops = _count("Ordinateurs portables")
    screens = _count("Écrans séparés")
    age = _choice("Âge du matériel")
    smartphones = _count("Téléphones portables")
    tablets = _count("Tablettes")
    printers = _count("Imprimantes de bureau")
    copiers = _count("Gros copieurs")
    reams = _count("Ramettes par an")
    school = _choice("École")
    server = _choice("Serveur")
    hosting = _choice("Messagerie et fichiers")
    website = _choice("Site internet")
    end_of_life = _choice("Fin de vie")
    purchases = _choice("Achats")
    lead = _choice("Qui s'en occupe")

    def __str__(self) -> str:
        return "Réponses du parcours flash"


class FlashEstimate(Frozen):
    """One estimate: its figures as the command line writes them, its two pages, and its answers."""

    authority = models.ForeignKey(
        "authorities.Authority", on_delete=models.CASCADE, related_name="flash_estimates"
    )
    number = models.PositiveIntegerField()
    year = models.PositiveSmallIntegerField()
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    created_by = models.ForeignKey("accounts.User", null=True, on_delete=models.SET_NULL, related_name="+")
    answers: Any = models.JSONField()
    """Field → answer, the unknown left out."""
    document = models.TextField()
    """``flash.json``, to the byte."""
    sha256 = models.CharField(max_length=64)
    """Of ``document``."""
    pdf = CompressedField()
    html = CompressedField()

    class Meta:
        ordering: ClassVar[list[str]] = ["-number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["authority", "number"], name="one_flash_estimate_per_number")
        ]

    def __str__(self) -> str:
        return f"Estimation flash n° {self.number}"
