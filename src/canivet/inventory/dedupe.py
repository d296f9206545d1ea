"""The same device on several lines: found by serial number, then by inventory number, then by likeness.

Whatever the order of files and lines, the same lines are merged and the same line is kept. Lots (a quantity
above one) are never merged with devices: a lot and its devices listed one by one are told by a warning. A
list given twice counts once, lots included.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from canivet.inventory.copies import copied_lines
from canivet.inventory.draft import Draft
from canivet.inventory.likeness import match_unidentified
from canivet.inventory.merging import merge_into


@dataclass(slots=True)
class Groups:
    """Union-find over lines: each group is one device."""

    parent: dict[int, int] = field(default_factory=dict)

    def find(self, item: int) -> int:
        """Representative of the group of ``item``."""
        root = item
        while self.parent.get(root, root) != root:
            root = self.parent[root]
        while self.parent.get(item, item) != root:
            self.parent[item], item = root, self.parent[item]
        return root

    def join(self, items: Sequence[int]) -> None:
        """Put items in one group."""
        roots = sorted({self.find(item) for item in items})
        for root in roots[1:]:
            self.parent[root] = roots[0]


@dataclass(frozen=True, slots=True)
class Conflict:
    """One number carried by lines that cannot be one device; they are not merged."""

    kind: str
    """``serial`` or ``inventory_number``."""
    drafts: tuple[Draft, ...]


def dedupe(drafts: Sequence[Draft], kinds: Mapping[str, str]) -> list[Conflict]:
    """Merge the lines of one device; sets ``kept``, ``match`` and ``merged`` of each line.

    ``kinds`` gives for each family the group of families it may be mistaken for (a laptop and a desktop, not
    a laptop and a screen); families absent from it are compatible with all.
    """
    order = sorted((d for d in drafts if d.quantity == 1 and not d.problem), key=lambda d: d.place_key)
    search = _Search(order, kinds)
    position_of = {id(draft): position for position, draft in enumerate(order)}
    for copy, original in copied_lines(drafts):
        if id(copy) in position_of and id(original) in position_of:
            search.join([position_of[id(original)], position_of[id(copy)]], "copy")
        else:
            merge_into([original, copy], {id(original): "copy", id(copy): "copy"})
    search.join_serials()
    search.join_inventory_numbers()
    for weak, strong in match_unidentified(order, search.members(), kinds):
        search.join([weak, strong], "likeness")
    for group in search.members().values():
        if len(group) > 1:
            merge_into([order[i] for i in group], {id(order[i]): search.how.get(i, "") for i in group})
    return search.conflicts


@dataclass(slots=True)
class _Search:
    """The search under way, over lines in the order of their places."""

    order: Sequence[Draft]
    kinds: Mapping[str, str]
    groups: Groups = field(default_factory=Groups)
    how: dict[int, str] = field(default_factory=dict)
    """What first matched each line."""
    conflicts: list[Conflict] = field(default_factory=list)

    def join(self, positions: Sequence[int], match: str) -> None:
        """Hold some lines for one device."""
        self.groups.join(positions)
        for position in positions:
            self.how.setdefault(position, match)

    def members(self) -> dict[int, list[int]]:
        """Lines of each device."""
        found: dict[int, list[int]] = defaultdict(list)
        for position in range(len(self.order)):
            found[self.groups.find(position)].append(position)
        return found

    def join_serials(self) -> None:
        """Join the lines of one serial number, unless their families cannot be one device."""
        for positions in _sharing([draft.serial for draft in self.order]):
            by_kind: dict[str, list[int]] = defaultdict(list)
            for position in positions:
                by_kind[self.kinds.get(self.order[position].family, "")].append(position)
            known = [kind for kind in by_kind if kind]
            if len(known) > 1:
                # A number re-used or swapped: lines of one kind are joined, the unknown ones are nobody's.
                for kind in known:
                    self.join(by_kind[kind], "serial")
                self._conflict("serial", positions)
            else:
                self.join(positions, "serial")

    def join_inventory_numbers(self) -> None:
        """Join the lines of one inventory number, unless their serial numbers or families differ.

        Each number is judged on what serial numbers alone had joined, so that the order does not matter.
        """
        device_of = [self.groups.find(position) for position in range(len(self.order))]
        members = self.members()
        for positions in _sharing([draft.inventory_number for draft in self.order]):
            devices = sorted({device_of[position] for position in positions})
            if len(devices) == 1:
                continue
            around = [self.order[i] for device in devices for i in members[device]]
            serials = {draft.serial for draft in around if draft.serial}
            known = {self.kinds[draft.family] for draft in around if draft.family in self.kinds}
            if len(serials) > 1 or len(known) > 1:
                self._conflict("inventory_number", positions)
            else:
                self.join(positions, "inventory_number")

    def _conflict(self, kind: str, positions: Sequence[int]) -> None:
        self.conflicts.append(Conflict(kind, tuple(self.order[position] for position in positions)))


def _sharing(numbers: Iterable[str]) -> list[list[int]]:
    """Positions that share a number, number by number, in the order of their first place."""
    found: dict[str, list[int]] = defaultdict(list)
    for position, number in enumerate(numbers):
        if number:
            found[number].append(position)
    return [positions for positions in found.values() if len(positions) > 1]
