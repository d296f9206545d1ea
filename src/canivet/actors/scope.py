"""The communes of the territory: which lines of a national file concern us."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from canivet.actors.checks import read_insee
from canivet.commons.store import Commons
from canivet.problems import InputProblem
from canivet.text import fold


@dataclass(frozen=True, slots=True)
class Scope:
    """Communes by their INSEE code; arrondissements of Paris, Lyon and Marseille count as their commune."""

    communes: Mapping[str, str]
    """Code → name, blank where our tables do not have it."""
    districts: Mapping[str, str]
    epci_siren: str = ""

    def commune_of(self, insee: str) -> str | None:
        """Code of the commune of the territory that a code names; None when it is of another territory."""
        code = self.districts.get(insee, insee)
        return code if code in self.communes else None

    def named(self, name: str) -> str | None:
        """Code of the commune of the territory of this name; None when none, or several, have it."""
        wanted = _plain(name)
        found = [code for code, known in self.communes.items() if known and _plain(known) == wanted]
        return found[0] if len(found) == 1 else None

    def locate(self, insee: str, name: str) -> str | None:
        """Code of a commune of the territory, by its code, else by its name."""
        read = read_insee(insee)
        return self.commune_of(read) if read else self.named(name)


def _plain(name: str) -> str:
    """A commune's name as sources vary on it.

    >>> _plain("Saint-Étienne cedex 2"), _plain("ST ETIENNE")
    ('saint etienne', 'saint etienne')
    """
    folded = re.sub(r" (?:cedex\b.*|\d+(?:er?|eme)? (?:arrondissement)?)$", "", fold(name))
    return re.sub(r"\bste\b", "sainte", re.sub(r"\bst\b", "saint", folded))


def scope_of(commons: Commons, siren: str, extra: Sequence[str] = ()) -> Scope:
    """Communes of an authority, and others given by their codes.

    `InputProblem` when neither the tables nor ``extra`` give any commune, or for what is no code.
    """
    rows = [
        row
        for row in commons.rows("territories/communes")
        if siren and siren in (row["siren"], row["epci_siren"], row["ept_siren"])
    ]
    communes = {row["insee"]: row["name"] for row in rows}
    codes = []
    for text in extra:
        code = read_insee(text)
        if not code:
            raise InputProblem(
                f"« {text} » n'est pas le code INSEE d'une commune.",
                cure="donnez des codes de cinq caractères séparés par des virgules, par exemple 79191,79003.",
            )
        codes.append(code)
    if codes:
        names = {row["insee"]: row["name"] for row in commons.rows("territories/communes")}
        communes |= {code: names.get(code, "") for code in codes}
    if not communes:
        raise InputProblem(
            f"nos tables ne donnent pas les communes du SIREN {siren}." if siren else "aucun territoire dit.",
            cure="donnez leurs codes INSEE avec --communes, par exemple --communes 79191,79003.",
        )
    districts = {row["district"]: row["commune"] for row in commons.rows("actors/districts")}
    epci = siren if any(siren in (row["epci_siren"], row["ept_siren"]) for row in rows) else ""
    if not epci and len({row["epci_siren"] for row in rows}) == 1:
        epci = rows[0]["epci_siren"]
    return Scope(communes, districts, epci)
