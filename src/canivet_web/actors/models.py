"""The actors of the territory: who they are, what each source says, duplicates to decide, files to accept."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone

from canivet_web.records import Recoverable, Versioned

_MARK = [MinValueValidator(1), MaxValueValidator(5)]
MARKS = [(mark, str(mark)) for mark in range(1, 6)]


class State(models.TextChoices):
    """How far somebody has looked at an actor."""

    CANDIDATE = "candidate", "Candidat"
    VALIDATED = "validated", "Validé"
    DISCARDED = "discarded", "Écarté"


class Status(models.TextChoices):
    """Public, private, or of the social and solidarity economy."""

    PUBLIC = "public", "Public"
    PRIVATE = "private", "Privé"
    ESS = "ess", "Économie sociale et solidaire"


class Link(models.TextChoices):
    """What links the actor and the authority."""

    PARTNER = "partner", "Partenaire"
    SUPPLIER = "supplier", "Fournisseur"
    DELEGATE = "delegate", "Délégataire"
    TO_CONTACT = "to_contact", "À contacter"


class Actor(Recoverable, Versioned):
    """One organisation, as the authority knows it. Never a person: no field is for one.

    Lists (categories, roles, labels, services, other names, actions) hold identifiers joined by semicolons.
    """

    authority = models.ForeignKey("authorities.Authority", on_delete=models.CASCADE, related_name="actors")
    slug = models.CharField(max_length=80, editable=False)
    """Its identifier in a dossier: it never changes."""
    name = models.CharField("Nom", max_length=500)
    other_names = models.CharField("Autres noms", max_length=1000, blank=True)
    categories = models.CharField("Catégories", max_length=100, blank=True)
    roles = models.CharField("Rôles", max_length=200, blank=True)
    status = models.CharField("Statut", max_length=10, choices=Status.choices, blank=True)
    siret = models.CharField("SIRET", max_length=14, blank=True)
    rna = models.CharField("Numéro RNA", max_length=10, blank=True)
    naf = models.CharField("Code d'activité", max_length=6, blank=True)
    nomenclature = models.CharField("Nomenclature du code", max_length=10, blank=True)
    headcount = models.CharField("Effectif", max_length=2, blank=True)
    address = models.CharField("Adresse", max_length=500, blank=True)
    postcode = models.CharField("Code postal", max_length=10, blank=True)
    commune = models.CharField("Commune", max_length=200, blank=True)
    insee = models.CharField("Code INSEE de la commune", max_length=5, blank=True)
    epci_siren = models.CharField(max_length=9, blank=True, editable=False)
    latitude = models.FloatField(
        "Latitude", null=True, blank=True, validators=[MinValueValidator(-90.0), MaxValueValidator(90.0)]
    )
    longitude = models.FloatField(
        "Longitude", null=True, blank=True, validators=[MinValueValidator(-180.0), MaxValueValidator(180.0)]
    )
    labels = models.CharField("Labels", max_length=300, blank=True)
    services = models.CharField("Services de médiation", max_length=200, blank=True)
    website = models.CharField("Site web", max_length=500, blank=True)
    contact = models.CharField("Contact de l'organisme", max_length=500, blank=True)
    state = models.CharField("État", max_length=10, choices=State.choices, default=State.CANDIDATE)
    reason = models.CharField("Motif, s'il est écarté", max_length=300, blank=True)
    link = models.CharField("Lien avec nous", max_length=12, choices=Link.choices, blank=True)
    influence = models.PositiveSmallIntegerField(
        "Influence", null=True, blank=True, choices=MARKS, validators=_MARK
    )
    involvement = models.PositiveSmallIntegerField(
        "Implication", null=True, blank=True, choices=MARKS, validators=_MARK
    )
    actions = models.CharField("Actions liées", max_length=500, blank=True)
    consent = models.BooleanField("Accord pour l'annuaire ouvert", null=True, blank=True)
    consent_date = models.DateField("Date de cette réponse", null=True, blank=True)
    note = models.TextField("Note", max_length=2000, blank=True)
    doubtful = models.BooleanField(default=False, editable=False)
    """Whether one of its sources asks to be looked at before it is believed."""
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering: ClassVar[list[str]] = ["name", "pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["authority", "slug"], name="one_actor_per_slug")
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["authority", "state", "name"], name="actor_state_name")
        ]

    def __str__(self) -> str:
        return self.name


class ActorSource(models.Model):
    """What one source says of an actor, as it said it."""

    actor = models.ForeignKey(Actor, on_delete=models.CASCADE, related_name="sources")
    feed = models.CharField(max_length=30)
    """Identifier of ``actors/feeds`` of the commons."""
    source_id = models.CharField(max_length=200)
    date = models.DateField(null=True)
    licence = models.CharField(max_length=100, blank=True)
    attribution = models.CharField(max_length=500, blank=True)
    doubt = models.CharField(max_length=400, blank=True)
    facts: Any = models.JSONField(default=dict)

    class Meta:
        ordering: ClassVar[list[str]] = ["feed", "source_id", "pk"]

    def __str__(self) -> str:
        return f"{self.feed} {self.source_id}"


class ActorPair(models.Model):
    """Two actors that look like one, to be decided; or that somebody said are two."""

    authority = models.ForeignKey(
        "authorities.Authority", on_delete=models.CASCADE, related_name="actor_pairs"
    )
    first = models.ForeignKey(Actor, on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey(Actor, on_delete=models.CASCADE, related_name="+")
    similarity = models.FloatField(default=0.0)
    distance = models.FloatField(null=True)
    """Metres; None where one has no position."""
    why = models.CharField(max_length=200, blank=True)
    distinct = models.BooleanField(default=False)
    """Whether somebody said that they are two."""

    class Meta:
        ordering: ClassVar[list[str]] = ["-similarity", "pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["first", "second"], name="one_pair_of_actors")
        ]

    def __str__(self) -> str:
        return f"{self.first} / {self.second}"


class ActorMerge(models.Model):
    """Two actors that somebody made one, with all it takes to undo it."""

    kept = models.ForeignKey(Actor, on_delete=models.CASCADE, related_name="merges")
    given_name = models.CharField(max_length=500)
    before: Any = models.JSONField()
    """The actor kept, as it was before."""
    given: Any = models.JSONField()
    """The actor that it took in."""
    made_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering: ClassVar[list[str]] = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return self.given_name


class ActorIntake(models.Model):
    """Files that were read: what accepting them would change, or what it changed."""

    authority = models.ForeignKey(
        "authorities.Authority", on_delete=models.CASCADE, related_name="actor_intakes"
    )
    created_by = models.ForeignKey("accounts.User", null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    files = models.CharField(max_length=500)
    found: Any = models.JSONField()
    """Actors read, packed."""
    told: Any = models.JSONField()
    """What was read of each file, and what accepting would change."""
    accepted_at = models.DateTimeField(null=True)
    added: Any = models.JSONField(default=list)
    """Keys of the actors that accepting added, so that it can be undone."""

    class Meta:
        ordering: ClassVar[list[str]] = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return self.files
