"""Several levers at once: drivers are combined first, impacts are computed once. Gains are never added.

Every driver combines in a way that does not depend on the order of the levers:

* shares that go (quantity, electricity, intensity) leave ``∏ (1 - share)``;
* ratios and PUE keep the lowest target;
* years gained add up, over those that each lever reaches, taken as independent;
* what is shifted replaces its part of what really goes, by the Aumann-Shapley value.

    rest of a row    rest × quantity × lifetime × second hand × intensity
    its electricity  use  × quantity × electricity × pue × intensity
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from canivet.footprint.cells import Floats, Ints
from canivet.levers.drivers import Applied, Drivers, Values, lay
from canivet.levers.estate import Bools, Estate

__all__ = ["Applied", "Combination", "Values", "combine"]


@dataclass(frozen=True, slots=True)
class Combination:
    """Multipliers of each row: of its electricity (rows,), of the rest (rows, criteria); virtual rows hold
    the number of units added."""

    estate: Estate
    use: Floats
    rest: Floats
    blank: Bools
    """Criteria, shape (criteria,), on which nothing can be said, for want of factors."""
    quantity: Floats
    """Multiplier of the units of each row; units added, for virtual rows."""
    shorter: Floats
    """Multiplier of the yearly making that longer lives give."""
    second_hand: Floats
    """Multiplier of the making of what is bought, shape (rows, criteria)."""
    intensity: Floats
    unit_use: Floats
    """Multiplier of the electricity of one unit."""

    def impacts(self) -> Floats:
        """Impact per year of the whole estate under these levers, shape (criteria,)."""
        estate = self.estate
        found: Floats = self.use @ estate.use + (self.rest * estate.rest).sum(axis=0)
        return found

    def gains(self) -> Floats:
        """What goes, shape (criteria,): positive when the impact falls, zero exactly when nothing changes."""
        estate = self.estate
        before = estate.present
        found: Floats = ((before[:, None] - self.rest) * estate.rest).sum(axis=0)
        found += (before - self.use) @ estate.use
        return found


def combine(estate: Estate, applied: Sequence[Applied]) -> Combination:
    """The combined effect of levers on an estate."""
    drivers = Drivers.of(estate)
    for one in applied:
        for change in one.lever.changes:
            lay(drivers, change, one)
    return _multiplied(drivers)


def _multiplied(drivers: Drivers) -> Combination:
    estate = drivers.estate
    for rows, share in drivers.leaving:
        drivers.kept[rows] *= 1 - share
    # A target reached by other levers asks for nothing more; one that is not cuts down to it.
    quantity = np.minimum(drivers.kept, drivers.ratio)
    added = _added(drivers, quantity)
    quantity[estate.real :] = 0.0
    for subject, units in added.items():
        quantity[estate.virtual[subject]] += units
    common = quantity * drivers.intensity
    unit_use = drivers.intensity * drivers.electricity * drivers.pue / estate.pue
    use = quantity * unit_use
    shorter = _lifetimes(drivers)
    rest = (common * shorter)[:, None] * drivers.second_hand
    # Rows without electricity keep their whole impact in ``rest``.
    return Combination(
        estate,
        np.where(estate.electric, use, 0.0),
        rest,
        drivers.blank | ~drivers.known,
        quantity,
        shorter,
        drivers.second_hand,
        drivers.intensity,
        unit_use,
    )


def _lifetimes(drivers: Drivers) -> Floats:
    """Multiplier of the embodied impact: the mean of L ÷ (L + years gained) over those reached or not."""
    estate = drivers.estate
    found = np.ones(len(estate.lifetime_years))
    by_rows: dict[bytes, list[tuple[Ints, float, float]]] = {}
    for rows, reach, years in drivers.longer:
        by_rows.setdefault(rows.tobytes(), []).append((rows, reach, years))
    if len(by_rows) < 2:
        for changes in by_rows.values():
            rows = changes[0][0]
            found[rows] = _mean_ratio(
                estate.lifetime_years[rows], [(reach, years) for _, reach, years in changes]
            )
        return found
    # Selections that overlap without being the same are told apart row by row, by the changes that touch it.
    touching: dict[int, list[tuple[float, float]]] = {}
    for rows, reach, years in drivers.longer:
        for row in rows.tolist():
            touching.setdefault(row, []).append((reach, years))
    alike: dict[tuple[tuple[float, float], ...], list[int]] = {}
    for row, pairs in touching.items():
        alike.setdefault(tuple(sorted(pairs)), []).append(row)
    for changes_of, members in alike.items():
        index = np.array(members, dtype=np.intp)
        found[index] = _mean_ratio(estate.lifetime_years[index], list(changes_of))
    return found


def _mean_ratio(lifetime: Floats, changes: list[tuple[float, float]]) -> Floats:
    """Mean of L ÷ (L + Σ years) over every subset of the changes, weighed by their reach; 1 without L.

    >>> _mean_ratio(np.array([4.0, 0.0]), [(0.5, 1.0)]).tolist()
    [0.9, 1.0]
    """
    subsets = {0.0: 1.0}
    for reach, years in sorted(changes):
        grown: dict[float, float] = {}
        for total, weight in subsets.items():
            grown[total] = grown.get(total, 0.0) + weight * (1 - reach)
            grown[total + years] = grown.get(total + years, 0.0) + weight * reach
        subsets = grown
    known = lifetime > 0
    safe = np.where(known, lifetime, 1.0)
    mean = sum(weight * safe / (safe + total) for total, weight in subsets.items())
    return np.where(known, mean, 1.0)


def _added(drivers: Drivers, quantity: Floats) -> dict[str, float]:
    """Units that come, by subject: those that replace what goes, and those that come beside what stays."""
    estate = drivers.estate
    found: dict[str, float] = {}
    for position, subject, rate in drivers.shifts:
        rows, share = drivers.leaving[position]
        others = [
            (other_rows, other)
            for rank, (other_rows, other) in enumerate(drivers.leaving)
            if rank != position
        ]
        units = estate.quantity[rows] * share * _taken_alone(rows, others)
        found[subject] = found.get(subject, 0.0) + rate * float(units.sum())
    for rows, subject, rate in drivers.additions:
        units = estate.quantity[rows] * quantity[rows]
        found[subject] = found.get(subject, 0.0) + rate * float(units.sum())
    return found


def _taken_alone(rows: Ints, others: Sequence[tuple[Ints, float]]) -> Floats:
    """∫₀¹ ∏ (1 - t·sᵢ) dt over the other shares that touch each row: how much of its share a lever takes.

    Aumann-Shapley: the parts of all levers add up to what really goes, whatever their order.
    """
    polynomial = np.zeros((len(rows), len(others) + 1))
    polynomial[:, 0] = 1.0
    for other_rows, share in others:
        touched = np.isin(rows, other_rows) * share
        polynomial[:, 1:] -= touched[:, None] * polynomial[:, :-1]
    powers = np.arange(1, polynomial.shape[1] + 1)
    found: Floats = (polynomial / powers).sum(axis=1)
    return found
