"""The files of the self-assessments: read back the same, and bad cells refused with their place."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from canivet.commons.store import Commons
from canivet.commons.store import load as load_commons
from canivet.problems import InputProblem
from canivet.rgesn.assessment import (
    Answer,
    DigitalService,
    PastScore,
    RgesnPart,
    ServiceAssessment,
    standings,
)
from canivet.rgesn.files import ANSWERS_FILE, FILES, HISTORY_FILE, SERVICES_FILE, load, written
from canivet.rgesn.grid import blank_grid
from canivet.rgesn.referential import load_referential, missing_facts

COMMONS = load_commons()
BOOK = load_referential(COMMONS, "2024")
SERVICES = (
    "service,nom,adresse,type,version,etablie_le,evaluateur,avec,sans\n"
    "portail,Portail des familles,https://familles.example.fr,Démarche en ligne,2024,2026-03-02,"
    "Service numérique,formulaire; serveur,vidéo; entraînement\n"
)
HEAD = "service,critere,etat,motif,commentaire,preuve,action,echeance\n"


def put(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def test_no_file_is_the_empty_part(tmp_path: Path, shipped: Commons) -> None:
    part = load(tmp_path, shipped)
    assert part == RgesnPart()
    assert not part
    assert written(part, shipped) == {}


def test_a_part_is_read_as_written_by_hand(tmp_path: Path, shipped: Commons) -> None:
    answers = (
        HEAD
        + "portail,critère 1.10,non applicable,Aucun objet connecté,,,,\n"
        + "portail,1.1,Validé,,Vu en comité,note.pdf,,\n"
        + "portail,2.1,,,,,Essayer,2027-01-15\n"
    )
    history = "service,date,version,points_valides,points_applicables\nportail,2025-02-01,2024,20.5,82\n"
    part = load(
        put(tmp_path, {SERVICES_FILE: SERVICES, ANSWERS_FILE: answers, HISTORY_FILE: history}), shipped
    )
    (item,) = part.services
    assert item.service == DigitalService(
        "portail",
        "Portail des familles",
        "https://familles.example.fr",
        "teleservice",
        "2024",
        date(2026, 3, 2),
        "Service numérique",
        frozenset({"form", "server"}),
        frozenset({"video", "training"}),
    )
    assert item.answers == {
        "1.10": Answer("not_applicable", "Aucun objet connecté"),
        "1.1": Answer("validated", comment="Vu en comité", evidence="note.pdf"),
        "2.1": Answer("to_assess", action="Essayer", due_on=date(2027, 1, 15)),
    }
    assert part.history == (PastScore("portail", date(2025, 2, 1), "2024", 20.5, 82.0),)


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        (SERVICES_FILE, SERVICES.replace("portail,", "Mon Portail,"), "Mon Portail"),
        (SERVICES_FILE, SERVICES.replace("Portail des familles", ""), "n'a pas de nom"),
        (SERVICES_FILE, SERVICES.replace("Démarche en ligne", "Fusée"), "Fusée"),
        (SERVICES_FILE, SERVICES.replace(",2024,", ",2020,"), "2020"),
        (SERVICES_FILE, SERVICES.replace("2026-03-02", "2 mars"), "n'est pas une date"),
        (SERVICES_FILE, SERVICES.replace("vidéo;", "téléportation;"), "téléportation"),
        (SERVICES_FILE, SERVICES.replace("formulaire;", "vidéo sonore;"), "vidéo sonore"),
        (SERVICES_FILE, SERVICES + SERVICES.splitlines()[1] + "\n", "y est déjà"),
        (SERVICES_FILE, SERVICES.replace("avec,sans", "avec"), "il manque la colonne sans"),
        (ANSWERS_FILE, HEAD + "autre,1.1,validé,,,,,\n", "autre"),
        (ANSWERS_FILE, HEAD + "portail,9.8,validé,,,,,\n", "9.8"),
        (ANSWERS_FILE, HEAD + "portail,un,validé,,,,,\n", "critère"),
        (ANSWERS_FILE, HEAD + "portail,1.1,presque,,,,,\n", "presque"),
        (ANSWERS_FILE, HEAD + "portail,1.1,non applicable,,,,,\n", "sans motif"),
        (ANSWERS_FILE, HEAD + "portail,1.1,validé,,,,,demain\n", "demain"),
        (ANSWERS_FILE, HEAD + "portail,1.1,validé,,,,,\nportail,1.1,en cours,,,,,\n", "deux fois"),
        (
            HISTORY_FILE,
            "service,date,version,points_valides,points_applicables\nportail,,2024,1,2\n",
            "passé",
        ),
        (
            HISTORY_FILE,
            "service,date,version,points_valides,points_applicables\nportail,2025-01-01,2024,3,2\n",
            "impossible",
        ),
    ],
)
def test_bad_cells_are_refused_with_file_and_line(
    tmp_path: Path, shipped: Commons, name: str, text: str, said: str
) -> None:
    put(tmp_path, {SERVICES_FILE: SERVICES, name: text})
    with pytest.raises(InputProblem, match=said) as refused:
        load(tmp_path, shipped)
    assert refused.value.place.file == name
    assert refused.value.place.line in (1, 2, 3)
    assert refused.value.cure.endswith(".")


def test_not_applicable_needs_no_reason_when_the_facts_give_it(tmp_path: Path, shipped: Commons) -> None:
    put(tmp_path, {SERVICES_FILE: SERVICES, ANSWERS_FILE: HEAD + "portail,5.4,non applicable,,,,,\n"})
    (item,) = load(tmp_path, shipped).services
    found = standings(item, BOOK)["5.4"]
    assert (found.state, found.reason) == ("not_applicable", "Le service ne propose pas de vidéo.")


def test_the_grid_is_read_back_with_the_same_standing(tmp_path: Path, shipped: Commons) -> None:
    answers = HEAD + "portail,4.10,validé,,ok,,,\nportail,1.10,en cours,,,,Finir,2027-02-01\n"
    (item,) = load(put(tmp_path, {SERVICES_FILE: SERVICES, ANSWERS_FILE: answers}), shipped).services
    grid = blank_grid(item, BOOK)
    assert len(grid.splitlines()) == 79  # the header and 78 criteria
    (again,) = load(put(tmp_path, {ANSWERS_FILE: grid}), shipped).services
    before, after = standings(item, BOOK), standings(again, BOOK)
    assert {id_: x.state for id_, x in after.items()} == {id_: x.state for id_, x in before.items()}
    assert again.answers["1.10"] == item.answers["1.10"]


words = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), max_size=12).map(str.strip)
days = st.dates(date(2000, 1, 1), date(2100, 1, 1))
answer = st.builds(
    Answer, st.sampled_from(list(BOOK.states)), words.map(lambda text: f"m{text}"), words, words, words,
    st.none() | days,
)  # fmt: skip


@st.composite
def services(draw: st.DrawFn, number: int) -> ServiceAssessment:
    absent = frozenset(draw(st.sets(st.sampled_from(sorted(BOOK.facts)), max_size=5)))
    possible = sorted(set(BOOK.facts) - missing_facts(BOOK.facts, absent))
    present = frozenset(draw(st.sets(st.sampled_from(possible), max_size=5)))
    service = DigitalService(
        f"service-{number}", draw(words.filter(bool)), draw(words), draw(st.sampled_from(sorted(BOOK.kinds))),
        "2024", draw(st.none() | days), draw(words), present, absent,
    )  # fmt: skip
    return ServiceAssessment(
        service, draw(st.dictionaries(st.sampled_from(list(BOOK.criteria)), answer, max_size=6))
    )


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(data=st.data(), count=st.integers(0, 3))
def test_written_and_read_back_is_the_same_part(tmp_path: Path, data: st.DataObject, count: int) -> None:
    items = tuple(data.draw(services(number)) for number in range(count))
    past = st.builds(
        PastScore, st.sampled_from([item.service.id for item in items] or ["x"]), days, st.just("2024"),
        st.integers(0, 40).map(lambda n: n / 4), st.just(20.0),
    )  # fmt: skip
    part = RgesnPart(items, tuple(data.draw(st.lists(past, max_size=2))) if items else ())
    files = written(part, COMMONS)
    assert set(files) <= set(FILES)
    for name in FILES:
        (tmp_path / name).unlink(missing_ok=True)
    assert load(put(tmp_path, files), COMMONS) == part
    assert written(part, COMMONS) == files


def test_formulas_are_neutralised(shipped: Commons) -> None:
    item = DigitalService("x", "=cmd()", "", "site", "2024", None, "")
    text = written(
        RgesnPart((ServiceAssessment(item, {"1.1": Answer("validated", comment="+1+1")}),)), shipped
    )
    assert ",'=cmd()," in text[SERVICES_FILE]
    assert ",'+1+1," in text[ANSWERS_FILE]
