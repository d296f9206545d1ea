"""Impact criteria (closed list, from the commons) and life-cycle stages.

Criteria are data, never attributes: every result is indexed by the identifiers of ``criteria.csv``
(EF 3.1 categories and two flow indicators). Stages follow ISO 14040/44.
"""

from __future__ import annotations

from dataclasses import dataclass

#: The four life-cycle stages that coverage is counted on.
LIFE_CYCLE_STAGES = ("manufacturing", "distribution", "use", "end_of_life")

#: Stages that an embodied total published without its stages stands for.
EMBODIED_STAGES = ("manufacturing", "distribution", "end_of_life")

#: Every key a result by stage may have: the four stages, then the totals that their source does not split.
STAGES = (*LIFE_CYCLE_STAGES, "embodied_unsplit", "service_unsplit")


@dataclass(frozen=True, slots=True)
class Criterion:
    """One impact criterion: identifier, French label, unit of a result, codes of the exchange formats."""

    id: str
    label: str
    unit: str
    numecoeval_label: str
    pcr_si_code: str
    published: bool
    note: str
