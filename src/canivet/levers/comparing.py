"""Two scenarios side by side: what separates them, lever by lever, in a given year.

The difference is explained by going from one to the other lever by lever, in both orders, and taking the
mean: the parts add up to the difference, whatever the overlaps.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from canivet.levers.combine import Applied, combine
from canivet.levers.estate import Estate
from canivet.levers.scenario import Scenario


@dataclass(frozen=True, slots=True)
class Part:
    """What one lever explains of a difference, in the criterion's unit: over zero, the second gains more."""

    lever: str
    amount: float


def difference(estate: Estate, one: Scenario, other: Scenario, year: int, criterion: str) -> list[Part]:
    """Parts of the gain of ``other`` over that of ``one`` in a year, the largest first."""
    first = {item.lever.id: item for item in one.applied(year)}
    second = {item.lever.id: item for item in other.applied(year)}
    names = sorted(name for name in {*first, *second} if first.get(name) != second.get(name))
    column = estate.column(criterion)

    def gain(levers: dict[str, Applied]) -> float:
        return float(combine(estate, [levers[name] for name in sorted(levers)]).gains()[column])

    def along(order: Sequence[str]) -> dict[str, float]:
        levers, before, found = dict(first), gain(first), {}
        for name in order:
            levers.pop(name, None)
            if name in second:
                levers[name] = second[name]
            after = gain(levers)
            found[name], before = after - before, after
        return found

    ways = (along(names), along(names[::-1]))
    parts = [Part(name, sum(way[name] for way in ways) / len(ways)) for name in names]
    return sorted(parts, key=lambda part: (-abs(part.amount), part.lever))


def sensitivity(
    estate: Estate, scenario: Scenario, year: int, criterion: str
) -> list[tuple[str, str, float, float]]:
    """Gain of the scenario when each parameter goes to its least and its most, the others staying.

    (lever, parameter, gain at the low end, gain at the high end), the widest first; effects go between their
    90 % bounds.
    """
    column = estate.column(criterion)
    applied = scenario.applied(year)
    found = []
    for rank, one in enumerate(applied):
        for item in one.lever.parameters:
            ends = (item.low, item.high) if item.kind == "effect" else (item.least, item.most)
            gains = []
            for value in ends:
                moved = Applied(one.lever, {**one.values, item.id: value}, one.deployed)
                others = [*applied[:rank], moved, *applied[rank + 1 :]]
                gains.append(float(combine(estate, others).gains()[column]))
            found.append((one.lever.id, item.id, gains[0], gains[1]))
    return sorted(found, key=lambda row: (-abs(row[3] - row[2]), row[0], row[1]))
