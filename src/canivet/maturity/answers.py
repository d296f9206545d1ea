"""What people answered: levels, what is planned, what is not applicable and why, and the proofs."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

ProofKind = Literal["file", "link", "note"]
Confidentiality = Literal["public", "internal", "confidential"]

PROOF_KINDS: Mapping[ProofKind, str] = {"file": "fichier", "link": "lien", "note": "note"}
CONFIDENTIALITIES: Mapping[Confidentiality, str] = {
    "public": "public",
    "internal": "interne",
    "confidential": "confidentiel",
}
#: How a web address begins: anything else is not one that a page may link to.
WEB = ("https://", "http://")
#: The service of what is answered for the whole authority.
WHOLE = ""


@dataclass(frozen=True, slots=True)
class Proof:
    """What backs an answer up. ``sha256`` is that of the file's bytes, of the address, or of the note."""

    id: str
    kind: ProofKind
    title: str
    address: str = ""
    """Name of the file, or address of the link; blank for a note."""
    text: str = ""
    """The note, or a remark on the file or link."""
    sha256: str = ""
    confidentiality: Confidentiality = "internal"


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer to one question, for the whole authority (blank service) or one of its services.

    Neither a level nor a reason of not applying: the question was put, and is not answered yet.
    """

    question: str
    service: str = WHOLE
    role: str = ""
    level: int | None = None
    planned_level: int | None = None
    planned_on: date | None = None
    not_applicable: str = ""
    """Why the question does not apply; blank when it does."""
    comment: str = ""
    proofs: tuple[str, ...] = ()
    answered_on: date | None = None
    grid: str = ""
    """Version of the grid under which it was given."""

    @property
    def is_given(self) -> bool:
        """Whether there is a level."""
        return self.level is not None and not self.not_applicable

    def is_overdue(self, on: date | None) -> bool:
        """Whether what is planned should be done already on this day; never without a day."""
        return on is not None and self.planned_on is not None and self.planned_on < on

    def reached(self, on: date | None) -> int:
        """Level once what is still planned on this day is done; 0 where nothing is answered.

        A date that is past programmes nothing any more: the level is either reached and said, or missed.
        """
        planned = 0 if self.is_overdue(on) else self.planned_level or 0
        return max(self.level or 0, planned)


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A grid frozen on a day: the text of its document is never changed."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Maturity:
    """The part of a dossier about maturity."""

    answers: tuple[Answer, ...] = ()
    proofs: tuple[Proof, ...] = ()
    facts: Mapping[str, str] = field(default_factory=dict)
    """Answers to the facts asked: fact → ``oui``, ``non``, a number or a word."""
    snapshots: tuple[Snapshot, ...] = ()

    @property
    def services(self) -> tuple[str, ...]:
        """Services that answered or were asked, in the order they are met."""
        return tuple(dict.fromkeys(item.service for item in self.answers if item.service != WHOLE))


def digest(content: bytes | str) -> str:
    """SHA-256 of a file's bytes, or of an address or a note.

    >>> digest(b"abc")[:8], digest("abc")[:8]
    ('ba7816bf', 'ba7816bf')
    """
    data = content.encode() if isinstance(content, str) else content
    return hashlib.sha256(data).hexdigest()


def file_proof(
    id_: str, title: str, name: str, content: bytes, confidentiality: Confidentiality = "internal"
) -> Proof:
    """A file as proof, known by its name and the hash of its bytes."""
    return Proof(id_, "file", title or name, name, "", digest(content), confidentiality)


def text_proof(id_: str, title: str, text: str, confidentiality: Confidentiality = "internal") -> Proof:
    """A link when the text is a web address, else a note; both with their hash.

    >>> text_proof("P1", "", "https://exemple.fr/").kind, text_proof("P2", "", "vu le 3 mars").kind
    ('link', 'note')
    """
    if text.startswith(WEB):
        return Proof(id_, "link", title or text, text, "", digest(text), confidentiality)
    return Proof(id_, "note", title or text, "", text, digest(text), confidentiality)
