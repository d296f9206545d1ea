"""A page of the law costs as many queries whatever is declared."""

from __future__ import annotations

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from canivet import initiatives, obligations
from canivet_web.law import bridge, rows
from canivet_web.roles import Role
from towns import Town

PAGES = ("obligations/", "obligations/regle/REEN16/", "obligations/calendrier/", "initiatives/")


def queries(client: Client, town: Town) -> dict[str, int]:
    found = {}
    for page in PAGES:
        with CaptureQueriesContext(
            connection,
        ) as captured:
            assert client.get(town.url(f"etat-des-lieux/{page}")).status_code == 200
        found[page] = len(captured)
    return found


def test_the_number_of_queries_is_flat(town: Town, pilot: Client, shipped) -> None:
    folder = shipped.root / "examples" / "agglo-demo" / "etat-des-lieux"
    queries(pilot, town)
    empty = queries(pilot, town)
    rows.store_obligations(
        town.authority, town.members[Role.PILOT], obligations.load_part(folder, bridge.law())
    )
    rows.store_initiatives(town.authority, town.members[Role.PILOT], initiatives.load(folder))
    filled = queries(pilot, town)
    # With initiatives in the journal, the page of the list reads them once more to show them.
    assert {page: filled[page] - empty[page] for page in PAGES} == {
        **dict.fromkeys(PAGES, 0),
        "initiatives/": 1,
    }
    assert max(filled.values()) <= 30
