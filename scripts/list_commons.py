"""Declare in ``commons/datapackage.json`` every table of the commons that has a schema.

Run it after adding a table: ``python scripts/list_commons.py``. Entries already there keep their place.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

COMMONS = Path(__file__).resolve().parent.parent / "commons"
OPEN_LICENCE = {
    "name": "etalab-2.0",
    "path": "https://www.etalab.gouv.fr/licence-ouverte-open-licence/",
    "title": "Licence Ouverte 2.0",
}
LICENCES = {
    "odbl": {
        "name": "ODbL-1.0",
        "path": "https://opendatacommons.org/licenses/odbl/1-0/",
        "title": "Open Database License 1.0",
    },
    "territories": OPEN_LICENCE,
    "nomenclatures": OPEN_LICENCE,
}
DEFAULT_LICENCE = {
    "name": "CC-BY-4.0",
    "path": "https://creativecommons.org/licenses/by/4.0/",
    "title": "Creative Commons Attribution 4.0",
}


def resource(name: str) -> dict[str, Any]:
    """Entry of one table, named by its path under the commons without ``.csv``."""
    return {
        "name": name.replace("/", "-"),
        "path": f"{name}.csv",
        "profile": "tabular-data-resource",
        "encoding": "utf-8",
        "schema": f"schemas/{name.replace('/', '_')}.json",
        "licenses": [LICENCES.get(name.split("/", maxsplit=1)[0], DEFAULT_LICENCE)],
    }


def list_tables(commons: Path) -> list[str]:
    """Rewrite the data package of ``commons`` and return the tables added."""
    path = commons / "datapackage.json"
    package = json.loads(path.read_text(encoding="utf-8"))
    names = sorted(table.relative_to(commons).with_suffix("").as_posix() for table in commons.rglob("*.csv"))
    declared = {item["path"].removesuffix(".csv") for item in package["resources"]}
    added = [
        name for name in names if name not in declared and (commons / resource(name)["schema"]).is_file()
    ]
    package["resources"] += [resource(name) for name in added]
    path.write_text(json.dumps(package, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    return added


if __name__ == "__main__":
    for name in list_tables(COMMONS):
        print(name)
