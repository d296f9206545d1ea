"""The diagnosis of a dossier, computed again from what it holds: for the commands that start from figures."""

from __future__ import annotations

from pathlib import Path

from canivet.commons.store import Commons
from canivet.diagnosis import Diagnosis, diagnose
from canivet.dossier import is_dossier, reopen
from canivet.problems import InputProblem, Place


def diagnosed(path: Path, commons: Commons) -> Diagnosis:
    """The diagnosis; `InputProblem` when the path is no dossier of one."""
    if not path.exists() or not is_dossier(path):
        raise InputProblem(
            "ce n'est pas le dossier d'un diagnostic.",
            cure="donnez le dossier écrit par « canivet diagnostiquer ».",
            place=Place(file=str(path)),
        )
    return diagnose(reopen(path, commons), commons)
