"""A place of digital mediation (national standard 1.0.2) → an actor."""

from __future__ import annotations

import re
from typing import Final

from canivet.actors.checks import read_day, read_position, read_rna, read_siret, read_website
from canivet.actors.combine import of_record
from canivet.actors.model import Actor, Facts, SourceRecord
from canivet.actors.readers.columns import Cells
from canivet.actors.readers.persons import desk_address
from canivet.actors.readers.sirene.reader import OUTSIDE
from canivet.actors.scope import Scope
from canivet.actors.vocabulary import Vocabulary
from canivet.problems import Place

FEED: Final = "mediation_numerique"
CATEGORY: Final = "MED"
ROLE: Final = "mediate"
NAMELESS: Final = "lieu sans nom"
WITHOUT_ID: Final = "lieu sans identifiant"
#: Field of our table → column of the standard, where its words are looked up.
_WORDS: Final = (
    ("services", "services"),
    ("programmes", "dispositif_programmes_nationaux"),
    ("labels", "formations_labels"),
    ("type", "typologie"),
)


class MediationReader:
    """Reads the lines of a list of places."""

    def __init__(self, scope: Scope, vocabulary: Vocabulary) -> None:
        self._scope, self._vocabulary = scope, vocabulary
        self._feed = vocabulary.feeds[FEED]

    def read(self, cells: Cells, _place: Place) -> Actor | str:
        """The actor of a line, or why it is left out."""
        insee = self._scope.locate(cells.raw("insee"), cells.raw("commune"))
        if insee is None:
            return OUTSIDE
        name, place_id = cells.text("name"), cells.text("source_id", 120)
        if not name:
            return NAMELESS
        if not place_id:
            return WITHOUT_ID
        pivot = cells.raw("pivot")
        said: dict[str, list[str]] = {"category": [CATEGORY], "role": [ROLE]}
        for field, column in _WORDS:
            for piece in cells.pieces(field):
                for kind, identifier in self._vocabulary.said(FEED, column, piece):
                    said.setdefault(kind, []).append(identifier)
        statuses = said.get("status", [])
        least = self._vocabulary.parameters["least_latitude"]
        latitude, longitude = read_position(cells.raw("latitude"), cells.raw("longitude"), least)
        ordered = self._vocabulary.ordered
        facts = Facts(
            name=name,
            categories=ordered("category", said["category"]),
            roles=ordered("role", said["role"]),
            status="public" if "public" in statuses else (statuses or [""])[0],
            siret=read_siret(pivot) or "",
            rna=read_rna(pivot) or "",
            address=cells.text("address"),
            postcode=cells.text("postcode", 10),
            commune=cells.text("commune"),
            insee=insee,
            latitude=latitude,
            longitude=longitude,
            labels=ordered("label", said.get("label", ())),
            services=ordered("service", said.get("service", ())),
            website=next((url for text in cells.pieces("website") if (url := read_website(text))), ""),
            contact=desk_address(re.split(r"[|;,]", cells.raw("contact")), self._vocabulary.desks),
        )
        record = SourceRecord(
            *(FEED, place_id, read_day(cells.raw("date")), self._feed.licence, self._feed.attribution, facts)
        )
        return of_record(record, self._vocabulary, self._scope.epci_siren)
