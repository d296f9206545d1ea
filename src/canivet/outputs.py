"""Write a diagnosis in its dossier: inputs, results, exports and documents, all or nothing."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from canivet.deliverables import write_report
from canivet.diagnosis import Diagnosis
from canivet.dossier import PROFILE_FILE, is_input_of_choice, written
from canivet.footprint.assessment import CLIMATE
from canivet.inventory.exports import write_corrections, write_exclusions, write_inventory, write_unknowns
from canivet.obligations_context import unreadable_result
from canivet.result import result_document
from canivet.storage import refuse_foreign, replacing
from canivet.tabular import Folder, bytes_of

RESULT_FILE = "resultat.json"
HISTORY_FOLDER = "historique"
_KEPT = re.compile(r"resultat-(\d{1,9})\.json", re.ASCII)
DOCUMENTS = {
    "rapport.pdf": "le rapport, à remettre au comité",
    "rapport.html": "le même, à lire à l'écran",
    "tableaux.xlsx": "tous les tableaux, à retravailler",
    "resultat.json": "les chiffres complets, non arrondis",
    "inventaire.csv": "chaque ligne comptée",
    "exclusions.csv": "chaque ligne écartée, et pourquoi",
    "inconnus.csv": "ce qui n'a pas été reconnu, le plus lourd d'abord",
    "correspondances.csv": "à corriger si une famille est fausse, puis relancer",
}


def documents_in(folder: Path) -> str:
    """Where the documents are, and what each is for."""
    rows = (f"  {name:<22}{what}\n" for name, what in DOCUMENTS.items())
    return f"Documents dans {folder} :\n{''.join(rows)}"


def as_json(document: dict[str, Any]) -> str:
    """Canonical text of a result."""
    return json.dumps(document, ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def without_date(document: dict[str, Any]) -> dict[str, Any]:
    """The result without what depends on the day alone: what says whether two results differ.

    Of the state of play, what it is made from says it all: deadlines come nearer every day.
    """
    kept = {name: value for name, value in document.items() if name != "generated_on"}
    if "state_of_play" in kept:
        kept["state_of_play"] = kept["state_of_play"]["fingerprint"]
    return kept


def write_all(
    diagnosis: Diagnosis, folder: Path, *, today: str, progress: Callable[[str], None] = lambda _: None
) -> dict[str, Any]:
    """Write every file of a diagnosis in ``folder``; gives the result document."""
    refuse_foreign(folder, PROFILE_FILE)
    document = {**result_document(diagnosis, date.fromisoformat(today)), "generated_on": today}
    with replacing(folder, stale=is_input_of_choice) as draft:
        progress("Écriture des tableaux")
        for name, text in written(diagnosis.dossier).items():
            (draft / name).parent.mkdir(exist_ok=True)
            (draft / name).write_text(text, encoding="utf-8")
        write_inventory(
            diagnosis.inventory,
            diagnosis.commons,
            draft / "inventaire.csv",
            diagnosis.assessment.impact_of_lines(CLIMATE)[: len(diagnosis.inventory.assets)],
        )
        write_exclusions(diagnosis.inventory, diagnosis.commons, draft / "exclusions.csv")
        write_unknowns(diagnosis.inventory, diagnosis.commons, draft / "inconnus.csv")
        write_corrections(
            diagnosis.inventory,
            diagnosis.commons,
            draft / "correspondances.csv",
            diagnosis.dossier.corrections,
        )
        (draft / RESULT_FILE).write_text(as_json(document), encoding="utf-8")
        _keep_history(folder, draft, document)
        progress("Rédaction du rapport")
        write_report(document, draft)
        progress("Mise en place")
    return document


def kept_result(folder: Folder) -> dict[str, Any] | None:
    """The result that a dossier holds; None without one. `InputProblem` when it cannot be read."""
    if not (folder / RESULT_FILE).is_file():
        return None
    try:
        document = _document(bytes_of(folder, RESULT_FILE))
    except (ValueError, RecursionError) as error:
        raise unreadable_result() from error
    return document


def _document(content: bytes) -> dict[str, Any]:
    """The JSON object that a file holds; `ValueError` when it is none."""
    document = json.loads(content)
    if not isinstance(document, dict):
        raise ValueError("not an object")
    return document


def _keep_history(folder: Path, draft: Path, document: dict[str, Any]) -> None:
    """Add this result to the history, unless the last one says the same; a kept result is never changed."""
    found = (folder / HISTORY_FOLDER).glob("resultat-*.json") if folder.is_dir() else ()
    kept = {int(match[1]): path for path in found if (match := _KEPT.fullmatch(path.name))}
    last = max(kept, default=0)
    if kept and _says_the_same(kept[last], document):
        return
    target = draft / HISTORY_FOLDER / f"resultat-{last + 1:04d}.json"
    target.parent.mkdir()
    target.write_text(as_json(document), encoding="utf-8")


def _says_the_same(path: Path, document: dict[str, Any]) -> bool:
    """Whether a kept result says what ``document`` says; one that cannot be read says nothing."""
    try:
        return without_date(_document(path.read_bytes())) == without_date(json.loads(as_json(document)))
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return False
