"""A fictional town of 12,000 inhabitants: one list kept by its only computer technician, and a few uses."""

from __future__ import annotations

from datetime import date
from typing import Final

from examples.dice import Dice
from examples.tables import profile, sheet_csv, uses_csv

HEADER: Final = (
    "Emplacement", "Matériel", "Marque", "Modèle", "N° de série", "Qté", "Acheté le", "État", "Remarque",
)  # fmt: skip
#: Computers of each place; the rest of its equipment follows from them.
PLACES: Final = {
    "Hôtel de ville - Accueil et état civil": 12, "Hôtel de ville - Finances": 9,
    "Hôtel de ville - Ressources humaines": 7, "Hôtel de ville - Urbanisme": 9,
    "Hôtel de ville - Direction générale": 6, "Communication": 4, "CCAS": 11, "Police municipale": 6,
    "Services techniques": 17, "Médiathèque": 10, "Multi-accueil": 5, "Sports et vie associative": 6,
}  # fmt: skip
#: Thing, maker, model, length of the serial number, first and last year → weight.
COMPUTERS: Final = {
    ("PC portable", "Dell", "Latitude 5420", 7, 2021, 2022): 34.0,
    ("PC portable", "HP", "ProBook 450 G8", 10, 2021, 2022): 22.0,
    ("Portable", "Lenovo", "ThinkPad L15", 8, 2020, 2021): 14.0,
    ("PC fixe", "Dell", "OptiPlex 3070", 7, 2019, 2020): 18.0,
    ("UC", "HP", "ProDesk 400 G5", 10, 2018, 2019): 14.0,
    ("PC", "Fujitsu", "Esprimo D556", 10, 2015, 2016): 6.0,
    ("PC portable reconditionné", "Dell", "Latitude 5490", 7, 2024, 2025): 9.0,
}
SCREENS: Final = {
    ("Écran 24", "Dell", "P2419H", 2019, 2021): 40.0,
    ("ecran 22 pouces", "HP", "E223", 2018, 2019): 22.0,
    ('Écran 24"', "Iiyama", "XUB2492HSU", 2020, 2023): 20.0,
    ("écran 19", "Samsung", "S19E450", 2014, 2015): 8.0,
}
#: Lots and single things: place, thing, maker, model, quantity, bought, state, remark.
LOTS: Final = (
    ("Hôtel de ville - Accueil et état civil", "Copieur", "Canon", "imageRUNNER C3326i", "2", "2022", "",
     "location"),
    ("CCAS", "Copieur", "Canon", "imageRUNNER C3326i", "1", "2022", "", "location"),
    ("Services techniques", "Copieur", "Canon", "imageRUNNER C3326i", "1", "06/2023", "", "location"),
    ("Médiathèque", "Copieur", "Canon", "imageRUNNER 2630i", "1", "2020", "", "location, public"),
    ("Services techniques", "Traceur", "HP", "DesignJet T520", "1", "2016", "", ""),
    ("Divers bureaux", "Imprimante", "HP", "LaserJet Pro M404dn", "14", "2019 à 2021", "", "à retirer"),
    ("Hôtel de ville - Accueil et état civil", "Scanner", "Fujitsu", "fi-7030", "2", "2019", "", ""),
    ("Tous services", "Smartphone", "Samsung", "Galaxy A33", "26", "2022", "", ""),
    ("Services techniques", "Smartphone", "Crosscall", "Core-X5", "11", "2023", "", "astreinte"),
    ("Tous services", "Téléphone fixe IP", "Alcatel-Lucent", "8018", "64", "2019", "", ""),
    ("Élus", "Tablette", "Apple", "iPad 9", "29", "07/2021", "", "conseil municipal"),
    ("Écoles", "PC portables", "HP", "ProBook x360 11 G5", "48", "2020", "", "3 classes mobiles"),
    ("Écoles", "PC fixe", "Acer", "Veriton X2665G", "17", "2018", "", "un par classe"),
    ("Écoles", "VPI", "Epson", "EB-685Wi", "15", "2017", "", ""),
    ("Écoles", "Écran interactif 75 pouces", "Promethean", "ActivPanel 9", "4", "2023", "", ""),
    ("Écoles", "Tablettes", "Samsung", "Galaxy Tab A7", "30", "2021", "", "4 écrans cassés"),
    ("Médiathèque", "PC fixe", "Dell", "OptiPlex 3060", "8", "2018", "", "postes du public"),
    ("Hôtel de ville - sous-sol", "Serveur", "Dell", "PowerEdge T440", "1", "2020", "", "fichiers"),
    ("Hôtel de ville - sous-sol", "Serveur", "HPE", "ProLiant ML350 Gen9", "1", "2016", "", "à sortir"),
    ("Hôtel de ville - sous-sol", "NAS", "Synology", "RS820+", "1", "2021", "", "sauvegarde"),
    ("Hôtel de ville - sous-sol", "Onduleur", "Eaton", "5PX 1500", "2", "2020", "", ""),
    ("Tous sites", "Switch 24 ports", "Zyxel", "GS1920-24", "13", "2018", "", ""),
    ("Tous sites", "Borne wifi", "Ubiquiti", "UniFi U6-Lite", "22", "2022", "", ""),
    ("Hôtel de ville - sous-sol", "Pare-feu", "Stormshield", "SN310", "1", "2021", "", ""),
    ("Espace public", "Caméra", "Hikvision", "DS-2CD2T47", "18", "2021", "", "centre-bourg"),
    ("Réserve", "Écran", "", "", "9", "", "en réserve", "marchent"),
    ("Réserve", "PC portable", "HP", "ProBook 450 G5", "6", "2018", "en réserve", "à donner ?"),
    ("Réserve", "UC", "HP", "Compaq Elite 8300", "11", "2012", "réformé", "déchèterie"),
    ("Salle du conseil", "Vidéoprojecteur", "Epson", "EB-2250U", "1", "2019", "", ""),
)  # fmt: skip
USES: Final = (
    ("Tous les services", "courriels", "264 000", "courriels", "déclaré"),
    ("Tous les services", "stockage", "5,2", "To.an", "mesuré"),
    ("Tous les services", "papier", "640", "ramettes", "mesuré"),
    ("Tous les services", "visio", "980", "heures", "déclaré"),
    ("Tous les services", "ligne mobile", "38", "lignes", "mesuré"),
    ("Bâtiments", "ligne fibre", "11", "lignes", "mesuré"),
    ("Bâtiments", "ligne cuivre", "16", "lignes", "mesuré"),
    ("Communication", "page vue", "310 000", "pages", "mesuré"),
)


