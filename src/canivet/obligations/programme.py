"""REEN-00 to REEN-04, and the rules on the strategy: what the decree asks of the work programme and after.

The pieces of the programme are those of the dossier itself: when one is not there, the rule is not met. What
bears on the strategy is read from declared facts: when they are not there, the rule is to be established.
"""

from __future__ import annotations

from canivet.inventory.wording import count
from canivet.obligations.applicability import since
from canivet.obligations.asking import Asking
from canivet.obligations.declarations import out_of_year
from canivet.obligations.verdicts import Evidence, Finding
from canivet.obligations.wording import day, figure, full_months, listed


def scope(asking: Asking) -> Finding:
    """REEN-00: what is known of who the authority is."""
    reen = asking.reen
    if reen.status == "inconnue":
        return Finding(
            "to_establish", "La population totale ou la nature de la collectivité manque au profil."
        )
    checked = " Le seuil est proche : vérifiez la population en vigueur." if reen.near_threshold else ""
    evidence = []
    for label, value in (
        ("Population totale", asking.context.population_total),
        ("Population municipale", asking.context.population_municipal),
    ):
        if value is not None:
            evidence.append(Evidence(f"{label} : {figure(value)} habitants."))
    return Finding("met", f"{reen.reason_fr}{checked}", tuple(evidence))


def actors(asking: Asking) -> Finding:
    """REEN-01: at least one public and one private actor, validated."""
    found = asking.context.actors
    public, private = (found.public, found.private) if found else (0, 0)
    said = f"{count(public, 'public')}, {count(private, 'privé')}"
    evidence = (Evidence(f"Acteurs validés : {said}."),)
    lacking = [word for word, units in (("public", public), ("privé", private)) if not units]
    if lacking:
        return Finding("not_met", f"Aucun acteur {listed(lacking, 'ni')} validé.", evidence)
    return Finding("met", "Des acteurs publics et privés sont recensés et validés.", evidence)


def assessment(asking: Asking) -> Finding:
    """REEN-02: an assessment of the impact, dated, whose scope and method are said."""
    found = asking.context.assessment
    if found is None:
        return Finding("not_met", "Aucun bilan de l'impact environnemental n'est au dossier.")
    lacking = [
        word
        for word, value in (("date", found.made_on), ("périmètre", found.scope), ("méthode", found.method))
        if not value
    ]
    if lacking:
        return Finding("not_met", f"Le bilan existe, mais il lui manque : {listed(lacking)}.")
    assert found.made_on is not None
    evidence = Evidence(
        f"Bilan du {day(found.made_on)}. Périmètre : {found.scope}. Méthode : {found.method}."
    )
    due = since(asking.rule, asking.context, asking.law)
    late = asking.reen.status == "assujettie" and due is not None and found.made_on > due
    after = f", établi après l'échéance du {day(due)}" if late and due is not None else ""
    return Finding("met", f"Un bilan daté du {day(found.made_on)} est au dossier{after}.", (evidence,))


def territory_uses(asking: Asking) -> Finding:
    """REEN-03: an assessment of the uses on the territory, dated."""
    found = asking.context.uses
    if found is None:
        return Finding("not_met", "Aucun bilan des usages sur le territoire n'est au dossier.")
    evidence = Evidence(
        f"Chiffres du territoire : {found.local_figures} locaux, {found.national_figures} estimés par ratio "
        "national."
    )
    if found.made_on is None:
        return Finding("not_met", "Le bilan des usages n'est pas daté.", (evidence,))
    return Finding("met", f"Un bilan des usages daté du {day(found.made_on)} est au dossier.", (evidence,))


def initiatives(asking: Asking) -> Finding:
    """REEN-04: actions already started, or none with its reason."""
    found = asking.context.initiatives
    if found is not None and found.started:
        said = count(found.started, "action déjà engagée", "actions déjà engagées")
        evidence = Evidence(f"{said} au journal.", found.proofs)
        return Finding("met", "Les actions déjà engagées sont au journal.", (evidence,))
    if found is not None and found.nil_reason:
        return Finding("met", f"Néant, motivé : {found.nil_reason}", (Evidence("Néant motivé."),))
    return Finding("not_met", "Aucune action engagée au journal, et pas de « néant » motivé.")


