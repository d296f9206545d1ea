"""What levers together make of each driver of an estate, before any impact is computed.

Each change of a lever is laid over the drivers by the function of its driver; none depends on the order.
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


def lay(drivers: Drivers, change: Change, one: Applied) -> None:
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
    return np.asarray(acted[rows].any(axis=0) & _aimed_at(estate, change), dtype=np.bool_)


def _aimed_at(estate: Estate, change: Change) -> Bools:
    """Criteria that a change speaks of: all, unless it names some."""
    among = change.criteria
    return np.array([not among or item.id in among for item in estate.footprint.criteria], dtype=bool)


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
    avoided = laid.amount * laid.reach * _product(laid.change.avoided, laid.values)
    drivers.second_hand[laid.rows] *= np.where(_aimed_at(drivers.estate, laid.change), 1 - avoided, 1.0)


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
