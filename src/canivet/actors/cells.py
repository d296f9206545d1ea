"""Cells of a line of a table of actors, read one by one: a wrong one is told with its place and its cure."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, Final

from canivet.actors import checks
from canivet.actors.model import Facts
from canivet.actors.vocabulary import Vocabulary
from canivet.problems import InputProblem, Place
from canivet.text import fold

Cells = Mapping[str, str]
SEPARATOR: Final = ";"
_NOMENCLATURES: Final = {"nafrev2": "NAFRev2", "naf2025": "NAF2025", "naf25": "NAF2025"}
#: Column → fact, for those kept as text.
TEXTS: Final = {
    "nom": "name",
    "adresse": "address",
    "code_postal": "postcode",
    "commune": "commune",
    "contact": "contact",
}
#: Column → fact and the list whose words it holds.
WORDS: Final = {
    "categories": ("categories", "category"),
    "roles": ("roles", "role"),
    "labels": ("labels", "label"),
    "services": ("services", "service"),
}
#: Column → fact, how it is read, and the form it must have.
CHECKED: Final[dict[str, tuple[str, Callable[[str], str | None], str]]] = {
    "siret": ("siret", checks.read_siret, "quatorze chiffres dont la clé est juste"),
    "rna": ("rna", checks.read_rna, "un W et neuf chiffres"),
    "naf": ("naf", checks.read_naf, "un code comme 62.02A"),
    "code_insee": ("insee", checks.read_insee, "le code INSEE de la commune, comme 79191"),
    "site_web": ("website", checks.read_website, "une adresse qui commence par https://"),
}


class Line:
    """Cells of a line, read one by one; a wrong one is an `InputProblem` with its place."""

    def __init__(self, cells: Cells, place: Place, known: Vocabulary) -> None:
        self.cells, self.place, self.known = cells, place, known

    def text(self, column: str) -> str:
        """A cell; blank where the table does not have the column."""
        return self.cells.get(column, "").strip()

    def wrong(self, column: str, cure: str) -> InputProblem:
        """What to say of a cell."""
        place = Place(self.place.file, self.place.sheet, self.place.line, column)
        return InputProblem(f"« {self.text(column)[:60]} » ne va pas ici.", cure=cure, place=place)

    def pieces(self, column: str) -> list[str]:
        """Texts of a cell that holds several."""
        return [piece.strip() for piece in self.text(column).split(SEPARATOR) if piece.strip()]

    def word(self, column: str, name: str) -> str:
        """Identifier of the word of a list; blank for a blank."""
        text = self.text(column)
        found = self.known.read(name, text) if text else ""
        if found is None:
            raise self.wrong(column, f"écrivez l'un de : {self._choices(name)}.")
        return found

    def words(self, column: str, name: str) -> tuple[str, ...]:
        """Identifiers of several words of a list, each once, in the order of the list."""
        found = []
        for piece in self.pieces(column):
            identifier = self.known.read(name, piece)
            if identifier is None:
                cure = f"séparez par « ; » des mots parmi : {self._choices(name)}."
                raise self.wrong(column, cure)
            found.append(identifier)
        return self.known.ordered(name, found)

    def _choices(self, name: str) -> str:
        # Categories, labels and services go by their codes in files; their labels are long.
        coded = name in ("category", "label", "service")
        return ", ".join(item if coded else self.known.label(name, item) for item in self.known.ids(name))

    def degrees(self, column: str, largest: float) -> float | None:
        """Degrees; None for a blank."""
        if not self.text(column):
            return None
        value = checks.read_degrees(self.text(column), largest)
        if value is None:
            raise self.wrong(column, f"écrivez des degrés entre -{largest:g} et {largest:g}, comme 46.3259.")
        return value

    def mark(self, column: str) -> int | None:
        """A mark from 1 to 5; None for a blank."""
        text = self.text(column)
        if not text:
            return None
        if text not in ("1", "2", "3", "4", "5"):
            raise self.wrong(column, "écrivez un entier de 1 à 5, ou rien.")
        return int(text)

    def facts(self) -> Facts:
        """The facts of the line."""
        values: dict[str, Any] = {fact: self.text(column) for column, fact in TEXTS.items()}
        for column, (fact, name) in WORDS.items():
            values[fact] = self.words(column, name)
        for column, (fact, read, form) in CHECKED.items():
            found = read(self.text(column))
            if found is None:
                raise self.wrong(column, f"il faut {form}, ou rien.")
            values[fact] = found
        values["status"] = self.word("statut", "status")
        values["other_names"] = tuple(self.pieces("autres_noms"))
        values["nomenclature"] = self._nomenclature(values["naf"])
        values["headcount"] = self._headcount()
        latitude, longitude = self.degrees("latitude", 90), self.degrees("longitude", 180)
        if (latitude is None) != (longitude is None):
            raise self.wrong("latitude", "donnez la latitude et la longitude, ou aucune des deux.")
        return Facts(**values, latitude=latitude, longitude=longitude)

    def _nomenclature(self, naf: str) -> str:
        text = self.text("nomenclature")
        found = _NOMENCLATURES.get(re.sub(r"[^a-z0-9]", "", fold(text))) if text else ""
        if found is None or (naf and not found):
            raise self.wrong("nomenclature", "écrivez NAFRev2 ou NAF2025 : un code seul ne veut rien dire.")
        return found if naf else ""

    def _headcount(self) -> str:
        text = self.text("effectif")
        padded = text.zfill(2) if text.isdigit() else text.upper()
        if padded in ("", "NN"):
            return ""
        if padded not in self.known.headcounts:
            raise self.wrong("effectif", "écrivez le code d'une tranche de l'INSEE, comme 12, ou rien.")
        return padded
