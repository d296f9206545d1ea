"""Synthetic inventories for the benchmarks: the same shape as a GLPI export, with its usual mess."""

from __future__ import annotations

import random
from pathlib import Path

MODELS = (
    ("Dell", "Latitude 5420", "Portable"),
    ("HP", "EliteBook 840 G8", "Notebook"),
    ("Lenovo", "ThinkPad T14 Gen 2", "Portable"),
    ("Dell", "OptiPlex 7090 Tower", "Mini Tower"),
    ("HP", "EliteDesk 800 G6", "Desktop"),
    ("Dell", "P2419H", "Moniteur"),
    ("Iiyama", "ProLite XUB2492HSU", "Moniteur"),
    ("Samsung", "Galaxy A52s 5G", "Smartphone"),
    ("Apple", "iPhone SE 2020", "Smartphone"),
    ("Apple", "iPad 9", "Tablette"),
    ("HP", "LaserJet Pro M404dn", "Imprimante"),
    ("Konica Minolta", "bizhub C258", "Copieur"),
    ("Cisco", "Catalyst 2960X-48", "Switch"),
    ("Dell", "PowerEdge R640", "Serveur"),
    ("VMware, Inc.", "VMware Virtual Platform", "VMware"),
)
STATUSES = ("En service",) * 8 + ("En stock", "Réformé", "")
SERVICES = ("DSI", "Finances", "Ressources humaines", "Médiathèque", "Police municipale", "Écoles")
HEADER = (
    "Nom;Statut;Fabricant;Modèle;Type;Numéro de série;Numéro d'inventaire;Lieu;Date d'achat;"
    "Dernière modification"
)


def write_inventory(path: Path, lines: int, *, distinct: bool) -> None:
    """Write ``lines`` lines; ``distinct`` gives nearly every line a model text of its own."""
    generator = random.Random(50_000)
    with path.open("w", encoding="utf-8", newline="") as stream:
        stream.write(HEADER + "\r\n")
        for number in range(lines):
            maker, model, kind = generator.choice(MODELS)
            if distinct:
                model = f"{model} ref {number:05X}"
            year = generator.randrange(2014, 2025)
            date = f"{generator.randrange(1, 29):02d}/{generator.randrange(1, 13):02d}/{year}"
            cells = (
                f"EQ{number:06d}",
                generator.choice(STATUSES),
                generator.choice((maker, maker.upper())),
                model,
                kind,
                f"S{generator.randrange(16**9):09X}",
                f"INV{number:06d}",
                f"Siège > {generator.choice(SERVICES)}",
                generator.choice((date, date, "")),
                "2025-03-12 08:41",
            )
            stream.write(";".join(cells) + "\r\n")
