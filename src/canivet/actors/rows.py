"""One actor, or one record of a source, as a line of a table; and back."""

from __future__ import annotations

import re
from datetime import date
from typing import Final, cast

from canivet.actors.cells import CHECKED, SEPARATOR, TEXTS, Line
from canivet.actors.model import ID_PATTERN, Actor, Facts, SourceRecord, State
from canivet.actors.vocabulary import Vocabulary
from canivet.tabular import read_date
from canivet.text import fold

_YES_NO: Final = {"oui": True, "non": False}
_FACTS: Final = (
    "nom", "autres_noms", "categories", "roles", "statut", "siret", "rna", "naf", "nomenclature", "effectif",
    "adresse", "code_postal", "commune", "code_insee", "latitude", "longitude", "labels", "services",
    "site_web", "contact",
)  # fmt: skip


def _fact_cells(facts: Facts, known: Vocabulary) -> dict[str, object]:
    joined = SEPARATOR.join
    return {
        **{column: getattr(facts, fact) for column, fact in TEXTS.items()},
        **{column: getattr(facts, fact) for column, (fact, _, _) in CHECKED.items()},
        "autres_noms": joined(facts.other_names),
        "categories": joined(facts.categories),
        "roles": joined(known.label("role", item) for item in facts.roles),
        "labels": joined(facts.labels),
        "services": joined(facts.services),
        "statut": known.label("status", facts.status) if facts.status else "",
        "nomenclature": facts.nomenclature,
        "effectif": facts.headcount,
        "latitude": None if facts.latitude is None else repr(facts.latitude),
        "longitude": None if facts.longitude is None else repr(facts.longitude),
    }


class ActorRow(Line):
    """A line of ``acteurs.csv``."""

    NEEDED: Final = ("id", "nom", "etat")
    COLUMNS: Final = (
        "id", "nom", "autres_noms", "categories", "roles", "statut", "etat", "motif", "lien", "influence",
        "implication", "siret", "rna", "naf", "nomenclature", "effectif", "adresse", "code_postal", "commune",
        "code_insee", "siren_epci", "latitude", "longitude", "labels", "services", "site_web", "contact",
        "actions", "publication", "publication_le", "note",
    )  # fmt: skip

    @staticmethod
    def row_of(actor: Actor, known: Vocabulary) -> dict[str, object]:
        """Cells of an actor, by column."""
        return {
            **_fact_cells(actor.facts, known),
            "id": actor.id,
            "etat": known.label("state", actor.state),
            "motif": actor.reason,
            "lien": known.label("link", actor.link) if actor.link else "",
            "influence": actor.influence,
            "implication": actor.involvement,
            "siren_epci": actor.epci_siren,
            "actions": SEPARATOR.join(actor.actions),
            "publication": {True: "oui", False: "non", None: ""}[actor.consent],
            "publication_le": actor.consent_date,
            "note": actor.note,
        }

    def actor(self, records: tuple[SourceRecord, ...]) -> Actor:
        """The actor of the line."""
        name = self.text("id")
        if not ID_PATTERN.fullmatch(name):
            cure = "écrivez un identifiant en minuscules sans accents, comme mediatheque-centre."
            raise self.wrong("id", cure)
        facts = self.facts()
        if not facts.name:
            raise self.wrong("nom", "donnez le nom de l'organisme.")
        state = self.word("etat", "state")
        if not state:
            raise self.wrong("etat", "écrivez candidat, validé ou écarté.")
        reason = self.text("motif")
        if (state == "discarded") != bool(reason):
            raise self.wrong("motif", "dites le motif d'un acteur écarté, et de lui seul.")
        if state == "validated" and not facts.categories:
            raise self.wrong("categories", "donnez au moins une catégorie à un acteur validé.")
        consent = self._consent()
        return Actor(
            id=name,
            facts=facts,
            records=records,
            state=cast(State, state),
            reason=reason,
            link=self.word("lien", "link"),
            influence=self.mark("influence"),
            involvement=self.mark("implication"),
            actions=tuple(dict.fromkeys(self.pieces("actions"))),
            epci_siren=self._epci(),
            consent=consent,
            consent_date=None if consent is None else self._day("publication_le"),
            note=self.text("note"),
        )

    def _consent(self) -> bool | None:
        text = fold(self.text("publication"))
        if text and text not in _YES_NO:
            raise self.wrong("publication", "écrivez oui, non, ou rien si la question n'a pas été posée.")
        return _YES_NO.get(text)

    def _epci(self) -> str:
        text = re.sub(r"\s", "", self.text("siren_epci"))
        if text and not re.fullmatch(r"[0-9]{9}", text):
            raise self.wrong("siren_epci", "écrivez les neuf chiffres du SIREN, ou rien.")
        return text

    def _day(self, column: str) -> date | None:
        return read_date(self.text(column), self.place, column)


class RecordRow(Line):
    """A line of ``acteurs_sources.csv``."""

    COLUMNS: Final = (
        "acteur", "source", "id_source", "date_source", "licence", "paternite", *_FACTS, "a_valider",
    )  # fmt: skip

    @staticmethod
    def row_of(actor: str, record: SourceRecord, known: Vocabulary) -> dict[str, object]:
        """Cells of a record of an actor, by column."""
        return {
            **_fact_cells(record.facts, known),
            "acteur": actor,
            "source": record.feed,
            "id_source": record.source_id,
            "date_source": record.date,
            "licence": record.licence,
            "paternite": record.attribution,
            "a_valider": record.doubt,
        }

    def record(self) -> SourceRecord:
        """The record of the line."""
        feed = self.text("source")
        if feed not in self.known.feeds:
            raise self.wrong("source", f"écrivez l'une de : {', '.join(self.known.feeds)}.")
        if not self.text("id_source"):
            raise self.wrong("id_source", "donnez l'identifiant de la ligne dans sa source.")
        return SourceRecord(
            feed,
            self.text("id_source"),
            read_date(self.text("date_source"), self.place, "date_source"),
            self.text("licence"),
            self.text("paternite"),
            self.facts(),
            self.text("a_valider"),
        )
