"""Diagnoses: every calculation adds a result that never changes; freezing one makes it the reference."""

from __future__ import annotations

from typing import Any, ClassVar
from urllib.parse import quote

from django.db import models
from django.utils import timezone

from canivet_web.compressed import CompressedField
from canivet_web.records import (
    Frozen,
    FrozenQuerySet,
    FrozenRecord,
    FrozenRecoverable,
    FrozenRecoverableQuerySet,
)

#: Signs that an address may hold as they are: the fewer are escaped, the lighter the page.
_PLAIN = " =:/;,()*+-._~!@$?"


class FactorSet(models.Model):
    """A factor set of the authority's own, that came in a dossier; the profile names the one to use."""

    authority = models.ForeignKey(
        "authorities.Authority", on_delete=models.CASCADE, related_name="factor_sets"
    )
    name = models.CharField(max_length=60)
    text = models.TextField()
    """The CSV, as the command line reads it."""

    class Meta:
        ordering: ClassVar[list[str]] = ["name"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["authority", "name"], name="one_factor_set_per_name")
        ]

    def __str__(self) -> str:
        return f"Jeu local « {self.name} »"


class ResultQuerySet(FrozenRecoverableQuerySet):  # type: ignore[override]
    """Results; those that are frozen cannot be deleted, even in bulk."""

    def update(self, **kwargs: Any) -> int:
        """Refuse to change anything, and to delete what is frozen."""
        if kwargs.get("deleted_at") is not None:
            self._refuse_frozen()
        return super().update(**kwargs)

    def delete(self) -> tuple[int, dict[str, int]]:
        """Erase those that are not frozen; a frozen one goes with its whole authority only."""
        self._refuse_frozen()
        return super().delete()

    def _refuse_frozen(self) -> None:
        if self.filter(freeze__isnull=False).exists():
            raise FrozenRecord("a frozen result is never deleted")


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
    summary: Any = models.JSONField(default=dict)
    """What lists show of it: total, versions, fingerprints (see ``storing.summary_of``)."""
    evidence = models.BinaryField()
    """What explains every figure without the lines being read again: see ``evidence``."""

    objects: ClassVar[Any] = models.Manager.from_queryset(ResultQuerySet)()

    class Meta:
        ordering: ClassVar[list[str]] = ["-number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["authority", "number"], name="one_result_per_number")
        ]

    def __str__(self) -> str:
        return f"Diagnostic n° {self.number}"

    @property
    def frozen(self) -> Freeze | None:
        """The decision that froze it, if there is one."""
        try:
            return self.freeze
        except Freeze.DoesNotExist:
            return None

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write a new row; afterwards say only that it is deleted, which a frozen one never is."""
        if not self._state.adding and self.deleted_at is not None and self._frozen_since():
            raise FrozenRecord(f"{self} is frozen")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Erase; a frozen result never is, but with its whole authority."""
        if self._frozen_since():
            raise FrozenRecord(f"{self} is frozen")
        return super().delete(*args, **kwargs)

    def _frozen_since(self) -> bool:
        """Whether it is frozen now, whatever it was when it was read."""
        return Freeze.objects.filter(result=self.pk).exists()


class ResultPartQuerySet(FrozenQuerySet):
    """Parts of results: they are erased with their result, never alone."""

    def delete(self) -> tuple[int, dict[str, int]]:
        """Refuse."""
        raise FrozenRecord(f"{self.model.__name__} rows go with their result only")


class ResultPart(Frozen):
    """What belongs to a result: written once, erased with it."""

    objects: ClassVar[Any] = ResultPartQuerySet.as_manager()

    class Meta:
        abstract = True

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Refuse."""
        raise FrozenRecord(f"{type(self).__name__} {self.pk} goes with its result only")


class ResultFile(ResultPart):
    """One file of a result, as the command line would write it in its dossier."""

    result = models.ForeignKey(Result, on_delete=models.CASCADE, related_name="files")
    name = models.CharField(max_length=120)
    content = CompressedField()
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        ordering: ClassVar[list[str]] = ["name"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["result", "name"], name="one_file_per_name")
        ]


class Picture(ResultPart):
    """One chart of a result, drawn with it: pages show it and never draw."""

    result = models.ForeignKey(Result, on_delete=models.CASCADE, related_name="pictures")
    criterion = models.CharField(max_length=20)
    view = models.CharField(max_length=20)
    """``by_stage`` or ``by_category``."""
    alt = models.TextField()
    svg = models.TextField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["result", "criterion", "view"], name="one_picture_per_view")
        ]

    @property
    def source(self) -> str:
        """The picture itself as an address: it costs the page no request."""
        return f"data:image/svg+xml,{quote(self.svg, safe=_PLAIN)}"


class Freeze(ResultPart):
    """The decision that a result is the diagnosis of the authority for its year."""

    result = models.OneToOneField(Result, on_delete=models.CASCADE, related_name="freeze")
    label = models.CharField("Intitulé", max_length=120)
    frozen_at = models.DateTimeField(default=timezone.now, editable=False)
    frozen_by = models.ForeignKey("accounts.User", null=True, on_delete=models.SET_NULL, related_name="+")
