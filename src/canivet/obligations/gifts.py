"""Gifts of retired devices, and solidarity prices, from the register of disposals or from declared totals."""

from __future__ import annotations

from canivet.inventory.wording import count
from canivet.obligations.asking import Asking
from canivet.obligations.disposals import GIFT, SOLIDARITY_SALE, Disposal
from canivet.obligations.verdicts import Evidence, Figure, Finding
from canivet.obligations.wording import quantity


def gift_value(asking: Asking) -> Finding:
    """Gifts of the year: none above the ceiling, and every recipient in the list of the code."""
    given_fact, value_fact, recipients_fact = asking.rule.facts
    evidence = list(asking.all_evidence())
    lots = [item for item in asking.context.disposals_of_year() if item.outcome == GIFT]
    given, highest = asking.number(given_fact), asking.number(value_fact)
    if lots:
        prices = [item.unit_price_eur for item in lots]
        highest = max((price for price in prices if price is not None), default=None)
        unpriced = sum(item.quantity for item in lots if item.unit_price_eur is None)
        given = float(sum(item.quantity for item in lots))
        evidence.append(Evidence(f"Registre des réformes : {count(given, 'don')}.", _proofs(lots)))
        if unpriced:
            evidence.append(Evidence(f"Valeur non dite pour {count(unpriced, 'don')}."))
            highest = highest if highest is not None and highest > _ceiling(asking) else None
    if given == 0:
        return Finding("not_applicable", f"Aucun don en {asking.context.year}.", tuple(evidence))
    ceiling, recipients = _ceiling(asking), asking.answer(recipients_fact)
    figures: tuple[Figure, ...] = ()
    if highest is not None:
        shown = Figure("Plus forte valeur unitaire donnée", highest, "€", "valeur déclarée", ceiling, "le")
        figures = (shown,)
        if highest > ceiling:
            reason = f"Une valeur unitaire de {quantity(highest, '€')} dépasse {quantity(ceiling, '€')}."
            return Finding("not_met", reason, tuple(evidence), figures)
    if recipients is False:
        return Finding("not_met", "Un bénéficiaire n'est pas dans la liste.", tuple(evidence), figures)
    facts = ((given_fact, given), (value_fact, highest), (recipients_fact, recipients))
    lacking = tuple(fact for fact, value in facts if value is None)
    if lacking:
        found = asking.missing(lacking, evidence)
        return Finding(found.state, found.reason, found.evidence, figures, found.missing)
    return Finding("met", "Valeurs sous le plafond, bénéficiaires dans la liste.", tuple(evidence), figures)


def _ceiling(asking: Asking) -> float:
    step = asking.law.step(asking.rule, asking.context.year)
    assert step is not None
    assert step.amount is not None
    return step.amount


def _proofs(lots: list[Disposal]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(proof for item in lots for proof in item.proofs))


def solidarity_price(asking: Asking) -> Finding:
    """Each sale at a solidarity price at most at the ceiling of its family; a family without one has none."""
    year = asking.context.year
    lots = asking.context.disposals_of_year()
    sales = [item for item in lots if item.outcome == SOLIDARITY_SALE]
    if not lots:
        reason = f"Le registre des réformes n'a pas de ligne pour {year}."
        return Finding("to_establish", reason, todo="Tenez le registre des réformes, une ligne par lot.")
    if not sales:
        return Finding("not_applicable", f"Aucune vente à prix solidaire en {year}.")
    ceilings = {item.family: item for item in asking.law.ceilings if item.family}
    figures, evidence, over, unknown = [], [], [], 0
    for item in sales:
        label, ceiling = asking.law.families[item.family], ceilings.get(item.family)
        if ceiling is None:
            evidence.append(Evidence(f"{label} : pas de plafond dans nos tables.", item.proofs))
        elif item.unit_price_eur is None:
            unknown += item.quantity
        else:
            shown = Figure(label, item.unit_price_eur, "€ TTC", "prix du registre", ceiling.amount_eur, "le")
            figures.append(shown)
            if item.unit_price_eur > ceiling.amount_eur:
                over.append(f"{label} à {quantity(item.unit_price_eur, '€')}")
    if over:
        reason = f"Prix au-dessus du plafond : {', '.join(over)}."
        return Finding("not_met", reason, tuple(evidence), tuple(figures))
    if unknown:
        reason = f"Prix non dit pour {count(unknown, 'bien')}."
        return Finding("to_establish", reason, tuple(evidence), tuple(figures))
    if not figures:
        return Finding("not_applicable", "Aucun des matériels vendus n'a de plafond.", tuple(evidence))
    return Finding("met", "Tous les prix sont sous leur plafond.", tuple(evidence), tuple(figures))
