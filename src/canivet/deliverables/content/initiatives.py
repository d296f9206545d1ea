"""Chapter on the initiatives already started, as the decree asks the work programme to sum them up."""

from __future__ import annotations

from typing import Any

from canivet.deliverables.document import Block, Callout, Column, Paragraph, Section, Table
from canivet.deliverables.french import counted

TITLE = "Les initiatives déjà engagées"


def chapter(section: dict[str, Any]) -> Section:
    """The chapter of one section (see ``initiatives.section``)."""
    return Section("initiatives", TITLE, tuple(_blocks(section)))


def _blocks(section: dict[str, Any]) -> list[Block]:
    counts = section["counts"]
    if not counts["items"]:
        if section["nil_reason"]:
            return [Paragraph(f"Aucune initiative à ce jour. Motif : {section['nil_reason']}")]
        return [
            Callout(
                "Pièce manquante",
                "law",
                (
                    "Le journal des initiatives est vide. Le décret demande la synthèse des actions déjà "
                    "engagées : inscrivez-les, ou dites pourquoi il n'y en a pas.",
                ),
            )
        ]
    return [
        Paragraph(_introduction(section)),
        by_theme(section),
        Table(
            "Le journal",
            (
                Column("Initiative", width=5),
                Column("Thème", width=3),
                Column("Période et état", width=3),
                Column("Service", width=4),
                Column("Résultat", width=6),
                Column("Preuves", numeric=True),
            ),
            tuple(_row(item) for item in section["items"]),
            note="Preuves : nombre de pièces rattachées.",
        ),
    ]


def _introduction(section: dict[str, Any]) -> str:
    counts = section["counts"]
    absent = [item["label"] for item in section["by_theme"] if item["id"] != "0" and not item["started"]]
    text = (
        f"{counted(counts['started'], 'initiative déjà engagée', 'initiatives déjà engagées')}, "
        f"{counted(counts['planned'], 'prévue', 'prévues')}. Sur l'ensemble, {counts['measured']} avec un "
        f"gain mesuré et {counts['proved']} avec au moins une preuve."
    )
    if absent:
        text += f" Thèmes du décret sans initiative engagée : {', '.join(absent)}."
    return text


def by_theme(section: dict[str, Any]) -> Table:
    """Initiatives already started, by theme of the decree; the last row adds them up."""
    rows = [
        (f"{item['id']} – {item['label']}" if item["id"] != "0" else item["label"], str(item["started"]))
        for item in section["by_theme"]
    ]
    return Table(
        "Initiatives engagées par thème du décret",
        (Column("Thème", width=6), Column("Engagées", numeric=True)),
        (*rows, ("Ensemble", str(section["counts"]["started"]))),
        total=True,
    )


def period(item: dict[str, Any]) -> str:
    """Since when, until when, and the state.

    >>> period({"since": "2019-03", "until": "", "state_label": "en cours"})
    'depuis 03/2019, en cours'
    """
    since, until = when(item["since"]), when(item["until"])
    if since and until:
        return f"{since} à {until}, {item['state_label']}"
    if since or until:
        return f"{f'depuis {since}' if since else f'jusqu’à {until}'}, {item['state_label']}"
    return str(item["state_label"])


def when(text: str) -> str:
    """A year, a month or a day as it is read in France.

    >>> when("2024-03-15"), when("2024-03"), when("2024")
    ('15/03/2024', '03/2024', '2024')
    """
    return "/".join(reversed(text.split("-")))


def _row(item: dict[str, Any]) -> tuple[str, ...]:
    result = [item["result"], f"Gain mesuré : {item['gain']}" if item["gain"] else ""]
    if item["partners"]:
        result.append(f"Avec : {', '.join(item['partners'])}")
    said = ". ".join(part.rstrip(".") for part in result if part)
    return (
        item["title"],
        item["theme_label"],
        period(item),
        item["service"] or "–",
        f"{said}." if said else "–",
        str(len(item["proofs"])),
    )
