"""Imported inventories: dated batches that never change, and corrections laid over them."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils import timezone

from canivet_web.records import Frozen, FrozenRecoverable, Recoverable, Versioned


class Batch(FrozenRecoverable):
    """What one import read. ``dossier`` holds its lines; pages read ``summary``, models and exclusions."""

    authority = models.ForeignKey("authorities.Authority", on_delete=models.CASCADE, related_name="batches")
    number = models.PositiveIntegerField()
    year = models.PositiveSmallIntegerField()
    """Year studied for which the batch was read."""
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    created_by = models.ForeignKey("accounts.User", null=True, on_delete=models.SET_NULL, related_name="+")
    dossier = models.BinaryField()
    """Zip of ``lignes.csv`` and ``tables.json`` in the written form of the library's dossier."""
    sha256 = models.CharField(max_length=64)
    """Of the texts inside ``dossier``."""
    summary: Any = models.JSONField()
    """Tables recognised, counts, exclusions by reason, families, services, warnings (see the bridge)."""

    class Meta:
        ordering: ClassVar[list[str]] = ["-number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["authority", "number"], name="one_batch_per_number")
        ]

    def __str__(self) -> str:
        return f"Import n° {self.number}"


class Acceptance(Frozen):
    """The decision to count a batch from now on; the last one of an authority gives the batch in force."""

    authority = models.ForeignKey(
        "authorities.Authority", on_delete=models.CASCADE, related_name="acceptances"
    )
    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="acceptances")
    accepted_at = models.DateTimeField(default=timezone.now, editable=False)
    accepted_by = models.ForeignKey("accounts.User", null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering: ClassVar[list[str]] = ["-accepted_at", "-pk"]


class BatchModel(Frozen):
    """One model of a batch, as understood without any correction; ``rank`` 1 is the heaviest."""

    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="models")
    rank = models.PositiveIntegerField()
    key = models.TextField()
    manufacturer = models.TextField(blank=True)
    model = models.TextField(blank=True)
    type = models.TextField(blank=True)
    designation = models.TextField(blank=True)
    family = models.CharField(max_length=60)
    archetype = models.CharField(max_length=80)
    confidence = models.FloatField()
    to_review = models.BooleanField()
    """Not recognised, or recognised without certainty."""
    lines = models.PositiveIntegerField()
    units = models.FloatField()
    in_service = models.FloatField()
    """Units that count as soon as the family does: not in stock, not set aside for another reason."""
    place = models.TextField()

    class Meta:
        ordering: ClassVar[list[str]] = ["rank"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["batch", "to_review", "rank"], name="batch_model_review")
        ]


class BatchExclusion(Frozen):
    """Lines of a batch that are not counted, gathered by reason and text."""

    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="exclusions")
    reason = models.CharField(max_length=60)
    label = models.TextField()
    family = models.CharField(max_length=60, blank=True)
    text = models.TextField(blank=True)
    detail = models.TextField(blank=True)
    place = models.TextField()
    """Where its first line stands."""
    lines = models.PositiveIntegerField()
    units = models.FloatField()

    class Meta:
        ordering: ClassVar[list[str]] = ["reason", "-lines", "pk"]


class Correction(Recoverable, Versioned):
    """What a person says a model is: laid over every batch of the authority that has this model."""

    authority = models.ForeignKey(
        "authorities.Authority", on_delete=models.CASCADE, related_name="corrections"
    )
    key = models.TextField()
    """`model_key` of the library."""
    value = models.CharField(max_length=80)
    """Identifier of a family or of an archetype."""
    corrected_by = models.ForeignKey("accounts.User", null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["authority", "key"], name="one_correction_per_model")
        ]
