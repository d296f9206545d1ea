"""Families: a labelled list of the project's own, the order of the decision, and archetypes."""

import csv
import re
from pathlib import Path

import pytest

from canivet.inventory.classify import Classifier, model_key

SAMPLES = Path(__file__).parent / "samples" / "models.csv"


@pytest.fixture(scope="module")
def classifier(shipped):
    return Classifier(shipped)


def score(classifier):
    with SAMPLES.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    wrong = [
        (row["manufacturer"], row["model"], row["family"], found.family, found.rule)
        for row in rows
        if (found := classifier.classify(row["manufacturer"], row["model"])).family != row["family"]
    ]
    return len(wrong) / len(rows), wrong


def test_families_of_a_labelled_list(classifier):
    share, wrong = score(classifier)
    assert share <= 0.03, wrong


def test_rules_alone_do_nearly_as_well(shipped):
    share, wrong = score(Classifier(shipped, known_models=False))
    assert share <= 0.04, wrong


def test_no_rule_is_written_for_one_model(shipped):
    """A pattern that is one whole reference is a known model, and has its table."""
    one = re.compile(r"\^?[a-z ]*\d[a-z0-9 ]*\$?")
    assert [row["id"] for row in shipped.rows("classification/rules") if one.fullmatch(row["pattern"])] == []


@pytest.mark.parametrize(
    ("line", "family", "rule"),
    [
        # (manufacturer, model, type, designation, hint, serial)
        (("Dell", "Latitude 5420", "Serveur", "", "", "VMware-56 4d 8a"), "virtual", "serial:vmware"),
        (("HP", "J4858C", "Switch", "", "", ""), "network_component", "known:j4858c"),
        (("HP", "EliteBook 840 G5", "Desktop", "", "", ""), "laptop", "rule:"),
        (("", "DATACENTER", "Server", "", "", ""), "server", "type:server"),
        (("", "Salle serveur 2", "Baie de stockage", "", "", ""), "storage", "type:"),
        (("HP", "", "Imprimante", "", "", ""), "printer", "type:imprimante"),
        (("", "", "", "vieille imprimante de bureau", "", ""), "printer", "words:imprimante"),
        (("", "", "", "PC fixes salle info (HP Compaq dc7700)", "", ""), "desktop", ""),
        (("", "", "", "Classe mobile : portables", "", ""), "laptop", ""),
        (("Xyz", "Abc 123", "", "", "monitor", ""), "monitor", "hint:monitor"),
        (("Xyz", "Abc 123", "", "", "computer", ""), "unknown", "none"),
        (("", "", "Ordinateur", "", "", ""), "desktop", "type:ordinateur"),
        (("", "", "", "", "", ""), "unknown", "none"),
        (("", "sans contact", "", "", "", ""), "unknown", "none"),
    ],
)
def test_the_order_of_the_decision(classifier, line, family, rule):
    found = classifier.classify(*line)
    assert found.family == family
    assert found.rule.startswith(rule)
    assert 0 <= found.confidence <= 1


def test_a_near_miss_of_a_known_model_is_less_sure(shipped):
    found = Classifier(shipped).classify("Dell", "DAV2216-G02")
    assert (found.family, found.rule) == ("kvm", "fuzzy:dav2216 g01")
    assert found.confidence < 0.9


def test_a_vague_type_is_less_sure_than_a_model(classifier):
    vague = classifier.classify("", "", "Personal Computer")
    assert vague.confidence <= 0.6
    assert classifier.classify("APPLE", "IPAD PRO 11", "Personal Computer").family == "tablet"


@pytest.mark.parametrize(
    ("line", "screen", "archetype"),
    [
        (("Dell", "P2419H"), None, "monitor_24"),
        (("Dell", "P2719H"), None, "monitor_27"),
        (("", "Écran inconnu", "Écran"), 19.0, "monitor_lt22"),
        (("", "Écran inconnu", "Écran"), None, "monitor_24"),
        (("Philips", "ECRAN LCD 50"), None, "large_display_gt49"),
        (("", "Moniteur", "Écran"), 55.0, "large_display_gt49"),
        (("", "", "", "ENI 75 pouces"), None, "interactive_display"),
        (("Dell", "Latitude 5420", "Portable"), 14.0, "laptop_14"),
        (("Acer", "Chromebook 314"), None, "chromebook"),
        (("Lenovo", "ThinkCentre M70q", "Mini PC"), None, "desktop_mini"),
        (("Netgear", "GS108"), None, "switch_desktop"),
        (("Konica", "bizhub C258"), None, "mfp_a3"),
        (("Dell", "PowerEdge T440"), None, "server_tower"),
        (("Dell", "PowerEdge R640"), None, "server"),
        (("", "VM"), None, ""),
    ],
)
def test_archetypes(classifier, line, screen, archetype):
    assert classifier.classify(*line, screen_in=screen).archetype == archetype


