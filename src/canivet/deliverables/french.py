"""French writing of figures: significant digits, decimal comma, thin spaces, units, intervals, typography.

A figure is rounded here and nowhere else, so that a text and its table always show the same one.
"""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from math import floor, isfinite, log10

from canivet.units import KILOGRAMS_PER_TONNE

THIN = "\u202f"
HARD = "\u00a0"
NOT_COMPUTED = "non calculé"
DIGITS = 3
"""Significant digits of a central figure; bounds of an interval have one less when it can be so."""

_MONTHS = (
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
)
_SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def fixed(value: float, decimals: int) -> str:
    """``value`` with that many decimals; negative ``decimals`` round to tens, hundreds…

    >>> fixed(12345.678, 1).replace(THIN, " "), fixed(12345.678, -2).replace(THIN, " ")
    ('12 345,7', '12 300')
    """
    text = f"{round(value, decimals):,.{max(decimals, 0)}f}"
    text = "0" if text.strip("-0.,") == "" and decimals <= 0 else text
    return text.replace(",", THIN).replace(".", ",").replace("-", "\u2212")


def decimals_for(value: float, digits: int = DIGITS) -> int:
    """Decimals that leave ``digits`` significant digits in ``value``.

    >>> decimals_for(148.2), decimals_for(12345.0), decimals_for(0.0123)
    (0, -2, 4)
    """
    if not value or not isfinite(value):
        return 0
    return digits - 1 - floor(log10(abs(value)))


def number(value: float, digits: int = DIGITS) -> str:
    """``value`` with ``digits`` significant digits, in powers of ten when it is very small or very large.

    >>> number(0.0000123).replace(HARD, " "), number(46.0), number(1), number(0)
    ('1,23 × 10⁻⁵', '46', '1', '0')
    >>> number(9.98e-6, 2).replace(HARD, " ")
    '1,0 × 10⁻⁵'
    """
    if value and not 1e-3 <= abs(value) < 1e9:
        # What rounds up to a power of ten takes the next exponent.
        exponent = floor(log10(abs(round(value, decimals_for(value, digits)))))
        mantissa = fixed(value / 10.0**exponent, digits - 1)
        return f"{mantissa}{HARD}×{HARD}10{str(exponent).translate(_SUPERSCRIPTS)}"
    decimals = decimals_for(value, digits)
    text = fixed(value, decimals)
    return text.rstrip("0").rstrip(",") if decimals > 0 else text


def count(value: float) -> str:
    """A number of things: whole when it is whole, else with significant digits.

    >>> count(25700.0).replace(THIN, " "), count(2.5)
    ('25 700', '2,5')
    """
    return fixed(value, 0) if float(value).is_integer() else number(value)


def counted(value: float, singular: str, plural: str) -> str:
    """A count with its noun in the right number: in French, what is under 2 is singular.

    >>> counted(1, "ligne", "lignes").replace(HARD, " ")
    '1 ligne'
    """
    return f"{count(value)}{HARD}{singular if abs(value) < 2 else plural}"


def quantity(value: float, unit: str) -> str:
    """A quantity with its unit: words agree in number, symbols (Go, kWh, m²) never do.

    >>> quantity(38, "ligne").replace(HARD, " "), quantity(1, "ligne").replace(HARD, " ")
    ('38 lignes', '1 ligne')
    >>> quantity(20, "kWh").replace(HARD, " "), quantity(20, "SMS").replace(HARD, " ")
    ('20 kWh', '20 SMS')
    """
    if unit.isalpha() and unit.islower() and not unit.endswith(("s", "x")):
        return counted(value, unit, f"{unit}s")
    return f"{count(value)}{HARD}{unit_label(unit)}"


def percent(share: float | None, digits: int = 0) -> str:
    """A share from 0 to 1 as a percentage; what is under 1 % but not nothing is said so.

    >>> percent(0.871).replace(HARD, " "), percent(0.002).replace(HARD, " ")
    ('87 %', '< 1 %')
    """
    if share is None:
        return NOT_COMPUTED
    if 0 < share < 0.5 / 100:
        return f"<{HARD}1{HARD}%"
    if 0.995 <= share < 1:
        return f">{HARD}99{HARD}%"
    return f"{fixed(100 * share, digits)}{HARD}%"


