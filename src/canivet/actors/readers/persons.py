"""Keeping the names of people out of what is stored of their business."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from typing import Final

from canivet.text import fold

_CUT: Final = re.compile(r"[^a-z0-9]+")
#: A shorter word is a particle or an initial: it names nobody.
_LEAST: Final = 3


def without_person(names: Iterable[str], persons: Iterable[str]) -> list[str]:
    """Names, each once, but for those that hold a word of the name of one of the persons.

    >>> without_person(["Répar'Ordi", "DUPIN INFORMATIQUE", "Répar'Ordi"], ["Camille DUPIN"])
    ["Répar'Ordi"]
    """
    private = {word for person in persons for word in _words(person) if len(word) >= _LEAST}
    kept = [name for name in names if name and private.isdisjoint(_words(name))]
    return list({fold(name): name for name in reversed(kept)}.values())[::-1]


def _words(text: str) -> set[str]:
    return {word for word in _CUT.split(fold(text)) if word}


def desk_address(texts: Iterable[str], desks: Collection[str]) -> str:
    """The first e-mail address that is a desk's; blank when all could be a person's.

    >>> desk_address(["camille.dupin@exemple.fr", "contact@exemple.fr"], {"contact"})
    'contact@exemple.fr'
    >>> desk_address(["cdupin@exemple.fr"], {"contact"})
    ''
    """
    for text in texts:
        address = text.strip()
        local, _, domain = address.partition("@")
        words = _words(local)
        if domain and len(address) <= 200 and not words.isdisjoint(desks) and not re.search(r"\s", address):
            return address
    return ""
