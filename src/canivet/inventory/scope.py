"""Which lines are counted, and why the others are not: a decision table read from top to bottom."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from canivet.commons.store import Commons
from canivet.inventory.assets import Exclusion
from canivet.inventory.draft import Draft

UNKNOWN: Final = "unknown"
#: Statuses that take a device out of the estate; the reason has the status's name.
GONE: Final = frozenset({"retired", "missing", "consumed"})
#: Reason of a family that is not counted, when the commons name no reason of that family's name.
NOT_EQUIPMENT: Final = "not_equipment"
#: Reason of a line that no rule recognises.
UNRECOGNISED: Final = "unrecognised"

MATCH_LABELS: Final = {
    "copy": "même ligne, recopiée d'une liste à l'autre,",
    "serial": "même numéro de série",
    "inventory_number": "même numéro d'inventaire",
    "likeness": "sans numéro, mais même appareil d'après son nom, son service, son modèle ou sa date",
}


@dataclass(frozen=True, slots=True)
class Scope:
    """What the commons say of families: which are counted, and what excludes the others."""

    reasons: Mapping[str, str]
    """Family that is not counted → code of its reason."""
    kinds: Mapping[str, str]
    """Family → group of families it may be mistaken for; the unknown one belongs to none."""

    def reason(self, draft: Draft) -> str:
        """Code of the reason why a line is not counted, empty when it is. The first that holds decides."""
        if draft.kept is not None:
            return "duplicate"
        if draft.problem:
            return "invalid_quantity"
        if draft.status in GONE:
            return draft.status
        if draft.family == UNKNOWN:
            return UNRECOGNISED
        if draft.family in self.reasons:
            return self.reasons[draft.family]
        return "stock" if draft.status == "stock" else ""


def load_scope(commons: Commons) -> Scope:
    """Scope of the families of ``classification/families``."""
    codes = {row["id"] for row in commons.rows("classification/exclusion_reasons")}
    families = commons.rows("classification/families")
    return Scope(
        reasons={
            row["id"]: row["id"] if row["id"] in codes else NOT_EQUIPMENT
            for row in families
            if row["counted"] == "0" and row["id"] != UNKNOWN
        },
        kinds={row["id"]: row["group_fr"] for row in families if row["id"] != UNKNOWN},
    )


def exclusion(draft: Draft) -> Exclusion:
    """The exclusion of a line, with what a reader needs to judge it."""
    return Exclusion(
        place=draft.place,
        reason=draft.reason,
        quantity=draft.quantity,
        family=draft.family,
        text=draft.text,
        detail=_detail(draft),
    )


def _detail(draft: Draft) -> str:
    if draft.kept is not None:
        return f"{MATCH_LABELS[draft.match]} que {draft.kept.place}"
    if draft.reason == "invalid_quantity":
        return draft.problem
    if draft.reason == "retired" and not draft.cell("status"):
        if draft.retired_date is not None:
            return f"retiré le {draft.retired_date:%d/%m/%Y}"
        return f"feuille « {draft.place.sheet} »" if draft.place.sheet else ""
    return ""
