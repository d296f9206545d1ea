"""Sheets of what the figures rest on: ratios, factor sets, quality, missing factors, sources."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from canivet.deliverables.content.comparison import COMPARABILITY
from canivet.deliverables.content.quality import datum_label, origin_label
from canivet.deliverables.content.reading import CLIMATE, Reading
from canivet.deliverables.french import unit_label
from canivet.deliverables.sheet import Header, Sheet, Value, amount_header


def ratios(reading: Reading) -> Sheet:
    """Each ratio, one line per reference."""
    rows: list[tuple[Value, ...]] = []
    for item in reading.result["ratios"]:
        own = (item["label"], item["value"], item["low"], item["high"], unit_label(item["unit"]))
        references: list[dict[str, Any]] = item["references"] or [{}]
        for reference in references:
            stated = reference.get("comparability", "")
            rows.append(
                (
                    *own,
                    *(reference.get(key) for key in ("value", "low", "high")),
                    unit_label(reference.get("unit") or ""),
                    *(str(reference.get(key) or "") for key in ("year", "scope", "source", "url", "method")),
                    COMPARABILITY.get(stated, stated),
                    reference.get("note") or "",
                    item["definition"],
                )
            )
    numbers = (
        Header("Valeur", "general"),
        Header("Borne basse", "general"),
        Header("Borne haute", "general"),
    )
    return Sheet(
        "Ratios",
        (
            Header("Ratio", width=36),
            *numbers,
            Header("Unité", width=22),
            Header("Référence", "general"),
            Header("Référence basse", "general"),
            Header("Référence haute", "general"),
            Header("Unité de la référence", width=22),
            Header("Année", width=10),
            Header("Périmètre", width=40),
            Header("Source", width=32),
            Header("Adresse", width=32),
            Header("Méthode", width=24),
            Header("Comparabilité", width=20),
            Header("Remarque", width=40),
            Header("Définition", width=60),
        ),
        tuple(rows),
    )


def factor_sets(reading: Reading) -> Sheet:
    """Totals of every criterion under each factor set."""
    footprint, details = reading.result["footprint"], reading.result["bridge_detail"]
    rows = []
    for name, totals in reading.result["bridge"].items():
        detail = details.get(name, {})
        rows.append(
            (
                detail.get("label") or name,
                name,
                "retenu" if name == reading.result["factor_set"] else "pour comparaison",
                detail.get("own_share", {}).get(CLIMATE),
                *(totals.get(criterion) or None for criterion in footprint),
            )
        )
    return Sheet(
        "Jeux de facteurs",
        (
            Header("Jeu de facteurs", width=44),
            Header("Identifiant", width=22),
            Header("Rôle", width=18),
            Header("Hors usage, part que ce jeu donne lui-même, climat", "share", 22),
            *(amount_header(item["unit"], item["central"], item["label"]) for item in footprint.values()),
        ),
        tuple(rows),
    )


def quality(reading: Reading) -> Sheet:
    """Origins of each datum, then what to improve."""
    quality = reading.result["quality"]
    rows: list[tuple[Value, ...]] = [
        ("Origine", datum_label(reading, datum), origin_label(reading, origin), share, None, None)
        for datum, shares in quality.get("by_origin", {}).items()
        for origin, share in shares.items()
    ]
    rows += [
        (
            "À améliorer",
            datum_label(reading, row["datum"]),
            row["advice"],
            row.get("width_share"),
            row["units"],
            row["gain"],
        )
        for row in quality.get("improvements", ())
    ]
    return Sheet(
        "Qualité",
        (
            Header("Nature", width=16),
            Header("Donnée", width=28),
            Header("Origine ou action", width=48),
            Header("Part des équipements, ou de l'intervalle", "share", 24),
            Header("Unités concernées", "count"),
            Header("Gain de note (points)", "general"),
        ),
        tuple(rows),
    )


def missing(reading: Reading) -> Sheet:
    """What has no factor, and why."""
    rows = tuple(
        (
            item["label"],
            reading.label("stages", item["stage"]),
            ", ".join(_labels(reading, item["criteria"])),
            item["units"],
            item.get("reason_label") or item["reason"],
        )
        for item in reading.result["missing"]
    )
    return Sheet(
        "Facteurs manquants",
        (
            Header("Équipement ou service", width=40),
            Header("Étape", width=34),
            Header("Critères", width=60),
            Header("Unités", "count"),
            Header("Raison", width=44),
        ),
        rows,
    )


def _labels(reading: Reading, criteria: Iterable[str]) -> list[str]:
    return [reading.label("criteria", name) for name in criteria]


def sources(reading: Reading) -> Sheet:
    """Sources of the factors met."""
    fields = ("id", "title", "publisher", "version", "year", "licence", "attribution", "locator")
    titles = ("Identifiant", "Titre", "Éditeur", "Version", "Année", "Licence", "Attribution", "Adresse")
    widths = (22, 60, 26, 16, 10, 24, 40, 60)
    return Sheet(
        "Sources",
        tuple(Header(title, width=width) for title, width in zip(titles, widths, strict=True)),
        tuple(tuple(str(item.get(field) or "") for field in fields) for item in reading.result["sources"]),
    )
