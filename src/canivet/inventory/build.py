"""From lines read to counted assets: interpret, classify, merge, exclude, complete, warn.

Each line read gives one asset or one exclusion; nothing is dropped.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from canivet.commons.store import Commons
from canivet.inventory import traps_content, traps_dates, traps_identity
from canivet.inventory.assets import Asset, Exclusion, Inventory, ReadTable
from canivet.inventory.classify import Classifier, model_key
from canivet.inventory.complete import load_completion
from canivet.inventory.countries import CountryReader
from canivet.inventory.dedupe import dedupe
from canivet.inventory.draft import Draft, place_key
from canivet.inventory.identifiers import JunkSerials, fill_identifiers
from canivet.inventory.interpret import interpret_tables
from canivet.inventory.models import group_models
from canivet.inventory.scope import UNKNOWN, UNRECOGNISED, Scope, exclusion, load_scope
from canivet.inventory.status import StatusReader
from canivet.inventory.traps import Check, Findings, warn
from canivet.problems import InputProblem, Place

#: Families of what is no device of its own on a line of several.
NOT_DEVICES: Final = frozenset({UNKNOWN, "accessory", "network_component", "internal_panel", "software"})
_LEADING: Final = re.compile(r"^\d+\s+")
#: Checks whose warnings are given, in the order that breaks ties of importance.
CHECKS: Final[tuple[Check, ...]] = (
    traps_dates.extraction_as_withdrawal,
    traps_content.quantities_out_of_scale,
    traps_content.unrecognised,
    traps_content.guessed,
    traps_content.several_devices,
    traps_content.untitled,
    traps_dates.shared_dates,
    traps_dates.future_dates,
    traps_content.virtual_machines,
    traps_content.places_for_models,
    traps_content.same_but_name,
    traps_content.statuses,
    traps_content.internal_panels,
    traps_identity.country_spellings,
    traps_identity.unread_countries,
    traps_identity.lots_beside_units,
    traps_identity.likenesses,
    traps_identity.number_conflicts,
    traps_identity.invalid_quantities,
    traps_identity.rejected_totals,
    traps_identity.wrong_widths,
    traps_identity.summaries,
    traps_dates.great_ages,
    traps_dates.unread_dates,
    traps_content.two_types,
    traps_content.repeated_brands,
    traps_content.broken_letters,
)


def build_inventory(
    tables: Sequence[ReadTable],
    commons: Commons,
    *,
    year: int,
    country: str = "FRA",
    classifier: Classifier,
    to_review: bool = False,
) -> Inventory:
    """Assets and exclusions of all lines, with warnings and the models to review.

    ``year`` is the year studied, ``country`` the ISO 3166-1 alpha-3 code of lines that say none.
    Raises `InputProblem` when no line can be counted; with ``to_review``, an inventory whose models are all
    unknown is given all the same, since a person is there to say what they are.
    """
    interpreted = interpret_tables(
        tables, year=year, statuses=StatusReader(commons), countries=CountryReader(commons, country)
    )
    drafts = interpreted.drafts
    classify(drafts, classifier)
    shared = fill_identifiers(drafts, JunkSerials(commons))
    scope = load_scope(commons)
    conflicts = dedupe(drafts, scope.kinds)
    assets, exclusions = _sort_out(drafts, scope, commons, year)
    rejected = [
        Exclusion(line.place, reason, 0.0, text=line.text)
        for table in tables
        for line, reason in table.rejected
    ]
    reviewable = to_review and any(item.reason == UNRECOGNISED for item in exclusions)
    if not assets and not reviewable:
        raise nothing_countable(tables, [*exclusions, *rejected], commons)
    findings = Findings(
        tables=tables,
        interpreted=interpreted,
        conflicts=conflicts,
        shared_serials=shared,
        place_words=frozenset(row["word"] for row in commons.rows("classification/place_words")),
        kinds=dict(scope.kinds),
        type_families=type_families(drafts, classifier),
        composed=composed_texts(drafts, classifier),
        family_labels={row["id"]: row["label_fr"] for row in commons.rows("classification/families")},
        year=year,
    )
    return Inventory(
        assets=assets,
        exclusions=[*exclusions, *rejected],
        tables=list(tables),
        warnings=warn(findings, CHECKS),
        models=group_models(drafts),
    )


def classify(drafts: Sequence[Draft], classifier: Classifier) -> None:
    """Set the family, archetype and key of each line, each distinct description once."""
    for draft in drafts:
        cell = draft.line.cells.get
        manufacturer, model = cell("manufacturer", ""), cell("model", "")
        kind, designation = cell("type", ""), cell("designation", "")
        verdict = classifier.classify(
            manufacturer, model, kind, designation, draft.line.hint, cell("serial", ""), draft.screen_in
        )
        draft.family, draft.archetype = verdict.family, verdict.archetype
        draft.confidence, draft.rule = verdict.confidence, verdict.rule
        draft.key = model_key(manufacturer, model, kind, designation)


def type_families(drafts: Sequence[Draft], classifier: Classifier) -> dict[str, str]:
    """For each text of the type columns, the family that it names without any model; empty for none."""
    texts = sorted({draft.cell("type") for draft in drafts} - {""})
    families = {text: classifier.classify("", "", text, "", "", "", None).family for text in texts}
    return {text: "" if family == UNKNOWN else family for text, family in families.items()}


#: What stands between devices named on one line.
_AND: Final = re.compile(r"\s*\+\s*|\s+(?:et|avec)\s+")


def composed_texts(drafts: Sequence[Draft], classifier: Classifier) -> frozenset[str]:
    """Texts of types and designations that name several kinds of devices."""

    def kinds(text: str) -> int:
        parts = [part for part in _AND.split(text) if part]
        if len(parts) < 2:
            return len(parts)
        families = {classifier.classify("", "", _LEADING.sub("", part)).family for part in parts}
        return len(families - NOT_DEVICES)

    texts = {draft.cell(name) for draft in drafts for name in ("type", "designation")}
    return frozenset(text for text in texts if kinds(text) > 1)


def _sort_out(
    drafts: Sequence[Draft], scope: Scope, commons: Commons, year: int
) -> tuple[list[Asset], list[Exclusion]]:
    completion = load_completion(commons)
    assets: list[Asset] = []
    exclusions: list[Exclusion] = []
    for draft in drafts:
        draft.reason = scope.reason(draft)
        if draft.reason:
            exclusions.append(exclusion(draft))
        else:
            assets.append(completion.asset(draft, year=year))
    return assets, exclusions


def _with_column(item: Exclusion, tables: Sequence[ReadTable]) -> Place:
    """Place of an excluded line, with the column that excludes it when one does."""
    field = {"invalid_quantity": "quantity", "retired": "status", "stock": "status"}.get(item.reason, "")
    place = item.place
    for table in tables:
        if (table.file, table.sheet) == (place.file, place.sheet) and field in table.mapping:
            return replace(place, column=table.mapping[field])
    return place


def nothing_countable(
    tables: Sequence[ReadTable], exclusions: Sequence[Exclusion], commons: Commons
) -> InputProblem:
    """The problem of files without any line that can be counted, with the reasons met."""
    labels = {row["id"]: row["label_fr"] for row in commons.rows("classification/exclusion_reasons")}
    met = Counter(item.reason for item in exclusions).most_common()
    why = ", ".join(f"{labels[reason].lower()} : {lines}" for reason, lines in met)
    first = min(exclusions, key=lambda item: place_key(item.place), default=None)
    files = ", ".join(dict.fromkeys(table.file for table in tables))
    detail = ""
    if first is not None:
        place = _with_column(first, tables)
        detail = f" ; première ligne écartée : {place} ({first.detail or labels[first.reason]})"
    return InputProblem(
        f"aucun équipement à compter. Lignes écartées par raison : {why or 'aucune ligne lue'}{detail}.",
        cure="vérifiez que le fichier est bien un inventaire d'équipements (un par ligne, avec au moins un "
        "modèle, un type ou une désignation, des quantités positives et des équipements en service).",
        place=Place(files),
    )
