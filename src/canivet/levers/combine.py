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

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from canivet.footprint.cells import Floats, Ints
from canivet.levers.estate import Bools, Estate, selected
from canivet.levers.lacking import ON_ELECTRICITY, ON_RENEWALS, computable
from canivet.levers.lever import Change, Driver, Lever

Values = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Applied:
    """A lever with the values of its parameters, and how far it is deployed (0 to 1)."""

    lever: Lever
    values: Values
    deployed: float = 1.0


@dataclass(slots=True)
class Drivers:
    """What all levers together make of each driver; arrays of shape (rows,), second hand (rows, criteria)."""

    estate: Estate
    kept: Floats
    electricity: Floats
    intensity: Floats
    second_hand: Floats
    ratio: Floats
    pue: Floats
    leaving: list[tuple[Ints, float]] = field(default_factory=list)
    """Shares of the quantity that go, each with its rows."""
    shifts: list[tuple[int, str, float]] = field(default_factory=list)
    """Position in ``leaving``, subject that replaces, its rate."""
    additions: list[tuple[Ints, str, float]] = field(default_factory=list)
    longer: list[tuple[Ints, float, float]] = field(default_factory=list)
    """Rows, reach, years gained."""
    blank: Bools = field(default_factory=lambda: np.zeros(0, dtype=bool))
    """Criteria on which what comes has no factor."""
    known: Bools = field(default_factory=lambda: np.zeros(0, dtype=bool))
    """Criteria on which something that changes has one."""

    @classmethod
    def of(cls, estate: Estate) -> Drivers:
        """Drivers that change nothing."""
        rows, criteria = len(estate.footprint.cells), len(estate.footprint.criteria)
        ones = np.ones(rows)
        return cls(
            estate, ones, ones.copy(), ones.copy(), np.ones((rows, criteria)), ones.copy(), estate.pue.copy(),
            blank=np.zeros(criteria, dtype=bool), known=np.zeros(criteria, dtype=bool),
        )  # fmt: skip


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
            _lay(drivers, change, one)
    return _multiplied(drivers)


def _with_virtual(estate: Estate, change: Change, rows: Ints) -> Ints:
    """The rows, and the virtual ones of the same categories: what is added is touched like the rest."""
    keys = estate.footprint.cells.keys
    more = [row for row in estate.virtual.values() if keys[row].category in change.categories]
    return np.concatenate([rows, np.array(more, dtype=np.intp)]) if more else rows


def _product(names: Sequence[str], values: Values) -> float:
    found = 1.0
    for name in names:
        found *= values[name]
    return found


def _lay(drivers: Drivers, change: Change, one: Applied) -> None:
    """Lay one change over the drivers; one that cannot be computed brings nothing."""
    estate = drivers.estate
    rows = selected(estate, change)
    if not len(rows) or not computable(estate, change):
        return
    reach = _product(change.reach, one.values) * one.deployed
    amount = _product(change.amount, one.values)
    drivers.known |= _known(estate, change, rows)
    LAYERS[change.driver](drivers, Laid(change, rows, amount, reach, one.values))
    for subject in change.to:
        drivers.blank |= _without_factor(estate, rows, subject)


def _known(estate: Estate, change: Change, rows: Ints) -> Bools:
    """Criteria on which what the change acts on has a factor: on the others, no gain is no figure."""
    acted = estate.use if change.driver in ON_ELECTRICITY else estate.rest
    if change.driver not in (*ON_ELECTRICITY, *ON_RENEWALS):
        acted = estate.use + estate.rest
    among = [not change.criteria or item.id in change.criteria for item in estate.footprint.criteria]
    return np.asarray(acted[rows].any(axis=0) & np.array(among, dtype=bool), dtype=np.bool_)


def _without_factor(estate: Estate, rows: Ints, subject: str) -> Bools:
    """Criteria that what goes has a factor for, and what comes has none: their gain is not known."""
    covered = estate.footprint.covered
    found: Bools = (covered[rows].max(axis=0) > 0) & (covered[estate.virtual[subject]] == 0)
    return found


@dataclass(frozen=True, slots=True)
class Laid:
    """One change ready to be laid: its rows, its amount and its reach."""

    change: Change
    rows: Ints
    amount: float
    reach: float
    values: Values


def _leave(drivers: Drivers, laid: Laid) -> None:
    drivers.leaving.append((laid.rows, laid.amount * laid.reach))
    for subject, rate in zip(laid.change.to, laid.change.rate, strict=True):
        drivers.shifts.append((len(drivers.leaving) - 1, subject, laid.values[rate]))


def _save(drivers: Drivers, laid: Laid) -> None:
    driver = drivers.electricity if laid.change.driver == "electricity" else drivers.intensity
    driver[_with_virtual(drivers.estate, laid.change, laid.rows)] *= 1 - laid.amount * laid.reach


def _lengthen(drivers: Drivers, laid: Laid) -> None:
    drivers.longer.append((laid.rows, laid.reach, laid.amount))


def _buy_used(drivers: Drivers, laid: Laid) -> None:
    among = laid.change.criteria
    known = [not among or item.id in among for item in drivers.estate.footprint.criteria]
    avoided = laid.amount * laid.reach * _product(laid.change.avoided, laid.values)
    drivers.second_hand[laid.rows] *= np.where(known, 1 - avoided, 1.0)


def _cap(drivers: Drivers, laid: Laid) -> None:
    estate, rows = drivers.estate, laid.rows
    base = (estate.agents if laid.change.per == "agent" else estate.computers) or 0.0
    target = min(1.0, laid.amount * base / float(estate.quantity[rows].sum()))
    drivers.ratio[rows] = np.minimum(drivers.ratio[rows], 1 - laid.reach * (1 - target))


def _cool(drivers: Drivers, laid: Laid) -> None:
    rows = laid.rows
    pue = drivers.estate.pue[rows]
    drivers.pue[rows] = np.minimum(drivers.pue[rows], pue - laid.reach * np.maximum(0.0, pue - laid.amount))


def _add(drivers: Drivers, laid: Laid) -> None:
    drivers.additions += [(laid.rows, subject, laid.amount * laid.reach) for subject in laid.change.to]


LAYERS: Final[dict[Driver, Callable[[Drivers, Laid], None]]] = {
    "quantity": _leave,
    "shift": _leave,
    "electricity": _save,
    "intensity": _save,
    "lifetime": _lengthen,
    "second_hand": _buy_used,
    "ratio": _cap,
    "pue": _cool,
    "added": _add,
}


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
