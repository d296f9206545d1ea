"""The method in half a page, its sources, and what is needed to defend or redo the figures."""

from __future__ import annotations

from typing import Any

from canivet.deliverables.content.essentials import quality_text
from canivet.deliverables.content.footprint import METHODS
from canivet.deliverables.content.reading import Reading
from canivet.deliverables.document import Block, Column, List, Paragraph, Section, Table
from canivet.deliverables.french import count

FINGERPRINT_SHOWN = 16
_EMBODIED = {
    "amortie": "Hors utilisation : quantité × taux d'usage ÷ durée de vie × facteur de l'équipement.",
    "achats": "Hors utilisation : quantité × taux d'usage × facteur de l'équipement, l'année de son achat.",
}


def method(reading: Reading) -> Section:
    """Formula, rules, sources, versions."""
    return Section(
        "methode", "Méthode, sources et versions", (*_rules(reading), _sources(reading), _versions(reading))
    )


def _rules(reading: Reading) -> tuple[Block, ...]:
    year = reading.result["year"]
    return (
        Paragraph(
            "Le calcul suit l'analyse de cycle de vie (ISO 14040 et 14044) : chaque équipement compte à "
            "quatre étapes, fabrication, transport, utilisation et fin de vie."
        ),
        List(
            (
                _EMBODIED[reading.result["method"]],
                "Utilisation : quantité × taux d'usage × électricité par an × rendement du centre de "
                "données × facteur de l'électricité du pays.",
                "Durée de vie : celle qui est déclarée ; sinon du premier au dernier jour de service pour "
                "un équipement sorti ; sinon la plus longue de la durée type et de l'âge au 31 décembre "
                f"{year}.",
                "Statut : ce qui est en service ou en maintenance compte ; le stock est montré à part ; "
                "ce qui est sorti, perdu, consommable ou virtuel est écarté, avec sa raison.",
                f"Comptabilité {METHODS.get(reading.result['method'], reading.result['method'])}. Les deux "
                "comptabilités ne se mêlent jamais.",
                f"Intervalle à {reading.level} : facteurs, durées de vie et consommations sont tirés au "
                "sort de nombreuses fois dans leurs marges ; les facteurs d'une même source varient "
                "ensemble. L'intervalle du total n'est jamais plus étroit que l'écart entre les jeux de "
                "facteurs.",
                "Couverture : part des couples équipement et étape qui ont un facteur. Un facteur "
                "manquant est une ligne avec sa raison, jamais un zéro.",
            )
        ),
    )


def _sources(reading: Reading) -> Section:
    """Sources with their licence; a list, lighter than a table in a page."""
    sources: list[dict[str, Any]] = reading.result["sources"]
    blocks: list[Block] = [Paragraph("Aucune source n'a été utilisée.")]
    if sources:
        blocks = [
            List(tuple(_source(item) for item in sources)),
            Paragraph(
                "Les références des ratios sont citées avec eux. Les adresses et les versions sont dans "
                "le classeur, feuille « Sources »."
            ),
        ]
    return Section("sources", "Sources des facteurs utilisés", tuple(blocks))


def _source(item: dict[str, Any]) -> str:
    edition = ", ".join(str(item[key]) for key in ("publisher", "year") if item[key])
    parts = [
        str(item["title"]),
        *([edition] if edition else []),
        f"licence : {item['licence'] or 'non dite'}",
    ]
    return " – ".join(parts)


def _versions(reading: Reading) -> Section:
    result = reading.result
    authority = result["authority"]
    inventory = result["inventory"]
    score, grade = quality_text(result["quality"])
    lines = (count(inventory[name]) for name in ("lines_read", "lines_counted", "lines_excluded"))
    rows = [
        ("Collectivité", f"{authority['name']} (SIREN {authority['siren']})"),
        ("Année étudiée", str(result["year"])),
        ("Population", count(authority["population"]) if authority.get("population") else "inconnue"),
        ("Agents ayant un poste numérique", count(reading.agents) if reading.agents else "non donné"),
        (
            "Jeu de facteurs",
            f"{result.get('factor_set_label') or result['factor_set']} ({result['factor_set']})",
        ),
        ("Lignes lues, comptées, écartées", " ; ".join(lines)),
        ("Note de qualité des données", f"{score} ({grade})"),
        ("Pays d'utilisation par défaut", result["country"]),
        ("Profil de calcul", result["profile"]),
        ("Version du moteur", result["engine_version"]),
        ("Version des communs", f"{result['commons_version']} ({_short(result['commons_fingerprint'])})"),
        ("Empreinte des données d'entrée", _short(result["dossier_fingerprint"])),
    ]
    table = Table(
        "Versions et empreintes",
        (Column("Élément", width=3), Column("Valeur", width=6)),
        tuple(rows),
        note="Mêmes données d'entrée, mêmes versions : mêmes chiffres. Les empreintes entières sont dans "
        "resultat.json et dans le classeur.",
    )
    return Section("versions", "De quoi refaire et défendre ces chiffres", (table,))


def _short(fingerprint: str) -> str:
    return fingerprint[:FINGERPRINT_SHOWN]
