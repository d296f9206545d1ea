"""An actor of the territory: what is known of it, who said so, and how we stand with it.

`Facts` are what any source may say of an organisation. A `SourceRecord` is what one source said, kept whole,
so that a merge can be undone and every licence cited. An `Actor` carries the facts that hold now, its
records, and what the authority alone decides: the state, the link, the influence and the involvement.

No person is an actor: names of company directors are never read into any of these (see the readers).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, fields, replace
from datetime import date
from typing import Final, Literal

State = Literal["candidate", "validated", "discarded"]

#: An identifier of an actor, in files and in addresses of pages.
ID_PATTERN: Final = re.compile(r"[a-z0-9][a-z0-9_-]{0,79}")
#: Ends the name of an organisation whose real one is not public.
UNNAMED: Final = "(nom non diffusé)"
#: The feed of what somebody of the authority wrote.
MANUAL: Final = "saisie"


@dataclass(frozen=True, slots=True)
class Facts:
    """What is said of an organisation; blank or empty where nothing is known, never a default value."""

    name: str = ""
    other_names: tuple[str, ...] = ()
    """Sign, trade name, usual name: an organisation is known under several."""
    categories: tuple[str, ...] = ()
    """Identifiers of ``actors/categories``."""
    roles: tuple[str, ...] = ()
    status: str = ""
    """``public``, ``private``, ``ess`` or blank."""
    siret: str = ""
    rna: str = ""
    naf: str = ""
    nomenclature: str = ""
    """``NAFRev2`` or ``NAF2025``: a code means nothing without it."""
    headcount: str = ""
    """Code of a size class of ``actors/headcounts``; blank where unknown."""
    address: str = ""
    postcode: str = ""
    commune: str = ""
    insee: str = ""
    latitude: float | None = None
    """Degrees, WGS 84."""
    longitude: float | None = None
    labels: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    """Services of digital mediation, for the places that offer some."""
    website: str = ""
    contact: str = ""
    """Of the organisation, never of a person."""

    @property
    def has_name(self) -> bool:
        """Whether its name is public."""
        return bool(self.name) and not self.name.endswith(UNNAMED)

    @property
    def is_located(self) -> bool:
        """Whether it can be put on a map."""
        return self.latitude is not None and self.longitude is not None


@dataclass(frozen=True, slots=True)
class SourceRecord:
    """What one source says of one organisation."""

    feed: str
    """Identifier of ``actors/feeds``."""
    source_id: str
    date: date | None
    licence: str
    attribution: str
    """What must be cited with these facts."""
    facts: Facts
    doubt: str = ""
    """Why somebody should look before believing it (French), or blank."""

    @property
    def key(self) -> tuple[str, str]:
        """What tells two records apart."""
        return self.feed, self.source_id


@dataclass(frozen=True, slots=True)
class Actor:
    """One organisation, as the authority knows it."""

    id: str
    facts: Facts
    records: tuple[SourceRecord, ...] = ()
    state: State = "candidate"
    reason: str = ""
    """Why it was discarded."""
    link: str = ""
    influence: int | None = None
    """1 to 5: its power to help or to hinder."""
    involvement: int | None = None
    """1 to 5: how far it takes part today."""
    actions: tuple[str, ...] = ()
    epci_siren: str = ""
    consent: bool | None = None
    """Whether it may stand in an open directory; None where it was not asked."""
    consent_date: date | None = None
    note: str = ""

    @property
    def doubts(self) -> tuple[str, ...]:
        """Reasons to look at it before validating it, each once."""
        return tuple(dict.fromkeys(record.doubt for record in self.records if record.doubt))

    def with_facts(self, **changes: object) -> Actor:
        """The same actor with some facts changed by hand."""
        return replace(self, facts=replace(self.facts, **changes))  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class Confirmation:
    """Two actors that look like one, to be confirmed by somebody."""

    first: str
    second: str
    similarity: float
    """Of their names, 0 to 1."""
    distance: float | None
    """Metres; None where one has no position."""
    reason: str
    """French: why it is asked rather than done."""


@dataclass(frozen=True, slots=True)
class ActorsPart:
    """The actors of a dossier, and the pairs that somebody said are different."""

    actors: tuple[Actor, ...] = ()
    distinct: frozenset[tuple[str, str]] = field(default_factory=frozenset)
    """Pairs of identifiers, the smaller first."""

    def __bool__(self) -> bool:
        return bool(self.actors or self.distinct)


def pair(one: str, other: str) -> tuple[str, str]:
    """Two identifiers in the one order they are kept in.

    >>> pair("b", "a")
    ('a', 'b')
    """
    return (one, other) if one < other else (other, one)


#: Names of the facts, in their order.
FACTS: Final = tuple(item.name for item in fields(Facts))
#: Facts that are lists: what several sources say of them adds up.
LISTS: Final = ("other_names", "categories", "roles", "labels", "services")
