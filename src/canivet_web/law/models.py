"""What an authority says of its obligations: declared facts, the register of disposals, its initiatives."""

from __future__ import annotations

from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.utils import timezone

from canivet_web.records import Recoverable, Versioned

#: Year of a fact that holds until further notice.
LASTING = 0
PROOFS_HELP = "Adresses web ou références de pièces, séparées par des points-virgules."
_YEARS = [MinValueValidator(2000), MaxValueValidator(2100)]
_WHEN = RegexValidator(
    r"^(?:19|20)\d{2}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?$",
    "Écrivez une année, un mois ou un jour : 2024, 2024-03 ou 2024-03-15.",
)


class DeclaredFact(Versioned):
    """One fact of ``obligations/facts`` of the commons, for a year or until further notice."""

    authority = models.ForeignKey(
        "authorities.Authority", on_delete=models.CASCADE, related_name="declared_facts"
    )
    fact = models.CharField(max_length=60)
    year = models.PositiveSmallIntegerField(default=LASTING)
    value = models.CharField("Valeur", max_length=200)
    """In the written form of the library."""
    proofs = models.CharField("Preuves", max_length=500, blank=True, help_text=PROOFS_HELP)
    note = models.TextField("Note", max_length=1000, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["fact", "year"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["authority", "fact", "year"], name="one_fact_per_year")
        ]

    def __str__(self) -> str:
        return self.fact


class Disposal(Recoverable, Versioned):
    """A lot of devices, retired and in stock on 1 January of its year, and what became of it."""

    authority = models.ForeignKey("authorities.Authority", on_delete=models.CASCADE, related_name="disposals")
    year = models.PositiveSmallIntegerField("En stock au 1er janvier de", validators=_YEARS)
    family = models.CharField("Famille", max_length=60)
    """Identifier of ``classification/families``."""
    label = models.CharField("Désignation", max_length=160, blank=True)
    quantity = models.PositiveIntegerField("Nombre de biens", validators=[MinValueValidator(1)])
    bought_on = models.DateField("Acheté le", null=True, blank=True)
    age_years = models.FloatField(
        "Âge au 1er janvier (ans)", null=True, blank=True, validators=[MinValueValidator(0.0)]
    )
    outcome = models.CharField("Ce qu'il devient", max_length=40)
    """Identifier of ``obligations/disposals``."""
    exclusion = models.CharField("Hors du calcul, parce que", max_length=40, blank=True)
    unit_price_eur = models.DecimalField(
        "Prix ou valeur d'un bien (€)",
        max_digits=10,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    proofs = models.CharField("Preuves", max_length=500, blank=True, help_text=PROOFS_HELP)
    note = models.TextField("Note", max_length=1000, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering: ClassVar[list[str]] = ["-year", "pk"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["authority", "year"], name="disposal_of_year")
        ]

    def __str__(self) -> str:
        return self.label or self.family


class Theme(models.TextChoices):
    """Themes of the decree (CGCT D. 2311-15-1); the first is ours, and runs through all of them."""

    ACROSS = "0", "Transverse : gouvernance et mesure"
    PURCHASING = "1", "1 – Commande publique"
    LIFECYCLE = "2", "2 – Cycle de vie du matériel"
    ECODESIGN = "3", "3 – Écoconception"
    STAFF = "4", "4 – Élus et agents"
    CITIZENS = "5", "5 – Citoyens et inclusion"
    TERRITORY = "6", "6 – Territoire connecté et données"


class InitiativeState(models.TextChoices):
    """Where an initiative stands."""

    UNDER_WAY = "en_cours", "En cours"
    DONE = "finie", "Finie"
    STOPPED = "arretee", "Arrêtée"
    PLANNED = "prevue", "Prévue"


class Initiative(Recoverable, Versioned):
    """One line of the journal of initiatives, as the decree asks: what, since when, by which service."""

    authority = models.ForeignKey(
        "authorities.Authority", on_delete=models.CASCADE, related_name="initiatives"
    )
    code = models.CharField(max_length=60, editable=False)
    """Its name in a dossier: it never changes."""
    title = models.CharField("Intitulé", max_length=200)
    theme = models.CharField("Thème", max_length=1, choices=Theme.choices)
    state = models.CharField("État", max_length=10, choices=InitiativeState.choices)
    since = models.CharField("Début", max_length=10, blank=True, validators=[_WHEN])
    until = models.CharField("Fin", max_length=10, blank=True, validators=[_WHEN])
    service = models.ForeignKey(
        "authorities.Service",
        verbose_name="Service",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="initiatives",
    )
    result = models.TextField("Résultat", max_length=2000, blank=True)
    gain = models.CharField("Gain mesuré", max_length=300, blank=True)
    partners = models.CharField("Partenaires", max_length=500, blank=True)
    proofs = models.CharField("Preuves", max_length=500, blank=True, help_text=PROOFS_HELP)
    note = models.TextField("Note", max_length=1000, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering: ClassVar[list[str]] = ["theme", "since", "pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["authority", "code"], name="one_initiative_per_code")
        ]

    def __str__(self) -> str:
        return self.title


class NilReason(Versioned):
    """Why the journal of initiatives is empty: « néant » is an answer when it says why."""

    authority = models.OneToOneField(
        "authorities.Authority", on_delete=models.CASCADE, related_name="nil_reason"
    )
    reason = models.TextField("Motif", max_length=1000, blank=True)

    def __str__(self) -> str:
        return self.reason
