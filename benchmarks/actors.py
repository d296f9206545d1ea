"""A stock of establishments taken in whole: read, filtered, deduplicated; against Python's own reading of it.

python benchmarks/actors.py            100,000 lines, one in eight of a category that is followed
python benchmarks/actors.py --all      the same, every line of a category that is followed
"""

from __future__ import annotations

import csv
import random
import sys
import tempfile
from pathlib import Path

from canivet import commons as commons_module
from canivet.actors.intake import Intake, take_in
from canivet.actors.model import ActorsPart
from canivet.actors.readers.reading import read_files
from canivet.actors.scope import Scope
from canivet.actors.vocabulary import load_vocabulary
from measure import compare, load, seconds

SAMPLE = Path(__file__).resolve().parent.parent / "src/canivet/actors/readers/sirene/sample.csv"
COMMUNES = 40
#: Codes followed, and others, as a real extract mixes them.
FOLLOWED = ("95.11Z", "62.02A", "62.01Z", "47.41Z", "85.59A", "94.99Z", "84.11Z", "61.90Z")
OTHERS = ("56.10A", "68.20B", "86.21Z", "43.21A", "96.02A", "49.41A", "01.11Z", "47.11B")


def with_key(body: str) -> str:
    """The number and its Luhn key."""
    total = 0
    for rank, digit in enumerate(reversed(body)):
        value = int(digit) * (1 if rank % 2 else 2)
        total += value - 9 if value > 9 else value
    return body + str((10 - total % 10) % 10)


def write_stock(path: Path, lines: int, followed: float) -> None:
    """Write a stock of establishments with all the columns of the real one."""
    drawn = random.Random(1)
    with SAMPLE.open(encoding="utf-8", newline="") as stream:
        reader = csv.DictReader(stream)
        model = next(reader)
        columns = list(reader.fieldnames or ())
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, columns, lineterminator="\n")
        writer.writeheader()
        for rank in range(lines):
            siren = with_key(f"9{rank:07d}")
            siret = with_key(f"{siren}0001")
            commune = f"990{rank % COMMUNES:02d}"
            codes = FOLLOWED if drawn.random() < followed else OTHERS
            writer.writerow(
                model
                | {
                    "siren": siren,
                    "siret": siret,
                    "codeCommuneEtablissement": commune,
                    "activitePrincipaleEtablissement": drawn.choice(codes),
                    "enseigne1Etablissement": f"ATELIER {drawn.randrange(10**6)} DU {drawn.randrange(500)}",
                    "numeroVoieEtablissement": str(drawn.randrange(1, 200)),
                    "coordonneeLambertAbscisseEtablissement": f"{430000 + drawn.random() * 30000:.2f}",
                    "coordonneeLambertOrdonneeEtablissement": f"{6580000 + drawn.random() * 30000:.2f}",
                }
            )


def sirene(lines: int = 100_000, followed: float = 1 / 8) -> None:
    """Time the whole intake of a stock."""
    commons = commons_module.load()
    vocabulary = load_vocabulary(commons)
    scope = Scope({f"990{rank:02d}": "" for rank in range(COMMUNES)}, vocabulary.districts)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "StockEtablissement.csv"
        write_stock(path, lines, followed)

        def whole() -> Intake:
            (reading,) = read_files([path], scope, vocabulary, commons)
            assert reading.lines == lines
            return take_in(ActorsPart(), reading.actors, vocabulary, commons)

        def floor() -> int:
            with path.open(encoding="utf-8", newline="") as stream:
                return sum(1 for _ in csv.DictReader(stream))

        intake, rows = whole(), floor()
        assert rows == lines
        assert len({actor.facts.siret for actor in intake.part.actors}) == len(intake.part.actors)
        print(f"{len(intake.part.actors):,} actors of {lines:,} lines, {path.stat().st_size / 1e6:.0f} MB")
        print(compare(f"{lines:,} lines of SIRENE / csv.DictReader", whole, floor, rounds=3))
        print(f"in seconds, once more: {seconds(whole):.2f}")


if __name__ == "__main__":
    print(f"load {load()}")
    sirene(followed=1.0 if "--all" in sys.argv[1:] else 1 / 8)
