"""The two GLPI exports of the agglomeration: computers and monitors, with the usual mess."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Final

from examples.catalogue import COMPUTERS, MONITORS, OLD_COMPUTERS, PANELS, Model, pick
from examples.dice import Dice
from examples.tables import quoted_csv

ENTITY: Final = "Entité racine > CA du Val-Fictif"
SEAT: Final = "Hôtel d'agglomération"
#: Places of GLPI, each with its share of the staff.
PLACES: Final = {
    f"{SEAT} > Direction générale": 3.0,
    f"{SEAT} > Finances": 6.0,
    f"{SEAT} > Ressources humaines": 6.0,
    f"{SEAT} > Commande publique": 3.0,
    f"{SEAT} > Systèmes d'information": 6.0,
    f"{SEAT} > Communication": 3.0,
    f"{SEAT} > Aménagement et urbanisme": 8.0,
    f"{SEAT} > Développement économique": 4.0,
    f"{SEAT} > Habitat": 4.0,
    "Centre technique > Eau et assainissement": 13.0,
    "Centre technique > Déchets": 10.0,
    "Centre technique > Bâtiments et voirie": 7.0,
    "Pôle mobilités > Transports": 4.0,
    "Médiathèque centrale > Lecture publique": 9.0,
    "Conservatoire > Enseignement artistique": 4.0,
    "Centre aquatique > Sports": 5.0,
    "Maison de la petite enfance > Petite enfance": 5.0,
}
#: Rack servers that GLPI lists too: name → model and serial number, the same as in the file of the network.
SERVERS_IN_BOTH: Final = {
    "VF-ESX01": ("PowerEdge R740", "7K2F4C3"),
    "VF-ESX02": ("PowerEdge R740", "7K2G4C3"),
    "VF-ESX03": ("PowerEdge R740", "7K2H4C3"),
    "VF-SAUV01": ("PowerEdge R540", "B8T0R93"),
}
COMPUTER_HEADER: Final = (
    "Nom", "Entité", "Statut", "Fabricant", "Numéro de série", "Type", "Modèle",
    "Système d'exploitation - Nom", "Lieu", "Dernière modification", "Usager", "Numéro d'inventaire",
    "Date d'achat", "Date de mise en service",
)  # fmt: skip
MONITOR_HEADER: Final = (
    "Nom", "Entité", "Statut", "Fabricant", "Lieu", "Type", "Modèle", "Numéro de série", "Usager", "Taille",
    "Date d'achat",
)  # fmt: skip
STATUSES: Final = {"En service": 84.5, "En stock": 3.5, "Réformé": 6.0, "En panne": 1.5, "": 4.5}
FACTORY_SERIALS: Final = ("To be filled by O.E.M.", "System Serial Number", "Default string", "0000000000")
#: Serial number that the EDID of badly programmed monitors gives.
EMPTY_EDID: Final = "16843009"
#: Day written on everything when the former list was taken over.
TAKEN_OVER: Final = date(2019, 1, 1)
Columns = dict[str, str]


def glpi_date(day: date) -> str:
    """A date in the user's format, DD-MM-YYYY."""
    return f"{day:%d-%m-%Y}"


def system_of(model: Model, bought: date) -> str:
    """The operating system found on a computer."""
    if model.maker.startswith("Apple"):
        return "macOS 14.7"
    if "Thin Client" in model.name:
        return "HP ThinPro 8"
    if bought.year < 2012:
        return "Microsoft Windows 7 Professionnel"
    return f"Microsoft Windows {11 if bought.year > 2020 else 10} Professionnel"


def _computer(dice: Dice, number: int, model: Model) -> Columns:
    bought = model.bought(dice)
    status = dice.weighted(STATUSES)
    kept = status in ("En service", "En panne", "")
    used = bought + timedelta(days=dice.between(8, 70))
    row = {
        "Nom": f"VF-{'P' if model.types[0] in ('Notebook', 'Laptop') else 'F'}{number:04d}",
        "Entité": ENTITY,
        "Statut": status,
        "Fabricant": model.maker,
        "Numéro de série": dice.serial(model.serial_length),
        "Type": dice.pick(model.types),
        "Modèle": model.name,
        "Système d'exploitation - Nom": system_of(model, bought),
        "Lieu": dice.weighted(PLACES) if kept else f"{SEAT} > Réserve informatique",
        "Dernière modification": _seen(dice, kept=kept),
        "Usager": f"agent-{dice.between(1, 900):04d}" if kept and dice.chance(0.88) else "",
        "Numéro d'inventaire": f"{bought.year}-{number:05d}" if dice.chance(0.9) else "",
        "Date d'achat": glpi_date(bought) if dice.chance(0.85) else "",
        "Date de mise en service": glpi_date(used) if dice.chance(0.5) and used.year < 2026 else "",
    }
    if TAKEN_OVER.year - 8 < bought.year <= TAKEN_OVER.year and dice.chance(0.55):
        row |= {"Date d'achat": glpi_date(TAKEN_OVER), "Date de mise en service": ""}
    return row


