"""The review of models: heaviest first, one word after another's, and nothing lost between two people."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from web_inventories import check_page, csv_file, elements, imported, small

from canivet_web.inventories import labels
from canivet_web.inventories.bridge import classified, corrections_of
from canivet_web.inventories.models import BatchModel, Correction
from canivet_web.inventories.overlay import families_of
from canivet_web.journal.models import Event
from canivet_web.roles import Role


@pytest.fixture
def batch(pilot, town):
    return imported(pilot, town, small())


def url(town, batch, model=None, query=""):
    return town.url(f"inventaire/{batch.number}/modeles/{f'{model.pk}/' if model else ''}{query}")


def find(batch, text):
    return batch.models.get(key__contains=text)


def test_heaviest_unknown_model_first(pilot, town, batch):
    html = check_page(pilot.get(url(town, batch)))
    names = re.findall(r'<a id="m\d+"[^>]*>([^<]*)</a>', html)
    assert names == ["Zorg Blorp 9000", "Canon Machin rare"]
    html = check_page(pilot.get(url(town, batch, query="?voir=tous")))
    names = re.findall(r'<a id="m\d+"[^>]*>([^<]*)</a>', html)
    assert names[0] == "Dell Latitude 5420"
    assert len(names) == 5  # the retired model weighs nothing


def test_marks_of_rows_are_plain_numbers(pilot, town, batch):
    """Figures have their thousands spaced on pages; what links point to must not."""
    first = batch.models.first()
    BatchModel.objects.create(
        pk=1234567, batch=batch, rank=9, key="k", model="Autre", family="unknown", confidence=0,
        to_review=True, lines=1, units=1, in_service=1, place="parc.csv, ligne 9",
    )  # fmt: skip
    html = check_page(pilot.get(url(town, batch)))
    assert 'id="m1234567"' in html
    assert "modeles/1234567/" in html
    check_page(pilot.get(url(town, batch, first)))


def test_a_correction_leads_to_the_next_model_then_to_the_end(pilot, town, batch):
    first, second = find(batch, "blorp"), find(batch, "machin")
    check_page(pilot.get(url(town, batch, first)))
    response = pilot.post(url(town, batch, first), {"value": "switch", "shown": "", "voir": "a-relire"})
    assert response["Location"].startswith(url(town, batch, second))
    response = pilot.post(url(town, batch, second), {"value": "scanner", "shown": "", "voir": "a-relire"})
    assert "Tout est relu" in check_page(pilot.get(response["Location"]))
    assert corrections_of(town.authority) == {first.key: "switch", second.key: "scanner"}
    event = Event.objects.filter(act="model.corrected").last()
    assert event.target == "Zorg Blorp 9000"
    assert event.details == {"famille": ["Non reconnu", "Commutateur réseau"]}


def test_sending_twice_records_once(pilot, town, batch):
    model = find(batch, "blorp")
    for _ in range(3):
        assert pilot.post(url(town, batch, model), {"value": "switch", "shown": ""}).status_code == 302
    assert Event.objects.filter(act="model.corrected").count() == 1
    assert Correction.objects.get().version == 1


def test_families_follow_corrections_as_a_new_reading_would(pilot, town, batch):
    for text, value in (
        ("blorp", "switch"),
        ("prodesk", "server"),
        ("5420", "accessory"),
        ("machin", "scanner"),
    ):
        pilot.post(url(town, batch, find(batch, text)), {"value": value, "shown": ""})
    corrections = corrections_of(town.authority)
    expected: dict[str, float] = {}
    for asset in classified(batch, corrections).assets:
        expected[asset.family] = expected.get(asset.family, 0) + asset.quantity
    assert families_of(batch, corrections) == expected == {"monitor": 9, "switch": 7, "server": 5}
    html = check_page(pilot.get(town.url("inventaire/1/")))
    assert "4 modèles de cet import ont été corrigés" in html


def test_a_batch_read_with_corrections_still_says_what_was_understood_without(pilot, town, batch):
    model = find(batch, "5420")
    pilot.post(url(town, batch, model), {"value": "tablet", "shown": ""})
    again = imported(pilot, town, small("encore.csv"))
    assert dict(again.models.values_list("key", "family")) == dict(batch.models.values_list("key", "family"))
    assert [row for row in again.summary["families"] if row[0] == "tablet"] == [["tablet", 1, 12.0]]
    assert families_of(again, corrections_of(town.authority))["tablet"] == 12
    # Taken back, it is a laptop again, on the page too.
    model = again.models.get(key=model.key)
    response = pilot.post(url(town, again, model), {"value": "", "shown": "tablet"})
    assert response.status_code == 302
    assert corrections_of(town.authority) == {}
    assert families_of(again, {})["laptop"] == 12
    assert Event.objects.filter(act="model.uncorrected").count() == 1


def test_the_later_of_two_people_sees_the_other_value(as_role, town, batch):
    model = find(batch, "blorp")
    it, pilot = as_role(Role.IT), as_role(Role.PILOT)
    assert it.post(url(town, batch, model), {"value": "switch", "shown": ""}).status_code == 302
    response = pilot.post(url(town, batch, model), {"value": "router", "shown": ""})
    assert response.status_code == 409
    html = response.content.decode().replace("&#x27;", "'")
    assert "INVALID-VARIABLE" not in html
    assert "Quelqu'un d'autre a relu ce modèle" in html
    assert "a choisi « Commutateur réseau »" in html
    assert "vous avez choisi « Routeur »" in html
    assert '<option value="router" selected>' in html
    assert corrections_of(town.authority) == {model.key: "switch"}
    # Saving again is a choice: the page now carries what was seen.
    shown = re.search(r'name="shown" value="([^"]*)"', html).group(1)
    assert pilot.post(url(town, batch, model), {"value": "router", "shown": shown}).status_code == 302
    assert corrections_of(town.authority) == {model.key: "router"}
    assert Correction.objects.get().version == 2


def test_confirming_from_the_list_comes_back_to_the_page_and_the_next_row(pilot, town):
    rows = [f"Zorg;Chose {n};vieux portable de prêt;{50 - n};En service;;" for n in range(30)]
    batch = imported(pilot, town, csv_file(*rows))
    models = list(batch.models.filter(to_review=True))
    assert len(models) == 30
    html = check_page(pilot.get(url(town, batch)))
    assert html.count(">C'est juste</button>") == 20
    response = pilot.post(url(town, batch, models[3]), {"value": "laptop", "voir": "a-relire", "page": "1"})
    assert response["Location"] == url(town, batch, query=f"?voir=a-relire&q=&page=1#m{models[4].pk}")
    assert corrections_of(town.authority) == {models[3].key: "laptop"}


def test_what_was_guessed_is_already_chosen(pilot, town):
    batch = imported(pilot, town, csv_file("Zorg;Chose;vieux portable de prêt;4;;;", "Zorg;Blorp;;2;;;"))
    html = check_page(pilot.get(url(town, batch, find(batch, "chose"))))
    assert re.findall(r'<option value="([^"]*)" selected', html) == ["laptop"]
    html = check_page(pilot.get(url(town, batch, find(batch, "blorp"))))
    assert re.findall(r'<option value="([^"]*)" selected', html) == []


def test_every_family_and_archetype_has_a_choice_that_says_it(shipped):
    for row in shipped.rows("archetypes/archetypes"):
        choice = labels.closest_choice(row["family"], row["id"])
        assert choice in (row["id"], row["family"])
    assert labels.closest_choice("unknown", "") == ""


@pytest.mark.parametrize("value", ["nimporte", "unknown", "<script>", "laptop' OR 1=1"])
def test_a_value_out_of_the_list_is_refused(pilot, town, batch, value):
    response = pilot.post(url(town, batch, find(batch, "blorp")), {"value": value, "shown": ""})
    html = response.content.decode()
    assert "Choisissez un équipement de la liste" in html
    assert "INVALID-VARIABLE" not in html
    assert not Correction.objects.exists()


def test_every_choice_is_a_value_that_the_library_takes(shipped):
    from canivet.inventory.corrections import allowed_corrections

    taken = set(allowed_corrections(shipped).values())
    offered = [code for _, options in labels.choices() for code, _ in options]
    assert len(offered) == len(set(offered))
    assert set(offered) <= taken & labels.allowed()
    assert set(labels.families()) - {"unknown"} <= set(offered)


def test_every_field_of_the_library_has_a_label(shipped):
    fields = {row["field"] for row in shipped.rows("classification/columns")} - {"ignored"}
    assert fields <= set(labels.FIELDS)


def test_search_finds_with_or_without_accents(pilot, town):
    batch = imported(pilot, town, csv_file("Élan;Tablette Été;;3;;;", "Dell;Latitude 5420;;1;;;"))
    for words in ("elan", "Élan", "tablette été", "ete", "TABLETTE"):
        html = check_page(pilot.get(url(town, batch, query=f"?voir=tous&q={words}")))
        assert len(re.findall(r'id="m\d+"', html)) == 1, words
    assert "Aucun modèle ne contient" in check_page(pilot.get(url(town, batch, query="?q=zzz")))
    for words in ("%", "_", "'", "«", "-", "x" * 5000):
        check_page(pilot.get(url(town, batch, query=f"?voir=tous&q={words}")))


def test_as_many_queries_for_five_models_as_for_five_hundred(pilot, town):
    counts, sizes = [], []
    for models in (5, 500):
        rows = [f"Zorg;Blorp {n} <b>;Truc;{1 + n % 7};En service;Service {n % 40};" for n in range(models)]
        batch = imported(pilot, town, csv_file(*rows, "Dell;Latitude 5420;;1;;;"))
        for model in batch.models.all()[: models // 2]:
            Correction.objects.update_or_create(
                authority=town.authority, key=model.key, defaults={"value": "switch"}
            )
        with CaptureQueriesContext(connection) as queries:
            for path in ("", "?voir=tous", "?voir=corriges", "?voir=tous&page=2"):
                sizes.append(elements(check_page(pilot.get(url(town, batch, query=path)))))
            check_page(pilot.get(url(town, batch, batch.models.first())))
            for path in ("", f"{batch.number}/", f"{batch.number}/exclusions/"):
                check_page(pilot.get(town.url(f"inventaire/{path}")))
        counts.append(len(queries))
        assert not [query for query in queries if '"dossier"' in query["sql"]]
    assert counts[0] == counts[1], counts


def reply(pilot, town, batch, model, **answer):
    data = {"shown": "", "voir": "a-relire", "said": "", "value": "", **answer}
    return pilot.post(url(town, batch, model), data)


def test_one_digit_answers(pilot, town, batch):
    """The order of the digits is that of the inventory, and stays while corrections come in."""
    model = find(batch, "blorp")
    html = check_page(pilot.get(url(town, batch, model)))
    near = re.findall(r'name="quick" value="(\w+)"><kbd>(\d)</kbd>', html)
    assert [int(digit) for _, digit in near] == list(range(1, 10))
    assert [code for code, _ in near][:3] == ["laptop", "monitor", "desktop"]
    assert near[8][0] == "accessory"
    assert reply(pilot, town, batch, model, said="2").status_code == 302
    assert corrections_of(town.authority) == {model.key: "monitor"}
    again = check_page(pilot.get(url(town, batch, find(batch, "machin"))))
    assert re.findall(r'name="quick" value="(\w+)"><kbd>(\d)</kbd>', again) == near
    assert reply(pilot, town, batch, find(batch, "machin"), quick="switch").status_code == 302
    assert corrections_of(town.authority)[find(batch, "machin").key] == "switch"


@pytest.mark.parametrize(
    ("said", "code"),
    [("Commutateur réseau", "switch"), ("switch", "switch"), ("PORTABLE", "laptop"), ("scan", "scanner"),
     ("écran", "monitor"), ("pare f", "firewall"), ("imprimante 3d", "printer_3d"), ("onduleur", "ups")],
)  # fmt: skip
def test_a_few_letters_answer(pilot, town, batch, said, code):
    model = find(batch, "blorp")
    assert reply(pilot, town, batch, model, said=said).status_code == 302
    assert corrections_of(town.authority) == {model.key: code}


@pytest.mark.parametrize(
    ("said", "told"),
    [("ordi", "peut vouloir dire « Ordinateur portable »"), ("zzz", "n'est pas dans la liste"),
     ("77", "n'est pas dans"), ("<b>", "&lt;b&gt;"), ("", "Dites ce que c'est"), ("²", "peut vouloir dire"),
     ("x" * 500, "100")],
)  # fmt: skip
def test_an_answer_that_is_not_understood_is_asked_again(pilot, town, batch, said, told):
    response = reply(pilot, town, batch, find(batch, "blorp"), said=said)
    html = response.content.decode().replace("&#x27;", "'")
    assert "INVALID-VARIABLE" not in html
    assert told in html
    assert "Rien n'est encore enregistré" in html
    assert not Correction.objects.exists()


def test_zero_passes_and_the_page_leads_back(pilot, town, batch):
    first, second = find(batch, "blorp"), find(batch, "machin")
    response = reply(pilot, town, batch, first, said="0")
    assert response["Location"].startswith(url(town, batch, second))
    assert not Correction.objects.exists()
    html = check_page(pilot.get(response["Location"]))
    assert re.search(rf'id="before" href="{re.escape(url(town, batch, first))}', html)
    for wrong in ("0", "zut", "9" * 30, "-1", ""):
        html = check_page(pilot.get(url(town, batch, second, query=f"?avant={wrong}")))
        assert 'id="before"' not in html


def test_enter_alone_confirms_a_guess(pilot, town):
    batch = imported(pilot, town, csv_file("Zorg;Chose;vieux portable de prêt;4;;;"))
    model = find(batch, "chose")
    assert reply(pilot, town, batch, model, value="laptop").status_code == 302
    assert corrections_of(town.authority) == {model.key: "laptop"}


def test_sentences_lead_to_pages_and_not_to_files_of_the_command_line(pilot, town, shipped):
    """Every sentence of the commons, and those of a reading with something unknown and something doubled."""
    from canivet_web.wording import here

    rows = [f"Zorg;Blorp {n};;40;En service;Mairie;" for n in range(4)]
    batch = imported(pilot, town, csv_file(*rows, "Dell;Latitude 5420;Portable;1;En service;Mairie;"))
    told = [*batch.summary["warnings"], *(row["advice"] for row in batch.summary["quality"]["improvements"])]
    told += [text for _, text in labels.reasons().values()]
    files = ("inconnus.csv", "correspondances.csv", "exclusions.csv")
    assert any(name in text for text in told for name in files)
    assert [text for text in told if any(name in here(text) for name in files)] == []
    html = check_page(pilot.get(town.url(f"inventaire/{batch.number}/")))
    text = re.sub(r"<[^>]*>", "", html)
    assert [name for name in files if name in text] == []


def test_an_inventory_of_unknown_models_alone_is_reviewed_then_counts(pilot, town):
    """Nothing of it counts when it comes in; what a person says of its models makes it count."""
    batch = imported(pilot, town, csv_file("Zorg;Blorp 1;;40;En service;;", "Zorg;Blorp 2;;2;En service;;"))
    assert (batch.summary["counted"], batch.summary["excluded"]) == (0, 2)
    page = check_page(pilot.get(town.url(f"inventaire/{batch.number}/")))
    assert "Relire les modèles" in page
    first = batch.models.first()
    assert (first.units, first.to_review) == (40, True)
    pilot.post(url(town, batch, first), {"value": "laptop", "shown": ""})
    assert families_of(batch, corrections_of(town.authority)) == {"laptop": 40}
