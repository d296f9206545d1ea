"""Timing by ratio: two pieces of work run in turn in one process, and the ratio of each round."""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Ratio:
    """Times of both works by round, in seconds."""

    name: str
    work: tuple[float, ...]
    floor: tuple[float, ...]

    def __str__(self) -> str:
        ratios = [a / b for a, b in zip(self.work, self.floor, strict=True)]
        rounds = " ".join(f"{ratio:.2f}" for ratio in ratios)
        work, floor = (1000 * statistics.median(times) for times in (self.work, self.floor))
        ratio = statistics.median(ratios)
        return f"{self.name:<58} × {ratio:.2f}   ({work:.1f} ms / {floor:.1f} ms ; rounds {rounds})"


def seconds(work: Callable[[], object]) -> float:
    """Duration of one call."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def compare(name: str, work: Callable[[], object], floor: Callable[[], object], *, rounds: int = 5) -> Ratio:
    """Time ``work`` against ``floor``, in turn; the first call of each is not counted."""
    seconds(work), seconds(floor)
    pairs = [(seconds(work), seconds(floor)) for _ in range(rounds)]
    return Ratio(name, tuple(a for a, _ in pairs), tuple(b for _, b in pairs))


def load() -> str:
    """Load of the machine, printed with the figures."""
    return " ".join(f"{value:.2f}" for value in os.getloadavg())
