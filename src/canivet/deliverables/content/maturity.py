"""Chapter on maturity: scores with their rates and bounds, then the details."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from canivet.deliverables.content.maturity_details import details, not_counted
from canivet.deliverables.document import (
    Bar,
    Block,
    Callout,
    Column,
    Figure,
    KeyFigure,
    KeyFigures,
    Paragraph,
    Section,
    Table,
)
from canivet.deliverables.french import HARD, count, counted, fixed, percent

TITLE = "La maturité de la démarche"
#: Under this share of answers, a score is told to be provisional. Convention of the report.
FEW_ANSWERS = 0.5
#: Under this share of proofs, a score is told to be a self-assessment. Convention of the report.
FEW_PROOFS = 0.5


def chapter(section: dict[str, Any]) -> Section:
    """The chapter of one section (see ``maturity.section``); without any answer, how to begin."""
    total = section["total"]
    if not total["answered"]:
        blocks: tuple[Block, ...] = (
            Paragraph(f"{total['reason']} {_to_begin(section)}"),
            *(Paragraph(text) for text in contradictions_text(section)),
            *not_counted(section),
        )
        return Section("maturite", TITLE, blocks)
    return Section(
        "maturite",
        TITLE,
        (
            key_figures(section),
            Paragraph(_headline(section)),
            scores(section),
            *_cautions(section),
            *details(section),
        ),
    )


def _to_begin(section: dict[str, Any]) -> str:
    asked = counted(section["total"]["asked"], "question s'applique", "questions s'appliquent")
    return f"{asked} à cette collectivité, dans {len(section['domains'])} domaines."


def key_figures(section: dict[str, Any]) -> KeyFigures:
    """Score, what is planned, answers and proofs: always side by side."""
    total = section["total"]
    gain = (total["score_programmed"] or 0.0) - (total["score"] or 0.0)
    return KeyFigures(
        (
            KeyFigure("Score de maturité", percent(total["score"]), bounds_text(total)),
            KeyFigure("Avec ce qui est programmé", percent(total["score_programmed"]), _gain(gain)),
            KeyFigure("Taux de réponse", percent(total["answer_rate"]), answers_text(total)),
            KeyFigure("Taux de preuve", percent(total["proof_rate"]), _proofs(total)),
        )
    )


def bounds_text(score: dict[str, Any]) -> str:
    """The bounds of a score in words."""
    if score["low"] is None:
        return "aucune question ne s'applique"
    if score["answered"] == score["expected"]:
        return "toutes les réponses sont là"
    return f"entre {percent(score['low'])} et {percent(score['high'])} selon ce qui reste à répondre"


def answers_text(score: dict[str, Any]) -> str:
    """Answers given out of those expected, in words."""
    return f"{counted(score['answered'], 'réponse', 'réponses')} sur {score['expected']}"


def _proofs(score: dict[str, Any]) -> str:
    if not score["provable"]:
        return "rien à prouver : aucune réponse au-dessus du niveau 0"
    return f"{score['proven']} des {counted(score['provable'], 'réponse', 'réponses')} au-dessus du niveau 0"


def _gain(gain: float) -> str:
    if not gain:
        return "rien n'est programmé"
    return f"soit {fixed(100 * gain, 0 if gain >= 0.01 else 1)}{HARD}points de plus"


def _headline(section: dict[str, Any]) -> str:
    return (
        f"Chaque réponse est un niveau, de 0 (« {section['grid']['levels'][0].lower()} ») à 4 "
        f"(« {section['grid']['levels'][-1].lower()} »). Le score est la part des points obtenus sur les "
        f"questions répondues ; ce qui ne s'applique pas n'est pas compté. {extremes(section)}"
    ).rstrip()


def extremes(section: dict[str, Any]) -> str:
    """The domains most and least ahead, in a sentence; blank when they do not differ."""
    found = [item for item in section["domains"] if item["score"] is not None]
    if not found:
        return ""
    best, worst = max(found, key=lambda item: item["score"]), min(found, key=lambda item: item["score"])
    if best["score"] == worst["score"]:
        return ""
    return (
        f"Le domaine le plus avancé est « {best['label']} » ({percent(best['score'])}), le moins avancé "
        f"« {worst['label']} » ({percent(worst['score'])})."
    )


def scores(section: dict[str, Any]) -> Figure | Table:
    """Chart and table of the domains; the table alone when there is nothing to draw."""
    domains = section["domains"]
    bars = tuple(_bar(item) for item in domains if item["score"] is not None)
    rows = [_row(item["label"], item) for item in domains]
    rows.append(_row("Ensemble", section["total"]))
    table = Table(
        "Scores par domaine",
        (
            Column("Domaine", width=4),
            Column("Fait", numeric=True),
            Column("Avec le programmé", numeric=True, width=2),
            Column("Bornes", numeric=True, width=2),
            Column("Réponses", numeric=True),
            Column("Preuves", numeric=True),
        ),
        tuple(rows),
        total=True,
        note="Bornes : score si tout ce qui reste à répondre était au niveau 0, puis au niveau 4. Réponses : "
        "celle qui vaut pour plusieurs services compte une fois. Preuves : réponses au-dessus du niveau 0 "
        "qui en ont une.",
    )
    first = max(bars, key=lambda bar: bar.value)
    if not any(bar.value or bar.added or bar.high for bar in bars):
        return table
    return Figure(
        id="graphique-maturite",
        caption="Partie foncée : fait ; partie claire : programmé ; trait : bornes selon ce qui reste à "
        "répondre. En pourcentage des points. Chiffres ci-dessous.",
        alt=f"Graphique en barres du score de {counted(len(bars), 'domaine', 'domaines')}. "
        f"En tête, {first.label} : {first.text}.",
        axis="% des points",
        bars=bars,
        table=table,
    )


def _bar(item: dict[str, Any]) -> Bar:
    done, planned = 100 * item["score"], 100 * item["score_programmed"]
    whole = item["answered"] == item["expected"]
    return Bar(
        item["label"],
        done,
        None if whole else 100 * item["low"],
        None if whole else 100 * item["high"],
        percent(item["score"]),
        added=planned - done,
    )


def _row(label: str, item: dict[str, Any]) -> tuple[str, ...]:
    whole = item["low"] is None or item["answered"] == item["expected"]
    return (
        label,
        percent(item["score"]),
        percent(item["score_programmed"]),
        "—" if whole else f"{percent(item['low'])} à {percent(item['high'])}",
        f"{item['answered']} / {item['expected']}",
        f"{item['proven']} / {item['provable']}",
    )


def contradictions_text(section: Mapping[str, Any]) -> list[str]:
    """What is said not to be there and is counted by the inventory; a result made before has none."""
    return [
        f"Vous avez dit non à « {item['question']} », et l'inventaire en compte "
        f"{count(round(item['units']))} : "
        f"{counted(item['questions'], 'question reste posée', 'questions restent posées')}. Corrigez la "
        "réponse, ou l'inventaire."
        for item in section.get("contradictions", [])
    ]


def _cautions(section: dict[str, Any]) -> tuple[Block, ...]:
    total, items = section["total"], contradictions_text(section)
    if total["answer_rate"] < FEW_ANSWERS:
        items.append("Moins de la moitié des réponses sont là : le score est provisoire, lisez ses bornes.")
    if total["proof_rate"] is not None and total["proof_rate"] < FEW_PROOFS:
        items.append("La plupart des réponses sont déclarées sans preuve : c'est une auto-évaluation.")
    if section["unknown_questions"]:
        items.append(
            f"{counted(len(section['unknown_questions']), 'question', 'questions')} d'une autre version de "
            f"la grille : ces réponses ne comptent pas ({', '.join(section['unknown_questions'])})."
        )
    if section["set_aside"]:
        items.append(
            f"{counted(section['set_aside'], 'réponse écartée', 'réponses écartées')} : une autre prévaut, "
            "ou la question n'est pas posée à cette collectivité."
        )
    return (Callout("À lire avec prudence", "caution", tuple(items)),) if items else ()
