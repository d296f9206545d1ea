"""A fictional body that pools servers for its members: one G4IT file of physical equipment."""

from __future__ import annotations

from datetime import date
from typing import Final, NamedTuple

from examples.dice import Dice
from examples.tables import plain_csv, profile

HEADER: Final = (
    "nomEquipementPhysique", "modele", "quantite", "nomCourtDatacenter", "dateAchat", "dateRetrait", "type",
    "statut", "paysDUtilisation", "consoElecAnnuelle", "utilisateur", "nomSourceDonnee", "nomEntite",
    "nbCoeur",
)  # fmt: skip
#: Day of the extraction, written as a withdrawal on every line.
EXTRACTED: Final = date(2026, 1, 9)
#: Day written where the purchase was not known.
PLACEHOLDER: Final = "2018-01-01"
MEMBERS: Final = {
    "SYNDICAT": 6.0, "DEPARTEMENT": 3.0, "AGGLO NORD": 3.0, "CC DES SOURCES": 2.0, "CC DU LITTORAL": 2.0,
    "SDIS": 2.0, "COLLEGES": 3.0,
}  # fmt: skip
ROOMS: Final = {"DC-NORD": 60.0, "DC-SUD": 34.0, "HEBERGEUR": 6.0}
COUNTRIES: Final = {"France": 72.0, "FR": 28.0}
STATUSES: Final = {"In use": 82.0, "Retired": 8.0, "In stock": 6.0, "In maintenance": 2.0, "Missing": 2.0}


class Spec(NamedTuple):
    """Lines of one model: how many, and what varies; ``kwh`` is a yearly measure of one device."""

    kind: str
    model: str
    lines: int
    quantities: tuple[int, int]
    years: tuple[int, int]
    cores: int = 0
    kwh: int = 0


SPECS: Final = (
    Spec("Server", "HPE ProLiant DL380 Gen10", 34, (1, 1), (2018, 2021), 32, 3300),
    Spec("Server", "HPE ProLiant DL360 Gen10", 20, (1, 2), (2018, 2021), 24, 2600),
    Spec("Server", "HPE ProLiant DL380 Gen11", 12, (1, 1), (2023, 2025), 64, 3700),
    Spec("Server", "DELL PowerEdge R740", 22, (1, 1), (2018, 2020), 32, 3100),
    Spec("Server", "DELL POWEREDGE  R640", 14, (1, 2), (2018, 2020), 24),
    Spec("Server", "HP HP ProLiant BL460c Gen9", 12, (1, 8), (2015, 2017), 20),
    Spec("Server", "HPE BladeSystem c7000", 3, (1, 1), (2014, 2016)),
    Spec("Server", "Nutanix NX-3060-G7", 6, (3, 4), (2020, 2022), 32),
    Spec("Server", "IBM Power S914", 2, (1, 1), (2018, 2019), 8, 5200),
    Spec("Server", "VM", 16, (1, 24), (2018, 2024), 4),
    Spec("Server", "DATACENTER", 8, (1, 3), (2016, 2019)),
    Spec("Server", "SALLE SERVEUR", 5, (1, 2), (2014, 2018)),
    Spec("Storage", "NetApp AFF A250", 4, (1, 1), (2021, 2023), 0, 4800),
    Spec("Storage", "DELL PowerVault ME4024", 5, (1, 2), (2019, 2021)),
    Spec("Storage", "HPE StoreOnce 3640", 3, (1, 1), (2019, 2020)),
    Spec("Network Gear", "Cisco Nexus 93180YC-FX", 10, (1, 2), (2019, 2022)),
    Spec("IP Switch", "Cisco Catalyst 9300-48P", 14, (1, 12), (2019, 2023)),
    Spec("IP Switch", "HP ProCurve 2530-48G", 8, (1, 9), (2014, 2017)),
    Spec("Network Gear", "Fortinet FortiGate 600E", 4, (1, 2), (2020, 2021)),
    Spec("Network Gear", "BROCADE G620", 4, (2, 2), (2019, 2020)),
    Spec("Network Gear", "Aruba AP-505", 10, (4, 40), (2020, 2023)),
    Spec("IP Router", "Cisco ISR 4331", 8, (1, 3), (2017, 2020)),
    Spec("UPS", "Eaton 93PM 100kW", 2, (1, 1), (2017, 2017)),
    Spec("UPS", "APC Smart-UPS RT 5000", 5, (1, 2), (2015, 2019)),
    Spec("Personal Computer", "DELL LATITUDE 5420", 14, (1, 6), (2021, 2022)),
    Spec("Personal Computer", "HP EliteBook 840 G7", 10, (1, 4), (2020, 2021)),
    Spec("Personal Computer", "HP T640", 4, (1, 10), (2020, 2022)),
    Spec("Personal Computer", "APPLE iPad Air 4", 3, (1, 5), (2021, 2021)),
    Spec("Monitor", "DELL P2419H", 12, (1, 12), (2019, 2021)),
    Spec("Monitor", "Ã‰cran IIYAMA XUB2792QSU 27 pouces", 3, (1, 4), (2021, 2022)),
    Spec("Communication Device", "SAMSUNG Galaxy A53", 8, (1, 6), (2022, 2023)),
    Spec("Communication Device", "SAMSUNG Galaxy Tab A8", 2, (2, 6), (2022, 2022)),
    Spec("Printer", "KONICA MINOLTA BIZHUB C300i", 4, (1, 1), (2020, 2022)),
    Spec("Consumable", "HUB USB-C", 3, (2, 20), (2021, 2023)),
)  # fmt: skip
Columns = dict[str, str]


