"""Which line of a device is kept, and what the others add to it.

Kept: the line that says most; at equal filling the one put in service first, then the first in place.
The kept line is only completed, never corrected, except for its status: in use or in maintenance when any
line says so, else the most certain absence.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from canivet.inventory.assets import Status
from canivet.inventory.draft import Draft

#: When lines of one device disagree, the first of these that any of them says. A line without a status says
#: nothing against the others.
STATUS_ORDER: Final[tuple[Status, ...]] = (
    "in_use",
    "maintenance",
    "stock",
    "missing",
    "retired",
    "consumed",
    "unknown",
)
_STATUS_RANK = {status: rank for rank, status in enumerate(STATUS_ORDER)}
_START_RANK = {"use": 0, "delivery": 1, "buy": 2, "warranty": 3, "bios": 4, "none": 5}


def keeping_key(draft: Draft) -> tuple[int, date, tuple[str, str, int]]:
    """Sorting key: the line to keep comes first."""
    filled = sum(1 for text in draft.line.cells.values() if text)
    known = draft.family not in ("", "unknown")
    return -(filled + known), draft.start_date or date.max, draft.place_key


def merge_into(drafts: Sequence[Draft], how: Mapping[int, str]) -> Draft:
    """Merge the lines of one device; gives the kept line. ``how`` says, by ``id``, what matched each line."""
    ordered = sorted(drafts, key=keeping_key)
    kept = ordered[0]
    for other in ordered[1:]:
        other.kept = kept
        matches = {how[id(other)], how[id(kept)]}
        other.match = "likeness" if "likeness" in matches else how[id(other)]
        kept.merged.append(other)
        _complete(kept, other)
    kept.merged.sort(key=lambda draft: draft.place_key)
    kept.status = min((draft.status for draft in drafts), key=_STATUS_RANK.__getitem__)
    return kept


def _complete(kept: Draft, other: Draft) -> None:
    if kept.family in ("", "unknown") and other.family not in ("", "unknown"):
        kept.family, kept.archetype = other.family, other.archetype
        kept.confidence, kept.rule, kept.key = other.confidence, other.rule, other.key
    if other.start_date is not None and _START_RANK[other.start_basis] < _START_RANK[kept.start_basis]:
        kept.start_date, kept.start_basis = other.start_date, other.start_basis
    if kept.country_origin == "default" and other.country_origin != "default":
        kept.country, kept.country_origin = other.country, other.country_origin
    if kept.quantity_origin == "default" and other.quantity_origin != "default":
        kept.quantity_origin = other.quantity_origin
    kept.service = kept.service or other.service
    kept.serial = kept.serial or other.serial
    kept.inventory_number = kept.inventory_number or other.inventory_number
    kept.screen_in = kept.screen_in if kept.screen_in is not None else other.screen_in
    kept.purchase_date = kept.purchase_date or other.purchase_date
    kept.retired_date = kept.retired_date or other.retired_date
    kept.declared_lifetime = kept.declared_lifetime or other.declared_lifetime
    kept.declared_kwh = kept.declared_kwh or other.declared_kwh
