"""Levers written by hand for the tiny commons, and estates to run them on."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from canivet.commons.factors import load_factors
from canivet.commons.store import Commons
from canivet.footprint.assessment import uncertainty_of
from canivet.footprint.flows import Use
from canivet.inventory.assets import Asset
from canivet.levers.combine import Applied
from canivet.levers.estate import Estate, build_estate
from canivet.levers.lever import Lever
from canivet.levers.loading import Names, read_lever
from estate import assess_mini

NAMES = Names(
    frozenset({"laptop", "monitor", "server", "email", "vm", "dock"}),
    frozenset({"laptop", "monitor", "server"}),
    frozenset({"equipment:laptop", "equipment:monitor", "equipment:server", "service:vm", "service:email"}),
    frozenset({"gwp", "adpe"}),
    frozenset({"BP-a.1"}),
    frozenset({"it"}),
    frozenset({"canivet"}),
)
HEAD = """
id = "{id}"
title = "Essai"
what = "Un essai."
how = "Un calcul."
decree_theme = 2
practices = ["BP-a.1"]
roles = ["it"]
effort = 1
delay_months = [1, 6]
confidence = "high"
indicators = ["un compte"]
"""
#: Parameters of the tests that are not shares.
COUNTS = ("years", "target", "machines", "one", "each")
PARAMETER = """
[[parameters]]
id = "{id}"
label = "{id}"
unit = "part"
kind = "{kind}"
value = {value}
{bounds}
source = "canivet"
year = "2026"
licence = "CC-BY-4.0"
"""


def text_of(id_: str, parameters: dict[str, Any], changes: Iterable[str]) -> str:
    """The file of a lever; a parameter is its value, or (value, low, high) for an effect."""
    parts = [HEAD.format(id=id_)]
    for name, value in parameters.items():
        if isinstance(value, tuple):
            bounds = f"low = {value[1]}\nhigh = {value[2]}"
            parts.append(PARAMETER.format(id=name, kind="effect", value=value[0], bounds=bounds))
        else:
            bounds = f"least = 0\nmost = {10 if name in COUNTS else 1}"
            parts.append(PARAMETER.format(id=name, kind="choice", value=value, bounds=bounds))
    return "".join(parts) + "".join(f"\n[[changes]]\n{change}\n" for change in changes)


def lever(id_: str, parameters: dict[str, Any], *changes: str) -> Lever:
    """A lever of the tiny commons."""
    return read_lever(text_of(id_, parameters, changes), f"{id_}.toml", NAMES)


def applied(one: Lever, **values: float) -> Applied:
    """A lever at its central values, but those given."""
    return Applied(one, one.defaults() | values)


def estate_mini(
    commons: Commons,
    assets: list[Asset],
    levers: Iterable[Lever],
    uses: list[Use] | None = None,
    **more: Any,
) -> Estate:
    """The estate of assets and uses under the tiny commons."""
    assessment = assess_mini(commons, assets, uses, method=more.get("method", "amortie"))
    book = load_factors(commons)
    return build_estate(
        assessment,
        assets,
        uncertainty_of(commons, book, book.central_set),
        commons,
        levers,
        country="FRA",
        agents=more.get("agents"),
        amortised=more.get("method", "amortie") == "amortie",
        merged=more.get("merged", False),
    )
