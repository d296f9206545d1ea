"""AGEC 58: the share of a category of purchases that comes from reuse, and the share with recycled matter.

share = 100 × amount from reuse ÷ total amount, both before tax, over one year. Gifts received have a column
of their own: how they enter the calculation is not verified, so that they never change a share; where they
could change the verdict, it is left to be established.
"""

from __future__ import annotations

from canivet.obligations.asking import Asking
from canivet.obligations.formulas import reaches, share_pct
from canivet.obligations.verdicts import Figure, Finding, State
from canivet.obligations.wording import figure

REUSE, RECYCLED = "Part issue du réemploi ou de la réutilisation", "Part intégrant des matières recyclées"


def purchase_share(asking: Asking) -> Finding:
    """The share from reuse of a category; gifts and recycled matter beside it."""
    total_fact, reuse_fact, gifts_fact, recycled_fact = asking.rule.facts
    found = _share(asking, total_fact, reuse_fact, REUSE)
    recycled, total = asking.number(recycled_fact), asking.number(total_fact)
    figures = list(found.figures)
    gifts = asking.number(gifts_fact) or 0.0
    if gifts and found.figures:
        figures.append(Figure("Dons reçus, à part", gifts, "€ HT", "valeur déclarée, non ajoutée à la part"))
    if recycled is not None and total and found.figures:
        figures.append(
            Figure(RECYCLED, share_pct(recycled, total), "%", f"100 × {figure(recycled)} ÷ {figure(total)}")
        )
    state, reason = found.state, found.reason
    threshold = found.figures[0].threshold if found.figures else None
    reuse = asking.number(reuse_fact)
    if (
        state == "not_met"
        and gifts
        and total
        and threshold
        and reaches((reuse or 0) + gifts, total, threshold)
    ):
        state = "to_establish"
        reason += " Avec les dons reçus, elle y serait peut-être : leur place n'est pas vérifiée."
    return Finding(state, reason, found.evidence, tuple(figures), found.missing)


def recycled_share(asking: Asking) -> Finding:
    """The share with recycled matter, apart from that of reuse."""
    total_fact, recycled_fact = asking.rule.facts
    return _share(asking, total_fact, recycled_fact, RECYCLED)


def _share(asking: Asking, total_fact: str, part_fact: str, label: str) -> Finding:
    total, part = asking.number(total_fact), asking.number(part_fact)
    evidence = asking.all_evidence()
    if total == 0:
        reason = f"Aucun achat de cette catégorie en {asking.context.year}."
        return Finding("not_applicable", reason, evidence)
    if total is None or part is None:
        lacking = tuple(f for f, value in ((total_fact, total), (part_fact, part)) if value is None)
        return asking.missing(lacking, evidence)
    if part > total:
        reason = "Une part dépasse le montant total de la catégorie : corrigez l'un des deux."
        return Finding("to_establish", reason, evidence, missing=(total_fact, part_fact))
    return _against_step(asking, part, total, label)


def _against_step(asking: Asking, part: float, total: float, label: str) -> Finding:
    """The share against the step of the year, which may be a named blank."""
    year = asking.context.year
    step = asking.law.step(asking.rule, year)
    threshold = step.amount if step is not None else None
    share = share_pct(part, total)
    assert share is not None
    shown = Figure(label, share, "%", f"100 × {figure(part)} ÷ {figure(total)}", threshold, "ge")
    state: State = "to_establish"
    if step is None:
        state, said = "not_applicable", "Aucune part n'était fixée cette année-là."
    elif threshold is None:
        said = "La part à atteindre n'est pas vérifiée : rien à comparer."
    else:
        said = f"Il faut {figure(threshold)} % au moins."
        if reaches(part, total, threshold):
            state = "met"
        elif asking.context.today.year <= year:
            said += " L'année n'est pas finie."
        else:
            state = "not_met"
    return Finding(state, f"{figure(share)} % en {year}. {said}", asking.all_evidence(), (shown,))
