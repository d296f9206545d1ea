"""The result document: what ``resultat.json`` holds, with numbers not rounded.

Its shape is described in ``docs/reference/resultat.md``. Every number is a fold of the same cells, so the
parts of a view sum to its total.
"""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

import canivet
from canivet.commons.store import Commons
from canivet.diagnosis import Diagnosis
from canivet.footprint.assessment import VIEWS
from canivet.footprint.uses import load_kinds
from canivet.inventory.quality import assess_quality
from canivet.levers.estate import estate_of
from canivet.levers.loading import load_levers
from canivet.levers.section import kept, section
from canivet.state_of_play import state_of_play
from canivet.territory import reen_obligation

PROFILE = "canivet"
HEAVIEST = 5

STAGE_LABELS = {
    "manufacturing": "Fabrication",
    "distribution": "Transport",
    "use": "Utilisation",
    "end_of_life": "Fin de vie",
    "embodied_unsplit": "Fabrication, transport et fin de vie (non séparés par la source)",
    "service_unsplit": "Cycle de vie des services (non séparé par la source)",
}


def category_labels(commons: Commons) -> dict[str, str]:
    """French label of each family of equipment and kind of use."""
    families = {row["id"]: row["label_fr"] for row in commons.rows("classification/families")}
    return families | {kind.id: kind.label for kind in load_kinds(commons).values()}


def result_document(diagnosis: Diagnosis, on: date | None = None) -> dict[str, Any]:
    """The result of a diagnosis, ready to be written as JSON; ``on`` is the day of the check of the law."""
    document = _footprint_document(diagnosis)
    document["levers"] = _levers(diagnosis)
    state = state_of_play(diagnosis, document, on)
    return {**document, "state_of_play": state} if state else document


def _levers(diagnosis: Diagnosis) -> dict[str, Any]:
    """What each lever of the commons would bring, alone, at its starting values."""
    levers = load_levers(diagnosis.commons)
    estate = estate_of(diagnosis, levers.values(), merged=True)
    return kept(section(estate, levers.values(), category_labels(diagnosis.commons)))


def _footprint_document(diagnosis: Diagnosis) -> dict[str, Any]:
    dossier, commons, assessment = diagnosis.dossier, diagnosis.commons, diagnosis.assessment
    labels = category_labels(commons)
    factor_set = assessment.footprint.chosen.factor_set
    return {
        "engine_version": canivet.__version__,
        "commons_version": commons.version,
        "commons_fingerprint": commons.fingerprint,
        "dossier_fingerprint": dossier.fingerprint,
        "factor_set": factor_set.id,
        "factor_set_label": factor_set.label,
        "profile": PROFILE,
        "method": dossier.profile.method,
        "year": dossier.profile.year,
        "country": dossier.profile.country,
        "interval_level": assessment.settings.level,
        "authority": _authority(diagnosis),
        "inventory": _inventory(diagnosis, labels),
        "footprint": _footprint(diagnosis),
        "labels": {
            "stages": STAGE_LABELS,
            "categories": labels,
            "criteria": {item.id: item.label for item in assessment.footprint.criteria},
        },
        "heaviest": _heaviest(diagnosis, labels),
        "missing": _missing(diagnosis, labels),
        "ratios": [_ratio(ratio) for ratio in diagnosis.ratios],
        "bridge": assessment.bridge(),
        "bridge_detail": {
            item.id: {
                "label": item.label,
                "own_share": {
                    c.id: assessment.own_share(item.id, c.id) for c in assessment.footprint.criteria
                },
            }
            for item in assessment.sets
        },
        "uses": _uses(diagnosis, labels),
        "quality": _quality(diagnosis),
        "warnings": [*diagnosis.cautions, *diagnosis.inventory.warnings],
        "sources": _sources(diagnosis),
    }


def _quality(diagnosis: Diagnosis) -> dict[str, Any]:
    """Quality of the data; each improvement also says how much of the interval hangs on its datum."""
    quality = assess_quality(diagnosis.inventory, diagnosis.commons)
    hanging = diagnosis.assessment.hanging
    for item in quality["improvements"]:
        item["width_share"] = hanging.get(item["datum"])
    return quality


