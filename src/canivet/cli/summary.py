"""The few lines printed at the end of a diagnosis: the figure, its interval, what to look at first."""

from __future__ import annotations

from typing import Any

from canivet.deliverables.french import bounds, number
from canivet.inventory.wording import figure

SHOWN_WARNINGS = 5


def plain_number(value: float) -> str:
    """A figure for a terminal: three significant digits, thousands spaced, decimal comma.

    >>> plain_number(1234567.0), plain_number(12.345), plain_number(0.0456)
    ('1 230 000', '12,3', '0,0456')
    """
    if value == 0:
        return "0"
    rounded = float(f"{value:.3g}")
    text = f"{rounded:,.0f}" if abs(rounded) >= 100 else f"{rounded:.3g}"
    return text.replace(",", " ").replace(".", ",")


def plain_count(value: float) -> str:
    """A number of lines or units for a terminal: never rounded, thousands spaced.

    >>> plain_count(2588.0), plain_count(1971), plain_count(2.5)
    ('2 588', '1 971', '2,5')
    """
    return plain(figure(value))


def plain(text: str) -> str:
    """A text of the report with the plain spaces of a terminal."""
    return text.replace("\u202f", " ").replace("\xa0", " ")


def summary(document: dict[str, Any]) -> str:
    """French summary of a result."""
    gwp = document["footprint"]["gwp"]
    inventory = document["inventory"]
    computed = bool(gwp["coverage"])
    central, low, high = (gwp[name] / 1000 for name in ("central", "low", "high"))
    pair = bounds(low, central, high)
    between = f" (entre {pair[0]} et {pair[1]}, " if pair else " ("
    lines = [
        f"{document['authority']['name']} — année {document['year']}, comptabilité « {document['method']} »",
        plain(
            f"  Gaz à effet de serre : {number(central)} t CO₂e par an{between}"
            f"intervalle à {document['interval_level']:.0%})".replace("%", " %")
        )
        if computed
        else "  Gaz à effet de serre : non calculé, aucun facteur ouvert pour ces équipements",
        f"  Lignes lues : {plain_count(inventory['lines_read'])}, "
        f"comptées : {plain_count(inventory['lines_counted'])} "
        f"({plain_count(inventory['units_counted'])} équipements), "
        f"écartées : {plain_count(inventory['lines_excluded'])}",
        f"  Couverture par des facteurs : {gwp['coverage']:.0%}".replace("%", " %")
        + f" ; qualité des données : {document['quality']['score']:.0f}/100",
    ]
    if not document["uses"]["covered"]:
        lines.append("  Usages hébergés, messagerie, impression… : non couverts (option --usages)")
    warnings = document["warnings"]
    if warnings:
        lines.append(f"  À regarder ({len(warnings)}) :")
        lines += [f"    - {warning}" for warning in warnings[:SHOWN_WARNINGS]]
        if len(warnings) > SHOWN_WARNINGS:
            lines.append(f"    … et {len(warnings) - SHOWN_WARNINGS} autres dans le rapport")
    return "\n".join(lines) + "\n"
