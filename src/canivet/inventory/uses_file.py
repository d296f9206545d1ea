"""``usages.csv``: what an authority uses without owning it, one line per service and kind.

Columns ``service;type;quantite;unite;origine``; only ``type`` and ``quantite`` are needed. The kinds are
those of ``services/kinds``; they are checked where the impact is computed.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final, cast

from canivet.commons.store import Commons
from canivet.inventory.assets import Origin
from canivet.inventory.readers.files import read_sheets
from canivet.inventory.values import parse_number
from canivet.problems import InputProblem, Place
from canivet.text import fold


@dataclass(frozen=True, slots=True)
class UseLine:
    """One line of uses as read: a quantity per year in ``unit`` (blank: the unit of its kind)."""

    service: str
    kind_text: str
    quantity: float
    unit: str
    origin: str
    place: Place


#: Names that each column may have, folded.
_NAMES: Final = {
    "service": ("service", "direction", "pole", "entite"),
    "kind": ("type", "kind", "usage", "nature", "type d usage"),
    "quantity": ("quantite", "quantite par an", "quantite annuelle", "quantity", "qte", "volume"),
    "unit": ("unite", "unit"),
    "origin": ("origine", "origin", "source"),
}
_ORIGINS: Final[dict[str, Origin]] = {
    "": "declared",
    "mesure": "measured",
    "mesuree": "measured",
    "measured": "measured",
    "releve": "measured",
    "declare": "declared",
    "declaree": "declared",
    "declared": "declared",
    "facture": "declared",
    "deduit": "deduced",
    "deduite": "deduced",
    "deduced": "deduced",
    "calcule": "deduced",
    "estime": "default",
    "estimee": "default",
    "estimation": "default",
    "defaut": "default",
    "default": "default",
}


def read_uses_file(path: Path, commons: Commons) -> list[UseLine]:
    """Lines of a file of uses (CSV, XLSX, XLS, ODS); a bad cell stops with its place and the cure."""
    sheet = read_sheets(path)[0]
    rows = [(line, cells) for line, cells in sheet.rows if any(cell.strip() for cell in cells)]
    header_line, header = rows[0] if rows else (1, [])
    folded = [fold(name) for name in header]
    at = {
        column: next((folded.index(name) for name in names if name in folded), None)
        for column, names in _NAMES.items()
    }
    lacking = [label for label, name in (("type", "kind"), ("quantite", "quantity")) if at[name] is None]
    if lacking:
        raise InputProblem(
            f"il manque {'la colonne' if len(lacking) == 1 else 'les colonnes'} {' et '.join(lacking)}.",
            cure="la première ligne doit nommer les colonnes service;type;quantite;unite;origine. "
            f"Types possibles : {', '.join(sorted(row['id'] for row in commons.rows('services/kinds')))}.",
            place=Place(path.name, sheet.name, header_line),
        )
    lines = []
    for line, cells in rows[1:]:
        got = {
            column: cells[i].strip() if i is not None and i < len(cells) else "" for column, i in at.items()
        }
        if not got["kind"] and not got["quantity"]:
            continue
        lines.append(_use_line(got, Place(path.name, sheet.name, line)))
    if not lines:
        raise InputProblem(
            "ce fichier d'usages ne contient aucune ligne.",
            cure="ajoutez une ligne par service et par type, ou lancez la commande sans --usages.",
            place=Place(path.name, sheet.name),
        )
    return lines


def _use_line(got: dict[str, str], place: Place) -> UseLine:
    quantity = parse_number(got["quantity"])
    if quantity is None or quantity < 0:
        raise InputProblem(
            f"« {got['quantity']} » n'est pas une quantité annuelle.",
            cure="écrivez un nombre positif, par exemple 120000 ou 12,5.",
            place=Place(place.file, place.sheet, place.line, "quantite"),
        )
    origin = _ORIGINS.get(fold(got["origin"]))
    if origin is None:
        raise InputProblem(
            f"l'origine « {got['origin']} » n'est pas connue.",
            cure="écrivez mesuré, déclaré, déduit ou estimé, ou laissez vide.",
            place=Place(place.file, place.sheet, place.line, "origine"),
        )
    return UseLine(got["service"], got["kind"], quantity, got["unit"], cast(str, origin), place)
