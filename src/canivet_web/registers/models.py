"""What is used without being owned: registers whose entries feed the uses of the diagnosis."""

from __future__ import annotations

from typing import ClassVar

from django.core.validators import MinValueValidator
from django.db import models
from django.utils import timezone

from canivet_web.records import Recoverable, Versioned


class Register(models.TextChoices):
    """The registers."""

    APPLICATIONS = "applications", "Applications"
    HOSTING = "hebergement", "Hébergement"
    WEBSITES = "sites-web", "Sites web"
    TELECOM = "telecom", "Lignes télécom"
    CONTRACTS = "contrats", "Contrats"
    OTHER = "autres", "Autres usages"


#: What makes an entry count in the diagnosis.
COUNTS = ~models.Q(kind="") & models.Q(quantity__isnull=False)
ORIGINS = [("measured", "Mesuré"), ("declared", "Déclaré"), ("deduced", "Déduit"), ("default", "Estimé")]


class Entry(Recoverable, Versioned):
    """One line of a register. With a kind and a quantity it counts in the diagnosis; without, it is kept as
    knowledge of the information system, and the register says that it is not counted."""

    authority = models.ForeignKey("authorities.Authority", on_delete=models.CASCADE, related_name="entries")
    register = models.CharField(max_length=20, choices=Register.choices)
    name = models.CharField("Nom", max_length=160)
    service = models.ForeignKey(
        "authorities.Service",
        verbose_name="Service",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="entries",
    )
    supplier = models.CharField("Fournisseur", max_length=120, blank=True)
    kind = models.CharField("Type d'usage", max_length=60, blank=True)
    """Identifier of ``services/kinds`` of the commons."""
    quantity = models.FloatField(
        "Quantité par an", null=True, blank=True, validators=[MinValueValidator(0.0)]
    )
    origin = models.CharField("Origine du chiffre", max_length=20, choices=ORIGINS, default="declared")
    users = models.PositiveIntegerField("Utilisateurs", null=True, blank=True)
    address = models.CharField("Adresse web", max_length=200, blank=True)
    hosted_by = models.CharField("Hébergé par", max_length=120, blank=True)
    reference = models.CharField("Référence (marché, ligne…)", max_length=120, blank=True)
    starts_on = models.DateField("Début", null=True, blank=True)
    ends_on = models.DateField("Fin", null=True, blank=True)
    yearly_cost = models.DecimalField(
        "Coût annuel (€)", max_digits=12, decimal_places=2, null=True, blank=True
    )
    remark = models.TextField("Remarque", max_length=2000, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering: ClassVar[list[str]] = ["name", "pk"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["authority", "register", "name"], name="entry_register")
        ]

    def __str__(self) -> str:
        return self.name
