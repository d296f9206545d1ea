"""The obligations of an authority as text for a terminal."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from datetime import date
from typing import Any

from canivet.cli.summary import plain
from canivet.deliverables.content.obligations import since_text, state_text, when
from canivet.deliverables.content.obligations_table import figure_text
from canivet.deliverables.french import day, typeset

WIDTH = 100


def as_text(found: dict[str, Any], siren: str, name: str) -> str:
    """French text: counts, each rule that has an object, those that have none, and the dates ahead."""
    states, counts = found["labels"]["states"], found["counts"]
    said = ", ".join(_counted(counts["by_state"][state], label) for state, label in states.items())
    who = f"{name} (SIREN {siren})" if siren else name
    lines = [
        f"{who}, au {day(date.fromisoformat(found['on']))}, année étudiée {found['year']}",
        f"{counts['rules']} règles : {said}.",
    ]
    for group in found["groups"]:
        lines += ["", group["label"].upper()]
        without = [item["rule"] for item in group["verdicts"] if item["state"] == "not_applicable"]
        for item in group["verdicts"]:
            if item["state"] != "not_applicable":
                lines += _rule(item)
        if without:
            lines.append(f"  Sans objet : {', '.join(without)}.")
    lines += ["", "ÉCHÉANCES À VENIR", *_deadlines(found["deadlines"])]
    lines += ["", "Ceci n'est pas un avis juridique : relisez le texte officiel avant de publier."]
    return plain("\n".join(lines)) + "\n"


def _counted(number: int, label: str) -> str:
    return f"{number} {label.replace('respectée', 'respectées') if number > 1 else label}"


def _rule(item: dict[str, Any]) -> Iterator[str]:
    yield f"  [{state_text(item)}] {item['rule']} – {item['title']}"
    since = f", {since_text(item)}" if item["since"] else ""
    yield from _wrapped(f"{item['applies_label'].capitalize()}{since} – {item['article']}")
    yield from _wrapped(item["reason"])
    for shown in item["figures"]:
        yield from _wrapped(figure_text(shown))
    for evidence in item["evidence"]:
        proofs = f" [preuve : {', '.join(evidence['proofs'])}]" if evidence["proofs"] else ""
        yield from _wrapped(f"Constat : {evidence['text']}{proofs}")
    if item["next"]:
        yield from _wrapped(f"Que faire : {item['next']}")


_LINES = textwrap.TextWrapper(
    WIDTH,
    initial_indent="      ",
    subsequent_indent="        ",
    break_on_hyphens=False,
    break_long_words=False,
)


def _wrapped(text: str) -> list[str]:
    return _LINES.wrap(typeset(text))


def _deadlines(items: list[dict[str, Any]]) -> Iterator[str]:
    if not items:
        yield "  Aucune."
    for item in items:
        due = when(item)
        notes = [item["note"], "si la règle s'applique à vous" if item["uncertain"] else ""]
        said = " ; ".join(note.rstrip(".") for note in notes if note)
        yield f"  {due} : {item['label']}{f' ({said})' if said else ''}"
