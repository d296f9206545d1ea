"""What is odd in an inventory, said in whole French sentences that name figures and places.

Each check looks at one thing and gives its sentences with the units they concern; the heaviest come first.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from canivet.inventory.assets import ReadTable
from canivet.inventory.dedupe import Conflict
from canivet.inventory.draft import Draft
from canivet.inventory.interpret import Interpreted


class Trap(NamedTuple):
    """One warning and the units it concerns."""

    units: float
    sentence: str


@dataclass(frozen=True, slots=True)
class Findings:
    """What the checks look at."""

    tables: Sequence[ReadTable]
    interpreted: Interpreted
    conflicts: Sequence[Conflict]
    shared_serials: dict[str, int]
    place_words: frozenset[str]
    kinds: dict[str, str]
    """Family → group of families it may be mistaken for."""
    type_families: dict[str, str]
    """Text of a type column → the family it names alone, empty when it names none."""
    composed: frozenset[str]
    """Texts of types and designations that name several devices."""
    family_labels: dict[str, str]
    year: int

    @property
    def drafts(self) -> Sequence[Draft]:
        """Every line under way."""
        return self.interpreted.drafts

    def by_table(self) -> list[tuple[ReadTable, list[Draft]]]:
        """Lines of each table."""
        found: list[list[Draft]] = [[] for _ in self.tables]
        for draft in self.drafts:
            found[draft.table].append(draft)
        return list(zip(self.tables, found, strict=True))


Check = Callable[[Findings], list[Trap]]


def units_of(drafts: Sequence[Draft]) -> float:
    """Units of some lines."""
    return sum(draft.quantity for draft in drafts)


def warn(findings: Findings, checks: Sequence[Check]) -> list[str]:
    """Sentences of all checks, those that concern most units first; ties in the order of the checks."""
    found = [trap for check in checks for trap in check(findings)]
    return [trap.sentence for trap in sorted(found, key=lambda trap: -trap.units)]
