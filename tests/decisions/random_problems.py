"""Problems drawn at random, small enough to be solved by trying everything."""

from __future__ import annotations

import itertools
import random

from canivet.decisions.portfolio import Action, Limits, Problem, is_allowed, value_of

YEARS = ("2027", "2028")
SERVICES = ("DSI", "Achats", "Communication")


def drawn(seed: int, size: int = 9) -> Problem:
    """A problem with budgets by year, days by service, links, themes and overlaps."""
    generator = random.Random(seed)
    names = [f"a{rank}" for rank in range(size)]
    actions = []
    for rank, name in enumerate(names):
        others = names[:rank]
        actions.append(
            Action(
                name,
                f"Action {rank}",
                generator.randint(1, 4),
                round(generator.uniform(-0.5, 5), 3),
                {year: generator.choice((0, 1000, 2500, 8000)) for year in YEARS},
                {year: generator.choice((0, 200, 900)) for year in YEARS},
                {service: generator.choice((0, 2, 5, 12)) for service in SERVICES},
                tuple(generator.sample(others, 1)) if others and generator.random() < 0.25 else (),
                tuple(generator.sample(others, 1)) if others and generator.random() < 0.2 else (),
            )
        )
    limits = Limits(
        {year: generator.choice((4000, 9000, 20000)) for year in YEARS},
        {year: generator.choice((500, 2000)) for year in YEARS},
        {service: generator.choice((10, 20, 40)) for service in SERVICES},
        {generator.randint(1, 4): 1} if generator.random() < 0.4 else {},
        frozenset(generator.sample(names, 1)) if generator.random() < 0.2 else frozenset(),
        frozenset(generator.sample(names, 1)) if generator.random() < 0.2 else frozenset(),
    )
    pairs = list(itertools.combinations(names, 2))
    overlaps = {pair: round(generator.uniform(0.1, 1.5), 3) for pair in generator.sample(pairs, 6)}
    return Problem(tuple(actions), limits, overlaps)


def choices(problem: Problem) -> list[tuple[str, ...]]:
    """Every choice that keeps to the constraints."""
    names = [action.id for action in problem.actions]
    subsets = (subset for size in range(len(names) + 1) for subset in itertools.combinations(names, size))
    return [subset for subset in subsets if is_allowed(problem, subset)]


def best(problem: Problem) -> float | None:
    """The most that any choice brings; None when none is allowed."""
    found = choices(problem)
    return max(value_of(problem, subset) for subset in found) if found else None
