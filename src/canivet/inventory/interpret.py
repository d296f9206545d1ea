"""From cells to typed values: quantity, status, dates, country, service, size, declared figures.

Columns are read whole and each distinct text once, so that the cost follows the variety of a file and not its
length. Rules are stated in ``docs/methode/inventaire.md``, in the order of this file.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final, TypeVar

from canivet.inventory.assets import ReadTable
from canivet.inventory.countries import CountryReader
from canivet.inventory.dates import START_ORDER, DateColumns, read_dates
from canivet.inventory.draft import Draft, place_key
from canivet.inventory.status import StatusReader
from canivet.inventory.values import parse_dates, parse_inches, parse_number, parse_quantity
from canivet.units import years_between

_T = TypeVar("_T")

#: Columns that say who uses a device, the most organisational first.
SERVICE_FIELDS: Final = ("service", "entity", "site")
#: Lifetimes beyond this number of years are mistakes, not declarations.
LONGEST_LIFETIME_YEARS: Final = 50.0
#: A room that takes more than this per kWh of its machines is a typing error.
HIGHEST_PUE: Final = 5.0
#: Sources whose lines are one device each, so that no quantity means one.
ONE_LINE_ONE_DEVICE: Final = frozenset({"glpi", "ocs"})


@dataclass(slots=True)
class Interpreted:
    """Lines of all tables under way, and what was found odd in each table."""

    drafts: list[Draft]
    dates: list[DateColumns] = field(default_factory=list)
    statuses: StatusReader | None = None
    countries: CountryReader | None = None


def interpret_tables(
    tables: Sequence[ReadTable], *, year: int, statuses: StatusReader, countries: CountryReader
) -> Interpreted:
    """Drafts of every line of every table, in their order."""
    result = Interpreted([], [], statuses, countries)
    for position, table in enumerate(tables):
        drafts = [Draft(line, position, place_key(line.place)) for line in table.lines]
        result.drafts += drafts
        result.dates.append(_fill(drafts, table, year, statuses, countries))
    return result


def _fill(
    drafts: list[Draft], table: ReadTable, year: int, statuses: StatusReader, countries: CountryReader
) -> DateColumns:
    lines = table.lines
    fields = {name for line in lines for name in line.cells}
    texts = {name: [line.cells.get(name, "") for line in lines] for name in fields}
    _fill_quantities(drafts, texts, table.source)
    _fill_estimates(drafts, texts)
    dates = read_dates(texts, year=year, parse=parse_dates)
    _fill_dates(drafts, dates)
    _fill_statuses(drafts, texts.get("status"), statuses, date(year, 12, 31))
    _fill_services(drafts, texts)
    _fill_countries(drafts, texts.get("country"), countries)
    _fill_sizes(drafts, texts)
    _fill_declared(drafts, texts)
    return dates


def _read_each(texts: Iterable[str], read: Callable[[str], _T]) -> list[_T]:
    """``read`` applied to each text, once per distinct text."""
    seen: dict[str, _T] = {}
    values = []
    for text in texts:
        if text not in seen:
            seen[text] = read(text)
        values.append(seen[text])
    return values


def _fill_quantities(drafts: list[Draft], texts: dict[str, list[str]], source: str) -> None:
    """Quantity of each line: its column, else what its designation says, else one."""
    if "quantity" in texts:
        for draft, text, value in zip(
            drafts, texts["quantity"], _read_each(texts["quantity"], _declared_quantity), strict=True
        ):
            if not text:
                draft.quantity_origin = "default"
                worded_value = parse_quantity(draft.cell("designation") or draft.cell("model"))
                if worded_value is not None and worded_value > 0:
                    draft.quantity, draft.quantity_origin = worded_value, "deduced"
            elif value is None:
                draft.quantity, draft.problem = 0.0, f"« {text} » n'est pas une quantité"
            elif value <= 0:
                draft.quantity, draft.problem = 0.0, f"quantité {text} : elle doit être positive"
            else:
                draft.quantity = value
        return
    worded = texts.get("designation") or texts.get("model") or [""] * len(drafts)
    for draft, value in zip(drafts, _read_each(worded, parse_quantity), strict=True):
        if value is not None and value > 0:
            draft.quantity, draft.quantity_origin = value, "deduced"
        elif source not in ONE_LINE_ONE_DEVICE and not draft.cell("serial"):
            draft.quantity_origin = "default"


def _fill_estimates(drafts: list[Draft], texts: dict[str, list[str]]) -> None:
    """Where an estimated quantity comes from, and how sure it is: the flash path writes these two columns.

    No file of the user's has them: a line of an inventory has its quantity, and no pedigree.
    """
    for draft, pedigree in zip(drafts, texts.get("quantity_pedigree", ()), strict=False):
        draft.quantity_pedigree = pedigree
        if pedigree and draft.cell("quantity_origin") == "default":
            draft.quantity_origin = "default"


_DOTTED_THOUSANDS: Final = re.compile(r"[1-9]\d{0,2}(?:\.\d{3})+")


def _declared_quantity(text: str) -> float | None:
    """A number, with or without a multiplication sign (« x2 »), else what a text such as « 4 PC » says."""
    bare = text.strip("xX× ")
    if _DOTTED_THOUSANDS.fullmatch(bare):
        # « 1.200 » in a column of devices is twelve hundred: nobody holds a fifth of one.
        return float(bare.replace(".", ""))
    value = parse_number(bare)
    return parse_quantity(text) if value is None else value


def _fill_dates(drafts: list[Draft], dates: DateColumns) -> None:
    columns = [(basis, dates.columns[name]) for basis, name in START_ORDER if name in dates.columns]
    bought = dates.columns.get("purchase_date")
    withdrawn = dates.columns.get("retired_date")
    for position, draft in enumerate(drafts):
        for basis, column in columns:
            day = column[position]
            if day is not None:
                draft.start_date, draft.start_basis = day, basis
                break
        if bought:
            draft.purchase_date = bought[position]
        if withdrawn:
            draft.retired_date = withdrawn[position]


def _fill_statuses(drafts: list[Draft], texts: list[str] | None, statuses: StatusReader, end: date) -> None:
    """Status said by the column; else by the sheet's name; else by a withdrawal already past."""
    for position, draft in enumerate(drafts):
        if texts is not None:
            draft.status = statuses.read(texts[position])
        if draft.status == "unknown":
            gone = draft.retired_date is not None and draft.retired_date <= end
            if draft.line.hint == "retired" or gone:
                draft.status = "retired"


