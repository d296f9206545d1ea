"""The register of disposals: devices in stock, retired, on 1 January, and what became of them in the year.

It gives the two terms of the rate of REEN 16, the gifts, and the prices of what is sold on. Sets aside, with
the reason: what is over ten years old on 1 January, classified media, special security needs, families that
the rate does not count.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from canivet.obligations.facts import read_year, split_list
from canivet.obligations.law import Law
from canivet.obligations.wording import years_after
from canivet.problems import InputProblem, Place
from canivet.tabular import Folder, csv_text, read_date, read_number, read_rows

FILE = "reformes.csv"
COLUMNS = (
    "annee", "famille", "libelle", "quantite", "achete_le", "age_ans", "sortie", "exclusion", "prix_unitaire",
    "preuves", "note",
)  # fmt: skip
GIFT, SOLIDARITY_SALE = "don", "prix_solidaire"


@dataclass(frozen=True, slots=True)
class Disposal:
    """A lot of identical devices, retired and in stock on 1 January of ``year``."""

    year: int
    family: str
    label: str
    quantity: int
    bought_on: date | None
    age_years: float | None
    """On 1 January; used where the day of purchase is not known."""
    outcome: str
    exclusion: str
    unit_price_eur: float | None
    proofs: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class ReuseCount:
    """The terms of the rate of REEN 16, and everything they leave out."""

    reused: int
    """A: devices put to reuse in the year."""
    reformed: int
    """B: devices retired in stock on 1 January."""
    too_old: int
    set_apart: int
    """Classified media and special security needs."""
    other_families: int
    doubtful: int
    """Of families whose category depends on the device."""
    unknown_age: int
    """Counted in B all the same."""
    proofs: tuple[str, ...]


def is_too_old(item: Disposal, max_age_years: float) -> bool | None:
    """Whether a device is over the age on 1 January; None where its age is not known."""
    start = date(item.year, 1, 1)
    if item.bought_on is not None:
        return years_after(item.bought_on, int(max_age_years)) < start
    return None if item.age_years is None else item.age_years > max_age_years


def count_reuse(items: Iterable[Disposal], law: Law, max_age_years: float) -> ReuseCount:
    """A and B over the lots of one year."""
    counts = dict.fromkeys(("reused", "reformed", "too_old", "apart", "other", "doubtful", "unknown"), 0)
    proofs: dict[str, None] = {}
    for item in items:
        where = _where(item, law, max_age_years)
        counts[where] += item.quantity
        if where != "reformed":
            continue
        if is_too_old(item, max_age_years) is None:
            counts["unknown"] += item.quantity
        if law.outcomes[item.outcome].reused:
            counts["reused"] += item.quantity
            proofs |= dict.fromkeys(item.proofs)
    return ReuseCount(
        counts["reused"],
        counts["reformed"],
        counts["too_old"],
        counts["apart"],
        counts["other"],
        counts["doubtful"],
        counts["unknown"],
        tuple(proofs),
    )


def _where(item: Disposal, law: Law, max_age_years: float) -> str:
    """Where a lot goes: in B, or what sets it aside; the first that holds decides."""
    if item.exclusion:
        return "apart"
    if item.family in law.doubtful_families:
        return "doubtful"
    if item.family not in law.reuse_families:
        return "other"
    return "too_old" if is_too_old(item, max_age_years) else "reformed"


def written_disposals(items: Sequence[Disposal]) -> str:
    """``reformes.csv``, in the order given."""
    return csv_text(
        COLUMNS,
        [
            {
                "annee": item.year,
                "famille": item.family,
                "libelle": item.label,
                "quantite": item.quantity,
                "achete_le": item.bought_on.isoformat() if item.bought_on else None,
                "age_ans": None if item.age_years is None else repr(item.age_years).removesuffix(".0"),
                "sortie": item.outcome,
                "exclusion": item.exclusion,
                "prix_unitaire": None
                if item.unit_price_eur is None
                else repr(item.unit_price_eur).removesuffix(".0"),
                "preuves": ";".join(item.proofs),
                "note": item.note,
            }
            for item in items
        ],
    )


def load_disposals(folder: Folder, law: Law) -> tuple[Disposal, ...]:
    """The register of a dossier; empty when it has none. `InputProblem` with the line that cannot be used."""
    return tuple(_disposal(row, place, law) for place, row in read_rows(folder, FILE, COLUMNS))


def _disposal(row: dict[str, str], place: Place, law: Law) -> Disposal:
    quantity = read_number(row["quantite"], place, "quantite")
    if quantity is None or quantity < 1 or not quantity.is_integer() or quantity > 1e9:
        raise InputProblem(
            f"« {row['quantite']} » n'est pas un nombre de biens.",
            cure="donnez un nombre entier, un ou plus.",
            place=place,
        )
    return Disposal(
        year=read_year(row["annee"], place),
        family=_known(row["famille"], law.families, "la famille", place),
        label=row["libelle"],
        quantity=int(quantity),
        bought_on=read_date(row["achete_le"], place, "achete_le"),
        age_years=_positive(row["age_ans"], "age_ans", place),
        outcome=_known(row["sortie"], law.outcomes, "la sortie", place),
        exclusion=_known(row["exclusion"], law.exclusions, "l'exclusion", place) if row["exclusion"] else "",
        unit_price_eur=_positive(row["prix_unitaire"], "prix_unitaire", place),
        proofs=split_list(row["preuves"]),
        note=row["note"],
    )


def _known(text: str, known: Iterable[str], what: str, place: Place) -> str:
    if text not in known:
        raise InputProblem(
            f"{what} « {text} » n'existe pas.",
            cure=f"prenez l'une de celles-ci : {', '.join(known)}.",
            place=place,
        )
    return text


def _positive(text: str, column: str, place: Place) -> float | None:
    value = read_number(text, place, column)
    if value is not None and value < 0:
        raise InputProblem(
            f"« {text} », dans la colonne {column}, est négatif.",
            cure="donnez un nombre positif ou nul, ou laissez la cellule vide.",
            place=place,
        )
    return value
