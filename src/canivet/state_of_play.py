"""The qualitative part of a result: each part of the dossier that is filled, as data beside the footprint."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from canivet import actors, initiatives, maturity, obligations
from canivet import obligations_context as linking
from canivet.confidential import masked
from canivet.diagnosis import Diagnosis
from canivet.maturity.grid import Grid
from canivet.obligations.context import estate_of
from canivet.obligations.facts import DeclaredFacts
from canivet.qualitative import Qualitative, fingerprint, parse
from canivet.rgesn.section import section as rgesn_section
from canivet.standing.section import section as standing_section
from canivet.territory_uses.section import section as uses_section
from canivet.territory_uses.section import summary as uses_summary


def state_of_play(diagnosis: Diagnosis, result: Mapping[str, Any], on: date | None) -> dict[str, Any]:
    """Sections of a dossier that holds something besides its estate; blank when it holds nothing.

    ``result`` is what is already said of the footprint, which is the impact assessment that the decree asks;
    ``on`` is the day of the check of the law and of what is planned (by default, the last of the year
    studied).
    """
    dossier, commons = diagnosis.dossier, diagnosis.commons
    if not dossier.state:
        return {}
    parts = parse(dossier.state, commons)
    profile = dossier.profile
    population = profile.population_municipal or profile.population
    grid = maturity.load_grid(commons)
    day = on or date(profile.year, 12, 31)
    units = {family: float(n) for family, n in result["inventory"]["by_family"].items()}
    found = {
        "fingerprint": fingerprint(dossier.state),
        "maturity": maturity.section(grid, parts.maturity, asdict(profile), units, on=day),
        "obligations": _obligations(diagnosis, parts, grid, result, day),
        "initiatives": initiatives.section(parts.initiatives, commons),
        "territory_uses": uses_section(parts.territory_uses, commons, population=population),
        "actors": actors.section(parts.actors, commons),
        "rgesn": rgesn_section(parts.rgesn, commons),
    }
    # Its own maturity and declared figures are read from what stands above.
    secret = {proof.id for proof in parts.maturity.proofs if proof.confidentiality == "confidential"}
    found = masked(found, secret)
    return {**found, "state_of_the_art": standing_section({**result, "state_of_play": found}, commons)}


def _obligations(
    diagnosis: Diagnosis, parts: Qualitative, grid: Grid, result: Mapping[str, Any], on: date
) -> dict[str, Any]:
    profile, commons = diagnosis.dossier.profile, diagnosis.commons
    law = obligations.load(commons)
    context = obligations.Context(
        today=on,
        year=profile.year,
        kind=profile.kind,
        type=profile.type,
        population_total=profile.population,
        population_municipal=profile.population_municipal,
        facts=DeclaredFacts.of(parts.obligations.facts),
        disposals=parts.obligations.disposals,
        actors=linking.count_actors(parts.actors),
        assessment=linking.impact_assessment({**result, "generated_on": on.isoformat()}),
        uses=linking.uses_assessment(uses_summary(parts.territory_uses, commons)),
        initiatives=linking.count_initiatives(parts.initiatives),
        estate=estate_of(diagnosis.inventory),
        answers=linking.linked_answers(parts.maturity, grid),
    )
    verdicts = obligations.check(context, law, commons)
    return obligations.section(context, law, verdicts, obligations.deadlines(context, law, verdicts))