def service_field(texts: dict[str, list[str]]) -> str:
    """The column that says who uses a device: the most organisational one that tells lines apart.

    A column that holds one and the same value everywhere (the name of the authority) says nothing; it is only
    taken when there is no better one. Empty when there is none at all.
    """
    present = [name for name in SERVICE_FIELDS if any(texts.get(name, ()))]
    telling = [name for name in present if len({text for text in texts[name] if text}) > 1]
    return (telling or present or [""])[0]


def last_part(path: str) -> str:
    """Last part of a path of places or entities.

    >>> last_part("Siège > Médiathèque"), last_part("DSI"), last_part("A >  ")
    ('Médiathèque', 'DSI', 'A')
    """
    parts = [part.strip() for part in path.split(">") if part.strip()]
    return " ".join(parts[-1].split()) if parts else ""


def _fill_services(drafts: list[Draft], texts: dict[str, list[str]]) -> None:
    name = service_field(texts)
    if name:
        for draft, service in zip(drafts, _read_each(texts[name], last_part), strict=True):
            draft.service = service


def _fill_countries(drafts: list[Draft], texts: list[str] | None, countries: CountryReader) -> None:
    for position, draft in enumerate(drafts):
        code = countries.read(texts[position]) if texts is not None and texts[position] else ""
        draft.country = code or countries.default
        draft.country_origin = "declared" if code else "default"


def _fill_sizes(drafts: list[Draft], texts: dict[str, list[str]]) -> None:
    if "screen_in" in texts:
        for draft, size in zip(drafts, _read_each(texts["screen_in"], parse_inches), strict=True):
            draft.screen_in = size


def _fill_declared(drafts: list[Draft], texts: dict[str, list[str]]) -> None:
    """Declared lifetime, yearly kWh, PUE and usage rate. Zero kWh is not known; watts alone are no energy."""
    if "lifetime_years" in texts:
        for draft, value in zip(drafts, _read_each(texts["lifetime_years"], parse_number), strict=True):
            draft.declared_lifetime = value if value and 0 < value <= LONGEST_LIFETIME_YEARS else None
    if "annual_kwh" in texts:
        for draft, value in zip(drafts, _read_each(texts["annual_kwh"], parse_number), strict=True):
            draft.declared_kwh = value if value and value > 0 else None
    if "pue" in texts:
        for draft, value in zip(drafts, _read_each(texts["pue"], parse_number), strict=True):
            draft.declared_pue = value if value and 1 <= value <= HIGHEST_PUE else None
    if "usage_rate" in texts:
        for draft, value in zip(drafts, _read_each(texts["usage_rate"], usage_rate), strict=True):
            draft.usage_rate = value


def usage_rate(text: str) -> float:
    """Share of use from 0 to 1; a figure above 1 is a percentage, and what cannot be read is full use.

    >>> usage_rate("0,5"), usage_rate("80 %"), usage_rate("")
    (0.5, 0.8, 1.0)
    """
    value = parse_number(text.replace("%", "")) if text else None
    if value is None or value < 0 or value > 100:
        return 1.0
    return value / 100 if value > 1 or "%" in text else value


def years_in_use(draft: Draft, end: date) -> float | None:
    """Age of a line in years at ``end``, or None when its start is unknown."""
    if draft.start_date is None:
        return None
    return years_between(draft.start_date.toordinal(), end.toordinal())
