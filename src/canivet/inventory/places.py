"""Names of places that stand in a model column: the device is then known by its type alone."""

from __future__ import annotations

from collections.abc import Set
from typing import Final

#: Words that name a place only beside one that does: « salle serveur », and not « serveur ».
_BESIDE: Final = frozenset({"serveur", "serveurs", "informatique", "de", "la", "le", "du", "des", "l", "d"})


def is_place(text: str, place_words: Set[str]) -> bool:
    """Whether a folded text only names a place, figures apart.

    >>> is_place("salle serveur 2", {"salle"}), is_place("serveur", {"salle"}), is_place("p2419h", {"salle"})
    (True, False, False)
    """
    words = [word for word in text.split(" ") if not word.isdigit()]
    named = [word for word in words if word in place_words]
    return bool(named) and all(word in place_words or word in _BESIDE for word in words)
