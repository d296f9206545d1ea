"""Sheets of what was counted and of its footprint."""

from __future__ import annotations

from canivet.deliverables.content.reading import CLIMATE, Reading
from canivet.deliverables.french import unit_label
from canivet.deliverables.sheet import Header, Sheet, Value, amount_header, known


def summary(reading: Reading) -> Sheet:
    """Who, when, how much, and the versions."""
    result, climate = reading.result, reading.climate
    authority, inventory = result["authority"], result["inventory"]
    unit = f"{unit_label(climate['unit'])}/an"
    rows: list[tuple[Value, ...]] = [
        ("Collectivité", authority["name"], ""),
        ("SIREN", str(authority["siren"]), ""),
        ("Population", authority.get("population"), "habitants"),
        ("Agents ayant un poste numérique", authority.get("agents"), "agents"),
        ("Année étudiée", str(result["year"]), ""),
        ("Comptabilité", result["method"], ""),
        ("Empreinte climat, valeur centrale", known(climate["central"], climate), unit),
        ("Empreinte climat, borne basse", known(climate["low"], climate), unit),
        ("Empreinte climat, borne haute", known(climate["high"], climate), unit),
        ("Niveau de l'intervalle", 100 * result["interval_level"], "%"),
        ("Couverture du calcul (climat)", 100 * climate["coverage"], "%"),
        ("Note de qualité des données", result["quality"].get("score"), "sur 100"),
        ("Lignes lues", inventory["lines_read"], "lignes"),
        ("Lignes comptées", inventory["lines_counted"], "lignes"),
        ("Lignes écartées", inventory["lines_excluded"], "lignes"),
        ("Équipements comptés", inventory["units_counted"], "unités"),
        ("Équipements en stock, à part", inventory["stock"]["units"], "unités"),
        (
            "Services utilisés sans être possédés",
            "couverts" if result["uses"]["covered"] else "non couverts",
            "",
        ),
        ("Jeu de facteurs", result.get("factor_set_label") or result["factor_set"], ""),
        ("Profil de calcul", result["profile"], ""),
        ("Version du moteur", result["engine_version"], ""),
        ("Version des communs", result["commons_version"], ""),
        ("Empreinte des communs", result["commons_fingerprint"], ""),
        ("Empreinte des données d'entrée", result["dossier_fingerprint"], ""),
        *(("Avertissement", text, "") for text in reading.warnings),
    ]
    return Sheet(
        "Synthèse",
        (Header("Indicateur", width=40), Header("Valeur", "general", 44), Header("Unité", width=14)),
        tuple(rows),
    )


def footprint(reading: Reading) -> Sheet:
    """Every criterion with its bounds and coverage."""
    rows = tuple(
        (
            item["label"],
            name,
            unit_label(item["unit"]),
            *(known(item[bound], item) for bound in ("central", "low", "high")),
            item["coverage"],
        )
        for name, item in reading.result["footprint"].items()
    )
    return Sheet(
        "Empreinte",
        (
            Header("Critère", width=40),
            Header("Identifiant"),
            Header("Unité (par an)", width=20),
            Header("Valeur centrale", "general"),
            Header("Borne basse", "general"),
            Header("Borne haute", "general"),
            Header("Couverture", "share"),
        ),
        rows,
    )


def view(reading: Reading, sheet: str, title: str, part: str, labels: str) -> Sheet:
    """One view of every criterion, one line per part; a part without any contribution is left blank."""
    footprint, climate = reading.result["footprint"], reading.climate
    names = reading.view(part).largest()
    names += sorted({name for item in footprint.values() for name in item[part]} - set(names))
    others = {name: item for name, item in footprint.items() if name != CLIMATE}
    bounds = climate.get("intervals", {}).get(part, {})
    whole = climate["central"]
    rows = []
    for name in names:
        value = climate[part].get(name) or None
        low, high = bounds.get(name, (None, None)) if value is not None else (None, None)
        share = value / whole if value is not None and whole else None
        rest = (item[part].get(name) or None for item in others.values())
        rows.append((reading.label(labels, name) if labels else name, name, value, low, high, share, *rest))
    total = (
        "Total",
        "",
        *(known(climate[bound], climate) for bound in ("central", "low", "high")),
        1.0 if whole else None,
        *(known(item["central"], item) for item in others.values()),
    )
    gwp, unit = climate["label"], climate["unit"]
    return Sheet(
        sheet,
        (
            Header(title, width=44),
            Header("Identifiant", width=20),
            amount_header(unit, whole, f"{gwp}, valeur centrale"),
            amount_header(unit, whole, f"{gwp}, borne basse"),
            amount_header(unit, whole, f"{gwp}, borne haute"),
            Header("Part du climat", "share"),
            *(amount_header(item["unit"], item["central"], item["label"]) for item in others.values()),
        ),
        tuple(rows),
        total,
    )


