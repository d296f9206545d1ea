"""What goes out: figures of the section, law, directory in three forms, pictures, chapter."""

import csv
import io
import json
import re
from dataclasses import replace
from xml.etree import ElementTree

import pytest
from towns_of_actors import Territory, actors_of

from canivet.actors import Actor, ActorsPart, Facts, SourceRecord, reen_01, section
from canivet.actors.exports import PLACE_COLUMNS, as_csv, as_geojson, as_places
from canivet.actors.map_content import MOST_SYMBOLS, symbols_of
from canivet.actors.map_picture import draw_map
from canivet.actors.matrix_picture import draw_matrix
from canivet.deliverables.charts import pictures_of
from canivet.deliverables.content.actors import chapter
from canivet.deliverables.document import Callout, Document, Figure, KeyFigures, Table, drawings, nodes
from canivet.deliverables.html import render_html


def actor(name, state="validated", record=None, **more):
    said = {key: more.pop(key) for key in tuple(more) if key in Facts.__dataclass_fields__}
    return Actor(name, Facts(name=name.capitalize(), **said), (record,) if record else (), state, **more)


CITED = SourceRecord(
    "qfdmo", "q1", None, "Licence Ouverte 2.0", "Longue Vie Aux Objets, ADEME, CARTECO", Facts()
)
PLACE = SourceRecord("mediation_numerique", "l1", None, "Licence Ouverte 2.0", "Hub fictif", Facts())
PART = ActorsPart(
    (
        actor("octet", categories=("REP",), roles=("repair",), status="private", labels=("qualirepar",),
              record=CITED, influence=4, involvement=2, latitude=46.3, longitude=-0.4, insee="99001",
              commune="Valmont", link="partner"),
        actor("mairie", categories=("ADM",), status="public", influence=5, involvement=5, consent=True,
              contact="accueil@mairie.example"),
        actor("recyclerie", categories=("REC", "MED"), roles=("repair",), status="ess", consent=False),
        actor("inconnu", categories=("ESN",)),
        actor("club", "candidate", categories=("ASS",), status="ess", influence=2,
              record=replace(CITED, source_id="q2", doubt="à voir")),
        actor("ferme", "discarded", reason="fermé", categories=("REP",), status="public", influence=5,
              involvement=1),
    )
)  # fmt: skip


def test_the_section_counts_each_actor_where_it_belongs(shipped):
    found = section(PART, shipped)
    assert (found["count"], found["states"]) == (6, {"candidate": 1, "validated": 4, "discarded": 1})
    counts = {item["id"]: (item["actors"], item["validated"]) for item in found["categories"]}
    # The discarded repairer is out; the recycling shop counts in both its categories.
    assert counts["REP"] == (1, 1)
    assert (counts["REC"], counts["MED"], counts["ASS"], counts["FAB"]) == ((1, 1), (1, 1), (1, 0), (0, 0))
    assert len(found["categories"]) == 12
    assert {item["id"]: item["actors"] for item in found["statuses"]} == {
        "public": 1, "private": 1, "ess": 2, "": 1,
    }  # fmt: skip
    indicators = {item["id"]: (item["value"], item["validated"]) for item in found["indicators"]}
    # Two repair; one is labelled; two of the social economy, one of them not validated; one place.
    assert indicators == {"repairers": (2, 2), "qualirepar": (1, 1), "ess": (2, 1), "mediation": (1, 1)}
    assert (found["doubtful"], found["located"]) == (1, 1)
    assert json.loads(json.dumps(found)) == found


def test_the_matrix_places_those_with_both_marks_and_counts_the_others(shipped):
    matrix = section(PART, shipped)["matrix"]
    assert (matrix["placed"], matrix["unplaced"]) == (2, 3)
    filled = {
        (cell["influence"], cell["involvement"]): cell["names"] for cell in matrix["cells"] if cell["names"]
    }
    assert filled == {(4, 2): ["Octet"], (5, 5): ["Mairie"]}
    assert len(matrix["cells"]) == 25


@pytest.mark.parametrize(
    ("statuses", "met", "counts"),
    [
        ((), False, (0, 0, 0)),
        (("public",), False, (1, 0, 0)),
        (("private",), False, (0, 1, 0)),
        (("public", "private"), True, (1, 1, 0)),
        (("public", "ess"), True, (1, 1, 0)),
        (("public", ""), False, (1, 0, 1)),
    ],
)
def test_the_law_asks_for_one_public_and_one_private_validated(statuses, met, counts):
    part = ActorsPart(tuple(actor(f"a{rank}", status=status) for rank, status in enumerate(statuses)))
    law = reen_01(part)
    assert (law.met, (law.public, law.private, law.unknown)) == (met, counts)
    candidates = ActorsPart(tuple(replace(item, state="candidate") for item in part.actors))
    assert not reen_01(candidates).met


