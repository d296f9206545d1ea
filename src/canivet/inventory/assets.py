"""What an inventory is made of, from the line as read to the asset that is counted.

Reading gives `Line`s; interpreting them gives, for each line, one `Asset` or one `Exclusion`.
Nothing is dropped: lines read = assets + exclusions.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from canivet.problems import Place

#: Canonical fields that a column of an inventory can be mapped to.
Field = Literal[
    "name",
    "inventory_number",
    "serial",
    "imei",
    "manufacturer",
    "model",
    "type",
    "designation",
    "status",
    "quantity",
    "quantity_origin",
    "quantity_pedigree",
    "purchase_date",
    "in_service_date",
    "delivery_date",
    "bios_date",
    "warranty_date",
    "retired_date",
    "lifetime_years",
    "annual_kwh",
    "pue",
    "power_w",
    "usage_rate",
    "country",
    "service",
    "site",
    "entity",
    "datacenter",
    "screen_in",
    "operating_system",
    "memory",
    "last_seen",
    "remark",
]

#: Where a datum comes from, best first; it makes the quality score.
Origin = Literal["measured", "declared", "deduced", "archetype", "default", "missing"]

Status = Literal["in_use", "maintenance", "stock", "retired", "missing", "consumed", "unknown"]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a table as read: where it stands and its cells by canonical field, as text."""

    place: Place
    cells: dict[str, str]
    #: Everything the line says, for messages and the review of the unknown.
    text: str = ""
    #: Hint from the sheet name or the source: "retired", "computer", "monitor", "phone", "network"…
    hint: str = ""


@dataclass(frozen=True, slots=True)
class ReadTable:
    """One table found in one file or sheet, with what was recognised about it."""

    file: str
    sheet: str
    source: str
    """Recognised source: ``glpi``, ``ocs``, ``g4it``, ``generic``."""
    encoding: str
    separator: str
    header_line: int
    columns: tuple[str, ...]
    mapping: dict[str, str]
    """Canonical field → column name of the file."""
    lines: tuple[Line, ...]
    rejected: tuple[tuple[Line, str], ...] = ()
    """Lines that cannot be an item (totals, wrong number of cells), each with the reason code."""
    notes: tuple[str, ...] = ()


@dataclass(slots=True)
class Asset:
    """An item, or a lot of identical items, that is counted."""

    place: Place
    quantity: float
    family: str
    archetype: str
    confidence: float
    rule: str
    manufacturer: str = ""
    model: str = ""
    name: str = ""
    serial: str = ""
    inventory_number: str = ""
    status: Status = "in_use"
    service: str = ""
    country: str = "FRA"
    country_origin: Origin = "default"
    quantity_origin: Origin = "declared"
    quantity_pedigree: str = ""
    """Pedigree class of a lot that was estimated (see ``footprint.flows``); blank for what is listed."""
    usage_rate: float = 1.0
    screen_in: float | None = None
    start_date: date | None = None
    start_basis: str = "none"
    """Which column gave ``start_date``: use, delivery, buy, warranty, bios, none."""
    purchase_date: date | None = None
    retired_date: date | None = None
    lifetime_years: float = 0.0
    lifetime_origin: Origin = "missing"
    annual_kwh: float | None = None
    kwh_origin: Origin = "missing"
    pue: float = 1.0
    pue_origin: Origin = "declared"
    """``default`` where the PUE of the room is not known: it is uncertain, and drawn."""
    merged_from: list[Place] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Exclusion:
    """A line that is not counted, and why."""

    place: Place
    reason: str
    """Code of ``commons/classification/exclusion_reasons.csv``."""
    quantity: float
    family: str = ""
    text: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class ModelGroup:
    """One model of the estate, as the user reviews it: its texts, what was understood, what it weighs."""

    key: str
    """What its lines share: ``model_key`` of the classifier."""
    manufacturer: str
    model: str
    type: str
    designation: str
    family: str
    archetype: str
    confidence: float
    rule: str
    lines: int
    units: float
    place: Place
    """Where its first line stands."""


@dataclass(slots=True)
class Inventory:
    """Everything read from the files of one dossier."""

    assets: list[Asset]
    exclusions: list[Exclusion]
    tables: list[ReadTable]
    warnings: list[str] = field(default_factory=list)
    models: list[ModelGroup] = field(default_factory=list)
    """Distinct models, heaviest first."""

    @property
    def lines_read(self) -> int:
        """Lines read; a duplicate merged into another line is an exclusion, so the sum holds."""
        return len(self.assets) + len(self.exclusions)
