"""What a process keeps of rows that never change: found again by their content, whichever row holds it."""

from __future__ import annotations

from typing import Any, Generic, TypeVar

Row = TypeVar("Row")


class Keyed(Generic[Row]):
    """A row known by ``key`` alone: what is cached under it must not depend on the rest of the row."""

    __slots__ = ("key", "row")

    def __init__(self, key: tuple[Any, ...], row: Row) -> None:
        self.key, self.row = key, row

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Keyed) and self.key == other.key

    def __hash__(self) -> int:
        return hash(self.key)
