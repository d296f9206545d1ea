"""The estate as levers see it: its cells cut finer, by lifetime and by PUE, so that both can be changed.

Rows are the cells of the footprint split by lifetime (to a quarter of a year) and by PUE; they add up to the
footprint, exactly. After them come *virtual* rows, of no unit: one for each thing that a lever may bring
(a thin client, a fibre line), so that what is added is assessed by the same factors, and drawn with them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from canivet.commons.archetypes import load_archetypes, load_parameters
from canivet.commons.factors import EQUIPMENT, SERVICE
from canivet.commons.store import Commons
from canivet.diagnosis import Diagnosis
from canivet.footprint.assessment import Assessment, uncertainty_of
from canivet.footprint.cells import UNKNOWN_AGE_CLASS, CellKey, Cells, Floats, Ints
from canivet.footprint.engine import USE, Footprint, assess
from canivet.footprint.flows import ORGANISATION
from canivet.footprint.uncertainty import DrawGroups, Uncertainty, draw_groups
from canivet.footprint.uses import energy_per_unit
from canivet.inventory.assets import Asset
from canivet.levers.lever import Change, Lever

#: Lifetimes are told apart to this fraction of a year; the mean of a row is exact.
LIFETIME_STEP = 0.25
#: Families that count as computers, as in the ratios.
COMPUTERS = ("laptop", "desktop", "workstation", "all_in_one", "thin_client")
ADDED = "ajouté par les leviers"
Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Row:
    """What lines of one row share."""

    key: CellKey
    lifetime: float
    pue: float


@dataclass(frozen=True)
class Estate:
    """``n`` rows, of which the last ``len(virtual)`` are virtual, with their impacts.

    All arrays have shape (n,) unless said. Impacts are per year, in each criterion's unit.
    """

    footprint: Footprint
    lifetime_years: Floats
    """Mean lifetime of a row; 0 where it has none (services, unknown)."""
    pue: Floats
    quantity: Floats
    """Units in use of equipment, units of service per year."""
    virtual: dict[str, int]
    """Factor subject → its virtual row, whose impacts are those of one unit."""
    agents: float | None
    uncertainty: Uncertainty
    amortised: bool
    selections: dict[Change, Ints] = field(default_factory=dict, repr=False)
    checked: dict[Change, bool] = field(default_factory=dict, repr=False)
    """What is found once for each change: its rows, and whether it can be computed."""
    draws: dict[str, DrawGroups] = field(default_factory=dict, repr=False)

    @property
    def real(self) -> int:
        """Number of rows that are not virtual."""
        return len(self.footprint.cells) - len(self.virtual)

    @cached_property
    def present(self) -> Floats:
        """One for each real row, zero for the virtual ones."""
        found = np.ones(len(self.footprint.cells))
        found[self.real :] = 0.0
        return found

    @cached_property
    def electric(self) -> Bools:
        """Rows whose use stage is electricity."""
        return np.array([key.has_use_stage for key in self.footprint.cells.keys], dtype=bool)

    @cached_property
    def use(self) -> Floats:
        """Impact of the electricity, shape (n, criteria)."""
        found: Floats = np.where(self.electric[:, None], self.footprint.impacts[:, USE, :], 0.0)
        return found

    @cached_property
    def rest(self) -> Floats:
        """All other impacts, shape (n, criteria)."""
        found: Floats = self.footprint.impacts.sum(axis=1) - self.use
        return found

    @cached_property
    def totals(self) -> Floats:
        """Impact of the real rows, shape (criteria,)."""
        found: Floats = (self.use + self.rest)[: self.real].sum(axis=0)
        return found

    @cached_property
    def by_category(self) -> Mapping[str, Ints]:
        """Category → its real rows."""
        found: dict[str, list[int]] = defaultdict(list)
        for index, key in enumerate(self.footprint.cells.keys[: self.real]):
            found[key.category].append(index)
        return {name: np.array(rows, dtype=np.intp) for name, rows in found.items()}

    @cached_property
    def computers(self) -> float:
        """Computers in use."""
        return float(
            sum(self.quantity[self.by_category[name]].sum() for name in COMPUTERS if name in self.by_category)
        )

    def drawn(self, criterion: str) -> DrawGroups:
        """Draws of the multipliers of the rows for one criterion, made once."""
        if criterion not in self.draws:
            self.draws[criterion] = draw_groups(self.footprint, criterion, self.uncertainty)
        return self.draws[criterion]

    @cached_property
    def units(self) -> Mapping[str, str]:
        """Unit of each criterion."""
        return {item.id: item.unit for item in self.footprint.criteria}

    def column(self, criterion: str) -> int:
        """Position of a criterion."""
        return self.footprint.column(criterion)


def selected(estate: Estate, change: Change) -> Ints:
    """Real rows that a change touches."""
    if change not in estate.selections:
        estate.selections[change] = _selected(estate, change)
    return estate.selections[change]


def _selected(estate: Estate, change: Change) -> Ints:
    chosen = [estate.by_category[name] for name in change.categories if name in estate.by_category]
    rows = np.concatenate(chosen) if chosen else np.zeros(0, dtype=np.intp)
    keys = estate.footprint.cells.keys
    subjects = {f"{EQUIPMENT}:{name}" for name in change.archetypes}
    kept = [
        row
        for row in rows.tolist()
        if (not subjects or keys[row].subject in subjects)
        and change.beyond_lifetime in (None, keys[row].beyond_lifetime)
    ]
    return np.array(kept, dtype=np.intp)


def estate_of(diagnosis: Diagnosis, levers: Iterable[Lever], *, merged: bool = False) -> Estate:
    """The estate of a diagnosis (see `build_estate`)."""
    profile, chosen = diagnosis.dossier.profile, diagnosis.assessment.footprint.chosen
    return build_estate(
        diagnosis.assessment,
        diagnosis.inventory.assets,
        uncertainty_of(diagnosis.commons, diagnosis.book, chosen.factor_set),
        diagnosis.commons,
        levers,
        country=profile.country,
        agents=profile.agents or None,
        amortised=profile.method == "amortie",
        merged=merged,
    )


def build_estate(
    assessment: Assessment,
    assets: Sequence[Asset],
    uncertainty: Uncertainty,
    commons: Commons,
    levers: Iterable[Lever],
    *,
    country: str,
    agents: float | None = None,
    amortised: bool = True,
    merged: bool = False,
) -> Estate:
    """The estate that an assessment counted, with a virtual row for each thing that the levers may bring.

    ``assets`` are those of the assessment, in their order. ``merged`` leaves services and age classes aside:
    the same totals in far fewer rows, for previews.
    """
    rows, sums = _rows(assessment, assets, merged=merged)
    subjects = sorted({subject for lever in levers for change in lever.changes for subject in change.to})
    added = [_virtual(subject, country, commons) for subject in subjects]
    weights = np.array([weights for _, weights in added], dtype=np.float64).reshape(len(added), 2)
    # A virtual row stands for one unit while it is assessed, and for none in the estate.
    cells = Cells(
        tuple([row.key for row in rows] + [key for key, _ in added]),
        np.concatenate([sums[:, 0], np.ones(len(added))]),
        np.concatenate([sums[:, 1], weights[:, 0]]),
        np.concatenate([sums[:, 2], weights[:, 1]]),
    )
    base, in_use = assessment.footprint, sums[:, 3]
    equipment = np.array([row.key.subject.startswith(EQUIPMENT) for row in rows], dtype=bool)
    lifetimes = np.divide(in_use, sums[:, 1], out=np.zeros(len(rows)), where=equipment & (sums[:, 1] > 0))
    pues = np.divide(sums[:, 4], in_use, out=np.ones(len(rows)), where=in_use > 0)
    return Estate(
        footprint=assess(cells, base.chosen, base.criteria),
        lifetime_years=np.concatenate([lifetimes, np.zeros(len(added))]),
        pue=np.concatenate([pues, np.ones(len(added))]),
        quantity=np.concatenate([in_use, np.zeros(len(added))]),
        virtual={subject: len(rows) + rank for rank, subject in enumerate(subjects)},
        agents=agents,
        uncertainty=uncertainty,
        amortised=amortised,
    )


def _rows(assessment: Assessment, assets: Sequence[Asset], *, merged: bool) -> tuple[list[Row], Floats]:
    """Rows in order, and their sums, shape (rows, 5): units, embodied units, kWh, in use, in use × PUE."""
    held: dict[Row, list[float]] = {}
    for rank, flow in enumerate(assessment.flows):
        key = flow.key._replace(service="", age_class=UNKNOWN_AGE_CLASS) if merged else flow.key
        if rank < len(assets):
            asset = assets[rank]
            used = asset.quantity * asset.usage_rate
            row = Row(key, round(asset.lifetime_years / LIFETIME_STEP) * LIFETIME_STEP, round(asset.pue, 2))
            more = (used, used * asset.pue)
        else:
            row = Row(key, 0.0, 1.0)
            more = (flow.weights.embodied_units, flow.weights.embodied_units)
        sums = held.setdefault(row, [0.0] * 5)
        for position, value in enumerate((*flow.weights, *more)):
            sums[position] += value
    rows = sorted(held, key=lambda row: (row.key, row.lifetime, row.pue))
    return rows, np.array([held[row] for row in rows], dtype=np.float64).reshape(len(rows), 5)


def _virtual(subject: str, country: str, commons: Commons) -> tuple[CellKey, tuple[float, float]]:
    """Key of a virtual row, then its embodied units and kWh per year for one unit."""
    kind, _, name = subject.partition(":")
    lifetime, kwh, category = 1.0, 0.0, name
    if kind == EQUIPMENT:
        parameters = load_parameters(commons)
        category = load_archetypes(commons)[name].family
        found = parameters.get((name, "lifetime_years"))
        lifetime = found.value if found else 0.0
        energy = parameters.get((name, "annual_kwh"))
        known, kwh = energy is not None, energy.value if energy else 0.0
    else:
        per_unit = energy_per_unit(commons).get(name)
        known, kwh = per_unit is not None, per_unit or 0.0
    metered = kind == EQUIPMENT or (kind == SERVICE and known)
    key = CellKey(
        scope=ORGANISATION,
        service=ADDED,
        category=category,
        subject=subject,
        country=country,
        age_class=UNKNOWN_AGE_CLASS,
        beyond_lifetime=False,
        lifetime_drawn=kind == EQUIPMENT,
        kwh_drawn=metered,
        pue_drawn=False,
        embodied_gap="" if lifetime else "lifetime_unknown",
        kwh_known=known,
        has_use_stage=metered,
    )
    return key, (1 / lifetime if lifetime else 0.0, kwh)
