"""An actor of the circular economy (Longue Vie Aux Objets, ADEME) that deals with digital objects → an actor.

The licence asks for ``paternite`` to be cited line by line: it is kept as the attribution. Telephone numbers
are not read.
"""

from __future__ import annotations

from typing import Final

from canivet.actors.checks import read_day, read_degrees, read_siret, read_website
from canivet.actors.combine import of_record
from canivet.actors.model import Actor, Facts, SourceRecord
from canivet.actors.readers.columns import Cells, clean
from canivet.actors.readers.sirene.reader import OUTSIDE
from canivet.actors.scope import Scope
from canivet.actors.vocabulary import Vocabulary
from canivet.problems import Place
from canivet.text import fold

FEED: Final = "qfdmo"
NOT_DIGITAL: Final = "aucun geste ne porte sur un objet numérique"
NAMELESS: Final = "acteur sans nom"
WITHOUT_ID: Final = "acteur sans identifiant"
GESTURES: Final = (
    "reparer", "donner", "trier", "acheter", "revendre", "louer", "preter", "emprunter", "mettreenlocation",
)  # fmt: skip
_LONGEST_ATTRIBUTION: Final = 500


class QfdmoReader:
    """Reads the lines of the open data."""

    def __init__(self, scope: Scope, vocabulary: Vocabulary) -> None:
        self._scope, self._vocabulary = scope, vocabulary
        self._feed = vocabulary.feeds[FEED]
        self._digital = {
            text
            for (feed, column, text), said in vocabulary.words.items()
            if feed == FEED and column == "sous_categorie" and ("digital", "yes") in said
        }

    def read(self, cells: Cells, _place: Place) -> Actor | str:
        """The actor of a line, or why it is left out."""
        insee = self._scope.locate(cells.raw("insee"), cells.raw("commune"))
        if insee is None:
            return OUTSIDE
        gestures = [gesture for gesture in GESTURES if self._is_digital(cells.pieces(gesture))]
        if not gestures:
            return NOT_DIGITAL
        name, identifier = cells.text("name"), cells.text("source_id", 120)
        if not name:
            return NAMELESS
        if not identifier:
            return WITHOUT_ID
        facts = self._facts(cells, name, gestures, insee)
        cited = [clean(piece) for piece in cells.raw("attribution").split("|") if piece.strip()]
        attribution = ", ".join(cited)[:_LONGEST_ATTRIBUTION] or self._feed.attribution
        day = read_day(cells.raw("date"))
        record = SourceRecord(FEED, identifier, day, self._feed.licence, attribution, facts)
        return of_record(record, self._vocabulary, self._scope.epci_siren)

    def _is_digital(self, subcategories: list[str]) -> bool:
        return any(fold(item) in self._digital for item in subcategories)

    def _facts(self, cells: Cells, name: str, gestures: list[str], insee: str) -> Facts:
        words = [
            *(("geste", gesture) for gesture in gestures),
            ("type_dacteur", cells.raw("type")),
            *(("qualites_et_labels", label) for label in cells.pieces("labels")),
        ]
        said: dict[str, list[str]] = {}
        for column, word in words:
            for kind, found in self._vocabulary.said(FEED, column, word):
                said.setdefault(kind, []).append(found)
        latitude = read_degrees(cells.raw("latitude"), 90)
        longitude = read_degrees(cells.raw("longitude"), 180)
        located = latitude is not None and longitude is not None
        ordered = self._vocabulary.ordered
        trade_name = cells.text("trade_name")
        return Facts(
            name=trade_name or name,
            other_names=(name,) if trade_name and fold(trade_name) != fold(name) else (),
            categories=ordered("category", said.get("category", ())),
            roles=ordered("role", said.get("role", ())),
            status=(said.get("status") or [""])[0],
            siret=read_siret(cells.raw("siret")) or "",
            address=cells.text("address"),
            postcode=cells.text("postcode", 10),
            commune=cells.text("commune"),
            insee=insee,
            latitude=latitude if located else None,
            longitude=longitude if located else None,
            labels=ordered("label", said.get("label", ())),
            website=read_website(cells.raw("website")) or "",
        )
