"""French text: compared without case, accents, or the punctuation people vary on; joined in one sentence."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

_SPACES = re.compile(r"[\s ' _\-]+")


def joined(texts: Iterable[str]) -> str:
    """Texts in one sentence: a full stop before a semicolon is dropped, that of the last one is kept.

    >>> joined(["Une seule commune.", "", "usages non renseignés"]), joined(["Seule."])
    ('Une seule commune ; usages non renseignés', 'Seule.')
    """
    found = [text for text in texts if text]
    return " ; ".join([*(text.removesuffix(".") for text in found[:-1]), *found[-1:]])


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """Lower case, accent-free, with one space for any run of blanks, apostrophes, hyphens, underscores.

    >>> fold("  N° d'Inventaire "), fold("Écran_24”")
    ('n° d inventaire', 'ecran 24”')
    """
    if text.isascii():
        return _SPACES.sub(" ", text.casefold()).strip()
    decomposed = unicodedata.normalize("NFKD", text.replace("’", "'").replace("°", "\0"))
    bare = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return _SPACES.sub(" ", bare.replace("\0", "°").casefold()).strip()


def with_line_feeds(text: str) -> str:
    """The text with line feeds alone: a lone carriage return ends a line for some readers, not for others.

    >>> with_line_feeds("a\\r\\nb\\rc")
    'a\\nb\\nc'
    """
    return text.replace("\r\n", "\n").replace("\r", "\n")
