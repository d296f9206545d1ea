"""The maturity grid: its questions, the answers, their scores at any stage, frozen and compared over time."""

from canivet.maturity.answers import (
    CONFIDENTIALITIES,
    PROOF_KINDS,
    WHOLE,
    Answer,
    Maturity,
    Proof,
    Snapshot,
    digest,
    file_proof,
    text_proof,
)
from canivet.maturity.applicability import Applicability, applicability, known_facts
from canivet.maturity.checking import Fault, fault_of
from canivet.maturity.comparing import Comparison, compare
from canivet.maturity.files import FILES, load, written
from canivet.maturity.freezing import Whose, freeze, opened, written_snapshots
from canivet.maturity.grid import Domain, Fact, Grid, Question, Role
from canivet.maturity.interviews import Guide, guide, guides, role_named
from canivet.maturity.loading import load_grid
from canivet.maturity.outcomes import Outcome
from canivet.maturity.scoring import Score, Scores, compute_scores, unknown_answers
from canivet.maturity.section import section

__all__ = [
    "CONFIDENTIALITIES",
    "FILES",
    "PROOF_KINDS",
    "WHOLE",
    "Answer",
    "Applicability",
    "Comparison",
    "Domain",
    "Fact",
    "Fault",
    "Grid",
    "Guide",
    "Maturity",
    "Outcome",
    "Proof",
    "Question",
    "Role",
    "Score",
    "Scores",
    "Snapshot",
    "Whose",
    "applicability",
    "compare",
    "compute_scores",
    "digest",
    "fault_of",
    "file_proof",
    "freeze",
    "guide",
    "guides",
    "known_facts",
    "load",
    "load_grid",
    "opened",
    "role_named",
    "section",
    "text_proof",
    "unknown_answers",
    "written",
    "written_snapshots",
]
