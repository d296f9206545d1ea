"""People who take what is not theirs: another's account, an act above their role, what they may not read."""

from __future__ import annotations

import re

import pytest
from django.core import mail
from django.test import Client, RequestFactory

from canivet_web.accounts import throttle
from canivet_web.accounts.models import User
from canivet_web.accounts.throttle import Limited
from canivet_web.authorities.models import Authority
from canivet_web.inventories.models import Correction
from canivet_web.roles import Role

MINE, THEIRS = "trois mots sans rapport", "un autre mot de passe"


def sign_up(client: Client, password: str) -> str:
    """Ask for the account of the same address; gives the link sent to it."""
    data = {"name": "Dominique", "email": "dominique@val.example", "password": password}
    assert client.post("/inscription/", data).status_code == 302
    found = re.search(r"http\S+/inscription/confirmer/\S+", str(mail.outbox[-1].body))
    assert found is not None
    return found.group()


def test_the_password_of_whoever_asked_for_the_same_address_since_is_not_confirmed(db):
    """Dominique signs up, a thief then signs up with the same address, Dominique follows the last link."""
    victim, thief = Client(), Client()
    sign_up(victim, MINE)
    link = sign_up(thief, THEIRS)
    page = victim.get(link)
    assert 'name="current"' in page.content.decode()
    victim.post(link)
    victim.post(link, {"current": MINE})
    assert User.objects.get().email_confirmed_at is None
    thief.post("/connexion/", {"email": "dominique@val.example", "password": THEIRS})
    assert "_auth_user_id" not in thief.session


def test_asking_twice_in_one_browser_still_takes_one_click(db):
    client = Client()
    sign_up(client, THEIRS)
    link = sign_up(client, MINE)
    assert 'name="current"' not in client.get(link).content.decode()
    client.post(link)
    assert "_auth_user_id" in client.session


def test_clients_of_the_older_internet_are_not_one_client(db):
    """A server on both families sees ::ffff:192.0.2.1: one hostile client must not close the door to all."""

    def tries(address: str) -> bool:
        request = RequestFactory().get("/", REMOTE_ADDR=address)
        return throttle.take(request, Limited.LINK, f"{address}@val.example") is None

    _, by_client = throttle.BOUNDS[Limited.LINK]
    request = RequestFactory().get("/", REMOTE_ADDR="::ffff:192.0.2.1")
    for number in range(by_client.tries):
        throttle.take(request, Limited.LINK, f"{number}@val.example")
    assert not tries("::ffff:192.0.2.1")
    assert not tries("192.0.2.1")
    assert tries("::ffff:192.0.2.2")


@pytest.mark.parametrize("role", [Role.IT, Role.CONSULTANT])
def test_only_those_who_share_show_the_authority_to_the_programme(as_role, town, role):
    client = as_role(role)
    path = town.url("profil/modifier/")
    page = client.get(path).content.decode()
    assert "shared_with_programme" not in page
    found = re.search(r'name="base" value="([^"]+)"', page)
    assert found is not None
    data = {
        "base": found.group(1), "name": town.authority.name, "population": "85412",
        "population_municipal": "83970",
        "agents": "901", "year": "2025", "method": "amortie", "country": "FRA", "factor_set": "",
        "shared_with_programme": "on",
    }  # fmt: skip
    assert client.post(path, data).status_code == 302
    authority = Authority.objects.get(pk=town.authority.pk)
    assert authority.agents == 901
    assert not authority.shared_with_programme


def test_the_trail_of_an_elected_official_names_no_equipment_brought_back(as_role, pilot, town):
    correction = Correction.objects.create(authority=town.authority, key="serveur secret", value="laptop")
    correction.discard(town.members[Role.PILOT])
    pilot.post(town.url(f"corbeille/correction/{correction.pk}/retablir/"))
    assert "serveur secret" in pilot.get(town.url("journal/")).content.decode()
    elected = as_role(Role.ELECTED)
    for path in ("journal/", "journal/journal.csv"):
        response = elected.get(town.url(path))
        assert response.status_code == 200
        assert "serveur secret" not in response.content.decode()


@pytest.mark.parametrize("role", [role for role in Role if role != Role.PILOT])
def test_nobody_below_a_pilot_changes_a_role(as_role, town, role):
    client, me = as_role(role), town.members[role]
    membership = me.memberships.get()
    for path in (f"equipe/{membership.pk}/", "equipe/inviter/"):
        response = client.post(town.url(path), {"role": "pilot", "email": "complice@val.example"})
        assert response.status_code == 403
    membership.refresh_from_db()
    assert membership.role == role
    assert not town.authority.invitations.exists()


def test_a_form_of_account_gives_no_right_over_the_instance(client, town):
    user = town.members[Role.READER]
    client.force_login(user, backend="canivet_web.accounts.backends.EmailBackend")
    more = {
        "is_instance_admin": "on",
        "is_programme_manager": "on",
        "email": "autre@val.example",
        "is_active": "",
    }
    assert client.post("/compte/", {"name": "Camille", **more}).status_code == 302
    user.refresh_from_db()
    assert (user.name, user.is_instance_admin, user.is_programme_manager) == ("Camille", False, False)
    assert user.email == "reader@999999998.example"
