"""The witness authorities: what is kept of their results, and how to keep it anew.

python tests/golden/witnesses.py     rewrites tests/golden/expected/; read the diff before committing it
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from canivet import commons as commons_module
from canivet.commons.store import Commons
from canivet.diagnosis import diagnose
from canivet.examples import example_dossier, example_ids, load_example
from canivet.levers.estate import estate_of
from canivet.levers.loading import load_levers
from canivet.levers.section import section
from canivet.result import category_labels, result_document

EXPECTED = Path(__file__).parent / "expected"
LEVERS_EXPECTED = Path(__file__).parent / "expected_levers"
#: What moves with every change of the commons or of the code, and says nothing of the figures.
VOLATILE = ("engine_version", "commons_version", "commons_fingerprint", "dossier_fingerprint", "sources")


def compute(commons: Commons, example_id: str, method: Any = "amortie") -> dict[str, Any]:
    """The result of one witness, without what is volatile."""
    example = load_example(commons, example_id, method=method)
    document = result_document(diagnose(example_dossier(commons, example), commons))
    return {name: value for name, value in document.items() if name not in VOLATILE}


def kept(document: dict[str, Any]) -> dict[str, Any]:
    """What is compared: figures, counts and warnings; labels and cited texts live in the commons."""
    inventory = document["inventory"]
    return {
        "inventory": {
            name: inventory[name]
            for name in ("lines_read", "lines_counted", "lines_excluded", "by_family", "stock")
        }
        | {"exclusions": {row["reason"]: [row["lines"], row["units"]] for row in inventory["exclusions"]}},
        "footprint": {
            criterion: {name: figures[name] for name in ("central", "low", "high", "coverage", "by_stage")}
            for criterion, figures in document["footprint"].items()
        },
        "by_category": document["footprint"]["gwp"]["by_category"],
        "ratios": {ratio["id"]: ratio["value"] for ratio in document["ratios"]},
        "bridge": {set_id: totals["gwp"] for set_id, totals in document["bridge"].items()},
        "quality": document["quality"]["score"],
        "warnings": document["warnings"],
        **({"state_of_play": state_kept(document["state_of_play"])} if "state_of_play" in document else {}),
    }


def levers_of(commons: Commons, example_id: str) -> dict[str, Any]:
    """What every lever brings on one witness: gain and bounds by criterion, or what lacks."""
    dossier = example_dossier(commons, load_example(commons, example_id))
    levers = load_levers(commons)
    estate = estate_of(diagnose(dossier, commons), levers.values())
    found = section(estate, levers.values(), category_labels(commons))
    return {
        row["id"]: {
            "missing": row["missing"],
            "gains": {
                name: None if gain is None else [gain["low"], gain["value"], gain["high"]]
                for name, gain in row["gains"].items()
            },
        }
        for row in sorted(found["levers"], key=lambda row: row["id"])
    }


def state_kept(state: dict[str, Any]) -> dict[str, Any]:
    """What is compared of the state of play: scores, verdicts, counts."""
    maturity, law, actors = state["maturity"], state["obligations"], state["actors"]
    scored = {"total": maturity["total"], **{item["id"]: item for item in maturity["domains"]}}
    names = ("score", "score_programmed", "low", "high", "answered", "expected", "proven", "excluded")
    verdicts = [verdict for group in law["groups"] for verdict in group["verdicts"]]
    return {
        "maturity": {id_: {name: item[name] for name in names} for id_, item in scored.items()},
        "levels": {item["id"]: item["level"] for item in maturity["questions"]},
        "obligations": {item["rule"]: [item["applies"], item["state"]] for item in verdicts},
        "initiatives": state["initiatives"]["counts"],
        "territory_uses": {line["id"]: line["value"] for line in state["territory_uses"]["lines"]},
        "actors": {"states": actors["states"], "reen_01": actors["reen_01"]},
        "rgesn": {item["id"]: item["score"]["value"] for item in state["rgesn"]["services"]},
    }


def main() -> None:
    """Write the expected results of every witness."""
    commons = commons_module.load()
    EXPECTED.mkdir(exist_ok=True)
    LEVERS_EXPECTED.mkdir(exist_ok=True)
    for example_id in example_ids(commons):
        text = json.dumps(kept(compute(commons, example_id)), ensure_ascii=False, indent=1, sort_keys=True)
        (EXPECTED / f"{example_id}.json").write_text(text + "\n", encoding="utf-8")
        text = json.dumps(levers_of(commons, example_id), ensure_ascii=False, indent=1, sort_keys=True)
        (LEVERS_EXPECTED / f"{example_id}.json").write_text(text + "\n", encoding="utf-8")
        print(example_id)


if __name__ == "__main__":
    main()