def _line(dice: Dice, spec: Spec) -> Columns:
    quantity = dice.between(*spec.quantities)
    bought = dice.day(date(spec.years[0], 1, 15), min(date(spec.years[1], 12, 10), date(2025, 12, 5)))
    dated = {bought.isoformat(): 74.0, f"{bought:%d/%m/%Y}": 4.0, PLACEHOLDER: 18.0, "": 4.0}
    room = spec.kind in ("Server", "Storage", "UPS") or "Nexus" in spec.model or "BROCADE" in spec.model
    measured = spec.kwh > 0 and quantity == 1 and dice.chance(0.6)
    return {
        "modele": spec.model,
        "quantite": str(quantity),
        "nomCourtDatacenter": dice.weighted(ROOMS) if room else "",
        "dateAchat": dice.weighted(dated),
        "dateRetrait": EXTRACTED.isoformat(),
        "type": spec.kind,
        "statut": dice.weighted(STATUSES),
        "paysDUtilisation": dice.weighted(COUNTRIES),
        "consoElecAnnuelle": str(round(spec.kwh * (0.8 + dice.below(41) / 100))) if measured else "",
        "nomSourceDonnee": "CMDB",
        "nomEntite": dice.weighted(MEMBERS),
        "nbCoeur": str(spec.cores) if spec.cores else "",
    }


def physical_equipment() -> bytes:
    """``equipementPhysique.csv``."""
    dice = Dice("syndicat/equipementPhysique")
    rows = dice.shuffled([_line(dice, spec) for spec in SPECS for _ in range(spec.lines)])
    servers = [row for row in rows if row["type"] == "Server" and row["statut"] == "In use"]
    for row, quantity in zip(servers[10:13], ("0", "-1", "v"), strict=True):
        row["quantite"] = quantity
    for row in servers[20:26]:
        row["dateAchat"] = dice.day(date(2026, 1, 12), date(2026, 11, 30)).isoformat()
    catalyst = [row for row in rows if row["modele"].startswith("Cisco Catalyst")]
    for row in catalyst[0:2]:
        row["type"] = "Server"
    tablets = _line(dice, Spec("Communication Device", "SAMSUNG Galaxy Tab A8", 1, (400, 400), (2022, 2022)))
    rows.insert(140, tablets | {"statut": "In use", "nomEntite": "COLLEGES", "dateAchat": "2022-08-29"})
    named = [row | {"nomEquipementPhysique": f"EQ-{number:05d}"} for number, row in enumerate(rows, start=1)]
    return plain_csv(HEADER, [[row.get(name, "") for name in HEADER] for row in named])


def files() -> dict[str, bytes]:
    """Files of ``syndicat``, by name."""
    about = profile(
        presentation="Syndicat mixte numérique des Quatre-Vallons-Rêvés, organisme imaginaire de "
        "mutualisation : 210 000 habitants desservis, 85 agents, deux salles de serveurs et un fichier G4IT.",
        siren="999999923",
        name="Syndicat mixte numérique des Quatre-Vallons-Rêvés",
        kind="union",
        type="",
        population=210_000,
        population_municipal=None,
        agents=85,
        files=["equipementPhysique.csv"],
        uses=None,
    )
    return {"profil.json": about, "equipementPhysique.csv": physical_equipment()}
