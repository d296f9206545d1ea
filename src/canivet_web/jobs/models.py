"""Long work: what is under way, its progress, and how it ended."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils import timezone


class Job(models.Model):
    """One long work of an authority. Its fruit is written in one transaction at its end, or not at all."""

    class Kind(models.TextChoices):
        """What is done."""

        IMPORT = "import", "Lecture d'un inventaire"
        DIAGNOSIS = "diagnosis", "Calcul d'un diagnostic"
        DOSSIER = "dossier", "Reprise d'un dossier"

    class State(models.TextChoices):
        """How far it is."""

        WAITING = "waiting", "En attente"
        RUNNING = "running", "En cours"
        DONE = "done", "Terminé"
        REFUSED = "refused", "Refusé"
        """The input cannot be used: ``problem`` says what, where, and the cure."""
        FAILED = "failed", "Interrompu"

    authority = models.ForeignKey("authorities.Authority", on_delete=models.CASCADE, related_name="jobs")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    state = models.CharField(max_length=20, choices=State.choices, default=State.WAITING)
    step = models.CharField(max_length=120, blank=True)
    """French name of the step under way."""
    steps_done = models.PositiveSmallIntegerField(default=0)
    steps_total = models.PositiveSmallIntegerField(default=1)
    problem = models.TextField(blank=True)
    details: Any = models.JSONField(default=dict)
    """What the work needs to know."""
    target = models.CharField(max_length=200, blank=True)
    """Path of the page that shows the fruit."""
    created_by = models.ForeignKey("accounts.User", null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    beat_at = models.DateTimeField(null=True, blank=True)
    """Last sign of life of the worker."""
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-created_at"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} ({self.get_state_display()})"

    @property
    def is_over(self) -> bool:
        """Whether nothing more will happen."""
        return self.state in (self.State.DONE, self.State.REFUSED, self.State.FAILED)


class Upload(models.Model):
    """A file waiting to be read by a job; it is deleted as soon as it is read: it may hold personal data."""

    job = models.ForeignKey(Job, on_delete=models.CASCADE, related_name="uploads")
    name = models.CharField(max_length=200)
    content = models.BinaryField()
