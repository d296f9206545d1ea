"""A fictional agglomeration of 120,000 inhabitants: lots by department, the room and the network, uses."""

from __future__ import annotations

from datetime import date
from typing import Final

from examples.dice import Dice
from examples.tables import UTF8_BOM, profile, sheet_csv, uses_csv

HEADER: Final = (
    "Direction", "Type de matériel", "Constructeur", "Modèle", "Nombre", "Année d'achat", "Situation",
    "Observations",
)  # fmt: skip
#: Agents with a computer, by department.
DEPARTMENTS: Final = {
    "Direction générale et assemblées": 42, "Finances et commande publique": 68, "Ressources humaines": 61,
    "Systèmes d'information": 54, "Communication": 24, "Urbanisme et habitat": 112,
    "Eau et assainissement": 138,
    "Déchets et propreté": 96, "Voirie et bâtiments": 127, "Mobilités": 63, "Développement économique": 41,
    "Transition écologique": 33, "Lecture publique": 104, "Culture et sports": 92, "Petite enfance": 58,
    "Emploi et cohésion": 37,
}  # fmt: skip
#: Thing, maker, model, first and last year → weight.
COMPUTERS: Final = {
    ("Ordinateur portable", "Lenovo", "ThinkPad T14 Gen 2", 2021, 2022): 30.0,
    ("Ordinateur portable", "Lenovo", "ThinkPad L14 Gen 4", 2023, 2025): 26.0,
    ("Portable", "HP", "EliteBook 840 G6", 2019, 2020): 18.0,
    ("Ordinateur fixe", "HP", "EliteDesk 800 G5", 2019, 2020): 16.0,
    ("UC", "Dell", "OptiPlex 3060", 2018, 2019): 8.0,
    ("Portable reconditionné", "Lenovo", "ThinkPad T490", 2024, 2025): 7.0,
    ("Station de travail", "HP", "Z2 Tower G5", 2020, 2022): 3.0,
}
SCREENS: Final = {
    ("Écran 24 pouces", "HP", "E24 G4", 2020, 2023): 45.0,
    ("Écran 24 pouces", "Philips", "243V7Q", 2018, 2020): 30.0,
    ('écran 27"', "Dell", "U2722D", 2021, 2024): 12.0,
    ("ecran 22p", "LG", "22MB35", 2014, 2016): 8.0,
}
TELEPHONES: Final = {
    ("Smartphone", "Samsung", "Galaxy A54", 2023, 2024): 40.0,
    ("Smartphone", "Fairphone", "Fairphone 4", 2022, 2023): 14.0,
    ("Smartphone durci", "Crosscall", "Core-Z5", 2022, 2023): 22.0,
    ("Tél. portable", "Nokia", "105", 2018, 2020): 10.0,
}
ROOM: Final = (
    ("Serveur de virtualisation", "Dell", "PowerEdge R740", "6", "2020", "en service", "salle A"),
    ("Serveur de virtualisation", "Dell", "PowerEdge R750", "4", "2023", "en service", "salle A"),
    ("Serveur", "HPE", "ProLiant DL380 Gen9", "5", "2016", "à l'arrêt", "à sortir, 2 encore branchés"),
    ("Baie de stockage", "NetApp", "FAS2750", "2", "2021", "en service", "salles A et B"),
    ("Sauvegarde", "HPE", "StoreOnce 3640", "1", "2020", "en service", "salle B"),
    ("Switch cœur", "Cisco", "Catalyst 9500", "2", "2022", "en service", ""),
    ("Switch 48 ports", "Cisco", "Catalyst 9200L-48P-4G", "74", "2021 à 2023", "en service", "50 sites"),
    ("Switch 24 ports", "HP", "ProCurve 2530-24G", "31", "2015", "en service", ""),
    ("Borne wifi", "Cisco", "Catalyst 9115AXI", "168", "2022", "en service", ""),
    ("Pare-feu", "Fortinet", "FortiGate 200F", "2", "2022", "en service", ""),
    ("Onduleur", "APC", "Smart-UPS SRT 8000", "3", "2019", "en service", ""),
    ("Copieur multifonction", "Ricoh", "IM C4500", "58", "2022", "en service", "location 5 ans"),
    ("Imprimante laser", "Lexmark", "MS521dn", "47", "2019", "en service", "à retirer"),
    ("Traceur", "Canon", "imagePROGRAF TM-300", "3", "2020", "en service", ""),
    ("Téléphone IP", "Alcatel-Lucent", "8028s", "690", "2018", "en service", ""),
    ("Caméra", "Axis", "P3245-LVE", "64", "2021", "en service", "déchèteries, parcs relais"),
    ("Capteur LoRa", "", "", "210", "2023", "en service", "niveau d'eau, remplissage"),
    ("Tablette", "Samsung", "Galaxy Tab Active3", "85", "2022", "en service", "eau, déchets"),
    ("Vidéoprojecteur", "Epson", "EB-FH52", "12", "2019", "en service", "salles de réunion"),
    ("Système de visioconférence", "Poly", "Studio X50", "9", "2022", "en service", ""),
    ("Ordinateur portable", "HP", "EliteBook 840 G3", "74", "2017", "réformé", "don et vente"),
    ("Écran", "", "", "52", "", "stock", "magasin"),
    ("Bornes wifi", "Cisco", "Aironet 1832", "?", "2017", "stock", "à compter"),
)
USES: Final = (
    ("Tous les services", "courriels", "3 150 000", "courriels", "mesuré"),
    ("Tous les services", "stockage", "96", "To.an", "mesuré"),
    ("Archives", "archivage", "34 000", "Go.an", "mesuré"),
    ("Tous les services", "papier", "4 100", "ramettes", "mesuré"),
    ("Tous les services", "visio", "31 000", "heures", "mesuré"),
    ("Tous les services", "données mobiles", "16 900", "Go", "mesuré"),
    ("Sites raccordés", "ligne fibre", "71", "lignes", "mesuré"),
    ("Ascenseurs et alarmes", "ligne cuivre", "44", "lignes", "mesuré"),
    ("Communication", "page vue", "4 800 000", "pages", "mesuré"),
    ("Systèmes d'information", "vm", "22", "machines", "mesuré"),
    ("Ressources humaines", "saas", "1 150", "utilisateurs", "mesuré"),
    ("Tous les services", "ia générative", "210 000", "requêtes", "déclaré"),
)
Models = dict[tuple[str, str, str, int, int], float]


