"""The fold: cells × factors, once, for every criterion and stage.

``impacts[cell, stage, criterion]`` is the only array of results; totals, views by stage, category or service
and explanations are sums over it, so they add up by construction. A missing factor leaves a zero in the array
*and* a row in ``missing``, and lowers the coverage; it is never taken for a measured zero.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from canivet.commons.factors import ELECTRICITY, ChosenFactors, Factor
from canivet.criteria import EMBODIED_STAGES, LIFE_CYCLE_STAGES, STAGES, Criterion
from canivet.footprint.cells import CellKey, Cells, Floats

USE = STAGES.index("use")
UNSPLIT = "embodied_unsplit"


@dataclass(frozen=True, slots=True)
class Missing:
    """Units whose impact could not be computed for one stage and criterion, and why."""

    category: str
    stage: str
    criterion: str
    reason: str
    """``no_factor``, ``no_electricity_factor``, ``kwh_unknown``, or a cell's ``embodied_gap``."""
    units: float


@dataclass(frozen=True, slots=True)
class Footprint:
    """Impacts of one estate under one factor set.

    ``impacts`` has shape (cells, stages, criteria), in each criterion's unit per year; ``covered`` has shape
    (cells, criteria), the share of the four stages that has a factor.
    """

    cells: Cells
    criteria: tuple[Criterion, ...]
    chosen: ChosenFactors
    impacts: Floats
    covered: Floats
    missing: tuple[Missing, ...]
    unit_factors: Floats
    """Shape (cells, stages, criteria): what one embodied unit of a cell is multiplied by."""
    kwh_factors: Floats
    """Shape (cells, criteria): what one kWh of a cell is multiplied by."""

    def column(self, criterion: str) -> int:
        """Position of a criterion in the arrays."""
        return next(i for i, item in enumerate(self.criteria) if item.id == criterion)

    def total(self, criterion: str) -> float:
        """Yearly impact of the whole estate."""
        return float(self.impacts[:, :, self.column(criterion)].sum())

    def by_stage(self, criterion: str) -> dict[str, float]:
        """Yearly impact by stage; stages without any contribution are left out."""
        sums = self.impacts[:, :, self.column(criterion)].sum(axis=0)
        return {stage: float(value) for stage, value in zip(STAGES, sums, strict=True) if value != 0.0}

    def by(self, criterion: str, label: Callable[[CellKey], str]) -> dict[str, float]:
        """Yearly impact by any label of a cell, in the order of the largest first."""
        per_cell = self.impacts[:, :, self.column(criterion)].sum(axis=1)
        sums: dict[str, float] = defaultdict(float)
        for key, value in zip(self.cells.keys, per_cell, strict=True):
            sums[label(key)] += float(value)
        return dict(sorted(sums.items(), key=lambda item: (-item[1], item[0])))

    def coverage(self, criterion: str) -> float:
        """Share of unit × stage that has a factor (0 to 1); an empty estate has none."""
        units = self.cells.units
        weight = units.sum()
        return float((units * self.covered[:, self.column(criterion)]).sum() / weight) if weight else 0.0


def factor_arrays(chosen: ChosenFactors, subjects: list[str], criteria: tuple[Criterion, ...]) -> Floats:
    """Factor values, shape (subjects, stages, criteria), NaN where there is none."""
    values = np.full((len(subjects), len(STAGES), len(criteria)), np.nan)
    for i, subject in enumerate(subjects):
        for k, criterion in enumerate(criteria):
            for stage, factor in chosen.stages(subject, criterion.id).items():
                values[i, STAGES.index(stage), k] = factor.value
    return values


def electricity_factor(chosen: ChosenFactors, country: str, criterion: str) -> Factor | None:
    """Impact of one kWh in a country, or None."""
    return chosen.stages(f"{ELECTRICITY}:{country}", criterion).get("use")


def assess(cells: Cells, chosen: ChosenFactors, criteria: tuple[Criterion, ...]) -> Footprint:
    """Fold cells with the factors of one set."""
    subjects = sorted({key.subject for key in cells.keys})
    countries = sorted({key.country for key in cells.keys})
    subject_of = np.array([subjects.index(key.subject) for key in cells.keys], dtype=np.intp)
    country_of = np.array([countries.index(key.country) for key in cells.keys], dtype=np.intp)
    factors = factor_arrays(chosen, subjects, criteria)
    mixes = np.full((len(countries), len(criteria)), np.nan)
    for i, country in enumerate(countries):
        for k, criterion in enumerate(criteria):
            mix = electricity_factor(chosen, country, criterion.id)
            if mix is not None:
                mixes[i, k] = mix.value
    electric = np.array([key.has_use_stage for key in cells.keys], dtype=bool)
    unit_factors = np.nan_to_num(factors)[subject_of]
    # A device's own use factor is never taken: its use is its kWh times the mix of its country.
    unit_factors[electric, USE, :] = 0.0
    kwh_factors = np.nan_to_num(mixes)[country_of]
    impacts = cells.embodied_units[:, None, None] * unit_factors
    impacts[:, USE, :] += cells.kwh[:, None] * kwh_factors
    covered, missing = _coverage(cells, factors[subject_of], mixes[country_of], criteria)
    return Footprint(cells, criteria, chosen, impacts, covered, missing, unit_factors, kwh_factors)


def _coverage(
    cells: Cells, factors: Floats, mixes: Floats, criteria: tuple[Criterion, ...]
) -> tuple[Floats, tuple[Missing, ...]]:
    covered = np.zeros((len(cells), len(criteria)))
    lacking: dict[tuple[str, str, str, str], float] = defaultdict(float)
    for i, key in enumerate(cells.keys):
        for k, criterion in enumerate(criteria):
            present = {s for s, value in zip(STAGES, factors[i, :, k], strict=True) if not np.isnan(value)}
            reasons = stage_gaps(key, present, has_mix=not np.isnan(mixes[i, k]))
            covered[i, k] = 1 - len(reasons) / len(LIFE_CYCLE_STAGES)
            for stage, reason in reasons.items():
                lacking[key.category, stage, criterion.id, reason] += float(cells.units[i])
    rows = sorted(lacking.items(), key=lambda item: (-item[1], item[0]))
    return covered, tuple(Missing(*key, units=units) for key, units in rows)


def stage_gaps(key: CellKey, present: set[str], *, has_mix: bool) -> dict[str, str]:
    """The stages of the life cycle that have no figure for a cell, with the reason.

    A service's factor stands for its whole life cycle; a total without stages stands for the embodied ones.
    """
    gaps: dict[str, str] = {}
    if key.has_use_stage:
        if not key.kwh_known:
            gaps["use"] = "kwh_unknown"
        elif not has_mix:
            gaps["use"] = "no_electricity_factor"
    elif not present:
        return dict.fromkeys(LIFE_CYCLE_STAGES, "no_factor")
    else:
        return {}
    if key.embodied_gap:
        gaps.update(dict.fromkeys(EMBODIED_STAGES, key.embodied_gap))
    elif UNSPLIT not in present:
        gaps.update({stage: "no_factor" for stage in EMBODIED_STAGES if stage not in present})
    return gaps
