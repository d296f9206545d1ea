"""The audit trail: who decided what, and when. Rows are added, never changed."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils import timezone

from canivet_web.records import Frozen, FrozenQuerySet


class EventQuerySet(FrozenQuerySet):
    """Events: added, never changed, but for the name of a person who leaves."""

    def erase_person(self, user: int | None, address: str) -> None:
        """Take a person's name out of the trail, and nothing else: acts, dates and authorities stay.

        The only way an event changes: erasure is a right (GDPR, article 17) that prevails over the trail.
        Called before the account goes, while its acts can still be told from the others.
        """
        plain: models.QuerySet[Event] = models.QuerySet(self.model, using=self.db)
        if user is not None:
            plain.filter(actor=user).update(actor_name="")
        plain.filter(target=address[:200]).update(target="")


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

    objects: ClassVar[Any] = EventQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["-at", "-pk"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["authority", "-at"], name="event_authority_at")
        ]
