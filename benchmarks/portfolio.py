"""Two hundred actions: exact, robust over a thousand scenarios, and the instant preview with its gap.

python benchmarks/portfolio.py

Ratios are to a floor of the machine: sorting the two hundred actions by points per euro in pure Python.
"""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Callable

import numpy as np

from canivet.decisions.greedy import preview
from canivet.decisions.portfolio import Action, Limits, Problem
from canivet.decisions.robust import robust
from canivet.decisions.solver import exact

ACTIONS, SCENARIOS, LINKS, ROUNDS = 200, 1000, 40, 7


def problem(seed: int) -> Problem:
    """Two hundred actions, five budgets, forty links, forty overlaps."""
    generator = random.Random(seed)
    names = [f"a{rank:03d}" for rank in range(ACTIONS)]
    needs = {name: generator.choice(names[:rank]) for rank, name in enumerate(names) if rank}
    linked = set(generator.sample(names[1:], LINKS))
    actions = tuple(
        Action(
            name, name, generator.randint(0, 6), generator.lognormvariate(-1, 1),
            {"2027": generator.uniform(0, 9000), "2028": generator.uniform(0, 9000)},
            {"2027": generator.uniform(0, 900)},
            {"DSI": generator.uniform(0, 20), "Achats": generator.uniform(0, 8)},
            (needs[name],) if name in linked else (),
        )
        for name in names
    )  # fmt: skip
    limits = Limits({"2027": 150_000, "2028": 150_000}, {"2027": 20_000}, {"DSI": 400, "Achats": 200},
                    dict.fromkeys(range(1, 7), 2))  # fmt: skip
    gains = {action.id: action.gain for action in actions}
    pairs = [tuple(sorted(generator.sample(names, 2))) for _ in range(LINKS)]
    overlaps = {pair: 0.3 * min(gains[pair[0]], gains[pair[1]]) for pair in pairs}
    return Problem(actions, limits, overlaps)  # type: ignore[arg-type]


def seconds(work: Callable[[], object]) -> float:
    """Median time of a few rounds."""
    times = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def main() -> None:
    """Print the times, their ratios and the gaps."""
    found = problem(35)
    generator = np.random.default_rng(35)
    gains = np.array([action.gain for action in found.actions])
    scenarios = gains * generator.lognormal(-0.08, 0.4, size=(SCENARIOS, ACTIONS))
    floor = seconds(lambda: sorted(found.actions, key=lambda a: -a.gain / (a.cost + 1)))
    best = exact(found)
    start = time.perf_counter()
    drawn = robust(found, scenarios)
    slow = time.perf_counter() - start
    instant = preview(found)
    rows = (
        ("exact", seconds(lambda: exact(found)), best.value, best.gap),
        ("aperçu", seconds(lambda: preview(found)), instant.value, instant.gap),
        ("robuste, 1 000 scénarios", slow, drawn.choice.value, drawn.choice.gap),
    )
    for name, taken, value, gap in rows:
        print(
            f"{name:26} {1000 * taken:9.1f} ms  × {taken / floor:8.0f}  {value:8.3f} points  écart {gap:.2%}"
        )
    print(f"aperçu : {instant.value / best.value:.1%} de l'optimum")


if __name__ == "__main__":
    main()
