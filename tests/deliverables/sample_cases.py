"""The awkward cases a report must stand, bent from the sample."""

from __future__ import annotations

from copy import deepcopy
from functools import cache
from typing import Any

from sample_result import sample

from canivet import commons
from canivet.diagnosis import diagnose
from canivet.examples import example_dossier, load_example
from canivet.result import result_document

HOSTILE = '<script>alert("x")</script> & « Éco » =1+1 #let x = [*gras*] $x^2$ 🌳 _a_ `b` ' + "très long " * 12


def hostile() -> dict[str, Any]:
    """Names that a format could take for its own syntax."""
    result = sample()
    result["authority"]["name"] = HOSTILE
    gwp = result["footprint"]["gwp"]
    for view in (gwp["by_service"], gwp["intervals"]["by_service"]):
        view[HOSTILE] = view.pop("Services techniques")
        view["=HYPERLINK(0)"] = view.pop("non renseigné")
        view["@somme"] = view.pop("Médiathèques & archives")
        view["+33"] = view.pop("Direction des systèmes d'information")
        view["-1"] = view.pop("Centre communal d'action sociale")
    result["inventory"]["files"][0]["file"] = "=cmd|' /C calc'!A0.csv"
    result["warnings"].append(HOSTILE)
    return result


def many_services(number: int = 60) -> dict[str, Any]:
    """An authority with that many services."""
    result = sample()
    for item in result["footprint"].values():
        weights = {f"Service {rank:02d}": 1.0 / (rank + 1) for rank in range(number)}
        whole = sum(weights.values())
        item["by_service"] = {name: weight / whole * item["central"] for name, weight in weights.items()}
        item["intervals"]["by_service"] = {
            name: [0.5 * value, 2 * value] for name, value in item["by_service"].items()
        }
    return result


def without_agents() -> dict[str, Any]:
    """No agents, no population, no service column, no date, no obligation detail, nothing excluded."""
    result = sample()
    result["generated_on"] = None
    result["authority"] |= {"agents": None, "population": None, "population_municipal": None}
    result["inventory"] |= {"exclusions": [], "lines_excluded": 0, "lines_counted": 2_116}
    for item in result["footprint"].values():
        item["by_service"] = {"non renseigné": item["central"]}
        item["intervals"]["by_service"] = {"non renseigné": [item["low"], item["high"]]}
    for ratio in result["ratios"]:
        if "agent" in ratio["id"] or "inhabitant" in ratio["id"]:
            ratio |= {"value": None, "low": None, "high": None}
    return result


def nothing_computed() -> dict[str, Any]:
    """One family, no factor at all: everything is unknown, nothing is zero."""
    result = sample()
    for item in result["footprint"].values():
        item |= {"central": 0.0, "low": 0.0, "high": 0.0, "coverage": 0.0, "by_stage": {}}
        item["by_category"], item["by_service"] = {"ups": 0.0}, {"non renseigné": 0.0}
        item["intervals"] = {
            "by_stage": {},
            "by_category": {"ups": [0, 0]},
            "by_service": {"non renseigné": [0, 0]},
        }
    result["inventory"] |= {
        "by_family": {"ups": 12.0},
        "by_family_labels": {"ups": "Onduleur"},
        "units_counted": 12.0,
    }
    result["bridge"] = {name: {"gwp": 0.0} for name in result["bridge"]}
    result |= {"heaviest": [], "sources": [], "ratios": []}
    result["quality"] = {"score": None, "by_origin": {}, "improvements": []}
    return result


def with_uses() -> dict[str, Any]:
    """An authority bound by the law, whose uses are covered."""
    result = sample()
    result["authority"]["reen_obligation"] |= {
        "status": "assujettie",
        "reason": "Avec 61 250 habitants, la commune dépasse le seuil de 50 000 habitants.",
        "near_threshold": True,
        "deadlines": [
            {"date": "2025-01-01", "label": "Stratégie numérique responsable (loi REEN, article 35, I)"},
            {"date": "", "label": "Bilan (loi REEN, article 35, I)"},
        ],
    }
    gwp = result["footprint"]["gwp"]
    for view in (gwp["by_category"], gwp["intervals"]["by_category"]):
        view["mail"] = view.pop("printer")
    result["labels"]["categories"]["mail"] = "Courriels"
    result["uses"] = {
        "covered": True,
        "by_kind": {
            "mail": {"label": "Courriels", "quantity": 1_200_000.0, "unit": "message", "gwp": 912.0},
            "llm": {"label": "Requêtes d'IA générative", "quantity": 5_000.0, "unit": "requête", "gwp": 0.0},
        },
        "missing": [],
    }
    return result


