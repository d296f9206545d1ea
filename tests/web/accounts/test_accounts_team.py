from __future__ import annotations

import re
import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from canivet_web.accounts import team as teams
from canivet_web.accounts.members import LAST_PILOT, ROLE_HELP, Offer, Seat, is_last_pilot, refusal
from canivet_web.accounts.models import Invitation, Membership, User
from canivet_web.journal.models import Event
from canivet_web.roles import ROLE_LABELS, Role

pytestmark = pytest.mark.django_db


def member(town, role: str) -> Membership:
    return Membership.objects.get(authority=town.authority, user=town.members[role])


@pytest.mark.parametrize(
    ("seats", "role", "refused"),
    [
        ([Seat(1, "pilot")], None, True),
        ([Seat(1, "pilot")], "it", True),
        ([Seat(1, "pilot")], "pilot", False),
        ([Seat(1, "pilot"), Seat(2, "pilot")], None, False),
        ([Seat(1, "pilot"), Seat(2, "pilot", in_force=False)], "it", True),
        ([Seat(1, "reader"), Seat(2, "pilot")], None, False),
        ([Seat(1, "pilot", in_force=False), Seat(2, "pilot")], None, False),
    ],
)
def test_rule_of_the_last_pilot(seats, role, refused):
    assert refusal(seats, 1, role) == (LAST_PILOT if refused else "")


def test_every_role_says_what_it_is_for():
    assert set(ROLE_HELP) == set(Role) == set(ROLE_LABELS)
    assert len(set(ROLE_HELP.values())) == len(Role)


def test_team_page(pilot, town, django_assert_num_queries):
    Invitation.objects.create(
        authority=town.authority, email="invitee@val.example", role="reader", token_hash="x",
        expires_at=timezone.now() + timedelta(days=14),
    )  # fmt: skip
    page = pilot.get(town.url("equipe/"))
    assert page.status_code == 200
    for role in Role:
        assert f"{role} 999999998" in page.text
        assert f"{role}@999999998.example" in page.text
    assert "Membres (6)" in page.text
    assert "Invitations en attente (1)" in page.text
    assert "INVALID" not in page.text


def test_team_page_costs_the_same_with_many(pilot, town, django_assert_max_num_queries):
    def queries() -> int:
        with django_assert_max_num_queries(20) as counted:
            page = pilot.get(town.url("equipe/"))
        assert page.text.count("<tr>") <= 1 + 20 + 1 + 10
        return len(counted)

    ends = timezone.now() + timedelta(days=14)
    few = queries()
    for n in range(45):
        user = User.objects.create_user(f"{n}@val.example", None)
        Membership.objects.create(
            authority=town.authority, user=user, role="contributor", service=town.service
        )
        Invitation.objects.create(
            authority=town.authority, email=f"i{n}@val.example", role="contributor", service=town.service,
            token_hash=str(n), expires_at=ends,
        )  # fmt: skip
    assert queries() <= few + 1  # the empty list of invitations is not read
    page = pilot.get(town.url("equipe/?page=2&invitations=5"))
    assert "Page 2 sur 3" in page.text
    assert "Invitations : page 5 sur 5" in page.text


def test_role_is_changed_and_told(pilot, town):
    found = member(town, Role.READER)
    page = pilot.get(town.url(f"equipe/{found.pk}/"))
    assert re.search('<input[^>]* value="reader"[^>]* checked', page.text)
    fields = {"role": "contributor", "service": town.service.pk}
    for _ in range(2):  # double click
        assert pilot.post(town.url(f"equipe/{found.pk}/"), fields).url == town.url("equipe/")
    found.refresh_from_db()
    assert (found.role, found.service) == ("contributor", town.service)
    event = Event.objects.get()
    assert (event.act, event.target, event.details) == (
        "member.changed",
        "reader@999999998.example",
        {"role": ["Lecteur", "Contributeur d'un service"], "service": ["", "Écoles"]},
    )


def test_service_goes_with_the_role(pilot, town):
    found = member(town, Role.CONTRIBUTOR)
    pilot.post(town.url(f"equipe/{found.pk}/"), {"role": "reader", "service": town.service.pk})
    found.refresh_from_db()
    assert (found.role, found.service) == ("reader", None)


def test_deleted_service_is_not_offered(pilot, town):
    town.service.discard(town.members[Role.PILOT])
    found = member(town, Role.READER)
    page = pilot.post(town.url(f"equipe/{found.pk}/"), {"role": "contributor", "service": town.service.pk})
    assert page.status_code == 200
    page = pilot.post(town.url(f"equipe/{found.pk}/"), {"role": "contributor"})
    assert "ajoutez-le d&#x27;abord" in page.text


def test_last_pilot_stays(pilot, town):
    found = member(town, Role.PILOT)
    page = pilot.get(town.url(f"equipe/{found.pk}/"))
    assert "seul pilote" in page.text
    page = pilot.post(town.url(f"equipe/{found.pk}/"), {"role": "reader"})
    assert page.status_code == 409
    assert "seul pilote" in page.text
    page = pilot.post(town.url(f"equipe/{found.pk}/retirer/"), follow=True)
    assert "seul pilote" in page.text
    assert pilot.get(town.url(f"equipe/{found.pk}/retirer/")).status_code == 302
    found.refresh_from_db()
    assert found.role == "pilot"
    assert not Event.objects.exists()


