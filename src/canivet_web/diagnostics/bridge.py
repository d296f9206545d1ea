"""Between an authority's rows and the library: the dossier to compute, and whether a result is up to date."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, cast

import canivet
from canivet.commons.factors import load_factors
from canivet.dossier import Dossier, Profile
from canivet.footprint.explain import Question
from canivet.footprint.flows import Method
from canivet.inventory.uses_file import UseLine
from canivet.problems import InputProblem
from canivet_web.commons import commons
from canivet_web.diagnostics import evidence
from canivet_web.diagnostics.models import Result
from canivet_web.inventories import bridge as inventories
from canivet_web.keyed import Keyed
from canivet_web.registers import bridge as registers

if TYPE_CHECKING:
    from canivet_web.authorities.models import Authority
    from canivet_web.inventories.models import Batch

#: Documents and evidences kept parsed in a process: they never change, and a page shows one.
KEPT_PARSED = 16
#: Entries named in one message.
NAMED = 5


@dataclass(frozen=True, slots=True)
class Inputs:
    """What a calculation would count today, without any line being read."""

    batch: Batch | None
    uses: tuple[UseLine, ...] | None
    corrections: dict[str, str]
    own_sets: dict[str, str]
    """The authority's own factor sets: name → CSV."""
    signature: str
    """Changes whenever one of them, or the profile, changes."""


def profile_of(authority: Authority) -> Profile:
    """Profile of the dossier, from the authority's fields; without agents it has zero."""
    return Profile(
        siren=authority.siren,
        name=authority.name,
        kind=authority.kind,
        type=authority.type,
        population=authority.population,
        population_municipal=authority.population_municipal,
        agents=authority.agents or 0,
        year=authority.year,
        method=cast(Method, authority.method),
        country=authority.country,
        factor_set=authority.factor_set,
    )


def inputs_of(authority: Authority) -> Inputs:
    """What would be counted."""
    batch = inventories.batch_in_force(authority)
    uses = registers.use_lines(authority)
    corrections = inventories.corrections_of(authority)
    own_sets = dict(authority.factor_sets.values_list("name", "text"))
    signed = {
        "profile": asdict(profile_of(authority)),
        "lines": batch.sha256 if batch else "",
        "uses": None if uses is None else [asdict(line) for line in uses],
        "corrections": sorted(corrections.items()),
        "own_sets": sorted(own_sets.items()),
        "commons": commons().fingerprint,
        "engine": canivet.__version__,
    }
    text = json.dumps(signed, ensure_ascii=False, sort_keys=True)
    return Inputs(batch, uses, corrections, own_sets, hashlib.sha256(text.encode()).hexdigest())


def missing_to_compute(authority: Authority, inputs: Inputs) -> list[str]:
    """Codes of what prevents a calculation: ``inventory``, ``agents``."""
    lacking = []
    if inputs.batch is None:
        lacking.append("inventory")
    if not authority.agents:
        lacking.append("agents")
    return lacking


def dossier_of(authority: Authority, inputs: Inputs, known: Mapping[str, str]) -> Dossier:
    """The dossier to compute, with the files of the state of play; `InputProblem` when something lacks."""
    lacking = missing_to_compute(authority, inputs)
    if "inventory" in lacking or inputs.batch is None:
        raise InputProblem(
            "aucun inventaire n'est accepté.",
            cure="déposez vos fichiers d'inventaire, relisez-les, puis acceptez-les.",
        )
    if "agents" in lacking:
        raise InputProblem(
            "le nombre d'agents ayant un poste numérique manque au profil.",
            cure="donnez-le dans le profil de la collectivité.",
        )
    if lost := registers.unknown_kinds(authority):
        raise InputProblem(
            f"le type d'usage de {', '.join(lost[:NAMED])}{' …' if len(lost) > NAMED else ''} n'existe plus "
            "dans les données de référence.",
            cure="ouvrez ces lignes dans les registres d'usages, et choisissez un type de la liste.",
        )
    tables = inventories.tables_of(inputs.batch)
    return Dossier(
        profile_of(authority),
        tables,
        inputs.uses,
        inputs.corrections,
        inputs.own_sets,
        known,
    )


def is_stale(result: Result) -> bool:
    """Whether something that counts has changed since a result was computed; reads no line."""
    return bool(result.summary.get("signature") != inputs_of(result.authority).signature)


def factor_set_label(authority: Authority) -> str:
    """French name of the factor set that will be used."""
    own = authority.factor_sets.filter(name=authority.factor_set).first()
    book = load_factors(commons())
    found = book.find_set(authority.factor_set) if authority.factor_set else book.central_set
    return str(own) if own else found.label if found else authority.factor_set


def is_intact(result: Result) -> bool:
    """Whether the bytes of a result's document are still those whose fingerprint was stored."""
    return hashlib.sha256(result.document.encode()).hexdigest() == result.sha256


def document_of(result: Result) -> dict[str, Any]:
    """The parsed document of a result; it is shared, never change it."""
    return _parsed(Keyed((result.sha256,), result))


def evidence_of(result: Result) -> evidence.Evidence:
    """The evidence of a result, without its lines; read from the database only if it is not at hand."""
    return _evidence(Keyed((result.sha256,), result))


def line_parts_of(result: Result, question: Question) -> list[evidence.LinePart]:
    """The lines behind a figure of a result, heaviest first."""
    return evidence.line_parts(evidence_of(result), _lines(Keyed((result.sha256,), result)), question)


@lru_cache(KEPT_PARSED)
def _parsed(keyed: Keyed[Result]) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(keyed.row.document)
    return document


@lru_cache(KEPT_PARSED)
def _evidence(keyed: Keyed[Result]) -> evidence.Evidence:
    return evidence.read(bytes(keyed.row.evidence))


@lru_cache(4)
def _lines(keyed: Keyed[Result]) -> evidence.Columns:
    return evidence.read_lines(bytes(keyed.row.evidence))
