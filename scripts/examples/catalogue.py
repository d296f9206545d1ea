"""Real product models with the years they were sold in and their share of a fictional estate."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from examples.dice import Dice


@dataclass(frozen=True, slots=True)
class Model:
    """A model as an inventory agent names it, with what varies around it."""

    maker: str
    name: str
    types: tuple[str, ...]
    first: int
    last: int
    weight: float
    serial_length: int = 10
    inches: str = ""

    def bought(self, dice: Dice, until: date = date(2025, 12, 12)) -> date:
        """A day when it was on sale."""
        return dice.day(date(self.first, 1, 8), min(date(self.last, 12, 20), until))


def pick(dice: Dice, models: Sequence[Model]) -> Model:
    """One model, by its weight."""
    return models[dice.weighted({rank: model.weight for rank, model in enumerate(models)})]


_NOTEBOOK: Final = ("Notebook", "Notebook", "Laptop", "Portable")
_DESKTOP: Final = ("Desktop", "Mini Tower", "Low Profile Desktop")
_SMALL: Final = ("Mini PC", "Space-saving", "Desktop")

COMPUTERS: Final = (
    Model("Dell Inc.", "Latitude 5490", _NOTEBOOK, 2018, 2019, 55, 7),
    Model("Dell Inc.", "Latitude 5410", _NOTEBOOK, 2020, 2021, 90, 7),
    Model("Dell Inc.", "Latitude 5430", _NOTEBOOK, 2022, 2023, 120, 7),
    Model("Dell Inc.", "Latitude 5450", _NOTEBOOK, 2024, 2025, 80, 7),
    Model("HP", "HP EliteBook 840 G5", _NOTEBOOK, 2018, 2020, 60),
    Model("HP", "HP EliteBook 840 G8 Notebook PC", _NOTEBOOK, 2021, 2022, 65),
    Model("HP", "HP ProBook 450 G9 Notebook PC", _NOTEBOOK, 2022, 2024, 50),
    Model("LENOVO", "20W0S0AB00", _NOTEBOOK, 2021, 2022, 18, 8),
    Model("LENOVO", "ThinkPad L14 Gen 3", _NOTEBOOK, 2022, 2024, 42, 8),
    Model("Apple Inc.", "MacBookPro17,1", ("Laptop",), 2021, 2022, 6, 12),
    Model("Dell Inc.", "OptiPlex 3050", _DESKTOP, 2017, 2018, 60, 7),
    Model("Dell Inc.", "OptiPlex 3070", _DESKTOP, 2019, 2020, 75, 7),
    Model("Dell Inc.", "OptiPlex 5090", _DESKTOP, 2021, 2023, 40, 7),
    Model("HP", "HP ProDesk 400 G4 SFF", _DESKTOP, 2017, 2018, 45),
    Model("HP", "HP EliteDesk 800 G6 Desktop Mini PC", _SMALL, 2020, 2022, 40),
    Model("LENOVO", "ThinkCentre M70q", _SMALL, 2021, 2023, 22, 8),
    Model("FUJITSU", "ESPRIMO D556", _DESKTOP, 2015, 2017, 20),
    Model("Dell Inc.", "Precision 3640 Tower", ("Tower", "Desktop"), 2020, 2021, 14, 7),
    Model("HP", "HP Z2 Tower G9 Workstation Desktop PC", ("Tower",), 2022, 2024, 9),
    Model("HP", "HP EliteOne 800 G6 24 All-in-One PC", ("All in One",), 2020, 2022, 10),
    Model("HP", "HP t640 Thin Client", ("Desktop", "Client léger"), 2020, 2023, 26),
)

#: Desktops that nobody dared to switch off.
OLD_COMPUTERS: Final = (
    Model("Dell Inc.", "OptiPlex 755", ("Desktop",), 2008, 2009, 3, 7),
    Model("Hewlett-Packard", "HP Compaq dc7900 Small Form Factor", ("Desktop",), 2009, 2009, 2),
)

MONITORS: Final = (
    Model("Dell Inc.", "DELL P2219H", ("LCD", ""), 2019, 2021, 95, 7, "21.50"),
    Model("Dell Inc.", "DELL P2419H", ("LCD", "", "Ecran plat"), 2019, 2021, 170, 7, "23.80"),
    Model("Dell Inc.", "DELL P2422H", ("LCD", ""), 2021, 2024, 150, 7, "23.80"),
    Model("Dell Inc.", "DELL U2723QE", ("LCD",), 2022, 2025, 25, 7, "27.00"),
    Model("Iiyama North America", "PL2492H", ("", "LCD"), 2019, 2023, 130, 12, "23.80"),
    Model("Iiyama North America", "PL2792Q", ("",), 2020, 2023, 30, 12, "27.00"),
    Model("Hewlett Packard", "HP E24 G4", ("LCD", ""), 2020, 2023, 85, 10, "23.80"),
    Model("Hewlett Packard", "HP E190i", ("LCD",), 2012, 2015, 35, 10, "18.90"),
    Model("Samsung", "S24E450", ("LCD", ""), 2015, 2018, 60, 14, "24.00"),
    Model("Philips", "PHL 243V5", ("",), 2016, 2019, 40, 13, "23.60"),
    Model("Samsung", "LS34A650", ("LCD",), 2022, 2024, 10, 14, "34.00"),
)

#: Panels of laptops, as their EDID names them: maker of the panel, model, inches.
PANELS: Final = (
    ("AU Optronics Corporation", "B140HAN04.0", "14.00"),
    ("LG Display", "LP140WFA-SPD1", "14.00"),
    ("BOE CQ", "NV140FHM-N48", "14.00"),
    ("Chi Mei Innolux", "N156HCA-EAC", "15.60"),
)

#: What the agents of a town report to OCS: chassis types are lost there.
TOWN_COMPUTERS: Final = (
    Model("Dell Inc.", "Latitude 5400", (), 2019, 2020, 60, 7),
    Model("Dell Inc.", "Latitude 3520", (), 2021, 2022, 55, 7),
    Model("LENOVO", "20UES0KX00", (), 2020, 2021, 35, 8),
    Model("LENOVO", "ThinkBook 15 G2 ITL", (), 2021, 2022, 30, 8),
    Model("HP", "HP ProBook 450 G7", (), 2020, 2021, 40),
    Model("HP", "HP EliteBook 830 G6", (), 2019, 2020, 18),
    Model("TOSHIBA", "SATELLITE PRO R50-C", (), 2015, 2016, 9, 9),
    Model("Microsoft Corporation", "Surface Pro 7", (), 2020, 2021, 6, 12),
    Model("Apple Inc.", "MacBookAir10,1", (), 2021, 2022, 5, 12),
    Model("Apple Inc.", "iMac21,1", (), 2021, 2023, 3, 12),
    Model("HP", "HP EliteDesk 800 G4 DM 35W", (), 2018, 2019, 45),
    Model("HP", "HP ProDesk 600 G5 SFF", (), 2019, 2020, 50),
    Model("Hewlett-Packard", "HP Compaq Elite 8300 SFF", (), 2012, 2013, 22),
    Model("Dell Inc.", "OptiPlex 7060", (), 2018, 2019, 35, 7),
    Model("Dell Inc.", "OptiPlex 3000", (), 2022, 2023, 30, 7),
    Model("FUJITSU", "ESPRIMO Q558", (), 2018, 2019, 16),
    Model("Dell Inc.", "Precision 5820 Tower", (), 2018, 2020, 6, 7),
    Model("Hewlett-Packard", "HP t520 Flexible Series TC", (), 2015, 2017, 12),
)
