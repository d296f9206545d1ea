from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.core import mail
from django.utils import timezone

from canivet_web.accounts import invitations, links, signing_up
from canivet_web.accounts.members import Offer
from canivet_web.accounts.models import Attempt, Invitation, Membership, SignInLink, User
from canivet_web.accounts.retention import purge
from canivet_web.dates import months_after
from canivet_web.journal.models import Event
from canivet_web.roles import Role

pytestmark = pytest.mark.django_db
DELETED, WARNED = "Comptes inutilisés supprimés", "Comptes inutilisés prévenus"


def used_months_ago(user: User, months: int, days: int = 0) -> None:
    at = months_after(timezone.now(), -months) - timedelta(days=days)
    User.objects.filter(pk=user.pk).update(last_login=at, created_at=at)


def test_nothing_to_do_says_so(person):
    counts = purge()
    assert set(counts.values()) == {0}
    assert all(label[0].isupper() for label in counts)


def test_links_sessions_and_tries(person, later):
    links.make(person, links.SIGN_IN)
    used = links.find(links.make(person, links.CONFIRM), links.CONFIRM)
    links.use(used)
    Attempt.objects.create(key="x")
    Session.objects.create(session_key="vieille", session_data="", expire_date=timezone.now())
    assert purge()["Liens de connexion expirés ou utilisés"] == 1
    assert SignInLink.objects.count() == 1
    later(timedelta(days=2))
    counts = purge()
    assert counts["Liens de connexion expirés ou utilisés"] == 1
    assert counts["Essais de connexion"] == 1
    assert not Session.objects.exists()


def test_old_invitations_and_the_addresses_of_those_who_never_came(town, later):
    by = town.members[Role.PILOT]
    invitations.invite(town.authority, by, "absent@val.example", Offer("reader"))
    invitations.invite(town.authority, by, town.members[Role.IT].email, Offer("reader"))
    later(timedelta(days=43))
    assert purge()["Invitations anciennes"] == 0
    later(timedelta(days=45))
    invitations.invite(town.authority, by, "recent@val.example", Offer("reader"))
    assert purge()["Invitations anciennes"] == 2
    assert [i.email for i in Invitation.objects.all()] == ["recent@val.example"]
    assert sorted(Event.objects.filter(act="member.invited").values_list("target", flat=True)) == [
        "",
        "it@999999998.example",
        "recent@val.example",
    ]


def test_accounts_never_confirmed(later, person):
    signing_up.ask("Dominique Fictif", "dominique@val.example", "quatre mots sans rapport")
    later(timedelta(days=6))
    assert purge()["Comptes jamais confirmés"] == 0
    later(timedelta(days=8))
    assert purge()["Comptes jamais confirmés"] == 1
    assert list(User.objects.all()) == [person]


def test_unused_account_is_warned_then_deleted(person, town, later, settings):
    settings.RETENTION_MONTHS = 36
    Membership.objects.create(authority=town.authority, user=person, role=Role.READER)
    used_months_ago(person, 36, days=-31)
    assert purge()[WARNED] == 0
    later(timedelta(days=2))
    assert purge()[WARNED] == 1
    assert mail.outbox[0].to == [person.email]
    deleted_on = timezone.localdate(timezone.now() + timedelta(days=30))
    assert f"supprimé le {deleted_on:%d/%m/%Y}" in mail.outbox[0].subject
    assert purge()[WARNED] == 0  # once
    later(timedelta(days=31))
    assert purge()[DELETED] == 0
    assert User.objects.filter(pk=person.pk).exists()
    later(timedelta(days=33))
    assert purge()[DELETED] == 1
    assert not User.objects.filter(pk=person.pk).exists()
    assert [(e.act, e.authority) for e in Event.objects.all()] == [("account.expired", town.authority)]
    assert len(mail.outbox) == 1


def test_never_deleted_without_a_warning_a_month_before(person):
    used_months_ago(person, 60)
    counts = purge()
    assert (counts[DELETED], counts[WARNED]) == (0, 1)
    assert User.objects.filter(pk=person.pk).exists()


def test_coming_back_is_enough(person, client, password, later):
    used_months_ago(person, 36)
    purge()
    later(timedelta(days=20))
    client.post("/connexion/", {"email": person.email, "password": password})
    later(timedelta(days=40))
    assert purge()[DELETED] == 0
    assert User.objects.filter(pk=person.pk).exists()


def test_second_absence_is_warned_again(person, later, settings):
    settings.RETENTION_MONTHS = 2
    used_months_ago(person, 2)
    purge()
    person.refresh_from_db()
    User.objects.filter(pk=person.pk).update(last_login=person.warned_at + timedelta(hours=1))
    later(timedelta(days=70))
    assert purge()[WARNED] == 1
    assert purge()[DELETED] == 0


def test_last_pilot_and_last_administrator_are_kept(town, person):
    person.is_instance_admin = True
    person.save()
    pilot = town.members[Role.PILOT]
    User.objects.update(last_login=timezone.now())
    for user in (person, pilot):
        used_months_ago(user, 60)
        User.objects.filter(pk=user.pk).update(warned_at=timezone.now() - timedelta(days=60))
    counts = purge()
    assert counts["Comptes inutilisés gardés (dernier pilote ou administrateur)"] == 2
    assert (counts[DELETED], counts[WARNED]) == (0, 0)
    assert User.objects.filter(pk__in=[person.pk, pilot.pk]).count() == 2


def test_warning_that_cannot_leave_is_not_a_warning(person, broken_mail, later):
    used_months_ago(person, 60)
    counts = purge()
    assert (counts[WARNED], counts["Avertissements qui n'ont pas pu partir"]) == (0, 1)
    later(timedelta(days=60))
    assert purge()[DELETED] == 0
