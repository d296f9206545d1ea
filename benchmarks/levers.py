"""What-if on fifty thousand assets: one slider moves, the whole gain is computed again.

python benchmarks/levers.py [lines]

Ratios are to a floor of the machine: one addition of two arrays of as many rows and criteria as the estate.
"""

from __future__ import annotations

import random
import statistics
import sys
import time
from datetime import date

import numpy as np

from canivet import commons as commons_module
from canivet.commons.archetypes import load_archetypes, load_parameters
from canivet.commons.factors import load_factors
from canivet.footprint.assessment import assess_estate, uncertainty_of
from canivet.inventory.assets import Asset
from canivet.levers.combine import Applied, combine
from canivet.levers.estate import build_estate
from canivet.levers.loading import load_levers
from canivet.problems import Place

LINES, ROUNDS, LEVERS = 50_000, 2_000, 10
KINDS = ("laptop", "desktop", "monitor_24", "smartphone", "tablet", "printer_laser", "mfp_a3", "switch",
         "server", "wifi_ap", "thin_client", "all_in_one")  # fmt: skip


def assets(lines: int) -> list[Asset]:
    """An estate of that many lines, in sixty services, of all ages."""
    commons = commons_module.load()
    families = {name: item.family for name, item in load_archetypes(commons).items()}
    parameters = load_parameters(commons)
    generator = random.Random(35)
    found = []
    for rank in range(lines):
        kind = generator.choice(KINDS)
        start = date(2025 - generator.randint(0, 11), generator.randint(1, 12), 15)
        life, kwh = parameters.get((kind, "lifetime_years")), parameters.get((kind, "annual_kwh"))
        age = (date(2025, 12, 31) - start).days / 365.25
        found.append(
            Asset(
                place=Place("parc.csv", "", rank + 2), quantity=1.0, family=families[kind], archetype=kind,
                confidence=1.0, rule="tirage", service=f"Service {generator.randint(1, 60)}",
                lifetime_years=max(life.value if life else 0.0, age), lifetime_origin="archetype",
                annual_kwh=kwh.value if kwh else None, kwh_origin="archetype", start_date=start,
                purchase_date=start, pue=1.75 if kind == "server" else 1.0,
            )
        )  # fmt: skip
    return found


def main() -> None:
    """Print the times of a slider and of the whole list."""
    lines = int(sys.argv[1]) if len(sys.argv) > 1 else LINES
    commons = commons_module.load()
    levers, book = load_levers(commons), load_factors(commons)
    owned = assets(lines)
    assessment = assess_estate(
        owned, [], commons, book, factor_set=book.central_set, year=2025, method="amortie", country="FRA"
    )
    start = time.perf_counter()
    estate = build_estate(
        assessment, owned, uncertainty_of(commons, book, book.central_set), commons, levers.values(),
        country="FRA", agents=20_000.0, merged=True,
    )  # fmt: skip
    built = time.perf_counter() - start
    chosen = [Applied(one, one.defaults()) for one in list(levers.values())[:LEVERS]]
    generator = random.Random(1)
    times = []
    for _ in range(ROUNDS):
        moved = generator.choice(chosen)
        item = generator.choice(moved.lever.parameters)
        values = {**moved.values, item.id: generator.uniform(item.least, item.most)}
        start = time.perf_counter()
        combine(estate, [Applied(moved.lever, values)]).gains()
        times.append(time.perf_counter() - start)
    together = []
    for _ in range(200):
        start = time.perf_counter()
        combine(estate, chosen).gains()
        together.append(time.perf_counter() - start)
    one, other = np.ones_like(estate.rest), np.ones_like(estate.rest)
    floor = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        one + other
        floor.append(time.perf_counter() - start)
    base = statistics.median(floor)
    print(f"{lines} lignes, {len(estate.footprint.cells)} rangs ; préparation {built:.2f} s, une fois")
    for name, taken in (("un curseur", times), (f"{LEVERS} leviers ensemble", together)):
        ranked = sorted(taken)
        middle, high = statistics.median(ranked), ranked[int(len(ranked) * 0.99)]
        print(f"{name:22} médiane {1e3 * middle:6.3f} ms (× {middle / base:5.0f}), p99 {1e3 * high:6.3f} ms")


if __name__ == "__main__":
    main()
