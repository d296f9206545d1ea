"""The grid of an assessment: every criterion with what to look at, to fill in a spreadsheet and read back."""

from __future__ import annotations

from canivet.rgesn.assessment import ServiceAssessment, standings
from canivet.rgesn.files import ANSWER_COLUMNS, answer_rows
from canivet.rgesn.referential import Referential
from canivet.tabular import csv_text

#: Columns that help to answer; they are not read back.
HELP_COLUMNS = ("thematique", "sujet", "a_regarder", "priorite", "metiers")


def blank_grid(assessment: ServiceAssessment, book: Referential) -> str:
    """CSV with one line per criterion and the answers already given; it is read back as ``rgesn.csv``."""
    themes = {theme.id: theme.label for theme in book.themes}
    given = {str(row["critere"]): row for row in answer_rows(assessment, book)}
    rows: list[dict[str, object]] = []
    for id_, standing in standings(assessment, book).items():
        criterion = standing.criterion
        row: dict[str, object] = dict.fromkeys(ANSWER_COLUMNS) | given.get(id_, {})
        row |= {
            "service": assessment.service.id,
            "critere": f"critère {id_}",
            "etat": book.states[standing.state].label,
        }
        helps = (
            themes[criterion.theme], criterion.subject, criterion.look, book.priorities[criterion.priority],
            "; ".join(criterion.trades),
        )  # fmt: skip
        rows.append(row | dict(zip(HELP_COLUMNS, helps, strict=True)))
    return csv_text((*ANSWER_COLUMNS[:2], *HELP_COLUMNS, *ANSWER_COLUMNS[2:]), rows)
