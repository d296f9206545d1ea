"""Two organisations: the same, two different ones, or to be asked; and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from canivet.actors.dedupe.names import Likeness, NameReader
from canivet.actors.geometry import distance_m
from canivet.actors.model import Facts
from canivet.inventory.values import parse_number

Answer = Literal["same", "ask", "different"]
Where = Literal["same", "near", "far", "unknown"]
_SIREN_LENGTH: Final = 9


@dataclass(frozen=True, slots=True)
class Verdict:
    """An answer, the likeness of the names it was drawn from, the distance in metres, and its reason."""

    answer: Answer
    similarity: float
    distance: float | None
    reason: str = ""


DIFFERENT: Final = Verdict("different", 0.0, None)
#: Where two of like names are, and whether their names are surely the same → the answer and its reason.
_BY_NAME: Final[dict[tuple[Where, bool], tuple[Answer, str]]] = {
    ("same", True): ("same", ""),
    ("same", False): ("ask", "Noms proches, même endroit."),
    ("near", True): ("ask", "Même nom, à peu de distance."),
    ("near", False): ("ask", "Noms proches, à peu de distance."),
    ("unknown", True): ("ask", "Même nom, même commune ; l'adresse ou la position manque."),
    ("unknown", False): ("different", ""),
}


class Judge:
    """Answers for pairs, by the rules of ``actors/parameters``."""

    def __init__(
        self,
        likeness: Likeness,
        reader: NameReader,
        parameters: Mapping[str, float],
        shared: frozenset[str] = frozenset(),
    ) -> None:
        """``shared``: SIRETs that one source gives to several places, which identify none of them."""
        self.likeness = likeness
        self._reader = reader
        self._parameters = parameters
        self._shared = shared

    def siret_of(self, facts: Facts) -> str:
        """SIRET that identifies it: one that several places share identifies none."""
        return "" if facts.siret in self._shared else facts.siret

    def compare(self, one: Facts, other: Facts, *, one_feed: bool = False) -> Verdict:
        """Compare two organisations; ``one_feed``: one source lists them both, apart."""
        siret, siret_2 = self.siret_of(one), self.siret_of(other)
        similarity = self.likeness.similarity(one, other)
        distance = self._distance(one, other)
        if siret and siret == siret_2:
            return self._same_number(one, other, similarity, distance, "SIRET", one_feed=one_feed)
        if siret and siret_2:
            return self._two_sirets(one, other, similarity, distance)
        if one.rna and other.rna:
            if one.rna != other.rna:
                return DIFFERENT
            return self._same_number(one, other, similarity, distance, "RNA", one_feed=one_feed)
        return self._by_name(one, other, similarity, distance, one_feed=one_feed)

    def _same_number(
        self,
        one: Facts,
        other: Facts,
        similarity: float,
        distance: float | None,
        what: str,
        *,
        one_feed: bool,
    ) -> Verdict:
        """One number; yet one organisation often gives its own for each of its places."""
        rules = self._parameters
        named = bool(self.likeness.words(one) and self.likeness.words(other))
        unlike = named and similarity < rules["identifier_similarity"]
        apart = distance is not None and distance > rules["identifier_distance_m"]
        if one_feed:
            alike = similarity >= rules["auto_similarity"] and self._where(one, other, distance) == "same"
            if alike:
                return Verdict("same", similarity, distance)
            if unlike or not named:
                return Verdict("different", similarity, distance)
            return Verdict("ask", similarity, distance, f"Même {what}, deux lignes d'une même source.")
        if unlike and (apart or self._where(one, other, distance) in ("far", "near")):
            return Verdict(
                "ask", similarity, distance, f"Même {what}, mais ni le même nom ni le même endroit."
            )
        return Verdict("same", similarity, distance)

    def _two_sirets(self, one: Facts, other: Facts, similarity: float, distance: float | None) -> Verdict:
        rules = self._parameters
        one_firm = one.siret[:_SIREN_LENGTH] == other.siret[:_SIREN_LENGTH]
        alike = similarity >= rules["confirm_similarity"]
        if one_firm and alike and self._where(one, other, distance) == "same":
            return Verdict(
                *("ask", similarity, distance),
                "Deux établissements d'une même entreprise au même endroit : l'un est peut-être fermé.",
            )
        return Verdict("different", similarity, distance)

    def _by_name(
        self, one: Facts, other: Facts, similarity: float, distance: float | None, *, one_feed: bool
    ) -> Verdict:
        """No number tells: the names and the places do, by a table of what each pair of them means."""
        where = self._where(one, other, distance)
        nameless = not (one.has_name and other.has_name)
        if nameless and not one_feed and self._one_door(one, other) and _of_one_trade(one, other):
            return Verdict("ask", similarity, distance, "Même adresse, même activité ; l'un n'a pas de nom.")
        sure = similarity >= self._parameters["auto_similarity"] or (
            similarity >= self._parameters["door_similarity"]
            and self._one_door(one, other)
            and self.likeness.contained(one, other)
        )
        if similarity < self._parameters["confirm_similarity"] or where == "far":
            return Verdict("different", similarity, distance)
        answer, reason = _BY_NAME[where, sure]
        if one.insee and other.insee and one.insee != other.insee:
            at_a_border = sure and where == "same" and distance is not None
            answer = "ask" if at_a_border else "different"
            reason = "Même nom et même endroit, deux communes." if at_a_border else ""
        elif answer == "same" and one_feed:
            answer, reason = "ask", "Même nom et même endroit, deux lignes d'une même source."
        return Verdict(answer, similarity, distance, reason)

    def door(self, facts: Facts) -> tuple[str, ...]:
        """Number and last word of its street: what two writings of one address share."""
        words = self._reader.address(facts.address)
        return words[:1] + words[-1:]

    def _one_door(self, one: Facts, other: Facts) -> bool:
        """Whether they are at one numbered address of one commune."""
        numbered = all(_street_number(self._reader.address(facts.address)) for facts in (one, other))
        return numbered and one.insee == other.insee and self.at_one_address(one, other)

    def at_one_address(self, one: Facts, other: Facts) -> bool:
        """Whether their addresses say one door."""
        likeness = self._addresses(one, other)
        return likeness is not None and likeness >= self._parameters["address_similarity"]

    def _distance(self, one: Facts, other: Facts) -> float | None:
        if one.latitude is None or one.longitude is None or other.latitude is None or other.longitude is None:
            return None
        return distance_m((one.latitude, one.longitude), (other.latitude, other.longitude), self._parameters)

    def _where(self, one: Facts, other: Facts, distance: float | None) -> Where:
        """Whether they are at one place: by their positions, else by their addresses.

        A position found from an address may be wrong by a street: the same address prevails over it.
        """
        rules = self._parameters
        address = self._addresses(one, other)
        same_town = not (one.insee and other.insee and one.insee != other.insee)
        if address is not None and address >= rules["address_similarity"] and same_town:
            return "same"
        if distance is None:
            return "unknown" if address is None else "near"
        if distance <= rules["auto_distance_m"]:
            return "same"
        return "near" if distance <= rules["confirm_distance_m"] else "far"

    def _addresses(self, one: Facts, other: Facts) -> float | None:
        """Likeness of two addresses; None where one is missing, 0 where their numbers differ."""
        words, words_2 = self._reader.address(one.address), self._reader.address(other.address)
        if not words or not words_2:
            return None
        number, number_2 = _street_number(words), _street_number(words_2)
        if number and number_2 and number != number_2:
            return 0.0
        from rapidfuzz import fuzz

        streets = (" ".join(sorted(w for w in group if w != number)) for group in (words, words_2))
        likeness = fuzz.ratio(*streets) / 100
        # A street without its number is long: it says the place less surely.
        return likeness if bool(number) == bool(number_2) else likeness * 0.8


def _of_one_trade(one: Facts, other: Facts) -> bool:
    return not set(one.categories).isdisjoint(other.categories)


def _street_number(words: tuple[str, ...]) -> str:
    """The number of a street, when the address starts with one.

    >>> _street_number(("12", "rue", "port")), _street_number(("place", "republique"))
    ('12', '')
    """
    return words[0] if words and parse_number(words[0]) is not None else ""
