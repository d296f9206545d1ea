"""What every page of an authority pays for: its rows read directly, its links made once."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from canivet_web.accounts.models import Membership
from canivet_web.authorities.models import Authority
from canivet_web.direct import row_where
from canivet_web.navigation import links_of
from canivet_web.roles import ACTS, Act, Role

pytestmark = pytest.mark.django_db


def test_a_row_read_directly_is_the_one_of_django(town):
    read = row_where(Authority, siren=town.authority.siren)
    stored = Authority.objects.get(pk=town.authority.pk)
    assert read is not None
    for field in Authority._meta.concrete_fields:
        assert getattr(read, field.attname) == getattr(stored, field.attname), field.name
    user = town.members[Role.PILOT]
    found = row_where(Membership, user_id=user.pk, authority_id=stored.pk)
    assert found == Membership.objects.get(user=user, authority=stored)


def test_no_row_is_none_and_a_hostile_value_is_only_a_value(town):
    assert row_where(Authority, siren="000000000") is None
    assert row_where(Authority, siren="' OR 1=1 --") is None


@pytest.mark.parametrize("role", list(Role))
def test_links_are_those_of_the_role_and_all_open(town, client, role):
    acts = ACTS[role]
    links = links_of(town.authority.siren, acts)
    assert ("Équipe" in {link.label for link in links}) == (Act.TEAM in acts)
    client.force_login(town.members[role])
    for link in links:
        assert client.get(link.url, follow=True).status_code == 200, link.label


def test_a_page_asks_little_of_the_database(town, client):
    client.force_login(town.members[Role.READER])
    client.get(town.url(""))
    with CaptureQueriesContext(connection) as asked:
        client.get(town.url("profil/"))
    assert [query["sql"].split()[0] for query in asked.captured_queries[:4]] == ["SELECT"] * 4
    tables = [query["sql"].split("FROM")[1].split('"')[1] for query in asked.captured_queries[:4]]
    assert tables == ["django_session", "accounts_user", "authorities_authority", "accounts_membership"]
