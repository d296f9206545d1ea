"""A dossier whose texts the platform could not keep whole is refused with the place; nothing is cut."""

from __future__ import annotations

import pytest
from django.db.models import DecimalField

from canivet.examples import example_dossier, load_example
from canivet.problems import InputProblem
from canivet.qualitative import parse, written
from canivet.tabular import csv_text, rows_of
from canivet_web.diagnostics import state
from canivet_web.diagnostics.state_limits import COLUMNS, check
from canivet_web.roles import Role

PLACES = [(name, column) for name, columns in COLUMNS.items() for column in columns]


def table(name: str, column: str, text: str) -> dict[str, str]:
    return {name: csv_text(tuple(COLUMNS[name]), [dict.fromkeys(COLUMNS[name], "") | {column: text}])}


@pytest.mark.parametrize(("name", "column"), PLACES)
def test_a_column_is_bounded_by_the_field_that_keeps_it(name, column):
    model, attribute = COLUMNS[name][column]
    field = model._meta.get_field(attribute)
    if isinstance(field, DecimalField):
        kept, refused = "99999999", "100000000"
    else:
        kept, refused = "é" * field.max_length, "é" * (field.max_length + 1)
    check(table(name, column, kept))
    with pytest.raises(InputProblem) as raised:
        check(table(name, column, refused))
    assert str(raised.value).startswith(f"{name}, ligne 2, colonne « {column} » : ")


@pytest.mark.django_db
def test_the_longest_texts_come_in_and_go_out_whole(town, shipped):
    dossier = example_dossier(shipped, load_example(shipped, "bourg"))
    files = written(parse(dossier.state, shipped), shipped)
    name = "initiatives.csv"
    columns = files[name].split("\n")[0].split(",")
    rows = [row for _, row in rows_of(files[name], name, columns)]
    rows[0] |= {"resultat": "é" * 2000, "note": "ü" * 1000, "gain": "ß" * 300}
    files[name] = csv_text(columns, rows)
    state.store(town.authority, town.members[Role.PILOT], files)
    assert state.files_of(town.authority)[name] == written(parse(files, shipped), shipped)[name]


@pytest.mark.django_db
def test_a_text_too_long_leaves_nothing_behind(town, shipped):
    dossier = example_dossier(shipped, load_example(shipped, "agglo-demo"))
    files = written(parse(dossier.state, shipped), shipped)
    name = "bilan_usages.csv"
    columns = files[name].split("\n")[0].split(",")
    rows = [row | {"constats": "é" * 4001} for _, row in rows_of(files[name], name, columns)]
    with pytest.raises(InputProblem, match="4001 signes, et la plateforme en garde 4000"):
        state.store(town.authority, town.members[Role.PILOT], {**files, name: csv_text(columns, rows)})
    assert state.files_of(town.authority) == {}
