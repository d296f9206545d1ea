"""Benchmarks of Canivet by ratio, each against a floor of the same run. Never a gate: run it and read it.

    make bench                          all
    python benchmarks/run.py totals     one: totals, draws or chain

Each ratio is printed only after the fast way and a plain way have given the same figures.
"""

from __future__ import annotations

import csv
import io
import sys
import tempfile
from pathlib import Path

import numpy as np

from canivet import commons as commons_module
from canivet.commons.factors import choose, load_factors
from canivet.diagnosis import diagnose
from canivet.dossier import Dossier, Profile
from canivet.footprint.cells import collapse
from canivet.inventory.reading import read_files
from draws import draws
from estates import write_inventory
from measure import compare, load


def totals(rows: int = 10_000_000, categories: int = 60, criteria: int = 16, stages: int = 4) -> None:
    """Resident rows to totals: collapse then multiply, against reading the same columns once."""
    generator = np.random.default_rng(1)
    code = generator.integers(0, categories, rows)
    embodied = generator.random(rows)
    kwh = generator.random(rows)
    factors = generator.random((categories, stages * criteria))

    def fold() -> np.ndarray:
        units, electricity = collapse(code, categories, embodied, kwh)
        return units @ factors + electricity.sum()

    def floor() -> float:
        return float(code.sum() + embodied.sum() + kwh.sum())

    sample = slice(0, 100_000)
    plain = sum(
        (embodied[i] * factors[code[i]] for i in range(sample.stop)), start=np.zeros(stages * criteria)
    )
    units = collapse(code[sample], categories, embodied[sample])[0]
    np.testing.assert_allclose(units @ factors, plain, rtol=1e-9)
    print(compare(f"totals of {rows:,} resident rows / reading them", fold, floor))


def chain(lines: int = 50_000) -> None:
    """A messy CSV to a complete diagnosis, against Python's own reading of the same file."""
    commons = commons_module.load()
    profile = Profile(
        "999999999", "Banc d'essai", "other", "", 100_000, None, 1_000, 2025, "amortie", "FRA", ""
    )
    with tempfile.TemporaryDirectory() as folder:
        for kind in ("repeated", "distinct"):
            path = Path(folder) / f"{kind}.csv"
            write_inventory(path, lines, distinct=kind == "distinct")
            text = path.read_text(encoding="utf-8")

            def whole(path: Path = path) -> object:
                return diagnose(Dossier(profile, tuple(read_files([path], commons))), commons)

            def floor(text: str = text) -> int:
                return sum(1 for _ in csv.DictReader(io.StringIO(text), delimiter=";"))

            found = whole()
            inventory = found.inventory  # type: ignore[attr-defined]
            assert inventory.lines_read == floor() == lines
            check_totals(found)
            print(
                compare(f"{lines:,} lines, {kind} models: diagnosis / csv.DictReader", whole, floor, rounds=3)
            )


def check_totals(found: object) -> None:
    """The folded total equals the sum over lines, multiplied one by one."""
    diagnosis = found
    book = load_factors(diagnosis.commons)  # type: ignore[attr-defined]
    chosen = choose(book, book.central_set)
    plain = 0.0
    for asset in diagnosis.inventory.assets:  # type: ignore[attr-defined]
        stages = chosen.stages(f"equipment:{asset.archetype}", "gwp")
        plain += sum(f.value for f in stages.values()) * asset.quantity / asset.lifetime_years
        mix = chosen.stages(f"electricity:{asset.country}", "gwp")["use"].value
        plain += asset.quantity * (asset.annual_kwh or 0.0) * asset.pue * mix
    total = diagnosis.assessment.footprint.total("gwp")  # type: ignore[attr-defined]
    np.testing.assert_allclose(total, plain, rtol=1e-9)


BENCHMARKS = {"totals": totals, "draws": lambda: print(draws()), "chain": chain}

if __name__ == "__main__":
    wanted = sys.argv[1:] or list(BENCHMARKS)
    print(f"load {load()}")
    for name in wanted:
        BENCHMARKS[name]()
