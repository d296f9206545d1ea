"""Monte Carlo of the engine itself: every criterion of a million assets, against the drawing alone."""

from __future__ import annotations

import numpy as np

from canivet import commons as commons_module
from canivet.commons.archetypes import load_archetypes
from canivet.commons.criteria import load_criteria
from canivet.commons.factors import EQUIPMENT, choose, load_factors
from canivet.criteria import STAGES
from canivet.footprint.assessment import archetype_bounds, pue_bounds
from canivet.footprint.cells import CellKey, Cells, Floats, collapse
from canivet.footprint.engine import Footprint, assess
from canivet.footprint.flows import NO_SERVICE, ORGANISATION
from canivet.footprint.uncertainty import Streams, Uncertainty, draw_slices, load_settings
from measure import Ratio, compare

CLIMATE = "gwp"


def draws(rows: int = 1_000_000) -> Ratio:
    """``rows`` resident assets of every archetype, collapsed, multiplied and drawn for every criterion."""
    commons = commons_module.load()
    book, criteria, settings = load_factors(commons), load_criteria(commons), load_settings(commons)
    central = choose(book, book.central_set)
    others = [choose(book, item) for item in book.sets if item.id != book.central_set.id]
    completed, pue = archetype_bounds(commons), pue_bounds(commons)
    keys = tuple(sorted(cell_key(item.family, item.id) for item in load_archetypes(commons).values()))
    generator = np.random.default_rng(2)
    code = generator.integers(0, len(keys), rows)
    weights = [generator.random(rows) for _ in range(3)]

    def uncertainty() -> Uncertainty:
        return Uncertainty(settings, Streams(settings), others, completed, pue)

    def estate() -> Footprint:
        return assess(Cells(keys, *collapse(code, len(keys), *weights)), central, criteria)

    resident = estate()

    def fold() -> list[Floats]:
        footprint, drawn = estate(), uncertainty()
        whole = [np.ones((len(keys), len(STAGES)))]
        return [draw_slices(footprint, item.id, drawn, whole)[0] for item in criteria]

    def floor(
        names: tuple[str, ...] = tuple(item.id for item in criteria),
    ) -> list[list[tuple[Floats, Floats]]]:
        drawn = uncertainty()
        return [
            [
                (drawn.factor_multiplier(resident, key, name), drawn.use_multiplier(resident, key, name))
                for key in keys
            ]
            for name in names
        ]

    column = resident.column(CLIMATE)
    plain = np.zeros(settings.draws)
    for i, (embodied, electric) in enumerate(floor((CLIMATE,))[0]):
        mine = code == i
        plain += embodied * weights[1][mine].sum() * resident.unit_factors[i, :, column].sum()
        plain += electric * weights[2][mine].sum() * resident.kwh_factors[i, column]
    np.testing.assert_allclose(fold()[column], plain, rtol=1e-9)
    what = f"{settings.draws:,} draws × {len(criteria)} criteria, {rows:,} assets / drawing alone"
    return compare(what, fold, floor)


def cell_key(family: str, archetype: str) -> CellKey:
    """A cell whose lifetime and electricity both come from its archetype, so that all is drawn."""
    return CellKey(
        scope=ORGANISATION,
        service=NO_SERVICE,
        category=family,
        subject=f"{EQUIPMENT}:{archetype}",
        country="FRA",
        age_class=0,
        beyond_lifetime=False,
        lifetime_drawn=True,
        kwh_drawn=True,
        pue_drawn=True,
        embodied_gap="",
        kwh_known=True,
        has_use_stage=True,
    )
