"""An establishment of SIRENE → an actor.

The stock of establishments carries usual names and signs, not the names of legal units: an establishment
without any is called by its SIRET. A natural person's business is never stored under the person's name: one
whose diffusion is restricted keeps no name at all, and where an extract gives the person's name, whatever
holds it is dropped.
"""

from __future__ import annotations

from typing import Final

from canivet.actors.checks import read_day, read_naf, read_siret
from canivet.actors.combine import of_record
from canivet.actors.geometry import from_lambert93
from canivet.actors.model import Actor, Facts, SourceRecord
from canivet.actors.readers.columns import WITHHELD, Cells
from canivet.actors.readers.persons import without_person
from canivet.actors.scope import Scope
from canivet.actors.vocabulary import Vocabulary
from canivet.problems import Place

FEED: Final = "sirene"
OPEN: Final = "A"
#: The classification of lines that do not say theirs.
REVISION_2: Final = "NAFRev2"
#: Establishments that anybody may know about; the others are « P », or « N » in older files.
PUBLIC: Final = "O"
SIREN_LENGTH: Final = 9
#: Legal category of a sole trader.
SOLE_TRADER: Final = "1000"
#: Overseas, coordinates are in other projections.
OVERSEAS: Final = ("97", "98")
OUTSIDE: Final = "hors du territoire"
CLOSED: Final = "établissement fermé"
OTHER_ACTIVITY: Final = "activité hors des catégories suivies"
WRONG_NUMBER: Final = "SIRET faux : sa clé de contrôle ne va pas"
NAMES: Final = ("name", "sign1", "sign2", "sign3")


class SireneReader:
    """Reads the lines of a stock of establishments."""

    def __init__(self, scope: Scope, vocabulary: Vocabulary) -> None:
        self._scope, self._vocabulary = scope, vocabulary
        self._feed = vocabulary.feeds[FEED]

    def read(self, cells: Cells, _place: Place) -> Actor | str:
        """The actor of a line, or why it is left out. The tests that leave most lines out come first."""
        insee = self._scope.commune_of(cells.raw("insee"))
        if insee is None:
            return OUTSIDE
        code = read_naf(cells.raw("naf")) or ""
        coded = (cells.raw("nomenclature") or REVISION_2, code)
        activity = self._vocabulary.activities.get(coded)
        if activity is None:
            return OTHER_ACTIVITY
        if cells.raw("activity") != OPEN:
            return CLOSED
        siret = read_siret(cells.raw("siret"))
        if not siret:
            return WRONG_NUMBER
        facts = self._facts(cells, siret, coded, insee)
        record = SourceRecord(
            FEED,
            siret,
            read_day(cells.raw("date")),
            self._feed.licence,
            self._feed.attribution,
            facts,
            activity.doubt,
        )
        return of_record(record, self._vocabulary, self._scope.epci_siren)

    def _facts(self, cells: Cells, siret: str, coded: tuple[str, str], insee: str) -> Facts:
        activity = self._vocabulary.activities[coded]
        names = self._names(cells)
        latitude, longitude = self._position(cells, insee)
        headcount = cells.raw("headcount")
        known = headcount in self._vocabulary.headcounts and headcount != "NN"
        number, suffix, kind, street = (
            cells.text(name) for name in ("street_number", "street_suffix", "street_type", "street")
        )
        form = cells.raw("legal_form")
        return Facts(
            name=names[0] if names else "",
            other_names=tuple(names[1:]),
            categories=activity.categories,
            roles=activity.roles,
            status=self._vocabulary.status_of_form(form) or activity.status,
            siret=siret,
            naf=coded[1],
            nomenclature=coded[0],
            headcount=headcount if known else "",
            address=" ".join(filter(None, (f"{number}{suffix[:1]}", kind, street))),
            postcode=cells.text("postcode", 10),
            commune=cells.text("commune"),
            insee=insee,
            latitude=latitude,
            longitude=longitude,
        )

    def _names(self, cells: Cells) -> list[str]:
        """Public names, the usual one first; none of them a person's."""
        if cells.raw("diffusion") not in ("", PUBLIC):
            return []
        names = [cells.text(field) for field in NAMES]
        person = cells.text("person_name")
        if cells.raw("legal_form") != SOLE_TRADER and not person:
            names.append(cells.text("legal_name"))
        return without_person(names, [person] if person else [])

    def _position(self, cells: Cells, insee: str) -> tuple[float | None, float | None]:
        texts = cells.raw("lambert_x"), cells.raw("lambert_y")
        if insee.startswith(OVERSEAS) or not all(texts) or WITHHELD in texts:
            return None, None
        try:
            x, y = (float(text.replace(",", ".")) for text in texts)
            latitude, longitude = from_lambert93(x, y, self._vocabulary.parameters)
        except (ValueError, OverflowError, ZeroDivisionError):
            return None, None
        return round(latitude, 6), round(longitude, 6)
