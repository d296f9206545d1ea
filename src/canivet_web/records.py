"""What stored things share: versions where several people edit, thirty days of undo, no change at all."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils import timezone


def hold(row: models.Model) -> None:
    """Wait for whoever else holds this row, then hold it until the end of the transaction under way.

    What must never cross in an authority (numbers, names used once, the last pilot) holds the authority.
    """
    type(row)._default_manager.select_for_update().only("pk").get(pk=row.pk)


class RecoverableQuerySet(models.QuerySet[Any]):
    """Things that can be brought back for a while after they are deleted."""

    def kept(self) -> Self:
        """Those that are not deleted."""
        return self.filter(deleted_at=None)

    def deleted(self) -> Self:
        """Those that are, and can still be brought back."""
        return self.filter(deleted_at__gte=timezone.now() - timedelta(days=settings.UNDO_DAYS))

    def lapsed(self) -> Self:
        """Those whose delay is over."""
        return self.filter(deleted_at__lt=timezone.now() - timedelta(days=settings.UNDO_DAYS))


class Recoverable(models.Model):
    """A thing whose deletion can be undone for ``settings.UNDO_DAYS`` days."""

    deleted_at = models.DateTimeField(null=True, blank=True, editable=False)
    deleted_by = models.ForeignKey(
        "accounts.User", null=True, blank=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )

    objects: ClassVar[Any] = RecoverableQuerySet.as_manager()

    class Meta:
        abstract = True

    def discard(self, user: Any) -> None:
        """Delete, for now."""
        self.deleted_at, self.deleted_by = timezone.now(), user
        self.save(update_fields=["deleted_at", "deleted_by"])

    def bring_back(self) -> None:
        """Undo the deletion."""
        self.deleted_at = self.deleted_by = None
        self.save(update_fields=["deleted_at", "deleted_by"])


class Versioned(models.Model):
    """A thing edited by several people: each saving adds one to its version (see ``merging``)."""

    version = models.PositiveIntegerField(default=1, editable=False)
    updated_at = models.DateTimeField(auto_now=True, editable=False)

    class Meta:
        abstract = True


class FrozenRecord(Exception):
    """An attempt to change what is kept as it was: a defect of ours, never a user's."""


class FrozenQuerySet(models.QuerySet[Any]):
    """Rows that cannot be changed in bulk either."""

    def update(self, **kwargs: Any) -> int:
        """Refuse, but for what says that a row is deleted."""
        if not set(kwargs) <= {"deleted_at", "deleted_by"}:
            raise FrozenRecord(f"{self.model.__name__} rows are never changed")
        return super().update(**kwargs)

    def bulk_update(self, *args: Any, **kwargs: Any) -> int:
        """Refuse."""
        raise FrozenRecord(f"{self.model.__name__} rows are never changed")

    def bulk_create(self, *args: Any, **kwargs: Any) -> Any:
        """Write new rows; refuse to write over those that are there."""
        if kwargs.get("update_conflicts"):
            raise FrozenRecord(f"{self.model.__name__} rows are never changed")
        return super().bulk_create(*args, **kwargs)


class Frozen(models.Model):
    """A row written once."""

    objects: ClassVar[Any] = FrozenQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write a new row; refuse to write over one, but for what says that it is deleted."""
        allowed = set(kwargs.get("update_fields") or ()) <= {"deleted_at", "deleted_by"}
        if not self._state.adding and not (kwargs.get("update_fields") and allowed):
            raise FrozenRecord(f"{type(self).__name__} {self.pk} is never changed")
        # A new object given the key of a row would be written over it.
        insert = {"force_insert": True} if self._state.adding else {}
        super().save(*args, **{**kwargs, **insert})


class FrozenRecoverableQuerySet(FrozenQuerySet, RecoverableQuerySet):  # type: ignore[override]
    """Rows that never change but can be deleted, and brought back for a while."""


class FrozenRecoverable(Frozen, Recoverable):
    """A row written once, that can be deleted and brought back for a while."""

    objects: ClassVar[Any] = models.Manager.from_queryset(FrozenRecoverableQuerySet)()  # type: ignore[assignment]

    class Meta:
        abstract = True
