"""Forms of numbers and addresses of an actor, as the library reads them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from canivet.actors import checks
from canivet.actors.readers.columns import clean

_READ: Final[dict[str, Callable[[str], str | None]]] = {
    "siret": checks.read_siret,
    "rna": checks.read_rna,
    "naf": checks.read_naf,
    "insee": checks.read_insee,
    "website": checks.read_website,
    "other_names": lambda text: joined(text),  # noqa: PLW0108 - defined below
}
#: Field → what to say of a text that has not its form.
FORMS: Final = {
    "siret": "Il faut quatorze chiffres dont la clé de contrôle est juste.",
    "rna": "Il faut un W et neuf chiffres.",
    "naf": "Il faut un code comme 95.11Z.",
    "insee": "Il faut le code INSEE de la commune, comme 79191.",
    "website": "Il faut une adresse qui commence par https://.",
    "other_names": "Séparez les noms par des points-virgules.",
}


def read(name: str, text: str) -> str | None:
    """A text as it is kept; None when it has not the form of its field."""
    return _READ[name](text)


def is_name(text: str) -> bool:
    """Whether something is left of a name once what no name holds is taken away."""
    return bool(clean(text))


def joined(text: str) -> str:
    """Texts separated by semicolons, each once and clean.

    >>> joined(" a ;; b;a")
    'a;b'
    """
    return ";".join(dict.fromkeys(filter(None, (clean(piece) for piece in text.split(";")))))
