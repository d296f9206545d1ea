"""The table of actions that an authority writes: what each would cost, who would do it, what it needs.

Amounts by year and by service are written ``2027=5000;2028=2000`` and ``DSI=10;Achats=3``. An action that
names a lever takes its gain from the estate; another says its own gain on the climate, or brings nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from canivet.decisions.portfolio import Action
from canivet.levers.lever import Lever
from canivet.levers.loading import circle_of
from canivet.levers.setting import read_settings
from canivet.problems import InputProblem, Place
from canivet.tabular import csv_text, read_number, rows_of

COLUMNS = (
    "id", "titre", "theme", "levier", "reglages", "investissement", "fonctionnement", "jours", "prealables",
    "exclusions", "gain_kgco2e",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Planned:
    """One line: the action without its gain, the lever that gives it, or the gain said."""

    action: Action
    lever: str
    values: dict[str, float]
    said_gain: float | None
    place: Place


def read_actions(text: str, name: str, levers: Mapping[str, Lever]) -> list[Planned]:
    """Actions of a table. `InputProblem` with the line for anything that cannot be used."""
    found: dict[str, Planned] = {}
    for place, row in rows_of(text, name, COLUMNS):
        planned = _planned(row, place, levers)
        if planned.action.id in found:
            raise InputProblem(f"l'action « {planned.action.id} » est déjà plus haut.",
                               cure="donnez un identifiant à chaque action.", place=place)  # fmt: skip
        found[planned.action.id] = planned
    if not found:
        raise InputProblem("ce tableau n'a aucune action.", cure="écrivez une ligne par action.",
                           place=Place(name))  # fmt: skip
    for planned in found.values():
        for other in (*planned.action.prerequisites, *planned.action.excludes):
            if other not in found:
                raise InputProblem(
                    f"l'action « {other} » n'est pas dans le tableau.",
                    cure="corrigez ce nom, ou ajoutez l'action.",
                    place=planned.place,
                )
    if circle := circle_of({name: item.action.prerequisites for name, item in found.items()}):
        raise InputProblem(f"les préalables tournent en rond : {' → '.join(circle)}.",
                           cure="retirez l'un de ces préalables.", place=found[circle[0]].place)  # fmt: skip
    return list(found.values())


def _planned(row: Mapping[str, str], place: Place, levers: Mapping[str, Lever]) -> Planned:
    lever = row["levier"]
    if lever and lever not in levers:
        raise InputProblem(f"le levier « {lever} » n'existe pas.", cure="« canivet leviers » les liste.",
                           place=place)  # fmt: skip
    if not row["id"] or not row["titre"]:
        raise InputProblem("cette action n'a pas d'identifiant ou pas de titre.", cure="donnez les deux.",
                           place=place)  # fmt: skip
    settings = read_settings(pieces(row["reglages"]), levers, default=lever)
    theme = row["theme"] or (str(levers[lever].decree_theme) if lever else "")
    if theme not in tuple("0123456"):
        raise InputProblem(f"« {theme} » n'est pas un thème.", cure="écrivez un nombre de 0 à 6.",
                           place=place)  # fmt: skip
    action = Action(
        row["id"],
        row["titre"],
        int(theme),
        0.0,
        amounts(row["investissement"], place, "investissement"),
        amounts(row["fonctionnement"], place, "fonctionnement"),
        amounts(row["jours"], place, "jours"),
        tuple(pieces(row["prealables"])),
        tuple(pieces(row["exclusions"])),
    )
    said = read_number(row["gain_kgco2e"], place, "gain_kgco2e")
    return Planned(action, lever, settings.get(lever, {}), said, place)


def pieces(text: str) -> list[str]:
    """Texts of a cell that holds several."""
    return [piece.strip() for piece in text.split(";") if piece.strip()]


def amounts(text: str, place: Place, column: str) -> dict[str, float]:
    """Amounts by year or by service; a name given twice, or a negative amount, is refused."""
    found: dict[str, float] = {}
    for piece in pieces(text):
        name, sign, value = (part.strip() for part in piece.partition("="))
        number = read_number(value, place, column) if sign else None
        if not name or number is None or number < 0 or name in found:
            raise InputProblem(f"« {piece} » ne va pas dans la colonne {column}.",
                               cure="écrivez par exemple 2027=5000;2028=2000, ou DSI=10;Achats=3.",
                               place=place)  # fmt: skip
        found[name] = number
    return found


def template(levers: Mapping[str, Lever], named: list[str]) -> str:
    """A table to fill: one line per lever, costs and days left to the authority."""
    return csv_text(
        COLUMNS,
        [
            dict.fromkeys(COLUMNS, "")
            | {
                "id": name,
                "titre": levers[name].title,
                "theme": levers[name].decree_theme,
                "levier": name,
                "prealables": ";".join(n for n in levers[name].prerequisites if n in named),
                "exclusions": ";".join(n for n in levers[name].excludes if n in named),
            }
            for name in named
        ],
    )
