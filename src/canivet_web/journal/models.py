"""The audit trail: who decided what, and when. Rows are added, never changed."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils import timezone

from canivet_web.records import Frozen


class Event(Frozen):
    """One act. ``details`` holds what changed: field → [before, after]."""

    authority = models.ForeignKey(
        "authorities.Authority", null=True, on_delete=models.CASCADE, related_name="events"
    )
    actor = models.ForeignKey("accounts.User", null=True, on_delete=models.SET_NULL, related_name="+")
    actor_name = models.CharField(max_length=254, blank=True)
    """As it was then; erased with the account."""
    act = models.CharField(max_length=40)
    """Code of ``journal.acts``."""
    target = models.CharField(max_length=200, blank=True)
    details: Any = models.JSONField(default=dict)
    at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering: ClassVar[list[str]] = ["-at", "-pk"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["authority", "-at"], name="event_authority_at")
        ]
