"""Whether the tables of the law hold together, beyond what a schema can say."""

from __future__ import annotations

from collections.abc import Iterator

from canivet.obligations.applicability import BASES, COMPARISONS
from canivet.obligations.law import Law, Rule
from canivet.problems import InputProblem, Place

#: Formula → how many facts it reads; None for as many as the rule gives, one or more.
ARITIES: dict[str, int | None] = {
    "scope": 0, "actors": 0, "assessment": 0, "territory_uses": 0, "initiatives": 0, "solidarity_price": 0,
    "themes": 1, "yearly_declaration": 1, "within_years": 1, "minimum": 1,
    "deliberation": 2, "deadlines": 2, "yearly_report": 2, "all_of": 2, "some_and_all": 2, "kept_years": 2,
    "recycled_share": 2, "reuse_rate": 2, "gift_value": 3, "all_recent": 3, "purchase_share": 4,
    "declared": None,
}  # fmt: skip
#: Type that a formula needs of all its facts.
TYPES: dict[str, frozenset[str]] = {
    "themes": frozenset({"themes"}),
    "yearly_declaration": frozenset({"date"}),
    "within_years": frozenset({"date"}),
    "deadlines": frozenset({"date"}),
    "yearly_report": frozenset({"date"}),
    "minimum": frozenset({"percent"}),
    "all_of": frozenset({"count"}),
    "some_and_all": frozenset({"count"}),
    "all_recent": frozenset({"count", "date"}),
    "declared": frozenset({"boolean"}),
    "recycled_share": frozenset({"amount"}),
    "purchase_share": frozenset({"amount"}),
    "reuse_rate": frozenset({"count"}),
}
#: Formula → keys of ``steps`` that it needs, beside that of the rule.
NEEDS_STEP = frozenset(
    {"minimum", "kept_years", "reuse_rate", "gift_value", "purchase_share", "recycled_share"}
)


def check_tables(law: Law) -> None:
    """Raise `InputProblem` on the first rule or milestone that cannot be used."""
    for rule in law.rules:
        for what in _faults(rule, law):
            raise _problem("rules", rule.id, what)
    groups = {group.id for group in law.groups}
    grouped = {item.id: item.group for item in law.rules} | {
        item.id: item.group for item in law.facts.values()
    }
    for name, group in grouped.items():
        if group not in groups:
            raise _problem("groups", name, f"le groupe « {group} » n'existe pas.")
    for milestone in law.milestones:
        if milestone.recurrence.endswith("_fact") and milestone.fact not in law.facts:
            raise _problem("milestones", milestone.id, "il manque le fait qui donne la date.")


def _faults(rule: Rule, law: Law) -> Iterator[str]:
    if rule.formula not in ARITIES:
        yield f"la formule « {rule.formula} » n'existe pas."
        return
    arity = ARITIES[rule.formula]
    if (arity is None and not rule.facts) or (arity is not None and len(rule.facts) != arity):
        yield f"la formule « {rule.formula} » ne lit pas {len(rule.facts)} faits."
    for fact in rule.facts:
        if fact not in law.facts:
            yield f"le fait « {fact} » n'existe pas."
        elif law.facts[fact].type not in TYPES.get(rule.formula, {law.facts[fact].type}):
            yield f"le fait « {fact} » n'a pas le type que lit « {rule.formula} »."
    yield from _basis_faults(rule, law)
    if rule.formula in NEEDS_STEP and not any(
        step.rule == rule.id and step.key == rule.step_key for step in law.steps
    ):
        yield f"aucune valeur « {rule.step_key} » dans obligations/steps.csv."
    if rule.formula in ("within_years", "all_recent") and rule.period_years is None:
        yield "il manque la période de renouvellement."


def _basis_faults(rule: Rule, law: Law) -> Iterator[str]:
    if rule.basis not in BASES:
        yield f"la base « {rule.basis} » n'existe pas."
    if rule.basis.startswith(("fact_", "unless_")) and rule.basis_fact not in law.facts:
        yield "il manque le fait qui décide de l'application."
    if rule.basis == "fact_threshold" and (rule.threshold is None or rule.comparison not in COMPARISONS):
        yield "il manque le seuil ou sa comparaison."
    if rule.is_reen and rule.formula == "deadlines" and not rule.scope_step:
        yield "il manque l'étape qui donne la date."


def _problem(table: str, item: str, what: str) -> InputProblem:
    return InputProblem(
        f"« {item} » : {what}",
        cure="corrigez la ligne, puis vérifiez : canivet communs verifier.",
        place=Place(f"commons/obligations/{table}.csv"),
    )
