"""The authority that a command studies: from the territories by its SIREN, else in the words of the user."""

from __future__ import annotations

import argparse
from datetime import date

from canivet.cli.arguments import country_code
from canivet.commons.store import Commons
from canivet.dossier import Profile
from canivet.footprint.flows import Method
from canivet.problems import InputProblem
from canivet.territory import country_of, find, normalise_siren

#: ``--nature`` → nature of an authority that is in no table.
NATURE_WORDS = {
    "commune": "commune",
    "epci": "epci",
    "departement": "department",
    "region": "region",
    "syndicat": "union",
    "autre": "other",
}


def add_nature(parser: argparse.ArgumentParser | argparse._ArgumentGroup) -> None:
    """Add the option that says what an authority of no table is."""
    parser.add_argument(
        "--nature",
        choices=list(NATURE_WORDS),
        metavar="NATURE",
        help=f"nature, dans le même cas : {', '.join(NATURE_WORDS)}",
    )


def profile_of_siren(
    options: argparse.Namespace, commons: Commons, *, agents: int, method: Method, cure: str
) -> Profile:
    """Profile of the SIREN given, with what ``--nom``, ``--population``, ``--annee`` and ``--pays`` say.

    ``cure`` is said when the SIREN is in no table and the name or the population is not given.
    """
    siren = normalise_siren(options.siren)
    territory = find(commons, siren)
    if territory is None and (options.nom is None or options.population is None):
        raise InputProblem(f"le SIREN {siren} n'est ni une commune ni un EPCI de nos tables.", cure=cure)
    return Profile(
        siren=siren,
        name=options.nom or (territory.name if territory else ""),
        kind=territory.kind if territory else NATURE_WORDS.get(getattr(options, "nature", None) or "", ""),
        type=territory.type if territory else "",
        population=options.population or (territory.population_total if territory else None),
        population_municipal=territory.population_municipal if territory else None,
        agents=agents,
        year=options.annee or date.today().year,
        method=method,
        country=country_code(options.pays or country_of(territory, commons), commons),
        factor_set="",
    )
