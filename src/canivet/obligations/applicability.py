"""Whether a rule applies: one function for each basis, in one table."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from operator import ge, gt

from canivet.commons.store import Commons
from canivet.obligations.asking import Asking
from canivet.obligations.context import Context
from canivet.obligations.law import Law, Rule
from canivet.obligations.verdicts import Applies, Scope
from canivet.obligations.wording import day, quantity
from canivet.territory import ReenObligation, reen_obligation

COMPARISONS: Mapping[str, Callable[[float, float], bool]] = {"gt": gt, "ge": ge}
COMPARISON_WORDS: Mapping[str, str] = {"gt": "plus de", "ge": "au moins"}
_REEN: Mapping[str, Applies] = {"assujettie": "yes", "volontaire": "voluntary", "inconnue": "unknown"}
#: Basis → how it decides.
Basis = Callable[[Asking], Scope]


def reen_of(context: Context, commons: Commons) -> ReenObligation:
    """What the law on the digital footprint asks of this authority (``obligations/scope``)."""
    return reen_obligation(
        commons, context.kind, context.type, context.population_total, context.population_municipal
    )


def _reen_scope(asking: Asking) -> Scope:
    return Scope(_REEN[asking.reen.status], asking.reen.reason_fr)


def _fact_threshold(asking: Asking) -> Scope:
    rule = asking.rule
    kind, declared = asking.kind(rule.basis_fact), asking.declared(rule.basis_fact)
    assert rule.threshold is not None
    limit = f"{COMPARISON_WORDS[rule.comparison]} {quantity(rule.threshold, kind.unit)}"
    if declared is None:
        room = _server_room(asking)
        return Scope(
            "unknown",
            f"S'applique à partir d'un seuil ({limit}) : « {kind.label} » n'est pas déclaré.{room}",
            (kind.id,),
        )
    assert isinstance(declared.value, float)
    above = COMPARISONS[rule.comparison](declared.value, rule.threshold)
    side = "au-delà du seuil" if above else "sous le seuil"
    reason = f"{kind.label} : {quantity(declared.value, kind.unit)}, {side} ({limit})."
    return Scope("yes" if above else "no", reason)


def _server_room(asking: Asking) -> str:
    """What the inventory says of the power of server rooms: a mean, that settles nothing."""
    estate = asking.context.estate
    if asking.rule.basis_fact != "datacentre_kw" or estate is None:
        return ""
    if not estate.server_units:
        return " L'inventaire ne compte aucun serveur : si c'est exact, déclarez 0."
    if estate.server_mean_kw is None:
        return ""
    return (
        f" D'après l'inventaire, les serveurs tirent {quantity(estate.server_mean_kw, 'kW')} en moyenne ; la "
        "puissance installée est plus forte."
    )


def _undeclared(asking: Asking) -> Scope:
    fact = asking.rule.basis_fact
    label = asking.kind(fact).label
    return Scope("unknown", f"Dépend d'un fait qui n'est pas déclaré : « {label} ».", (fact,))


def _fact_yes(asking: Asking) -> Scope:
    answer = asking.answer(asking.rule.basis_fact)
    if answer is None:
        return _undeclared(asking)
    label = asking.kind(asking.rule.basis_fact).label
    return Scope("yes" if answer else "no", f"{label} : {'oui' if answer else 'non'}.")


def _fact_positive(asking: Asking) -> Scope:
    value = asking.number(asking.rule.basis_fact)
    if value is None:
        return _undeclared(asking)
    kind = asking.kind(asking.rule.basis_fact)
    return Scope("yes" if value > 0 else "no", f"{kind.label} : {quantity(value, kind.unit)}.")


def _unless_no(asking: Asking) -> Scope:
    if asking.answer(asking.rule.basis_fact) is False:
        return Scope("no", "Recommandation que la collectivité a choisi de ne pas suivre.")
    return Scope("yes", "S'adresse à toutes.")


BASES: Mapping[str, Basis] = {
    "all": lambda _: Scope("yes", "Vise toutes les collectivités."),
    "reen_scope": _reen_scope,
    "fact_threshold": _fact_threshold,
    "fact_yes": _fact_yes,
    "fact_positive": _fact_positive,
    "unless_no": _unless_no,
}


def since(rule: Rule, context: Context, law: Law) -> date | None:
    """Date of effect or due date of a rule for this authority; that of the step for the rules of REEN 35."""
    if not rule.scope_step:
        return rule.date_effect
    wanted = f"reen-{context.kind}-{rule.scope_step}"
    text = next((row["date_effect"] for row in law.scope if row["id"] == wanted), "")
    return date.fromisoformat(text) if text else None


def applicability(asking: Asking) -> Scope:
    """Whether a rule applies on the day given: its dates, then whom it names, then its basis."""
    closed = _out_of_time(asking) or _out_of_kind(asking)
    if closed is not None:
        return closed
    found = BASES[asking.rule.basis](asking)
    if asking.rule.norm == "recommended" and found.applies == "yes":
        return Scope("voluntary", f"Recommandé, sans obligation. {found.reason}")
    return found


def _out_of_time(asking: Asking) -> Scope | None:
    """Not yet, or no longer, in force: today, or in the year studied where the rule is about that year."""
    rule, today, year = asking.rule, asking.context.today, asking.context.year
    if rule.date_end is not None and today > rule.date_end:
        return Scope("no", f"A cessé de s'appliquer le {day(rule.date_end)}.")
    if rule.date_effect is None or rule.date_nature == "by":
        return None
    if today < rule.date_effect:
        return Scope("no", f"S'appliquera à partir du {day(rule.date_effect)}.")
    if rule.date_effect.year > year and any(asking.kind(fact).yearly for fact in rule.facts):
        return Scope("no", f"S'applique depuis le {day(rule.date_effect)}, après l'année étudiée ({year}).")
    return None


def _out_of_kind(asking: Asking) -> Scope | None:
    for named, own in ((asking.rule.kinds, asking.context.kind), (asking.rule.types, asking.context.type)):
        if named and not own:
            return Scope("unknown", "Il manque la nature de la collectivité.")
        if named and own not in named:
            return Scope("no", "Ne vise pas ce genre de collectivité.")
    return None
