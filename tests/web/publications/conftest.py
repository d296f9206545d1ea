"""A result as a calculation writes it: the village's files, by the library, stored in rows."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest

from canivet.diagnosis import diagnose
from canivet.examples import example_dossier, load_example
from canivet.outputs import write_all
from canivet_web.diagnostics.models import Freeze, Result, ResultFile

Make = Callable[..., Result]


@pytest.fixture(scope="session")
def village_files(shipped, tmp_path_factory) -> dict[str, bytes]:
    """Every file of the village's diagnosis."""
    folder: Path = tmp_path_factory.mktemp("village") / "dossier"
    write_all(
        diagnose(example_dossier(shipped, load_example(shipped, "village")), shipped),
        folder,
        today="2026-01-31",
    )
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


@pytest.fixture
def make_result(village_files) -> Make:
    """Store a result in an authority, frozen or not."""

    def make(town, number: int = 1, *, frozen: bool = True, label: str = "Diagnostic de l'année") -> Result:
        text = village_files["resultat.json"].decode()
        result = Result.objects.create(
            authority=town.authority,
            number=number,
            year=2025,
            created_by=town.members["pilot"],
            document=text,
            sha256=hashlib.sha256(text.encode()).hexdigest(),
            evidence=b"",
        )
        ResultFile.objects.bulk_create(
            ResultFile(
                result=result,
                name=name,
                content=content,
                size=len(content),
                sha256=hashlib.sha256(content).hexdigest(),
            )
            for name, content in village_files.items()
        )
        if frozen:
            Freeze.objects.create(result=result, label=label, frozen_by=town.members["pilot"])
        return result

    return make
