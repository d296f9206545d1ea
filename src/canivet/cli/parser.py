"""An argparse that speaks French: usage, help, and every message a wrong command can get."""

from __future__ import annotations

import argparse
import re
import sys
from typing import NoReturn

#: argparse's own messages, for every Python we support, and what we say instead.
_MESSAGES = (
    (re.compile(r"the following arguments are required: (.*)"), r"il manque : \1"),
    (re.compile(r"unrecognized arguments: (.*)"), r"je ne connais pas : \1"),
    (re.compile(r"argument (.*?): expected one argument"), r"\1 attend une valeur"),
    (re.compile(r"argument (.*?): expected at least one argument"), r"\1 attend au moins une valeur"),
    (re.compile(r"argument (.*?): ignored explicit argument (.*)"), r"\1 n'attend pas de valeur (\2)"),
    (re.compile(r"argument (.*?): not allowed with argument (.*)"), r"\1 ne va pas avec \2"),
    (
        re.compile(r"argument (.*?): invalid choice: (.*?) \(choose from (.*)\)"),
        r"\1 : \2 n'est pas permis (au choix : \3)",
    ),
    (re.compile(r"argument (.*?): invalid \w+ value: (.*)"), r"\1 : \2 n'a pas la bonne forme"),
    (
        re.compile(r"ambiguous option: (.*?) could match (.*)"),
        r"« \1 » peut vouloir dire \2 : précisez",
    ),
    (re.compile(r"argument (.*?): (.*)", re.DOTALL), r"\1 : \2"),
)


def in_french(message: str) -> str:
    """French wording of one of argparse's messages.

    >>> in_french("the following arguments are required: --siren")
    'il manque : --siren'
    """
    for pattern, wording in _MESSAGES:
        if pattern.fullmatch(message):
            return pattern.sub(wording, message)
    return message


class FrenchFormatter(argparse.RawDescriptionHelpFormatter):
    """Help with « Usage » in French, and the examples of a command kept as written."""

    def add_usage(self, usage, actions, groups, prefix=None):  # type: ignore[no-untyped-def]
        """The usage line under its French title."""
        return super().add_usage(usage, actions, groups, prefix or "Usage : ")


class FrenchParser(argparse.ArgumentParser):
    """Parser whose help and errors are in French; errors exit with 2."""

    def __init__(self, *args: object, examples: str = "", **kwargs: object) -> None:
        kwargs.update(add_help=False, formatter_class=FrenchFormatter, allow_abbrev=False)
        if examples:
            kwargs["epilog"] = f"Exemples :\n{examples.strip(chr(10))}"
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self._positionals.title = "Arguments"
        self._optionals.title = "Options"
        self.add_argument("-h", "--help", action="help", help="affiche cette aide")

    def error(self, message: str) -> NoReturn:
        """Say what is wrong and how to get help, then exit with 2."""
        sys.stderr.write(f"Erreur : {in_french(message)}.\nAide : {self.prog} --help\n")
        raise SystemExit(2)
