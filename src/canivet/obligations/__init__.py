"""The law: what applies to an authority, since when, met or not, on what evidence, and what falls due."""

from canivet.obligations.checking import check
from canivet.obligations.context import Context
from canivet.obligations.deadlines import Deadline, deadlines
from canivet.obligations.law import Law
from canivet.obligations.loading import load
from canivet.obligations.part import FILES, ObligationsPart, load_part, written
from canivet.obligations.presenting import section
from canivet.obligations.verdicts import Verdict

__all__ = [
    "FILES",
    "Context",
    "Deadline",
    "Law",
    "ObligationsPart",
    "Verdict",
    "check",
    "deadlines",
    "load",
    "load_part",
    "section",
    "written",
]
