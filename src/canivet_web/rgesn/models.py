"""Digital services assessed against the RGESN, their answers, and scores kept at a date."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils import timezone

from canivet_web.records import Frozen, Recoverable, Versioned


class AssessedService(Recoverable, Versioned):
    """A digital service and its assessment; ``edition`` is that of the RGESN it stays at."""

    authority = models.ForeignKey(
        "authorities.Authority", on_delete=models.CASCADE, related_name="assessed_services"
    )
    entry = models.ForeignKey(
        "registers.Entry",
        verbose_name="Ligne du registre",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="assessments",
    )
    name = models.CharField("Nom du service", max_length=160)
    address = models.CharField("Adresse web", max_length=200, blank=True)
    kind = models.CharField("Type de service", max_length=30)
    """Identifier of ``rgesn/kinds`` of the commons."""
    slug = models.CharField(max_length=50, editable=False)
    """What names it in a dossier."""
    edition = models.CharField(max_length=10, editable=False)
    established_on = models.DateField("Évaluation établie le", null=True, blank=True)
    assessor = models.CharField("Évaluée par (une fonction, un organisme)", max_length=120, blank=True)
    contact = models.CharField("Contact écrit dans la déclaration", max_length=160, blank=True)
    facts = models.JSONField(default=dict, editable=False)
    """What the service has (``yes``) or has not (``no``), by fact of the commons."""
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering: ClassVar[list[str]] = ["name", "pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["authority", "slug"], name="one_assessed_service_per_slug")
        ]

    def __str__(self) -> str:
        return self.name


class CriterionAnswer(Versioned):
    """Answer to one criterion for one service; written blank with the service, so that it is only changed."""

    service = models.ForeignKey(AssessedService, on_delete=models.CASCADE, related_name="answers")
    criterion = models.CharField(max_length=10)
    state = models.CharField("État", max_length=20, default="to_assess")
    reason = models.CharField("Motif, si le critère est sans objet", max_length=300, blank=True)
    comment = models.TextField("Justification", max_length=2000, blank=True)
    evidence = models.CharField("Preuve : adresse, fichier ou référence", max_length=300, blank=True)
    action = models.CharField("Action prévue", max_length=300, blank=True)
    due_on = models.DateField("Échéance de l'action", null=True, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["service", "criterion"], name="one_answer_per_criterion")
        ]

    def __str__(self) -> str:
        return self.criterion


class FrozenAssessment(Frozen):
    """An assessment as it was at a date: its score, and its whole content as the declaration shows it."""

    service = models.ForeignKey(AssessedService, on_delete=models.CASCADE, related_name="frozen")
    number = models.PositiveIntegerField()
    frozen_on = models.DateField()
    edition = models.CharField(max_length=10)
    earned: Any = models.FloatField()
    applicable: Any = models.FloatField()
    """Sums of weights: the score is the one over the other, and none when nothing applied."""
    document = models.TextField()
    """The content of the declaration, as JSON."""
    frozen_by = models.ForeignKey("accounts.User", null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering: ClassVar[list[str]] = ["number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["service", "number"], name="frozen_assessment_number")
        ]

    def __str__(self) -> str:
        return f"{self.service.name}, n° {self.number}"
