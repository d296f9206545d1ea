"""The user's corrections of families, read back from ``correspondances.csv``."""

from __future__ import annotations

from difflib import get_close_matches
from pathlib import Path
from typing import Final

from canivet.commons.store import Commons
from canivet.inventory.classify.texts import plain
from canivet.inventory.decoding import read_csv_rows
from canivet.problems import InputProblem, Place
from canivet.text import fold

KEY_COLUMN: Final = "cle"
CORRECTION_COLUMN: Final = "correction"


def read_corrections(path: Path, commons: Commons) -> dict[str, str]:
    """Model key → identifier of a family or of an archetype, for the lines whose correction is filled.

    A French label is taken for its identifier. Raises `InputProblem` on a missing column, on a word that is
    neither a family nor an archetype, and on one model corrected in two ways.
    """
    allowed = allowed_corrections(commons)
    rows = read_csv_rows(path)
    header = [fold(name) for name in rows[0][1]] if rows else []
    for column in (KEY_COLUMN, CORRECTION_COLUMN):
        if column not in header:
            raise InputProblem(
                f"la colonne « {column} » manque.",
                cure="gardez la première ligne telle que Canivet l'a écrite, ou effacez le fichier pour "
                "repartir sans correction.",
                place=Place(path.name, "", rows[0][0] if rows else 1),
            )
    key_at, correction_at = header.index(KEY_COLUMN), header.index(CORRECTION_COLUMN)
    found: dict[str, str] = {}
    for line, cells in rows[1:]:
        text = cells[correction_at].strip() if correction_at < len(cells) else ""
        key = _plain(cells[key_at]) if key_at < len(cells) else ""
        if not text:
            continue
        place = Place(path.name, "", line, CORRECTION_COLUMN)
        identifier = allowed.get(fold(text))
        if identifier is None:
            raise _unknown(text, allowed, commons, place)
        if found.setdefault(key, identifier) != identifier:
            raise InputProblem(
                f"le modèle « {key} » est corrigé de deux façons : « {found[key]} » et « {identifier} ».",
                cure="gardez une seule des deux corrections.",
                place=place,
            )
    return found


def allowed_corrections(commons: Commons) -> dict[str, str]:
    """What may be written in the column: identifiers and French labels, folded → identifier.

    Families come first: a word that names both a family and an archetype is the family.
    """
    allowed: dict[str, str] = {}
    for table in ("classification/families", "archetypes/archetypes"):
        for name in ("id", "label_fr"):
            for row in commons.rows(table):
                allowed.setdefault(fold(row[name]), row["id"])
    return allowed


def _unknown(text: str, allowed: dict[str, str], commons: Commons, place: Place) -> InputProblem:
    near = get_close_matches(fold(text), list(allowed), n=1, cutoff=0.6)
    guess = f"vouliez-vous dire « {allowed[near[0]]} » ? " if near else ""
    families = ", ".join(sorted(row["id"] for row in commons.rows("classification/families")))
    archetypes = ", ".join(sorted(row["id"] for row in commons.rows("archetypes/archetypes")))
    return InputProblem(
        f"« {text} » n'est ni une famille ni un équipement type.",
        cure=f"{guess}Familles possibles : {families}. Équipements types possibles : {archetypes}.",
        place=place,
    )


def _plain(text: str) -> str:
    """A key in the form of `model_key`, without the apostrophe that protects it in a spreadsheet."""
    stripped = text.strip()
    return plain(stripped[1:] if stripped.startswith("'") else stripped)
