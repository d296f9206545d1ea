"""What pages show of an inventory, gathered once when it is read: plain rows, without the ORM."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import Any, Final

from canivet.inventory.assets import Inventory, Line, ModelGroup, ReadTable
from canivet.inventory.classify import Classifier, model_key
from canivet.inventory.exports import exclusion_rows
from canivet.inventory.quality import SURE, assess_quality
from canivet.inventory.scope import UNKNOWN, load_scope
from canivet.inventory.values import parse_inches
from canivet.problems import Place
from canivet_web.commons import commons
from canivet_web.inventories.labels import field_label, source_label

#: Lines of a table shown as a preview, and fields of each: what a device is, never its numbers.
SAMPLE_LINES: Final = 3
SAMPLE_FIELDS: Final = ("manufacturer", "model", "type", "designation", "quantity", "status", "purchase_date")
#: Longest text kept of a line in a list.
LONGEST_TEXT: Final = 300
#: A family that a correction wrote.
CORRECTION_RULE: Final = "correction"


def summary_of(inventory: Inventory, corrections: Mapping[str, str]) -> dict[str, Any]:
    """Counts, tables, families, services, reasons, warnings and quality of an inventory."""
    present = {group.key for group in inventory.models}
    unknown = [group for group in inventory.models if group.family == UNKNOWN]
    quality = assess_quality(inventory, commons())
    families: dict[str, list[float]] = defaultdict(lambda: [0, 0.0])
    services: Counter[str] = Counter()
    for asset in inventory.assets:
        families[asset.family][0] += 1
        families[asset.family][1] += asset.quantity
        services[asset.service] += asset.quantity  # type: ignore[assignment]
    reasons: dict[str, list[float]] = defaultdict(lambda: [0, 0.0])
    for item in inventory.exclusions:
        reasons[item.reason][0] += 1
        reasons[item.reason][1] += item.quantity
    return {
        "lines": inventory.lines_read,
        "counted": len(inventory.assets),
        "excluded": len(inventory.exclusions),
        "units": sum(asset.quantity for asset in inventory.assets),
        "tables": [_table(table) for table in inventory.tables],
        "families": [[name, *values] for name, values in _heaviest(families)],
        "services": [[name, units] for name, units in services.most_common()],
        "reasons": [[name, *values] for name, values in _heaviest(reasons)],
        "unknown": {"models": len(unknown), "units": sum(group.units for group in unknown)},
        "warnings": list(inventory.warnings),
        "quality": {"score": quality["score"], "improvements": quality["improvements"]},
        "corrections": {key: value for key, value in corrections.items() if key in present},
    }


def _heaviest(rows: Mapping[str, Sequence[float]]) -> list[tuple[str, Sequence[float]]]:
    return sorted(rows.items(), key=lambda row: (-row[1][1], -row[1][0], row[0]))


def _table(table: ReadTable) -> dict[str, Any]:
    known = [name for name in SAMPLE_FIELDS if name in table.mapping]
    mapped = set(table.mapping.values())
    return {
        "file": table.file,
        "sheet": table.sheet,
        "source": source_label(table.source),
        "encoding": table.encoding,
        "header_line": table.header_line,
        "lines": len(table.lines) + len(table.rejected),
        "rejected": len(table.rejected),
        "columns": [[field_label(name), column] for name, column in table.mapping.items()],
        "ignored": [name for name in table.columns if name and name not in mapped],
        "notes": list(table.notes),
        "sample_fields": [field_label(name) for name in known],
        "sample": [
            [line.cells.get(name, "")[:60] for name in known]
            for line in [line for line in table.lines if any(name in line.cells for name in known)][
                :SAMPLE_LINES
            ]
        ],
    }


def model_rows(inventory: Inventory) -> list[dict[str, Any]]:
    """Models, heaviest first, as understood without any correction: pages lay corrections over them."""
    in_service = _units_in_service(inventory)
    corrected = [group for group in inventory.models if group.rule == CORRECTION_RULE]
    own = _without_correction(corrected, inventory.tables)
    rows = []
    for rank, group in enumerate(inventory.models, start=1):
        family, archetype, confidence = own.get(group.key, (group.family, group.archetype, group.confidence))
        rows.append(
            {
                "rank": rank,
                "key": group.key,
                "manufacturer": group.manufacturer,
                "model": group.model,
                "type": group.type,
                "designation": group.designation,
                "family": family,
                "archetype": archetype,
                "confidence": confidence,
                "to_review": family == UNKNOWN or confidence < SURE,
                "lines": group.lines,
                "units": group.units,
                "in_service": in_service.get(group.key, 0.0),
                "place": str(group.place),
            }
        )
    return rows


def _key(line: Line) -> str:
    cell = line.cells.get
    return model_key(cell("manufacturer", ""), cell("model", ""), cell("type", ""), cell("designation", ""))


def _units_in_service(inventory: Inventory) -> dict[str, float]:
    """Units by model of what is counted, and of what only its family keeps from being counted."""
    keys = {line.place: _key(line) for table in inventory.tables for line in table.lines}
    by_family = {"unrecognised", *load_scope(commons()).reasons.values()}
    units: dict[str, float] = defaultdict(float)
    for asset in inventory.assets:
        units[keys[asset.place]] += asset.quantity
    for item in inventory.exclusions:
        if item.reason in by_family and item.place in keys:
            units[keys[item.place]] += item.quantity
    return units


def _without_correction(
    groups: Sequence[ModelGroup], tables: Sequence[ReadTable]
) -> dict[str, tuple[str, str, float]]:
    """What the library alone understands of corrected models."""
    if not groups:
        return {}
    wanted: dict[Place, ModelGroup] = {group.place: group for group in groups}
    lines = {line.place: line for table in tables for line in table.lines if line.place in wanted}
    alone = Classifier(commons())
    found = {}
    for place, group in wanted.items():
        line = lines[place]
        verdict = alone.classify(
            group.manufacturer,
            group.model,
            group.type,
            group.designation,
            line.hint,
            line.cells.get("serial", ""),
            parse_inches(line.cells.get("screen_in", "")),
        )
        found[group.key] = (verdict.family, verdict.archetype, verdict.confidence)
    return found


def exclusion_groups(inventory: Inventory) -> list[dict[str, Any]]:
    """Lines that are not counted, gathered by reason, family, text and detail."""
    groups: dict[tuple[str, ...], dict[str, Any]] = {}
    for row, item in zip(exclusion_rows(inventory, commons()), inventory.exclusions, strict=True):
        # Each duplicate names the line it repeats: its detail would leave every line alone in its group.
        detail = "" if item.reason == "duplicate" else item.detail[:LONGEST_TEXT]
        text = item.text[:LONGEST_TEXT]
        found = groups.setdefault(
            (item.reason, item.family, text, detail),
            {
                "reason": item.reason,
                "label": row["raison_libelle"],
                "family": item.family,
                "text": text,
                "detail": item.detail[:LONGEST_TEXT],
                "place": str(item.place),
                "lines": 0,
                "units": 0.0,
            },
        )
        found["lines"] += 1
        found["units"] += item.quantity
    return list(groups.values())