def _authority(diagnosis: Diagnosis) -> dict[str, Any]:
    profile = diagnosis.dossier.profile
    obligation = reen_obligation(
        diagnosis.commons, profile.kind, profile.type, profile.population, profile.population_municipal
    )
    return {
        "siren": profile.siren,
        "name": profile.name,
        "kind": profile.kind,
        "type": profile.type,
        "population": profile.population,
        "population_municipal": profile.population_municipal,
        "agents": profile.agents,
        "reen_obligation": {
            "status": obligation.status,
            "reason": obligation.reason_fr,
            "article": obligation.article,
            "near_threshold": obligation.near_threshold,
            "deadlines": [
                {"date": step.date_effect, "label": step.consequence_fr, "article": step.article}
                for step in obligation.steps
            ],
        },
    }


def _inventory(diagnosis: Diagnosis, labels: dict[str, str]) -> dict[str, Any]:
    inventory = diagnosis.inventory
    reasons = {
        row["id"]: row["label_fr"] for row in diagnosis.commons.rows("classification/exclusion_reasons")
    }
    lines = Counter(item.reason for item in inventory.exclusions)
    units: Counter[str] = Counter()
    stock: Counter[str] = Counter()
    for item in inventory.exclusions:
        units[item.reason] += item.quantity  # type: ignore[assignment]  # Counter of floats
        if item.reason == "stock":
            stock[item.family] += item.quantity  # type: ignore[assignment]
    by_family: Counter[str] = Counter()
    for asset in inventory.assets:
        by_family[asset.family] += asset.quantity  # type: ignore[assignment]
    return {
        "files": [
            {
                "file": table.file,
                "sheet": table.sheet,
                "source": table.source,
                "encoding": table.encoding,
                "lines": len(table.lines) + len(table.rejected),
                "columns": dict(table.mapping),
                "notes": list(table.notes),
            }
            for table in diagnosis.dossier.tables
        ],
        "lines_read": inventory.lines_read,
        "lines_counted": len(inventory.assets),
        "lines_excluded": len(inventory.exclusions),
        "units_counted": float(sum(by_family.values())),
        "exclusions": [
            {"reason": reason, "label": reasons[reason], "lines": count, "units": float(units[reason])}
            for reason, count in sorted(lines.items(), key=lambda item: (-item[1], item[0]))
        ],
        "by_family": {family: float(count) for family, count in by_family.most_common()},
        "by_family_labels": {family: labels[family] for family in by_family},
        "stock": {
            "units": float(sum(stock.values())),
            "by_family": {family: float(count) for family, count in stock.most_common()},
        },
    }


def _footprint(diagnosis: Diagnosis) -> dict[str, Any]:
    assessment = diagnosis.assessment
    footprint = assessment.footprint
    document = {}
    for item in footprint.criteria:
        interval = assessment.intervals[item.id]
        low, high = interval.total
        document[item.id] = {
            "label": item.label,
            "unit": item.unit,
            "central": footprint.total(item.id),
            "low": low,
            "high": high,
            "coverage": footprint.coverage(item.id),
            "by_stage": footprint.by_stage(item.id),
            **{name: footprint.by(item.id, label) for name, label in VIEWS.items()},
            "intervals": {
                "by_stage": {part: list(pair) for part, pair in interval.by_stage.items()},
                **{
                    name: {part: list(pair) for part, pair in parts.items()}
                    for name, parts in interval.by_view.items()
                },
            },
        }
    return document