def test_pilot_whose_account_is_closed_does_not_count(pilot, town):
    other = member(town, Role.IT)
    teams.change(other, town.members[Role.PILOT], Offer("pilot"))
    User.objects.filter(pk=other.user_id).update(is_active=False)
    page = pilot.post(town.url(f"equipe/{member(town, Role.PILOT).pk}/"), {"role": "reader"})
    assert page.status_code == 409


def test_two_pilots_lower_each_other(town):
    """Each has seen two pilots; the second one is refused."""
    first, second = member(town, Role.PILOT), member(town, Role.IT)
    teams.change(second, first.user, Offer("pilot"))
    assert teams.change(first, second.user, Offer("reader")) == ""
    assert teams.change(second, first.user, Offer("reader")) == LAST_PILOT
    assert teams.remove(second, first.user) == LAST_PILOT
    assert is_last_pilot(teams.seats(town.authority), second.pk)


def test_removed(pilot, as_role, town):
    reader, found = as_role(Role.READER), member(town, Role.READER)
    url = town.url(f"equipe/{found.pk}/retirer/")
    assert "Retirer de l&#x27;équipe" in pilot.get(url).text
    assert Membership.objects.filter(pk=found.pk).exists()
    assert pilot.post(url).url == town.url("equipe/")
    assert pilot.post(url).status_code == 404  # double click: already gone
    assert reader.get(town.url()).status_code == 404
    assert [(e.act, e.target) for e in Event.objects.all()] == [
        ("member.removed", "reader@999999998.example")
    ]


def test_pilot_leaves_when_there_is_another(pilot, town):
    teams.change(member(town, Role.IT), town.members[Role.PILOT], Offer("pilot"))
    assert pilot.post(town.url(f"equipe/{member(town, Role.PILOT).pk}/retirer/")).url == "/collectivites/"
    assert pilot.get(town.url("equipe/")).status_code == 404


def test_pilot_who_lowers_themselves_goes_home(pilot, town):
    teams.change(member(town, Role.IT), town.members[Role.PILOT], Offer("pilot"))
    response = pilot.post(town.url(f"equipe/{member(town, Role.PILOT).pk}/"), {"role": "reader"})
    assert response.url == town.url()


def test_sealed(pilot, town, other_town):
    """What is of another authority does not exist here."""
    theirs = member(other_town, Role.READER)
    invitation = Invitation.objects.create(
        authority=other_town.authority, email="a@val.example", role="reader", token_hash="x",
        expires_at=timezone.now() + timedelta(days=1),
    )  # fmt: skip
    for path in (
        f"equipe/{theirs.pk}/",
        f"equipe/{theirs.pk}/retirer/",
        f"equipe/invitations/{invitation.pk}/annuler/",
    ):
        assert pilot.get(town.url(path)).status_code == 404
        assert pilot.post(town.url(path), {"role": "pilot"}).status_code == 404
        assert pilot.post(other_town.url(path), {"role": "pilot"}).status_code == 404
    assert "a@val.example" not in pilot.get(town.url(f"equipe/inviter/?encore={invitation.pk}")).text
    theirs.refresh_from_db()
    invitation.refresh_from_db()
    assert (theirs.role, invitation.withdrawn_at) == ("reader", None)


def test_html_in_names_is_shown_as_typed(pilot, town):
    user = town.members[Role.READER]
    user.name = "<img src=x onerror=alert(1)>"
    user.save()
    town.service.name = "<b>Écoles</b>"
    town.service.save()
    pk = member(town, Role.READER).pk
    for path in ("equipe/", f"equipe/{pk}/", f"equipe/{pk}/retirer/", "equipe/inviter/"):
        text = pilot.get(town.url(path)).text
        assert "<img src=x" not in text
        assert "<b>" not in text


@pytest.mark.parametrize("role", [r for r in Role if r != Role.PILOT])
def test_only_pilots_see_the_team(as_role, town, role):
    client, pk = as_role(role), member(town, Role.READER).pk
    for path in ("equipe/", "equipe/inviter/", f"equipe/{pk}/", f"equipe/{pk}/retirer/"):
        assert client.get(town.url(path)).status_code == 403
        assert client.post(town.url(path), {"role": "pilot"}).status_code in (403, 405)
    assert member(town, Role.READER).role == "reader"


@pytest.mark.django_db(transaction=True)
def test_two_pilots_lower_each_other_at_the_same_moment(town):
    first, second = member(town, Role.PILOT), member(town, Role.IT)
    teams.change(second, first.user, Offer("pilot"))
    start, answers = threading.Barrier(2), []

    def lower(one: Membership, by: User) -> None:
        start.wait()
        answers.append(teams.change(one, by, Offer("reader")))
        connection.close()

    pairs = ((first, second.user), (second, first.user))
    threads = [threading.Thread(target=lower, args=pair) for pair in pairs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == ["", LAST_PILOT]
    assert Membership.objects.filter(authority=town.authority, role="pilot").count() == 1
