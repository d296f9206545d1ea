"""Values of the command line that need a check, each with its reason in French."""

from __future__ import annotations

import argparse
from datetime import date

from canivet.commons.store import Commons
from canivet.inventory.countries import CountryReader
from canivet.problems import InputProblem

#: No inventory of a digital estate is older: a year before is a slip of the keyboard.
FIRST_YEAR = 2000


def positive_integer(text: str) -> int:
    """A whole number above zero; spaces between thousands are accepted.

    >>> positive_integer("1 200")
    1200
    """
    digits = "".join(text.split()).replace("\u202f", "")
    if not digits.isascii() or not digits.isdigit() or int(digits) == 0:
        raise argparse.ArgumentTypeError(f"« {text} » n'est pas un nombre entier supérieur à zéro")
    return int(digits)


def study_year(text: str) -> int:
    """A year that a diagnosis can bear on: not before 2000, at most next year."""
    last = date.today().year + 1
    if not text.isascii() or not text.isdigit() or not FIRST_YEAR <= int(text) <= last:
        raise argparse.ArgumentTypeError(f"« {text} » n'est pas une année entre {FIRST_YEAR} et {last}")
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
