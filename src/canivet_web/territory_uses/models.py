"""Local figures of the territory, and the review of uses that the decree asks for."""

from __future__ import annotations

from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone

from canivet_web.records import Recoverable, Versioned

#: Years that a figure may bear on.
FIRST_YEAR, LAST_YEAR = 1990, 2100


class LocalFigure(Recoverable, Versioned):
    """A figure of the territory for a year: it replaces the national ratio of its indicator."""

    authority = models.ForeignKey(
        "authorities.Authority", on_delete=models.CASCADE, related_name="local_figures"
    )
    indicator = models.CharField(max_length=60, editable=False)
    """Identifier of ``territory_uses/indicators`` of the commons."""
    label = models.CharField(max_length=120, editable=False)
    """What the indicator was called when the figure was given."""
    year = models.PositiveIntegerField(
        "Année", validators=[MinValueValidator(FIRST_YEAR), MaxValueValidator(LAST_YEAR)]
    )
    value = models.FloatField("Valeur", validators=[MinValueValidator(0.0)])
    low = models.FloatField("Borne basse", null=True, blank=True, validators=[MinValueValidator(0.0)])
    high = models.FloatField("Borne haute", null=True, blank=True, validators=[MinValueValidator(0.0)])
    source = models.CharField("Source", max_length=200)
    method = models.CharField("Méthode", max_length=300, blank=True)
    note = models.CharField("Remarque", max_length=300, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering: ClassVar[list[str]] = ["indicator", "-year", "pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["authority", "indicator", "year"],
                condition=models.Q(deleted_at=None),
                name="one_local_figure_per_year",
            )
        ]

    def __str__(self) -> str:
        return f"{self.label}, {self.year}"


class UsesReview(Versioned):
    """The review of uses of an authority; blank until somebody writes it."""

    authority = models.OneToOneField(
        "authorities.Authority", on_delete=models.CASCADE, related_name="uses_review"
    )
    made_on = models.DateField("Établi le", null=True, blank=True)
    scope = models.CharField("Périmètre", max_length=300, blank=True)
    method = models.CharField("Méthode", max_length=300, blank=True)
    findings = models.TextField("Constats", max_length=4000, blank=True)
    document = models.CharField("Pièce : adresse ou référence", max_length=300, blank=True)

    def __str__(self) -> str:
        return f"Bilan des usages de {self.authority.name}"
