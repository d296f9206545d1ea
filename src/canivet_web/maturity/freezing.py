"""Freezing the grid of an authority, and comparing two of its frozen grids: as the library does."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from canivet.maturity import Snapshot, Whose, compare, opened
from canivet.maturity import freeze as freeze_grid
from canivet.problems import InputProblem
from canivet_web.authorities.models import Authority
from canivet_web.maturity import bridge, reading
from canivet_web.maturity.models import MaturitySnapshot

#: What does not say whether two grids differ.
_NAMES = frozenset(("name", "label", "frozen_on", "seal"))


def freeze(authority: Authority, user: Any, label: str, on: date) -> tuple[MaturitySnapshot | None, bool]:
    """Freeze the grid, held by the caller; None without any answer. False: the last one already says it."""
    scores = bridge.scores_of(authority)
    if not scores.total.answered:
        return None, False
    taken = list(authority.maturity_snapshots.values_list("name", flat=True))
    whose = Whose(authority.siren, authority.name)
    made = freeze_grid(bridge.grid(), scores, whose, on=on, label=label, taken=taken)
    last = authority.maturity_snapshots.order_by("-frozen_on", "-pk").first()
    if (
        last is not None
        and last.frozen_on == on
        and last.label == label
        and _says(last.document) == _says(made.text)
    ):
        return last, False
    return store(authority, user, made), True


def _says(text: str) -> dict[str, Any]:
    return {name: value for name, value in json.loads(text).items() if name not in _NAMES}


def store(authority: Authority, user: Any, snapshot: Snapshot) -> MaturitySnapshot:
    """Keep a frozen grid; `InputProblem` when its seal is broken."""
    document = opened(snapshot)
    return MaturitySnapshot.objects.create(
        authority=authority,
        name=snapshot.name,
        label=str(document["label"])[:120],
        grid=str(document["grid"]["id"])[:20],
        score=document["total"]["score"],
        document=snapshot.text,
        frozen_on=date.fromisoformat(document["frozen_on"]),
        frozen_by=user,
    )


def compared(authority: Authority, before: str, after: str) -> dict[str, Any]:
    """What moved between two frozen grids, the older first; or why they are not compared."""
    rows = authority.maturity_snapshots.filter(name__in=(before, after))
    first, second = (Snapshot(row.name, row.document) for row in rows)
    try:
        comparison = compare(opened(first), opened(second))
    except InputProblem as problem:
        return {"problem": f"{problem.what} Que faire : {problem.cure}", "moves": []}
    return {
        "changes": reading.change_rows(comparison),
        "moves": reading.move_rows(comparison),
        "older": bridge.day_of(first.name),
        "newer": bridge.day_of(second.name),
    }
