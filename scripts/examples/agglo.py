"""The demonstration: a fictional agglomeration of 85,000 inhabitants and 900 agents."""

from __future__ import annotations

from examples.agglo_glpi import computers, monitors, serial_of_a_computer
from examples.agglo_phones import telephones
from examples.agglo_room import network_and_servers
from examples.agglo_schools import schools
from examples.tables import profile, uses_csv

USES = (
    ("Tous les services", "courriels", "2 380 000", "courriels", "mesuré"),
    ("Tous les services", "stockage", "41,5", "To.an", "mesuré"),
    ("Archives", "archivage", "18 000", "Go.an", "déclaré"),
    ("Services administratifs", "papier", "2 900", "ramettes", "mesuré"),
    ("Services techniques", "papier", "640", "ramettes", "mesuré"),
    ("Lecture publique", "papier", "185 000", "feuilles", "déclaré"),
    ("Tous les services", "visio", "16 400", "heures", "déclaré"),
    ("Élus et direction générale", "visio", "1 250", "heures", "déclaré"),
    ("Tous les services", "données mobiles", "9 240", "Go", "mesuré"),
    ("Sites raccordés", "ligne fibre", "38", "lignes", "mesuré"),
    ("Ascenseurs et alarmes", "ligne cuivre", "21", "lignes", "mesuré"),
    ("Communication", "page vue", "2 150 000", "pages", "mesuré"),
    ("Communication", "vidéo en ligne", "3 800", "heures", "mesuré"),
    ("Tous les services", "ia générative", "96 000", "requêtes", "déclaré"),
    ("Systèmes d'information", "vm", "14", "machines", "mesuré"),
    ("Systèmes d'information", "grande vm", "3", "machines", "mesuré"),
    ("Ressources humaines", "saas", "900", "utilisateurs", "déclaré"),
)


def files() -> dict[str, bytes]:
    """Files of ``agglo-demo``, by name."""
    glpi = computers()
    inventory = {
        "glpi_ordinateurs.csv": glpi,
        "glpi_moniteurs.csv": monitors(serial_of_a_computer(glpi)),
        "telephonie.xlsx": telephones(),
        "reseau_serveurs.csv": network_and_servers(),
        "ecoles.csv": schools(),
    }
    about = profile(
        presentation="Communauté d'agglomération du Val-Fictif, collectivité imaginaire : 85 412 habitants, "
        "900 agents, cinq fichiers d'inventaire désordonnés comme dans la vraie vie et un fichier d'usages.",
        siren="999999998",
        name="Communauté d'agglomération du Val-Fictif",
        kind="epci",
        type="CA",
        population=85_412,
        population_municipal=83_970,
        agents=900,
        files=list(inventory),
        uses="usages.csv",
    )
    return {"profil.json": about, **inventory, "usages.csv": uses_csv(USES)}
