"""Forms of what identifies and locates an organisation: a text that has not the form is no identifier."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

#: The post office numbers its establishments by another rule (INSEE).
LA_POSTE: Final = "356000000"
#: Years that the date of a record may have.
YEARS: Final = range(1970, 2100)
_SPACES: Final = re.compile(r"[\s.\u00a0\u202f-]+")


def read_siret(text: str) -> str | None:
    """Fourteen digits of a SIRET whose key is right; blank for a blank; None when it cannot be one.

    >>> read_siret("200 041 317 00013"), read_siret("20004131700017"), read_siret(""), read_siret("[ND]")
    ('20004131700013', None, '', None)
    >>> read_siret("35600000000048")
    '35600000000048'
    """
    digits = _SPACES.sub("", text)
    if not digits:
        return ""
    if not re.fullmatch(r"[0-9]{14}", digits) or digits == "0" * 14:
        return None
    if digits.startswith(LA_POSTE) and sum(map(int, digits)) % 5 == 0:
        return digits
    return digits if _luhn(digits) else None


#: What a digit doubled counts for: its own digits added up.
_DOUBLED: Final = {str(digit): digit * 2 - (9 if digit > 4 else 0) for digit in range(10)}


def _luhn(digits: str) -> bool:
    """Whether the key is right: every other digit doubled, from the last but one leftwards."""
    return (sum(map(int, digits[::-2])) + sum(map(_DOUBLED.__getitem__, digits[-2::-2]))) % 10 == 0


def read_rna(text: str) -> str | None:
    """A number of the register of associations; blank for a blank; None when it cannot be one.

    >>> read_rna("w791 234567"), read_rna("791234567"), read_rna(" ")
    ('W791234567', None, '')
    """
    compact = _SPACES.sub("", text).upper()
    if not compact:
        return ""
    return compact if re.fullmatch(r"W[0-9A-Z][0-9]{8}", compact) else None


def read_naf(text: str) -> str | None:
    """A code of activity with its point; blank for a blank; None when it cannot be one.

    >>> read_naf("6202A"), read_naf("62.02a"), read_naf(""), read_naf("informatique")
    ('62.02A', '62.02A', '', None)
    """
    compact = _SPACES.sub("", text).upper()
    if not compact:
        return ""
    found = re.fullmatch(r"([0-9]{2})([0-9]{2}[A-Z])", compact)
    return f"{found.group(1)}.{found.group(2)}" if found else None


def read_insee(text: str) -> str | None:
    """A commune's code of INSEE; blank for a blank; None when it cannot be one. A lost zero is given back.

    >>> read_insee("79191"), read_insee("1004"), read_insee("2A004"), read_insee("Niort")
    ('79191', '01004', '2A004', None)
    """
    compact = _SPACES.sub("", text).upper()
    if not compact:
        return ""
    padded = compact.zfill(5) if compact.isdigit() and len(compact) == 4 else compact
    return padded if re.fullmatch(r"(?:[0-9]{2}|2[AB])[0-9]{3}", padded) else None


def read_website(text: str) -> str | None:
    """An address that a browser may be sent to; blank for a blank; None for anything else.

    >>> read_website("https://exemple.fr/"), read_website("javascript:alert(1)"), read_website("exemple.fr")
    ('https://exemple.fr/', None, 'https://exemple.fr')
    """
    stripped = text.strip()
    if not stripped:
        return ""
    if re.fullmatch(r"[\w-]+(?:\.[\w-]+)+(?:/[^\s\"'<>]*)?", stripped):
        stripped = f"https://{stripped}"
    well_formed = re.fullmatch(r"https?://[^\s\"'<>\\]{3,}", stripped, re.IGNORECASE)
    return stripped if well_formed and len(stripped) <= 500 else None


def read_degrees(text: str, largest: float) -> float | None:
    """Degrees written with a point or a comma; None when it is blank, not a number, or beyond ``largest``.

    >>> read_degrees("46,3259", 90), read_degrees("146.3", 90), read_degrees("", 90)
    (46.3259, None, None)
    """
    try:
        value = float(text.strip().replace(",", "."))
    except ValueError:
        return None
    return value if abs(value) <= largest else None


def read_position(latitude: str, longitude: str, least_latitude: float) -> tuple[float | None, float | None]:
    """Degrees of a place; None twice where one is wrong, or nearer to the equator than any French commune.

    (0, 0) is what a failed geocoding gives, and a longitude read as a latitude is often near zero.

    >>> read_position("46.3", "-0.46", 2.0), read_position("-0.46", "46.3", 2.0), read_position("0", "0", 2.0)
    ((46.3, -0.46), (None, None), (None, None))
    """
    north, east = read_degrees(latitude, 90), read_degrees(longitude, 180)
    if north is None or east is None or abs(north) < least_latitude:
        return None, None
    return north, east


def read_day(text: str) -> date | None:
    """The day that a date, or a date and time, starts with; None when it is none, or of no age of ours.

    A date far ahead would make every later reading look older than it.

    >>> read_day("2026-03-31T08:00:00"), read_day("31/03/2026")
    (datetime.date(2026, 3, 31), None)
    """
    try:
        found = date.fromisoformat(text[:10])
    except ValueError:
        return None
    return found if found.year in YEARS else None
