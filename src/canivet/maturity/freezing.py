"""A grid frozen on a day: its scores and its levels, with a seal that shows any later change."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from canivet.inventory.values import LARGEST_NUMBER
from canivet.maturity.answers import Snapshot
from canivet.maturity.grid import TOP_LEVEL, Grid
from canivet.maturity.outcomes import Outcome
from canivet.maturity.scoring import Score, Scores
from canivet.problems import InputProblem, Place
from canivet.tabular import Folder, text_of

FORMAT = 1
FOLDER = "maturite-figee"
_NAME = re.compile(r"(\d{4}-\d{2}-\d{2})(-\d{1,4})?")


@dataclass(frozen=True, slots=True)
class Whose:
    """Whose grid it is."""

    siren: str
    name: str


def freeze(
    grid: Grid, scores: Scores, whose: Whose, *, on: date, label: str = "", taken: Iterable[str] = ()
) -> Snapshot:
    """The grid as it is, under a name made of its day; ``taken`` are the names that exist already."""
    day, names = on.isoformat(), set(taken)
    name, number = day, 1
    while name in names:
        number += 1
        name = f"{day}-{number}"
    document: dict[str, Any] = {
        "format": FORMAT,
        "name": name,
        "label": label,
        "frozen_on": day,
        "grid": {"id": grid.id, "label": grid.label, "fingerprint": grid.fingerprint},
        "authority": {"siren": whose.siren, "name": whose.name},
        "total": score_document(scores.total),
        "domains": [
            {"id": domain.id, "label": domain.label, **score_document(scores.domains[domain.id])}
            for domain in grid.domains
        ],
        "questions": [_question(outcome) for outcome in scores.outcomes],
    }
    return Snapshot(name, _text({**document, "seal": _seal(document)}))


def score_document(score: Score) -> dict[str, Any]:
    """A score as JSON: shares from 0 to 1, points in the unit of the weights; None where there is none."""
    bounds = score.bounds
    return {
        "score": score.share,
        "score_programmed": score.share_programmed,
        "low": bounds[0] if bounds else None,
        "high": bounds[1] if bounds else None,
        "reason": score.reason,
        "points": {
            "done": score.done,
            "programmed": score.programmed,
            "remaining": score.remaining,
            "unanswered": score.unanswered,
            "potential": score.potential,
            "whole": score.whole,
        },
        "answered": score.answered,
        "expected": score.expected,
        "answer_rate": score.answer_rate,
        "covered": score.covered,
        "to_cover": score.to_cover,
        "cover_rate": score.cover_rate,
        "proven": score.proven,
        "provable": score.provable,
        "proof_rate": score.proof_rate,
        "asked": score.asked,
        "excluded": score.excluded,
        "not_applicable": score.not_applicable,
        "disagreements": score.disagreements,
    }


def status_of(outcome: Outcome) -> str:
    """``excluded``, ``not_applicable``, ``unanswered``, ``partial`` or ``answered``."""
    if not outcome.applicability.applies:
        return "excluded"
    if not outcome.expected:
        return "not_applicable"
    if not outcome.answered:
        return "unanswered"
    return "answered" if outcome.answered == outcome.expected else "partial"


def _question(outcome: Outcome) -> dict[str, Any]:
    return {
        "id": outcome.question.id,
        "domain": outcome.question.domain,
        "text": outcome.question.text,
        "weight": outcome.question.weight,
        "status": status_of(outcome),
        "level": outcome.level,
        "reached": outcome.reached,
    }


def _text(document: dict[str, Any]) -> str:
    return json.dumps(document, ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def _seal(document: dict[str, Any]) -> str:
    kept = {name: value for name, value in document.items() if name != "seal"}
    return hashlib.sha256(json.dumps(kept, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def written_snapshots(snapshots: Iterable[Snapshot]) -> dict[str, str]:
    """Files of the frozen grids, by name: they are records, not data that a result is made from."""
    return {f"{FOLDER}/{snapshot.name}.json": snapshot.text for snapshot in snapshots}


def read_snapshots(folder: Folder) -> tuple[Snapshot, ...]:
    """Frozen grids of a dossier, the oldest first; `InputProblem` on one that was changed since."""
    place = folder / FOLDER
    if not place.is_dir():
        return ()
    names = sorted(item.name for item in place.iterdir() if item.name.endswith(".json"))
    found = [Snapshot(name.removesuffix(".json"), text_of(place, name)) for name in names]
    for snapshot in found:
        opened(snapshot)
    return tuple(sorted(found, key=lambda snapshot: _order(snapshot.name)))


def _order(name: str) -> tuple[str, int]:
    """A second grid of the same day comes after the first, a tenth after a ninth."""
    head, _, number = name[10:].partition("-")
    return name[:10] + head, int(number) if number.isdigit() else 1


def opened(snapshot: Snapshot) -> dict[str, Any]:
    """The document of a frozen grid, its seal checked."""
    try:
        document: dict[str, Any] = json.loads(snapshot.text)
        whole = document["seal"] == _seal(document) and _is_whole(snapshot.name, document)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise _changed(snapshot) from error
    if not whole:
        raise _changed(snapshot)
    return document


def _is_whole(name: str, document: dict[str, Any]) -> bool:
    """Whether a document holds all that is read of it, in its form: a seal proves no author."""
    found = _NAME.fullmatch(name)
    scored = [document["total"], *document["domains"]]
    levels = [item["level"] for item in document["questions"]]
    texts = [document["label"], document["grid"]["id"], document["grid"]["fingerprint"]]
    texts += [text for item in document["domains"] for text in (item["id"], item["label"])]
    texts += [item[key] for item in document["questions"] for key in ("id", "domain", "text", "status")]
    return (
        document["format"] == FORMAT
        and document["name"] == name
        and found is not None
        and date.fromisoformat(found.group(1)).isoformat() == document["frozen_on"]
        and all(isinstance(text, str) for text in texts)
        and all(item["score"] is None or 0 <= item["score"] <= 1 for item in scored)
        and all(level is None or 0 <= level <= TOP_LEVEL for level in levels)
        and all(0 < item["weight"] < LARGEST_NUMBER for item in document["questions"])
    )


def _changed(snapshot: Snapshot) -> InputProblem:
    return InputProblem(
        "cette grille figée a été changée, ou ne se lit plus : son sceau ne correspond pas.",
        cure="reprenez-la d'une sauvegarde, ou ôtez ce fichier du dossier.",
        place=Place(f"{FOLDER}/{snapshot.name}.json"),
    )
