"""Closed list of units and the only conversions between them.

Every quantity carries its unit in its column or key name; nothing else in the code converts.
"""

from __future__ import annotations

HOURS_PER_YEAR = 8760
DAYS_PER_YEAR = 365.25
KILOGRAMS_PER_TONNE = 1000
CENTIMETRES_PER_INCH = 2.54


def watts_to_annual_kwh(power_w: float, hours_per_year: float = HOURS_PER_YEAR) -> float:
    """Energy in kWh of a constant power over a number of hours of one year.

    >>> watts_to_annual_kwh(10)
    87.6
    """
    return power_w * hours_per_year / 1000


def years_between(start_ordinal: int, end_ordinal: int) -> float:
    """Years between two proleptic Gregorian ordinals, in mean years of 365.25 days.

    >>> round(years_between(730120, 730120 + 1461), 3)
    4.0
    """
    return (end_ordinal - start_ordinal) / DAYS_PER_YEAR


#: How many of a base unit one unit holds, by family of units; names are folded (no accents, no capitals).
_UNITS: dict[str, tuple[str, float]] = {
    "ko": ("octet", 1e3),
    "mo": ("octet", 1e6),
    "go": ("octet", 1e9),
    "gb": ("octet", 1e9),
    "to": ("octet", 1e12),
    "tb": ("octet", 1e12),
    "go.an": ("octet·an", 1e9),
    "go an": ("octet·an", 1e9),
    "go·an": ("octet·an", 1e9),
    "to.an": ("octet·an", 1e12),
    "to an": ("octet·an", 1e12),
    "to·an": ("octet·an", 1e12),
    "feuille": ("feuille", 1),
    "page": ("page", 1),
    "ramette": ("feuille", 500),
    "heure": ("heure", 1),
    "h": ("heure", 1),
    "minute": ("heure", 1 / 60),
    "min": ("heure", 1 / 60),
    "kwh": ("kwh", 1),
    "mwh": ("kwh", 1000),
}


def convert(quantity: float, unit: str, target: str) -> float | None:
    """``quantity`` expressed in ``target``, or None when the two units do not measure the same thing.

    Names are folded text; a plural is read as its singular, and any unit converts to itself.

    >>> convert(2, "to", "go"), convert(3, "ramettes", "feuille"), convert(1, "kwh", "go")
    (2000.0, 1500.0, None)
    """
    if unit == target or unit.rstrip("s") == target.rstrip("s"):
        return quantity
    held = _UNITS.get(unit) or _UNITS.get(unit.rstrip("s"))
    wanted = _UNITS.get(target) or _UNITS.get(target.rstrip("s"))
    if held is None or wanted is None or held[0] != wanted[0]:
        return None
    return quantity * held[1] / wanted[1]
