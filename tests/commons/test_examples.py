"""The fictional authorities: made by their script, complete, and of nobody."""

import re
import subprocess
import sys
from pathlib import Path

import python_calamine

from canivet import commons as commons_module
from canivet.commons.store import table_files
from canivet.examples import STATE_FOLDER, example_ids, load_example
from canivet.territory import find, is_valid_siren

ROOT = Path(__file__).resolve().parents[2]


def sheets(path):
    book = python_calamine.CalamineWorkbook.from_path(str(path))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def test_the_examples_are_those_their_script_makes(tmp_path):
    command = [sys.executable, str(ROOT / "scripts" / "build_examples.py"), str(tmp_path)]
    subprocess.run(command, check=True, capture_output=True)
    shipped = ROOT / "commons" / "examples"
    made = sorted(path.relative_to(tmp_path) for path in tmp_path.rglob("*") if path.is_file())
    assert made == sorted(
        path.relative_to(shipped)
        for path in shipped.rglob("*")
        if path.is_file() and path.name != "README.md" and path.parent.name != STATE_FOLDER
    )
    for name in made:
        if name.suffix == ".xlsx":  # the bytes hang on how zlib compresses
            assert sheets(tmp_path / name) == sheets(shipped / name)
        else:
            assert (tmp_path / name).read_bytes() == (shipped / name).read_bytes(), name


def test_no_example_is_a_real_authority_or_names_a_person():
    commons = commons_module.load()
    for example_id in example_ids(commons):
        example = load_example(commons, example_id)
        assert is_valid_siren(example.profile.siren)
        assert find(commons, example.profile.siren) is None
        for path in example.files:
            if path.suffix == ".csv":
                text = path.read_bytes().decode("cp1252", errors="ignore")
                assert not re.search(r"[\w.]+@(?!.*\bexample\b)[\w.]+\.\w+", text), path


def test_examples_are_no_tables_of_the_commons():
    root = commons_module.load().root
    assert (root / "examples" / "village").is_dir()
    assert [path for path in table_files(root) if "examples" in path.relative_to(root).parts] == []
