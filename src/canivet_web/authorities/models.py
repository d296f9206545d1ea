"""The authority and what describes it: profile, services, sites."""

from __future__ import annotations

from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.utils import timezone

from canivet_web.records import Recoverable, Versioned

METHODS = [("amortie", "Amortie sur la durée de vie"), ("achats", "Comptée l'année de l'achat")]


class Authority(Recoverable, Versioned):
    """One authority: the wall between two of them is this row. ``siren`` is its name in URLs."""

    siren = models.CharField(max_length=9, unique=True, validators=[RegexValidator("^[0-9]{9}$")])
    name = models.CharField("Nom", max_length=200)
    kind = models.CharField(max_length=10, blank=True)
    """``commune``, ``epci``, or blank for any other body."""
    type = models.CharField(max_length=10, blank=True)
    population = models.PositiveIntegerField("Population totale", null=True, blank=True)
    population_municipal = models.PositiveIntegerField("Population municipale", null=True, blank=True)
    agents = models.PositiveIntegerField(
        "Agents ayant un poste numérique", null=True, blank=True, validators=[MinValueValidator(1)]
    )
    year = models.PositiveSmallIntegerField(
        "Année étudiée", validators=[MinValueValidator(2000), MaxValueValidator(2100)]
    )
    method = models.CharField(
        "Comptabilité de la fabrication", max_length=10, choices=METHODS, default="amortie"
    )
    country = models.CharField("Pays de l'électricité", max_length=3, default="FRA")
    factor_set = models.CharField("Jeu de facteurs", max_length=60, blank=True)
    shared_with_programme = models.BooleanField(
        "Montrer nos diagnostics figés au responsable du programme à l'ANCT", default=False
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    def __str__(self) -> str:
        return self.name


class Service(Recoverable, Versioned):
    """A service of the authority: its head and its headcount."""

    authority = models.ForeignKey(Authority, on_delete=models.CASCADE, related_name="services")
    name = models.CharField("Nom du service", max_length=120)
    head = models.CharField("Responsable", max_length=120, blank=True)
    headcount = models.PositiveIntegerField("Effectif", null=True, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["name"]

    def __str__(self) -> str:
        return self.name


class Site(Recoverable, Versioned):
    """A place of the authority where there is equipment."""

    authority = models.ForeignKey(Authority, on_delete=models.CASCADE, related_name="sites")
    name = models.CharField("Nom du site", max_length=120)
    address = models.CharField("Adresse", max_length=200, blank=True)
    headcount = models.PositiveIntegerField("Agents sur place", null=True, blank=True)
    server_room_m2 = models.DecimalField(
        "Surface de salle serveur (m²)", max_digits=8, decimal_places=1, null=True, blank=True
    )

    class Meta:
        ordering: ClassVar[list[str]] = ["name"]

    def __str__(self) -> str:
        return self.name
