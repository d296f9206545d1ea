"""One estate assessed under every loaded factor set, with its intervals and the bridge between sets."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from canivet.commons.archetypes import load_parameters
from canivet.commons.criteria import load_criteria
from canivet.commons.factors import EQUIPMENT, SERVICE, FactorBook, FactorSet, choose, spreads
from canivet.commons.store import Commons, number
from canivet.criteria import STAGES, Criterion
from canivet.footprint.cells import CellKey, Cells, Floats, Ints, build_cells
from canivet.footprint.engine import Footprint, assess
from canivet.footprint.flows import Flow, Method, Use, build_flows
from canivet.footprint.uncertainty import (
    ArchetypeBounds,
    Interval,
    Settings,
    Streams,
    Uncertainty,
    bounds,
    draw_slices,
    load_settings,
)
from canivet.footprint.uses import energy_bounds
from canivet.inventory.assets import Asset
from canivet.inventory.complete import PUE_PARAMETER

CLIMATE = "gwp"

#: The views of a result: their name in ``resultat.json`` and the label each gives to a cell.
VIEWS: dict[str, Callable[[CellKey], str]] = {
    "by_category": lambda key: key.category,
    "by_service": lambda key: key.service,
}


@dataclass(frozen=True, slots=True)
class CriterionResult:
    """Interval of one criterion: of the total, then of each part of each view."""

    total: Interval
    by_stage: dict[str, Interval]
    by_view: dict[str, dict[str, Interval]]


@dataclass(frozen=True, slots=True)
class Assessment:
    """Footprints of one estate, by factor set, and the intervals of the chosen one."""

    flows: tuple[Flow, ...]
    cell_of_flow: Ints
    footprint: Footprint
    footprints: dict[str, Footprint]
    sets: tuple[FactorSet, ...]
    intervals: dict[str, CriterionResult]
    settings: Settings
    hanging: dict[str, float]
    """Datum that an archetype completed → share of the climate interval that goes when it is known."""

    @property
    def cells(self) -> Cells:
        """The collapsed table."""
        return self.footprint.cells

    def line_impacts(self) -> Floats:
        """Yearly impact of each flow, shape (flows, criteria): the fold before it is summed."""
        weights = np.array([flow.weights for flow in self.flows], dtype=np.float64).reshape(-1, 3)
        per_unit = self.footprint.unit_factors.sum(axis=1)[self.cell_of_flow]
        per_kwh = self.footprint.kwh_factors[self.cell_of_flow]
        impacts: Floats = weights[:, 1:2] * per_unit + weights[:, 2:3] * per_kwh
        return impacts

    def impact_of_lines(self, criterion: str) -> list[float | None]:
        """Yearly impact of each flow for one criterion; None for a flow that has no factor at all."""
        column = self.footprint.column(criterion)
        covered = self.footprint.covered[self.cell_of_flow, column] > 0
        values = self.line_impacts()[:, column]
        return [float(value) if has else None for value, has in zip(values, covered, strict=True)]

    def bridge(self) -> dict[str, dict[str, float]]:
        """Total of each criterion under each factor set."""
        return {
            set_id: {item.id: footprint.total(item.id) for item in footprint.criteria}
            for set_id, footprint in self.footprints.items()
        }

    def own_share(self, set_id: str, criterion: str) -> float:
        """Share of the equipment's embodied total that a set's own tables give; others fill the rest."""
        footprint = self.footprints[set_id]
        own = footprint.chosen.factor_set.own_table
        column, use = footprint.column(criterion), STAGES.index("use")
        keys = footprint.cells.keys
        embodied = np.delete(footprint.impacts[:, :, column], use, axis=1).sum(axis=1)
        embodied *= owned(footprint.cells)
        mine = [
            any(
                f.table == own or f.table.startswith(f"{own}_")
                for f in footprint.chosen.stages(key.subject, criterion).values()
            )
            for key in keys
        ]
        total = float(embodied.sum())
        return float(embodied[np.array(mine, dtype=bool)].sum()) / total if total else 0.0


def owned(cells: Cells) -> NDArray[np.bool_]:
    """Which cells are equipment, and not services used; shape (cells,)."""
    return np.array([key.subject.startswith(EQUIPMENT) for key in cells.keys], dtype=bool)


def archetype_bounds(commons: Commons) -> ArchetypeBounds:
    """90 % bounds of lifetime (years) and electricity (kWh per year) by factor subject."""
    parameters = load_parameters(commons)
    found: dict[str, tuple[Interval | None, Interval | None]] = {}
    for archetype in {name for name, _ in parameters}:
        lifetime = parameters.get((archetype, "lifetime_years"))
        kwh = parameters.get((archetype, "annual_kwh"))
        found[f"{EQUIPMENT}:{archetype}"] = (
            (lifetime.low, lifetime.high) if lifetime else None,
            (kwh.low, kwh.high) if kwh else None,
        )
    for kind, interval in energy_bounds(commons).items():
        found[f"{SERVICE}:{kind}"] = (None, interval)
    return found


def pue_bounds(commons: Commons) -> Interval | None:
    """90 % bounds of the default PUE (no unit)."""
    rows = commons.rows("engine/parameters") if commons.has("engine/parameters") else ()
    row = next((row for row in rows if row["id"] == PUE_PARAMETER), None)
    low, high = (number(row["low"]), number(row["high"])) if row else (None, None)
    return None if low is None or high is None else (low, high)


def uncertainty_of(commons: Commons, book: FactorBook, factor_set: FactorSet) -> Uncertainty:
    """What the draws need to spread a footprint made with ``factor_set``."""
    settings = load_settings(commons)
    return Uncertainty(
        settings,
        Streams(settings),
        [choose(book, item) for item in book.sets if item.id != factor_set.id],
        archetype_bounds(commons),
        pue_bounds(commons),
        spreads(commons),
    )


def assess_estate(
    assets: Sequence[Asset],
    uses: Sequence[Use],
    commons: Commons,
    book: FactorBook,
    *,
    factor_set: FactorSet,
    year: int,
    method: Method,
    country: str,
) -> Assessment:
    """Assess an estate for one year under ``factor_set``, with the other loaded sets beside it."""
    lifetimes = {
        archetype: parameter.value
        for (archetype, name), parameter in load_parameters(commons).items()
        if name == "lifetime_years"
    }
    flows = build_flows(assets, uses, year=year, method=method, country=country, lifetimes=lifetimes)
    cells, codes = build_cells([flow.key for flow in flows], [flow.weights for flow in flows])
    criteria = load_criteria(commons)
    chosen = {item.id: choose(book, item) for item in book.sets}
    footprints = {set_id: assess(cells, factors, criteria) for set_id, factors in chosen.items()}
    uncertainty = uncertainty_of(commons, book, factor_set)
    settings = uncertainty.settings
    intervals = {item.id: criterion_result(factor_set.id, footprints, item, uncertainty) for item in criteria}
    footprint = footprints[factor_set.id]
    hanging = width_hanging_on(footprint, uncertainty, CLIMATE) if len(cells) else {}
    return Assessment(tuple(flows), codes, footprint, footprints, book.sets, intervals, settings, hanging)


def width_hanging_on(footprint: Footprint, uncertainty: Uncertainty, criterion: str) -> dict[str, float]:
    """Share (0 to 1) of the width of a total's interval that goes when a completed datum is known.

    The same draws are made again with the lifetimes, then the yearly kWh, of archetypes held at their central
    value. The spread of the factors stays: no datum of the user's narrows it.
    """
    everything = [np.ones((len(footprint.cells), len(STAGES)))]

    def width(known: Uncertainty) -> float:
        draws = draw_slices(footprint, criterion, known, everything)[0]
        low, high = bounds(draws, footprint.total(criterion), known.settings.level)
        return high - low

    whole = width(uncertainty)
    if not whole:
        return {}
    held = uncertainty.archetype_bounds
    without: dict[str, ArchetypeBounds] = {
        "lifetime": {subject: (None, kwh) for subject, (_, kwh) in held.items()},
        "annual_kwh": {subject: (lifetime, None) for subject, (lifetime, _) in held.items()},
    }
    return {
        datum: max(0.0, 1 - width(replace(uncertainty, archetype_bounds=known)) / whole)
        for datum, known in without.items()
    }


def criterion_result(
    set_id: str, footprints: dict[str, Footprint], criterion: Criterion, uncertainty: Uncertainty
) -> CriterionResult:
    """Intervals of one criterion, all parts drawn together.

    Totals and the views by category and service are widened to the span of the sets. Stages are not: sets
    split stages differently, some not at all, so their stages cannot be compared.
    """
    footprint = footprints[set_id]
    cells, level = footprint.cells, uncertainty.settings.level
    slices: list[Floats] = [np.ones((len(cells), len(STAGES)))]
    stages = footprint.by_stage(criterion.id)
    for stage in stages:
        mask = np.zeros((len(cells), len(STAGES)))
        mask[:, STAGES.index(stage)] = 1.0
        slices.append(mask)
    views = {name: footprint.by(criterion.id, label) for name, label in VIEWS.items()}
    for name, label in VIEWS.items():
        labels = np.array([label(key) for key in cells.keys], dtype=object)
        slices += [np.repeat((labels == part)[:, None], len(STAGES), axis=1) * 1.0 for part in views[name]]
    draws = iter(draw_slices(footprint, criterion.id, uncertainty, slices))
    span = [item.total(criterion.id) for item in footprints.values()]
    total = bounds(next(draws), footprint.total(criterion.id), level, span)
    by_stage = {stage: bounds(next(draws), value, level) for stage, value in stages.items()}
    spans = {
        name: [item.by(criterion.id, label) for item in footprints.values()] for name, label in VIEWS.items()
    }
    by_view = {
        name: {
            part: bounds(next(draws), value, level, [other.get(part, 0.0) for other in spans[name]])
            for part, value in parts.items()
        }
        for name, parts in views.items()
    }
    return CriterionResult(total, by_stage, by_view)
