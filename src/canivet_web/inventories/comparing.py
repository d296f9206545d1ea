"""Two batches side by side, from their models and summaries: their lines are not read."""

from __future__ import annotations

from typing import Any, Final

from canivet_web.authorities.models import Authority
from canivet_web.inventories import labels, overlay
from canivet_web.inventories.bridge import corrections_of
from canivet_web.inventories.differences import Change, changes
from canivet_web.inventories.models import Batch

#: Kinds of change of a model, in words.
KINDS: Final = {"new": "Apparus", "gone": "Disparus", "more": "En hausse", "less": "En baisse"}
SHOWN_FAMILIES: Final = 15
SHOWN_SERVICES: Final = 8


def compare(before: Batch, after: Batch, authority: Authority) -> dict[str, Any]:
    """Families, models and services that change from one batch to the other."""
    corrections = corrections_of(authority)
    families = changes(overlay.families_of(before, corrections), overlay.families_of(after, corrections))
    names = labels.families()
    old, new = _models(before), _models(after)
    models = changes(
        {key: units for key, (units, _) in old.items()}, {key: units for key, (units, _) in new.items()}
    )
    said = {**old, **new}
    services = changes(_services(before), _services(after))
    same = after.summary.get("same")
    rest = families[SHOWN_FAMILIES:]
    return {
        "families": [(names.get(row.name, row.name), row) for row in families[:SHOWN_FAMILIES]],
        "other_families": Change("", sum(row.before for row in rest), sum(row.after for row in rest))
        if rest
        else None,
        "total": Change("", sum(row.before for row in families), sum(row.after for row in families)),
        "models": [
            {"name": said[row.name][1], "change": row, "kind": row.kind}
            for row in models
            if row.kind != "same"
        ],
        "new_services": [row for row in services if row.kind == "new"][:SHOWN_SERVICES],
        "gone_services": [row for row in services if row.kind == "gone"][:SHOWN_SERVICES],
        "same": same if same and same["against"] == before.number else None,
    }


def _models(batch: Batch) -> dict[str, tuple[float, str]]:
    rows = batch.models.values_list("key", "in_service", "manufacturer", "model", "designation", "type")
    return {
        key: (units, overlay.model_name(maker, model, text, kind))
        for key, units, maker, model, text, kind in rows
    }


def _services(batch: Batch) -> dict[str, float]:
    return {name: units for name, units in batch.summary["services"] if name}
