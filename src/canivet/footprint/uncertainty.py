"""Intervals by common draws: log-normal multipliers of mean 1 on the cells of a footprint.

The central figure is the fold of central factors; draws only spread it. Five kinds of quantity are drawn:

* embodied and service factors, by family, so that all screens move together; factors of one source share a
  correlated part;
* lifetimes and yearly kWh that an archetype completed, by archetype;
* electricity factors, by country;
* the PUE of server rooms that do not say theirs, all together;
* the number of units that were estimated and not listed, by family, with the spread of their pedigree class.

A multiplier is ``exp(σ·z − σ²/2)``: mean 1 exactly. σ is taken from the 90 % bounds,
``σ = ln(high/low) / 2z₉₅``, where the bounds of a factor span what *every* loaded factor set says of it.
Each stream of draws has its own seed, made from its name: an estate gives the same interval whatever the
order of its lines and the other devices in it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import log, sqrt
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from canivet.commons.factors import ELECTRICITY, ChosenFactors
from canivet.commons.store import Commons
from canivet.criteria import STAGES
from canivet.footprint.cells import CellKey, Floats
from canivet.footprint.engine import USE, Footprint, electricity_factor

Interval = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Settings:
    """Parameters of the draws, from ``uncertainty/parameters.csv``."""

    draws: int
    level: float
    source_correlation: float
    seed: int

    @property
    def z(self) -> float:
        """Normal quantile of the upper bound: 1.645 for a 90 % interval."""
        return NormalDist().inv_cdf((1 + self.level) / 2)


def load_settings(commons: Commons) -> Settings:
    """Settings of the commons."""
    values = {row["id"]: float(row["value"]) for row in commons.rows("uncertainty/parameters")}
    return Settings(
        int(values["draws"]), values["interval_level"], values["source_correlation"], int(values["seed"])
    )


def sigma(low: float, high: float, z: float) -> float:
    """Log-normal σ of a quantity whose central interval is [low, high]; 0 when the bounds say nothing.

    >>> round(sigma(0.5, 2.0, 1.645), 4)
    0.4214
    """
    return log(high / low) / (2 * z) if 0 < low < high else 0.0


@dataclass(slots=True)
class Streams:
    """Named streams of standard normal draws, each of shape (draws,)."""

    settings: Settings
    _drawn: dict[str, Floats] = field(default_factory=dict)

    def normal(self, name: str) -> Floats:
        """The stream of that name; the same name always gives the same numbers."""
        if name not in self._drawn:
            digest = hashlib.sha256(f"{self.settings.seed}:{name}".encode()).digest()
            generator = np.random.Generator(np.random.PCG64(int.from_bytes(digest[:16], "big")))
            self._drawn[name] = generator.standard_normal(self.settings.draws)
        return self._drawn[name]

    def factor(self, group: str, source: str) -> Floats:
        """Draws of a factor: a part shared by its source, a part of its own group."""
        shared = self.settings.source_correlation
        return sqrt(shared) * self.normal(f"source:{source}") + sqrt(1 - shared) * self.normal(
            f"factor:{group}"
        )


def multiplier(spread: float, normal: Floats) -> Floats:
    """Log-normal multiplier of mean 1.

    >>> multiplier(0.0, np.zeros(2)).tolist()
    [1.0, 1.0]
    """
    return np.exp(spread * normal - spread * spread / 2)


#: subject → 90 % bounds of (lifetime in years, kWh per year), None when the archetype gives none.
ArchetypeBounds = Mapping[str, tuple[Interval | None, Interval | None]]


@dataclass(frozen=True, slots=True)
class Uncertainty:
    """All that the draws need beside a footprint: other sets' factors and the archetypes' bounds."""

    settings: Settings
    streams: Streams
    other_sets: Sequence[ChosenFactors]
    archetype_bounds: ArchetypeBounds
    pue: Interval | None = None
    """90 % bounds of the PUE of a room that does not say its own."""
    quantity_spreads: Mapping[str, float] = field(default_factory=dict)
    """Pedigree class of an estimated quantity → ratio between its 90 % bound and its value."""

    def quantity_multiplier(self, key: CellKey) -> Floats | float:
        """Multiplier of the units of a cell: 1 for listed units; for estimated ones, one draw by family.

        A class that the commons do not have is taken for the widest: what is not known is not narrow.
        """
        if not key.quantity_pedigree or not self.quantity_spreads:
            return 1.0
        spread = self.quantity_spreads.get(key.quantity_pedigree, max(self.quantity_spreads.values()))
        return multiplier(
            sigma(1 / spread, spread, self.settings.z), self.streams.normal(f"quantity:{key.category}")
        )

    def factor_sigma(self, chosen: ChosenFactors, subject: str, criterion: str) -> tuple[float, str]:
        """σ of a subject's factor over all sets, and the source of the central one."""
        stages = chosen.stages(subject, criterion)
        if not stages:
            return 0.0, ""
        low = sum(factor.low for factor in stages.values())
        high = sum(factor.high for factor in stages.values())
        for other in self.other_sets:
            total = sum(factor.value for factor in other.stages(subject, criterion).values())
            if total > 0:
                low, high = min(low, total), max(high, total)
        return sigma(low, high, self.settings.z), next(iter(stages.values())).source

    def factor_multiplier(self, footprint: Footprint, key: CellKey, criterion: str) -> Floats:
        """Multiplier of a cell's embodied or service factor, with its lifetime when that is drawn."""
        spread, source = self.factor_sigma(footprint.chosen, key.subject, criterion)
        drawn = multiplier(spread, self.streams.factor(key.category, source)) * self.quantity_multiplier(key)
        lifetime = self.archetype_bounds.get(key.subject, (None, None))[0]
        if key.lifetime_drawn and lifetime is not None:
            spread = sigma(*lifetime, self.settings.z)
            drawn = drawn * multiplier(spread, self.streams.normal(f"lifetime:{key.subject}"))
        return drawn

    def use_multiplier(self, footprint: Footprint, key: CellKey, criterion: str) -> Floats:
        """Multiplier of a cell's electricity, with its yearly kWh when an archetype completed it."""
        mix = electricity_factor(footprint.chosen, key.country, criterion)
        drawn = np.ones(self.settings.draws)
        if mix is not None:
            spread = sigma(mix.low, mix.high, self.settings.z)
            drawn = multiplier(spread, self.streams.factor(f"{ELECTRICITY}:{key.country}", mix.source))
        drawn = drawn * self.quantity_multiplier(key)
        kwh = self.archetype_bounds.get(key.subject, (None, None))[1]
        if key.kwh_drawn and kwh is not None:
            spread = sigma(*kwh, self.settings.z)
            drawn = drawn * multiplier(spread, self.streams.normal(f"kwh:{key.subject}"))
        if key.pue_drawn and self.pue is not None:
            drawn = drawn * multiplier(sigma(*self.pue, self.settings.z), self.streams.normal("pue"))
        return drawn


