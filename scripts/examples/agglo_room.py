"""The hand-made file of the agglomeration's network, servers, storage, power, cameras and printers."""

from __future__ import annotations

from datetime import date
from typing import Final, NamedTuple

from examples.agglo_glpi import SEAT, SERVERS_IN_BOTH
from examples.dice import Dice
from examples.tables import french, sheet_csv

HEADER: Final = (
    "Site", "Désignation", "Marque", "Modèle", "N° de série", "Qté", "Date d'achat", "Prix HT (€)", "kWh/an",
    "Observations",
)  # fmt: skip
SITES: Final = (
    SEAT, "Centre technique", "Médiathèque centrale", "Conservatoire", "Centre aquatique", "Pôle mobilités",
    "Maison de la petite enfance", "Pépinière d'entreprises", "Station d'épuration", "Déchèterie nord",
)  # fmt: skip


class Spec(NamedTuple):
    """Lines to write for one model; ``kwh`` is measured at the plug, 0 when nobody measured it."""

    designation: str
    maker: str
    model: str
    sites: tuple[str, ...]
    quantities: tuple[int, int]
    years: tuple[int, int]
    price: float
    kwh: float = 0.0
    remark: str = ""


ROOM: Final = (SEAT,)
TWO_ROOMS: Final = (SEAT, "Centre technique")
VIDEO_SITES: Final = ("Pôle mobilités", "Déchèterie nord", "Centre aquatique")
SPECS: Final = (
    Spec("Cœur de réseau", "HPE Aruba", "Aruba 5406R zl2", ROOM, (1, 1), (2018, 2018), 9850.0, 2102.4),
    Spec("Switch 48 ports PoE", "HPE Aruba", "Aruba 2930F 48G PoE+", SITES[:6], (2, 6), (2018, 2021), 2145.5),
    Spec("Switch 48 ports PoE", "Cisco", "Catalyst 9200L-48P-4G", SITES[2:4], (1, 3), (2022, 2024), 2890.0),
    Spec("Switch 24 ports", "HPE Aruba", "Aruba 2530-24G J9776A", SITES[4:], (1, 2), (2015, 2018), 640.0),
    Spec("Mini switch bureau", "NETGEAR", "GS108", SITES[:5], (2, 7), (2016, 2023), 39.9, 0.0, "dépannage"),
    Spec("Borne WiFi", "HPE Aruba", "AP-515", SITES[:8], (3, 14), (2020, 2023), 415.75),
    Spec("Contrôleur WiFi", "HPE Aruba", "7205", ROOM, (1, 1), (2020, 2020), 6400.0),
    Spec("Routeur 4G", "Teltonika", "RUT241", SITES[7:], (1, 1), (2021, 2023), 168.0, 0.0, "secours fibre"),
    Spec("Box Internet", "Orange", "Livebox Pro V4", SITES[7:], (1, 1), (2019, 2021), 0.0),
    Spec("Pare-feu", "Stormshield", "SN710", ROOM, (1, 1), (2021, 2021), 7250.0, 788.4),
    Spec("Pare-feu", "Stormshield", "SN710", SITES[1:2], (1, 1), (2021, 2021), 7250.0, 0.0, "secours"),
    Spec("Pare-feu", "Fortinet", "FortiGate 60F", SITES[7:9], (1, 1), (2022, 2022), 720.0),
    Spec("Serveur ESX", "HPE", "ProLiant DL380 Gen10", ROOM * 2, (1, 1), (2019, 2020), 11320.4, 3153.6),
    Spec("Serveur", "HPE", "ProLiant DL360 Gen9", ROOM * 2, (1, 1), (2016, 2016), 6120.0, 2277.6, "à sortir"),
    Spec("Serveur vidéo", "Dell", "PowerEdge T440", VIDEO_SITES[:2], (1, 1), (2020, 2020), 4210.0),
    Spec("Baie de stockage SAN", "NetApp", "FAS2720", ROOM, (1, 1), (2020, 2020), 28400.0, 4204.8),
    Spec("NAS de sauvegarde", "Synology", "RS3621xs+", SITES[1:2], (1, 1), (2021, 2021), 6890.0, 1401.6),
    Spec("Bibliothèque de bandes", "HPE", "MSL2024 LTO-7", ROOM, (1, 1), (2017, 2017), 5400.0),
    Spec("Commutateur fibre SAN", "Brocade", "G610", ROOM, (2, 2), (2020, 2020), 5150.0),
    Spec("Onduleur", "Eaton", "9PX 6000i", ROOM * 2, (1, 1), (2018, 2018), 3480.0, 1226.4),
    Spec("Onduleur", "APC", "Smart-UPS SMT1500RMI2U", SITES[1:6], (1, 1), (2016, 2022), 890.0, 262.8),
    Spec("Onduleur", "APC", "Back-UPS 700", SITES[6:], (1, 2), (2015, 2019), 95.0),
    Spec("Bandeau de prises (PDU)", "APC", "AP8853", ROOM, (6, 6), (2018, 2018), 610.0),
    Spec("Baie 42U", "", "", TWO_ROOMS, (1, 4), (2014, 2018), 1150.0),
    Spec("KVM", "ATEN", "CL5708", ROOM, (1, 1), (2012, 2012), 980.0, 0.0, "HS"),
    Spec("Module SFP+ 10 Gb", "HPE Aruba", "J9150D", ROOM, (24, 24), (2018, 2018), 210.0),
    Spec("Licence VMware vSphere Standard", "VMware", "", ROOM, (6, 6), (2019, 2019), 1450.0),
    Spec("Contrat de maintenance serveurs 5 ans", "Dell", "", ROOM, (1, 1), (2021, 2021), 8900.0),
    Spec("Caméra IP", "Axis", "P3245-LVE", VIDEO_SITES, (4, 11), (2020, 2023), 560.0),
    Spec("Système de visioconférence", "Logitech", "Rally Bar", ROOM, (3, 3), (2022, 2022), 2990.0),
    Spec("Copieur A3", "Konica Minolta", "bizhub C360i", SITES[:8], (1, 3), (2021, 2024), 0, 0, "location"),
    Spec("Imprimante laser", "HP", "LaserJet Pro M404dn", SITES[:7], (2, 9), (2019, 2023), 229.0),
    Spec("Imprimante multifonction A4", "Brother", "MFC-L5750DW", SITES[:6], (1, 4), (2018, 2021), 389.0),
    Spec("Imprimante étiquettes", "Zebra", "GK420d", ("Médiathèque centrale",), (4, 4), (2018, 2018), 340.0),
    Spec("Traceur A0", "HP", "DesignJet T830", TWO_ROOMS, (1, 1), (2017, 2019), 5600.0),
    Spec("Scanner de documents", "Fujitsu", "fi-7160", ROOM, (5, 5), (2019, 2019), 780.0),
    Spec("Borne de consultation", "", "", ("Médiathèque centrale",), (3, 3), (2018, 2018), 2400.0),
)  # fmt: skip