def _day(dice: Dice, first: int, last: int) -> str:
    day = dice.day(date(first, 2, 1), date(last, 11, 30))
    return dice.weighted({f"{day:%d/%m/%Y}": 45.0, f"{day:%m/%Y}": 20.0, f"{day.year}": 27.0, "": 8.0})


def inventory() -> bytes:
    """``parc_informatique.csv``: one line per computer and screen, lots for the rest, two lines twice."""
    dice = Dice("bourg/parc_informatique")
    rows: list[tuple[str, ...]] = []
    for place, computers in PLACES.items():
        for _ in range(computers):
            thing, maker, model, length, first, last = dice.weighted(COMPUTERS)
            state = dice.weighted({"": 70.0, "en service": 20.0, "en panne": 3.0, "OK": 7.0})
            serial = dice.serial(length) if dice.chance(0.85) else ""
            bought = _day(dice, first, last)
            rows.append((place, thing, maker, model, serial, "1", bought, state, ""))
            if dice.chance(0.9):
                screen, screen_maker, screen_model, since, until = dice.weighted(SCREENS)
                count = dice.weighted({"1": 70.0, "2": 30.0})
                bought = _day(dice, since, until)
                rows.append((place, screen, screen_maker, screen_model, "", count, bought, "", ""))
    numbered = [row for row in rows if row[4]]
    rows += [(*row[:8], "saisi deux fois ?") for row in (numbered[5], numbered[40])]
    rows += [(*lot[:4], "", *lot[4:]) for lot in LOTS]
    total = ("TOTAL", "", "", "", "", str(sum(int(row[5]) for row in rows)), "", "", "")
    title = ("Parc informatique de Clairbourg-le-Feint - à jour au 12/01/2026", *[""] * 8)
    return sheet_csv([title, HEADER, *rows, total], encoding="cp1252")


def files() -> dict[str, bytes]:
    """Files of ``bourg``, by name."""
    about = profile(
        presentation="Clairbourg-le-Feint, commune imaginaire de 12 000 habitants : 95 agents, la liste de "
        "son unique technicien et un fichier d'usages.",
        siren="999999949",
        name="Commune de Clairbourg-le-Feint",
        kind="commune",
        type="commune",
        population=12_000,
        population_municipal=11_740,
        agents=95,
        files=["parc_informatique.csv"],
        uses="usages.csv",
    )
    return {"profil.json": about, "parc_informatique.csv": inventory(), "usages.csv": uses_csv(USES)}
