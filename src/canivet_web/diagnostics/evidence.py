"""What explains every figure of a stored result, in one small blob that needs no commons to be read.

The blob is one line of JSON (format, length of the first part), then two parts compressed apart, so that a
page that shows no line of the inventory opens none:

    cells   keys and weights of the collapsed table, and the factors met with their bounds and sources
    lines   for each line counted: where it stands, what it is, its cell, its two yearly weights

Read back, they are the very arrays that the library's `explain` folds: a figure is explained by the formula
that made it, with the factors it was made with, whatever the commons have become.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from typing import Any

import numpy as np

from canivet.commons.archetypes import load_archetypes
from canivet.commons.factors import ELECTRICITY, EQUIPMENT, ChosenFactors, Factor, FactorSet
from canivet.criteria import STAGES, Criterion
from canivet.diagnosis import Diagnosis
from canivet.footprint.assessment import Assessment
from canivet.footprint.cells import CellKey, Cells, Weights
from canivet.footprint.engine import Footprint
from canivet.footprint.explain import Explanation, Question, explain
from canivet.footprint.flows import Flow
from canivet.footprint.uncertainty import Settings

FORMAT = 1
_NOTHING = np.zeros(0)


class UnreadableEvidence(Exception):
    """A blob of a format that this version does not know."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """The first part of a blob, ready to be asked."""

    assessment: Assessment
    subjects: dict[str, str]
    """Factor subject → French label of the typical device, as it was."""
    criteria: frozenset[str]
    categories: frozenset[str]
    services: frozenset[str]

    def knows(self, question: Question) -> bool:
        """Whether the result has what the question names."""
        return (
            question.criterion in self.criteria
            and question.category in (None, *self.categories)
            and question.stage in (None, *STAGES)
            and question.service in (None, *self.services)
        )


@dataclass(frozen=True, slots=True)
class LinePart:
    """One line behind a figure."""

    place: str
    text: str
    quantity: float
    archetype: str
    lifetime_years: float | None
    annual_kwh: float | None
    impact: float


Columns = dict[str, list[Any]]


def pack(diagnosis: Diagnosis) -> bytes:
    """The blob of a diagnosis; the same diagnosis always gives the same bytes."""
    cells, lines = _squeezed(_cells_of(diagnosis)), _squeezed(_lines_of(diagnosis))
    header = json.dumps({"format": FORMAT, "cells": len(cells)}).encode()
    return b"".join((header, b"\n", cells, lines))


def _squeezed(data: Any) -> bytes:
    return zlib.compress(json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode(), 6)


def _cells_of(diagnosis: Diagnosis) -> dict[str, Any]:
    assessment = diagnosis.assessment
    cells, chosen = assessment.cells, assessment.footprint.chosen
    subjects = {key.subject for key in cells.keys}
    met = subjects | {f"{ELECTRICITY}:{key.country}" for key in cells.keys}
    shown = {item.id for item in assessment.footprint.criteria}
    factors = [
        list(asdict(factor).values())
        for (subject, criterion), stages in sorted(chosen.by_subject.items())
        if subject in met and criterion in shown
        for factor in stages.values()
    ]
    archetypes = load_archetypes(diagnosis.commons)
    names = {f"{EQUIPMENT}:{name}": archetype.label for name, archetype in archetypes.items()}
    return {
        "set": [chosen.factor_set.id, chosen.factor_set.label],
        "criteria": [list(asdict(item).values()) for item in assessment.footprint.criteria],
        "keys": [list(key) for key in cells.keys],
        "units": cells.units.tolist(),
        "embodied_units": cells.embodied_units.tolist(),
        "kwh": cells.kwh.tolist(),
        "factors": factors,
        "subjects": {subject: names[subject] for subject in sorted(subjects & names.keys())},
    }


def _lines_of(diagnosis: Diagnosis) -> Columns:
    assessment = diagnosis.assessment
    columns: Columns = {name: [] for name in ("place", "text", "quantity", "archetype", "lifetime", "kwh")}
    for asset in diagnosis.inventory.assets:
        told = (
            str(asset.place),
            f"{asset.manufacturer} {asset.model}".strip(),
            asset.quantity,
            asset.archetype,
            asset.lifetime_years or None,
            asset.annual_kwh,
        )
        _append(columns, told)
    for use in diagnosis.uses:
        place = f"{use.file}, ligne {use.line}" if use.line else use.file
        _append(columns, (place, use.kind, use.quantity, use.kind, None, use.kwh_per_unit))
    columns["cell"] = assessment.cell_of_flow.tolist()
    columns["embodied_weight"] = [flow.weights.embodied_units for flow in assessment.flows]
    columns["kwh_weight"] = [flow.weights.kwh for flow in assessment.flows]
    return columns


def _append(columns: Columns, values: Iterable[Any]) -> None:
    for column, value in zip(columns.values(), values, strict=True):
        column.append(value)


def read(blob: bytes) -> Evidence:
    """The first part of a blob."""
    data = _part(blob, lines=False)
    cells = Cells(
        tuple(CellKey(*key) for key in data["keys"]),
        *(np.array(data[name], dtype=np.float64) for name in ("units", "embodied_units", "kwh")),
    )
    by_subject: dict[tuple[str, str], dict[str, Factor]] = {}
    for row in data["factors"]:
        factor = Factor(*row)
        by_subject.setdefault((factor.subject, factor.criterion), {})[factor.stage] = factor
    set_id, label = data["set"]
    chosen = ChosenFactors(FactorSet(set_id, label, (), central=False, own_table=""), by_subject)
    criteria = tuple(Criterion(*row) for row in data["criteria"])
    footprint = Footprint(cells, criteria, chosen, _NOTHING, _NOTHING, (), _NOTHING, _NOTHING)
    # The explanation reads the cells, the factors and the lines: the rest of an assessment is left empty.
    assessment = Assessment(
        (), np.zeros(0, dtype=np.intp), footprint, {}, (), {}, Settings(0, 0.0, 0.0, 0), {}
    )
    return Evidence(
        assessment,
        data["subjects"],
        frozenset(item.id for item in criteria),
        frozenset(key.category for key in cells.keys),
        frozenset(key.service for key in cells.keys),
    )


def read_lines(blob: bytes) -> Columns:
    """The second part of a blob, by column."""
    columns: Columns = _part(blob, lines=True)
    return columns


def _part(blob: bytes, *, lines: bool) -> Any:
    header, _, rest = blob.partition(b"\n")
    described = json.loads(header)
    if described["format"] != FORMAT:
        raise UnreadableEvidence(described["format"])
    size = described["cells"]
    return json.loads(zlib.decompress(rest[size:] if lines else rest[:size]))


def explained(evidence: Evidence, question: Question) -> Explanation:
    """Terms of a figure and what it leaves out, without its lines."""
    return explain(evidence.assessment, question)


def line_parts(evidence: Evidence, columns: Columns, question: Question) -> list[LinePart]:
    """Lines behind a figure, heaviest first."""
    keys = evidence.assessment.cells.keys
    weights = zip(columns["cell"], columns["embodied_weight"], columns["kwh_weight"], strict=True)
    flows = tuple(Flow(keys[cell], Weights(0.0, embodied, kwh)) for cell, embodied, kwh in weights)
    cells = np.array(columns["cell"], dtype=np.intp)
    found = explain(replace(evidence.assessment, flows=flows, cell_of_flow=cells), question)
    return [
        LinePart(
            place=columns["place"][share.flow],
            text=columns["text"][share.flow],
            quantity=columns["quantity"][share.flow],
            archetype=columns["archetype"][share.flow],
            lifetime_years=columns["lifetime"][share.flow],
            annual_kwh=columns["kwh"][share.flow],
            impact=share.impact,
        )
        for share in found.shares
    ]
