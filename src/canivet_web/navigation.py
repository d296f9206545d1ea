"""The links of an authority's pages, made once for each authority and set of acts: they are on every page."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from django.urls import reverse

from canivet_web.roles import Act

#: Authorities and roles whose links are kept by a process.
REMEMBERED = 1_024


class Link(NamedTuple):
    """One link: where it goes, and the page or the whole sections it is the current one of."""

    label: str
    url: str
    page: str
    sections: tuple[str, ...]


class _Entry(NamedTuple):
    label: str
    view: str
    act: Act
    #: The link leads to a section of several pages, not to one page.
    is_section: bool
    #: Other sections reached from it.
    parts: tuple[str, ...] = ()


#: Sections reached from the state of play.
STATE_PARTS = ("maturity", "law", "actors", "rgesn", "territory_uses", "flash")
_ENTRIES = (
    _Entry("Profil", "authorities:profile", Act.READ, False),
    _Entry("Inventaire", "inventories:index", Act.READ_INVENTORY, True),
    _Entry("Usages", "registers:index", Act.OWN_REGISTERS, True),
    _Entry("État des lieux", "qualitative:index", Act.BELONG, True, STATE_PARTS),
    _Entry("Diagnostic", "diagnostics:latest", Act.READ, True),
    _Entry("Documents", "publications:deliverables", Act.READ, True),
    _Entry("Équipe", "accounts:team", Act.TEAM, False),
    _Entry("Journal", "journal:trail", Act.JOURNAL, False),
    _Entry("Corbeille", "journal:bin", Act.UNDO, False),
)


@lru_cache(maxsize=REMEMBERED)
def links_of(siren: str, acts: frozenset[Act]) -> tuple[Link, ...]:
    """Links of the pages of an authority that these acts open, in the order of the work."""
    return tuple(
        Link(
            entry.label,
            reverse(entry.view, args=[siren]),
            page="" if entry.is_section else entry.view,
            sections=(entry.view.partition(":")[0], *entry.parts) if entry.is_section else (),
        )
        for entry in _ENTRIES
        if entry.act in acts
    )
