"""Check the commons: their schemas, then what a schema cannot say about cited figures.

Nothing here changes a figure. An error is a table that must not be shipped; a warning is a figure to read
again, or something lost because the share-alike folder was taken away.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from canivet.commons.lists import check_lists
from canivet.commons.store import Commons, number
from canivet.commons.table_schema import SHARE_ALIKE_FOLDER, Finding, Table, check_schemas, read_tables
from canivet.text import fold

__all__ = ["Finding", "is_stale", "verify"]

#: A figure not read again for this long is to be reviewed.
REVIEW_YEARS = 2
EQUIPMENT_TABLES = ("factors/equipment", "odbl/equipment")
SERVICE_TABLES = ("services/factors", "odbl/services")
ENERGY_TABLES = ("services/energy", "odbl/services_energy")
Row = dict[str, str]


def verify(commons: Commons, *, today: date | None = None) -> list[Finding]:
    """Findings on every table of ``commons``, in French; ``today`` dates the figures to be reviewed.

    Files are read afresh from ``commons.root``. Checks that read figures are made only when the schemas
    hold, since a cell that is not a number cannot be compared.
    """
    package = json.loads((commons.root / "datapackage.json").read_text(encoding="utf-8"))
    resources = {item["name"]: str(item["path"]).removesuffix(".csv") for item in package["resources"]}
    tables, findings = read_tables(commons.root)
    findings += check_schemas(tables, resources)
    if any(finding.line is not None for finding in findings):
        return findings
    separable = (commons.root / SHARE_ALIKE_FOLDER).is_dir()
    findings += _check_figures(tables)
    findings += _check_units(tables)
    findings += _check_licences(tables)
    findings += _check_stages(tables)
    findings += _check_archetypes(tables, complete=separable)
    findings += _check_families(tables)
    findings += _check_screens(tables)
    findings += _check_kinds(tables, complete=separable)
    findings += _check_sets(tables, complete=separable)
    findings += _check_names(tables)
    findings += check_lists(tables)
    if today is not None:
        findings += _check_reviews(tables, today)
    return findings


def is_stale(reviewed_on: date, today: date) -> bool:
    """Whether a figure was last read more than two years before ``today``.

    >>> is_stale(date(2024, 5, 1), date(2026, 5, 1)), is_stale(date(2024, 4, 30), date(2026, 5, 1))
    (False, True)
    """
    limit = (today.year - REVIEW_YEARS, today.month, today.day)
    return (reviewed_on.year, reviewed_on.month, reviewed_on.day) < limit


def _rows(tables: dict[str, Table], *names: str) -> Iterator[tuple[str, int, Row]]:
    for name in names:
        if name in tables:
            for line, row in tables[name].rows:
                yield name, line, row


def _cited(tables: dict[str, Table]) -> Iterator[tuple[str, int, Row]]:
    """Rows of the tables whose figures carry their citation and review date."""
    yield from _holding(tables, {"reviewed_on", "value"})


def _holding(tables: dict[str, Table], columns: set[str]) -> Iterator[tuple[str, int, Row]]:
    """Rows of the tables that have all these columns."""
    for name, table in tables.items():
        if columns <= {item["name"] for item in table.schema["fields"]}:
            yield from _rows(tables, name)


def _check_figures(tables: dict[str, Table]) -> Iterator[Finding]:
    for name, line, row in _cited(tables):
        value, low, high = (number(row[column]) for column in ("value", "low", "high"))
        if value is None:
            if not row["note"]:
                yield Finding(name, line, "note", "une valeur vide doit dire pourquoi dans « note ».")
        elif (low is None) != (high is None):
            yield Finding(name, line, "low", "donnez les deux bornes, ou aucune.")
        elif low is not None and high is not None:
            if not low <= value <= high:
                yield Finding(name, line, "value", f"{value:g} n'est pas entre {low:g} et {high:g}.")
        elif not row["pedigree"]:
            yield Finding(name, line, "pedigree", "sans bornes publiées, donnez une classe d'incertitude.")
    for name, line, row in _rows(tables, "ratios/references"):
        low, value, high = (number(row[column]) for column in ("low", "value", "high"))
        given = [bound for bound in (low, value, high) if bound is not None]
        if not given or given != sorted(given):
            yield Finding(name, line, "value", "il faut au moins un chiffre, et low ≤ value ≤ high.")


def _check_units(tables: dict[str, Table]) -> Iterator[Finding]:
    units = {row["id"]: row["unit"] for _, _, row in _rows(tables, "criteria")}
    for name, line, row in _cited(tables):
        expected = units.get(row.get("criterion", ""))
        if expected is not None and row["unit"] != expected:
            yield Finding(name, line, "unit", f"l'unité de « {row['criterion']} » est « {expected} ».")
    by_parameter = {"lifetime_years": "an", "annual_kwh": "kWh/an", "mass_kg": "kg"}
    for name, line, row in _rows(tables, "archetypes/parameters", "odbl/parameters"):
        if row["unit"] != by_parameter[row["parameter"]]:
            yield Finding(name, line, "unit", f"l'unité est « {by_parameter[row['parameter']]} ».")


def _check_licences(tables: dict[str, Table]) -> Iterator[Finding]:
    sources = {row["id"]: row for _, _, row in _rows(tables, "sources")}
    for name, line, row in _cited(tables):
        source = sources.get(row["source"])
        if source is None:
            continue
        if row["licence"] != source["licence"]:
            yield Finding(name, line, "licence", f"la source est sous « {source['licence']} ».")
        apart = name.startswith(f"{SHARE_ALIKE_FOLDER}/")
        if (source["licence_family"] == "odbl") != apart:
            place = "dans le dossier odbl" if not apart else "hors du dossier odbl"
            yield Finding(name, line, "source", f"un chiffre sous « {source['licence']} » se range {place}.")
    for name, table in tables.items():
        for line, row in table.rows:
            if "GPL" in row.get("licence", "").upper():
                yield Finding(name, line, "licence", "les chiffres sous GPL ou AGPL ne sont pas repris.")


def _check_stages(tables: dict[str, Table]) -> Iterator[Finding]:
    """A total and its stages count the same impact twice; so do a whole service and its components."""
    for names, subject in ((EQUIPMENT_TABLES, "archetype"), (SERVICE_TABLES, "kind")):
        seen: dict[tuple[str, ...], set[str]] = defaultdict(set)
        for name, line, row in _rows(tables, *names):
            stages = seen[row["table"], row[subject], row["criterion"]]
            stages.add(row["stage"])
            embodied = stages - {"use", "service_unsplit"}
            if "embodied_unsplit" in embodied and len(embodied) > 1:
                message = "le total « embodied_unsplit » et ses étapes compteraient deux fois."
                yield Finding(name, line, "stage", message)
    components: dict[tuple[str, str], set[str]] = defaultdict(set)
    metered = {row["kind"] for _, _, row in _rows(tables, *ENERGY_TABLES)}
    for name, line, row in _rows(tables, *SERVICE_TABLES):
        known = components[row["kind"], row["criterion"]]
        known.add(row["component"])
        if "whole" in known and len(known) > 1:
            yield Finding(name, line, "component", "« whole » contient déjà les autres composants.")
        if row["kind"] in metered and row["stage"] in ("use", "service_unsplit"):
            yield Finding(name, line, "stage", "l'électricité de cet usage est déjà comptée en kWh.")


def _check_archetypes(tables: dict[str, Table], *, complete: bool) -> Iterator[Finding]:
    known = {row["archetype"] for _, _, row in _rows(tables, *EQUIPMENT_TABLES) if row["value"]}
    yield from _number_or_reason(
        tables, "archetypes/archetypes", "embodied_blank_reason", known=known, complete=complete
    )


def _check_kinds(tables: dict[str, Table], *, complete: bool) -> Iterator[Finding]:
    known = {row["kind"] for _, _, row in _rows(tables, *SERVICE_TABLES, *ENERGY_TABLES) if row["value"]}
    yield from _number_or_reason(tables, "services/kinds", "blank_reason", known=known, complete=complete)


def _number_or_reason(
    tables: dict[str, Table], table: str, column: str, *, known: set[str], complete: bool
) -> Iterator[Finding]:
    for name, line, row in _rows(tables, table):
        if row["id"] in known:
            if row[column]:
                yield Finding(name, line, column, "un chiffre existe : retirez le motif d'absence.")
        elif not row[column] and complete:
            yield Finding(name, line, column, "aucun chiffre : dites pourquoi.")
        elif not row[column]:
            yield Finding(name, line, column, "pas de chiffre sans le dossier odbl.", "warning")


def _check_families(tables: dict[str, Table]) -> Iterator[Finding]:
    defaults: dict[str, list[str]] = defaultdict(list)
    for _, _, row in _rows(tables, "archetypes/archetypes"):
        defaults[row["family"]] += [row["id"]] if row["is_default"] == "1" else []
    for family, found in sorted(defaults.items()):
        if len(found) != 1:
            message = f"la famille « {family} » a {len(found)} équipements par défaut au lieu d'un."
            yield Finding("archetypes/archetypes", None, "is_default", message)
    for name, line, row in _rows(tables, "classification/families"):
        stated = row["default_archetype"]
        found = defaults.get(row["id"], [])
        if stated and found != [stated]:
            message = f"l'équipement par défaut d'après les équipements types est « {', '.join(found)} »."
            yield Finding(name, line, "default_archetype", message)
        if found and not stated:
            yield Finding(name, line, "default_archetype", f"indiquez « {found[0]} ».")
        if row["counted"] == "1" and not found:
            yield Finding(name, line, "default_archetype", "une famille comptée a un équipement par défaut.")


def _check_screens(tables: dict[str, Table]) -> Iterator[Finding]:
    ranges: dict[str, list[tuple[float, float, int]]] = defaultdict(list)
    for name, line, row in _rows(tables, "archetypes/archetypes"):
        low, high = number(row["screen_min_in"]), number(row["screen_max_in"])
        if (low is None) != (high is None) or (low is not None and high is not None and low >= high):
            yield Finding(name, line, "screen_max_in", "donnez deux diagonales, la plus petite d'abord.")
        elif low is not None and high is not None:
            ranges[row["family"]].append((low, high, line))
    for spans in ranges.values():
        spans.sort()
        for (_, end, _), (start, _, line) in pairwise(spans):
            if start < end:
                message = "cet intervalle de diagonales en recouvre un autre de la même famille."
                yield Finding("archetypes/archetypes", line, "screen_min_in", message)


def _check_sets(tables: dict[str, Table], *, complete: bool) -> Iterator[Finding]:
    known = {row["table"] for _, _, row in _rows(tables, *EQUIPMENT_TABLES)}
    central = [row["id"] for _, _, row in _rows(tables, "factors/sets") if row["central"] == "1"]
    if len(central) != 1:
        yield Finding("factors/sets", None, "central", f"{len(central)} jeux centraux au lieu d'un.")
    for name, line, row in _rows(tables, "factors/sets"):
        unknown = [table for table in row["tables"].split(";") if table not in known]
        if unknown and complete:
            yield Finding(name, line, "tables", f"table inconnue : {', '.join(unknown)}.")


def _check_names(tables: dict[str, Table]) -> Iterator[Finding]:
    """A name that two rows share would silently go to one of them."""
    for table, columns in (
        ("services/kinds", ("id", "label_fr")),
        ("electricity/countries", ("iso3", "iso2", "name_fr")),
    ):
        owner: dict[str, int] = {}
        for name, line, row in _rows(tables, table):
            texts = [row[column] for column in columns] + row["aliases"].split(";")
            for text in {fold(text) for text in texts if text}:
                if owner.setdefault(text, line) != line:
                    message = f"« {text} » désigne déjà la ligne {owner[text]}."
                    yield Finding(name, line, "aliases", message)


def _check_reviews(tables: dict[str, Table], today: date) -> Iterator[Finding]:
    for name, line, row in _holding(tables, {"reviewed_on"}):
        if is_stale(date.fromisoformat(row["reviewed_on"]), today):
            message = f"relu le {row['reviewed_on']}, il y a plus de {REVIEW_YEARS} ans : à revoir."
            yield Finding(name, line, "reviewed_on", message, "warning")
