"""The directory of actors for others to use: GeoJSON (RFC 7946), CSV, and the standard of mediation places.

Only validated actors go out, and not those that said no to publication; a contact goes out where the actor
said yes. Each line cites its sources with their licences and what they ask to be cited.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from canivet.actors.model import Actor, ActorsPart
from canivet.actors.vocabulary import Vocabulary
from canivet.tabular import csv_text

#: Columns of the standard of digital mediation places 1.0.2, in its order.
PLACE_COLUMNS: Final = (
    "id", "pivot", "nom", "commune", "code_postal", "code_insee", "adresse", "complement_adresse",
    "latitude", "longitude", "typologie", "telephone", "courriels", "site_web", "horaires",
    "presentation_resume", "presentation_detail", "source", "itinerance", "structure_parente", "date_maj",
    "services", "publics_specifiquement_adresses", "prise_en_charge_specifique", "frais_a_charge",
    "dispositif_programmes_nationaux", "formations_labels", "autres_formations_labels", "modalites_acces",
    "modalites_accompagnement", "fiche_acces_libre", "prise_rdv",
)  # fmt: skip
#: What the standard asks of every place.
PLACE_NEEDED: Final = ("id", "pivot", "nom", "commune", "code_postal", "adresse", "date_maj")
CSV_COLUMNS: Final = (
    "id", "nom", "categories", "roles", "statut", "siret", "rna", "naf", "nomenclature", "adresse",
    "code_postal", "commune", "code_insee", "latitude", "longitude", "labels", "services", "site_web",
    "contact", "sources", "licences", "paternite",
)  # fmt: skip
MEDIATION: Final = "MED"
_PROGRAMMES: Final = ("aidants_connect", "conseillers_numeriques", "france_services")
_TRAININGS: Final = ("ordi30", "reemploi_normandie", "fabrique_territoire")


@dataclass(frozen=True, slots=True)
class Export:
    """A file to give away: its name, its text, how many actors are in it, and why others are not."""

    name: str
    text: str
    count: int
    left_out: tuple[tuple[str, int], ...]
    """French reasons and their number of actors."""


def published(part: ActorsPart) -> tuple[list[Actor], list[tuple[str, int]]]:
    """Actors that go out, by name, and how many do not, by reason."""
    validated = [actor for actor in part.actors if actor.state == "validated"]
    out = [actor for actor in validated if actor.consent is not False]
    reasons = [
        ("pas encore validés", sum(actor.state == "candidate" for actor in part.actors)),
        ("écartés", sum(actor.state == "discarded" for actor in part.actors)),
        ("publication refusée", len(validated) - len(out)),
    ]
    out.sort(key=lambda actor: (actor.facts.name.casefold(), actor.id))
    return out, [(reason, count) for reason, count in reasons if count]


def as_geojson(part: ActorsPart, known: Vocabulary) -> Export:
    """A collection of points (longitude, latitude, WGS 84); an actor without position has no geometry."""
    actors, left_out = published(part)
    features = []
    for actor in actors:
        facts = actor.facts
        where = [facts.longitude, facts.latitude] if facts.is_located else None
        features.append(
            {
                "type": "Feature",
                "id": actor.id,
                "geometry": {"type": "Point", "coordinates": where} if where else None,
                "properties": {
                    **{name: value for name, value in _cells(actor, known).items() if name in _PROPERTIES},
                    "categories": list(facts.categories),
                    "roles": [known.label("role", item) for item in facts.roles],
                    "labels": list(facts.labels),
                    "services": [known.label("service", item) for item in facts.services],
                    "sources": _cited(actor, known),
                },
            }
        )
    collection = {
        "type": "FeatureCollection",
        "features": features,
        "attribution": sorted({item["paternite"] for actor in actors for item in _cited(actor, known)}),
    }
    text = json.dumps(collection, ensure_ascii=False, indent=1) + "\n"
    return Export("acteurs.geojson", text, len(actors), tuple(left_out))


_PROPERTIES: Final = (
    "nom", "statut", "siret", "rna", "naf", "nomenclature", "adresse", "code_postal", "commune", "code_insee",
    "site_web", "contact",
)  # fmt: skip


def as_csv(part: ActorsPart, known: Vocabulary) -> Export:
    """The directory as a table."""
    actors, left_out = published(part)
    text = csv_text(CSV_COLUMNS, [_cells(actor, known) for actor in actors])
    return Export("annuaire-acteurs.csv", text, len(actors), tuple(left_out))


def _cells(actor: Actor, known: Vocabulary) -> dict[str, object]:
    facts = actor.facts
    cited = _cited(actor, known)
    return {
        "id": actor.id,
        "nom": facts.name,
        "categories": "|".join(facts.categories),
        "roles": "|".join(known.label("role", item) for item in facts.roles),
        "statut": known.label("status", facts.status) if facts.status else "",
        "siret": facts.siret,
        "rna": facts.rna,
        "naf": facts.naf,
        "nomenclature": facts.nomenclature,
        "adresse": facts.address,
        "code_postal": facts.postcode,
        "commune": facts.commune,
        "code_insee": facts.insee,
        "latitude": None if facts.latitude is None else repr(facts.latitude),
        "longitude": None if facts.longitude is None else repr(facts.longitude),
        "labels": "|".join(facts.labels),
        "services": "|".join(known.label("service", item) for item in facts.services),
        "site_web": facts.website,
        "contact": facts.contact if actor.consent else "",
        "sources": "|".join(item["source"] for item in cited),
        "licences": "|".join(dict.fromkeys(item["licence"] for item in cited)),
        "paternite": "|".join(dict.fromkeys(item["paternite"] for item in cited)),
    }


def _cited(actor: Actor, known: Vocabulary) -> list[dict[str, str]]:
    """Sources of an actor, with what each asks to be cited; entered by hand where no source says it."""
    manual = known.feeds["saisie"]
    lines = [(record.feed, record.licence, record.attribution) for record in actor.records] or [
        (manual.id, manual.licence, manual.attribution)
    ]
    return [
        {
            "source": known.feeds[feed].label if feed in known.feeds else feed,
            "licence": licence,
            "paternite": attribution,
        }
        for feed, licence, attribution in dict.fromkeys(lines)
    ]


def as_places(part: ActorsPart, known: Vocabulary) -> Export:
    """Mediation places in the national standard 1.0.2; those that lack what it asks are left out."""
    actors, reasons = published(part)
    places = [actor for actor in actors if MEDIATION in actor.facts.categories]
    rows, lacking = [], 0
    for actor in places:
        row = _place(actor, known)
        if all(row[name] for name in PLACE_NEEDED):
            rows.append(row)
        else:
            lacking += 1
    left_out = [*reasons, ("hors de la médiation numérique", len(actors) - len(places))]
    left_out.append((f"sans l'un de : {', '.join(PLACE_NEEDED)}", lacking))
    text = csv_text(PLACE_COLUMNS, rows)
    return Export(
        "lieux-mediation-numerique.csv", text, len(rows), tuple(item for item in left_out if item[1])
    )


def _place(actor: Actor, known: Vocabulary) -> dict[str, object]:
    facts = actor.facts

    def words(identifiers: Iterable[str], column: str) -> str:
        return "|".join(_word(known, column, item) for item in identifiers)

    days = [record.date for record in actor.records if record.date]
    updated: date | None = max(days, default=None)
    row: dict[str, Any] = dict.fromkeys(PLACE_COLUMNS, "")
    row |= {
        "id": actor.id,
        "pivot": facts.siret or facts.rna,
        "nom": facts.name,
        "commune": facts.commune,
        "code_postal": facts.postcode,
        "code_insee": facts.insee,
        "adresse": facts.address,
        "latitude": "" if facts.latitude is None else repr(facts.latitude),
        "longitude": "" if facts.longitude is None else repr(facts.longitude),
        "courriels": facts.contact if actor.consent and "@" in facts.contact else "",
        "site_web": facts.website,
        "source": ", ".join(item["paternite"] for item in _cited(actor, known)),
        "date_maj": updated.isoformat() if updated else "",
        "services": words(facts.services, "services"),
        "dispositif_programmes_nationaux": words(
            (item for item in facts.labels if item in _PROGRAMMES), "dispositif_programmes_nationaux"
        ),
        "formations_labels": words(
            (item for item in facts.labels if item in _TRAININGS), "formations_labels"
        ),
    }
    return row


def _word(known: Vocabulary, column: str, identifier: str) -> str:
    """The word that the standard has for an identifier of ours."""
    return known.written("mediation_numerique", column, identifier)


#: Format asked on the command line → its export.
FORMATS: Final[dict[str, Callable[[ActorsPart, Vocabulary], Export]]] = {
    "geojson": as_geojson,
    "csv": as_csv,
    "lmn": as_places,
}
