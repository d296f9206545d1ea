"""What the pages of inventories show, put in words and cut to what a page can hold."""

from __future__ import annotations

from typing import Any, Final

from django.db.models import Sum

from canivet_web.authorities.models import Authority
from canivet_web.inventories import labels
from canivet_web.inventories.bridge import batch_in_force
from canivet_web.inventories.models import Acceptance, Batch
from canivet_web.inventories.overlay import chosen_models

SHOWN_TABLES: Final = 8
SHOWN_COLUMNS: Final = 14
SHOWN_FAMILIES: Final = 10
SHOWN_SERVICES: Final = 8


def tables(summary: dict[str, Any], wanted: str) -> dict[str, Any]:
    """The tables of a batch, a few around the one that is wanted, and that one in full."""
    every = summary["tables"]
    chosen = min(max(int(wanted), 1), len(every)) if wanted.isdecimal() and len(wanted) < 6 else 1
    first = (chosen - 1) // SHOWN_TABLES * SHOWN_TABLES
    table = every[chosen - 1]
    return {
        "tables": [
            {"number": number, **row}
            for number, row in enumerate(every[first : first + SHOWN_TABLES], start=first + 1)
        ],
        "tables_total": len(every),
        "before": first if first else None,
        "after": first + SHOWN_TABLES + 1 if first + SHOWN_TABLES < len(every) else None,
        "table": {"number": chosen, **table, "columns": table["columns"][:SHOWN_COLUMNS]},
        "more_columns": [f"{label} ← {column}" for label, column in table["columns"][SHOWN_COLUMNS:]],
    }


def families(units: dict[str, float]) -> dict[str, Any]:
    """Families in words, heaviest first, the last ones together."""
    rows = sorted(units.items(), key=lambda row: (-row[1], row[0]))
    names = labels.families()
    rest = rows[SHOWN_FAMILIES:]
    return {
        "families": [(names.get(name, name), number) for name, number in rows[:SHOWN_FAMILIES]],
        "other_families": {"count": len(rest), "units": sum(number for _, number in rest)},
        "units": sum(units.values()),
    }


def reasons(summary: dict[str, Any]) -> list[dict[str, Any]]:
    """Reasons to set lines aside, with their explanation."""
    known = labels.reasons()
    rows = []
    for code, lines, units in sorted(summary["reasons"], key=lambda row: (-row[1], row[0])):
        label, explanation = known.get(code, (code, ""))
        rows.append(
            {"code": code, "label": label, "explanation": explanation, "lines": lines, "units": units}
        )
    return rows


def services(summary: dict[str, Any]) -> dict[str, Any]:
    """Services found, heaviest first; the blank one is what says no service."""
    named = [row for row in summary["services"] if row[0]]
    return {
        "services": named[:SHOWN_SERVICES],
        "other_services": max(0, len(named) - SHOWN_SERVICES),
        "without_service": sum(units for name, units in summary["services"] if not name),
    }


def to_review(batch: Batch, authority: Authority) -> dict[str, Any]:
    """Models left to review, and their weight."""
    rows = chosen_models(batch, authority, "a-relire")
    return {"models": rows.count(), "units": rows.aggregate(units=Sum("units"))["units"] or 0}


def former_of(batch: Batch, authority: Authority) -> Batch | None:
    """The batch to compare with: the one in force or, for that one, the one accepted before it."""
    in_force = batch_in_force(authority)
    if in_force is None or in_force.pk != batch.pk:
        return in_force
    return _before(authority, batch)


def _before(authority: Authority, batch: Batch) -> Batch | None:
    earlier = (
        Acceptance.objects.filter(authority=authority, batch__deleted_at=None)
        .exclude(batch=batch)
        .select_related("batch")
        .defer("batch__dossier")
        .first()
    )
    return earlier.batch if earlier else None


def deletion_words(authority: Authority, batch: Batch) -> str:
    """What deleting a batch changes."""
    words = (
        f"{batch} et ses lignes partent à la corbeille pour trente jours. Les diagnostics déjà calculés ou "
        "figés gardent leurs chiffres et leurs documents. Les corrections de modèles restent."
    )
    in_force = batch_in_force(authority)
    if in_force is None or in_force.pk != batch.pk:
        return words
    earlier = _before(authority, batch)
    then = (
        f"{earlier} reprend sa place."
        if earlier
        else "Il n'en restera aucun : plus aucun diagnostic ne pourra être calculé avant un nouvel import."
    )
    return f"C'est l'inventaire en service. {then} {words}"
