"""What the columns of a state of play may hold on the platform: refused at the door, never cut.

The command line has no such limits; the limits are those of the fields where each column is kept.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from django.db import models

from canivet.problems import InputProblem, Place
from canivet.tabular import read_number, rows_of
from canivet_web.actors.models import Actor, ActorSource
from canivet_web.authorities.models import Service
from canivet_web.law.models import DeclaredFact, Disposal, Initiative
from canivet_web.maturity.models import MaturityAnswer, MaturityFact, MaturityProof
from canivet_web.rgesn.models import AssessedService, CriterionAnswer, FrozenAssessment
from canivet_web.territory_uses.models import LocalFigure, UsesReview

Columns = Mapping[str, tuple[type[models.Model], str]]
COLUMNS: Final[Mapping[str, Columns]] = {
    "maturite.csv": {
        "question": (MaturityAnswer, "question"),
        "service": (Service, "name"),
        "role": (MaturityAnswer, "role"),
        "sans_objet": (MaturityAnswer, "not_applicable"),
        "commentaire": (MaturityAnswer, "comment"),
        "grille": (MaturityAnswer, "grid"),
    },
    "preuves.csv": {
        "id": (MaturityProof, "code"),
        "titre": (MaturityProof, "title"),
        "adresse": (MaturityProof, "address"),
        "texte": (MaturityProof, "text"),
        "sha256": (MaturityProof, "sha256"),
    },
    "faits.csv": {"fait": (MaturityFact, "fact"), "valeur": (MaturityFact, "value")},
    "obligations.csv": {
        "valeur": (DeclaredFact, "value"),
        "preuves": (DeclaredFact, "proofs"),
        "note": (DeclaredFact, "note"),
    },
    "reformes.csv": {
        "libelle": (Disposal, "label"),
        "prix_unitaire": (Disposal, "unit_price_eur"),
        "preuves": (Disposal, "proofs"),
        "note": (Disposal, "note"),
    },
    "initiatives.csv": {
        "id": (Initiative, "code"),
        "intitule": (Initiative, "title"),
        "service": (Service, "name"),
        "resultat": (Initiative, "result"),
        "gain": (Initiative, "gain"),
        "partenaires": (Initiative, "partners"),
        "preuves": (Initiative, "proofs"),
        "note": (Initiative, "note"),
    },
    "acteurs.csv": {
        "id": (Actor, "slug"),
        "nom": (Actor, "name"),
        "autres_noms": (Actor, "other_names"),
        "motif": (Actor, "reason"),
        "siret": (Actor, "siret"),
        "rna": (Actor, "rna"),
        "naf": (Actor, "naf"),
        "effectif": (Actor, "headcount"),
        "adresse": (Actor, "address"),
        "code_postal": (Actor, "postcode"),
        "commune": (Actor, "commune"),
        "code_insee": (Actor, "insee"),
        "siren_epci": (Actor, "epci_siren"),
        "site_web": (Actor, "website"),
        "contact": (Actor, "contact"),
        "actions": (Actor, "actions"),
        "note": (Actor, "note"),
    },
    "acteurs_sources.csv": {
        "id_source": (ActorSource, "source_id"),
        "licence": (ActorSource, "licence"),
        "paternite": (ActorSource, "attribution"),
        "a_valider": (ActorSource, "doubt"),
    },
    "usages_territoire.csv": {
        "source": (LocalFigure, "source"),
        "methode": (LocalFigure, "method"),
        "note": (LocalFigure, "note"),
    },
    "bilan_usages.csv": {
        "perimetre": (UsesReview, "scope"),
        "methode": (UsesReview, "method"),
        "constats": (UsesReview, "findings"),
        "piece": (UsesReview, "document"),
    },
    "rgesn_services.csv": {
        "nom": (AssessedService, "name"),
        "adresse": (AssessedService, "address"),
        "evaluateur": (AssessedService, "assessor"),
    },
    "rgesn.csv": {
        "motif": (CriterionAnswer, "reason"),
        "commentaire": (CriterionAnswer, "comment"),
        "preuve": (CriterionAnswer, "evidence"),
        "action": (CriterionAnswer, "action"),
    },
    "rgesn_historique.csv": {"version": (FrozenAssessment, "edition")},
}


def check(files: Mapping[str, str]) -> None:
    """`InputProblem` at the first cell that the platform could not keep whole."""
    for name, columns in COLUMNS.items():
        if name in files:
            for place, column, text, field in _cells(name, files[name], columns):
                _check(text, field, Place(place.file, "", place.line, column))


def _cells(name: str, text: str, columns: Columns) -> Iterator[tuple[Place, str, str, Any]]:
    for place, row in rows_of(text, name, tuple(columns)):
        for column, (model, field) in columns.items():
            yield place, column, row[column], model._meta.get_field(field)


def _check(text: str, field: Any, place: Place) -> None:
    if isinstance(field, models.DecimalField):
        value, limit = read_number(text, place, place.column), 10 ** (field.max_digits - field.decimal_places)
        if value is not None and abs(value) >= limit:
            raise InputProblem(
                f"« {text} » est trop grand pour la plateforme.",
                cure=f"donnez un nombre inférieur à {limit}.",
                place=place,
            )
    elif field.max_length and len(text) > field.max_length:
        raise InputProblem(
            f"ce texte a {len(text)} signes, et la plateforme en garde {field.max_length} au plus.",
            cure="raccourcissez-le, ou mettez le détail dans une pièce jointe.",
            place=place,
        )
