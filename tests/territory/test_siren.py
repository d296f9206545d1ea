"""SIREN as people type it: spaces, a SIRET by mistake, a wrong key."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from canivet.problems import InputProblem, Place
from canivet.territory import is_valid_siren, normalise_siren


@pytest.mark.parametrize("text", ["200041317", " 200 041 317 ", "200.041.317", "200\u00a0041\u202f317"])
def test_separators_are_dropped(text: str) -> None:
    assert normalise_siren(text) == "200041317"


@pytest.mark.parametrize(
    "text", ["200041318", "20004131", "2000413170", "20004131A", "", "000000000", "²00041317"]
)
def test_not_a_siren(text: str) -> None:
    assert not is_valid_siren(text)
    with pytest.raises(InputProblem):
        normalise_siren(text)


def test_bad_key_says_so() -> None:
    with pytest.raises(InputProblem) as problem:
        normalise_siren("200 041 318", place=Place(file="profil.json", column="siren"))
    assert "200041318" in problem.value.what
    assert "clé de contrôle" in problem.value.what
    assert str(problem.value).startswith("profil.json, colonne « siren » : ")


def test_letters_are_told_the_form() -> None:
    with pytest.raises(InputProblem) as problem:
        normalise_siren("Niort")
    assert problem.value.what == "« Niort » n'est pas un SIREN."
    assert "neuf chiffres" in problem.value.cure


def test_siret_is_told_to_keep_nine_digits() -> None:
    with pytest.raises(InputProblem) as problem:
        normalise_siren("200 041 317 00011")
    assert "SIRET" in problem.value.what
    assert problem.value.cure == "Gardez les neuf premiers chiffres : 200041317."


def test_siret_whose_head_is_wrong_too() -> None:
    with pytest.raises(InputProblem) as problem:
        normalise_siren("20004131800011")
    assert "clé de contrôle est fausse" in problem.value.cure


@given(st.integers(min_value=1, max_value=99_999_999))
def test_exactly_one_key_of_ten_is_right(head: int) -> None:
    assert sum(is_valid_siren(f"{head:08d}{key}") for key in range(10)) == 1


@given(st.text(max_size=20))
def test_any_text_gives_a_siren_or_a_problem(text: str) -> None:
    try:
        siren = normalise_siren(text)
    except InputProblem as problem:
        siren = problem.cure
    assert is_valid_siren(siren) or siren.endswith(".")
