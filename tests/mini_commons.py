"""A tiny commons of round figures, so that cases can be checked by hand whatever the shipped figures."""

from __future__ import annotations

import csv
import json
from pathlib import Path

from canivet.commons.store import Commons

CITED = {
    "low": "",
    "high": "",
    "pedigree": "B",
    "source": "handbook",
    "locator": "page 1",
    "year": "2024",
    "licence": "CC-BY-4.0",
    "reviewed_on": "2026-01-01",
    "note": "",
}

CRITERIA = [
    {"id": "gwp", "label_fr": "Climat", "unit": "kgCO2e", "rank": "1", "published": "1"},
    {"id": "adpe", "label_fr": "Métaux", "unit": "kgSbeq", "rank": "2", "published": "1"},
]

#: (table, archetype, stage, criterion, value, low, high)
EQUIPMENT = [
    ("first", "laptop", "manufacturing", "gwp", 180, "", ""),
    ("first", "laptop", "distribution", "gwp", 15, "", ""),
    ("first", "laptop", "end_of_life", "gwp", 5, "", ""),
    ("first", "laptop", "embodied_unsplit", "adpe", 0.01, "", ""),
    ("first", "monitor", "embodied_unsplit", "gwp", 60, 50, 80),
    ("second", "laptop", "embodied_unsplit", "gwp", 250, "", ""),
    ("second", "monitor", "embodied_unsplit", "gwp", 300, "", ""),
    ("second", "server", "embodied_unsplit", "gwp", 1000, "", ""),
]

#: (archetype, parameter, value, low, high)
PARAMETERS = [
    ("laptop", "lifetime_years", 5, 4, 6),
    ("laptop", "annual_kwh", 50, 20, 80),
    ("monitor", "lifetime_years", 6, 5, 8),
    ("monitor", "annual_kwh", 40, 30, 60),
    ("server", "lifetime_years", 5, "", ""),
    ("server", "annual_kwh", 1500, "", ""),
]


def write_table(root: Path, name: str, rows: list[dict[str, str]]) -> None:
    """Write one CSV table of the tiny commons."""
    path = root / f"{name}.csv"
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, fieldnames=list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def make_commons(root: Path) -> Commons:
    """Write the tiny commons under ``root`` and open it."""
    root.mkdir(parents=True, exist_ok=True)
    (root / "datapackage.json").write_text(json.dumps({"name": "mini", "version": "0"}), encoding="utf-8")
    blank = {"numecoeval_label": "", "pcr_si_code": "", "g4it_code": "", "note": ""}
    write_table(root, "criteria", [{**blank, **row} for row in CRITERIA])
    sets = [
        {"id": "one", "label_fr": "Un", "central": "1", "tables": "first;second"},
        {"id": "two", "label_fr": "Deux", "central": "0", "tables": "second;first"},
    ]
    write_table(root, "factors/sets", sets)
    units = {row["id"]: row["unit"] for row in CRITERIA}
    equipment = [
        {
            **CITED,
            "table": table,
            "archetype": archetype,
            "stage": stage,
            "criterion": criterion,
            "unit": units[criterion],
            "value": str(value),
            "low": str(low),
            "high": str(high),
        }
        for table, archetype, stage, criterion, value, low, high in EQUIPMENT
    ]
    write_table(root, "factors/equipment", equipment)
    mix = {**CITED, "table": "main", "country": "FRA", "criterion": "gwp", "unit": "kgCO2e", "value": "0.05"}
    write_table(root, "electricity/mixes", [mix])
    kinds = [
        {
            "id": "email",
            "label_fr": "Courriels",
            "unit": "courriel",
            "group_fr": "Messagerie",
            "aliases": "mail",
            "terminal_share_excluded": "1",
            "blank_reason": "",
            "note": "",
        },
        {
            "id": "vm",
            "label_fr": "Machine virtuelle",
            "unit": "machine",
            "group_fr": "Hébergement",
            "aliases": "",
            "terminal_share_excluded": "0",
            "blank_reason": "",
            "note": "",
        },
    ]
    write_table(root, "services/kinds", kinds)
    services = [
        ("email", "network", "service_unsplit", 0.001),
        ("email", "datacenter", "embodied_unsplit", 0.002),
        ("email", "datacenter", "use", 0.003),
        ("vm", "datacenter", "embodied_unsplit", 30),
    ]
    write_table(
        root,
        "services/factors",
        [
            {
                **CITED,
                "table": "services",
                "kind": kind,
                "component": component,
                "stage": stage,
                "criterion": "gwp",
                "unit": "kgCO2e",
                "value": str(value),
            }
            for kind, component, stage, value in services
        ],
    )
    energy = {**CITED, "kind": "vm", "parameter": "annual_kwh", "unit": "kWh", "value": "200"}
    write_table(root, "services/energy", [energy])
    parameters = [
        {
            **CITED,
            "archetype": archetype,
            "parameter": name,
            "unit": "",
            "value": str(value),
            "low": str(low),
            "high": str(high),
        }
        for archetype, name, value, low, high in PARAMETERS
    ]
    write_table(root, "archetypes/parameters", parameters)
    archetypes = [
        {"id": name, "label_fr": name, "family": name, "is_default": "1", "in_server_room": "0",
         "embodied_blank_reason": "", "screen_min_in": "", "screen_max_in": ""}
        for name in ("laptop", "monitor", "server")
    ]  # fmt: skip
    write_table(root, "archetypes/archetypes", archetypes)
    write_table(
        root, "uncertainty/pedigree", [{"class": "B", "spread": "1.5"}, {"class": "C", "spread": "2"}]
    )
    settings = {"draws": "500", "interval_level": "0.9", "source_correlation": "0.5", "seed": "35"}
    write_table(root, "uncertainty/parameters", [{"id": k, "value": v} for k, v in settings.items()])
    return Commons(root)
