"""The check: one verdict for each rule, whatever the authority and whatever is known of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Literal

from canivet.commons.store import Commons
from canivet.obligations import declarations, gifts, programme, purchasing, reuse
from canivet.obligations.applicability import applicability, reen_of, since
from canivet.obligations.asking import Asking
from canivet.obligations.context import Context, LinkedAnswer
from canivet.obligations.law import Law, Rule
from canivet.obligations.verdicts import Evidence, Finding, Scope, Verdict
from canivet.territory import ReenObligation

#: Formula of a rule → what decides. ``consistency`` checks that every rule names one of these.
FORMULAS: Mapping[str, Callable[[Asking], Finding]] = {
    "scope": programme.scope,
    "actors": programme.actors,
    "assessment": programme.assessment,
    "territory_uses": programme.territory_uses,
    "initiatives": programme.initiatives,
    "themes": programme.themes,
    "deliberation": programme.deliberation,
    "deadlines": programme.deadlines,
    "yearly_report": programme.yearly_report,
    "declared": declarations.declared,
    "all_of": declarations.all_of,
    "all_recent": declarations.all_recent,
    "some_and_all": declarations.some_and_all,
    "yearly_declaration": declarations.yearly_declaration,
    "within_years": declarations.within_years,
    "minimum": declarations.minimum,
    "kept_years": declarations.kept_years,
    "purchase_share": purchasing.purchase_share,
    "recycled_share": purchasing.recycled_share,
    "reuse_rate": reuse.reuse_rate,
    "gift_value": gifts.gift_value,
    "solidarity_price": gifts.solidarity_price,
}
#: Formulas that look for a piece of the dossier.
PIECES = frozenset({"actors", "assessment", "territory_uses", "initiatives"})
STRATEGY_GROUP = "strategie"
STRATEGY_ADOPTED = "strategy_deliberation_on"
STANCES = {"done": "en place", "partial": "en cours", "not_done": "pas en place"}


def check(context: Context, law: Law, commons: Commons) -> tuple[Verdict, ...]:
    """Verdicts on every rule, in the order of the table."""
    reen = reen_of(context, commons)
    return tuple(_verdict(rule, context, law, reen) for rule in law.rules)


def _verdict(rule: Rule, context: Context, law: Law, reen: ReenObligation) -> Verdict:
    asking = Asking(rule, context, law, reen)
    scope = applicability(asking)
    finding = _finding(scope, asking)
    # The dates of the law bind nobody who is not bound.
    due = since(rule, context, law) if scope.applies != "voluntary" or not rule.scope_step else None
    late = rule.date_nature == "by" and due is not None and context.today > due
    voluntary = scope.applies != "yes" and rule.severity == "E"
    severity: Literal["E", "A", "I"] = "A" if voluntary else rule.severity
    return Verdict(
        rule=rule.id,
        applies=scope.applies,
        applies_reason=scope.reason,
        since=due,
        state=finding.state,
        reason=finding.reason,
        severity=severity,
        evidence=(*_basis(asking), *finding.evidence, *_answers(rule, context.answers)),
        figures=finding.figures,
        missing=finding.missing,
        overdue=scope.applies == "yes"
        and (finding.overdue or (late and finding.state in ("not_met", "to_establish"))),
        next=_next(rule, finding),
        waits=finding.waits,
    )


def _finding(scope: Scope, asking: Asking) -> Finding:
    """What the formula says, unless the rule has no object, or only a fact could tell whether it has one."""
    if scope.applies == "no":
        return Finding("not_applicable", scope.reason)
    if scope.applies == "unknown" and not asking.rule.is_reen:
        found = asking.missing(scope.missing) if scope.missing else Finding("to_establish", scope.reason)
        return replace(found, evidence=asking.all_evidence())
    if asking.rule.formula in PIECES and not asking.context.has_dossier:
        reason = "Aucun dossier n'est donné : rien ne dit si la pièce existe."
        return Finding("to_establish", reason, todo="Donnez le dossier de la collectivité.")
    found = FORMULAS[asking.rule.formula](asking)
    adopted = asking.context.facts.find(asking.law.facts[STRATEGY_ADOPTED], asking.context.year)
    if asking.rule.group == STRATEGY_GROUP and found.state == "to_establish" and adopted is None:
        return replace(found, reason=f"Attend la stratégie. {found.reason}", waits=True)
    return found


def _basis(asking: Asking) -> list[Evidence]:
    """The fact that says whether the rule applies, when it is declared."""
    fact = asking.rule.basis_fact
    declared = asking.declared(fact) if fact and fact not in asking.rule.facts else None
    return [asking.evidence(declared)] if declared is not None else []


def _answers(rule: Rule, answers: tuple[LinkedAnswer, ...]) -> list[Evidence]:
    """What the maturity grid says of the rule; it settles nothing by itself."""
    return [
        Evidence(
            f"Grille de maturité, {answer.question} ({STANCES[answer.stance]}) : {answer.label} "
            f"{answer.answer}",
            answer.proofs,
            linked=True,
        )
        for answer in answers
        if rule.id in answer.rules
    ]


def _next(rule: Rule, finding: Finding) -> str:
    """What to do: act, say what lacks, keep a proof, or nothing."""
    if finding.state == "not_applicable" or finding.todo:
        return finding.todo
    if finding.state == "not_met":
        return rule.action
    if finding.state == "to_establish":
        if any(shown.comparison and shown.threshold is None for shown in finding.figures):
            return "Cherchez la valeur à atteindre dans le texte : faute de source sûre, elle manque ici."
        return f"Déclarez ce qui manque. Preuve attendue : {rule.proof}." if finding.missing else rule.action
    has_proof = any(item.proofs for item in finding.evidence)
    return "" if has_proof or not rule.facts else f"Gardez la preuve : {rule.proof}."
