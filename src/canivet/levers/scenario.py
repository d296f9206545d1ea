"""A scenario: levers with a calendar, read from a TOML file or made by hand.

name = "Sobre"
until = 2035
[[levers]]
id = "garder-portables"
start = 2027        # first year of effect
years = 3           # years to reach its full extent
set = { years = 2 }
[[targets]]
criterion = "gwp"
year = 2030
reduction = 0.3     # of the impact of the year studied
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from canivet.levers.combine import Applied
from canivet.levers.lever import Lever
from canivet.levers.setting import checked
from canivet.levers.toml_reader import Reader

#: Years that a scenario may reach, and by how many years a lever may be spread.
YEARS: Final = range(2000, 2051)
SPREAD: Final = range(1, 31)


@dataclass(frozen=True, slots=True)
class Planned:
    """A lever of a scenario: when it starts, and in how many years it reaches its full extent."""

    lever: Lever
    values: Mapping[str, float]
    start: int
    years: int

    def deployed(self, year: int) -> float:
        """How far the lever is deployed in a year (0 to 1), by even steps.

        A lever that starts in 2027 over two years is half deployed in 2027 and fully in 2028.
        """
        return min(1.0, max(0.0, (year - self.start + 1) / self.years))


@dataclass(frozen=True, slots=True)
class Target:
    """A reduction to reach in a year, as a share of the impact of the year studied."""

    criterion: str
    year: int
    reduction: float


@dataclass(frozen=True, slots=True)
class Scenario:
    """Levers with their calendar, the last year, and targets."""

    name: str
    until: int
    levers: tuple[Planned, ...]
    targets: tuple[Target, ...] = ()

    def applied(self, year: int) -> list[Applied]:
        """Levers as deployed in a year."""
        return [
            Applied(item.lever, item.lever.defaults() | dict(item.values), item.deployed(year))
            for item in self.levers
            if item.deployed(year) > 0
        ]


def read_scenario(text: str, name: str, levers: Mapping[str, Lever], criteria: frozenset[str]) -> Scenario:
    """The scenario of a file. `InputProblem` with the field for anything that cannot be used."""
    reader = Reader.of(text, name, cure="comparez-le à l'exemple de « canivet simuler --help ».")
    found = Scenario(
        reader.text("name"),
        reader.whole("until", YEARS),
        tuple(_planned(item, levers) for item in reader.tables("levers")),
        tuple(_target(item, criteria) for item in reader.tables("targets")),
    )
    reader.finish()
    if not found.levers:
        raise reader.problem("levers", "il faut au moins un bloc [[levers]]")
    named = [item.lever.id for item in found.levers]
    if twice := [one for one in named if named.count(one) > 1]:
        raise reader.problem("levers", f"le levier « {twice[0]} » est donné deux fois")
    return found


def _planned(reader: Reader, levers: Mapping[str, Lever]) -> Planned:
    lever = levers[reader.choice("id", levers)]
    start, years = reader.whole("start", YEARS), reader.whole("years", SPREAD, 1)
    given = reader.table("set")
    values = {}
    for name in list(given.data):
        values[name] = checked(lever, name, repr(given.number(name)))
    reader.finish()
    return Planned(lever, values, start, years)


def _target(reader: Reader, criteria: frozenset[str]) -> Target:
    found = Target(
        reader.choice("criterion", criteria), reader.whole("year", YEARS), reader.number("reduction")
    )
    reader.finish()
    if not 0 < found.reduction <= 1:
        raise reader.problem("reduction", "il faut une part entre 0 et 1")
    return found
