"""``canivet usages-territoire DOSSIER``: uses and footprint of the territory, and the table to fill in."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

from canivet import commons as commons_module
from canivet.cli.arguments import positive_integer
from canivet.cli.folders import opened, profile_of, put
from canivet.cli.parser import FrenchParser
from canivet.cli.summary import plain
from canivet.commons.store import Commons
from canivet.dossier import PROFILE_FILE
from canivet.territory_uses.catalogue import load_catalogue
from canivet.territory_uses.estimate import TerritoryUses
from canivet.territory_uses.files import FIGURES_FILE, FILES, load, template
from canivet.territory_uses.section import section

EXAMPLES = """
  canivet usages-territoire canivet-200041317-2026
  canivet usages-territoire canivet-200041317-2026 --modele   (écrit la table à remplir)
"""


def run(arguments: Sequence[str]) -> int:
    """Print the uses of the territory, or write the table to fill in."""
    parser = FrenchParser(
        prog="canivet usages-territoire",
        description="Usages du numérique sur le territoire et son empreinte : ratios nationaux, étiquetés, "
        "remplacés ligne par ligne par vos chiffres.",
        examples=EXAMPLES,
    )
    parser.add_argument(
        "dossier", metavar="DOSSIER", type=Path, help="dossier d'un diagnostic, ou celui de vos tables"
    )
    parser.add_argument(
        "--modele", action="store_true", help=f"écrit {FIGURES_FILE} à remplir, chiffres déjà donnés compris"
    )
    parser.add_argument(
        "--population", type=positive_integer, help="habitants du territoire, si le dossier ne les dit pas"
    )
    options = parser.parse_args(arguments)
    commons = commons_module.load()
    if options.modele:
        return _template(options.dossier, commons)
    folder = opened(options.dossier, FILES)
    profile = profile_of(folder)
    known = (profile.population_municipal or profile.population) if profile else None
    found = section(load(folder, commons), commons, population=options.population or known)
    sys.stdout.write(as_text(found))
    return 0


def as_text(found: dict[str, Any]) -> str:
    """The indicators by theme, each with its interval and its origin."""
    from canivet.deliverables.content.territory_uses import amount, introduction, origin, why_this_study
    from canivet.deliverables.french import span

    lines = [introduction(found), ""]
    for theme, items in groupby(found["lines"], key=lambda line: line["theme_label"]):
        lines.append(theme)
        for line in items:
            if line["value"] is None:
                lines.append(f"  {line['label']} : à trouver. {line['note']}")
                continue
            interval = span(line["low"], line["value"], line["high"])
            between = f" [{interval}]" if interval != "—" else ""
            lines.append(f"  {line['label']} : {amount(line)}{between} — {origin(line)}")
    return plain("\n".join([*lines, "", why_this_study(found)])) + "\n"


def _template(folder: Path, commons: Commons) -> int:
    part = load(folder, commons) if folder.is_dir() else TerritoryUses()
    put(folder, {FIGURES_FILE: template(part, load_catalogue(commons))}, (*FILES, PROFILE_FILE))
    sys.stdout.write(
        f"Table à remplir : {folder / FIGURES_FILE}. Une ligne laissée vide garde l'estimation nationale.\n"
    )
    return 0
