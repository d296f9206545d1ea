"""From a dossier to its diagnosis: the whole chain as one pure function.

read lines → counted assets → flows → cells → footprint, intervals, bridge → ratios. No clock, no network.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from canivet.commons.archetypes import load_archetypes
from canivet.commons.factors import FactorBook, FactorSet, load_factors
from canivet.commons.own_set import read_own_set
from canivet.commons.store import Commons
from canivet.criteria import STAGES
from canivet.dossier import Dossier
from canivet.footprint.assessment import Assessment, assess_estate, owned
from canivet.footprint.engine import Footprint
from canivet.footprint.flows import Use
from canivet.footprint.uses import in_the_words_of, read_uses
from canivet.inventory.assets import Inventory
from canivet.inventory.build import build_inventory
from canivet.inventory.classify import Classifier
from canivet.inventory.wording import figure
from canivet.problems import InputProblem
from canivet.ratios import Facts, Ratio, compute_ratios, implausible

#: Called with the name of each step, for progress bars.
Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """Everything computed from one dossier."""

    dossier: Dossier
    commons: Commons
    book: FactorBook
    inventory: Inventory
    uses: tuple[Use, ...]
    assessment: Assessment
    ratios: tuple[Ratio, ...]
    cautions: tuple[str, ...]
    """Warnings that only the whole gives: figures that do not belong together, what a method leaves out."""


def load_book(dossier: Dossier, commons: Commons) -> FactorBook:
    """Shipped factors, with the user's own sets beside them."""
    book = load_factors(commons)
    archetypes = load_archetypes(commons)
    for set_id, text in dossier.own_sets.items():
        book = book.with_table(
            set_id, f"Jeu local « {set_id} »", read_own_set(set_id, text, commons, archetypes)
        )
    return book


def chosen_set(dossier: Dossier, book: FactorBook) -> FactorSet:
    """The set of the profile; the central one when the profile names none."""
    if not dossier.profile.factor_set:
        return book.central_set
    found = book.find_set(dossier.profile.factor_set)
    if found is None:
        known = ", ".join(item.id for item in book.sets)
        raise InputProblem(
            f"le jeu de facteurs « {dossier.profile.factor_set} » n'existe pas.",
            cure=f"choisissez l'un de ceux-ci : {known}, ou donnez le chemin d'un fichier CSV.",
        )
    return found


def diagnose(dossier: Dossier, commons: Commons, progress: Progress = lambda _: None) -> Diagnosis:
    """Compute a dossier's diagnosis. Raises `InputProblem` when nothing can be counted."""
    profile = dossier.profile
    book = load_book(dossier, commons)
    factor_set = chosen_set(dossier, book)
    progress("Reconnaissance des équipements")
    classifier = Classifier(commons, corrections=dict(dossier.corrections))
    inventory = build_inventory(
        list(dossier.tables), commons, year=profile.year, country=profile.country, classifier=classifier
    )
    uses = in_the_words_of(
        read_uses(dossier.uses or (), commons), (asset.service for asset in inventory.assets)
    )
    progress("Calcul de l'empreinte")
    assessment = assess_estate(
        inventory.assets,
        uses,
        commons,
        book,
        factor_set=factor_set,
        year=profile.year,
        method=profile.method,
        country=profile.country,
    )
    facts = ratio_facts(dossier, inventory, assessment)
    return Diagnosis(
        dossier,
        commons,
        book,
        inventory,
        tuple(uses),
        assessment,
        compute_ratios(facts, commons),
        (*implausible(facts, commons), *purchases_in_stock(dossier, inventory)),
    )


def purchases_in_stock(dossier: Dossier, inventory: Inventory) -> tuple[str, ...]:
    """A warning under the accounting by purchases: what is in stock may have been bought in the year."""
    units = sum(item.quantity for item in inventory.exclusions if item.reason == "stock")
    if dossier.profile.method != "achats" or not units:
        return ()
    return (
        f"Comptabilité par achats : {figure(units)} équipements en stock ne sont pas comptés, même achetés "
        "dans l'année. Pour les compter, donnez-leur le statut « en service ».",
    )


def equipment_stages(footprint: Footprint) -> dict[str, float]:
    """Greenhouse gases by stage of the equipment alone, without the services used."""
    column = footprint.column("gwp")
    sums = footprint.impacts[owned(footprint.cells), :, column].sum(axis=0)
    return {stage: float(value) for stage, value in zip(STAGES, sums, strict=True)}


def ratio_facts(dossier: Dossier, inventory: Inventory, assessment: Assessment) -> Facts:
    """What the ratios are made of."""
    footprint, cells = assessment.footprint, assessment.cells
    units: dict[str, float] = {}
    years: dict[str, float] = {}
    for asset in inventory.assets:
        units[asset.family] = units.get(asset.family, 0.0) + asset.quantity
        years[asset.family] = years.get(asset.family, 0.0) + asset.quantity * asset.lifetime_years
    aged = [(key, float(n)) for key, n in zip(cells.keys, cells.units, strict=True) if key.age_class >= 0]
    return Facts(
        agents=dossier.profile.agents or None,
        population=dossier.profile.population,
        impacts={
            item.id: (footprint.total(item.id), *assessment.intervals[item.id].total)
            for item in footprint.criteria
        },
        gwp_by_stage=equipment_stages(footprint),
        units_by_family=units,
        kwh=float(cells.kwh.sum()),
        mean_lifetime_years={f: years[f] / n for f, n in units.items() if n and years[f]},
        units_with_age=sum(n for _, n in aged),
        units_beyond_lifetime=sum(n for key, n in aged if key.beyond_lifetime),
        uses_covered=bool(dossier.uses),
        coverage=footprint.coverage("gwp"),
        amortised=dossier.profile.method == "amortie",
    )