def _heaviest(diagnosis: Diagnosis, labels: dict[str, str]) -> list[dict[str, Any]]:
    assessment = diagnosis.assessment
    footprint = assessment.footprint
    total = footprint.total("gwp")
    column = footprint.column("gwp")
    counted = diagnosis.inventory.assets
    rows = []
    for category, gwp in list(footprint.by("gwp", lambda key: key.category).items())[:HEAVIEST]:
        if gwp <= 0:
            continue
        mine = [i for i, key in enumerate(footprint.cells.keys) if key.category == category]
        stages = footprint.impacts[mine, :, column].sum(axis=0)
        units = sum(asset.quantity for asset in counted if asset.family == category)
        units = units or sum(use.quantity for use in diagnosis.uses if use.kind == category)
        low, high = assessment.intervals["gwp"].by_view["by_category"][category]
        rows.append(
            {
                "category": category,
                "label": labels[category],
                "units": units,
                "gwp": gwp,
                "low": low,
                "high": high,
                "share": gwp / total,
                "per_unit": gwp / units if units else None,
                "main_stage": list(STAGE_LABELS)[int(stages.argmax())],
            }
        )
    return rows


MISSING_REASONS = {
    "no_factor": "aucun facteur ouvert",
    "no_electricity_factor": "pas de facteur d'électricité ouvert pour ce critère",
    "kwh_unknown": "consommation électrique inconnue",
    "lifetime_unknown": "durée de vie inconnue",
    "start_date_unknown": "date d'achat inconnue",
}


def _missing(diagnosis: Diagnosis, labels: dict[str, str]) -> list[dict[str, Any]]:
    grouped: dict[tuple[str, str, str], dict[str, Any]] = {}
    for item in diagnosis.assessment.footprint.missing:
        row = grouped.setdefault(
            (item.category, item.stage, item.reason),
            {
                "category": item.category,
                "label": labels[item.category],
                "stage": item.stage,
                "criteria": [],
                "units": item.units,
                "units_by_criterion": {},
                "reason": item.reason,
                "reason_label": MISSING_REASONS[item.reason],
            },
        )
        row["criteria"].append(item.criterion)
        row["units_by_criterion"][item.criterion] = item.units
        row["units"] = max(row["units"], item.units)
    return sorted(grouped.values(), key=lambda row: (-row["units"], row["category"], row["stage"]))


def _ratio(ratio: Any) -> dict[str, Any]:
    return {
        "id": ratio.id,
        "label": ratio.label,
        "unit": ratio.unit,
        "definition": ratio.definition,
        "direction": ratio.direction,
        "value": ratio.value,
        "low": ratio.low,
        "high": ratio.high,
        "references": [
            {name: getattr(reference, name) for name in REFERENCE_FIELDS} for reference in ratio.references
        ],
    }


REFERENCE_FIELDS = (
    "value",
    "low",
    "high",
    "unit",
    "year",
    "scope",
    "sector",
    "method",
    "source",
    "url",
    "comparability",
    "note",
)


def _uses(diagnosis: Diagnosis, labels: dict[str, str]) -> dict[str, Any]:
    by_category = diagnosis.assessment.footprint.by("gwp", lambda key: key.category)
    kinds = load_kinds(diagnosis.commons)
    quantities: Counter[str] = Counter()
    for use in diagnosis.uses:
        quantities[use.kind] += use.quantity  # type: ignore[assignment]
    return {
        "covered": diagnosis.dossier.uses is not None and bool(diagnosis.uses),
        "by_kind": {
            kind: {
                "label": labels[kind],
                "quantity": float(quantity),
                "unit": kinds[kind].unit,
                "gwp": by_category.get(kind, 0.0),
            }
            for kind, quantity in quantities.items()
        },
    }


def _sources(diagnosis: Diagnosis) -> list[dict[str, str]]:
    """Sources of the factors that the cells of this estate actually met."""
    chosen = diagnosis.assessment.footprint.chosen
    keys = diagnosis.assessment.cells.keys
    subjects = {key.subject for key in keys} | {f"electricity:{key.country}" for key in keys}
    met = {
        factor.source
        for (subject, _), stages in chosen.by_subject.items()
        if subject in subjects
        for factor in stages.values()
    }
    known = {row["id"]: row for row in diagnosis.commons.rows("sources")}
    fields = ("id", "title", "publisher", "version", "year", "licence", "attribution", "locator")
    blank = dict.fromkeys(fields, "")
    return [
        {**blank, "id": source, "title": source}
        if source not in known
        else {f: known[source][f] for f in fields}
        for source in sorted(met)
    ]
