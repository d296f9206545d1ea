"""A lever: what one action changes in the footprint of an estate, with its parameters, limits and sources.

A lever never holds a gain. It holds changes of *drivers* (how many, how long, how many kWh…) on the cells it
selects; the gain is computed on the estate of each authority.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

Driver = Literal[
    "quantity", "ratio", "lifetime", "second_hand", "electricity", "intensity", "shift", "added", "pue"
]
#: Drivers whose amount is a share, between 0 and 1.
SHARES: Final[frozenset[Driver]] = frozenset({"quantity", "second_hand", "electricity", "intensity", "shift"})
Kind = Literal["choice", "effect"]
Per = Literal["", "agent", "computer"]


@dataclass(frozen=True, slots=True)
class Parameter:
    """One number of a lever.

    A *choice* is what the authority decides, between ``least`` and ``most``; an *effect* is what was observed
    elsewhere, drawn between ``low`` and ``high`` (90 % bounds), with its source.
    """

    id: str
    label: str
    unit: str
    kind: Kind
    value: float
    least: float
    most: float
    low: float
    high: float
    source: str
    year: str
    licence: str
    note: str


@dataclass(frozen=True, slots=True)
class Change:
    """One change of a driver on the cells of some categories.

    ``amount`` and ``reach`` name parameters; where there are several, they are multiplied. ``reach`` is the
    share of the cells concerned: all of them when it names none.
    """

    driver: Driver
    categories: tuple[str, ...]
    amount: tuple[str, ...]
    reach: tuple[str, ...] = ()
    archetypes: tuple[str, ...] = ()
    beyond_lifetime: bool | None = None
    per: Per = ""
    to: tuple[str, ...] = ()
    """Factor subjects of what comes instead or beside: ``equipment:thin_client``, ``service:line_fibre``."""
    rate: tuple[str, ...] = ()
    """For each subject of ``to``, the parameter that says how many units of it for one that leaves."""
    avoided: tuple[str, ...] = ()
    """Share of the impact of a new device that a second-hand one avoids."""
    criteria: tuple[str, ...] = ()
    """Criteria that ``avoided`` is known for; the others gain nothing. Blank: all of them."""


@dataclass(frozen=True, slots=True)
class Lever:
    """One lever of the commons."""

    id: str
    title: str
    what: str
    how: str
    decree_theme: int
    practices: tuple[str, ...]
    roles: tuple[str, ...]
    effort: int
    delay_months: tuple[int, int]
    confidence: Literal["high", "medium", "low"]
    prerequisites: tuple[str, ...]
    excludes: tuple[str, ...]
    rebound: str
    may_worsen: tuple[str, ...]
    worsens_how: str
    indicators: tuple[str, ...]
    parameters: tuple[Parameter, ...]
    changes: tuple[Change, ...]

    def defaults(self) -> dict[str, float]:
        """Central value of every parameter."""
        return {item.id: item.value for item in self.parameters}

    def parameter(self, name: str) -> Parameter:
        """The parameter of that identifier."""
        return next(item for item in self.parameters if item.id == name)
