"""The journal of initiatives: what was already done, since when, by whom, with what result and what proof.

The decree asks the work programme to sum up the actions already started (CGCT D. 2311-15-1). A planned one is
kept in the journal but is not an action already started; « néant » is an answer when it says why.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import Any, Literal

from canivet.commons.store import Commons
from canivet.problems import InputProblem, Place
from canivet.tabular import Folder, csv_text, read_rows

FILE = "initiatives.csv"
FILES: tuple[str, ...] = (FILE,)
COLUMNS = (
    "id", "intitule", "theme", "etat", "debut", "fin", "service", "resultat", "gain", "partenaires",
    "preuves", "note",
)  # fmt: skip
State = Literal["en_cours", "finie", "arretee", "prevue"]
STATES: dict[State, str] = {
    "en_cours": "en cours",
    "finie": "finie",
    "arretee": "arrêtée",
    "prevue": "prévue",
}
#: States of what has already been started, which the decree asks for.
STARTED: frozenset[str] = frozenset({"en_cours", "finie", "arretee"})
NIL = "neant"
THEMES = ("0", "1", "2", "3", "4", "5", "6")
_ID = re.compile(r"[a-z0-9][a-z0-9_-]{0,59}")
_WHEN = re.compile(r"(?:19|20)\d{2}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?")


@dataclass(frozen=True, slots=True)
class Initiative:
    """One initiative. Dates are written YYYY, YYYY-MM or YYYY-MM-DD; blank where unknown."""

    id: str
    title: str
    theme: str
    """``0`` (transverse) to ``6``: themes of the decree."""
    state: State
    since: str = ""
    until: str = ""
    service: str = ""
    """The service that carries it, never a person."""
    result: str = ""
    gain: str = ""
    """The gain measured, in words with its unit; blank where nothing was measured."""
    partners: tuple[str, ...] = ()
    proofs: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class InitiativesPart:
    """The journal of an authority, or the reason why it is empty."""

    items: tuple[Initiative, ...] = ()
    nil_reason: str = ""

    @property
    def started(self) -> tuple[Initiative, ...]:
        """Initiatives already started, whatever became of them."""
        return tuple(item for item in self.items if item.state in STARTED)


def written(part: InitiativesPart) -> dict[str, str]:
    """``initiatives.csv``, in the order of the journal; no file for an empty journal."""
    rows: list[dict[str, object]] = [_row(item) for item in part.items]
    if part.nil_reason and not part.items:
        blank = dict.fromkeys(COLUMNS, "")
        rows = [
            {**blank, "id": NIL, "intitule": "Néant", "theme": "0", "etat": NIL, "resultat": part.nil_reason}
        ]
    return {FILE: csv_text(COLUMNS, rows)} if rows else {}


def _row(item: Initiative) -> dict[str, object]:
    return {
        "id": item.id,
        "intitule": item.title,
        "theme": item.theme,
        "etat": item.state,
        "debut": item.since,
        "fin": item.until,
        "service": item.service,
        "resultat": item.result,
        "gain": item.gain,
        "partenaires": ";".join(item.partners),
        "preuves": ";".join(item.proofs),
        "note": item.note,
    }


def load(folder: Folder) -> InitiativesPart:
    """The journal of a dossier; empty when it has none. `InputProblem` with the line that cannot be used."""
    items: dict[str, Initiative] = {}
    nil: tuple[Place, str] | None = None
    last = Place(FILE)
    for place, row in read_rows(folder, FILE, COLUMNS):
        last = place
        if row["etat"] == NIL:
            if not row["resultat"]:
                raise InputProblem(
                    "« néant » n'a pas de motif.",
                    cure="dites pourquoi dans la colonne resultat.",
                    place=place,
                )
            nil = nil or (place, row["resultat"])
            continue
        item = _initiative(row, place)
        if item.id in items:
            raise InputProblem(
                f"l'identifiant « {item.id} » est déjà pris plus haut.",
                cure="donnez à chaque initiative le sien.",
                place=place,
            )
        items[item.id] = item
    if nil is not None and (items or last != nil[0]):
        raise InputProblem(
            "« néant » n'est pas seul dans le journal.",
            cure="retirez cette ligne, ou les autres.",
            place=nil[0],
        )
    return InitiativesPart(tuple(items.values()), nil[1] if nil else "")


def _initiative(row: dict[str, str], place: Place) -> Initiative:
    checks = (
        (_ID.fullmatch(row["id"]), "id", "des minuscules, des chiffres et des tirets, sans espace ni accent"),
        (row["intitule"], "intitule", "ce qui a été fait, en quelques mots"),
        (row["theme"] in THEMES, "theme", "un chiffre de 0 (transverse) à 6"),
        (row["etat"] in STATES, "etat", f"l'un de ceux-ci : {', '.join((*STATES, NIL))}"),
        (_is_when(row["debut"]), "debut", "une année, un mois ou un jour, par exemple 2024 ou 2024-03-15"),
        (_is_when(row["fin"]), "fin", "une année, un mois ou un jour, par exemple 2024 ou 2024-03-15"),
    )
    for good, column, cure in checks:
        if not good:
            said = f"« {row[column]} » ne convient pas." if row[column] else "cette cellule est vide."
            raise InputProblem(said, cure=f"donnez {cure}.", place=Place(place.file, "", place.line, column))
    if is_before(row["fin"], row["debut"]):
        raise InputProblem(
            f"la fin ({row['fin']}) est avant le début ({row['debut']}).",
            cure="corrigez l'une des deux dates.",
            place=place,
        )
    return Initiative(
        id=row["id"],
        title=row["intitule"],
        theme=row["theme"],
        state=row["etat"],  # type: ignore[arg-type]
        since=row["debut"],
        until=row["fin"],
        service=row["service"],
        result=row["resultat"],
        gain=row["gain"],
        partners=_list(row["partenaires"]),
        proofs=_list(row["preuves"]),
        note=row["note"],
    )


def _is_when(text: str) -> bool:
    return not text or _WHEN.fullmatch(text) is not None


def is_before(end: str, start: str) -> bool:
    """Whether an end is before a start, as far as both are known; a year alone holds all its days.

    >>> is_before("2023", "2024-03"), is_before("2024", "2024-03-15"), is_before("", "2024")
    (True, False, False)
    """
    length = min(len(end), len(start))
    return bool(length) and end[:length] < start[:length]


def _list(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(";") if part.strip())


def section(part: InitiativesPart, commons: Commons) -> dict[str, Any]:
    """The journal as data for JSON: initiatives in order of theme and start, with labels and counts."""
    themes = {row["id"]: row["short_fr"] for row in commons.rows("obligations/themes")}
    ordered = sorted(part.items, key=lambda item: (item.theme, item.since or "9999", item.id))
    by_theme = Counter(item.theme for item in part.started)
    return {
        "items": [_described(item, themes) for item in ordered],
        "nil_reason": part.nil_reason,
        "counts": {
            "items": len(part.items),
            "started": len(part.started),
            "planned": len(part.items) - len(part.started),
            "measured": sum(bool(item.gain) for item in part.items),
            "proved": sum(bool(item.proofs) for item in part.items),
        },
        "by_theme": [
            {"id": number, "label": label, "started": by_theme[number]} for number, label in themes.items()
        ],
    }


def _described(item: Initiative, themes: dict[str, str]) -> dict[str, Any]:
    return {
        "id": item.id,
        "title": item.title,
        "theme": item.theme,
        "theme_label": themes[item.theme],
        "state": item.state,
        "state_label": STATES[item.state],
        "since": item.since,
        "until": item.until,
        "service": item.service,
        "result": item.result,
        "gain": item.gain,
        "partners": list(item.partners),
        "proofs": list(item.proofs),
        "note": item.note,
    }
