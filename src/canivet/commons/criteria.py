"""The impact criteria of the commons."""

from __future__ import annotations

from canivet.commons.store import Commons
from canivet.criteria import Criterion


def load_criteria(commons: Commons, *, published_only: bool = True) -> tuple[Criterion, ...]:
    """Criteria of the commons in their rank order; those not published have their reason in ``note``."""
    rows = sorted(commons.rows("criteria"), key=lambda row: int(row["rank"]))
    criteria = (
        Criterion(
            id=row["id"],
            label=row["label_fr"],
            unit=row["unit"],
            numecoeval_label=row["numecoeval_label"],
            pcr_si_code=row["pcr_si_code"],
            published=row["published"] == "1",
            note=row["note"],
        )
        for row in rows
    )
    return tuple(criterion for criterion in criteria if criterion.published or not published_only)