def test_a_correction_comes_before_everything(shipped):
    key = model_key("Dell", "Latitude 5420", "", "")
    assert key == model_key("DELL", "dell  LATITUDE-5420", "", "")
    corrected = Classifier(shipped, corrections={key: "tablet"})
    found = corrected.classify("Dell", "Latitude 5420", serial="VMware-1")
    assert (found.family, found.archetype, found.rule) == ("tablet", "tablet", "correction")
    precise = Classifier(shipped, corrections={key: "monitor_27"}).classify("Dell", "Latitude 5420")
    assert (precise.family, precise.archetype) == ("monitor", "monitor_27")


def test_makers_are_taken_off_however_they_are_written(classifier):
    written = [
        ("Dell Inc.", "Latitude 5420"),
        ("DELL", "DELL DELL Latitude 5420"),
        ("", "dell inc. latitude-5420"),
        ("Hewlett-Packard", "HP EliteBook 840"),
        ("", "cisco3845"),
        ("Cisco Systems, Inc.", "ciscoASR1001HX"),
    ]
    assert [classifier.classify(*pair).family for pair in written] == ["laptop"] * 4 + ["router"] * 2


def test_tables_are_written_as_they_are_compared(shipped):
    from canivet.inventory.classify.texts import plain
    from canivet.text import fold

    families = {row["id"] for row in shipped.rows("classification/families")}
    makers = {row["brand"] for row in shipped.rows("classification/brands")}
    for table, column in (("brands", "text"), ("known_models", "model")):
        for row in shipped.rows(f"classification/{table}"):
            assert row[column] == plain(row[column]), row
    for table in ("types", "columns", "hints", "foreign_columns", "junk_models"):
        for row in shipped.rows(f"classification/{table}"):
            assert row["text"] == fold(row["text"]), row
    for row in shipped.rows("classification/rules"):
        assert row["family"] in families
        assert set(row["brands"].split(";")) - {"", "-"} <= makers, row["id"]


def test_screening_rules_by_letters_changes_no_verdict(shipped):
    """What a pattern needs is only a short cut: trying every rule on every model gives the same answers."""
    from canivet.inventory.classify.rules import NO_MAKER, RuleBook
    from canivet.inventory.classify.texts import MakerReader

    rows = shipped.rows("classification/rules")
    book = RuleBook(rows)
    makers = MakerReader({row["text"]: row["brand"] for row in shipped.rows("classification/brands")})
    patterns = [(set(row["brands"].split(";")) - {""}, re.compile(row["pattern"]), row["id"]) for row in rows]
    with SAMPLES.open(encoding="utf-8", newline="") as stream:
        described = [makers.describe(row["manufacturer"], row["model"]) for row in csv.DictReader(stream)]
    for one in described:
        named = one.makers or {NO_MAKER}
        slow = next((i for b, p, i in patterns if (not b or b & named) and p.search(one.body)), None)
        quick = book.guess(one)
        assert (quick and quick.rule) == (slow and f"rule:{slow}"), one


@pytest.mark.parametrize(
    ("pattern", "texts"),
    [
        (r"\blatitude\b", {"latitude"}),
        (r"^(?:hp|elite ?book)$", {"hp", "elite"}),
        (r"sx(?:10|20)\d", {"sx"}),
        (r"(?:abc)?\d+", None),
        (r"^[a-z]\d{4}", None),
        (r"ab|\d", None),
        (r"(?!abc)xyz", {"xyz"}),
        (r"(?:switch){2}", {"switch"}),
        (r"colou?r", {"colo"}),
    ],
)
def test_what_a_pattern_needs(pattern, texts):
    from canivet.inventory.classify.screening import needed

    assert needed(pattern) == texts