def _seen(dice: Dice, *, kept: bool) -> str:
    day = (
        dice.day(date(2025, 11, 3), date(2026, 1, 13))
        if kept
        else dice.day(date(2023, 1, 9), date(2025, 6, 30))
    )
    return f"{glpi_date(day)} {dice.between(7, 18):02d}:{dice.below(60):02d}"


def _virtual_machine(dice: Dice, number: int) -> Columns:
    groups = " ".join(f"{dice.below(256):02x}" for _ in range(16))
    role = dice.pick(("SIG", "RH", "FIN", "WEB", "SQL", "AD", "GED", "PRINT", "TEST", "ELUS"))
    return {
        "Nom": f"VF-{role}{number:02d}",
        "Entité": ENTITY,
        "Statut": dice.pick(("En service", "En service", "")),
        "Fabricant": "VMware, Inc.",
        "Numéro de série": f"VMware-{groups[:23]}-{groups[24:]}",
        "Type": "VMware",
        "Modèle": dice.pick(("VMware Virtual Platform", "VMware7,1", "VMware20,1")),
        "Système d'exploitation - Nom": dice.pick(
            ("Microsoft Windows Server 2019 Standard", "Microsoft Windows Server 2022 Standard",
             "Debian GNU/Linux 12 (bookworm)")
        ),
        "Lieu": f"{SEAT} > Systèmes d'information",
        "Dernière modification": _seen(dice, kept=True),
    }  # fmt: skip


def _rack_server(dice: Dice, name: str) -> Columns:
    model, serial = SERVERS_IN_BOTH[name]
    return {
        "Nom": name,
        "Entité": ENTITY,
        "Statut": "En service",
        "Fabricant": "Dell Inc.",
        "Numéro de série": serial,
        "Type": "Rack Mount Chassis",
        "Modèle": model,
        "Système d'exploitation - Nom": "VMware ESXi 7.0.3",
        "Lieu": f"{SEAT} > Systèmes d'information",
        "Dernière modification": _seen(dice, kept=True),
    }


def _again(dice: Dice, row: Columns, number: int) -> Columns:
    """The same computer after a new installation: another name, the serial number in small letters."""
    return row | {
        "Nom": f"VF-R{number:04d}",
        "Statut": "",
        "Numéro de série": row["Numéro de série"].lower(),
        "Numéro d'inventaire": "",
        "Date d'achat": "",
        "Date de mise en service": "",
        "Dernière modification": _seen(dice, kept=True),
    }


def _spoil_computers(dice: Dice, rows: list[Columns]) -> None:
    """Faults of real exports, each on lines of its own."""
    lines = dice.shuffled([row for row in rows if row["Statut"] == "En service"])
    for row in lines[0:14]:
        row["Numéro de série"] = dice.pick(FACTORY_SERIALS)
    for row in lines[14:18]:
        row |= {"Fabricant": "To Be Filled By O.E.M.", "Modèle": "To Be Filled By O.E.M.", "Type": "Desktop"}
        row["Numéro de série"] = "To Be Filled By O.E.M."
    for row in lines[18:30]:
        row |= {"Fabricant": "", "Modèle": "", "Numéro de série": ""}
    for row in lines[30:33]:
        row |= {"Fabricant": "", "Modèle": "", "Type": "", "Système d'exploitation - Nom": ""}
    elitebooks = [row for row in lines[33:] if "EliteBook" in row["Modèle"]]
    for row in elitebooks[0:3]:
        row["Type"] = "Desktop"
    for row in elitebooks[3:7]:
        row["Modèle"] = f"HP {row['Modèle']}"
    bought_late = [row for row in lines[33:] if row["Modèle"] == "Latitude 5450"]
    for row in bought_late[0:5]:
        late = glpi_date(dice.day(date(2026, 1, 5), date(2026, 1, 13)))
        row |= {"Date d'achat": late, "Date de mise en service": ""}
    others = [row for row in lines[33:] if row["Modèle"] == "OptiPlex 3070" and row["Numéro d'inventaire"]]
    for old, new in (others[0:2], others[2:4]):
        new["Numéro d'inventaire"] = old["Numéro d'inventaire"]


