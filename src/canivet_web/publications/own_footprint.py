"""The platform's own footprint: the library applied to a small dossier of ours, kept with its result.

The dossier is in ``declarations/dossier``; its result, one per version, in ``declarations/empreinte.json``,
written by ``scripts/measure_platform.py`` and recomputed by a test.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import canivet
from canivet.commons.store import Commons
from canivet.diagnosis import diagnose
from canivet.dossier import Dossier, Profile
from canivet.inventory.reading import read_files
from canivet.inventory.uses_file import read_uses_file
from canivet.result import result_document

FOLDER = Path(__file__).parent / "declarations"
RESULT = FOLDER / "empreinte.json"


def compute(commons: Commons) -> dict[str, Any]:
    """The footprint of one instance for one year, with its intervals, coverage, assumptions and sources."""
    folder = FOLDER / "dossier"
    about = json.loads((folder / "profil.json").read_text(encoding="utf-8"))
    profile = Profile(
        siren="",
        name=about["nom"],
        kind="",
        type="",
        population=None,
        population_municipal=None,
        agents=about["agents"],
        year=about["annee"],
        method="amortie",
        country=about["pays"],
        factor_set="",
    )
    dossier = Dossier(
        profile,
        tuple(read_files((folder / "inventaire.csv",), commons)),
        tuple(read_uses_file(folder / "usages.csv", commons)),
    )
    document = result_document(diagnose(dossier, commons))
    gwp = document["footprint"]["gwp"]
    fields = ("label", "unit", "central", "low", "high", "coverage")
    return {
        "version": canivet.__version__,
        "commons_version": document["commons_version"],
        "unit": about["unite"],
        "assumptions": about["hypotheses"],
        "interval_level": document["interval_level"],
        "criteria": {
            key: {name: item[name] for name in fields} for key, item in document["footprint"].items()
        },
        "by_service": gwp["by_service"],
        "sources": [
            {name: source[name] for name in ("title", "publisher", "version", "year", "licence")}
            for source in document["sources"]
        ],
    }


def as_text(result: dict[str, Any]) -> str:
    """Canonical text of the result."""
    return json.dumps(result, ensure_ascii=False, indent=1, allow_nan=False) + "\n"
