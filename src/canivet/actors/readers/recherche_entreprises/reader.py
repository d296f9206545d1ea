"""A legal unit found by the search of companies → an actor for each of its establishments that match.

The search filters legal units by activity, and establishments by commune: each establishment is filtered
again here. Directors and elected people that an answer carries are read only to keep their names out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from canivet.actors.checks import read_day, read_naf, read_position, read_rna, read_siret
from canivet.actors.combine import of_record
from canivet.actors.model import Actor, Facts, SourceRecord
from canivet.actors.readers.columns import clean
from canivet.actors.readers.persons import without_person
from canivet.actors.readers.sirene.reader import (
    CLOSED,
    OPEN,
    OTHER_ACTIVITY,
    OUTSIDE,
    SOLE_TRADER,
    WRONG_NUMBER,
)
from canivet.actors.scope import Scope
from canivet.actors.vocabulary import Vocabulary

FEED: Final = "recherche_entreprises"
NOTHING: Final = "aucun établissement dans cette réponse"
#: Fields of a person in an answer.
#: « CHEZ MME … » before the number of the street, or alone.
_HOME: Final = re.compile(r"^\s*chez\b[^0-9]*", re.IGNORECASE)
_PERSON: Final = ("nom", "prenoms", "prenom")
#: Categories that the answer itself tells, whatever the activity.
_TOLD: Final = frozenset({"ADM"})


class SearchReader:
    """Reads the results of saved answers."""

    def __init__(self, scope: Scope, vocabulary: Vocabulary) -> None:
        self._scope, self._vocabulary = scope, vocabulary
        self._feed = vocabulary.feeds[FEED]

    def read(self, result: Mapping[str, Any]) -> Iterator[Actor | str]:
        """Actors of a result, or why an establishment is left out."""
        found = [item for item in _list(result.get("matching_etablissements")) if isinstance(item, dict)]
        if not found and isinstance(result.get("siege"), dict):
            found = [result["siege"]]
        if not found:
            yield NOTHING
        for establishment in found:
            yield self._establishment(result, establishment)

    def _establishment(self, result: Mapping[str, Any], item: Mapping[str, Any]) -> Actor | str:
        insee = self._scope.locate(_text(item, "commune"), _text(item, "libelle_commune"))
        if insee is None:
            return OUTSIDE
        code = read_naf(_text(item, "activite_principale")) or ""
        said = self._complements(result)
        activity = self._vocabulary.activities.get(("NAFRev2", code))
        if activity is None and not _TOLD.intersection(said.get("category", ())):
            return OTHER_ACTIVITY
        if _text(item, "etat_administratif") != OPEN:
            return CLOSED
        siret = read_siret(_text(item, "siret"))
        if not siret:
            return WRONG_NUMBER
        categories = (*(activity.categories if activity else ()), *said.get("category", ()))
        status = self._vocabulary.status_of_form(_text(result, "nature_juridique"))
        names = self._names(result, item)
        least = self._vocabulary.parameters["least_latitude"]
        latitude, longitude = read_position(_text(item, "latitude"), _text(item, "longitude"), least)
        headcount = _text(item, "tranche_effectif_salarie")
        facts = Facts(
            name=names[0] if names else "",
            other_names=tuple(names[1:]),
            categories=self._vocabulary.ordered("category", categories),
            roles=activity.roles if activity else (),
            status=_most_precise(status, said.get("status", ())) or (activity.status if activity else ""),
            siret=siret,
            rna=read_rna(_text(_dict(result.get("complements")), "identifiant_association")) or "",
            naf=code,
            nomenclature="NAFRev2" if code else "",
            headcount=headcount if headcount in self._vocabulary.headcounts and headcount != "NN" else "",
            address=_street(item),
            postcode=_text(item, "code_postal")[:10],
            commune=_text(item, "libelle_commune"),
            insee=insee,
            latitude=latitude,
            longitude=longitude,
            labels=self._vocabulary.ordered("label", said.get("label", ())),
        )
        doubt = activity.doubt if activity else ""
        day = read_day(_text(result, "date_mise_a_jour") or _text(result, "date_mise_a_jour_insee"))
        record = SourceRecord(FEED, siret, day, self._feed.licence, self._feed.attribution, facts, doubt)
        return of_record(record, self._vocabulary, self._scope.epci_siren)

    def _complements(self, result: Mapping[str, Any]) -> dict[str, list[str]]:
        """What the flags of the answer say: categories, status, labels."""
        found: dict[str, list[str]] = {}
        for name, value in _dict(result.get("complements")).items():
            if value is True:
                for kind, identifier in self._vocabulary.said(FEED, "complements", name):
                    found.setdefault(kind, []).append(identifier)
        return found

    def _names(self, result: Mapping[str, Any], item: Mapping[str, Any]) -> list[str]:
        """Public names, the establishment's own first; none of them a person's."""
        restricted = _text(item, "statut_diffusion_etablissement") or _text(result, "statut_diffusion")
        if restricted not in ("", "O"):
            return []
        signs = [_text({"": sign}, "") for sign in _list(item.get("liste_enseignes"))]
        names = [_text(item, "nom_commercial"), *signs]
        if _text(result, "nature_juridique") == SOLE_TRADER:
            return without_person(names, _persons(result))
        firm = _text(result, "nom_raison_sociale") or _text(result, "nom_complet")
        # Without its legal form, nothing says that a name is not that of a person who trades under it.
        people = _directors(result) if not _text(result, "nature_juridique") else []
        return without_person([*names, firm, _text(result, "sigle")], people)


def _persons(result: Mapping[str, Any]) -> list[str]:
    """Names of people in an answer about a sole trader; what stands in brackets is a sign."""
    return [re.sub(r"\(.*", "", _text(result, "nom_complet")), *_directors(result)]


def _directors(result: Mapping[str, Any]) -> list[str]:
    directors = [item for item in _list(result.get("dirigeants")) if isinstance(item, dict)]
    return [" ".join(_text(item, name) for name in _PERSON) for item in directors]


def _most_precise(status: str, said: tuple[str, ...] | list[str]) -> str:
    """Of a legal form and the flags: the social economy is a part of private law; public prevails."""
    if "public" in (status, *said):
        return "public"
    return "ess" if "ess" in (status, *said) else status


def _street(item: Mapping[str, Any]) -> str:
    """The address without the postcode and the commune that end it, nor whose home it is."""
    address = _HOME.sub("", _text(item, "adresse"))
    postcode = _text(item, "code_postal")
    return address.partition(f" {postcode} ")[0].strip() if postcode else address


def _text(item: Mapping[str, Any], name: str) -> str:
    value = item.get(name)
    return clean(str(value)) if isinstance(value, str | int | float) and not isinstance(value, bool) else ""


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _dict(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}