def points(gain: float) -> str:
    """Points gained on a score out of a hundred.

    >>> points(12.3).replace(HARD, " "), points(0.4).replace(HARD, " ")
    ('+12 points', '+0,4 point')
    """
    text = number(round(gain) if gain >= 2 else gain, 2)
    return f"+{text}{HARD}{'points' if gain >= 2 else 'point'}"


def bounds(low: float | None, central: float, high: float | None) -> tuple[str, str] | None:
    """Bounds of an interval, with the fewest digits (2 or more) that keep the central figure between them.

    None when there is no interval, or one without width.
    """
    if low is None or high is None or low >= high:
        return None
    shown = round(central, decimals_for(central))
    for digits in (2, 3, 4, 6):
        low_shown, high_shown = round(low, decimals_for(low, digits)), round(high, decimals_for(high, digits))
        if low_shown <= shown <= high_shown and low_shown < high_shown:
            return number(low, digits), number(high, digits)
    # Too narrow for any rounding: the bounds go outwards as far as the figure shown.
    return number(min(low, shown), 6), number(max(high, shown), 6)


def span(low: float | None, central: float, high: float | None) -> str:
    """An interval in a cell: ``96 à 210``; a dash when there is none."""
    pair = bounds(low, central, high)
    return f"{pair[0]} à {pair[1]}" if pair else "—"


def between(low: float | None, central: float, high: float | None, unit: str) -> str:
    """An interval in a sentence: ``entre 96 et 210 t CO₂e``; empty when there is none."""
    pair = bounds(low, central, high)
    return f"entre {pair[0]} et {pair[1]}{HARD}{unit}" if pair else ""


def unit_label(unit: str) -> str:
    """A unit as a reader expects it.

    >>> unit_label("kg CO2 eq"), unit_label("kgCO2e/agent/an"), unit_label("m3"), unit_label("kg NMVOC eq")
    ('kg CO₂e', 'kg CO₂e/agent/an', 'm³', 'kg COVNM éq.')
    """
    text = re.sub(r"\b(t|kg|g)? ?CO2[ -]?(?:eq|e|éq)\b\.?", lambda m: f"{m[1] or ''} CO₂e".strip(), unit)
    text = re.sub(r"\beq\b\.?", "éq.", text).replace("disease incidence", "incidence de maladies")
    # Non-methane volatile organic compounds, by their French name.
    return re.sub(r"\bm3\b", "m³", text.replace("NMVOC", "COVNM"))


def day(date: datetime.date) -> str:
    """A date in words.

    >>> day(datetime.date(2025, 1, 1))
    '1er janvier 2025'
    """
    return f"{'1er' if date.day == 1 else date.day} {_MONTHS[date.month - 1]} {date.year}"


@dataclass(frozen=True, slots=True)
class Scale:
    """The unit in which amounts of one criterion are shown, and what to divide them by."""

    unit: str
    divisor: float = 1.0

    def of(self, amount: float) -> float:
        """An amount of the result in the unit shown."""
        return amount / self.divisor


def scale_for(unit: str, largest: float) -> Scale:
    """Kilograms of CO₂e become tonnes from one tonne on; the other units stay as the result gives them."""
    label = unit_label(unit)
    if label.startswith("kg CO₂e") and largest >= KILOGRAMS_PER_TONNE:
        return Scale(label.replace("kg", "t", 1), KILOGRAMS_PER_TONNE)
    return Scale(label)


_APOSTROPHE = re.compile(r"(?<=\w)'(?=\w)")
_THOUSANDS = re.compile(r"(?<=\d) (?=\d{3}\b)")
_BEFORE = re.compile(r" (?=[:;?!%»×])")


def typeset(text: str) -> str:
    """French typography: curved apostrophes, thin spaces in numbers, hard spaces around punctuation.

    >>> typeset("l'eau : 5 %").replace(HARD, "~")
    'l’eau~: 5~%'
    """
    text = _THOUSANDS.sub(THIN, _APOSTROPHE.sub("’", text))
    return _BEFORE.sub(HARD, text).replace("« ", f"«{HARD}")
