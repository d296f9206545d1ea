"""First page: what a member of the committee must remember."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from canivet.deliverables.content.essentials_state import summary
from canivet.deliverables.content.reading import Reading
from canivet.deliverables.document import (
    Block,
    Callout,
    Column,
    KeyFigure,
    KeyFigures,
    List,
    Paragraph,
    Section,
    Table,
)
from canivet.deliverables.french import HARD, NOT_COMPUTED, counted, day, number, percent, points, span

WARNINGS_SHOWN = 4
WARNINGS_BESIDE_STATE = 2
"""Fewer where the state of play shares the page: it stays one page."""
LEVERS_SHOWN = 3


def essentials(reading: Reading) -> Section:
    """The page « L'essentiel »."""
    state = reading.result.get("state_of_play", {})
    blocks: list[Block] = [key_figures(reading), Paragraph(headline(reading))]
    if reading.computed and reading.result["heaviest"]:
        blocks.append(heaviest_short(reading))
    levers = improvements(reading)[:LEVERS_SHOWN]
    if state:
        blocks += summary(state)
    elif levers:
        blocks += [Paragraph("Ce qui relèverait le plus la note de qualité :"), List(levers)]
    blocks += [law(reading), caution(reading, WARNINGS_BESIDE_STATE if state else WARNINGS_SHOWN)]
    return Section("essentiel", "L'essentiel", tuple(blocks))


def key_figures(reading: Reading) -> KeyFigures:
    """Total, per agent, coverage and quality."""
    quality = reading.result["quality"]
    figures = [KeyFigure(f"Empreinte climat {reading.result['year']}", reading.total(), _total_note(reading))]
    if reading.agents and reading.computed:
        value, interval = reading.per(reading.agents)
        base = counted(reading.agents, "agent ayant un poste numérique", "agents ayant un poste numérique")
        figures.append(KeyFigure("Par agent équipé", value, f"{interval} ; {base}" if interval else base))
    else:
        why = _total_note(reading) if reading.agents else "le nombre d'agents n'a pas été donné"
        figures.append(KeyFigure("Par agent équipé", NOT_COMPUTED, why))
    figures += [
        KeyFigure(
            "Couverture du calcul",
            percent(reading.climate["coverage"]),
            "des étapes de vie des équipements et usages ont un facteur",
        ),
        KeyFigure("Qualité des données", *quality_text(quality)),
    ]
    return KeyFigures(tuple(figures))


def _total_note(reading: Reading) -> str:
    if not reading.computed:
        return "aucun facteur n'a pu être appliqué"
    interval = reading.total_between()
    return f"{interval} (intervalle à {reading.level})" if interval else "sans intervalle"


def quality_text(quality: dict[str, object]) -> tuple[str, str]:
    """Score over 100 and its reading."""
    score, grade = quality.get("score"), quality.get("grade")
    if not isinstance(score, int | float):
        return NOT_COMPUTED, "aucune donnée à noter"
    return f"{number(round(score))}{HARD}/{HARD}100", f"classe {grade}" if grade else "de 0 à 100"


def headline(reading: Reading) -> str:
    """The estate, its footprint and its heaviest item in plain words."""
    result = reading.result
    inventory, uses = result["inventory"], result["uses"]
    text = (
        f"En {result['year']}, "
        f"{counted(inventory['units_counted'], 'équipement compté', 'équipements comptés')} chez « "
        f"{result['authority']['name']} »{' et les services utilisés' if uses['covered'] else ''} "
    )
    if not reading.computed:
        return (
            text
            + "n'ont aucun facteur d'émission ouvert : leur empreinte n'est pas nulle, elle est inconnue."
        )
    alone = inventory["units_counted"] < 2 and not uses["covered"]
    text += f"{'représente' if alone else 'représentent'} {reading.total()}"
    text = f"{text}, {reading.total_between()}." if reading.total_between() else f"{text}."
    if result["heaviest"]:
        first = result["heaviest"][0]
        share = reading.view("by_category").share(first["category"])
        text += f" Le premier poste est « {first['label']} », avec {share} du total."
    if not uses["covered"]:
        text += (
            " Les services utilisés sans être possédés (hébergement, logiciels en ligne, impression…) ne "
            "sont pas compris."
        )
    return text


def heaviest_short(reading: Reading) -> Table:
    """The heaviest categories, at a glance; the whole table is in the part on the footprint."""
    parts = reading.view("by_category")
    rows = []
    for item in reading.result["heaviest"]:
        low, high = reading.shown(item["low"], item["high"])
        interval = span(low, reading.scale.of(item["gwp"]), high)
        name = item["category"]
        rows.append((item["label"], parts.amount(name), interval, parts.share(name)))
    return Table(
        "Ce qui pèse le plus",
        (
            Column("Poste", width=5),
            Column(f"{reading.scale.unit} par an", numeric=True),
            Column(f"Intervalle à {reading.level}", numeric=True),
            Column("Part du total", numeric=True),
        ),
        tuple(rows),
    )


def improvements(reading: Reading) -> tuple[str, ...]:
    """What would improve the data most, in words."""
    rows = reading.result["quality"].get("improvements", ())
    return tuple(
        f"{row['label']} ({counted(row['units'], 'unité', 'unités')}) : {_promise(row)}" for row in rows
    )


def _promise(row: Mapping[str, Any]) -> str:
    """What knowing a datum everywhere would bring."""
    share = row.get("width_share")
    narrowed = f", intervalle resserré de {percent(share)}" if share else ""
    return f"{points(row['gain'])}{narrowed}"


def law(reading: Reading) -> Callout:
    """What the law asks of this authority."""
    obligation = reading.result["authority"]["reen_obligation"]
    items = [str(obligation["reason"])]
    items += [_deadline(item) for item in obligation.get("deadlines") or ()]
    if obligation.get("near_threshold"):
        items.append(
            "La population est proche du seuil de la loi : vérifiez la population totale en vigueur."
        )
    if obligation.get("article"):
        items.append(f"Texte : {obligation['article']} ; bilan annuel : CGCT, L. 2311-1-1.")
    return Callout("Ce que dit la loi", "law", tuple(items))


def _deadline(item: Mapping[str, str]) -> str:
    """One step of the law: what is due, and when (each year where there is no date)."""
    when = f"au plus tard le {day(date.fromisoformat(item['date']))}" if item.get("date") else "chaque année"
    return f"{item['label'][:1].upper()}{item['label'][1:]}, {when}."


def caution(reading: Reading, shown: int = WARNINGS_SHOWN) -> Callout:
    """How far the figures can be trusted, the first warnings of the inventory included."""
    items = [
        f"Ce sont des ordres de grandeur : la vraie valeur a au moins {reading.level} de chances d'être "
        "dans l'intervalle, pour ce qui est compté et sous nos hypothèses. Ce qui n'a pas de facteur n'est "
        "pas compté ; ce n'est pas un zéro.",
        *reading.warnings[:shown],
    ]
    left = len(reading.warnings) - shown
    if left > 0:
        items.append(
            f"{counted(left, 'autre avertissement', 'autres avertissements')} en partie « Qualité »."
        )
    return Callout("À lire avec prudence", "caution", tuple(items))
