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
from canivet.deliverables.french import counted, day
from canivet.obligations.wording import quantity

TITLE = "Ce que la loi demande"
TO_DO = ("not_met", "to_establish")
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
        "« à établir » n'est ni respectée ni manquée : un fait manque pour le dire. Les chiffres en tête ne "
        "comptent que ce qui oblige ; le tableau compte aussi les repères sans obligation. Ceci n'est pas un "
        "avis juridique."
    )


def key_figures(section: dict[str, Any]) -> KeyFigures:
    """States side by side, and how many of the rules met have a proof."""
    counts = section["counts"]
    binding = counts.get("binding", counts)
    states = binding["by_state"]
    of = f"sur {counted(binding['with_object'], 'règle qui oblige', 'règles qui obligent')} et ont un objet"
    return KeyFigures(
        (
            KeyFigure("Respectées", str(states["met"]), of),
            KeyFigure(
                "Non respectées",
                str(states["not_met"]),
                f"{counted(counts['overdue'], 'échéance passée', 'échéances passées')} en tout",
            ),
            KeyFigure("À établir", str(states["to_establish"]), "un fait manque"),
            KeyFigure(
                "Avec preuve",
                f"{counts['met_with_proof']} sur {states['met']}",
                "des règles respectées : une pièce est jointe au fait déclaré",
            ),
        )
    )


def programme(section: dict[str, Any]) -> Callout:
    """The four pieces of the work programme: those there and those that lack."""
    titles = {item["rule"]: item for group in section["groups"] for item in group["verdicts"]}
    found = section["programme"]
    items = [f"Présent : {titles[rule]['title']}." for rule in found["met"]]
    items += [f"Manque : {titles[rule]['title']}. {titles[rule]['reason']}" for rule in found["lacking"]]
    return Callout(
        "Programme de travail : les quatre pièces (loi REEN, article 35, et décret)", "law", tuple(items)
    )


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
    """What is left to do in a table; the rest named, so that no rule is left out."""
    verdicts = group["verdicts"]
    to_do = [item for item in verdicts if item["state"] in TO_DO and not item.get("waits")]
    yield Paragraph(group["about"])
    if to_do:
        yield _to_do(group["label"], to_do)
    others = _others(verdicts)
    if others:
        yield List(others)


def _others(verdicts: list[Verdict]) -> tuple[str, ...]:
    """Rules met, rules that wait for the strategy, rules without object: one line each."""
    waiting = [item for item in verdicts if item["state"] in TO_DO and item.get("waits")]
    late = sum(item["overdue"] for item in waiting)
    overdue = f" (échéance passée pour {late} d'entre elles)" if late else ""
    return (
        *_lines("Respectée", [item for item in verdicts if item["state"] == "met"]),
        *([f"Attendent la stratégie{overdue} : {', '.join(map(named, waiting))}."] if waiting else []),
        *_lines("Sans objet", [item for item in verdicts if item["state"] == "not_applicable"]),
    )


def _lines(word: str, verdicts: list[Verdict]) -> tuple[str, ...]:
    return tuple(f"{word} : {named(item)}. {item['reason']}" for item in verdicts)


def _to_do(label: str, verdicts: list[Verdict]) -> Table:
    return Table(
        f"À faire : {label[:1].lower()}{label[1:]}",
        (
            Column("Règle", width=4),
            Column("État", width=2),
            Column("Constat", width=5),
            Column("Que faire", width=4),
        ),
        tuple((named(item), state_text(item), finding_text(item), item["next"] or "–") for item in verdicts),
    )


def named(item: Verdict) -> str:
    """A rule by its title and its identifier."""
    return f"{item['title']} ({item['rule']})"


def finding_text(item: Verdict) -> str:
    """Why a rule is in its state, with the arithmetic of what is compared with a threshold."""
    calculations = dict.fromkeys(
        figure["arithmetic"]
        for figure in item["figures"]
        if figure["comparison"]
        and figure["value"] is not None
        and any(s.isdigit() for s in figure["arithmetic"])
    )
    if not calculations:
        return str(item["reason"])
    return f"{item['reason']} Calcul : {' ; '.join(calculations)}."


def state_text(item: Verdict) -> str:
    """The state of a rule, whether its deadline has passed, and whether it binds."""
    late = "échéance passée" if item["state"] == "to_establish" else "en retard"
    text = f"{item['state_label']}, {late}" if item["overdue"] else str(item["state_label"])
    return f"{text} (volontaire)" if item["applies"] == "voluntary" else text


def since_text(item: dict[str, Any]) -> str:
    """Since when a rule applies, or by when it is due."""
    said = day(date.fromisoformat(item["since"]))
    return f"au plus tard le {said}" if item["date_nature"] == "by" else f"depuis le {said}"


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
        "Échéances",
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
        "Les parts sont coupées à deux décimales, sans arrondi : ce qui est sous un seuil se lit sous ce "
        "seuil. Tous les chiffres sont dans le classeur, feuille « Règles de droit ».",
    ]
    for confidence, words in (
        ("secondary", "Lues dans une source secondaire"),
        ("unverified", "Dont une valeur n'est pas vérifiée"),
    ):
        if by_confidence.get(confidence):
            items.append(f"{words} : {', '.join(by_confidence[confidence])}.")
    return Callout("Comment lire ce chapitre", "caution", tuple(items))
