"""Rules met by what an authority declares: yes or no, a date, a number, all of a whole."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from canivet.obligations.asking import Asking
from canivet.obligations.formulas import day_of_year, is_within_years, reaches, share_pct
from canivet.obligations.verdicts import Figure, Finding, State
from canivet.obligations.wording import day, figure, listed, quantity, years_after


def declared(asking: Asking) -> Finding:
    """Every fact of the rule must be a yes; a single no decides."""
    answers = {fact: asking.answer(fact) for fact in asking.rule.facts}
    evidence = asking.all_evidence()
    refused = [asking.kind(fact).label for fact, answer in answers.items() if answer is False]
    if refused:
        return Finding("not_met", f"Déclaré « non » : {listed(refused)}.", evidence)
    unknown = tuple(fact for fact, answer in answers.items() if answer is None)
    if unknown:
        return asking.missing(unknown, evidence)
    return Finding("met", "Déclaré « oui ».", evidence)


def all_of(asking: Asking) -> Finding:
    """As many as there are; without any, the rule has no object."""
    return _part_of_whole(asking, none_is_met=True)


def some_and_all(asking: Asking) -> Finding:
    """At least one, and as many as there are."""
    return _part_of_whole(asking, none_is_met=False)


def _part_of_whole(asking: Asking, *, none_is_met: bool) -> Finding:
    whole_fact, part_fact = asking.rule.facts
    whole, part = asking.number(whole_fact), asking.number(part_fact)
    evidence = asking.all_evidence()
    label = asking.kind(whole_fact).label
    if whole == 0:
        state: State = "not_applicable" if none_is_met else "not_met"
        return Finding(state, f"{label} : aucun.", evidence)
    if whole is None or part is None:
        lacking = tuple(f for f, v in ((whole_fact, whole), (part_fact, part)) if v is None)
        return asking.missing(lacking, evidence)
    if part > whole:
        reason = f"« {asking.kind(part_fact).label} » dépasse « {label} » : corrigez l'un des deux."
        return Finding("to_establish", reason, evidence, missing=(whole_fact, part_fact))
    figures = (
        Figure(
            "Part",
            share_pct(part, whole),
            "%",
            f"100 × {figure(part)} ÷ {figure(whole)}",
            100.0,
            "ge",
        ),
    )
    if part < whole:
        return Finding("not_met", f"{figure(part)} sur {figure(whole)}.", evidence, figures)
    return Finding("met", f"{figure(part)} sur {figure(whole)}.", evidence, figures)


def yearly_declaration(asking: Asking) -> Finding:
    """A declaration dated for the year; by its day of the year where the law gives one."""
    fact = asking.rule.facts[0]
    found = asking.declared(fact)
    # What is declared for a year is due the year after.
    due = day_of_year(asking.rule.step_key, asking.context.year + 1) if asking.rule.step_key else None
    if found is None:
        overdue = due is not None and asking.context.today > due
        return asking.missing((fact,), overdue=overdue)
    evidence = (asking.evidence(found),)
    assert isinstance(found.value, date)
    if wrong := out_of_year(asking, found.value):
        return Finding("to_establish", wrong, evidence, missing=(fact,))
    if due is not None and found.value > due:
        reason = f"Déclaration du {day(found.value)}, après l'échéance du {day(due)}."
        return Finding("met", reason, evidence, overdue=True)
    return Finding("met", f"Déclaration du {day(found.value)}.", evidence)


def out_of_year(asking: Asking, found: date) -> str:
    """Why a date cannot be that of something done for the year studied; blank when it can."""
    if found > asking.context.today:
        return f"La date déclarée, {day(found)}, n'est pas encore venue."
    if found.year < asking.context.year:
        return f"La date déclarée, {day(found)}, est antérieure à l'année {asking.context.year}."
    return ""


def all_recent(asking: Asking) -> Finding:
    """As many as there are, the oldest not older than the period of the rule."""
    whole, part, oldest = asking.rule.facts
    found = _part_of_whole(replace(asking, rule=replace(asking.rule, facts=(whole, part))), none_is_met=True)
    made, years = asking.declared(oldest), asking.rule.period_years
    if found.state != "met":
        return replace(found, evidence=asking.all_evidence())
    if made is None:
        return replace(asking.missing((oldest,), asking.all_evidence()), figures=found.figures)
    assert isinstance(made.value, date)
    assert years is not None
    due = years_after(made.value, years)
    if is_within_years(made.value, asking.context.today, years):
        reason = f"{found.reason} La plus ancienne est à refaire au plus tard le {day(due)}."
        return replace(found, reason=reason, evidence=asking.all_evidence())
    reason = f"La plus ancienne, du {day(made.value)}, est à refaire depuis le {day(due)}."
    return Finding("not_met", reason, asking.all_evidence(), found.figures, overdue=True)


def within_years(asking: Asking) -> Finding:
    """A date not older than the period of the rule, on the day of the check."""
    fact, years = asking.rule.facts[0], asking.rule.period_years
    found = asking.declared(fact)
    if found is None:
        return asking.missing((fact,))
    assert isinstance(found.value, date)
    assert years is not None
    evidence = (asking.evidence(found),)
    if found.value > asking.context.today:
        return Finding("to_establish", "La date déclarée n'est pas encore venue.", evidence, missing=(fact,))
    due = years_after(found.value, years)
    if is_within_years(found.value, asking.context.today, years):
        return Finding("met", f"À refaire au plus tard le {day(due)}.", evidence)
    return Finding("not_met", f"À refaire depuis le {day(due)}.", evidence, overdue=True)


def minimum(asking: Asking) -> Finding:
    """A percentage at least at the value in force."""
    fact = asking.rule.facts[0]
    value = asking.number(fact)
    step = asking.law.step(asking.rule, asking.context.year)
    if value is None:
        return asking.missing((fact,))
    threshold = step.amount if step is not None else None
    found = Figure(asking.kind(fact).label, value, "%", "valeur déclarée", threshold, "ge")
    if threshold is None:
        return Finding("to_establish", "La valeur à atteindre n'est pas vérifiée.", figures=(found,))
    state: State = "met" if reaches(value, 100, threshold) else "not_met"
    return Finding(
        state, f"{figure(value)} % pour {figure(threshold)} % au moins.", asking.all_evidence(), (found,)
    )


def kept_years(asking: Asking) -> Finding:
    """A register that exists and goes back far enough."""
    register, years_fact = asking.rule.facts
    kept, years = asking.answer(register), asking.number(years_fact)
    step = asking.law.step(asking.rule, asking.context.year)
    assert step is not None
    assert step.amount is not None
    evidence = asking.all_evidence()
    if kept is False:
        return Finding("not_met", "Aucun registre n'est tenu.", evidence)
    lacking = tuple(fact for fact, value in ((register, kept), (years_fact, years)) if value is None)
    if kept is None or years is None:
        return asking.missing(lacking, evidence)
    wanted = quantity(step.amount, step.unit)
    found = Figure("Années conservées", years, step.unit, "valeur déclarée", step.amount, "ge")
    if years < step.amount:
        # A young register is not a register destroyed too early: only somebody there can tell.
        reason = f"Le registre remonte à {quantity(years, step.unit)}, pour {wanted} : est-il plus récent ?"
        return Finding("to_establish", reason, evidence, (found,), missing=(years_fact,))
    return Finding("met", f"{quantity(years, step.unit)} pour {wanted} au moins.", evidence, (found,))
