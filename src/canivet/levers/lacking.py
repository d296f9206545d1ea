"""Why a lever, or one of its changes, cannot be computed on an estate: it brings nothing, and says why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from canivet.levers.estate import Estate, selected
from canivet.levers.lever import Change, Lever

Labels = Mapping[str, str]
#: Drivers that act on the electricity alone, and on what takes years to be bought again.
ON_ELECTRICITY = ("electricity", "pue")
ON_RENEWALS = ("lifetime", "second_hand")


def lacking(estate: Estate, lever: Lever, labels: Labels) -> tuple[str, ...]:
    """What the estate does not say, for each change of a lever that cannot be computed."""
    found = (next(_lacking(estate, change, labels), "") for change in lever.changes)
    return tuple(dict.fromkeys(reason for reason in found if reason))


def is_blind(estate: Estate, lever: Lever, labels: Labels) -> bool:
    """Whether none of the changes of a lever can be computed."""
    return all(next(_lacking(estate, change, labels), "") for change in lever.changes)


def computable(estate: Estate, change: Change) -> bool:
    """Whether the estate says all that a change needs."""
    if change not in estate.checked:
        estate.checked[change] = next(_lacking(estate, change, {}), None) is None
    return estate.checked[change]


def _lacking(estate: Estate, change: Change, labels: Labels) -> Iterator[str]:
    """Every reason, the first being the one to mend first."""
    names = ", ".join(f"« {labels.get(name, name)} »" for name in change.categories)
    rows = selected(estate, change)
    if not len(rows):
        beyond = " au-delà de leur durée de vie" if change.beyond_lifetime else ""
        yield f"rien n'est compté de {names}{beyond}"
        return
    if change.driver in ON_RENEWALS and not estate.amortised:
        yield "la comptabilité par achats ne répartit pas la fabrication sur la durée de vie"
    if change.driver in ON_ELECTRICITY and not estate.use[rows].any():
        yield f"la consommation électrique de {names} est inconnue"
    if not (estate.rest + estate.use)[rows].any():
        yield f"aucun facteur ouvert n'est connu pour {names}"
    if change.driver == "lifetime" and not (estate.lifetime_years[rows] > 0).any():
        yield f"la durée de vie de {names} est inconnue"
    if change.per == "agent" and not estate.agents:
        yield "le nombre d'agents n'a pas été donné"
    if change.per == "computer" and not estate.computers:
        yield "aucun ordinateur n'est compté"
    for subject in change.to:
        if not (estate.use + estate.rest)[estate.virtual[subject]].any():
            name = subject.partition(":")[2]
            yield f"aucun facteur ouvert n'est connu pour ce qui vient, « {labels.get(name, name)} »"
