"""Conditions of the decision tables: a few comparisons on what the answers say, all of which must hold.

lead=nobody|unknown                 the answer is one of these
copiers>=1;screens_per_computer>1.36   both hold; what is not known makes a comparison false
(blank)                             always
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

#: What the answers say: identifiers of choices, counts and quotients of counts. What is unknown is not there.
Facts = Mapping[str, str | float]

_TEST: Final = re.compile(r"([a-z_]+)(>=|=|>|<)([a-z0-9_.|]+)")
_COMPARE: Final[dict[str, Callable[[float, float], bool]]] = {
    ">=": lambda value, bound: value >= bound,
    ">": lambda value, bound: value > bound,
    "<": lambda value, bound: value < bound,
}


@dataclass(frozen=True, slots=True)
class Comparison:
    """One comparison: a fact, an operator, and the value or values it is compared with."""

    fact: str
    operator: str
    values: tuple[str, ...]

    def holds(self, facts: Facts) -> bool:
        """Whether it holds; a fact that is not known makes it false."""
        value = facts.get(self.fact)
        if value is None:
            return False
        if self.operator == "=":
            return str(value) in self.values
        return _COMPARE[self.operator](float(value), float(self.values[0]))


Condition = tuple[Comparison, ...]


def parse(text: str) -> Condition:
    """The comparisons of a cell; raises ``ValueError`` for a cell that is not a condition.

    >>> parse("lead=nobody|unknown;copiers>=1")[1]
    Comparison(fact='copiers', operator='>=', values=('1',))
    """
    return tuple(_comparison(part) for part in text.split(";") if part)


def _comparison(text: str) -> Comparison:
    found = _TEST.fullmatch(text)
    if found is None:
        raise ValueError(f"not a comparison: {text}")
    return Comparison(found[1], found[2], tuple(found[3].split("|")))


def holds(condition: Condition, facts: Facts) -> bool:
    """Whether all the comparisons of a condition hold.

    >>> holds(parse("copiers>=1"), {"copiers": 2.0}), holds(parse("copiers>=1"), {}), holds((), {})
    (True, False, True)
    """
    return all(comparison.holds(facts) for comparison in condition)
