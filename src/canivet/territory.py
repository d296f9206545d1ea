"""Who the authority is: its SIREN, its row in the territories of the commons, and the scope of the law.

Pure reading of ``commons/territories`` and ``commons/obligations/scope.csv``; no threshold lives here.
Populations are in inhabitants; which one the law counts is said by ``population_basis`` of the scope.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from operator import ge, gt
from typing import Literal

from canivet.commons.store import Commons, Row
from canivet.inventory.countries import CountryReader
from canivet.problems import InputProblem, Place

Kind = Literal["epci", "commune"]
#: What an authority that is in no table may be: identifier, and what people read.
NATURES = {
    "commune": "Commune",
    "epci": "Intercommunalité à fiscalité propre (EPCI)",
    "department": "Département",
    "region": "Région",
    "union": "Syndicat ou autre groupement",
    "other": "Autre organisme",
}
Status = Literal["assujettie", "volontaire", "inconnue"]

SIREN_LENGTH = 9
FRANCE = "FRA"
#: First digits of the codes of overseas departments and territories.
OVERSEAS = ("97", "98")
MEMBERS_NAMED = 10
MONTHS = ("janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre",
          "novembre", "décembre")  # fmt: skip
COMPARISONS: Mapping[str, Callable[[int, int], bool]] = {"gt": gt, "ge": ge}


@dataclass(frozen=True, slots=True)
class Territory:
    """One commune or one grouping of communes (EPCI), with its populations and their vintage."""

    siren: str
    name: str
    kind: Kind
    type: str
    """``commune``, ``CC``, ``CA``, ``CU``, ``METRO``, ``MET69`` or ``EPT``."""
    type_label: str
    department: str
    """Code; that of most inhabitants where an EPCI spans several."""
    department_name: str
    region: str
    population_total: int | None
    population_municipal: int | None
    members_count: int
    epci_siren: str
    vintage: str
    population_year: int
    perimeter_date: str


@dataclass(frozen=True, slots=True)
class ReenStep:
    """One thing the law asks: by when (ISO date, blank for every year), by which article, and what."""

    date_effect: str
    article: str
    consequence_fr: str


@dataclass(frozen=True, slots=True)
class ReenObligation:
    """Whether the law on the digital footprint (REEN, article 35) binds an authority, and why."""

    status: Status
    reason_fr: str
    article: str
    threshold: int | None
    near_threshold: bool
    """Close enough to the threshold, or straddling it, for the population in force to be checked."""
    steps: tuple[ReenStep, ...] = ()


def is_valid_siren(text: str) -> bool:
    """Whether ``text`` is nine digits whose Luhn key is right (La Poste's exception is for SIRET alone).

    >>> is_valid_siren("200041317"), is_valid_siren("200041318"), is_valid_siren("20004131A")
    (True, False, False)
    """
    if not re.fullmatch(r"[0-9]{9}", text) or text == "0" * SIREN_LENGTH:
        return False
    doubled = (int(digit) * (2 if rank % 2 else 1) for rank, digit in enumerate(reversed(text)))
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0


def normalise_siren(text: str, *, place: Place | None = None) -> str:
    """Nine digits of a SIREN written with or without spaces and dots; `InputProblem` if it cannot be one.

    >>> normalise_siren(" 200 041 317 ")
    '200041317'
    """
    digits = re.sub(r"[\s.]", "", text)
    if re.fullmatch(r"[0-9]{14}", digits):
        head = digits[:SIREN_LENGTH]
        warning = "" if is_valid_siren(head) else " Vérifiez-les aussi : leur clé de contrôle est fausse."
        raise InputProblem(
            f"« {text.strip()} » est un SIRET (14 chiffres), pas un SIREN.",
            cure=f"Gardez les neuf premiers chiffres : {head}.{warning}",
            place=place,
        )
    if not re.fullmatch(r"[0-9]{9}", digits):
        raise InputProblem(
            f"« {text.strip()} » n'est pas un SIREN.",
            cure="Donnez les neuf chiffres du SIREN de la collectivité, par exemple 200041317 "
            "(ce n'est ni son code INSEE, ni son code postal).",
            place=place,
        )
    if not is_valid_siren(digits):
        raise InputProblem(
            f"Le SIREN {digits} n'existe pas : sa clé de contrôle est fausse.",
            cure="Relisez les neuf chiffres : l'un d'eux est faux, ou deux sont inversés.",
            place=place,
        )
    return digits


def _matching_rows(commons: Commons, table: str, needle: bytes) -> list[Row]:
    """Rows whose written line holds ``needle``: the big table is scanned as bytes, never parsed whole."""
    content = (commons.root / f"{table}.csv").read_bytes()
    if needle not in content:
        return []
    header, *lines = content.split(b"\n")
    kept = [header, *(line for line in lines if needle in b"\n" + line)]
    return list(csv.DictReader(line.decode("utf-8") for line in kept))


def _indexed(commons: Commons, table: str, key: str) -> dict[str, Row]:
    return {row[key]: row for row in commons.rows(table)}


def _territories(commons: Commons, kind: Kind, rows: Sequence[Row]) -> list[Territory]:
    """Typed territories of rows of one of the two tables, with the labels of the small tables."""
    departments = _indexed(commons, "territories/departments", "code")
    vintages = _indexed(commons, "territories/vintages", "id")
    types = _indexed(commons, "territories/types", "id")
    found = []
    for row in rows:
        type_id = row["type"] if kind == "epci" else "commune"
        department, vintage = departments[row["department"]], vintages[row["vintage"]]
        found.append(
            Territory(
                siren=row["siren"],
                name=row["name"],
                kind=kind,
                type=type_id,
                type_label=types[type_id]["label_fr"],
                department=row["department"],
                department_name=department["name"],
                region=department["region"],
                population_total=_integer(row["population_total"]),
                population_municipal=_integer(row["population_municipal"]),
                members_count=int(row["members_count"]) if kind == "epci" else 0,
                epci_siren=row["epci_siren"] if kind == "commune" else "",
                vintage=row["vintage"],
                population_year=int(vintage["population_year"]),
                perimeter_date=vintage["perimeter_date"],
            )
        )
    return found


def _integer(text: str) -> int | None:
    return int(text) if text else None


def find(commons: Commons, siren: str) -> Territory | None:
    """The EPCI or commune of this SIREN (nine digits), or None where the tables do not have it."""
    needle = b"\n" + siren.encode() + b","
    if rows := _matching_rows(commons, "territories/epci", needle):
        return _territories(commons, "epci", rows)[0]
    rows = _matching_rows(commons, "territories/communes", needle)
    return _territories(commons, "commune", rows)[0] if rows else None


def members(commons: Commons, siren: str) -> tuple[Territory, ...]:
    """Communes of an EPCI or of an EPT, most inhabitants first; empty for a commune or an unknown SIREN."""
    rows = _matching_rows(commons, "territories/communes", b"," + siren.encode() + b",")
    communes = _territories(commons, "commune", rows)
    return tuple(sorted(communes, key=lambda c: (-(c.population_total or 0), c.siren)))


def country_of(territory: Territory | None, commons: Commons) -> str:
    """Code of the country whose electricity an authority uses: overseas, an island has its own."""
    if territory is None or not territory.department.startswith(OVERSEAS):
        return FRANCE
    return CountryReader(commons, FRANCE).read(territory.department_name) or FRANCE


def reen_obligation(
    commons: Commons,
    kind: str,
    type: str,
    population_total: int | None,
    population_municipal: int | None,
) -> ReenObligation:
    """Scope of the law for an authority.

    ``kind``: commune, epci, another nature, which the law leaves aside, or blank where unknown; ``type`` of
    EPCI.
    """
    scope = commons.rows("obligations/scope")
    rows = [row for row in scope if kind in ("", row["kind"])]
    if not rows:
        reason = "La loi ne vise que les communes et les EPCI à fiscalité propre."
        return ReenObligation("volontaire", reason, _articles(scope), None, False)
    bound = [row for row in rows if not type or not row["types"] or type in row["types"].split(";")]
    if not bound:
        reason = "Cet établissement n'est pas un EPCI à fiscalité propre : la loi ne le vise pas."
        return ReenObligation("volontaire", reason, _articles(rows), int(rows[0]["threshold"]), False)
    rule = bound[0]
    threshold, article = int(rule["threshold"]), _articles(bound)
    above = _is_above(rule, population_total, population_municipal)
    near = _is_near(rule, population_total, population_municipal)
    certain_kind = kind == "commune" or (kind == "epci" and bool(type))
    if above is None or (above and not certain_kind):
        missing = "la population totale" if above is None else "la nature de la collectivité"
        reason = f"Il manque {missing} pour dire si le seuil de {_thousands(threshold)} habitants s'applique."
        return ReenObligation("inconnue", reason, article, threshold, near)
    reason = _reason(above, rule, article, population_total, population_municipal)
    if not above:
        return ReenObligation("volontaire", reason, article, threshold, near)
    steps = tuple(ReenStep(row["date_effect"], row["article"], row["consequence_fr"]) for row in bound)
    return ReenObligation("assujettie", reason, article, threshold, near, steps)


def _articles(rows: Sequence[Row]) -> str:
    """Article that sets the scope: the first of each kind of authority, in the order of the table."""
    first: dict[str, str] = {}
    for row in rows:
        first.setdefault(row["kind"], row["article"])
    return " ; ".join(first.values())


def _is_above(rule: Row, total: int | None, municipal: int | None) -> bool | None:
    """Whether the counted population passes the threshold; None where it cannot be told.

    The total is the municipal population plus those counted apart, so the municipal one is a lower bound.
    """
    compare, threshold = COMPARISONS[rule["comparison"]], int(rule["threshold"])
    counted = total if rule["population_basis"] == "total" else municipal
    if counted is not None:
        return compare(counted, threshold)
    if municipal is None:
        return None
    if compare(municipal, threshold):
        return True
    return None if _is_near(rule, total, municipal) else False


def _is_near(rule: Row, total: int | None, municipal: int | None) -> bool:
    """Whether a population lies within the margin of the threshold, or the two stand on either side."""
    threshold, margin = int(rule["threshold"]), float(rule["near_margin"])
    compare = COMPARISONS[rule["comparison"]]
    known = [value for value in (total, municipal) if value is not None]
    straddles = len({compare(value, threshold) for value in known}) > 1
    return straddles or any(abs(value - threshold) <= margin * threshold for value in known)


def _reason(above: bool, rule: Row, article: str, total: int | None, municipal: int | None) -> str:
    compare, threshold = COMPARISONS[rule["comparison"]], int(rule["threshold"])
    side = "dépasse" if above else "ne dépasse pas"
    limit = f"le seuil de {_thousands(threshold)} habitants ({article})"
    if total is None:
        return f"La population municipale, {_thousands(municipal or 0)} habitants, {side} {limit}."
    reason = f"La population totale, {_thousands(total)} habitants, {side} {limit}."
    if municipal is not None and compare(municipal, threshold) != above:
        reason += f" La population municipale, {_thousands(municipal)}, est de l'autre côté du seuil."
    return reason


def _thousands(value: int) -> str:
    """French writing of an integer, groups of three split by narrow no-break spaces."""
    return f"{value:,}".replace(",", "\u202f")


def _french_date(iso: str) -> str:
    day = date.fromisoformat(iso)
    return f"{'1er' if day.day == 1 else day.day} {MONTHS[day.month - 1]} {day.year}"


def describe(territory: Territory, obligation: ReenObligation, communes: Sequence[Territory] = ()) -> str:
    """French text of ``canivet territoire``: who it is, its populations, its members, what the law asks."""
    label = territory.type_label[0].upper() + territory.type_label[1:]
    lines = [
        f"{territory.name} (SIREN {territory.siren})",
        f"{label}, {territory.department_name} ({territory.department}), {territory.region}",
        f"Population totale : {_inhabitants(territory.population_total)}",
        f"Population municipale : {_inhabitants(territory.population_municipal)}",
        f"Source : INSEE et DGCL, populations de référence {territory.population_year}, "
        f"périmètre au {_french_date(territory.perimeter_date)}",
    ]
    if communes:
        named = ", ".join(commune.name for commune in communes[:MEMBERS_NAMED])
        rest = len(communes) - MEMBERS_NAMED
        others = f" et {rest} autre{'s' if rest > 1 else ''}" if rest > 0 else ""
        lines.append(f"Communes membres : {len(communes)} ({named}{others})")
    elif territory.epci_siren:
        lines.append(f"EPCI : SIREN {territory.epci_siren}")
    lines += ["", f"Stratégie numérique responsable (loi REEN) : {obligation.status}", obligation.reason_fr]
    if obligation.near_threshold:
        lines.append("Le seuil est proche : vérifiez la population en vigueur publiée par l'INSEE.")
    for step in obligation.steps:
        when = f"au plus tard le {_french_date(step.date_effect)}" if step.date_effect else "chaque année"
        lines.append(f"- {when} : {step.consequence_fr} ({step.article})")
    return "\n".join(lines)


def _inhabitants(value: int | None) -> str:
    return "non publiée dans nos tables" if value is None else f"{_thousands(value)} habitants"
