"""A village of 800 inhabitants: one list of a dozen lines, kept by the town hall's secretary."""

from __future__ import annotations

from examples.tables import UTF8_BOM, profile, sheet_csv

INVENTORY = (
    ("Lieu", "Matériel", "Marque / Modèle", "Nombre", "Année d'achat", "Remarque"),
    ("Secrétariat de mairie", "PC fixe", "HP ProDesk 400 G6", "1", "2020", ""),
    ("Secrétariat de mairie", 'Écran 24"', "Dell P2419H", "2", "2020", ""),
    (
        "Secrétariat de mairie",
        "Copieur multifonction",
        "Konica Minolta bizhub C250i",
        "1",
        "2022",
        "location",
    ),
    ("Secrétariat de mairie", "Onduleur", "Eaton Ellipse PRO 650", "1", "2020", ""),
    ("Bureau du maire", "PC portable", "Lenovo ThinkPad E15", "1", "2022", ""),
    ("Salle du conseil", "Vidéoprojecteur", "Epson EB-X41", "1", "2016", "peu utilisé"),
    ("Mairie", "Box Internet", "Livebox Pro", "1", "2019", ""),
    ("Mairie", "Téléphone fixe", "", "3", "", ""),
    ("Agence postale", "PC fixe", "", "1", "vers 2015", "prêté par la Poste"),
    ("École", "PC portables", "Acer TravelMate B118", "8", "2019", "classe mobile"),
    ("École", "Tablettes", "Samsung Galaxy Tab A", "6", "2018", "2 cassées"),
    ("École", "VPI", "", "1", "2013", ""),
    ("Atelier municipal", "Smartphone", "Crosscall Core-X4", "2", "2021", ""),
)


def files() -> dict[str, bytes]:
    """Files of ``village``, by name."""
    about = profile(
        presentation="Bourg-l'Imaginaire, commune imaginaire de 800 habitants : 6 agents et une liste de "
        "treize lignes tenue en mairie.",
        siren="999999964",
        name="Commune de Bourg-l'Imaginaire",
        kind="commune",
        type="commune",
        population=800,
        population_municipal=786,
        agents=6,
        files=["inventaire_mairie.csv"],
        uses=None,
    )
    return {"profil.json": about, "inventaire_mairie.csv": sheet_csv(INVENTORY, encoding=UTF8_BOM)}
