"""What ``canivet maturite`` prints: scores by domain, what moved, where the files are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from canivet.cli.summary import plain
from canivet.deliverables.content.maturity import contradictions_text
from canivet.deliverables.french import counted, fixed, percent
from canivet.maturity.comparing import Change, Comparison

LABEL = 36
#: Columns of the table of scores after the label, each with its width.
_HEADS = (("Fait", 12), ("Programmé", 12), ("Bornes", 16), ("Réponses", 10), ("Preuves", 9))
STEPS_SHOWN = 5
DOCUMENTS = {
    "maturite.pdf": "les scores, les écarts et les prochaines marches",
    "maturite.html": "le même, à lire à l'écran",
    "maturite.json": "les chiffres complets, non arrondis",
    "maturite.csv": "les réponses",
    "preuves.csv": "les preuves, avec leur empreinte",
    "faits.csv": "ce qui dit quelles questions s'appliquent",
}


def scores_text(section: dict[str, Any], name: str) -> str:
    """French summary of a section, for a terminal."""
    total = section["total"]
    lines = [f"{name} — {section['grid']['label']}", ""]
    lines.append(f"  {'':<{LABEL}}" + "".join(f"{head:>{width}}" for head, width in _HEADS))
    lines += [_row(item["label"], item) for item in section["domains"]]
    lines.append(_row("Ensemble", total))
    if total["reason"]:
        lines += ["", f"  {total['reason']}"]
    lines += _steps(section)
    lines += [f"  À vérifier : {plain(text)}" for text in contradictions_text(section)]
    facts = section["unknown_facts"]
    if facts:
        number = plain(counted(len(facts), "fait à préciser", "faits à préciser"))
        lines += ["", f"  {number} (--fait {facts[0]['fact']}=oui, ou dans la grille à remplir) :"]
        lines += [f"    - {fact['fact']} : {fact['question']}" for fact in facts]
    return "\n".join(lines) + "\n"


def _row(label: str, item: Mapping[str, Any]) -> str:
    open_ = item["low"] is not None and item["answered"] < item["expected"]
    cells = (
        percent(item["score"]),
        percent(item["score_programmed"]),
        f"{percent(item['low'])} à {percent(item['high'])}" if open_ else "—",
        f"{item['answered']}/{item['expected']}",
        f"{item['proven']}/{item['provable']}",
    )
    written = "".join(f"{plain(cell):>{width}}" for cell, (_, width) in zip(cells, _HEADS, strict=True))
    return f"  {label:<{LABEL}}{written}"


def _steps(section: dict[str, Any]) -> list[str]:
    steps = section["next_steps"]
    if not steps:
        return []
    lines = ["", "  Prochaines marches :"]
    for step in steps[:STEPS_SHOWN]:
        lines.append(f"    - {step['question']} (niveau {_level(step['level'])}) : {step['step']}")
    return lines


def _level(level: float | None) -> str:
    return "—" if level is None else fixed(level, 0 if float(level).is_integer() else 1)


def change_text(comparison: Comparison) -> str:
    """What moved between two frozen grids."""
    before, after = comparison.before, comparison.after
    heads = (("Avant", 12), ("Après", 12), ("À questions égales", 26))
    lines = [f"Du {before['frozen_on']} au {after['frozen_on']} — {after['grid']['label']}", ""]
    lines.append(f"  {'':<{LABEL}}" + "".join(f"{head:>{width}}" for head, width in heads))
    for change in (*comparison.domains, comparison.total):
        cells = (percent(change.before), percent(change.after), _common(change))
        written = "".join(f"{plain(cell):>{width}}" for cell, (_, width) in zip(cells, heads, strict=True))
        lines.append(f"  {change.label:<{LABEL}}{written}")
    if comparison.moves:
        lines += [
            "",
            f"  {plain(counted(len(comparison.moves), 'réponse a changé', 'réponses ont changé'))} :",
        ]
    lines += [
        f"    - {move.question} : {_level(move.before)} → {_level(move.after)}   {move.text}"
        for move in comparison.moves
    ]
    return "\n".join(lines) + "\n"


def _common(change: Change) -> str:
    if not change.common:
        return "—"
    return f"{percent(change.common_before)} → {percent(change.common_after)} ({change.common})"


def files_text(folder: Path, guides: Iterable[str], grid: Path | None) -> str:
    """Where the files are, and what each is for."""
    rows = [f"  {name:<16}{what}" for name, what in DOCUMENTS.items() if (folder / name).is_file()]
    rows += [f"  {name}" for name in guides if name.endswith(".pdf")]
    text = f"\nDocuments dans {folder} :\n" + "\n".join(rows) + "\n"
    return text + (f"\nGrille à remplir : {grid}\n" if grid is not None else "")
