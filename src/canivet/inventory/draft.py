"""A line under way: what it says once interpreted, before it becomes an asset or an exclusion."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from canivet.inventory.assets import Line, Origin, Status
from canivet.problems import Place

#: Places sort by file, sheet and physical line, whatever the order in which the files were given.
PlaceKey = tuple[str, str, int]


@dataclass(slots=True, eq=False)
class Draft:
    """One line with typed values; each stage of the chain fills its own part."""

    line: Line
    table: int
    """Position of its table in the list read."""
    place_key: PlaceKey

    quantity: float = 1.0
    quantity_origin: Origin = "declared"
    quantity_pedigree: str = ""
    """Pedigree class of a lot that was estimated; blank for what an inventory lists."""
    problem: str = ""
    """Why the quantity cannot be used; the line is then an exclusion."""
    status: Status = "unknown"
    service: str = ""
    country: str = ""
    country_origin: Origin = "default"
    usage_rate: float = 1.0
    screen_in: float | None = None
    start_date: date | None = None
    start_basis: str = "none"
    purchase_date: date | None = None
    retired_date: date | None = None
    declared_lifetime: float | None = None
    declared_kwh: float | None = None
    declared_pue: float | None = None
    """PUE of the server room that a line stands in, when its file says it."""
    serial: str = ""
    """Cleaned serial number, empty when it identifies nothing."""
    inventory_number: str = ""
    """Cleaned inventory number, empty when it identifies nothing."""

    key: str = ""
    """What groups lines of one model: ``model_key`` of the classifier."""
    family: str = ""
    archetype: str = ""
    confidence: float = 0.0
    rule: str = ""

    kept: Draft | None = None
    """The line this one was merged into."""
    match: str = ""
    """What showed that both lines are one device: ``serial``, ``inventory_number`` or ``likeness``."""
    merged: list[Draft] = field(default_factory=list)
    reason: str = ""
    """Code of the reason why it is not counted, empty when it is."""

    @property
    def place(self) -> Place:
        """Where the line stands."""
        return self.line.place

    def cell(self, name: str) -> str:
        """Text of a canonical field, empty when the line does not have it."""
        return self.line.cells.get(name, "")

    @property
    def text(self) -> str:
        """What names the device in messages: maker and model, else designation, else type, else the line."""
        cell = self.line.cells.get
        model, maker = cell("model", ""), cell("manufacturer", "")
        if model and maker and not model.casefold().startswith(maker.casefold()):
            model = f"{maker} {model}"
        return model or cell("designation", "") or f"{maker} {cell('type', '')}".strip() or self.line.text


def place_key(place: Place) -> PlaceKey:
    """Sorting key of a place."""
    return place.file, place.sheet, place.line or 0
