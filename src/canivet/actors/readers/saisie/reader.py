"""A line of our own table → an actor, with what the authority decides of it.

Only the name and the categories are asked for; a line without an identifier gets one from its name and its
commune, so that the same table imported again changes the same actors.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace
from typing import Final

from canivet.actors.model import MANUAL, Actor, SourceRecord
from canivet.actors.readers.columns import Cells, clean
from canivet.actors.rows import ActorRow
from canivet.actors.scope import Scope
from canivet.actors.vocabulary import Vocabulary
from canivet.inventory.values import unprotect
from canivet.problems import InputProblem, Place
from canivet.text import fold

#: Cells that hold several words: their separator is kept.
LISTS: Final = ("autres_noms", "categories", "roles", "labels", "services", "actions")
_LONGEST_NOTE: Final = 2000


class ManualReader:
    """Reads the lines of a table filled by hand."""

    def __init__(self, scope: Scope, vocabulary: Vocabulary) -> None:
        self._scope, self._vocabulary = scope, vocabulary
        self._feed = vocabulary.feeds[MANUAL]

    def read(self, cells: Cells, place: Place) -> Actor | str:
        """The actor of a line, or what is wrong with it and the cure."""
        texts = {column: self._text(cells, column, field) for column, field in COLUMNS.items()}
        if not texts["code_insee"] and texts["commune"]:
            texts["code_insee"] = self._scope.named(texts["commune"]) or ""
        texts["etat"] = texts["etat"] or self._vocabulary.label("state", "candidate")
        texts["id"] = texts["id"] or _identifier(texts["nom"], texts["commune"])
        texts["siren_epci"] = texts["siren_epci"] or self._scope.epci_siren
        try:
            actor = ActorRow(texts, place, self._vocabulary).actor(())
        except InputProblem as problem:
            column = f"colonne « {problem.place.column} » : " if problem.place.column else ""
            return f"{column}{problem.what} {problem.cure[:1].upper()}{problem.cure[1:]}"
        latitude = actor.facts.latitude
        if latitude is not None and abs(latitude) < self._vocabulary.parameters["least_latitude"]:
            return (
                "colonne « latitude » : aucune commune française n'est si près de l'équateur. Les deux "
                "nombres sont-ils échangés ?"
            )
        feed = self._feed
        record = SourceRecord(MANUAL, actor.id, None, feed.licence, feed.attribution, actor.facts)
        return replace(actor, records=(record,))

    @staticmethod
    def _text(cells: Cells, column: str, field: str) -> str:
        raw = unprotect(cells.raw(field))
        if column in LISTS:
            return ";".join(clean(piece) for piece in raw.split(";"))
        return clean(raw, _LONGEST_NOTE if column == "note" else 500)


def _identifier(name: str, commune: str) -> str:
    """An identifier made of a name.

    >>> _identifier("Médiathèque du Centre", "")
    'mediatheque-du-centre'
    """
    text = " ".join(filter(None, (name, commune)))
    plain = re.sub(r"[^a-z0-9]+", "-", fold(text)).strip("-")
    if plain and len(plain) <= 80:
        return plain
    return f"acteur-{hashlib.sha256(text.encode()).hexdigest()[:12]}"


#: Column of our table → field of ``actors/columns``.
COLUMNS: Final = {
    "id": "id", "nom": "name", "autres_noms": "other_names", "categories": "categories", "roles": "roles",
    "statut": "status", "etat": "state", "motif": "reason", "lien": "link", "influence": "influence",
    "implication": "involvement", "siret": "siret", "rna": "rna", "naf": "naf",
    "nomenclature": "nomenclature", "effectif": "headcount", "adresse": "address", "code_postal": "postcode",
    "commune": "commune", "code_insee": "insee", "siren_epci": "epci_siren", "latitude": "latitude",
    "longitude": "longitude", "labels": "labels", "services": "services", "site_web": "website",
    "contact": "contact", "actions": "actions", "publication": "consent", "publication_le": "consent_date",
    "note": "note",
}  # fmt: skip
