"""The one error a user can cause: what is wrong, where, why, and the cure.

Every layer raises `InputProblem` for bad input; the command line prints it in French and exits with 2.
Anything else that reaches the top is a defect of Canivet, and is left to show itself.
"""

from __future__ import annotations

import errno
import re
from dataclasses import dataclass

#: A value shown longer than this is cut: a message stays readable whatever the cell held.
_LONG = re.compile(r"« ([^«»]{100})[^«»]{20,} »")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a datum was read: file, sheet of a workbook, physical line (from 1), column name."""

    file: str = ""
    sheet: str = ""
    line: int | None = None
    column: str = ""

    def __str__(self) -> str:
        """French wording, most general first: ``parc.xlsx, feuille « Postes », ligne 12``."""
        parts = [self.file] if self.file else []
        if self.sheet:
            parts.append(f"feuille « {self.sheet} »")
        if self.line is not None:
            parts.append(f"ligne {self.line}")
        if self.column:
            parts.append(f"colonne « {self.column} »")
        return ", ".join(parts)


class InputProblem(Exception):
    """Input that cannot be used.

    ``what`` says what is wrong, ``cure`` what to do, both in French whole sentences; ``place`` where.
    """

    def __init__(self, what: str, *, cure: str, place: Place | None = None) -> None:
        self.what = _LONG.sub(r"« \1… »", what)
        self.cure = cure
        self.place = place or Place()
        super().__init__(str(self))

    def __str__(self) -> str:
        where = str(self.place)
        lines = [self.what] if not where else [f"{where} : {self.what}"]
        return "\n".join([*lines, f"Que faire : {self.cure}"])


_REASONS = {
    errno.EACCES: "accès refusé",
    errno.EPERM: "opération non permise",
    errno.EROFS: "ce disque ne peut être que lu",
    errno.ENOSPC: "le disque est plein",
    errno.EDQUOT: "votre espace sur ce disque est plein",
    errno.EISDIR: "un dossier porte ce nom",
    errno.EEXIST: "un autre fichier ou dossier porte déjà ce nom",
    errno.ENOTDIR: "un élément du chemin n'est pas un dossier",
    errno.ENOENT: "ce fichier, ou un dossier de son chemin, n'existe pas",
    errno.ENAMETOOLONG: "ce nom est trop long",
    errno.ELOOP: "des liens symboliques tournent en rond",
    errno.EIO: "le disque ne répond pas bien",
}


def reason_of(error: OSError) -> str:
    """Why the system refused, in French where it is a usual reason.

    >>> reason_of(OSError(errno.ENOSPC, "No space left on device"))
    'le disque est plein'
    """
    return _REASONS.get(error.errno or 0) or error.strerror or "le système ne dit pas pourquoi"
