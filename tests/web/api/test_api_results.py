"""The API: the same figures as the stored document, the same rights as the pages, errors in JSON."""

from __future__ import annotations

import hashlib
import json
import re
from functools import cache

import pytest
from django.test import Client
from django.urls import get_resolver, reverse

from canivet_web.diagnostics.models import Freeze, Result
from canivet_web.roles import ACTS, Act, Role


@cache
def a_document() -> str:
    """What the library writes for the smallest shipped example."""
    from canivet.diagnosis import diagnose
    from canivet.examples import example_dossier, load_example
    from canivet.outputs import as_json
    from canivet.result import result_document
    from canivet_web.commons import commons

    dossier = example_dossier(commons(), load_example(commons(), "village"))
    return as_json({**result_document(diagnose(dossier, commons())), "generated_on": "2026-01-02"})


def add_result(town, number: int, document: str = '{"footprint": {}}\n', **fields) -> Result:
    return Result.objects.create(
        authority=town.authority, number=number, year=2025, document=document, evidence=b"",
        sha256=hashlib.sha256(document.encode()).hexdigest(), **fields,
    )  # fmt: skip


def url(town, number: int | None = None) -> str:
    return f"/api/v1/c/{town.authority.siren}/resultats/" + (f"{number}/" if number else "")


def test_a_result_is_its_stored_document_to_the_byte(pilot, town) -> None:
    stored = add_result(town, 1, a_document())
    answer = pilot.get(url(town, 1))
    assert answer.status_code == 200
    assert answer.content == stored.document.encode()
    assert answer["Content-Type"] == "application/json"
    assert answer["ETag"] == f'"{hashlib.sha256(answer.content).hexdigest()}"'
    assert answer["Cache-Control"] == "private, no-cache"
    head = pilot.head(url(town, 1))
    assert (head.status_code, head["ETag"]) == (200, answer["ETag"])


def test_a_result_already_known_is_not_sent_again(pilot, town, django_assert_max_num_queries) -> None:
    stored = add_result(town, 1, a_document())
    plain = pilot.get(url(town, 1))
    for known in (plain["ETag"], f"W/{plain['ETag']}", f'"other", {plain["ETag"]}'):
        answer = pilot.get(url(town, 1), headers={"If-None-Match": known})
        assert (answer.status_code, answer.content) == (304, b"")
        assert answer["Cache-Control"] == "private, no-cache"
    other = pilot.get(url(town, 1), headers={"If-None-Match": '"0000"'})
    assert other.status_code == 200
    zipped = pilot.get(url(town, 1), headers={"Accept-Encoding": "gzip"})
    assert stored.sha256 in zipped["ETag"]
    again = pilot.get(url(town, 1), headers={"Accept-Encoding": "gzip", "If-None-Match": zipped["ETag"]})
    assert again.status_code == 304


def test_the_list_gives_the_figures_of_the_documents(pilot, town) -> None:
    first = add_result(town, 1, a_document())
    second = add_result(town, 2)
    Freeze.objects.create(result=first, label="Diagnostic 2025", frozen_by=town.members[Role.PILOT])
    add_result(town, 3).discard(town.members[Role.PILOT])
    answer = pilot.get(url(town))
    assert answer["Cache-Control"] == "private, no-cache"
    listed = answer.json()
    assert listed["authority"] == {"siren": "999999998", "name": town.authority.name}
    assert (listed["count"], listed["next"], listed["previous"]) == (2, None, None)
    late, early = listed["results"]
    assert (late["number"], late["frozen"], late["label"], late["totals"]) == (2, False, None, {})
    assert late["sha256"] == second.sha256
    assert (early["frozen"], early["label"], early["year"]) == (True, "Diagnostic 2025", 2025)
    assert early["url"] == url(town, 1)
    footprint = json.loads(a_document())["footprint"]
    assert set(early["totals"]) == set(footprint)
    for criterion, total in early["totals"].items():
        for key in ("central", "low", "high", "coverage", "unit", "label"):
            assert total[key] == footprint[criterion][key]
    assert early["totals"]["gwp"]["low"] < early["totals"]["gwp"]["central"] < early["totals"]["gwp"]["high"]


def test_the_list_has_pages_and_a_flat_number_of_queries(pilot, town, django_assert_num_queries) -> None:
    add_result(town, 1)
    with django_assert_num_queries(6):
        pilot.get(url(town))
    for number in range(2, 46):
        add_result(town, number)
    with django_assert_num_queries(6):
        page = pilot.get(url(town)).json()
    numbers = []
    while True:
        numbers += [result["number"] for result in page["results"]]
        if page["next"] is None:
            break
        page = pilot.get(page["next"]).json()
    assert numbers == list(range(45, 0, -1))


@pytest.mark.parametrize("number", [None, 1])
def test_errors_are_json(as_role, town, other_town, number) -> None:
    add_result(town, 1)
    add_result(other_town, 1)
    anonymous = Client().get(url(town, number))
    assert anonymous.status_code == 401
    assert "WWW-Authenticate" in anonymous
    for role in Role:
        client = as_role(role)
        assert client.get(url(town, number)).status_code == (200 if Act.READ in ACTS[role] else 403)
        assert client.get(url(other_town, number)).status_code == 404
    pilot = as_role(Role.PILOT)
    answers = [
        anonymous,
        as_role(Role.CONTRIBUTOR).get(url(town, number)),
        pilot.get(url(other_town, number)),
        pilot.post(url(town, number)),
    ]
    assert [answer.status_code for answer in answers] == [401, 403, 404, 405]
    for answer in answers:
        assert answer["Content-Type"] == "application/json"
        assert answer["Cache-Control"] == "private, no-store"
        assert set(answer.json()) == {"error"}
        assert len(answer.json()["error"]) > 20


def test_a_post_without_a_token_is_refused_in_json(town) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(town.members[Role.PILOT], backend="canivet_web.accounts.backends.EmailBackend")
    answer = client.post(url(town))
    assert (answer.status_code, answer["Allow"], set(answer.json())) == (405, "GET, HEAD", {"error"})


def test_absent_and_deleted_results_are_not_found(pilot, town) -> None:
    add_result(town, 1).discard(town.members[Role.PILOT])
    for number in (1, 2):
        answer = pilot.get(url(town, number))
        assert (answer.status_code, set(answer.json())) == (404, {"error"})


def test_every_route_is_described(client) -> None:
    answer = client.get(reverse("api:openapi"))
    assert answer.status_code == 200
    described = answer.json()
    (mounted,) = [entry for entry in get_resolver().url_patterns if getattr(entry, "namespace", "") == "api"]
    routes = {
        "/" + re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", f"{mounted.pattern}{route.pattern}")
        for route in mounted.url_patterns
    }
    assert set(described["paths"]) == routes
    for path, route in described["paths"].items():
        named = {
            parameter["name"] for parameter in route["get"].get("parameters", []) if parameter["in"] == "path"
        }
        assert named == set(re.findall(r"{(\w+)}", path))


def test_the_description_says_what_is_answered(client, pilot, town) -> None:
    described = client.get(reverse("api:openapi")).json()
    add_result(town, 1, a_document())
    listed = pilot.get(url(town)).json()
    schemas = described["components"]["schemas"]
    assert set(listed) == set(schemas["Page"]["properties"])
    assert set(listed["results"][0]) == set(schemas["Summary"]["properties"])
    assert set(listed["results"][0]["totals"]["gwp"]) == set(schemas["Total"]["properties"])
    used = set(re.findall(r'"\$ref": "#/components/schemas/(\w+)"', json.dumps(described)))
    assert used == set(schemas)