def test_geojson_holds_the_rules_of_its_norm_and_cites_its_sources(known):
    export = as_geojson(PART, known)
    collection = json.loads(export.text)
    assert collection["type"] == "FeatureCollection"
    by_name = {item["properties"]["nom"]: item for item in collection["features"]}
    # Those validated, but for the one that said no.
    assert sorted(by_name) == ["Inconnu", "Mairie", "Octet"]
    assert export.count == 3
    assert export.left_out == (("pas encore validés", 1), ("écartés", 1), ("publication refusée", 1))
    # RFC 7946, 3.1.1: longitude first. 3.2: a feature without place has a null geometry.
    assert by_name["Octet"]["geometry"] == {"type": "Point", "coordinates": [-0.4, 46.3]}
    assert by_name["Mairie"]["geometry"] is None
    for item in collection["features"]:
        assert set(item) == {"type", "id", "geometry", "properties"}
    assert by_name["Octet"]["properties"]["sources"] == [
        {
            "source": "Longue vie aux objets (Que faire de mes objets et déchets)",
            "licence": "Licence Ouverte 2.0",
            "paternite": "Longue Vie Aux Objets, ADEME, CARTECO",
        }
    ]
    assert "Longue Vie Aux Objets, ADEME, CARTECO" in collection["attribution"]


def test_a_contact_goes_out_only_with_consent(known):
    rows = {row["id"]: row for row in csv.DictReader(io.StringIO(as_csv(PART, known).text))}
    assert rows["mairie"]["contact"] == "accueil@mairie.example"
    asked = ActorsPart(tuple(replace(item, consent=None) for item in PART.actors))
    rows = {row["id"]: row for row in csv.DictReader(io.StringIO(as_csv(asked, known).text))}
    assert rows["mairie"]["contact"] == ""
    assert rows["octet"]["paternite"] == "Longue Vie Aux Objets, ADEME, CARTECO"


def test_places_go_out_in_the_standard_they_came_in(read, sample, known, tmp_path):
    """In, then out, then in again: the same places, words of the standard included."""
    (reading,) = read(sample("mediation_numerique/sample.csv"))
    part = ActorsPart(tuple(replace(item, state="validated") for item in reading.actors))
    export = as_places(part, known)
    rows = {row["id"]: row for row in csv.DictReader(io.StringIO(export.text))}
    assert tuple(next(iter(rows.values()))) == PLACE_COLUMNS
    # The fourth has neither SIRET nor RNA, which the standard asks for.
    assert export.left_out == (("sans l'un de : id, pivot, nom, commune, code_postal, adresse, date_maj", 1),)
    library = rows["mediation_numerique-lieu-1"]
    assert library["services"] == "Aide aux démarches administratives|Utilisation sécurisée du numérique"
    assert library["dispositif_programmes_nationaux"] == "Aidants Connect|Conseillers numériques"
    assert library["date_maj"] == "2026-02-10"
    path = tmp_path / export.name
    path.write_text(export.text, encoding="utf-8")
    (again,) = read(path)
    kept = {item.facts.name: item.facts for item in again.actors}
    first = {item.facts.name: item.facts for item in reading.actors if item.facts.siret or item.facts.rna}
    assert set(kept) == set(first)
    for name, facts in kept.items():
        assert replace(facts, status="", contact="") == replace(first[name], status="", contact=""), name


def crowd(known):
    """Thousands of actors of every category, located for the most part."""
    categories = list(known.categories)
    lines = [
        line
        for seed in range(6)
        for records in Territory(seed).seen().feeds.values()
        for line in actors_of(records, known)
    ]
    return [item.with_facts(categories=(categories[rank % 12],)) for rank, item in enumerate(lines)]


def test_every_located_actor_is_on_the_map_and_the_map_stays_light(known):
    actors = crowd(known)
    located = sum(item.facts.is_located for item in actors)
    symbols = symbols_of(actors, known)
    assert len({item.id for item in actors}) > 1000
    assert sum(one["count"] for one in symbols) == located > 3000
    assert len(symbols) <= MOST_SYMBOLS
    picture = draw_map(actors, known)
    assert len(picture.svg.encode()) < 15_000
    assert picture.alt.startswith(f"Carte de {located} acteurs du territoire, dont ")
    assert draw_map(actors, known) == picture


