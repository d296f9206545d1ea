"""Build the territory tables of the commons from a package of administrative divisions.

Input: the unpacked npm package ``@etalab/decoupage-administratif``, version 6.0.0 (its code is under MIT, its
data, from INSEE and DGCL, under Licence Ouverte 2.0). The output depends on that input alone.
Usage: ``python scripts/build_territories.py PACKAGE_DIR [COMMONS_DIR]``, with ``PACKAGE_DIR/data/epci.json``.

Vintage trap: in 6.0.0 the members of ``epci.json`` carry the reference populations of 2022, totale and
municipale; ``communes.json`` has the municipale of 2023 alone; ``ept.json`` an older pair. Only the first
gives the two figures that the law needs, so every figure comes from it, except for the few communes outside
any EPCI (municipale of 2023, no totale).
"""

from __future__ import annotations

import csv
import json
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

Json = dict[str, Any]

#: Identifiers of ``territories/vintages.csv``: members of an EPCI, and communes outside any.
VINTAGE = "2026"
VINTAGE_OUTSIDE = "2026-hors-epci"

DEPARTMENT_HEADER = ("code", "name", "region_code", "region")
EPCI_HEADER = ("siren", "name", "type", "members_count", "population_total", "population_municipal",
               "department", "region", "vintage")  # fmt: skip
COMMUNE_HEADER = ("siren", "insee", "name", "department", "epci_siren", "ept_siren",
                  "population_total", "population_municipal", "vintage")  # fmt: skip


def read_list(package: Path, name: str) -> list[Json]:
    """One list of the package, ``data/<name>.json``."""
    content: list[Json] = json.loads((package / "data" / f"{name}.json").read_text(encoding="utf-8"))
    return content


def plain_name(text: str) -> str:
    """Name with straight apostrophes and single spaces: the sources mix both kinds."""
    return " ".join(text.replace("’", "'").split())


def main_department(members: Iterable[Json], department_of: dict[str, str]) -> str:
    """Department where most inhabitants of the members live; the first code on a tie."""
    inhabitants: Counter[str] = Counter()
    for member in members:
        inhabitants[department_of[member["code"]]] += member["populationMunicipale"]
    return min(inhabitants, key=lambda code: (-inhabitants[code], code))


def department_rows(departments: list[Json], regions: list[Json]) -> list[tuple[str, ...]]:
    """Departments with the name of their region, sorted by code."""
    region_names = {region["code"]: region["nom"] for region in regions}
    rows = ((d["code"], d["nom"], d["region"], region_names[d["region"]]) for d in departments)
    return sorted(rows)


def epci_rows(
    groups: list[Json], figures: dict[str, Json], department_of: dict[str, str], region_of: dict[str, str]
) -> list[tuple[str, ...]]:
    """EPCI and EPT, sorted by SIREN; populations are sums of the figures of their member communes."""
    rows = []
    for group in groups:
        members = [figures[member["code"]] for member in group["membres"]]
        department = main_department(members, department_of)
        total = sum(member["populationTotale"] for member in members)
        municipal = sum(member["populationMunicipale"] for member in members)
        rows.append(
            (
                *(group["code"], plain_name(group["nom"]), group["type"], str(len(members))),
                *(str(total), str(municipal), department, region_of[department], VINTAGE),
            )
        )
    return sorted(rows)


def commune_rows(
    communes: list[Json], figures: dict[str, Json], epci_of: dict[str, str], ept_of: dict[str, str]
) -> list[tuple[str, ...]]:
    """Communes that have a SIREN in the source, sorted by SIREN."""
    rows = []
    for commune in communes:
        if "siren" not in commune:
            continue  # the communes of the overseas collectivities have none in the source
        code = commune["code"]
        member = figures.get(code)
        total = str(member["populationTotale"]) if member else ""
        municipal = str(member["populationMunicipale"] if member else commune["population"])
        rows.append(
            (
                *(commune["siren"], code, plain_name(commune["nom"]), commune["departement"]),
                *(epci_of.get(code, ""), ept_of.get(code, ""), total, municipal),
                VINTAGE if member else VINTAGE_OUTSIDE,
            )
        )
    return sorted(rows)


def write_table(path: Path, header: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Write a CSV of the commons: comma, UTF-8, LF."""
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def build(package: Path, commons: Path) -> dict[str, int]:
    """Write the three tables under ``commons/territories`` and return the number of rows of each."""
    communes = [c for c in read_list(package, "communes") if c["type"] == "commune-actuelle"]
    epcis, epts = read_list(package, "epci"), read_list(package, "ept")
    figures = {member["code"]: member for epci in epcis for member in epci["membres"]}
    epci_of = {member["code"]: epci["code"] for epci in epcis for member in epci["membres"]}
    ept_of = {member["code"]: ept["code"] for ept in epts for member in ept["membres"]}
    department_of = {commune["code"]: commune["departement"] for commune in communes}
    departments = department_rows(read_list(package, "departements"), read_list(package, "regions"))
    region_of = {row[0]: row[3] for row in departments}
    tables = {
        "departments": (DEPARTMENT_HEADER, departments),
        "epci": (EPCI_HEADER, epci_rows([*epcis, *epts], figures, department_of, region_of)),
        "communes": (COMMUNE_HEADER, commune_rows(communes, figures, epci_of, ept_of)),
    }
    folder = commons / "territories"
    folder.mkdir(parents=True, exist_ok=True)
    for name, (header, rows) in tables.items():
        write_table(folder / f"{name}.csv", header, rows)
    return {name: len(rows) for name, (_, rows) in tables.items()}


def main(arguments: Sequence[str]) -> int:
    """Command line: the folder of the package, then optionally that of the commons."""
    if not 1 <= len(arguments) <= 2:
        print(__doc__, file=sys.stderr)
        return 2
    package = Path(arguments[0])
    here = Path(__file__).resolve().parent
    commons = Path(arguments[1]) if len(arguments) == 2 else here.parent / "commons"
    for name, count in build(package, commons).items():
        print(f"{commons / 'territories' / name}.csv : {count} lignes")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
