"""Diagnoses: every calculation adds a result that never changes; freezing one makes it the reference."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils import timezone

from canivet_web.records import Frozen, FrozenRecoverable


class Result(FrozenRecoverable):
    """One calculation: its document as the command line would write it, and what it was made from."""

    authority = models.ForeignKey("authorities.Authority", on_delete=models.CASCADE, related_name="results")
    number = models.PositiveIntegerField()
    year = models.PositiveSmallIntegerField()
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    created_by = models.ForeignKey("accounts.User", null=True, on_delete=models.SET_NULL, related_name="+")
    batch = models.ForeignKey(
        "inventories.Batch", null=True, on_delete=models.SET_NULL, related_name="results"
    )
    document = models.TextField()
    """``resultat.json``, to the byte."""
    sha256 = models.CharField(max_length=64)
    """Of ``document``."""
    evidence = models.BinaryField()
    """What explains every figure without the lines being read again: see the bridge."""

    class Meta:
        ordering: ClassVar[list[str]] = ["-number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["authority", "number"], name="one_result_per_number")
        ]

    def __str__(self) -> str:
        return f"Diagnostic n° {self.number}"


class ResultFile(Frozen):
    """One file of a result, as the command line would write it in its dossier."""

    result = models.ForeignKey(Result, on_delete=models.CASCADE, related_name="files")
    name = models.CharField(max_length=120)
    content = models.BinaryField()
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        ordering: ClassVar[list[str]] = ["name"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["result", "name"], name="one_file_per_name")
        ]


class Freeze(Frozen):
    """The decision that a result is the diagnosis of the authority for its year."""

    result = models.OneToOneField(Result, on_delete=models.CASCADE, related_name="freeze")
    label = models.CharField("Intitulé", max_length=120)
    frozen_at = models.DateTimeField(default=timezone.now, editable=False)
    frozen_by = models.ForeignKey("accounts.User", null=True, on_delete=models.SET_NULL, related_name="+")