def _written_day(dice: Dice, day: date) -> str:
    return dice.weighted({f"{day:%d/%m/%Y}": 60.0, f"{day:%m/%Y}": 18.0, f"{day.year}": 17.0, "": 5.0})


def _line(dice: Dice, spec: Spec, site: str, serial: str = "") -> tuple[list[str], int, float]:
    quantity = dice.between(*spec.quantities)
    day = dice.day(date(spec.years[0], 2, 1), date(spec.years[1], 11, 30))
    alone = quantity == 1 and bool(spec.model) and "Box" not in spec.designation
    cost = spec.price * quantity
    cells = [
        site,
        spec.designation,
        spec.maker,
        spec.model,
        serial or (dice.serial(10) if alone else ""),
        str(quantity),
        _written_day(dice, day),
        f"{french(cost)} €" if cost else "",
        french(spec.kwh, 1) if spec.kwh and alone else "",
        spec.remark,
    ]
    return cells, quantity, cost


def network_and_servers() -> bytes:
    """``reseau_serveurs.csv``: titles above, a total below, in the encoding of an old spreadsheet."""
    dice = Dice("agglo-demo/reseau_serveurs")
    lines = [_line(dice, spec, site) for spec in SPECS for site in spec.sites]
    for _, (model, serial) in SERVERS_IN_BOTH.items():
        host = Spec("Serveur ESX", "Dell", model, ROOM, (1, 1), (2021, 2021), 9980.0, 2890.8)
        lines.append(_line(dice, host, SEAT, serial))
    blank = [""] * len(HEADER)
    title = [
        "Réseau, serveurs, stockage, vidéo et impression – CA du Val-Fictif (exemple imaginaire)",
        *blank[1:],
    ]
    dated = ["Mis à jour le 14/01/2026 par la direction des systèmes d'information", *blank[1:]]
    total = list(blank)
    total[0], total[5], total[7] = (
        "TOTAL",
        str(sum(q for _, q, _ in lines)),
        f"{french(sum(c for *_, c in lines))} €",
    )
    rows = [title, dated, blank, list(HEADER), *(cells for cells, _, _ in lines), blank, total]
    return sheet_csv(rows, encoding="cp1252")
