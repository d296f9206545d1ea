"""A seeded, fictional territory seen by three sources that disagree.

Typing errors, legal forms, abbreviations, missing numbers, moved positions, homonyms, several establishments
of one firm, one number for several places. Nothing names anybody. The truth (which organisation each line is
about) is kept beside the lines, for precision and recall.
"""

import random
from dataclasses import dataclass, field
from datetime import date

from canivet.actors.combine import of_record
from canivet.actors.model import Facts, SourceRecord
from canivet.text import fold

COMMUNES = {
    "99001": ("Valmont-sur-Orle", 46.30, -0.40),
    "99002": ("Brenac", 46.36, -0.47),
    "99003": ("Saint-Aubin-les-Prés", 46.25, -0.35),
    "99004": ("Corzay", 46.33, -0.28),
}
STREETS = ("rue du Port", "avenue de la Gare", "place du Marché", "rue des Tanneurs",
           "boulevard des Tilleuls",
           "route de Brenac", "rue du Général Morel", "chemin des Vignes", "impasse du Lavoir", "rue Pastel",
           "quai de l'Orle", "rue de l'Abreuvoir", "allée des Peupliers", "rue Saint-Martin")  # fmt: skip
SURNAMES = (
    "Ferrol",
    "Vernac",
    "Moulinet",
    "Curias",
    "Pastel",
    "Prévan",
    "Hugol",
    "Colenne",
    "Sandrel",
    "Camoux",
)
BRANDS = ("Ordi", "Phone", "Micro", "Média", "Octet", "Pixel", "Puce", "Clic", "Data", "Télé", "Écran", "Web",
          "Robot", "Atlas", "Lumen", "Orion", "Kapteo", "Bravex", "Nuvola", "Tekno", "Zénith",
          "Galion")  # fmt: skip
TRADES = ("Réparation", "Services", "Dépannage", "Informatique", "Express", "Conseil", "Atelier", "Solutions")
FORMS = ("SARL", "SAS", "EURL", "SASU", "SA", "")
CARDINALS = ("Nord", "Sud", "Est", "Ouest", "Centre")
SHORT = {"avenue": "AV", "boulevard": "BD", "place": "PL", "route": "RTE", "chemin": "CHE", "impasse": "IMP",
         "allée": "ALL", "Général": "GAL", "Saint": "ST", "rue": "RUE"}  # fmt: skip
METRE = 1 / 111_195
"""Degrees of latitude in a metre: 360 / (2π × 6 371 008.8)."""


@dataclass
class Organisation:
    """The truth about one place of one organisation."""

    key: int
    name: str
    insee: str
    number: int
    street: str
    latitude: float
    longitude: float
    siret: str
    rna: str = ""
    mother: str = ""
    """SIRET of whoever runs it, which some sources give instead of its own."""
    categories: tuple[str, ...] = ()


@dataclass
class Seen:
    """Lines of the three sources, and the organisation that each is about."""

    feeds: dict[str, list] = field(default_factory=dict)
    truth: dict[tuple[str, str], int] = field(default_factory=dict)


def with_key(body):
    """A number of thirteen digits and its Luhn key."""
    total = 0
    for rank, digit in enumerate(reversed(body)):
        value = int(digit) * (1 if rank % 2 else 2)
        total += value - 9 if value > 9 else value
    return body + str((10 - total % 10) % 10)


