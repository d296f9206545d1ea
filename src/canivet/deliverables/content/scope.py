"""What was counted and what was not."""

from __future__ import annotations

from canivet.deliverables.content.reading import Reading
from canivet.deliverables.document import Block, Callout, Column, Paragraph, Section, Table
from canivet.deliverables.french import count, counted, number, quantity

SOURCE_LABELS = {"glpi": "GLPI", "ocs": "OCS Inventory", "g4it": "G4IT ou NumEcoEval", "generic": "tableur"}
FILES_SHOWN = 6
FAMILIES_SHOWN = 10


def scope(reading: Reading) -> Section:
    """Files, equipment, exclusions, stock and uses."""
    inventory = reading.result["inventory"]
    blocks: list[Block] = [
        Paragraph(
            f"{counted(inventory['lines_read'], 'ligne lue', 'lignes lues')} : "
            f"{counted(inventory['lines_counted'], 'comptée', 'comptées')} et "
            f"{counted(inventory['lines_excluded'], 'écartée', 'écartées')}, chacune avec sa raison. Les "
            f"lignes comptées font {counted(inventory['units_counted'], 'équipement', 'équipements')}, car "
            "une ligne peut décrire un lot."
        ),
        _files(reading),
        _families(reading),
    ]
    if inventory["exclusions"]:
        blocks.append(_exclusions(reading))
    else:
        blocks.append(Paragraph("Aucune ligne n'a été écartée."))
    return Section("perimetre", "Ce qui a été compté, et ce qui ne l'a pas été", (*blocks, _uses(reading)))


def _files(reading: Reading) -> Table:
    inventory = reading.result["inventory"]
    rows = [
        (
            f"{item['file']} – {item['sheet']}" if item.get("sheet") else item["file"],
            item.get("source_label") or SOURCE_LABELS.get(item["source"], item["source"]),
            ", ".join(item["columns"].values()) or "aucune",
            count(item["lines"]),
        )
        for item in inventory["files"][:FILES_SHOWN]
    ]
    others = inventory["files"][FILES_SHOWN:]
    if others:
        rows.append(
            (f"Autres fichiers ({len(others)})", "", "", count(sum(item["lines"] for item in others)))
        )
    rows.append(("Total", "", "", count(sum(item["lines"] for item in inventory["files"]))))
    return Table(
        "Fichiers lus",
        (
            Column("Fichier", width=3),
            Column("Reconnu comme", width=2),
            Column("Colonnes utilisées", width=5),
            Column("Lignes", numeric=True),
        ),
        tuple(rows),
        total=True,
    )


def _families(reading: Reading) -> Table:
    inventory = reading.result["inventory"]
    labels, stock = inventory["by_family_labels"], inventory["stock"]["by_family"]
    counts = inventory["by_family"]
    names = sorted({*counts, *stock}, key=lambda name: (-counts.get(name, 0), -stock.get(name, 0), name))
    rest = names[FAMILIES_SHOWN:] if len(names) > FAMILIES_SHOWN + 1 else []
    rows = [
        (
            labels.get(name) or reading.label("categories", name),
            count(counts.get(name, 0)),
            count(stock.get(name, 0)),
        )
        for name in names[: len(names) - len(rest)]
    ]
    if rest:
        rows.append(
            (
                f"Autres familles ({len(rest)})",
                count(sum(counts.get(name, 0) for name in rest)),
                count(sum(stock.get(name, 0) for name in rest)),
            )
        )
    rows.append(("Total", count(inventory["units_counted"]), count(inventory["stock"]["units"])))
    return Table(
        "Équipements par famille",
        (
            Column("Famille", width=5),
            Column("Comptés (en service)", numeric=True),
            Column("En stock, à part", numeric=True),
        ),
        tuple(rows),
        total=True,
        note="Le stock n'est pas dans l'empreinte : il est montré à part.",
    )


def _exclusions(reading: Reading) -> Table:
    inventory = reading.result["inventory"]
    rows = [(item["label"], count(item["lines"]), count(item["units"])) for item in inventory["exclusions"]]
    units = sum(item["units"] for item in inventory["exclusions"])
    return Table(
        "Lignes écartées",
        (Column("Raison", width=5), Column("Lignes", numeric=True), Column("Unités", numeric=True)),
        (*rows, ("Total", count(inventory["lines_excluded"]), count(units))),
        total=True,
        note="Le détail, ligne par ligne, est dans exclusions.csv.",
    )


def _uses(reading: Reading) -> Block:
    uses = reading.result["uses"]
    if not uses["covered"]:
        return Callout(
            "Services utilisés sans être possédés : non couvert",
            "caution",
            (
                "Hébergement, logiciels en ligne, messagerie, impression, lignes télécom, "
                "visioconférence, IA : aucun fichier d'usages n'a été donné. Leur empreinte n'est pas "
                "nulle, elle est hors de ces chiffres.",
            ),
        )
    by_category = reading.view("by_category")
    rows = [
        (
            item["label"],
            quantity(item["quantity"], item["unit"]),
            (by_category.amount(kind) if kind in by_category.parts else number(reading.scale.of(item["gwp"])))
            if item["gwp"]
            else "non calculé",
        )
        for kind, item in uses["by_kind"].items()
    ]
    return Table(
        "Services utilisés sans être possédés",
        (
            Column("Service", width=5),
            Column("Quantité par an", numeric=True),
            Column(f"{reading.scale.unit} par an", numeric=True),
        ),
        tuple(rows),
    )