def computers() -> bytes:
    """``glpi_ordinateurs.csv``."""
    dice = Dice("agglo-demo/glpi_ordinateurs")
    rows = [_computer(dice, number, pick(dice, COMPUTERS)) for number in range(1, 956)]
    _spoil_computers(dice, rows)
    for number in range(956, 962):
        old = _computer(dice, number, pick(dice, OLD_COMPUTERS)) | {"Statut": "En service"}
        rows.append(old)
    sound = dice.shuffled([r for r in rows if r["Statut"] == "En service" and r["Numéro de série"].isalnum()])
    rows += [_again(dice, row, number) for number, row in enumerate(sound[0:10], start=962)]
    rows += [_virtual_machine(dice, number) for number in range(1, 35)]
    rows += [_rack_server(dice, name) for name in SERVERS_IN_BOTH]
    return _export(COMPUTER_HEADER, rows, lambda row: row["Nom"])


def _monitor(dice: Dice) -> Columns:
    model = pick(dice, MONITORS)
    status = dice.weighted(STATUSES)
    kept = status in ("En service", "En panne", "")
    return {
        "Nom": model.name,
        "Entité": ENTITY,
        "Statut": status,
        "Fabricant": model.maker,
        "Lieu": dice.weighted(PLACES) if kept else f"{SEAT} > Réserve informatique",
        "Type": dice.pick(model.types),
        "Modèle": model.name,
        "Numéro de série": dice.serial(model.serial_length) if dice.chance(0.95) else "",
        "Usager": f"agent-{dice.between(1, 900):04d}" if kept and dice.chance(0.7) else "",
        "Taille": model.inches if dice.chance(0.7) else "",
        "Date d'achat": glpi_date(model.bought(dice)) if dice.chance(0.6) else "",
    }


def _other_screen(dice: Dice, maker: str, name: str, inches: str, place: str) -> Columns:
    return {
        "Nom": name,
        "Entité": ENTITY,
        "Statut": dice.pick(("En service", "En service", "")),
        "Fabricant": maker,
        "Lieu": place,
        "Modèle": name,
        "Numéro de série": dice.serial(11),
        "Taille": inches,
    }


def _internal_panel(dice: Dice) -> Columns:
    maker, name, inches = dice.pick(PANELS)
    panel = _other_screen(dice, maker, name, inches, dice.weighted(PLACES))
    return panel | {"Numéro de série": dice.pick(("", "00000000", "0"))}


def monitors(shared_serial: str) -> bytes:
    """``glpi_moniteurs.csv``; one screen carries by mistake the serial number of a computer."""
    dice = Dice("agglo-demo/glpi_moniteurs")
    rows = [_monitor(dice) for _ in range(900)]
    lines = dice.shuffled([row for row in rows if row["Statut"] == "En service"])
    for row in lines[0:6]:
        row["Numéro de série"] = EMPTY_EDID
    lines[6]["Numéro de série"] = shared_serial
    for row, again in zip(lines[7:12], lines[12:17], strict=True):
        again |= {**row, "Usager": "", "Statut": ""}
    rows += [_internal_panel(dice) for _ in range(29)]
    halls = ("Hôtel d'agglomération > Salles de réunion", "Médiathèque centrale > Lecture publique")
    rows += [_other_screen(dice, "Samsung", "QB55R", "54.60", dice.pick(halls)) for _ in range(7)]
    rows += [_other_screen(dice, "Iiyama North America", "PLT7504MIS", "75.00", halls[0]) for _ in range(3)]
    rows += [_other_screen(dice, "Seiko Epson Corporation", "EPSON PJ", "", halls[0]) for _ in range(4)]
    return _export(MONITOR_HEADER, dice.shuffled(rows), None)


def _export(header: tuple[str, ...], rows: list[Columns], key: Callable[[Columns], str] | None) -> bytes:
    ordered = sorted(rows, key=key) if key else rows
    return quoted_csv(header, [[row.get(name, "") for name in header] for row in ordered])


def serial_of_a_computer(export: bytes) -> str:
    """The serial number of the first Latitude in use of the computers' export."""
    for line in export.decode("utf-8").splitlines():
        cells = line.strip('";').split('";"')
        if cells[2] == "En service" and cells[6] == "Latitude 5430" and cells[4].isupper():
            return cells[4]
    raise ValueError("no Latitude in use")
