"""Chapter on the law: what applies, met or not, on what evidence, what to do, and what falls due."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

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
from canivet.deliverables.french import counted, day, percent
from canivet.obligations.wording import quantity

TITLE = "Ce que la loi demande"
Verdict = dict[str, Any]


def chapter(section: dict[str, Any]) -> Section:
    """The chapter of one section (see ``obligations.section``)."""
    return Section(
        "obligations",
        TITLE,
        (
            Paragraph(_introduction(section)),
            key_figures(section),
            programme(section),
            by_group(section),
            *(
                Section(f"obligations-{group['id']}", group["label"], tuple(_group(group)))
                for group in shown(section)
            ),
            *figures(section),
            deadlines(section),
            reading(section),
        ),
    )


def _introduction(section: dict[str, Any]) -> str:
    counts = section["counts"]
    return (
        f"Au {day(date.fromisoformat(section['on']))}, pour l'année {section['year']}, "
        f"{counted(counts['rules'], 'règle est passée', 'règles sont passées')} en revue. "
        f"{counted(counts['with_object'], 'a un objet', 'ont un objet')} pour cette collectivité. Une règle "
        "« à établir » n'est ni respectée ni manquée : un fait manque pour le dire. Ceci n'est pas un avis "
        "juridique."
    )


def key_figures(section: dict[str, Any]) -> KeyFigures:
    """States side by side, and how many of the rules met have a proof."""
    counts = section["counts"]
    states = counts["by_state"]
    of = f"sur {counted(counts['with_object'], 'règle', 'règles')} qui ont un objet"
    return KeyFigures(
        (
            KeyFigure("Respectées", str(states["met"]), of),
            KeyFigure(
                "Non respectées",
                str(states["not_met"]),
                f"{counted(counts['overdue'], 'échéance passée', 'échéances passées')} en tout",
            ),
            KeyFigure("À établir", str(states["to_establish"]), "un fait manque"),
            KeyFigure("Avec preuve", percent(counts["proof_rate"]), "des règles respectées"),
        )
    )


def programme(section: dict[str, Any]) -> Callout:
    """The four pieces of the work programme: those there and those that lack."""
    titles = {item["rule"]: item for group in section["groups"] for item in group["verdicts"]}
    found = section["programme"]
    items = [f"Présent : {titles[rule]['title']}." for rule in found["met"]]
    items += [f"Manque : {titles[rule]['title']}. {titles[rule]['reason']}" for rule in found["lacking"]]
    return Callout("Programme de travail : les quatre pièces du décret", "law", tuple(items))


def by_group(section: dict[str, Any]) -> Table:
    """States counted by group of rules; the last row adds them up."""
    states = section["labels"]["states"]
    rows = []
    for group in section["groups"]:
        numbers = [sum(item["state"] == state for item in group["verdicts"]) for state in states]
        rows.append((group["label"], *map(str, numbers)))
    totals = [str(section["counts"]["by_state"][state]) for state in states]
    return Table(
        "Les règles par sujet",
        (
            Column("Sujet", width=4),
            *(Column(label.capitalize(), numeric=True, width=2) for label in states.values()),
        ),
        (*rows, ("Ensemble", *totals)),
        total=True,
    )


def shown(section: dict[str, Any]) -> list[dict[str, Any]]:
    """Groups with at least one rule."""
    return [group for group in section["groups"] if group["verdicts"]]


def _group(group: dict[str, Any]) -> Iterator[Block]:
    yield Paragraph(group["about"])
    rows = [item for item in group["verdicts"] if item["state"] != "not_applicable"]
    if rows:
        yield Table(
            f"Règles : {group['label']}",
            (
                Column("Règle", width=4),
                Column("État", width=2),
                Column("Constat", width=5),
                Column("Que faire", width=4),
            ),
            tuple(
                (f"{item['title']} ({item['rule']})", state_text(item), item["reason"], item["next"] or "–")
                for item in rows
            ),
        )
    without = [item for item in group["verdicts"] if item["state"] == "not_applicable"]
    if without:
        yield Paragraph("Sans objet :")
        yield List(tuple(f"{item['title']} – {item['reason']}" for item in without))


def state_text(item: Verdict) -> str:
    """The state of a rule, whether its deadline has passed, and whether it binds."""
    late = "échéance passée" if item["state"] == "to_establish" else "en retard"
    text = f"{item['state_label']}, {late}" if item["overdue"] else str(item["state_label"])
    return f"{text} (volontaire)" if item["applies"] == "voluntary" else text


def since_text(item: dict[str, Any]) -> str:
    """Since when a rule applies, or by when it is due."""
    said = day(date.fromisoformat(item["since"]))
    return f"au plus tard le {said}" if item["date_nature"] == "by" else f"depuis le {said}"


def figures(section: dict[str, Any]) -> list[Table]:
    """Every figure of a verdict with its arithmetic and its threshold; none when nothing is computed."""
    rows = [
        (item["title"], figure["label"], value_text(figure), figure["arithmetic"], threshold_text(figure))
        for group in section["groups"]
        for item in group["verdicts"]
        for figure in item["figures"]
    ]
    if not rows:
        return []
    columns = (
        Column("Règle", width=4),
        Column("Chiffre", width=4),
        Column("Valeur", numeric=True, width=2),
        Column("Calcul", width=3),
        Column("À atteindre", numeric=True, width=3),
    )
    note = "Parts coupées à deux décimales, sans arrondi : ce qui est sous un seuil se lit sous ce seuil."
    return [Table("Les chiffres des règles", columns, tuple(rows), note=note)]


def value_text(figure: dict[str, Any]) -> str:
    """A figure with its unit."""
    return "sans objet" if figure["value"] is None else quantity(figure["value"], figure["unit"])


def threshold_text(figure: dict[str, Any]) -> str:
    """What a figure is compared with; a named blank says so."""
    if figure["comparison"] is None:
        return "–"
    if figure["threshold"] is None:
        return "non vérifié"
    side = "au moins" if figure["comparison"] == "ge" else "au plus"
    return f"{side} {quantity(figure['threshold'], figure['unit'])}"


def deadlines(section: dict[str, Any]) -> Block:
    """Dates ahead, dated first."""
    items = section["deadlines"]
    if not items:
        return Paragraph("Aucune échéance à venir n'est connue.")
    return Table(
        "Échéances à venir",
        (Column("Quand", width=3), Column("Échéance", width=6), Column("Remarque", width=5)),
        tuple((when(item), item["label"], _remark(item) or "–") for item in items),
    )


def when(item: dict[str, Any]) -> str:
    """When a deadline falls, as far as it is known."""
    if item["day"]:
        return f"{day(date.fromisoformat(item['day']))}{' (passée)' if item['late'] else ''}"
    if item["year"]:
        return f"{item['year']}, jour non vérifié"
    return "chaque année, jour non vérifié" if item["every_year"] else "jour à donner"


def _remark(item: dict[str, Any]) -> str:
    unsure = "Si la règle s'applique à vous." if item["uncertain"] else ""
    return " ".join(part for part in (unsure, item["note"]) if part)


def reading(section: dict[str, Any]) -> Callout:
    """How the rules are read, and which rest on less than the text itself."""
    by_confidence: dict[str, list[str]] = {}
    for group in section["groups"]:
        for item in group["verdicts"]:
            by_confidence.setdefault(item["confidence"], []).append(item["rule"])
    items = [
        "« Chiffré », « daté », « au moins un », « porteur » sont la traduction de Canivet : le texte exige "
        "l'élément, pas toujours cette forme.",
        "Les règles sont datées et sourcées dans les communs ; relisez le texte officiel avant de publier.",
    ]
    for confidence, words in (
        ("secondary", "Lues dans une source secondaire"),
        ("unverified", "Dont une valeur n'est pas vérifiée"),
    ):
        if by_confidence.get(confidence):
            items.append(f"{words} : {', '.join(by_confidence[confidence])}.")
    return Callout("Comment lire ce chapitre", "caution", tuple(items))
