"""The eco-design declaration of one service: who, result, criteria with reasons, plan, former scores."""

from __future__ import annotations

from datetime import date
from typing import Any

from canivet.deliverables.content.report import typeset_tree
from canivet.deliverables.content.rgesn import plan_text, score_text, step_text, themes_table
from canivet.deliverables.document import (
    Block,
    Callout,
    Column,
    Document,
    KeyFigure,
    KeyFigures,
    List,
    Paragraph,
    Section,
    Table,
)
from canivet.deliverables.french import count, counted, day, number
from canivet.problems import InputProblem


def declaration(item: dict[str, Any], authority: str, contact: str = "") -> Document:
    """Declaration of one service, from `rgesn.section.service_section`.

    `InputProblem` when the assessment is not dated: a declaration says when it was established.
    """
    if not item["established_on"]:
        raise InputProblem(
            f"l'évaluation de « {item['name']} » n'est pas datée : elle ne peut pas être déclarée.",
            cure="donnez la date à laquelle elle est établie (colonne etablie_le de rgesn_services.csv).",
        )
    made = date.fromisoformat(item["established_on"])
    return typeset_tree(
        Document(
            title=f"Déclaration d'écoconception – {item['name']}",
            subtitle=f"{authority} – établie le {day(made)} avec le {item['title']}",
            footer=f"{authority} – déclaration d'écoconception de {item['name']}",
            author=authority,
            date=made,
            sections=(
                _identity(item, authority, contact),
                _result(item),
                *_criteria(item),
                _plan(item),
                _history(item),
                _method(item),
            ),
        )
    )


def _identity(item: dict[str, Any], authority: str, contact: str) -> Section:
    lines = [
        f"Service : {item['name']} ({item['kind_label']})",
        *([f"Adresse : {item['address']}"] if item["address"] else []),
        f"Organisme responsable : {authority}",
        f"Référentiel : {item['title']}, {item['publishers']}",
        f"Établie le {day(date.fromisoformat(item['established_on']))}"
        + (f", par {item['assessor']}" if item["assessor"] else ""),
        *([f"Contact : {contact}"] if contact else []),
    ]
    return Section("service", "Le service et son évaluation", (List(tuple(lines)),))


def _result(item: dict[str, Any]) -> Section:
    score, counts = item["score"], item["score"]["counts"]
    applicable = sum(counts.values()) - counts["not_applicable"]
    blocks: list[Block] = [
        KeyFigures(
            (
                KeyFigure(
                    "Score d'avancement",
                    score_text(score["value"]),
                    f"{number(score['earned'], 5)} points sur {number(score['applicable'], 5)}",
                ),
                KeyFigure(
                    "Critères validés",
                    f"{count(counts['validated'])} sur {count(applicable)}",
                    f"{counted(counts['not_applicable'], 'critère', 'critères')} sans objet",
                ),
            )
        )
    ]
    if counts["to_assess"]:
        words = counted(counts["to_assess"], "critère applicable n'a pas", "critères applicables n'ont pas")
        text = f"{words} encore été évalués. S'ils étaient tous validés, le score serait de "
        blocks.append(Callout("Évaluation inachevée", "caution", (f"{text}{score_text(score['high'])}.",)))
    blocks.append(themes_table(item))
    return Section("resultat", "Résultat", tuple(blocks))


def _criteria(item: dict[str, Any]) -> tuple[Section, ...]:
    sections = []
    for theme in item["themes"]:
        rows = tuple(
            (f"{row['id']} {row['subject']}", row["priority"], row["state_label"], _why(row))
            for row in item["criteria"]
            if row["theme"] == theme["id"]
        )
        columns = (
            Column("Critère", width=4),
            Column("Priorité", width=2),
            Column("État", width=2),
            Column("Justification", width=6),
        )
        table = Table(f"Critères de la thématique {theme['label']}", columns, rows)
        sections.append(
            Section(f"thematique-{theme['id']}", f"Thématique {theme['id']} : {theme['label']}", (table,))
        )
    return tuple(sections)


def _why(row: dict[str, Any]) -> str:
    proof = f"Preuve : {row['evidence']}" if row["evidence"] else ""
    return " – ".join(part for part in (row["reason"], row["comment"], proof) if part) or "—"


def _plan(item: dict[str, Any]) -> Section:
    plan = item["plan"]
    blocks: list[Block] = []
    if plan["steps"]:
        blocks += [Paragraph(plan_text(item)), List(tuple(step_text(step) for step in plan["steps"]))]
    else:
        blocks.append(
            Paragraph(f"Aucune action n'est encore datée dans les {plan['years']} ans qui viennent.")
        )
    if plan["beyond"]:
        blocks += [
            Paragraph("Au-delà de ce plan :"),
            List(tuple(step_text(step) for step in plan["beyond"])),
        ]
    if plan["unplanned"]:
        words = counted(len(plan["unplanned"]), "critère applicable", "critères applicables")
        first = ", ".join(row["id"] for row in plan["unplanned"])
        blocks.append(
            Paragraph(f"{words} sans action datée, du plus lourd et du plus facile au reste : {first}.")
        )
    return Section("plan", f"Plan de progrès à {plan['years']} ans", tuple(blocks))


def _history(item: dict[str, Any]) -> Section:
    if not item["history"]:
        return Section("historique", "Scores précédents", (Paragraph("C'est la première évaluation."),))
    rows = tuple(
        (
            day(date.fromisoformat(past["date"])),
            past["version"],
            score_text(past["value"]),
            "oui" if past["comparable"] else "non : autre édition du référentiel",
        )
        for past in item["history"]
    )
    columns = (
        Column("Date", width=3),
        Column("Édition", width=2),
        Column("Score", numeric=True),
        Column("Comparable à ce jour", width=4),
    )
    return Section("historique", "Scores précédents", (Table("Scores précédents", columns, rows),))


def _method(item: dict[str, Any]) -> Section:
    weights = " ; ".join(f"{row['label'].lower()} {number(row['weight'])}" for row in item["weights"])
    return Section(
        "methode",
        "Comment le score est calculé",
        (
            Paragraph(
                f"Poids des critères validés, divisé par le poids des critères applicables ({weights}). Un "
                "critère en cours, non validé ou à évaluer ne rapporte rien ; un critère sans objet sort du "
                f"calcul, avec son motif. Sujets écrits avec nos mots. Source : {item['source']}."
            ),
        ),
    )
