"""REEN 16: what becomes of devices that are retired.

rate = 100 × A ÷ B, with A the devices put to reuse in the year and B those retired in stock on 1 January.
The register of disposals prevails when it has lines for the year; else the two totals declared; the inventory
alone gives neither the age nor what became of the devices.
"""

from __future__ import annotations

from canivet.inventory.wording import count
from canivet.obligations.asking import Asking
from canivet.obligations.disposals import ReuseCount, count_reuse
from canivet.obligations.formulas import reaches, share_pct
from canivet.obligations.verdicts import Evidence, Figure, Finding
from canivet.obligations.wording import figure

AGE_KEY = "max_age"


def reuse_rate(asking: Asking) -> Finding:
    """The rate of the year against the step in force."""
    reused_fact, reformed_fact = asking.rule.facts
    evidence = list(asking.all_evidence())
    reused, reformed = asking.number(reused_fact), asking.number(reformed_fact)
    if lots := asking.context.disposals_of_year():
        counted = count_reuse(lots, asking.law, _max_age(asking))
        evidence = [*_register(counted), *_differs(asking, counted)]
        reused, reformed = float(counted.reused), float(counted.reformed)
    if reformed == 0:
        reason = f"Aucun bien réformé en stock au 1er janvier {asking.context.year} : pas de taux."
        return Finding("not_applicable", reason, tuple(evidence))
    if reused is None or reformed is None:
        lacking = tuple(f for f, v in ((reused_fact, reused), (reformed_fact, reformed)) if v is None)
        return asking.missing(lacking, (*evidence, *_inventory(asking)))
    return _against_step(asking, reused, reformed, evidence)


def _against_step(asking: Asking, reused: float, reformed: float, evidence: list[Evidence]) -> Finding:
    year = asking.context.year
    step = asking.law.step(asking.rule, year)
    threshold = step.amount if step is not None else None
    rate = share_pct(reused, reformed)
    assert rate is not None
    found = Figure(
        "Taux de réemploi", rate, "%", f"100 × {figure(reused)} ÷ {figure(reformed)}", threshold, "ge"
    )
    if threshold is None:
        reason = f"{figure(rate)} % en {year}. Aucun taux n'était fixé cette année-là."
        return Finding("not_applicable", reason, tuple(evidence), (found,))
    reason = f"{figure(rate)} % en {year}, pour {figure(threshold)} % au moins."
    if reaches(reused, reformed, threshold):
        return Finding("met", reason, tuple(evidence), (found,))
    if asking.context.today.year <= year:
        return Finding("to_establish", f"{reason} L'année n'est pas finie.", tuple(evidence), (found,))
    return Finding("not_met", reason, tuple(evidence), (found,))


def _max_age(asking: Asking) -> float:
    step = asking.law.step(asking.rule, asking.context.year, AGE_KEY)
    assert step is not None
    assert step.amount is not None
    return step.amount


def _register(counted: ReuseCount) -> list[Evidence]:
    """What the register counts, and what it leaves out with the reason."""
    said = f"Registre des réformes : A = {figure(counted.reused)}, B = {figure(counted.reformed)}."
    left = [
        f"{figure(units)} {why}"
        for units, why in (
            (counted.too_old, "de plus de dix ans"),
            (counted.set_apart, "classifiés ou à sécurité particulière"),
            (counted.other_families, "d'une famille hors du calcul"),
            (counted.doubtful, "d'une famille dont la catégorie est à vérifier"),
        )
        if units
    ]
    found = [Evidence(said, counted.proofs)]
    if left:
        found.append(Evidence(f"Hors du calcul : {' ; '.join(left)}."))
    if counted.unknown_age:
        found.append(Evidence(f"Âge inconnu pour {count(counted.unknown_age, 'bien')} : comptés dans B."))
    return found


def _differs(asking: Asking, counted: ReuseCount) -> list[Evidence]:
    """A word when the totals declared are not those of the register."""
    declared = [asking.number(fact) for fact in asking.rule.facts]
    if all(
        value in (None, own) for value, own in zip(declared, (counted.reused, counted.reformed), strict=True)
    ):
        return []
    said = [
        f"{name} = {figure(value)}" for name, value in zip("AB", declared, strict=True) if value is not None
    ]
    return [Evidence(f"Les totaux déclarés ({', '.join(said)}) diffèrent du registre : le registre prévaut.")]


def _inventory(asking: Asking) -> list[Evidence]:
    """What the inventory says of retired devices, which is not enough for a rate."""
    estate = asking.context.estate
    if estate is None:
        return []
    units = sum(n for family, n in estate.retired_by_family.items() if family in asking.law.reuse_families)
    if not units:
        return []
    return [
        Evidence(
            f"L'inventaire porte {count(units, 'bien réformé', 'biens réformés')} des catégories visées, "
            "sans leur âge ni leur destination."
        )
    ]
