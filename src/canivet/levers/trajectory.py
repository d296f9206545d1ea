"""Year by year: what a scenario makes of the footprint, with devices replaced when their time comes.

An action on purchases shows when something is bought. Devices of each row are followed by age, by quarters of
a year: they leave at the end of their life, and are bought again while the row still needs them. What was
bought before keeps its weight until it is paid off; what is bought under the scenario has the life and the
share of second hand that the levers give it. Electricity follows the stock; services change at once; what
comes instead of what goes follows it in proportion.

Two readings of one story:

* *amortised*: each device weighs its making ÷ its life, every year of that life, and nothing after;
* *purchases*: it weighs its whole making the year it is bought.

The trend is the same estate without levers. Ages that are not known are spread evenly over the life.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

import numpy as np

from canivet.footprint.cells import AGE_CLASS_BOUNDS, Floats
from canivet.levers.combine import Combination, combine
from canivet.levers.estate import LIFETIME_STEP, Bools, Estate
from canivet.levers.scenario import Scenario

STEPS = round(1 / LIFETIME_STEP)
"""Steps in a year."""


@dataclass(frozen=True, slots=True)
class Trajectory:
    """Impact by year; arrays of shape (years, criteria)."""

    years: tuple[int, ...]
    amortised: Floats
    purchases: Floats
    """Making of what is bought in the year, and all that is not making."""

    def of(self, column: int, *, purchases: bool = False) -> list[float]:
        """One criterion, year by year."""
        table = self.purchases if purchases else self.amortised
        return [float(value) for value in table[:, column]]


@dataclass(frozen=True, slots=True)
class Year:
    """One year of the rows: mean stock (rows,), and the two weights of their making (rows, criteria).

    All are relative to the year studied, which is 1 everywhere.
    """

    stock: Floats
    amortised: Floats
    bought: Floats


class Cohorts:
    """Devices of each row by age: how many, as shares of the row, and what each weighs until paid off."""

    def __init__(self, estate: Estate) -> None:
        self.owned: Bools = estate.lifetime_years > 0
        self.lifetime = np.where(self.owned, estate.lifetime_years, 1.0)
        # Twice the longest life: no lever more than doubles it before all is replaced.
        self.ages = STEPS * (2 * ceil(float(self.lifetime.max(initial=1.0))) + 10)
        rows, criteria = len(self.lifetime), len(estate.footprint.criteria)
        self.units = np.zeros((rows, self.ages))
        for row in np.flatnonzero(self.owned):
            low, high = ages_of(estate.footprint.cells.keys[row].age_class, float(self.lifetime[row]))
            edges = np.arange(self.ages + 1) / STEPS
            overlap = np.maximum(np.minimum(edges[1:], high) - np.maximum(edges[:-1], low), 0.0)
            self.units[row] = overlap / overlap.sum()
        self.paid_at = np.repeat(self.lifetime[:, None], self.ages, axis=1)
        self.weight = np.ones((rows, self.ages, criteria))
        """Making of a device, relative to a new one of the year studied."""

    def year(self, now: Combination) -> Year:
        """One year under the levers of the year."""
        life = np.minimum(self.lifetime / np.maximum(now.shorter, 1e-9), self.ages / STEPS)
        starts = np.arange(self.ages) / STEPS
        stock = np.zeros(len(life))
        amortised, bought = np.zeros_like(now.second_hand), np.zeros_like(now.second_hand)
        for _ in range(STEPS):
            new = self._renewed(life, now, starts)
            stock += self.units.sum(axis=1) / STEPS
            unpaid = np.clip((self.paid_at - starts) * STEPS, 0.0, 1.0)
            paid = self.units * unpaid / self.paid_at
            amortised += np.einsum("ra,rac->rc", paid, self.weight) / STEPS
            bought += new[:, None] * now.second_hand
        scale = self.lifetime[:, None]
        return Year(stock, amortised * scale, bought * scale)

    def _renewed(self, life: Floats, now: Combination, starts: Floats) -> Floats:
        """A quarter of a year: devices age, leave and are bought again; what is bought, shape (rows,)."""
        for table in (self.units, self.paid_at, self.weight):
            table[:, 1:] = table[:, :-1].copy()
        self.units[:, 0] = 0.0
        # A device whose life ends within the step leaves in proportion.
        self.units *= 1 - np.clip((starts + 1 / STEPS - life[:, None]) * STEPS, 0.0, 1.0)
        lacking = np.maximum(now.quantity - self.units.sum(axis=1), 0.0)
        new: Floats = np.where(self.owned, lacking, 0.0)
        self.units[:, 0] = new
        self.paid_at[:, 0] = life
        self.weight[:, 0] = now.second_hand
        return new


def ages_of(age_class: int, lifetime: float) -> tuple[float, float]:
    """Bounds of the ages of a class, none past the life; those of a whole life where it is not known.

    >>> ages_of(-1, 5.0), ages_of(1, 5.0), ages_of(2, 5.0), ages_of(5, 12.5)
    ((0.0, 5.0), (2.0, 4.0), (4.0, 5.0), (10.0, 12.5))
    >>> ages_of(3, 6.0)
    (5.75, 6.0)
    """
    if age_class < 0:
        return 0.0, lifetime
    bounds = (0.0, *AGE_CLASS_BOUNDS)
    low = min(bounds[age_class], lifetime - LIFETIME_STEP)
    high = bounds[age_class + 1] if age_class + 1 < len(bounds) else lifetime
    return max(low, 0.0), max(min(high, lifetime), low + LIFETIME_STEP)


def trajectory(estate: Estate, scenario: Scenario, year: int) -> Trajectory:
    """The scenario from ``year``, the one studied, which is as measured, to its last year."""
    years = tuple(range(year, max(year, scenario.until) + 1))
    cohorts = Cohorts(estate)
    amortised, purchases = [estate.totals], [estate.totals]
    for current in years[1:]:
        now = combine(estate, scenario.applied(current))
        found = cohorts.year(now)
        amortised.append(_impact(estate, now, cohorts.owned, found.stock, found.amortised))
        purchases.append(_impact(estate, now, cohorts.owned, found.stock, found.bought))
    return Trajectory(years, np.array(amortised), np.array(purchases))


def trend(estate: Estate, until: int, year: int) -> Trajectory:
    """The estate without any lever."""
    return trajectory(estate, Scenario("tendance", until, ()), year)


def _impact(estate: Estate, now: Combination, owned: Bools, stock: Floats, making: Floats) -> Floats:
    """Impact of a year, shape (criteria,)."""
    come = np.where(estate.present > 0, 1.0, _gone(estate, now, owned, stock))
    use = np.where(owned, stock * now.unit_use, now.use * come)
    rest = np.where(owned[:, None], making * now.intensity[:, None], now.rest * come[:, None])
    found: Floats = use @ estate.use + (rest * estate.rest).sum(axis=0)
    return found


def _gone(estate: Estate, now: Combination, owned: Bools, stock: Floats) -> float:
    """Share already gone of the devices that are to go: what comes instead follows it."""
    to_go = float((estate.quantity * np.where(owned, 1 - now.quantity, 0.0)).sum())
    gone = float((estate.quantity * np.where(owned, 1 - stock, 0.0)).sum())
    return min(1.0, max(0.0, gone / to_go)) if to_go > 0 else 1.0


def reached(path: Sequence[float], limit: float, years: Sequence[int]) -> int | None:
    """First year from which a path stays at or under a limit; None when it never does.

    >>> reached([10, 7, 8, 6, 5], 7, [2025, 2026, 2027, 2028, 2029])
    2028
    """
    for rank in range(len(path)):
        if all(value <= limit for value in path[rank:]):
            return years[rank]
    return None
