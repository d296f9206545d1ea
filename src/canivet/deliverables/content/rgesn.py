"""Chapter of the self-assessments of digital services: scores side by side, then each service by theme."""

from __future__ import annotations

from datetime import date
from typing import Any

from canivet.deliverables.document import Bar, Block, Column, Figure, List, Paragraph, Section, Table
from canivet.deliverables.french import count, counted, day, percent

#: Steps of a plan shown in the chapter; the declaration shows them all.
STEPS_SHOWN = 5
NO_SCORE = "non calculable"


def chapter(section: dict[str, Any]) -> Section:
    """Chapter made from `rgesn.section.section`."""
    services = section["services"]
    blocks: list[Block] = [
        Paragraph(
            "Le référentiel général d'écoconception (RGESN) sert à vérifier qu'un service numérique est "
            "utile et sobre. La démarche est volontaire. Le score est le poids des critères validés, "
            "rapporté au poids des critères applicables ; ce qui est en cours ou reste à évaluer ne "
            "rapporte rien."
        )
    ]
    if not services:
        blocks.append(Paragraph("Aucun service n'a encore été évalué."))
        return Section("rgesn", "Écoconception des services numériques", tuple(blocks))
    blocks.append(scores(services))
    blocks += [_service(item) for item in services]
    return Section("rgesn", "Écoconception des services numériques", tuple(blocks))


def scores(services: list[dict[str, Any]]) -> Figure | Table:
    """Score of every service, with what it could still become."""
    table = Table(
        "Score d'écoconception de chaque service évalué",
        (
            Column("Service", width=4),
            Column("Type", width=3),
            Column("Édition", width=2),
            Column("Score", numeric=True),
            Column("Si le reste à évaluer était validé", numeric=True, width=2),
            Column("Validés", numeric=True),
            Column("Applicables", numeric=True),
            Column("À évaluer", numeric=True),
        ),
        tuple(_score_row(item) for item in services),
        note="Deux éditions du référentiel ne se comparent pas.",
    )
    scored = [item for item in services if item["score"]["value"] is not None]
    if len(scored) < 2:
        return table
    bars = tuple(
        Bar(
            item["name"],
            100 * item["score"]["value"],
            100 * item["score"]["low"],
            100 * item["score"]["high"],
            percent(item["score"]["value"]),
        )
        for item in scored
    )
    best = max(bars, key=lambda bar: bar.value)
    return Figure(
        id="graphique-rgesn",
        caption="Barre : score ; trait : ce qu'il deviendrait si tout ce qui reste à évaluer était validé. "
        "Chiffres ci-dessous.",
        alt=f"Graphique en barres des scores d'écoconception de {len(bars)} services. Le plus avancé est "
        f"{best.label}, à {best.text}.",
        axis="Score (%)",
        bars=bars,
        table=table,
    )


def _score_row(item: dict[str, Any]) -> tuple[str, ...]:
    score, counts = item["score"], item["score"]["counts"]
    applicable = sum(counts.values()) - counts["not_applicable"]
    return (
        item["name"],
        item["kind_label"],
        item["title"],
        score_text(score["value"]),
        score_text(score["high"]),
        count(counts["validated"]),
        count(applicable),
        count(counts["to_assess"]),
    )


def score_text(value: float | None) -> str:
    """A score as a percentage; said to be not computable when nothing applies."""
    return NO_SCORE if value is None else percent(value)


def themes_table(item: dict[str, Any]) -> Table:
    """Score and counts of each theme of a service."""
    rows = []
    for theme in item["themes"]:
        counts = theme["counts"]
        rows.append(
            (
                f"{theme['id']}. {theme['label']}",
                score_text(theme["value"]),
                *(count(counts[state["id"]]) for state in item["states"]),
            )
        )
    states = tuple(Column(state["label"].capitalize(), numeric=True) for state in item["states"])
    return Table(
        f"{item['name']} : critères par thématique",
        (Column("Thématique", width=3), Column("Score", numeric=True), *states),
        tuple(rows),
    )


def _service(item: dict[str, Any]) -> Section:
    counts = item["score"]["counts"]
    made, assessor, left = item["established_on"], item["assessor"], counts["to_assess"]
    dated = f"établie le {day(date.fromisoformat(made))}" if made else "non datée"
    by = f", par {assessor}" if assessor else ""
    text = (
        f"Auto-évaluation {dated} avec le {item['title']}{by}. "
        f"{counted(counts['validated'], 'critère est validé', 'critères sont validés')}, "
        f"{counted(counts['not_applicable'], 'est sans objet', 'sont sans objet')}."
    )
    if left:
        text += f" {counted(left, 'critère reste', 'critères restent')} à évaluer : le score est provisoire."
    blocks: list[Block] = [Paragraph(text), themes_table(item)]
    steps = item["plan"]["steps"]
    if steps:
        blocks.append(Paragraph(f"{plan_text(item)} Les premières étapes :"))
        blocks.append(List(tuple(step_text(step) for step in steps[:STEPS_SHOWN])))
    return Section(f"rgesn-{item['id']}", item["name"], tuple(blocks))


def plan_text(item: dict[str, Any]) -> str:
    """What the plan leads to."""
    plan = item["plan"]
    until = f" d'ici au {day(date.fromisoformat(plan['until']))}" if plan["until"] else ""
    steps = counted(len(plan["steps"]), "action datée", "actions datées")
    return f"Le plan de progrès compte {steps}{until} et mènerait le score à {score_text(plan['expected'])}."


def step_text(step: dict[str, Any]) -> str:
    """One step: its date, the criterion, the action."""
    return f"{day(date.fromisoformat(step['due_on']))} – {step['id']} {step['subject']} : {step['action']}"
