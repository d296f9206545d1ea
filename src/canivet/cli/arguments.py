"""Values of the command line that need a check, each with its reason in French."""

from __future__ import annotations

import argparse
from datetime import date

from canivet.commons.store import Commons
from canivet.dossier import LARGEST_COUNT
from canivet.inventory.countries import CountryReader
from canivet.problems import InputProblem

#: No inventory of a digital estate is older: a year before is a slip of the keyboard.
FIRST_YEAR = 2000
#: Longest value that a message repeats whole.
LONGEST_SHOWN = 40


def positive_integer(text: str) -> int:
    """A whole number above zero; spaces between thousands are accepted.

    >>> positive_integer("1 200")
    1200
    """
    digits = "".join(text.split()).replace("\u202f", "")
    if not digits.isascii() or not digits.isdigit() or not digits.strip("0"):
        raise argparse.ArgumentTypeError(f"« {shown(text)} » n'est pas un nombre entier supérieur à zéro")
    # Python refuses to convert thousands of digits: their count is looked at first.
    significant = digits.lstrip("0")
    if len(significant) > len(str(LARGEST_COUNT)) or int(significant) > LARGEST_COUNT:
        raise argparse.ArgumentTypeError(f"« {shown(text)} » est trop grand (un milliard au plus)")
    return int(significant)


def shown(text: str) -> str:
    """A value as a message shows it: cut when it is very long.

    >>> shown("9" * 400)[-3:], len(shown("9" * 400))
    ('99…', 41)
    """
    return text if len(text) <= LONGEST_SHOWN else f"{text[:LONGEST_SHOWN]}…"


def study_year(text: str) -> int:
    """A year that a diagnosis can bear on: not before 2000, at most next year."""
    last = date.today().year + 1
    is_year = text.isascii() and text.isdigit() and len(text) <= len(str(last))
    if not is_year or not FIRST_YEAR <= int(text) <= last:
        raise argparse.ArgumentTypeError(
            f"« {shown(text)} » n'est pas une année entre {FIRST_YEAR} et {last}"
        )
    return int(text)


def country_code(text: str, commons: Commons) -> str:
    """ISO 3166 code of three letters of a country given by code or French name."""
    code = CountryReader(commons, default="").read(text)
    if not code:
        raise InputProblem(
            f"le pays « {text} » n'est pas connu.",
            cure="donnez son code à trois lettres, par exemple FRA, BEL ou DEU.",
        )
    return code
