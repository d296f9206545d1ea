"""The OCS export of the town: no chassis, no purchase, dates of BIOS written as in the United States."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from examples.catalogue import TOWN_COMPUTERS, Model, pick
from examples.dice import Dice
from examples.tables import ocs_csv

#: The last header has no column under it: an oddity of OCS reports.
HEADER: Final = (
    "Account info : TAG", "Dernier inventaire", "Machine", "Id de la machine", "Utilisateur connecté",
    "Systeme", "RAM (Mo)", "CPU (MHz)", "Domaine", "Version du système", "Service pack", "Type de processeur",
    "Description", "Archiver", "Fabricant", "Numéro de série", "Modèle", "Date BIOS", "Architecture",
    "Catégorie d'Actifs", "ARCHIVER",
)  # fmt: skip
TAGS: Final = {
    "MAIRIE-DG": 4.0, "MAIRIE-RH": 8.0, "MAIRIE-FIN": 8.0, "MAIRIE-ETATCIVIL": 9.0, "MAIRIE-URBA": 9.0,
    "MAIRIE-COM": 5.0, "DSI": 6.0, "CTM": 14.0, "CCAS": 11.0, "POLICE-MUNICIPALE": 8.0, "MEDIATHEQUE": 14.0,
    "SPORTS": 5.0, "CULTURE": 5.0, "ECOLES": 30.0, "NA": 6.0,
}  # fmt: skip
DARWIN: Final = (
    "Darwin Kernel Version 23.6.0: Mon Jul 29 21:14:30 PDT 2024; root:xnu-10063.141.2~1/RELEASE_ARM64"
)
FACTORY: Final = (
    ("To Be Filled By O.E.M.", "To Be Filled By O.E.M.", "To Be Filled By O.E.M."),
    ("ASUSTeK COMPUTER INC.", "System Product Name", "System Serial Number"),
    ("Gigabyte Technology Co., Ltd.", "H310M H", "Default string"),
    ("", "", ""),
)
#: Maker, model, serial number (blank to draw one), system, day of the BIOS; none is a device of its own.
VIRTUAL: Final = (
    ("VMware, Inc.", "VMware Virtual Platform", "", "Microsoft Windows Server 2019 Standard", "11/12/2020"),
    ("VMware, Inc.", "VMware7,1", "", "Microsoft Windows Server 2022 Standard", "12/01/2023"),
    ("Microsoft Corporation", "Virtual Machine", "", "Microsoft Windows Server 2016 Standard", "05/18/2018"),
    (
        "QEMU",
        "Standard PC (Q35 + ICH9, 2009)",
        "Not Specified",
        "Debian GNU/Linux 12 (bookworm)",
        "04/01/2014",
    ),
)
SERVERS: Final = (
    ("HPE", "ProLiant DL380 Gen10", 2019), ("HPE", "ProLiant DL380 Gen10", 2019),
    ("HPE", "ProLiant DL380 Gen10", 2020), ("Dell Inc.", "PowerEdge R440", 2020),
    ("HP", "ProLiant ML350 Gen9", 2015), ("Dell Inc.", "PowerEdge T330", 2017),
)  # fmt: skip
Columns = dict[str, str]


def _seen(dice: Dice, first: date, last: date) -> str:
    return f"{dice.day(first, last)} {dice.between(7, 18):02d}:{dice.below(60):02d}:{dice.below(60):02d}"


def _row(dice: Dice, number: int, name: str, tag: str) -> Columns:
    return {
        "Account info : TAG": tag,
        "Dernier inventaire": _seen(dice, date(2025, 11, 17), date(2026, 1, 8)),
        "Machine": name,
        "Id de la machine": str(number),
        "Domaine": "ville.exemple",
    }


def _windows(dice: Dice, model: Model) -> Columns:
    eleven = model.first > 2019 or dice.chance(0.4)
    return {
        "Systeme": f"Microsoft Windows {11 if eleven else 10} Professionnel",
        "RAM (Mo)": dice.pick(("8192", "8192", "16384")) if model.first > 2015 else "4096",
        "CPU (MHz)": dice.pick(("1600", "1800", "2400", "3000", "3200")),
        "Version du système": "10.0.22631" if eleven else "10.0.19045",
        "Type de processeur": f"Intel(R) Core(TM) i5-{dice.pick(('8500', '9500', '10210U', '1135G7'))}",
        "Architecture": "x64-based PC",
    }


def _mac() -> Columns:
    return {
        "Systeme": "macOS",
        "RAM (Mo)": "0",
        "CPU (MHz)": "3200",
        "Version du système": "14.6.1 (23G93)",
        "Service pack": DARWIN,
        "Type de processeur": "Apple M1",
        "Architecture": "arm64",
    }


def _computer(dice: Dice, number: int) -> Columns:
    model = pick(dice, TOWN_COMPUTERS)
    apple = model.maker.startswith("Apple")
    built = model.bought(dice) - timedelta(days=dice.between(20, 90))
    row = _row(dice, number, f"VIL-PC{number:04d}", dice.weighted(TAGS))
    row |= _mac() if apple else _windows(dice, model)
    row |= {
        "Utilisateur connecté": f"agent-{dice.between(1, 640):04d}" if dice.chance(0.9) else "",
        "Fabricant": model.maker,
        "Modèle": model.name,
        "Numéro de série": dice.serial(model.serial_length),
        "Date BIOS": "" if apple else f"{built:%m/%d/%Y}",
    }
    return row


def _virtual(dice: Dice, number: int, rank: int) -> Columns:
    maker, model, serial, system, bios = VIRTUAL[rank % len(VIRTUAL)]
    groups = " ".join(f"{dice.below(256):02x}" for _ in range(16))
    drawn = (
        f"VMware-{groups}"
        if maker.startswith("VMware")
        else "-".join(str(dice.between(1000, 9999)) for _ in "12345")
    )
    return _row(dice, number, f"VIL-SRV{number:04d}", "DSI") | {
        "Systeme": system,
        "RAM (Mo)": dice.pick(("4096", "8192", "16384")),
        "CPU (MHz)": "2300",
        "Type de processeur": "Intel(R) Xeon(R) Silver 4210 CPU @ 2.20GHz",
        "Fabricant": maker,
        "Modèle": model,
        "Numéro de série": serial or drawn,
        "Date BIOS": bios,
    }


def _server(dice: Dice, number: int, rank: int) -> Columns:
    maker, model, year = SERVERS[rank]
    return _row(dice, number, f"VIL-HOTE{rank + 1:02d}", "DSI") | {
        "Systeme": "Microsoft Windows Server 2019 Datacenter",
        "RAM (Mo)": "131072",
        "CPU (MHz)": "2200",
        "Type de processeur": "Intel(R) Xeon(R) Silver 4210 CPU @ 2.20GHz",
        "Fabricant": maker,
        "Modèle": model,
        "Numéro de série": dice.serial(10),
        "Date BIOS": f"{dice.day(date(year, 2, 1), date(year, 11, 30)):%m/%d/%Y}",
    }


def _spoil(dice: Dice, rows: list[Columns]) -> None:
    """Faults of real exports, each on lines of its own."""
    lines = dice.shuffled([row for row in rows if "Windows" in row["Systeme"]])
    for row in lines[0:11]:
        row |= dict(zip(("Fabricant", "Modèle", "Numéro de série"), dice.pick(FACTORY), strict=True))
    for row in lines[11:29]:
        row["Dernier inventaire"] = _seen(dice, date(2023, 1, 9), date(2024, 9, 27))
    lines[29]["Description"] = 'PC "accueil" état civil'
    lines[30]["Description"] = 'ancien poste "DRH"; à rendre'
    for row in lines[31:37]:
        row["Description"] = dice.pick(("prêt", "poste de secours", "salle de formation", "élus"))


def ocs_export() -> bytes:
    """``ocs_export.csv``."""
    dice = Dice("ville/ocs_export")
    rows = [_computer(dice, number) for number in range(1, 464)]
    _spoil(dice, rows)
    twice = dice.shuffled([row for row in rows if row["Numéro de série"].isalnum()])[0:9]
    for number, row in enumerate(twice, start=464):
        again = {
            "Id de la machine": str(number),
            "Machine": f"VIL-PC{number:04d}",
            "Utilisateur connecté": "",
        }
        rows.append(row | again | {"Dernier inventaire": _seen(dice, date(2024, 3, 4), date(2025, 6, 27))})
    rows += [_virtual(dice, number, rank) for rank, number in enumerate(range(473, 491))]
    rows += [_server(dice, number, rank) for rank, number in enumerate(range(491, 497))]
    recent_first = sorted(rows, key=lambda row: row["Dernier inventaire"], reverse=True)
    width = len(HEADER) - 1
    return ocs_csv(HEADER, [[row.get(name, "") for name in HEADER[:width]] for row in recent_first])