def themes(asking: Asking) -> Finding:
    """REEN-10: the six themes of the decree; one that is absent is only pointed out."""
    declared = asking.declared(asking.rule.facts[0])
    if declared is None:
        return asking.missing(asking.rule.facts)
    assert isinstance(declared.value, tuple)
    wanted = {int(number): label for number, label in asking.law.themes.items() if number != "0"}
    absent = [f"{number} ({label})" for number, label in wanted.items() if number not in declared.value]
    evidence = (asking.evidence(declared),)
    if absent:
        return Finding("not_met", f"Thèmes sans action : {listed(absent)}.", evidence)
    return Finding("met", "Les six thèmes du décret sont couverts.", evidence)


def deliberation(asking: Asking) -> Finding:
    """REEN-11: the date, the number and the document of the vote."""
    found = {name: asking.declared(name) for name in asking.rule.facts}
    lacking = tuple(name for name, declared in found.items() if declared is None)
    known = [declared for declared in found.values() if declared is not None]
    evidence = tuple(asking.evidence(declared) for declared in known)
    if lacking:
        return asking.missing(lacking, evidence)
    if not any(declared.proofs for declared in known):
        return Finding("to_establish", "La date et le numéro sont là, mais pas la délibération.", evidence)
    return Finding("met", "La délibération est datée, numérotée et jointe.", evidence)


def deadlines(asking: Asking) -> Finding:
    """REEN-12: both dates against those of the law; lateness is told and blocks nothing."""
    if asking.reen.status == "volontaire":
        return Finding("not_applicable", "Sans obligation, aucune échéance ne vous lie.")
    if asking.reen.status == "inconnue":
        return Finding(
            "to_establish",
            "La population totale ou la nature de la collectivité manque : rien ne dit si les échéances vous "
            "lient.",
            todo="Complétez le profil.",
        )
    pieces = (
        ("programme de travail", asking.rule.facts[0], asking.law.rule("REEN-01")),
        ("stratégie", asking.rule.facts[1], asking.rule),
    )
    late, missing, undone, evidence, overdue = [], [], [], [], False
    for label, fact, rule in pieces:
        due, declared = since(rule, asking.context, asking.law), asking.declared(fact)
        assert due is not None
        if declared is None:
            missing.append(fact)
            overdue = overdue or asking.context.today > due
            undone.append(f"{label} : aucune date donnée, échéance du {day(due)}")
            continue
        evidence.append(asking.evidence(declared))
        done = declared.value
        if done > due:  # type: ignore[operator]
            months = full_months(due, done)  # type: ignore[arg-type]
            late.append(f"{label} avec {f'{months} mois' if months else 'moins d’un mois'} de retard")
    if late:
        reason = (
            f"Échéance dépassée : {' ; '.join((*late, *undone))}. D'après une source secondaire, la loi "
            "n'attache pas de sanction à ce retard."
        )
        return Finding("not_met", reason, tuple(evidence), missing=tuple(missing), overdue=True)
    if missing:
        return asking.missing(tuple(missing), tuple(evidence), overdue=overdue)
    return Finding("met", "Les deux échéances de la loi ont été tenues.", tuple(evidence))


def yearly_report(asking: Asking) -> Finding:
    """REEN-13: the report of the year, presented by the day of the budget debate."""
    report, debate = (asking.declared(name) for name in asking.rule.facts)
    evidence = tuple(asking.evidence(item) for item in (report, debate) if item is not None)
    due = debate.value if debate is not None else None
    if report is None or debate is None:
        lacking = tuple(
            n for n, item in zip(asking.rule.facts, (report, debate), strict=True) if item is None
        )
        overdue = report is None and due is not None and asking.context.today > due  # type: ignore[operator]
        return asking.missing(lacking, evidence, overdue=overdue)
    wrong = out_of_year(asking, report.value) or out_of_year(asking, debate.value)  # type: ignore[arg-type]
    if wrong:
        return Finding("to_establish", wrong, evidence, missing=asking.rule.facts)
    if report.value > debate.value:  # type: ignore[operator]
        return Finding(
            "not_met", "Le bilan a été présenté après le débat budgétaire.", evidence, overdue=True
        )
    return Finding("met", "Le bilan a été présenté avant le débat budgétaire.", evidence)
