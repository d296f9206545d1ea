"""Chapter on maturity, the details: next steps, plans, gaps between services, dates, what is not counted."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

from canivet.deliverables.document import Block, Column, List, Paragraph, Section, Table
from canivet.deliverables.french import HARD, NOT_COMPUTED, counted, day, fixed, percent

WHOLE = "Collectivité"
STEPS_SHOWN, PLANS_SHOWN, DISAGREEMENTS_SHOWN = 10, 10, 8


def details(section: dict[str, Any]) -> tuple[Block, ...]:
    """Every part after the scores."""
    return (
        *_next_steps(section),
        *_planned(section),
        *_overdue(section),
        *_disagreements(section),
        *_over_time(section),
        *not_counted(section),
    )


def _next_steps(section: dict[str, Any]) -> tuple[Block, ...]:
    steps = section["next_steps"]
    if not steps:
        return ()
    rows = tuple((step["text"], level_text(step["level"]), step["step"]) for step in steps[:STEPS_SHOWN])
    return (
        Section(
            "maturite-marches",
            "Les prochaines marches",
            (
                Paragraph(
                    "Ce qui rapporterait le plus de points et que rien ne programme encore : pour chaque "
                    f"question, le niveau d'aujourd'hui et la marche suivante.{_rest(steps, STEPS_SHOWN)}"
                ),
                Table(
                    "Marches suivantes, les plus utiles d'abord",
                    (Column("Question", width=5), Column("Niveau", numeric=True), Column("Marche", width=6)),
                    rows,
                ),
            ),
        ),
    )


def level_text(level: float | None) -> str:
    """A level in a cell: ``2``, ``2,5``, or that there is none."""
    if level is None:
        return NOT_COMPUTED
    return fixed(level, 0 if float(level).is_integer() else 1)


def _rest(rows: list[Any], shown: int) -> str:
    left = len(rows) - shown
    return f" {counted(left, 'autre suit', 'autres suivent')} dans la grille." if left > 0 else ""


def _planned(section: dict[str, Any]) -> tuple[Block, ...]:
    plans = section["planned"]
    if not plans:
        return ()
    table = _plans(f"Ce qui est programmé, par date.{_rest(plans, PLANS_SHOWN)}", plans)
    return (Section("maturite-programme", "Ce qui est programmé", (table,)),)


def _overdue(section: dict[str, Any]) -> tuple[Block, ...]:
    """Plans whose date is past; nothing in a result made before they were told apart."""
    plans = section.get("overdue", [])
    if not plans:
        return ()
    told = Paragraph(
        "Ces niveaux étaient prévus pour une date dépassée le jour de cette mesure : ils ne comptent pas "
        "dans ce qui est programmé. Donnez le niveau atteint, ou une nouvelle date."
    )
    table = _plans(f"Niveaux prévus dont la date est dépassée.{_rest(plans, PLANS_SHOWN)}", plans)
    return (Section("maturite-depasse", "Date dépassée", (told, table)),)


def _plans(title: str, plans: list[dict[str, Any]]) -> Table:
    rows = tuple(
        (
            plan["text"],
            plan["service"] or WHOLE,
            f"{plan['level']} → {plan['planned_level']}",
            day(date.fromisoformat(plan["planned_on"])),
        )
        for plan in plans[:PLANS_SHOWN]
    )
    columns = (
        Column("Question", width=5),
        Column("Service", width=2),
        Column("Niveau"),
        Column("Date", width=2),
    )
    return Table(title, columns, rows)


def _disagreements(section: dict[str, Any]) -> tuple[Block, ...]:
    found = section["disagreements"]
    if not found:
        return ()
    rows = tuple(
        (
            item["text"],
            ", ".join(f"{row['service'] or WHOLE}{HARD}: {row['level']}" for row in item["levels"]),
        )
        for item in found[:DISAGREEMENTS_SHOWN]
    )
    return (
        Section(
            "maturite-ecarts",
            "Où les réponses s'écartent",
            (
                Paragraph(
                    "Sur ces questions, les niveaux donnés s'écartent nettement d'un service à l'autre : la "
                    "pratique n'est pas la même partout, ou pas connue de tous."
                    f"{_rest(found, DISAGREEMENTS_SHOWN)}"
                ),
                Table("Niveaux donnés", (Column("Question", width=5), Column("Niveaux", width=5)), rows),
            ),
        ),
    )


def _over_time(section: dict[str, Any]) -> tuple[Block, ...]:
    if not section["snapshots"]:
        return ()
    rows = tuple(
        (
            day(date.fromisoformat(item["frozen_on"])) + (f" ({item['label']})" if item["label"] else ""),
            item["grid"],
            percent(item["score"]),
        )
        for item in section["snapshots"]
    )
    table = Table(
        "Grilles figées",
        (Column("Date", width=4), Column("Version de la grille", width=2), Column("Score", numeric=True)),
        rows,
        note="Deux scores ne se comparent qu'à même version de la grille.",
    )
    return (Section("maturite-dates", "Dans le temps", (table,)),)


def not_counted(section: dict[str, Any]) -> tuple[Block, ...]:
    """What leaves the score, and why; facts that nobody gave."""
    items = [
        f"{reason} ({counted(number, 'question', 'questions')})"
        for reason, number in Counter(item["reason"] for item in section["excluded"]).most_common()
    ]
    items += [f"Sans objet : « {item['text']} » ({item['reason']})" for item in section["not_applicable"]]
    items += [_to_tell(item) for item in section["unknown_facts"]]
    if not items:
        return ()
    return (
        Section(
            "maturite-hors", "Ce qui n'est pas compté, et ce qui reste à préciser", (List(tuple(items)),)
        ),
    )


def _to_tell(fact: dict[str, Any]) -> str:
    number = counted(fact["questions"], "question en dépend", "questions en dépendent")
    return f"Fait à préciser ({number}) : {fact['question']}"
