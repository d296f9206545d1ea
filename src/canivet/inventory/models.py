"""Models of an estate: what was understood of each distinct text, for the review by the user."""

from __future__ import annotations

from collections.abc import Iterable

from canivet.inventory.assets import ModelGroup
from canivet.inventory.draft import Draft
from canivet.inventory.scope import GONE


def group_models(drafts: Iterable[Draft]) -> list[ModelGroup]:
    """Distinct models of the lines that are, or could be, counted: heaviest first.

    Duplicates, unusable quantities and devices that left the estate weigh nothing, and are left out. Lines
    of one model under several families are rare; the group then shows the family of most of its units.
    """
    lines: dict[str, list[Draft]] = {}
    for draft in drafts:
        if draft.kept is None and not draft.problem and draft.status not in GONE:
            lines.setdefault(draft.key, []).append(draft)
    groups = [_group(key, found) for key, found in lines.items()]
    return sorted(groups, key=lambda group: (-group.units, -group.lines, group.key))


def _group(key: str, drafts: list[Draft]) -> ModelGroup:
    units: dict[tuple[str, str], float] = {}
    for draft in drafts:
        verdict = (draft.family, draft.archetype)
        units[verdict] = units.get(verdict, 0.0) + draft.quantity
    family, archetype = max(units, key=lambda verdict: (units[verdict], verdict))
    shown = min(
        (draft for draft in drafts if (draft.family, draft.archetype) == (family, archetype)),
        key=lambda draft: draft.place_key,
    )
    return ModelGroup(
        key=key,
        manufacturer=shown.cell("manufacturer"),
        model=shown.cell("model"),
        type=shown.cell("type"),
        designation=shown.cell("designation"),
        family=family,
        archetype=archetype,
        confidence=shown.confidence,
        rule=shown.rule,
        lines=len(drafts),
        units=sum(draft.quantity for draft in drafts),
        place=shown.place,
    )
