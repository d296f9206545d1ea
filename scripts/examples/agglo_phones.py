"""The telephones of the agglomeration: a workbook of two sheets kept by hand."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from examples.agglo_glpi import PLACES
from examples.dice import Dice
from examples.tables import Cell, workbook

#: Maker, model, first and last year of purchase, weight.
HANDSETS: Final = {
    ("Samsung", "Galaxy A52s 5G", 2021, 2022): 46.0,
    ("Samsung", "Galaxy A54 5G", 2023, 2024): 52.0,
    ("SAMSUNG", "galaxy xcover 5", 2021, 2023): 28.0,
    ("Samsung", "Galaxy XCover6 Pro", 2023, 2025): 30.0,
    ("Apple", "iPhone SE (2020)", 2020, 2021): 24.0,
    ("Apple", "iPhone 13", 2022, 2024): 14.0,
    ("Crosscall", "CORE-X4", 2019, 2021): 16.0,
    ("Fairphone", "Fairphone 4", 2022, 2023): 12.0,
    ("Nokia", "105", 2017, 2021): 9.0,
    ("Apple", "iPad (9e génération)", 2021, 2023): 9.0,
    ("Samsung", "Galaxy Tab Active4 Pro", 2023, 2024): 6.0,
}
STATES: Final = {
    "En service": 78.0, "en service": 6.0, "En stock": 4.0, "Perdu": 1.5, "Volé": 1.0, "HS": 2.5,
    "écran cassé": 1.5, "": 5.5,
}  # fmt: skip
SMARTPHONE_HEADER: Final = (
    "Service", "Détenteur", "Marque", "Modèle", "IMEI", "Date d'achat", "État", "Observations",
)  # fmt: skip
DESK_HEADER: Final = ("Site", "Marque / Modèle", "Type", "Qté", "Année d'achat", "Remarque")
#: Fixed telephones by site: only the lots are known.
DESK_PHONES: Final[Sequence[Sequence[Cell]]] = (
    ("Hôtel d'agglomération", "Alcatel-Lucent 8028s", "Poste IP", 64, 2019, ""),
    ("Hôtel d'agglomération", "Alcatel-Lucent 8078s", "Poste IP standard", 3, 2019, "accueil"),
    ("Hôtel d'agglomération", "Polycom SoundStation IP 6000", "Audioconférence", 5, 2016, ""),
    ("Centre technique", "Alcatel-Lucent 8018", "Poste IP", 22, 2021, ""),
    ("Centre technique", "Gigaset R700H Pro", "DECT", 8, 2020, "ateliers"),
    ("Médiathèque centrale", "Alcatel-Lucent 8018", "Poste IP", 14, 2021, ""),
    ("Médiathèque centrale", "", "Poste analogique", 4, "avant 2010", "ascenseur et alarme"),
    ("Conservatoire", "Yealink T31P", "Poste IP", 9, 2022, ""),
    ("Centre aquatique", "Yealink T31P", "Poste IP", 6, 2022, ""),
    ("Centre aquatique", "", "Poste analogique", 3, "", "bassins"),
    ("Pôle mobilités", "Alcatel-Lucent 8028s", "Poste IP", 7, 2019, ""),
    ("Maison de la petite enfance", "Gigaset R700H Pro", "DECT", 6, 2020, ""),
    ("Total", "", "", 151, "", ""),
)


def _purchase(dice: Dice, first: int, last: int) -> Cell:
    """A real date most of the time; else one of the things people type."""
    bought = dice.day(date(first, 2, 1), min(date(last, 11, 28), date(2025, 11, 28)))
    forms = {"real": 70.0, "slashes": 9.0, "short": 5.0, "month": 6.0, "year": 6.0, "": 3.0, "doubt": 1.0}
    written: dict[str, Cell] = {
        "real": bought,
        "slashes": f"{bought:%d/%m/%Y}",
        "short": f"{bought:%d/%m/%y}",
        "month": f"{bought:%m/%Y}",
        "year": bought.year,
        "": "",
        "doubt": f"{bought.year} ?",
    }
    return written[dice.weighted(forms)]


def _smartphones(dice: Dice) -> list[list[Cell]]:
    rows: list[list[Cell]] = [list(SMARTPHONE_HEADER)]
    remarks = {"": 88.0, "coque à changer": 4.0, "astreinte": 5.0, "HS": 1.0, "double SIM": 2.0}
    for _ in range(240):
        maker, model, first, last = dice.weighted(HANDSETS)
        state = dice.weighted(STATES)
        used = state not in ("En stock", "HS", "Perdu", "Volé")
        rows.append(
            [
                dice.weighted(PLACES).split(" > ")[1],
                f"agent-{dice.between(1, 900):04d}" if used and dice.chance(0.9) else "",
                maker,
                model,
                dice.imei() if dice.chance(0.92) else "",
                _purchase(dice, first, last),
                state,
                dice.weighted(remarks),
            ]
        )
    for place in ("Eau et assainissement", "Eau et assainissement", "Transports", "Bâtiments et voirie"):
        rows.insert(
            dice.between(20, 200),
            [
                place,
                "",
                "",
                "Carte SIM M2M (télégestion)",
                "",
                date(2021, 3, 15),
                "En service",
                "sans appareil",
            ],
        )
    return rows


def telephones() -> bytes:
    """``telephonie.xlsx``."""
    dice = Dice("agglo-demo/telephonie")
    return workbook(
        [
            ("Smartphones", "Parc mobile de l'agglomération au 31/12/2025", _smartphones(dice)),
            ("Téléphones fixes", "Postes fixes par site", [list(DESK_HEADER), *map(list, DESK_PHONES)]),
        ]
    )