def test_a_position_far_from_all_others_does_not_crush_the_map(known):
    """Ten within 900 m of one another; one at (0, 0), as a failed geocoding gives."""
    near = [
        replace(PART.actors[0].with_facts(latitude=46.3 + rank * 0.001), id=f"a{rank}") for rank in range(10)
    ]
    lost = replace(near[0].with_facts(latitude=0.0, longitude=0.0), id="perdu")
    picture = draw_map([*near, lost], known)
    assert picture.svg == draw_map(near, known).svg
    assert "Carte de 10 acteurs du territoire" in picture.alt
    assert "Hors du cadre, trop loin des autres : 1." in picture.alt


def test_the_map_is_drawn_in_its_frame_with_the_letters_of_its_categories(known):
    picture = draw_map(PART.actors[:1], known)
    root = ElementTree.fromstring(picture.svg)
    name = "{http://www.w3.org/2000/svg}"
    texts = [item.text for item in root.iter(f"{name}text")]
    assert {"R", "Valmont", "Réparateurs"} <= set(texts)
    width, height = (float(value) for value in root.attrib["viewBox"].split()[2:])
    for circle in root.iter(f"{name}circle"):
        assert 0 < float(circle.attrib["cx"]) < width
        assert 0 < float(circle.attrib["cy"]) < height


def test_a_map_without_any_position_says_so(known):
    picture = draw_map(PART.actors[1:], known)
    assert (picture.svg, picture.alt) == ("", "Aucun acteur n'a de position : il n'y a pas de carte.")


def test_a_hostile_name_cannot_leave_the_picture(known):
    named = PART.actors[0].with_facts(commune='<script>"&')
    root = ElementTree.fromstring(draw_map([named], known).svg)
    assert all("script" not in item.tag for item in root.iter())


def test_the_picture_of_the_matrix_shows_the_counts_of_its_table():
    kept = [item for item in PART.actors if item.state != "discarded"]
    picture = draw_matrix([*kept, replace(kept[0], id="autre")])
    numbers = re.findall(r'font-weight="bold" fill="#fff">(\d+)<', picture.svg)
    assert sorted(numbers) == ["1", "2"]  # two at (4, 2), one at (5, 5)
    assert picture.alt == (
        "Matrice de l'influence et de l'implication de 3 acteurs. "
        "Très influents et peu impliqués aujourd'hui (cases bordées) : 2."
    )
    ElementTree.fromstring(picture.svg)
    assert draw_matrix([]).alt.startswith("Matrice vide")


def flat(text):
    return text.replace("\xa0", " ").replace("\u202f", " ").replace("’", "'")


def test_the_chapter_says_the_figures_of_the_section(shipped, known):
    made = chapter(section(PART, shipped))
    found = list(nodes(made))
    (figure,) = [node for node in found if isinstance(node, Figure)]
    bars = {flat(bar.label): bar.text for bar in figure.bars}
    assert bars["Réparateurs"] == "1"
    assert "Fabricants et distributeurs" not in bars  # none: in the table alone
    assert len(figure.table.rows) == 12
    (keys,) = [node for node in found if isinstance(node, KeyFigures)]
    assert [(flat(item.label), item.value) for item in keys.items][:2] == [
        ("Réparateurs", "2"),
        ("Réparateurs labellisés QualiRépar", "1"),
    ]
    (law,) = [node for node in found if isinstance(node, Callout)]
    said = flat(" ".join(law.items))
    assert "1 public et 2 privés" in said
    assert "1 acteur validé sans statut" in said
    tables = {flat(node.caption): node for node in found if isinstance(node, Table)}
    assert tables["Influence et implication des acteurs"].rows[1][2] == "Octet"
    assert [row[2] for row in tables["D'où viennent ces acteurs"].rows] != []
    whole = Document("T", "", "", "", None, (made,))
    html = render_html(whole, pictures_of(whole))
    assert "Octet" in html
    (drawing,) = drawings(whole)
    assert drawing.svg == draw_map([item for item in PART.actors if item.state != "discarded"], known).svg
    assert [int(row[1]) for row in drawing.table.rows] == [1, 4, 5]  # one commune, none, all


def test_the_chapter_of_nothing_says_so_and_draws_nothing(shipped):
    made = chapter(section(ActorsPart(), shipped))
    assert [type(node).__name__ for node in nodes(made)] == ["Section", "Paragraph"]
