"""The collapsed table: every figure of a footprint is a fold of it.

Lines that share scope, service, category, factor, country, age class and origins behave alike under any
factor; they are added into one cell before anything is multiplied. Cells are additive: two tables of cells
made apart can be merged, so a chunk of an inventory can be collapsed on its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]

#: Upper bounds in years of the age classes; the last class is open, and -1 stands for an unknown age.
AGE_CLASS_BOUNDS = (2.0, 4.0, 6.0, 8.0, 10.0)
UNKNOWN_AGE_CLASS = -1


class CellKey(NamedTuple):
    """What lines must share to be added together."""

    scope: str
    service: str
    category: str
    subject: str
    """Factor subject: ``equipment:<archetype>`` or ``service:<kind>``."""
    country: str
    age_class: int
    beyond_lifetime: bool
    lifetime_drawn: bool
    """The lifetime comes from the archetype: it is uncertain, and drawn per archetype."""
    kwh_drawn: bool
    pue_drawn: bool
    """The PUE is the default one: it is uncertain, and all the rooms without one are drawn together."""
    embodied_gap: str
    """Why the embodied impact has no year: ``lifetime_unknown``, ``start_date_unknown``, or empty."""
    kwh_known: bool
    has_use_stage: bool
    """Whether the use stage comes from electricity (equipment, metered services) and not from the factor."""
    quantity_pedigree: str = ""
    """Pedigree class of units that were estimated: they are drawn together; blank for listed units."""


class Weights(NamedTuple):
    """What is added: units counted, embodied units per year, and kWh per year (PUE included)."""

    units: float
    embodied_units: float
    kwh: float


@dataclass(frozen=True, slots=True)
class Cells:
    """``n`` keys with their three weights, each an array of shape (n,)."""

    keys: tuple[CellKey, ...]
    units: Floats
    embodied_units: Floats
    kwh: Floats

    def __len__(self) -> int:
        return len(self.keys)


def age_class(age_years: float | None) -> int:
    """Index of the age class of an item, or -1 when its age is unknown.

    >>> age_class(0.5), age_class(2.0), age_class(30.0), age_class(None)
    (0, 1, 5, -1)
    """
    if age_years is None:
        return UNKNOWN_AGE_CLASS
    return sum(age_years >= bound for bound in AGE_CLASS_BOUNDS)


def encode(keys: Iterable[CellKey]) -> tuple[tuple[CellKey, ...], Ints]:
    """Distinct keys in sorted order, and for each key of the input the index of its cell.

    Sorting makes the table, and so every sum in floating point, independent of the order of the lines.
    """
    listed = list(keys)
    distinct = sorted(set(listed))
    index = {key: position for position, key in enumerate(distinct)}
    return tuple(distinct), np.fromiter((index[key] for key in listed), dtype=np.intp, count=len(listed))


def collapse(codes: Ints, size: int, *weights: Floats) -> tuple[Floats, ...]:
    """Sum each array of weights, shape (lines,), into its cells, shape (size,)."""
    return tuple(np.bincount(codes, weights=weight, minlength=size).astype(np.float64) for weight in weights)


def build_cells(keys: Sequence[CellKey], weights: Sequence[Weights]) -> tuple[Cells, Ints]:
    """Collapse lines into cells; also gives each line's cell, for explanations."""
    distinct, codes = encode(keys)
    # Summed in an order that depends on the values only, so that shuffling the lines changes no last digit.
    table = np.array(weights, dtype=np.float64).reshape(len(weights), 3)
    order = np.lexsort((table[:, 2], table[:, 1], table[:, 0], codes))
    units, embodied, kwh = collapse(codes[order], len(distinct), *table[order].T)
    return Cells(distinct, units, embodied, kwh), codes


def merge(tables: Iterable[Cells]) -> Cells:
    """Add tables of cells made apart."""
    keys: list[CellKey] = []
    weights: list[Weights] = []
    for table in tables:
        keys += table.keys
        weights += [Weights(*row) for row in zip(table.units, table.embodied_units, table.kwh, strict=True)]
    return build_cells(keys, weights)[0]
