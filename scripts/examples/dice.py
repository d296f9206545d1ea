"""Draws that give the same values on every Python: made of ``random.Random.random`` alone, seeded by text."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Final, TypeVar

T = TypeVar("T")

#: Letters and digits of a serial number, without those that are mistaken for others.
_SERIAL_SIGNS: Final = "0123456789ABCDEFGHJKLMNPQRSTVWXYZ"


class Dice:
    """One seeded stream of draws; each file has its own, so that changing one file moves no other."""

    def __init__(self, seed: str) -> None:
        self._random = random.Random(seed).random

    def below(self, bound: int) -> int:
        """A whole number from 0 to ``bound`` - 1."""
        return int(self._random() * bound)

    def between(self, first: int, last: int) -> int:
        """A whole number, both ends included."""
        return first + self.below(last - first + 1)

    def chance(self, probability: float) -> bool:
        """Whether an event of this probability happens."""
        return self._random() < probability

    def pick(self, items: Sequence[T]) -> T:
        """One item, all being as likely."""
        return items[self.below(len(items))]

    def weighted(self, weights: Mapping[T, float]) -> T:
        """One key, by its weight."""
        mark = self._random() * sum(weights.values())
        last: T | None = None
        for item, weight in weights.items():
            last = item
            mark -= weight
            if mark < 0:
                return item
        if last is None:
            raise ValueError("no weights")
        return last

    def shuffled(self, items: Sequence[T]) -> list[T]:
        """The same items in another order."""
        left = list(items)
        return [left.pop(self.below(len(left))) for _ in range(len(left))]

    def serial(self, length: int) -> str:
        """A random serial number, with at least one letter and one digit."""
        signs = [self.pick(_SERIAL_SIGNS) for _ in range(length - 2)]
        return "".join([*signs, self.pick("BCDFGHJKLM"), self.pick("0123456789")])

    def day(self, first: date, last: date) -> date:
        """A working day, both ends included."""
        drawn = first + timedelta(days=self.below((last - first).days + 1))
        return drawn - timedelta(days=max(0, drawn.weekday() - 4))

    def imei(self) -> str:
        """A number of the form of an IMEI, in the range 00 kept for tests: it is nobody's telephone."""
        head = "00" + "".join(self.pick("0123456789") for _ in range(12))
        doubled = (int(digit) * (2 if rank % 2 else 1) for rank, digit in enumerate(head))
        return head + str(-sum(value - 9 if value > 9 else value for value in doubled) % 10)
