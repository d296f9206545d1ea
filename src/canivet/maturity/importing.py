"""A filled grid read back: everything is taken, or nothing.

A line left blank changes nothing; a filled one replaces the former answer of the same question and service.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Final

from canivet.inventory.decoding import read_bytes
from canivet.inventory.readers.files import read_sheets
from canivet.inventory.values import parse_dates, unprotect
from canivet.maturity.answers import (
    CONFIDENTIALITIES,
    WHOLE,
    Answer,
    Maturity,
    Proof,
    file_proof,
    text_proof,
)
from canivet.maturity.facts import checked_fact
from canivet.maturity.files import read_level, read_word, refuse_fault
from canivet.maturity.grid import Grid, Question
from canivet.maturity.interviews import role_named
from canivet.maturity.spreadsheet import FACT_PREFIX, NOT_APPLICABLE
from canivet.problems import InputProblem, Place
from canivet.text import fold

EMPTY_GRID: Final = "Pour l'écrire : canivet maturite DOSSIER --grille grille.csv."
#: Attribute → names that its column may have, folded.
_READ: Final = {
    "question": ("identifiant", "id"),
    "service": ("service",),
    "level": ("reponse", "niveau"),
    "planned_level": ("niveau vise",),
    "planned_on": ("date visee",),
    "not_applicable": ("motif si sans objet", "sans objet", "motif"),
    "proofs": ("preuve", "preuves"),
    "confidentiality": ("confidentialite",),
    "comment": ("commentaire",),
    "role": ("repondu par", "role"),
    "answered_on": ("repondu le",),
}
_LABELS: Final = {
    "question": "identifiant",
    "level": "réponse",
    "planned_level": "niveau visé",
    "planned_on": "date visée",
    "not_applicable": "motif si sans objet",
    "proofs": "preuve",
    "confidentiality": "confidentialité",
    "role": "répondu par",
    "answered_on": "répondu le",
    "service": "service",
    "comment": "commentaire",
}
#: What fills a line: a remark or a proof without an answer yet is kept too.
_FILLED: Final = (
    "level", "not_applicable", "planned_level", "planned_on", "comment", "proofs", "role", "answered_on",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Line:
    place: Place
    cells: dict[str, str]

    def at(self, field: str) -> Place:
        return Place(self.place.file, self.place.sheet, self.place.line, _LABELS[field])


def read_grid(path: Path, grid: Grid, part: Maturity) -> Maturity:
    """The part of the dossier with what a filled table adds (CSV, XLSX, XLS, ODS).

    `InputProblem` on the first cell that cannot be taken; nothing is then changed.
    """
    answers = {(answer.question, fold(answer.service)): answer for answer in part.answers}
    names = {fold(answer.service): answer.service for answer in part.answers}
    facts, proofs = dict(part.facts), list(part.proofs)
    seen: dict[tuple[str, str], int] = {}
    for line in _lines(path):
        identifier = line.cells["question"]
        if identifier.startswith(FACT_PREFIX):
            _take_fact(grid, line, facts)
            continue
        question = grid.by_id.get(identifier)
        if question is None:
            raise InputProblem(
                f"la question « {identifier} » n'est pas dans la grille {grid.id}.",
                cure=f"gardez les identifiants de la grille vide. {EMPTY_GRID}",
                place=line.at("question"),
            )
        service = names.setdefault(fold(line.cells["service"]), line.cells["service"])
        key = (question.id, fold(service))
        if key in seen:
            raise InputProblem(
                f"la question « {question.id} » est déjà remplie à la ligne {seen[key]} pour ce service.",
                cure="gardez une seule des deux lignes.",
                place=line.at("question"),
            )
        seen[key] = line.place.line or 0
        answer = _answer(grid, question, service, line)
        if answer is not None:
            _refuse_erasing(answer, answers.get(key), line)
            backing = _proofs(line, path.parent, proofs)
            answers[key] = replace(answer, proofs=backing)
        elif service != WHOLE and question.by_service:
            # Named in the table: the service is expected to answer.
            answers.setdefault(key, Answer(question.id, service, grid=grid.id))
    return Maturity(tuple(answers.values()), tuple(proofs), facts, part.snapshots)


def _lines(path: Path) -> Iterator[_Line]:
    sheet = read_sheets(path)[0]
    rows = [(line, cells) for line, cells in sheet.rows if any(cell.strip() for cell in cells)]
    head_line, head = rows[0] if rows else (1, [])
    folded = [fold(name) for name in head]
    at = {
        field: next((folded.index(name) for name in names if name in folded), None)
        for field, names in _READ.items()
    }
    missing = [_LABELS[field] for field in ("question", "level") if at[field] is None]
    if missing:
        raise InputProblem(
            f"il manque {'la colonne' if len(missing) == 1 else 'les colonnes'} {' et '.join(missing)}.",
            cure=f"partez de la grille vide. {EMPTY_GRID}",
            place=Place(path.name, sheet.name, head_line),
        )
    days = {field: _days(rows[1:], at[field]) for field in ("planned_on", "answered_on")}
    for rank, (line, cells) in enumerate(rows[1:]):
        got = {
            field: unprotect(cells[i].strip()) if i is not None and i < len(cells) else ""
            for field, i in at.items()
        }
        if not got["question"]:
            continue
        found = _Line(Place(path.name, sheet.name, line), got)
        for field, read in days.items():
            day = read[rank]
            if got[field] and day is None:
                raise InputProblem(
                    f"« {got[field]} » n'est pas une date.",
                    cure="écrivez-la jour/mois/année, par exemple 31/03/2026.",
                    place=found.at(field),
                )
            got[field] = day.isoformat() if day else ""
        yield found


def _days(rows: Sequence[tuple[int, Sequence[str]]], at: int | None) -> list[date | None]:
    return parse_dates([cells[at] if at is not None and at < len(cells) else "" for _, cells in rows])


def _take_fact(grid: Grid, line: _Line, facts: dict[str, str]) -> None:
    if value := line.cells["level"]:
        name = line.cells["question"].removeprefix(FACT_PREFIX)
        facts[name] = checked_fact(grid, name, value, line.at("level"))


def _answer(grid: Grid, question: Question, service: str, line: _Line) -> Answer | None:
    """The answer of a line; None when the line is not filled."""
    cells = line.cells
    said = fold(cells["level"])
    refused = said in (fold(NOT_APPLICABLE), "so", "na", "n/a")
    if not any(cells[field] for field in _FILLED):
        return None
    if refused and not cells["not_applicable"]:
        raise InputProblem(
            "la question est dite sans objet, sans motif.",
            cure="dites pourquoi dans la colonne « motif si sans objet ».",
            place=line.at("not_applicable"),
        )
    answer = Answer(
        question=question.id,
        service=service,
        role=_role(grid, line),
        level=None if refused else read_level(cells["level"], line.place, _LABELS["level"]),
        planned_level=read_level(cells["planned_level"], line.place, _LABELS["planned_level"]),
        planned_on=date.fromisoformat(cells["planned_on"]) if cells["planned_on"] else None,
        not_applicable=cells["not_applicable"],
        comment=cells["comment"],
        answered_on=date.fromisoformat(cells["answered_on"]) if cells["answered_on"] else None,
        grid=grid.id,
    )
    refuse_fault(answer, line.place, _LABELS)
    return answer


def _refuse_erasing(answer: Answer, former: Answer | None, line: _Line) -> None:
    """A remark alone is kept with the question; over an answer already given, it would erase it."""
    if answer.is_given or answer.not_applicable or former is None:
        return
    if former.is_given or former.not_applicable:
        raise InputProblem(
            "cette ligne est remplie sans réponse, et la question en a déjà une dans le dossier.",
            cure="redonnez la réponse sur cette ligne, ou videz ses autres cellules.",
            place=line.at("level"),
        )


def _role(grid: Grid, line: _Line) -> str:
    if not line.cells["role"]:
        return ""
    try:
        return role_named(grid, line.cells["role"]).id
    except InputProblem as problem:
        raise InputProblem(problem.what, cure=problem.cure, place=line.at("role")) from problem


def _proofs(line: _Line, folder: Path, proofs: list[Proof]) -> tuple[str, ...]:
    """Identifiers of the proofs of a line; those that are new are added to ``proofs``.

    A cell holds identifiers, web addresses, names of files beside the table, or notes, each after a « ; ».
    """
    known = {proof.id for proof in proofs}
    found = []
    word = line.cells["confidentiality"]
    level = read_word(word, CONFIDENTIALITIES, line.place, _LABELS["confidentiality"]) if word else "internal"
    for text in (part.strip() for part in line.cells["proofs"].split(";")):
        if not text:
            continue
        if text not in known:
            number = next(n for n in range(1, len(proofs) + 2) if f"P{n}" not in known)
            file = folder / text
            made = (
                file_proof(f"P{number}", "", file.name, read_bytes(file), level)
                if _is_file(file)
                else text_proof(f"P{number}", "", text, level)
            )
            same = next(
                (proof for proof in proofs if (proof.sha256, proof.kind) == (made.sha256, made.kind)), None
            )
            if same is None:
                proofs.append(made)
                known.add(made.id)
            found.append((same or made).id)
        else:
            found.append(text)
    return tuple(dict.fromkeys(found))


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):  # A note too long, or with signs that no name has.
        return False
