"""A fictional town just above the threshold of the law: an OCS export and a hand-made list."""

from __future__ import annotations

from typing import Final

from examples.dice import Dice
from examples.tables import UTF8_BOM, profile, sheet_csv, uses_csv
from examples.ville_ocs import ocs_export

HEADER: Final = ("Service", "Matériel", "Marque", "Modèle", "Quantité", "Mise en service", "Observations")
SERVICES: Final = {
    "Direction générale": 12, "Ressources humaines": 24, "Finances": 26, "État civil": 28, "Urbanisme": 28,
    "Communication": 16, "Informatique": 20, "Centre technique municipal": 40, "CCAS": 34,
    "Police municipale": 24, "Médiathèque": 44, "Sports": 14, "Culture": 14, "Écoles": 46,
}  # fmt: skip
SCREENS: Final = {
    ("Écran 24 pouces", "Dell", "P2419H", 2019, 2021): 34.0,
    ('Écran 24"', "Iiyama", "ProLite XUB2492HSU", 2020, 2023): 28.0,
    ("Écran 22 pouces", "HP", "E223", 2018, 2020): 18.0,
    ("écran 19p", "Acer", "V193", 2009, 2012): 9.0,
    ("Écran 27 pouces", "Dell", "U2719D", 2019, 2022): 6.0,
    ("Écran", "", "", 2014, 2019): 5.0,
}
PRINTERS: Final = {
    ("Imprimante laser", "HP", "LaserJet Pro M404dn", 2019, 2022): 30.0,
    ("Imprimante laser", "Kyocera", "ECOSYS P3155dn", 2020, 2023): 20.0,
    ("Imprimante multifonction", "Brother", "MFC-L6800DW", 2018, 2021): 20.0,
    ("Imprimante jet d'encre", "Epson", "WorkForce Pro WF-5690", 2015, 2018): 8.0,
}
#: Lines that belong to one service: service, thing, maker, model, quantity, start of service, remark.
SINGLES: Final = (
    ("Communication", "Écran 32 pouces", "BenQ", "PD3200U", "2", "03/2021", "PAO"),
    ("Urbanisme", "Traceur A0", "Canon", "imagePROGRAF TM-300", "1", "2020", ""),
    ("État civil", "Imprimante à tickets", "Epson", "TM-T88V", "2", "2017", "file d'attente"),
    ("État civil", "Borne interactive", "", "", "1", "2022", "accueil"),
    ("Police municipale", "Terminal de verbalisation", "Zebra", "TC25", "9", "2021", "PVE"),
    ("Médiathèque", "Scanner", "Epson", "Perfection V600", "2", "2014", ""),
    ("Médiathèque", "Télévision 55 pouces", "Samsung", "QE55Q60", "2", "2022", ""),
    ("Médiathèque", "Clavier et souris", "Logitech", "MK270", "30", "", "réserve"),
    ("Direction générale", "Vidéoprojecteur", "Epson", "EB-FH52", "1", "2021", ""),
    ("Écoles", "VPI", "Epson", "EB-1485Fi", "22", "2019 à 2021", "une par classe"),
    ("Écoles", "ENI 65 pouces", "SMART", "Board MX265", "6", "2023", ""),
)
USES: Final = (
    ("Tous les services", "email", "1 450 000", "courriels", "mesuré"),
    ("Tous les services", "cloud_storage", "17 800", "Go.an", "mesuré"),
    ("Tous les services", "printed_sheet", "2 640", "ramettes", "mesuré"),
    ("Tous les services", "visio_hour", "6 900", "heures", "déclaré"),
    ("Tous les services", "data_gb_mobile", "4 320", "Go", "mesuré"),
    ("Tous les services", "line_mobile", "184", "lignes", "mesuré"),
    ("Bâtiments", "line_fibre", "52", "lignes", "mesuré"),
    ("Bâtiments", "line_copper", "37", "lignes", "mesuré"),
    ("Communication", "web_page", "1 320 000", "pages", "mesuré"),
    ("Tous les services", "llm_medium", "28 000", "requêtes", "déclaré"),
    ("Informatique", "vm_small", "6", "machines", "déclaré"),
)


def _day(dice: Dice, first: int, last: int) -> str:
    year, month = dice.between(first, last), dice.between(1, 12)
    day = f"{dice.between(1, 28):02d}/{month:02d}/{year}"
    return dice.weighted({str(year): 45.0, f"{month:02d}/{year}": 25.0, day: 22.0, "": 8.0})


def screens_and_printers() -> bytes:
    """``ecrans_imprimantes.csv``: lots by service, and a total under the table."""
    dice = Dice("ville/ecrans_imprimantes")
    rows: list[tuple[str, ...]] = []
    for service, screens in SERVICES.items():
        left = screens
        while left > 0:
            thing, maker, model, first, last = dice.weighted(SCREENS)
            lot = min(left, dice.between(3, 18))
            left -= lot
            quantity = dice.weighted({str(lot): 85.0, f"x{lot}": 8.0, f"{lot} écrans": 7.0})
            rows.append((service, thing, maker, model, quantity, _day(dice, first, last), ""))
        thing, maker, model, first, last = dice.weighted(PRINTERS)
        count = str(dice.between(1, 6))
        rows.append((service, thing, maker, model, count, _day(dice, first, last), ""))
        if screens > 20:
            copiers = str(dice.between(1, 3))
            model = dice.pick(("IM C3000", "IM C4500"))
            rows.append((service, "Copieur", "Ricoh", model, copiers, _day(dice, 2020, 2023), "location"))
    rows += SINGLES
    total = ("TOTAL écrans", "", "", "", str(sum(SERVICES.values())), "", "")
    title = ("Écrans, impression et divers – ville imaginaire de Rivemorte", *[""] * 6)
    return sheet_csv([title, HEADER, *rows, total], encoding=UTF8_BOM)


def files() -> dict[str, bytes]:
    """Files of ``ville``, by name."""
    inventory = {"ocs_export.csv": ocs_export(), "ecrans_imprimantes.csv": screens_and_printers()}
    about = profile(
        presentation="Ville de Rivemorte, commune imaginaire de 52 300 habitants : 640 agents, un export "
        "OCS, une liste faite main et un fichier d'usages.",
        siren="999999931",
        name="Commune de Rivemorte",
        kind="commune",
        type="commune",
        population=52_300,
        population_municipal=51_100,
        agents=640,
        files=list(inventory),
        uses="usages.csv",
    )
    return {"profil.json": about, **inventory, "usages.csv": uses_csv(USES)}
