"""Files of levers: those shipped, and those that cannot be read, told with the file and the field."""

from __future__ import annotations

import pytest
from lever_cases import NAMES, text_of

from canivet.commons.store import Commons
from canivet.levers.loading import check_links, circle_of, load_levers, names_of, read_lever
from canivet.problems import InputProblem

CHANGE = 'driver = "quantity"\ncategories = ["laptop"]\namount = ["share"]'
GOOD = text_of("good", {"share": 0.3}, [CHANGE])


def test_shipped_levers_are_read_and_cited(shipped: Commons):
    levers = load_levers(shipped)
    assert len(levers) >= 60
    sources = {row["id"] for row in shipped.rows("sources")}
    for lever in levers.values():
        assert {item.source for item in lever.parameters} <= sources
        assert lever.practices, lever.id
        for item in lever.parameters:
            if item.kind == "effect":
                assert item.low < item.high, (lever.id, item.id)
    themes = {theme: sum(item.decree_theme == theme for item in levers.values()) for theme in range(1, 7)}
    assert all(themes[theme] for theme in (1, 2, 3, 4, 6)), themes


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('title = "Essai"', 'titel = "Essai"', "colonne « title » : ce champ manque"),
        ("effort = 1", 'effort = 1\nzut = "x"', "le champ « zut » n'existe pas"),
        ("effort = 1", "effort = 7", "il faut un nombre de 1 à 3"),
        ("decree_theme = 2", 'decree_theme = "deux"', "il faut un nombre de 0 à 6"),
        ('id = "good"', 'id = "autre"', "n'est pas le nom du fichier"),
        ('["BP-a.1"]', '["BP-z.9"]', "« BP-z.9 » n'existe pas dans les communs"),
        ('["laptop"]', '["lapin"]', "« lapin » n'existe pas dans les communs"),
        ('amount = ["share"]', 'amount = ["part"]', "« part » n'existe pas dans les communs"),
        ('driver = "quantity"', 'driver = "magie"', "« magie » n'est pas l'un de"),
        ('driver = "quantity"', 'driver = "shift"', "colonne « changes[1].to » : ce champ manque pour un"),
        ('driver = "quantity"', 'driver = "ratio"', "colonne « changes[1].per » : ce champ manque pour un"),
        ("value = 0.3", "value = 30", "la valeur est hors de ses bornes"),
        ("value = 0.3", "value = true", "il faut un nombre"),
        ("most = 1", "most = 3", "« share » est une part : ses bornes sont entre 0 et 1"),
        ('source = "canivet"', 'source = "ouï-dire"', "n'est pas l'un de"),
        ("delay_months = [1, 6]", "delay_months = [6, 1]", "deux nombres de mois"),
        ("[[changes]]", "[[changes", "n'est pas du TOML"),
        ('kind = "choice"', 'kind = "choice"\nlow = 0.1', "un choix n'a pas d'incertitude"),
    ],
)
def test_a_file_that_cannot_be_used_is_told(old, new, said):
    assert read_lever(GOOD, "good.toml", NAMES).parameters[0].value == 0.3
    assert old in GOOD
    with pytest.raises(InputProblem) as raised:
        read_lever(GOOD.replace(old, new), "good.toml", NAMES)
    assert str(raised.value).startswith("good.toml")
    assert said in str(raised.value)


def test_a_parameter_that_serves_nothing_is_told():
    with pytest.raises(InputProblem, match="le paramètre « reste » ne sert à aucun changement"):
        read_lever(text_of("good", {"share": 0.3, "reste": 1}, [CHANGE]), "good.toml", NAMES)


def test_prerequisites_that_go_round_are_told(shipped: Commons):
    levers = {
        name: read_lever(
            text_of(name, {"share": 0.3}, [CHANGE]).replace(
                "effort = 1", f'effort = 1\nprerequisites = ["{need}"]'
            ),
            f"{name}.toml",
            NAMES,
        )
        for name, need in (("a", "b"), ("b", "c"), ("c", "a"))
    }
    with pytest.raises(InputProblem, match="les préalables tournent en rond : a → b → c → a"):
        check_links(levers)
    with pytest.raises(InputProblem, match="le levier « b », que nomme « a », n'existe pas"):
        check_links({"a": levers["a"]})
    assert circle_of({"a": ["b"], "b": []}) == ()
    assert names_of(shipped).categories > {"laptop", "email"}
