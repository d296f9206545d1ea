"""Parts of a total, rounded so that what is shown adds up to what is shown.

Largest-remainder rounding: every part is rounded down to the quantum of the total, then the quanta that are
left go to the parts with the largest remainders. A column of a table then sums to its last line, as a reader
with a pencil expects.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import floor

from canivet.deliverables.french import DIGITS, HARD, Scale, decimals_for, fixed


def apportion(values: Sequence[float], total: int) -> list[int]:
    """Whole numbers in proportion to ``values`` that sum to ``total``.

    >>> apportion([1, 1, 1], 100)
    [34, 33, 33]
    """
    whole = sum(values)
    if not whole:
        return [0] * len(values)
    exact = [value / whole * total for value in values]
    shown = [floor(value + 1e-9) for value in exact]
    by_remainder = sorted(range(len(values)), key=lambda i: (shown[i] - exact[i], i))
    for i in by_remainder[: total - sum(shown)]:
        shown[i] += 1
    return shown


@dataclass(frozen=True, slots=True)
class Part:
    """One part: its exact amount in the unit shown, its rounded quanta and its rounded percentage."""

    exact: float
    quanta: int
    share: int


@dataclass(frozen=True, slots=True)
class Partition:
    """A total and its parts, in the unit shown; ``decimals`` may be negative (tens, hundreds)."""

    total: float
    decimals: int
    parts: dict[str, Part]

    def amount(self, *ids: str) -> str:
        """The rounded amount of one part, or of several together."""
        quantum = 10.0**-self.decimals
        quanta = sum(self.parts[i].quanta for i in ids)
        if quanta == 0 and any(self.parts[i].exact for i in ids):
            return f"<{HARD}{fixed(quantum, max(self.decimals, 0))}"
        return fixed(quanta * quantum, max(self.decimals, 0))

    def share(self, *ids: str) -> str:
        """The rounded percentage of one part, or of several together."""
        share = sum(self.parts[i].share for i in ids)
        if share == 0 and any(self.parts[i].exact for i in ids):
            return f"<{HARD}1{HARD}%"
        return f"{share}{HARD}%" if self.total else "—"

    def total_text(self) -> str:
        """The rounded total."""
        return fixed(self.total, self.decimals)

    def largest(self) -> list[str]:
        """Identifiers of the parts, largest first."""
        return sorted(self.parts, key=lambda i: (-self.parts[i].exact, i))


def partition(parts: Mapping[str, float], scale: Scale) -> Partition:
    """Round amounts of a result, in the unit of ``scale``, so that they add up."""
    amounts = {name: scale.of(value) for name, value in parts.items()}
    total = sum(amounts.values())
    decimals = decimals_for(total, DIGITS)
    quanta = apportion(list(amounts.values()), round(round(total, decimals) * 10.0**decimals))
    shares = apportion(list(amounts.values()), 100)
    return Partition(
        total,
        decimals,
        {
            name: Part(amounts[name], quantum, share)
            for name, quantum, share in zip(amounts, quanta, shares, strict=True)
        },
    )
