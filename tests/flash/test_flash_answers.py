"""Answers: what is accepted, what is refused with its place, and the file filled in with a spreadsheet."""

from __future__ import annotations

from pathlib import Path

import pytest
from flash_cases import village
from hypothesis import given
from hypothesis import strategies as st

from canivet import commons as commons_module
from canivet.flash.answers import Answers, answers_of, line_of, read_answer, read_answers, written
from canivet.flash.questionnaire import load_questionnaire
from canivet.problems import InputProblem

QUESTIONS = load_questionnaire(commons_module.load())


def any_answers() -> st.SearchStrategy[Answers]:
    """Every set of answers, unknown ones included."""
    counts = {
        count.id: st.none() | st.integers(count.minimum, min(count.maximum, 60))
        for count in QUESTIONS.counts.values()
    }
    choices = {
        question.id: st.sampled_from([None, *(c.id for c in question.choices if not c.is_unknown)])
        for question in QUESTIONS.chosen.values()
    }
    return st.builds(
        lambda found: Answers(
            {name: value for name, value in found.items() if isinstance(value, int)},
            {name: value for name, value in found.items() if isinstance(value, str)},
        ),
        st.fixed_dictionaries({**counts, **choices}),
    )


@given(any_answers())
def test_what_is_written_is_read_back(tmp_path_factory, answers: Answers) -> None:
    path = tmp_path_factory.mktemp("flash") / "reponses.csv"
    path.write_text(written(answers, QUESTIONS), encoding="utf-8")
    assert read_answers(path, QUESTIONS) == answers
    assert written(read_answers(path, QUESTIONS), QUESTIONS) == written(answers, QUESTIONS)


@pytest.mark.parametrize("text", ["", " ", "?", "Ne sait pas", "NSP", "je ne sais pas"])
def test_not_to_know_is_never_zero(text: str) -> None:
    assert read_answer("laptops", text, QUESTIONS) is None
    assert read_answer("age", text, QUESTIONS) is None


@pytest.mark.parametrize(("text", "value"), [("0", 0), ("12", 12), ("1 200", 1200), ("12,0", 12)])
def test_a_count_as_people_write_it(text: str, value: int) -> None:
    assert read_answer("laptops", text, QUESTIONS) == value


@pytest.mark.parametrize("text", ["-1", "5001", "2,5", "beaucoup", "=1+1"])
def test_a_count_out_of_bounds_or_not_a_number_is_refused(text: str) -> None:
    with pytest.raises(InputProblem, match="nombre entier de 0 à 5000"):
        read_answer("laptops", text, QUESTIONS)


def test_bounds_themselves_are_accepted() -> None:
    for count in QUESTIONS.counts.values():
        for value in (count.minimum, count.maximum):
            assert read_answer(count.id, str(value), QUESTIONS) == value
    with pytest.raises(InputProblem, match="de 1 à 5000"):
        read_answer("people", "0", QUESTIONS)


@pytest.mark.parametrize("text", ["3", "old", "De cinq à huit ans", "de CINQ a huit ans"])
def test_a_choice_by_its_number_its_name_or_its_words(text: str) -> None:
    assert read_answer("age", text, QUESTIONS) == "old"
    assert read_answer("age", "5", QUESTIONS) is None  # « Je ne sais pas »


def test_a_choice_that_is_not_offered_is_refused_with_those_that_are() -> None:
    with pytest.raises(InputProblem, match=r"1 = Moins de trois ans ; 2 = .* 5 = Je ne sais pas"):
        read_answer("age", "6", QUESTIONS)


def test_answered_questions_are_counted_once_whatever_their_counts() -> None:
    assert Answers().answered(QUESTIONS) == 0
    assert village().answered(QUESTIONS) == 12
    # Two of the three counts of the second question are left: it is still answered.
    assert village(desktops=None).answered(QUESTIONS) == 12
    assert village(desktops=None, laptops=None, screens=None, lead=None).answered(QUESTIONS) == 10


def test_texts_of_a_form_give_the_same_answers() -> None:
    texts = {name: village().given(name) for name in QUESTIONS.fields}
    assert answers_of(texts, QUESTIONS) == village()
    assert answers_of({}, QUESTIONS) == Answers()


def bad(tmp_path: Path, text: str) -> InputProblem:
    path = tmp_path / "reponses.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputProblem) as caught:
        read_answers(path, QUESTIONS)
    return caught.value


def test_a_bad_file_says_where(tmp_path: Path) -> None:
    problem = bad(tmp_path, "champ;reponse\nlaptops;8\nage;toujours\n")
    assert (problem.place.file, problem.place.line, problem.place.column) == ("reponses.csv", 3, "reponse")
    assert bad(tmp_path, "champ;reponse\nportables;8\n").place.line == 2
    assert "déjà répondu" in str(bad(tmp_path, "champ;reponse\nlaptops;8\nlaptops;9\n"))
    assert "il manque la colonne reponse" in str(bad(tmp_path, "champ;question\nlaptops;8\n"))
    assert "il manque les colonnes champ et reponse" in str(bad(tmp_path, "a;b\n1;2\n"))


def test_other_columns_and_absent_lines_are_no_matter(tmp_path: Path) -> None:
    path = tmp_path / "r.csv"
    path.write_text("remarque,champ,reponse\nvu,laptops,8\n", encoding="cp1252")
    assert read_answers(path, QUESTIONS) == Answers({"laptops": 8})


def test_the_lines_of_the_file_are_where_problems_say() -> None:
    lines = written(village(), QUESTIONS).splitlines()
    for name in QUESTIONS.fields:
        assert lines[line_of(name, QUESTIONS) - 1].startswith(f"{name};")
