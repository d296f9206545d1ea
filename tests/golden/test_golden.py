"""Witness authorities recomputed on each change: any figure that moves must be explained by the change."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from witnesses import EXPECTED, LEVERS_EXPECTED, compute, kept, levers_of

from canivet import commons as commons_module
from canivet.commons.store import Commons
from canivet.examples import example_ids

WITNESSES = example_ids(commons_module.load())


def same(expected: Any, got: Any, where: str) -> None:
    """Equal text and counts, and figures equal to nine digits."""
    if isinstance(expected, dict):
        assert isinstance(got, dict), where
        assert sorted(expected) == sorted(got), where
        for name, value in expected.items():
            same(value, got[name], f"{where}.{name}")
    elif isinstance(expected, list):
        assert len(expected) == len(got), where
        for position, value in enumerate(expected):
            same(value, got[position], f"{where}[{position}]")
    elif isinstance(expected, float):
        assert got == pytest.approx(expected, rel=1e-9), where
    else:
        assert got == expected, where


def test_every_witness_is_kept() -> None:
    assert sorted(path.stem for path in EXPECTED.glob("*.json")) == WITNESSES
    assert len(WITNESSES) >= 4


@pytest.mark.parametrize("witness", WITNESSES)
def test_the_witness_has_not_moved(shipped: Commons, witness: str) -> None:
    expected = json.loads((EXPECTED / f"{witness}.json").read_text(encoding="utf-8"))
    same(expected, json.loads(json.dumps(kept(compute(shipped, witness)))), witness)


@pytest.mark.parametrize("witness", WITNESSES)
def test_no_lever_has_moved_on_the_witness(shipped: Commons, witness: str) -> None:
    expected = json.loads((LEVERS_EXPECTED / f"{witness}.json").read_text(encoding="utf-8"))
    found = levers_of(shipped, witness)
    assert len(found) >= 60
    same(expected, json.loads(json.dumps(found)), witness)


@pytest.mark.parametrize("witness", WITNESSES)
def test_both_accountings_agree_on_use(shipped: Commons, witness: str) -> None:
    amortised, purchases = (compute(shipped, witness, method) for method in ("amortie", "achats"))
    use = [document["footprint"]["gwp"]["by_stage"]["use"] for document in (amortised, purchases)]
    assert use[0] == pytest.approx(use[1], rel=1e-12)
    assert amortised["footprint"]["gwp"]["central"] != purchases["footprint"]["gwp"]["central"]