class Territory:
    """Draws organisations, then what each source says of them."""

    def __init__(self, seed, size=400):
        self.random = random.Random(seed)
        self.organisations = []
        while len(self.organisations) < size:
            self._draw()

    def _siren(self):
        return with_key("9" + "".join(self.random.choices("0123456789", k=7)))

    def _siret(self, siren, nic):
        return with_key(f"{siren}{nic:04d}")

    def _place(self, insee=None):
        insee = insee or self.random.choice(list(COMMUNES))
        _, latitude, longitude = COMMUNES[insee]
        spread = 2500 * METRE
        return {
            "insee": insee,
            "number": self.random.randint(1, 120),
            "street": self.random.choice(STREETS),
            "latitude": latitude + self.random.uniform(-spread, spread),
            "longitude": longitude + self.random.uniform(-spread, spread) * 1.45,
        }

    def _add(self, name, siret, place, **more):
        self.organisations.append(Organisation(len(self.organisations), name, siret=siret, **place, **more))

    def _draw(self):
        kind = self.random.random()
        siren = self._siren()
        if kind < 0.40:  # a firm
            name = " ".join(
                (self.random.choice(BRANDS) + self.random.choice(("", "'" + self.random.choice(BRANDS))),
                 self.random.choice(TRADES))
            )  # fmt: skip
            place = self._place()
            self._add(name, self._siret(siren, 1), place, categories=("REP",))
            if kind < 0.06:  # another establishment of the firm, in the same commune or not
                insee = place["insee"] if kind < 0.03 else None
                self._add(name, self._siret(siren, 2), self._place(insee), categories=("REP",))
            elif kind < 0.10:  # a homonym, of another firm
                self._add(name, self._siret(self._siren(), 1), self._place(), categories=("REP",))
        elif kind < 0.60:  # an association, with its number
            what = self.random.choice(("Atelier", "Club", "Collectif", "Recyclerie", "Amicale", "Maison"))
            theme = self.random.choice(
                ("du libre", "numérique", "informatique", "des bricoleurs", "du réemploi")
            )
            rna = f"W99{self.random.randint(0, 9_999_999):07d}"
            word = self.random.choice(BRANDS)
            self._add(f"{what} {theme} {word}", self._siret(siren, 1), self._place(), rna=rna)
        elif kind < 0.75:  # a school
            level = self.random.choice(("École", "Collège", "Lycée"))
            self._add(f"{level} {self.random.choice(SURNAMES)}", self._siret(siren, 1), self._place())
        elif kind < 0.90:  # a place run by a commune: its own number, or that of the town hall
            what = self.random.choice(("Médiathèque", "Bibliothèque", "Espace public numérique", "CCAS"))
            name = f"{what} {self.random.choice(SURNAMES)}"
            mother = with_key("99900000" + "0" * 5)
            self._add(name, self._siret(siren, 1), self._place(), mother=mother)
        else:  # collection points, told apart by one word
            for word in self.random.sample(CARDINALS, 2):
                place = self._place()
                self._add(f"Déchèterie {word}", self._siret(siren, self.random.randint(1, 99)), place)

    def seen(self):
        """What three sources say."""
        seen = Seen()
        for feed, share in (("sirene", 0.85), ("qfdmo", 0.60), ("mediation_numerique", 0.45)):
            seen.feeds[feed] = []
            for one in self.organisations:
                if self.random.random() < share:
                    source_id = one.siret if feed == "sirene" else f"{feed[:2]}-{one.key}"
                    facts = self._facts(one, feed)
                    day = date(2026, 1, 1 + one.key % 28)
                    record = SourceRecord(feed, source_id, day, "Licence Ouverte 2.0", feed, facts)
                    seen.feeds[feed].append(record)
                    seen.truth[record.key] = one.key
        return seen

    def _facts(self, one, feed):
        drawn = self.random.random
        noise = {"sirene": 20, "qfdmo": 60, "mediation_numerique": 40}[feed]
        latitude = one.latitude + self.random.gauss(0, noise / 2) * METRE
        longitude = one.longitude + self.random.gauss(0, noise / 2) * METRE * 1.45
        if feed != "sirene" and drawn() < 0.08:  # found by a wrong geocoding
            latitude += self.random.choice((-1, 1)) * self.random.uniform(300, 1800) * METRE
        located = drawn() > {"sirene": 0.08, "qfdmo": 0.03, "mediation_numerique": 0.06}[feed]
        return Facts(
            name=self._name(one, feed),
            categories=one.categories,
            siret=self._number(one, feed),
            rna=one.rna if feed == "mediation_numerique" and one.rna and drawn() < 0.3 else "",
            address=self._address(one, feed),
            commune=COMMUNES[one.insee][0],
            insee=one.insee,
            latitude=round(latitude, 6) if located else None,
            longitude=round(longitude, 6) if located else None,
        )

    def _number(self, one, feed):
        drawn = self.random.random()
        if feed == "sirene":
            return one.siret
        if feed == "qfdmo":
            return one.siret if drawn < 0.60 else ""
        if one.mother and drawn < 0.5:
            return one.mother
        return one.siret if drawn < 0.70 else ""

    def _name(self, one, feed):
        drawn, name = self.random.random, one.name
        if feed == "sirene":
            if drawn() < 0.06:  # no sign, and the stock does not carry the names of firms
                return ""
            name = fold(name).upper()
            if drawn() < 0.5:
                name = f"{self.random.choice(FORMS)} {name}".strip()
            if drawn() < 0.15:
                name = name.replace("INFORMATIQUE", "INFO").replace("MEDIATHEQUE", "MEDIATH")
        else:
            if drawn() < 0.15:
                name = self._misspelt(name)
            if drawn() < 0.10:
                name = f"{name} {COMMUNES[one.insee][0]}"
            if drawn() < 0.08:
                name = name.replace("'", " ").replace("-", " ")
            if drawn() < 0.05:
                name = name.upper()
            if drawn() < 0.04:
                name = f"Association {name}"
            if drawn() < 0.05 and len(name.split()) > 2:  # a word is left out
                words = name.split()
                words.pop(self.random.randrange(1, len(words)))
                name = " ".join(words)
        return name

    def _misspelt(self, name):
        position = self.random.randrange(1, len(name) - 1)
        kind = self.random.randrange(3)
        if kind == 0:
            return name[:position] + name[position + 1 :]
        if kind == 1:
            return name[:position] + name[position] + name[position:]
        return name[: position - 1] + name[position] + name[position - 1] + name[position + 1 :]

    def _address(self, one, feed):
        street, drawn = one.street, self.random.random
        if drawn() < 0.05:
            return ""
        if feed == "sirene" or drawn() < 0.2:
            for long, short in SHORT.items():
                street = street.replace(long, short)
            return fold(f"{one.number} {street}").upper()
        number = "" if drawn() < 0.1 else f"{one.number}{', ' if drawn() < 0.3 else ' '}"
        return f"{number}{street}"


def actors_of(records, vocabulary):
    """Each line as the candidate it makes."""
    return [of_record(record, vocabulary) for record in records]
