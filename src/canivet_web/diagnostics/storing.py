"""Storing a calculation: the result, its files and its charts in one transaction, under the next number."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Max

from canivet.footprint.assessment import CLIMATE
from canivet.outputs import HISTORY_FOLDER, RESULT_FILE
from canivet_web.authorities.models import Authority
from canivet_web.diagnostics import finding
from canivet_web.diagnostics.charts import Drawn
from canivet_web.diagnostics.models import Picture, Result, ResultFile
from canivet_web.journal.trail import record, times
from canivet_web.records import hold

if TYPE_CHECKING:
    from canivet_web.inventories.models import Batch

#: What makes two results the same calculation.
SAME = ("dossier_fingerprint", "commons_fingerprint", "engine_version", "state")


@dataclass(frozen=True, slots=True)
class Calculation:
    """Everything a calculation leaves, still outside the database."""

    batch: Batch | None
    signature: str
    folder: Path
    evidence: bytes
    pictures: Sequence[Drawn]

    def files(self) -> dict[str, bytes]:
        """Files of the dossier by their name; its history is that of the results, kept as rows."""
        found = (path for path in sorted(self.folder.rglob("*")) if path.is_file())
        named = {path.relative_to(self.folder).as_posix(): path.read_bytes() for path in found}
        return {name: content for name, content in named.items() if not name.startswith(HISTORY_FOLDER)}


def store(authority: Authority, user: Any, calculation: Calculation) -> tuple[Result, bool]:
    """The new result, or the last one when nothing changed since it; and whether it is new."""
    files = calculation.files()
    text = files[RESULT_FILE].decode()
    summary = {**summary_of(json.loads(text)), "signature": calculation.signature}
    with transaction.atomic():
        hold(authority)
        last = finding.latest(authority)
        if last and all(last.summary.get(name, "") == summary[name] for name in SAME):
            return last, False
        highest = authority.results.aggregate(highest=Max("number"))["highest"] or 0
        # The number of a result that was purged is never given again: its documents may still be about.
        number = max(highest, times("result.computed", authority)) + 1
        result = Result.objects.create(
            authority=authority,
            number=number,
            year=summary["year"],
            created_by=user,
            batch=calculation.batch,
            document=text,
            sha256=_sha256(files[RESULT_FILE]),
            summary=summary,
            evidence=calculation.evidence,
        )
        ResultFile.objects.bulk_create(
            ResultFile(result=result, name=name, content=content, size=len(content), sha256=_sha256(content))
            for name, content in files.items()
        )
        Picture.objects.bulk_create(
            Picture(result=result, criterion=drawn.criterion, view=drawn.view, alt=drawn.alt, svg=drawn.svg)
            for drawn in calculation.pictures
        )
        record(
            "result.computed",
            actor=user,
            authority=authority,
            target=str(result),
            details={"year": result.year, "central": summary["central"], "sha256": result.sha256},
        )
    return result, True


def summary_of(document: dict[str, Any]) -> dict[str, Any]:
    """What lists show of a result: climate total, versions, fingerprints, rules."""
    climate = document["footprint"][CLIMATE]
    kept = (
        "engine_version",
        "commons_version",
        "commons_fingerprint",
        "dossier_fingerprint",
        "factor_set",
        "factor_set_label",
        "method",
        "year",
        "generated_on",
        "interval_level",
    )
    return {
        **{name: document[name] for name in kept},
        **{name: climate[name] for name in ("central", "low", "high", "coverage", "unit")},
        "agents": document["authority"]["agents"],
        "units": document["inventory"]["units_counted"],
        "quality": document["quality"].get("score"),
        "state": document.get("state_of_play", {}).get("fingerprint", ""),
    }


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
