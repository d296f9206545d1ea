"""The schools whose computers the agglomeration looks after: lots with a year, kept by hand."""

from __future__ import annotations

from typing import Final, NamedTuple

from examples.dice import Dice
from examples.tables import UTF8_BOM, sheet_csv

HEADER: Final = ("École", "Équipement", "Marque / Modèle", "Qté", "Année", "Remarque")
SCHOOLS: Final = (
    "École des Tilleuls", "École du Vieux-Moulin", "École de la Fontaine-Claire", "École des Trois-Chênes",
    "École du Pré-Vert", "École maternelle Les Coccinelles", "École de la Butte-aux-Lièvres",
    "École du Lavoir", "École maternelle La Ribambelle", "École des Hauts-Prés",
)  # fmt: skip


class Lot(NamedTuple):
    """What a school may hold, how often, and how many."""

    name: str
    model: str
    chance: float
    quantities: tuple[int, int]
    years: tuple[int, int]
    remark: str = ""


LOTS: Final = (
    Lot("PC fixes", "Dell OptiPlex 3020", 0.7, (2, 12), (2014, 2016), "à remplacer"),
    Lot("PC fixes", "HP ProDesk 400 G6", 0.6, (1, 4), (2019, 2021)),
    Lot("Classe mobile : portables", "HP ProBook 440 G8", 0.5, (8, 15), (2021, 2022), "plan de relance"),
    Lot("Chromebooks", "Acer Chromebook 314", 0.2, (6, 12), (2022, 2023)),
    Lot("VPI (vidéoprojecteur interactif)", "Epson EB-695Wi", 0.7, (1, 5), (2016, 2019)),
    Lot("Vidéoprojecteur", "Epson EB-X05", 0.3, (1, 3), (2010, 2018)),
    Lot("ENI 75 pouces", "SpeechiTouch 75", 0.5, (1, 4), (2021, 2024)),
    Lot("Tablettes", "Samsung Galaxy Tab A7", 0.4, (6, 12), (2021, 2022)),
    Lot("iPad", "Apple iPad 6e génération", 0.2, (4, 8), (2018, 2018)),
    Lot("Imprimante multifonction", "Brother MFC-L2750DW", 0.8, (1, 1), (2018, 2022)),
    Lot("Borne Wi-Fi", "Ubiquiti UniFi AP AC Pro", 0.5, (1, 3), (2019, 2021)),
    Lot("Téléphone DECT", "", 0.4, (1, 2), (2015, 2020)),
)  # fmt: skip


def schools() -> bytes:
    """``ecoles.csv``."""
    dice = Dice("agglo-demo/ecoles")
    rows = [list(HEADER)]
    for school in SCHOOLS:
        for lot in LOTS:
            if not dice.chance(lot.chance):
                continue
            quantity, year = dice.between(*lot.quantities), dice.between(*lot.years)
            worded = lot.name == "PC fixes" and quantity > 1
            rows.append(
                [
                    school,
                    f"{quantity} {lot.name}" if worded else lot.name,
                    lot.model if dice.chance(0.8) else "",
                    _written_quantity(dice, quantity, worded),
                    str(year) if dice.chance(0.9) else "",
                    lot.remark,
                ]
            )
        rows.append([""] * len(HEADER))
    return sheet_csv(rows, encoding=UTF8_BOM)


def _written_quantity(dice: Dice, quantity: int, worded: bool) -> str:
    if worded:
        return dice.weighted({str(quantity): 70.0, f"{quantity} PC fixes": 30.0})
    return dice.weighted({str(quantity): 85.0, f"x{quantity}": 10.0, f"{quantity} ": 5.0})
