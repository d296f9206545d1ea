"""Sheets of the state of play: maturity, law, initiatives, territory, actors; figures not rounded."""

from __future__ import annotations

from typing import Any

from canivet.deliverables.content.initiatives import period
from canivet.deliverables.content.obligations_table import table_row
from canivet.deliverables.sheet import Header, Sheet, Value


def sheets(state: dict[str, Any]) -> tuple[Sheet, ...]:
    """Every sheet of the state of play of a result; none when it has none."""
    if not state:
        return ()
    return (
        domains(state["maturity"]),
        questions(state["maturity"]),
        rules(state["obligations"]),
        figures_of_rules(state["obligations"]),
        initiatives(state["initiatives"]),
        territory(state["territory_uses"]),
        actors(state["actors"]),
    )


def domains(section: dict[str, Any]) -> Sheet:
    """Scores by domain, the whole on the total line."""
    return Sheet(
        "Maturité",
        (
            Header("Domaine", width=36),
            Header("Fait", "share"),
            Header("Avec le programmé", "share"),
            Header("Borne basse", "share"),
            Header("Borne haute", "share"),
            Header("Réponses", "count"),
            Header("Réponses attendues", "count"),
            Header("Avec preuve", "count"),
            Header("À prouver", "count"),
        ),
        tuple(_score(item, item["label"]) for item in section["domains"]),
        total=_score(section["total"], "Ensemble"),
    )


def _score(item: dict[str, Any], label: str) -> tuple[Value, ...]:
    keys = ("score", "score_programmed", "low", "high", "answered", "expected", "proven", "provable")
    return (label, *(item[key] for key in keys))


def questions(section: dict[str, Any]) -> Sheet:
    """Each question asked with its level, blank where nobody has answered."""
    labels = {item["id"]: item["label"] for item in section["domains"]}
    return Sheet(
        "Questions",
        (
            Header("Question", width=10),
            Header("Domaine", width=30),
            Header("Texte", width=60),
            Header("Niveau", "general"),
            Header("Niveau programmé", "general"),
            Header("Ce que dit le niveau", width=60),
            Header("Réponses", "count"),
            Header("Réponses attendues", "count"),
            Header("Avec preuve", "count"),
        ),
        tuple(
            (
                item["id"],
                labels.get(item["domain"], item["domain"]),
                item["text"],
                item["level"],
                item["reached"],
                item["level_text"],
                item["answered"],
                item["expected"],
                item["proven"],
            )
            for item in section["questions"]
        ),
    )


def rules(section: dict[str, Any]) -> Sheet:
    """Each rule, one line."""
    widths = {"titre": 40, "article": 30, "constat": 50, "chiffres": 50, "que_faire": 50, "source": 40}
    labels = {
        "regle": "Règle", "groupe": "Sujet", "titre": "Titre", "article": "Article",
        "s_applique": "S'applique",
        "depuis": "Depuis, ou au plus tard", "etat": "État", "en_retard": "En retard", "constat": "Constat",
        "chiffres": "Chiffres", "que_faire": "Que faire", "confiance": "Confiance", "source": "Source",
    }  # fmt: skip
    lines = [table_row(group, item) for group in section["groups"] for item in group["verdicts"]]
    return Sheet(
        "Règles de droit",
        tuple(Header(label, width=widths.get(key, 18)) for key, label in labels.items()),
        tuple(tuple(str(line[key] or "") for key in labels) for line in lines),
    )


def figures_of_rules(section: dict[str, Any]) -> Sheet:
    """Each figure of a rule with its arithmetic; its threshold is blank where none is verified."""
    sides = {"ge": "au moins", "le": "au plus", None: ""}
    return Sheet(
        "Chiffres des règles",
        (
            Header("Règle", width=20),
            Header("Titre", width=44),
            Header("Chiffre", width=36),
            Header("Valeur", "general"),
            Header("Unité", width=12),
            Header("Calcul", width=28),
            Header("Sens", width=12),
            Header("À atteindre", "general"),
        ),
        tuple(
            (
                item["rule"],
                item["title"],
                figure["label"],
                figure["value"],
                figure["unit"],
                figure["arithmetic"],
                sides[figure["comparison"]],
                figure["threshold"],
            )
            for group in section["groups"]
            for item in group["verdicts"]
            for figure in item["figures"]
        ),
    )


def initiatives(section: dict[str, Any]) -> Sheet:
    """The journal."""
    return Sheet(
        "Initiatives",
        (
            Header("Initiative", width=44),
            Header("Thème", width=28),
            Header("Période et état", width=26),
            Header("Service", width=26),
            Header("Résultat", width=50),
            Header("Gain mesuré", width=30),
            Header("Partenaires", width=34),
            Header("Preuves", "count"),
        ),
        tuple(
            (
                item["title"],
                item["theme_label"],
                period(item),
                item["service"],
                item["result"],
                item["gain"],
                ", ".join(item["partners"]),
                len(item["proofs"]),
            )
            for item in section["items"]
        ),
    )


def territory(section: dict[str, Any]) -> Sheet:
    """Uses and footprint of the territory; an indicator without a figure has blank cells."""
    origins = {"national": "chiffre national", "local": "chiffre local"}
    return Sheet(
        "Territoire",
        (
            Header("Indicateur", width=44),
            Header("Thème", width=28),
            Header("Valeur", "general"),
            Header("Borne basse", "general"),
            Header("Borne haute", "general"),
            Header("Unité", width=20),
            Header("Origine", width=20),
            Header("Source", width=36),
            Header("Année", "general"),
            Header("Périmètre", width=36),
            Header("Méthode", width=50),
        ),
        tuple(
            (
                item["label"],
                item["theme_label"],
                item["value"],
                item["low"],
                item["high"],
                item["unit"],
                origins.get(item["origin"], "à trouver"),
                item["source"],
                item["year"],
                item["scope"],
                item["method"],
            )
            for item in section["lines"]
        ),
    )


def actors(section: dict[str, Any]) -> Sheet:
    """Validated actors; candidates are in ``acteurs.csv``."""
    return Sheet(
        "Acteurs validés",
        (
            Header("Acteur", width=40),
            Header("Catégories", width=44),
            Header("Rôles", width=30),
            Header("Statut", width=16),
            Header("Commune", width=26),
            Header("Lien avec nous", width=18),
            Header("Influence", "general"),
            Header("Implication", "general"),
        ),
        tuple(
            (
                item["name"],
                ", ".join(item["categories"]),
                ", ".join(item["roles"]),
                item["status"],
                item["commune"],
                item["link"],
                item["influence"],
                item["involvement"],
            )
            for item in section["validated"]
        ),
    )
