"""The one page of documents, and who may open each."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from canivet_web.roles import Act, Role, acts_of

LINES = (
    "inventaire.csv",
    "exclusions.csv",
    "inconnus.csv",
    "correspondances.csv",
    "lignes.csv",
    "dossier.json",
)


def test_nothing_yet_says_where_to_go(pilot, town):
    page = pilot.get(town.url("documents/")).content.decode()
    assert "Aucun diagnostic n'est encore calculé" in page
    assert "INVALID" not in page


def test_frozen_and_later_draft_are_told_apart(pilot, town, make_result):
    make_result(town, 1, label="Premier")
    make_result(town, 2, label="Deuxième")
    make_result(town, 3, frozen=False)
    page = pilot.get(town.url("documents/")).content.decode()
    assert "INVALID" not in page
    assert "Deuxième" in page
    assert "provisoire" in page
    assert "Diagnostics figés plus anciens" in page
    assert "« Premier »" in page
    assert town.url("documents/2/rapport.pdf") in page
    assert town.url("documents/3/tableaux.xlsx") in page


def test_a_draft_older_than_the_frozen_one_is_not_shown(pilot, town, make_result):
    make_result(town, 1, frozen=False)
    make_result(town, 2)
    assert "provisoire" not in pilot.get(town.url("documents/")).content.decode()


def test_deleted_results_are_not_shown(pilot, town, make_result):
    result = make_result(town, frozen=False)
    result.discard(town.members["pilot"])
    assert "rapport.pdf" not in pilot.get(town.url("documents/")).content.decode()
    assert pilot.get(town.url("documents/1/rapport.pdf")).status_code == 404


@pytest.mark.parametrize("role", list(Role))
def test_lines_are_for_those_who_may_take_the_dossier_out(as_role, town, make_result, role):
    make_result(town)
    client, acts = as_role(role), acts_of(role)
    page = client.get(town.url("documents/"))
    if Act.READ not in acts:
        assert page.status_code == 403
        return
    text = page.content.decode()
    assert "INVALID" not in text
    for name in LINES:
        allowed = Act.EXPORT in acts
        assert client.get(town.url(f"documents/1/{name}")).status_code == (200 if allowed else 403)
    assert ("inventaire.csv" in text) == (Act.EXPORT in acts)
    assert ("dossier.zip" in text) == (Act.EXPORT in acts)
    assert ("Partager ce diagnostic" in text) == (Act.SHARE in acts)
    assert ("Liens de partage" in text) == (Act.SHARE in acts)
    assert client.get(town.url("documents/1/rapport.pdf")).status_code == 200


def test_files_are_sent_with_what_a_browser_needs(pilot, town, make_result, village_files):
    make_result(town)
    pdf = pilot.get(town.url("documents/1/rapport.pdf"))
    assert pdf.content == village_files["rapport.pdf"]
    assert pdf["Content-Type"] == "application/pdf"
    assert pdf["Content-Disposition"] == f'inline; filename="rapport-{town.authority.siren}-2025-n1.pdf"'
    book = pilot.get(town.url("documents/1/tableaux.xlsx"))
    assert book["Content-Disposition"].startswith("attachment;")
    assert book["X-Content-Type-Options"] == "nosniff"
    table = pilot.get(town.url("documents/1/inventaire.csv"))
    assert table["Content-Type"] == "text/csv; charset=utf-8"
    assert table["Content-Disposition"].startswith("attachment;")


def test_the_report_runs_in_a_cage(pilot, town, make_result):
    make_result(town)
    policy = pilot.get(town.url("documents/1/rapport.html"))["Content-Security-Policy"]
    assert policy == "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox"


def test_what_the_visitor_already_has_is_not_sent_again(pilot, town, make_result):
    make_result(town)
    first = pilot.get(town.url("documents/1/rapport.pdf"))
    again = pilot.get(town.url("documents/1/rapport.pdf"), headers={"if-none-match": first["ETag"]})
    assert again.status_code == 304
    assert again.content == b""
    other = pilot.get(town.url("documents/1/rapport.pdf"), headers={"if-none-match": '"autre"'})
    assert other.status_code == 200


def test_another_authority_is_sealed(pilot, town, other_town, make_result):
    make_result(other_town)
    assert pilot.get(town.url("documents/1/rapport.pdf")).status_code == 404
    assert pilot.get(other_town.url("documents/1/rapport.pdf")).status_code == 404
    assert pilot.get(other_town.url("documents/")).status_code == 404


def test_unknown_documents_are_not_found(pilot, town, make_result):
    make_result(town)
    assert pilot.get(town.url("documents/1/..%2Fsecret")).status_code == 404
    assert pilot.get(town.url("documents/9/rapport.pdf")).status_code == 404


def test_queries_do_not_grow_with_results(pilot, town, make_result):
    make_result(town, 1)
    make_result(town, 2)
    with CaptureQueriesContext(
        connection,
    ) as few:
        pilot.get(town.url("documents/"))
    for number in range(3, 12):
        make_result(town, number)
    with CaptureQueriesContext(connection) as many:
        pilot.get(town.url("documents/"))
    assert len(many) <= len(few) + 1  # the count of older pages
    assert not any('"content"' in query["sql"] for query in many.captured_queries)
    assert not any('"document"' in query["sql"] for query in many.captured_queries)
