"""The part of a dossier that bears on the law: declared facts and the register of disposals."""

from __future__ import annotations

from dataclasses import dataclass

from canivet.obligations import disposals, facts
from canivet.obligations.disposals import Disposal, load_disposals, written_disposals
from canivet.obligations.facts import Declared, load_facts, written_facts
from canivet.obligations.law import Law
from canivet.tabular import Folder

FILES: tuple[str, ...] = (facts.FILE, disposals.FILE)


@dataclass(frozen=True, slots=True)
class ObligationsPart:
    """What an authority says of its obligations."""

    facts: tuple[Declared, ...] = ()
    disposals: tuple[Disposal, ...] = ()


def written(part: ObligationsPart) -> dict[str, str]:
    """Files of the part, by name; a file that would hold nothing is not written."""
    files = {}
    if part.facts:
        files[facts.FILE] = written_facts(part.facts)
    if part.disposals:
        files[disposals.FILE] = written_disposals(part.disposals)
    return files


def load_part(folder: Folder, law: Law) -> ObligationsPart:
    """The part read back; empty where its files are absent. `InputProblem` with file and line."""
    return ObligationsPart(load_facts(folder, law.facts), load_disposals(folder, law))
