"""Two acceptances of one invitation."""

from __future__ import annotations

import threading

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from canivet_web.accounts import invitations
from canivet_web.accounts.forms import WelcomeForm
from canivet_web.accounts.members import Offer
from canivet_web.accounts.models import Invitation, Membership, User
from canivet_web.roles import Role

pytestmark = pytest.mark.django_db
GUEST = "Invite.Fictive@VAL.example"
NEW = {"name": "Camille Fictive", "password": "quatre mots sans rapport"}


def invite(pilot: Client, town, **fields: object):
    return pilot.post(town.url("equipe/inviter/"), {"email": GUEST, "role": "reader"} | fields)


def guest(**fields: object) -> User:
    return User.objects.create_user(
        GUEST, NEW["password"], **({"email_confirmed_at": timezone.now()} | fields)
    )


def test_stale_second_acceptance_finds_nothing_to_take(town):
    """Both clicks have read the invitation as open before either takes it."""
    by, user = town.members[Role.PILOT], guest()
    invitations.invite(town.authority, by, GUEST, Offer("reader"))
    first, second = Invitation.objects.get(), Invitation.objects.get()
    assert [invitations.join(first, user), invitations.join(second, user)] == [True, False]
    assert Membership.objects.filter(user=user).count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_acceptances_at_the_same_moment(town, pilot, link_sent):
    invite(pilot, town)
    link, answers, start = link_sent(), [], threading.Barrier(2)

    def accept() -> None:
        client = Client()
        start.wait()
        answers.append(client.post(link, NEW).status_code)
        connection.close()

    threads = [threading.Thread(target=accept) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    # The slower one may find the account just opened: it is asked to sign in, and makes nothing twice.
    assert 302 in answers
    assert set(answers) <= {302, 200}
    assert User.objects.filter(email=GUEST.lower()).count() == 1
    assert Membership.objects.filter(user__email=GUEST.lower()).count() == 1


def test_two_creations_that_cross(town, pilot, client, link_sent, monkeypatch):
    """The other click makes the account between our reading and our writing."""
    invite(pilot, town)
    clean = WelcomeForm.clean

    def late(form):
        monkeypatch.setattr(WelcomeForm, "clean", clean)
        Client().post(link_sent(), NEW)
        return clean(form)

    monkeypatch.setattr(WelcomeForm, "clean", late)
    response = client.post(link_sent(), {"name": "Le second", "password": "cinq autres mots pour voir"})
    assert response.url == link_sent()
    assert "_auth_user_id" not in client.session
    user = User.objects.get(email=GUEST.lower())
    assert (user.name, user.check_password(NEW["password"])) == ("Camille Fictive", True)
    assert Membership.objects.filter(user=user).count() == 1


def test_withdrawn_while_the_form_was_filled(town, pilot, client, link_sent, monkeypatch):
    """No account is made by an invitation that no longer holds."""
    invite(pilot, town)
    clean = WelcomeForm.clean

    def late(form):
        invitations.withdraw(Invitation.objects.get(), town.members[Role.PILOT])
        return clean(form)

    monkeypatch.setattr(WelcomeForm, "clean", late)
    client.post(link_sent(), NEW)
    assert not User.objects.filter(email=GUEST.lower()).exists()
    assert "_auth_user_id" not in client.session
