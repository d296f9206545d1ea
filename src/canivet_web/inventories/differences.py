"""What changes between two batches: pure functions over rows of models, families and services."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Change:
    """Units of one thing before and after."""

    name: str
    before: float
    after: float

    @property
    def delta(self) -> float:
        """What is added, or with a minus sign taken away."""
        return self.after - self.before

    @property
    def kind(self) -> str:
        """``new``, ``gone``, ``more``, ``less`` or ``same``."""
        if not self.before and self.after:
            return "new"
        if self.before and not self.after:
            return "gone"
        return "same" if not self.delta else "more" if self.delta > 0 else "less"


def changes(before: Mapping[str, float], after: Mapping[str, float]) -> list[Change]:
    """Every name of either side, largest change first; names that are at zero on both sides are left out.

    >>> [(c.name, c.delta, c.kind) for c in changes({"a": 3, "b": 2}, {"b": 2, "c": 9})]
    [('c', 9, 'new'), ('a', -3, 'gone'), ('b', 0, 'same')]
    """
    found = [Change(name, before.get(name, 0), after.get(name, 0)) for name in {**before, **after}]
    return sorted(
        (change for change in found if change.before or change.after),
        key=lambda change: (-abs(change.delta), -change.after, change.name),
    )


@dataclass(frozen=True, slots=True)
class ModelUnits:
    """What counts of one model: its family as stored, and its units."""

    key: str
    family: str
    units: float


def families_now(
    read: Iterable[Sequence[object]],
    then: Mapping[str, str],
    now: Mapping[str, str],
    moved: Iterable[ModelUnits],
    counted: frozenset[str],
) -> dict[str, float]:
    """Units by family under the corrections of today.

    ``read`` are the families counted when the batch was read, under the corrections ``then``; ``moved`` the
    models corrected since or no longer corrected. Corrections are given as model key → family.

    >>> families_now([["laptop", 2, 5.0]], {}, {"x": "monitor"}, [ModelUnits("x", "laptop", 2.0)],
    ...              frozenset({"laptop", "monitor"}))
    {'laptop': 3.0, 'monitor': 2.0}
    """
    units = {str(family): float(str(number)) for family, _, number in read}
    for model in moved:
        old, new = then.get(model.key, model.family), now.get(model.key, model.family)
        if old == new:
            continue
        if old in counted:
            units[old] = units.get(old, 0.0) - model.units
        if new in counted:
            units[new] = units.get(new, 0.0) + model.units
    return {family: number for family, number in units.items() if number > 0}
