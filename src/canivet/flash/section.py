"""What an estimate says, as data: numbers not rounded, labels in French; the report and the web write it."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict
from typing import Any

import canivet
from canivet.commons.factors import ELECTRICITY
from canivet.commons.store import Commons
from canivet.diagnosis import Diagnosis
from canivet.flash.estimate import CLIMATE, Flash
from canivet.footprint.uses import load_kinds
from canivet.territory import reen_obligation

#: The ratio that can be read beside published ones, and the share of the total that is not electricity.
PER_PERSON, MANUFACTURING = "gwp_per_agent", "manufacturing_share_gwp"


def section(flash: Flash) -> dict[str, Any]:
    """The estimate of a commune, ready to be written as JSON (``flash.json``)."""
    diagnosis, estate = flash.diagnosis, flash.estate
    profile, commons = diagnosis.dossier.profile, diagnosis.commons
    ratios = {
        ratio.id: {**asdict(ratio), "references": [asdict(item) for item in ratio.references]}
        for ratio in diagnosis.ratios
    }
    obligation = reen_obligation(
        commons, profile.kind, profile.type, profile.population, profile.population_municipal
    )
    return {
        "authority": {
            "siren": profile.siren,
            "name": profile.name,
            "population": profile.population,
            "people": estate.people or None,
        },
        "year": profile.year,
        "interval_level": diagnosis.assessment.settings.level,
        "questions": len(flash.questions.questions),
        "answered": flash.answers.answered(flash.questions),
        "answers": _answers(flash),
        "climate": _climate(diagnosis),
        "units": float(sum(asset.quantity for asset in diagnosis.inventory.assets)),
        "units_estimated": estate.units_estimated,
        "counts_missing": estate.counts_missing,
        "categories": _categories(diagnosis),
        "per_person": ratios[PER_PERSON],
        "manufacturing_share": ratios[MANUFACTURING]["value"],
        "estimated": list(estate.estimated),
        "left_out": list(estate.left_out),
        "cautions": list(flash.cautions),
        "actions": [{"rank": rank, **asdict(action)} for rank, action in enumerate(flash.actions, start=1)],
        "duties": [
            {**asdict(duty), "since": duty.since.isoformat() if duty.since else None} for duty in flash.duties
        ],
        "reen": {"status": obligation.status, "reason": obligation.reason_fr},
        "sources": _sources(diagnosis),
        "factor_set": diagnosis.assessment.footprint.chosen.factor_set.label,
        "engine_version": canivet.__version__,
        "commons_version": commons.version,
        "commons_fingerprint": commons.fingerprint,
        "dossier_fingerprint": diagnosis.dossier.fingerprint,
    }


def _answers(flash: Flash) -> list[dict[str, Any]]:
    """Every question with what was answered, as people read it; None for what is not known."""
    answers = flash.answers
    rows: list[dict[str, Any]] = []
    for question in flash.questions.questions:
        labels = {choice.id: choice.label for choice in question.choices}
        said = [labels.get(answers.choices.get(question.id, ""))] if question.choices else []
        counts = [
            {"label": count.label, "value": answers.counts.get(count.id), "unit": count.unit}
            for count in question.counts
        ]
        rows.append(
            {
                "id": question.id,
                "question": question.text,
                "choice": said[0] if said else None,
                "counts": counts,
            }
        )
    return rows


def _climate(diagnosis: Diagnosis) -> dict[str, Any]:
    assessment = diagnosis.assessment
    footprint = assessment.footprint
    low, high = assessment.intervals[CLIMATE].total
    criterion = footprint.criteria[footprint.column(CLIMATE)]
    return {
        "label": criterion.label,
        "unit": criterion.unit,
        "central": footprint.total(CLIMATE),
        "low": low,
        "high": high,
        "coverage": footprint.coverage(CLIMATE),
    }


def _categories(diagnosis: Diagnosis) -> list[dict[str, Any]]:
    """Categories with a figure, heaviest first; those without any factor are told, not shown as zero."""
    assessment = diagnosis.assessment
    labels = category_labels(diagnosis.commons)
    parts = assessment.footprint.by(CLIMATE, lambda key: key.category)
    total = assessment.footprint.total(CLIMATE)
    units: Counter[str] = Counter()
    for asset in diagnosis.inventory.assets:
        units[asset.family] += asset.quantity  # type: ignore[assignment]  # Counter of floats
    rows = []
    for category, amount in parts.items():
        if amount > 0:
            low, high = assessment.intervals[CLIMATE].by_view["by_category"][category]
            rows.append(
                {
                    "id": category,
                    "label": labels[category],
                    "units": float(units[category]) if category in units else None,
                    "gwp": amount,
                    "low": low,
                    "high": high,
                    "share": amount / total,
                }
            )
    return rows


def category_labels(commons: Commons) -> dict[str, str]:
    """French label of each family of equipment and kind of use."""
    families = {row["id"]: row["label_fr"] for row in commons.rows("classification/families")}
    return families | {kind.id: kind.label for kind in load_kinds(commons).values()}


def _sources(diagnosis: Diagnosis) -> list[str]:
    """Titles of the sources of the climate factors that this estate met."""
    keys = diagnosis.assessment.cells.keys
    subjects = {key.subject for key in keys} | {f"{ELECTRICITY}:{key.country}" for key in keys}
    met = {
        factor.source
        for (subject, criterion), stages in diagnosis.assessment.footprint.chosen.by_subject.items()
        if subject in subjects and criterion == CLIMATE
        for factor in stages.values()
    }
    titles = {row["id"]: f"{row['title']} ({row['year']})" for row in diagnosis.commons.rows("sources")}
    return [titles.get(source, source) for source in sorted(met)]
