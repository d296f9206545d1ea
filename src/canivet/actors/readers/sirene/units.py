"""Legal units of SIRENE: they name the establishments that have no sign, and say who is public or social."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from canivet.actors.checks import read_rna
from canivet.actors.combine import of_record
from canivet.actors.model import Actor
from canivet.actors.readers.columns import Cells
from canivet.actors.readers.sirene.reader import PUBLIC, SIREN_LENGTH, SOLE_TRADER
from canivet.actors.vocabulary import Vocabulary

FEED: Final = "sirene_unites"
YES: Final = "O"
NOT_OURS: Final = "n'a pas d'établissement parmi ceux gardés"
SOLE: Final = "entreprise individuelle : son nom est celui d'une personne"


@dataclass(frozen=True, slots=True)
class Unit:
    """What a legal unit adds to its establishments."""

    names: tuple[str, ...]
    status: str
    rna: str


@dataclass(slots=True)
class Units:
    """Legal units wanted, by SIREN, and those found."""

    wanted: frozenset[str]
    vocabulary: Vocabulary
    found: dict[str, Unit] = field(default_factory=dict)

    def read(self, cells: Cells) -> str:
        """Keep a unit; the French reason where it is not, blank where it is."""
        siren = cells.raw("siren")
        if siren not in self.wanted:
            return NOT_OURS
        form = cells.raw("legal_form")
        if form == SOLE_TRADER:
            return SOLE
        public = cells.raw("diffusion") in ("", PUBLIC)
        names = [cells.text(name) for name in ("legal_name", "name", "acronym")] if public else []
        status = self.vocabulary.status_of_form(form)
        if cells.raw("ess") == YES and status != "public":
            status = "ess"
        rna = read_rna(cells.raw("rna")) or ""
        self.found[siren] = Unit(tuple(name for name in names if name), status, rna)
        return ""


def wanted_by(actors: Iterable[Actor]) -> frozenset[str]:
    """SIREN of the units that establishments belong to."""
    return frozenset(actor.facts.siret[:SIREN_LENGTH] for actor in actors)


def completed(actor: Actor, units: Mapping[str, Unit], vocabulary: Vocabulary) -> Actor:
    """The establishment with what its legal unit adds; its own signs come first."""
    (record,) = actor.records
    unit = units.get(actor.facts.siret[:SIREN_LENGTH])
    if unit is None:
        return actor
    names = [name for name in (record.facts.name, *record.facts.other_names, *unit.names) if name]
    facts = replace(
        record.facts,
        name=names[0] if names else "",
        other_names=tuple(dict.fromkeys(names[1:])),
        status=unit.status or record.facts.status,
        rna=record.facts.rna or unit.rna,
    )
    return of_record(replace(record, facts=facts), vocabulary, actor.epci_siren)