def equipment(reading: Reading) -> Sheet:
    """Families: counted, in stock, and their climate footprint."""
    inventory = reading.result["inventory"]
    counts, stock = inventory["by_family"], inventory["stock"]["by_family"]
    gwp = reading.climate["by_category"]
    rows = []
    for name in sorted({*counts, *stock}, key=lambda name: (-counts.get(name, 0), name)):
        label = inventory["by_family_labels"].get(name) or reading.label("categories", name)
        units, amount = counts.get(name, 0.0), gwp.get(name) or None
        each = amount / units if amount is not None and units else None
        rows.append((label, name, units, stock.get(name, 0.0), amount, each))
    unit = unit_label(reading.climate["unit"])
    return Sheet(
        "Équipements",
        (
            Header("Famille", width=40),
            Header("Identifiant", width=20),
            Header("Comptés (unités)", "count"),
            Header("En stock, à part (unités)", "count"),
            Header(f"Climat ({unit}/an)", "amount", 18),
            Header(f"Climat par unité ({unit}/an)", "amount", 18),
        ),
        tuple(rows),
        (
            "Total",
            "",
            inventory["units_counted"],
            inventory["stock"]["units"],
            sum(amount for *_, amount, _ in rows if amount is not None) or None,
            None,
        ),
    )


def uses(reading: Reading) -> Sheet:
    """What is used without being owned: quantities per year and their climate footprint."""
    rows = tuple(
        (item["label"], kind, item["quantity"], item["unit"], item["gwp"] or None)
        for kind, item in reading.result["uses"]["by_kind"].items()
    )
    unit = unit_label(reading.climate["unit"])
    amounts = [row[-1] for row in rows if row[-1] is not None]
    return Sheet(
        "Usages",
        (
            Header("Service utilisé", width=44),
            Header("Identifiant", width=20),
            Header("Quantité (par an)", "count"),
            Header("Unité", width=14),
            Header(f"Climat ({unit}/an)", "amount", 18),
        ),
        rows,
        ("Total", "", None, "", sum(amounts) if amounts else None),
    )


def files(reading: Reading) -> Sheet:
    """Files and sheets read, and the columns used in each."""
    inventory = reading.result["inventory"]
    rows = tuple(
        (
            item["file"],
            item.get("sheet") or "",
            item["source"],
            item.get("encoding") or "",
            ", ".join(item["columns"].values()),
            item["lines"],
        )
        for item in inventory["files"]
    )
    return Sheet(
        "Fichiers",
        (
            Header("Fichier", width=36),
            Header("Feuille", width=24),
            Header("Reconnu comme"),
            Header("Encodage"),
            Header("Colonnes utilisées", width=70),
            Header("Lignes", "count"),
        ),
        rows,
        ("Total", "", "", "", "", inventory["lines_read"]),
    )


def exclusions(reading: Reading) -> Sheet:
    """Lines set aside, by reason."""
    inventory = reading.result["inventory"]
    rows = tuple(
        (item["label"], item["reason"], item["lines"], item["units"]) for item in inventory["exclusions"]
    )
    units = sum(item["units"] for item in inventory["exclusions"])
    return Sheet(
        "Exclusions",
        (
            Header("Raison", width=50),
            Header("Identifiant", width=22),
            Header("Lignes", "count"),
            Header("Unités", "count"),
        ),
        rows,
        ("Total", "", inventory["lines_excluded"], units),
    )
