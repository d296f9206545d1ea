"""How long a clerk waits after the last answer: the estimate, then its two pages."""

from __future__ import annotations

import statistics

from canivet import commons as commons_module
from canivet.deliverables.flash import render_flash
from canivet.dossier import Profile
from canivet.flash.answers import Answers
from canivet.flash.estimate import estimate
from canivet.flash.section import section
from measure import load, seconds

ROUNDS = 5
PROFILE = Profile(
    siren="999999964", name="Commune imaginaire", kind="commune", type="commune", population=800,
    population_municipal=790, agents=0, year=2025, method="amortie", country="FRA", factor_set="",
)  # fmt: skip
ANSWERS = Answers(
    {"people": 6, "desktops": 3, "laptops": 8, "screens": 3, "tablets": 6, "copiers": 1, "reams": 60},
    {"age": "old", "school": "included", "hosting": "provider", "website": "own", "purchases": "new"},
)


def main() -> None:
    """Print the median of each, commons already read and not."""
    first = seconds(lambda: estimate(PROFILE, ANSWERS, commons_module.load()))
    commons = commons_module.load()
    told = section(estimate(PROFILE, ANSWERS, commons))
    estimates = [seconds(lambda: estimate(PROFILE, ANSWERS, commons)) for _ in range(ROUNDS)]
    pages = [seconds(lambda: render_flash(told)) for _ in range(ROUNDS)]
    print(f"estimate, commons to read : {first:.2f} s")
    print(f"estimate                  : {statistics.median(estimates):.2f} s")
    print(f"two pages (PDF and HTML)  : {statistics.median(pages):.2f} s   (load {load()})")


if __name__ == "__main__":
    main()