def one_family() -> dict[str, Any]:
    """One tablet in one named service, at the scale of grams, under one factor set."""
    result = sample()
    for item in result["footprint"].values():
        item |= {"central": 0.0421, "low": 0.0421, "high": 0.0421, "coverage": 0.25}
        for view, name in (("by_stage", "use"), ("by_category", "tablet"), ("by_service", "Mairie")):
            item[view] = {name: 0.0421}
            item["intervals"][view] = {name: [0.0421, 0.0421]}
    result["inventory"] |= {
        "by_family": {"tablet": 1.0},
        "by_family_labels": {"tablet": "Tablette"},
        "units_counted": 1.0,
        "stock": {"units": 0.0, "by_family": {}},
    }
    result["heaviest"] = [
        {
            "category": "tablet",
            "label": "Tablette",
            "units": 1.0,
            "gwp": 0.0421,
            "low": 0.0421,
            "high": 0.0421,
            "share": 1.0,
            "per_unit": 0.0421,
            "main_stage": "use",
        }
    ]
    result["bridge"] = {"ademe_be_v2": {"gwp": 0.0421}}
    result["missing"] = []
    return result


def crowded() -> dict[str, Any]:
    """As much of everything as a large authority may have."""
    result = many_services(200)
    adpe = result["footprint"]["adpe"]
    more = {f"criterion{rank}": {**adpe, "label": f"Critère {rank}"} for rank in range(6)}
    result["footprint"] |= more
    result["inventory"]["files"] *= 6
    result["inventory"]["exclusions"] = [
        {"reason": f"r{rank}", "label": f"Raison numéro {rank}", "lines": 10, "units": 10.0}
        for rank in range(11)
    ]
    result["inventory"] |= {"lines_excluded": 110, "lines_counted": 2_006}
    result["ratios"] = result["ratios"] * 2
    result["ratios"][4]["references"] = result["ratios"][0]["references"]
    result["quality"]["improvements"] *= 2
    result["missing"] += [
        {**result["missing"][0], "category": f"c{rank}", "label": f"Équipement {rank}"} for rank in range(20)
    ]
    result["sources"] *= 7
    result["warnings"] = [f"Avertissement numéro {rank} : à vérifier." for rank in range(12)]
    return result


@cache
def _state() -> dict[str, Any]:
    """The state of play of a witness authority, computed once."""
    shipped = commons.load()
    dossier = example_dossier(shipped, load_example(shipped, "bourg"))
    return result_document(diagnose(dossier, shipped))["state_of_play"]


@cache
def _levers() -> dict[str, Any]:
    """The levers of a witness authority, computed once."""
    shipped = commons.load()
    return result_document(diagnose(example_dossier(shipped, load_example(shipped, "bourg")), shipped))[
        "levers"
    ]


def with_levers() -> dict[str, Any]:
    """What each lever would bring, and those that cannot be computed."""
    return sample() | {"levers": deepcopy(_levers())}


def with_state() -> dict[str, Any]:
    """Maturity, law, initiatives, territory, actors with their map."""
    return sample() | {"state_of_play": deepcopy(_state())}


def with_hostile_state() -> dict[str, Any]:
    """Names of the state of play that a format could take for its own syntax."""
    result = with_state()
    state = result["state_of_play"]
    state["actors"]["validated"][0]["name"] = HOSTILE
    state["actors"]["communes"][0]["name"] = HOSTILE
    state["actors"]["map"]["communes"][0]["name"] = HOSTILE
    state["initiatives"]["items"][0] |= {"title": HOSTILE, "result": "=HYPERLINK(0)"}
    return result


CASES = {
    "sample": sample,
    "hostile": hostile,
    "many_services": many_services,
    "without_agents": without_agents,
    "nothing_computed": nothing_computed,
    "with_uses": with_uses,
    "one_family": one_family,
    "crowded": crowded,
    "with_levers": with_levers,
    "with_state": with_state,
    "with_hostile_state": with_hostile_state,
}