@dataclass(frozen=True, slots=True)
class DrawGroups:
    """Draws of the multipliers of a footprint for one criterion: what is drawn alike is drawn once."""

    membership: NDArray[np.intp]
    """Shape (cells, stages): the row of each impact."""
    rows: Floats
    """Shape (groups, draws)."""

    def fold(self, impacts: Floats, slices: Sequence[Floats]) -> Floats:
        """Draws of several parts of the impacts, shape (slices, draws); each slice is (cells, stages)."""
        if not len(self.rows):
            return np.zeros((len(slices), self.rows.shape[1]))
        flat, size = self.membership.ravel(), len(self.rows)
        sums = [np.bincount(flat, weights=(impacts * mask).ravel(), minlength=size) for mask in slices]
        found: Floats = np.array(sums) @ self.rows
        return found


def draw_groups(footprint: Footprint, criterion: str, uncertainty: Uncertainty) -> DrawGroups:
    """Draw the multipliers of a footprint for one criterion."""
    groups: dict[tuple[object, ...], int] = {}
    rows: list[Floats] = []
    membership = np.zeros((len(footprint.cells), len(STAGES)), dtype=np.intp)
    for i, key in enumerate(footprint.cells.keys):
        # Listed units share their draws whatever their family; estimated ones have those of theirs.
        estimated = (key.category, key.quantity_pedigree) if key.quantity_pedigree else ()
        factor_group = (key.subject, key.category, key.lifetime_drawn, *estimated)
        use_group = (
            (key.subject, key.country, key.kwh_drawn, key.pue_drawn, *estimated)
            if key.has_use_stage
            else factor_group
        )
        if factor_group not in groups:
            groups[factor_group] = len(rows)
            rows.append(uncertainty.factor_multiplier(footprint, key, criterion))
        if use_group not in groups:
            groups[use_group] = len(rows)
            rows.append(uncertainty.use_multiplier(footprint, key, criterion))
        membership[i, :] = groups[factor_group]
        membership[i, USE] = groups[use_group]
    drawn = np.array(rows) if rows else np.zeros((0, uncertainty.settings.draws))
    return DrawGroups(membership, drawn)


def draw_slices(
    footprint: Footprint, criterion: str, uncertainty: Uncertainty, slices: Sequence[Floats]
) -> Floats:
    """Draws of several parts of a footprint, shape (slices, draws).

    Each slice is a mask of shape (cells, stages). Cells are summed by multiplier before multiplying.
    """
    impacts = footprint.impacts[:, :, footprint.column(criterion)]
    return draw_groups(footprint, criterion, uncertainty).fold(impacts, slices)


def bounds(draws: Floats, central: float, level: float, span: Sequence[float] = ()) -> Interval:
    """Central interval of draws, widened to hold the central figure and the totals of the other sets."""
    tail = (1 - level) / 2
    low, high = np.quantile(draws, (tail, 1 - tail))
    return min(float(low), central, *span), max(float(high), central, *span)
