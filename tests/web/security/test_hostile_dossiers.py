"""Dossiers that stay small as a zip and would fill the memory of the process of jobs once read."""

from __future__ import annotations

import io
import json
import random
import tracemalloc
import zipfile

import pytest

from canivet.dossier import written
from canivet.examples import example_dossier, load_example
from canivet.problems import InputProblem
from canivet_web.diagnostics import archive


def dossier(**files: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as target:
        target.writestr("dossier.json", json.dumps({"format": 1, "siren": "999999998"}))
        for name, content in files.items():
            target.writestr(name.replace("__", "."), content)
    return stream.getvalue()


def numbered(unit: bytes, size: int) -> bytes:
    """Text that shrinks less than a bomb does."""
    draw = random.Random(1)
    pieces = [b"%s%d," % (unit, draw.randrange(10**9)) for _ in range(size // (len(unit) + 10))]
    return b"".join(pieces)


@pytest.mark.parametrize(
    ("name", "size"),
    [("tables__json", 6), ("usages__csv", 6), ("correspondances__csv", 6), ("lignes__csv", 51)],
)
def test_a_file_that_memory_would_not_hold_is_refused_unread(name, size):
    content = dossier(**{name: numbered(b"[]," * 70, size * 1024 * 1024)})
    assert len(content) < 2 * 1024 * 1024
    tracemalloc.start()
    with pytest.raises(InputProblem, match="une fois décompressée"):
        archive.opened(content, "d.zip", "999999998")
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 10 * 1024 * 1024


PROFILE = {
    "format": 1, "siren": "999999998", "name": "Ville", "kind": "epci", "type": "CA", "population": 100,
    "population_municipal": 100, "agents": 10, "year": 2025, "method": "amortie", "country": "FRA",
    "factor_set": "",
}  # fmt: skip


@pytest.mark.parametrize(
    "changes",
    [
        {"dossier.json": json.dumps({**PROFILE, "name": "Vi\0lle"})},
        {"usages.csv": "service,type,quantite,unite,origine\nE\0coles,email,3,,declared\n"},
        {"correspondances.csv": "cle,valeur\nlati\0tude,laptop\n"},
    ],
)
def test_a_text_that_one_database_would_refuse_is_refused_by_both(shipped, changes):
    written_out = written(example_dossier(shipped, load_example(shipped, "ville")))
    files = {**written_out, "dossier.json": json.dumps(PROFILE), **changes}
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as target:
        for name, text in files.items():
            target.writestr(name, text)
    with pytest.raises(InputProblem, match="abîmé ou incomplet"):
        archive.opened(stream.getvalue(), "d.zip", "999999998")
