"""The documentation says every name a user or a contributor can meet."""

import dataclasses
import importlib
import json
import re
from pathlib import Path

import pytest

from canivet import commons as commons_module
from canivet.diagnosis import diagnose
from canivet.examples import example_dossier, load_example
from canivet.result import result_document

DOCS = Path(__file__).resolve().parents[2] / "docs"
PUBLIC = (
    "canivet.inventory.assets",
    "canivet.footprint.cells",
    "canivet.footprint.flows",
    "canivet.footprint.engine",
    "canivet.commons.factors",
    "canivet.dossier",
    "canivet.territory",
    "canivet.obligations.law",
    "canivet.obligations.facts",
    "canivet.obligations.context",
    "canivet.obligations.disposals",
    "canivet.obligations.deadlines",
    "canivet.obligations.verdicts",
    "canivet.initiatives",
)


def words(name):
    """``ReadTable`` → « read table », as a glossary writes it."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).lower()


@pytest.mark.parametrize("module", PUBLIC)
def test_every_public_noun_has_its_line_in_the_glossary(module):
    text = (DOCS / "glossaire.md").read_text(encoding="utf-8").lower()
    first_cells = " ".join(line.split("|")[1] for line in text.splitlines() if line.startswith("| "))
    found = importlib.import_module(module)
    nouns = [
        name
        for name, item in vars(found).items()
        if isinstance(item, type)
        and item.__module__ == module
        and not name.startswith("_")
        and (dataclasses.is_dataclass(item) or issubclass(item, tuple))
    ]
    assert nouns
    singular = first_cells.replace("cells", "cell")
    assert [n for n in nouns if words(n) not in first_cells and words(n).rstrip("s") not in singular] == []


def glossary_nouns():
    """What the first column of the glossary names, one noun at a time."""
    text = (DOCS / "glossaire.md").read_text(encoding="utf-8")
    cells = [line.split("|")[1].replace("`", "") for line in text.splitlines() if line.startswith("| ")]
    return {re.sub(r" \(.*", "", noun).strip() for cell in cells for noun in cell.split(",")}


def test_every_stored_thing_of_the_platform_has_its_line_in_the_glossary():
    from django.apps import apps

    ours = [config for config in apps.get_app_configs() if config.name.startswith("canivet_web.")]
    models = [model.__name__ for config in ours for model in config.get_models()]
    assert {"Batch", "Entry", "Result", "ShareLink"} < set(models)
    known = {noun.replace("-", " ") for noun in glossary_nouns()}
    assert [name for name in models if words(name) not in known] == []


def test_every_key_of_the_result_is_documented():
    commons = commons_module.load()
    document = result_document(diagnose(example_dossier(commons, load_example(commons, "village")), commons))
    page = (DOCS / "reference" / "resultat.md").read_text(encoding="utf-8")
    keys = {
        *document,
        *document["authority"],
        *document["inventory"],
        *document["quality"],
        *document["uses"],
    }
    keys |= set(document["footprint"]["gwp"]) | set(document["ratios"][0]) | set(document["heaviest"][0])
    assert [key for key in sorted(keys) if not re.search(rf"\b{key}\b", page)] == []


def test_links_between_pages_lead_somewhere():
    root = DOCS.parent
    pages = [*DOCS.rglob("*.md"), *root.glob("*.md"), *(root / "commons").rglob("*.md")]
    lost = []
    for page in pages:
        for target in re.findall(r"\]\(([^)#\s]+)\)", page.read_text(encoding="utf-8")):
            if "://" not in target and not (page.parent / target).exists():
                lost.append((page.name, target))
    assert lost == []


def test_methods_are_the_pages_of_the_code():
    """Each module named by a method page exists."""
    package = DOCS.parent / "src" / "canivet"
    scripts = DOCS.parent / "scripts"
    names = {path.name for folder in (package, scripts) for path in folder.rglob("*.py")}
    for page in (DOCS / "methode").glob("*.md"):
        for name in re.findall(r"`(?:\w+/)*(\w+\.py)`", page.read_text(encoding="utf-8")):
            assert name in names, (page.name, name)


def test_the_public_code_description_is_filled():
    text = (DOCS.parent / "publiccode.yml").read_text(encoding="utf-8")
    assert json.dumps("0.1.0") in text
    assert "EUPL-1.2" in text
