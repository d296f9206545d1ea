"""``canivet territoire SIREN``: who an authority is, and what the law asks of it."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from canivet import commons as commons_module
from canivet.cli.parser import FrenchParser
from canivet.problems import InputProblem
from canivet.territory import describe, find, members, normalise_siren, reen_obligation


def run(arguments: Sequence[str]) -> int:
    """Print the authority's sheet."""
    parser = FrenchParser(
        prog="canivet territoire",
        description="Fiche d'une commune ou d'un EPCI : population, membres, obligation de stratégie.",
        examples="  canivet territoire 200041317",
    )
    parser.add_argument("siren", metavar="SIREN", help="les neuf chiffres de la collectivité")
    options = parser.parse_args(arguments)
    commons = commons_module.load()
    siren = normalise_siren(options.siren)
    territory = find(commons, siren)
    if territory is None:
        raise InputProblem(
            f"le SIREN {siren} est bien formé, mais n'est ni une commune ni un EPCI de nos tables.",
            cure="vérifiez-le ; un syndicat ou un département se diagnostique avec --nom et --population.",
        )
    obligation = reen_obligation(
        commons, territory.kind, territory.type, territory.population_total, territory.population_municipal
    )
    sys.stdout.write(describe(territory, obligation, members(commons, siren)).rstrip("\n") + "\n")
    return 0