def _lots(dice: Dice, department: str, units: int, models: Models) -> list[tuple[str, ...]]:
    """Lots of a department until ``units`` devices are written, as a manager remembers them."""
    rows: list[tuple[str, ...]] = []
    left = units
    while left > 0:
        thing, maker, model, first, last = dice.weighted(models)
        lot = min(left, dice.between(3, 22))
        left -= lot
        year = dice.between(first, last)
        month = dice.between(1, 12)
        bought = dice.weighted({f"{year}": 60.0, f"{month:02d}/{year}": 28.0, "": 12.0})
        state = dice.weighted({"en service": 75.0, "": 19.0, "EN SERVICE": 6.0})
        quantity = dice.weighted({f"{lot}": 90.0, f"{lot} u.": 5.0, f"x{lot}": 5.0})
        rows.append((department, thing, maker, model, quantity, bought, state, ""))
    return rows


def estate() -> bytes:
    """``parc_par_direction.csv``: computers, screens and telephones of every department."""
    dice = Dice("agglo-120/parc_par_direction")
    rows: list[tuple[str, ...]] = []
    for department, agents in DEPARTMENTS.items():
        rows += _lots(dice, department, agents + dice.between(2, 9), COMPUTERS)
        rows += _lots(dice, department, round(agents * 1.15), SCREENS)
        rows += _lots(dice, department, round(agents * 0.45), TELEPHONES)
    return sheet_csv([HEADER, *rows], encoding=UTF8_BOM)


def room() -> bytes:
    """``salle_reseau_impression.csv``: what the IT department keeps apart, with a date above the table."""
    dated = (f"Extraction du {date(2026, 1, 9):%d/%m/%Y}", *[""] * 7)
    rows = [("Systèmes d'information", *line) for line in ROOM]
    return sheet_csv([dated, HEADER, *rows], encoding="cp1252")


def files() -> dict[str, bytes]:
    """Files of ``agglo-120``, by name."""
    inventory = {"parc_par_direction.csv": estate(), "salle_reseau_impression.csv": room()}
    about = profile(
        presentation="Communauté d'agglomération des Trois-Rives-Songées, collectivité imaginaire de 120 000 "
        "habitants : 1 150 agents, deux listes tenues par lots et un fichier d'usages.",
        siren="999999956",
        name="Communauté d'agglomération des Trois-Rives-Songées",
        kind="epci",
        type="CA",
        population=120_000,
        population_municipal=117_900,
        agents=1_150,
        files=list(inventory),
        uses="usages.csv",
    )
    return {"profil.json": about, **inventory, "usages.csv": uses_csv(USES)}
