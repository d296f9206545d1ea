"""Answers to the twelve questions: checking them, and their file, which a clerk fills in with a spreadsheet.

An answer that is not there is not known: it is never zero.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from canivet.flash.questionnaire import Count, Question, Questionnaire
from canivet.inventory.readers.files import read_sheets
from canivet.inventory.values import parse_number, protect
from canivet.problems import InputProblem, Place
from canivet.text import fold

ANSWERS_FILE: Final = "reponses.csv"
COLUMNS: Final = ("champ", "question", "reponse", "reponses_possibles")
UNKNOWN_WORDS: Final = frozenset({"", "?", "ne sait pas", "je ne sais pas", "nsp", "inconnu"})


@dataclass(frozen=True, slots=True)
class Answers:
    """What is known: counts by identifier, choices by question."""

    counts: Mapping[str, int] = field(default_factory=dict)
    choices: Mapping[str, str] = field(default_factory=dict)

    def given(self, name: str) -> str:
        """An answer by its identifier or its number; blank when it is not known."""
        return str(self.counts[name]) if name in self.counts else self.choices.get(name, "")

    def answered(self, questions: Questionnaire) -> int:
        """How many questions have an answer; « I do not know » is none."""
        return sum(
            any(count.id in self.counts for count in question.counts) or question.id in self.choices
            for question in questions.questions
        )


def read_answer(
    name: str, text: str, questions: Questionnaire, place: Place | None = None
) -> int | str | None:
    """One answer as a person writes it, None when it is not known; `InputProblem` when it cannot be used."""
    text = text.strip()
    if name in questions.counts:
        return _read_count(questions.counts[name], text, place)
    return _read_choice(questions.chosen[name], text, place)


def _read_count(count: Count, text: str, place: Place | None) -> int | None:
    if fold(text) in UNKNOWN_WORDS:
        return None
    value = parse_number(text)
    if value is None or not value.is_integer() or not count.minimum <= value <= count.maximum:
        raise InputProblem(
            f"« {text} » ne convient pas à « {count.label} ».",
            cure=f"écrivez un nombre entier de {count.minimum} à {count.maximum}, ou laissez vide si vous ne "
            "savez pas.",
            place=place,
        )
    return int(value)


def _read_choice(question: Question, text: str, place: Place | None) -> str | None:
    if fold(text) in UNKNOWN_WORDS:
        return None
    for choice in question.choices:
        if fold(text) in (str(choice.rank), fold(choice.id), fold(choice.label)):
            return None if choice.is_unknown else choice.id
    raise InputProblem(
        f"« {text} » ne répond pas à la question « {question.text} ».",
        cure=f"écrivez le numéro d'une de ces réponses : {_possible(question)}.",
        place=place,
    )


def _possible(question: Question) -> str:
    return " ; ".join(f"{choice.rank} = {choice.label}" for choice in question.choices)


def answers_of(texts: Mapping[str, str], questions: Questionnaire) -> Answers:
    """Answers from the texts of a form, by identifier; what is not there is not known."""
    read = {name: read_answer(name, texts.get(name, ""), questions) for name in questions.fields}
    return _answers(read)


def _answers(read: Mapping[str, int | str | None]) -> Answers:
    return Answers(
        {name: value for name, value in read.items() if isinstance(value, int)},
        {name: value for name, value in read.items() if isinstance(value, str)},
    )


def written(answers: Answers, questions: Questionnaire) -> str:
    """Text of ``reponses.csv``, as a French spreadsheet opens it; `read_answers` gives the answers back."""
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=";", lineterminator="\n")
    writer.writerow(COLUMNS)
    for question in questions.questions:
        for count in question.counts:
            asked = f"{question.text} {count.label}" if len(question.counts) > 1 else question.text
            possible = f"un nombre de {count.minimum} à {count.maximum}, ou vide"
            writer.writerow([count.id, protect(asked), answers.given(count.id), possible])
        if question.choices:
            labels = {choice.id: choice.label for choice in question.choices}
            said = labels.get(answers.choices.get(question.id, ""), "")
            writer.writerow([question.id, protect(question.text), said, _possible(question)])
    return "\ufeff" + stream.getvalue()


def line_of(name: str, questions: Questionnaire) -> int:
    """Line of ``reponses.csv`` where an answer stands."""
    return questions.fields.index(name) + 2


def read_answers(path: Path, questions: Questionnaire) -> Answers:
    """Answers of a file (CSV, XLSX, XLS, ODS); a bad cell stops with its place and the cure.

    Columns ``champ`` and ``reponse`` are enough; lines that are not there are answers that are not known.
    """
    sheet = read_sheets(path)[0]
    rows = [(line, cells) for line, cells in sheet.rows if any(cell.strip() for cell in cells)]
    header_line, header = rows[0] if rows else (1, [])
    folded = [fold(name) for name in header]
    lacking = [name for name in ("champ", "reponse") if name not in folded]
    if lacking:
        raise InputProblem(
            f"il manque {'la colonne' if len(lacking) == 1 else 'les colonnes'} {' et '.join(lacking)}.",
            cure="faites un fichier vide par « canivet flash --modele », et remplissez sa colonne reponse.",
            place=Place(path.name, sheet.name, header_line),
        )
    field_at, answer_at = folded.index("champ"), folded.index("reponse")
    read: dict[str, int | str | None] = {}
    for line, cells in rows[1:]:
        name = cells[field_at].strip() if field_at < len(cells) else ""
        text = cells[answer_at] if answer_at < len(cells) else ""
        place = Place(path.name, sheet.name, line, "champ")
        if name not in questions.fields:
            raise InputProblem(
                f"« {name} » n'est pas une question du parcours.",
                cure=f"les champs sont : {', '.join(questions.fields)}.",
                place=place,
            )
        if name in read:
            raise InputProblem(
                f"« {name} » est déjà répondu plus haut.",
                cure="gardez une seule des deux lignes.",
                place=place,
            )
        read[name] = read_answer(name, text, questions, Place(path.name, sheet.name, line, "reponse"))
    return _answers(read)
