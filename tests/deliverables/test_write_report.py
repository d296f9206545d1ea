"""Writing of the three documents: together, whole, reproducible, quick."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest
from sample_cases import CASES
from sample_result import sample

import canivet.deliverables.workbook as workbook_module
from canivet.deliverables import write_report
from canivet.deliverables.report import render_report

NAMES = ["rapport.html", "rapport.pdf", "tableaux.xlsx"]


@pytest.mark.parametrize("name", CASES)
def test_three_files_and_no_draft(tmp_path, name):
    write_report(CASES[name](), tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == NAMES


def test_a_failure_leaves_the_former_files(tmp_path, monkeypatch):
    write_report(sample(), tmp_path)
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}

    def fail(result):
        raise OSError("disque plein")

    monkeypatch.setattr(workbook_module, "render_workbook", fail)
    changed = sample()
    changed["year"] = 2026
    with pytest.raises(OSError, match="disque plein"):
        write_report(changed, tmp_path)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_same_result_same_bytes_in_another_process():
    script = (
        "import hashlib; from canivet.deliverables.report import render_report; "
        "from sample_result import sample; "
        "print(*(hashlib.sha256(c).hexdigest() for c in render_report(sample()).values()))"
    )
    paths = [str(Path(__file__).parent), *sys.path]
    environment = os.environ | {
        "PYTHONPATH": os.pathsep.join(paths),
        "PYTHONHASHSEED": "7",
        "TZ": "Asia/Tokyo",
    }
    done = subprocess.run(
        [sys.executable, "-c", script], env=environment, capture_output=True, text=True, check=True
    )
    here = [hashlib.sha256(content).hexdigest() for content in render_report(sample()).values()]
    assert done.stdout.split() == here


def test_loading_the_package_loads_no_renderer():
    script = (
        "import sys, canivet.deliverables; "
        "print([m for m in ('matplotlib', 'typst', 'jinja2', 'xlsxwriter') if m in sys.modules])"
    )
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run(
        [sys.executable, "-c", script], env=environment, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
