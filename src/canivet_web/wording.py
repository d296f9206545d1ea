"""The library's sentences name the files that the command line writes; on the web, they are pages."""

from __future__ import annotations

import re
from typing import Final

_HERE: Final = (
    ("voir inconnus.csv, et complétez correspondances.csv", "relisez les modèles"),
    ("Précisez le modèle, ou complétez correspondances.csv", "Précisez le modèle, ou relisez les modèles"),
    ("Complétez la colonne « correction » de correspondances.csv pour les modèles", "Relisez les modèles"),
    ("Voir exclusions.csv, raison", "Voir les lignes écartées, raison"),
    (" ; voir inconnus.csv", " ; relisez les modèles"),
)
_CHOICE: Final = re.compile(r"employez l'un de ces types : [a-z0-9_, ]+\.")
_PICTURE: Final = re.compile(r"pas un inventaire\.(\s+)Que faire : donnez l'inventaire lui-même")
#: The identifiers of the kinds of use are listed on the page, with their meaning.
_KINDS: Final = re.compile(r"Types possibles : [a-z0-9_, ]+\.")


def here(text: str) -> str:
    """A sentence of the library, as it makes sense on a page.

    >>> here("Ils ne comptent pas : voir inconnus.csv, et complétez correspondances.csv.")
    'Ils ne comptent pas : relisez les modèles.'
    """
    flat = text.replace("\u00a0", " ") if ".csv" in text else text
    if not any(said in flat for said, _ in _HERE):
        return text
    for said, meant in _HERE:
        flat = flat.replace(said, meant)
    return flat


def here_for_uses(text: str) -> str:
    """A sentence of the library about a file of uses.

    >>> here_for_uses("il manque la colonne type. Types possibles : email, sms, vm_small.")
    'il manque la colonne type. Les types possibles sont plus bas sur cette page.'
    """
    said = _PICTURE.sub(r"pas un tableau.\1Que faire : donnez le tableau des usages", text)
    said = _CHOICE.sub("employez l'un de ceux qui sont plus bas sur cette page.", said)
    return _KINDS.sub("Les types possibles sont plus bas sur cette page.", said)
