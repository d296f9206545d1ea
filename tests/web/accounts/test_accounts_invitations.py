from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from canivet_web.accounts.models import Invitation, Membership, User
from canivet_web.journal.models import Event
from canivet_web.roles import Role

pytestmark = pytest.mark.django_db
GUEST = "Invite.Fictive@VAL.example"
NEW = {"name": "Camille Fictive", "password": "quatre mots sans rapport"}


def invite(pilot: Client, town, **fields: object):
    return pilot.post(town.url("equipe/inviter/"), {"email": GUEST, "role": "reader"} | fields)


def enter(person: User) -> Client:
    client = Client()
    client.force_login(person, backend="canivet_web.accounts.backends.EmailBackend")
    return client


def guest(**fields: object) -> User:
    return User.objects.create_user(
        GUEST, NEW["password"], **({"email_confirmed_at": timezone.now()} | fields)
    )


def test_new_person_joins(pilot, town, client, link_sent):
    assert invite(pilot, town).url == town.url("equipe/")
    message = mail.outbox[0]
    assert message.to == ["invite.fictive@val.example"]
    assert "pilot@999999998.example" in message.body
    assert "Rôle proposé : Lecteur" in message.body
    link = link_sent()
    page = client.get(link)
    assert "invite.fictive@val.example" in page.text
    assert "Communauté d&#x27;agglomération du Val-Fictif" in page.text
    assert not User.objects.filter(email=GUEST.lower()).exists()
    assert "au minimum 12" in client.post(link, NEW | {"password": "court"}).text
    response = client.post(link, NEW)
    assert response.url == town.url()
    user = User.objects.get(email=GUEST.lower())
    assert (user.name, user.email_confirmed_at is not None) == ("Camille Fictive", True)
    assert client.session["_auth_user_id"] == str(user.pk)
    member = Membership.objects.get(user=user)
    assert (member.authority, member.role) == (town.authority, "reader")
    acts = list(Event.objects.order_by("pk").values_list("act", "target", "details"))
    assert acts == [
        ("member.invited", "invite.fictive@val.example", {"role": ["", "Lecteur"]}),
        ("member.joined", "", {"role": ["", "Lecteur"]}),
    ]


def test_double_click_is_harmless(pilot, town, client, link_sent):
    invite(pilot, town)
    client.post(link_sent(), NEW)
    assert client.post(link_sent(), NEW).url == town.url()
    again = Client().post(link_sent(), NEW | {"name": "Un autre", "password": "un autre mot de passe"})
    assert again.url == f"/connexion/?next={town.url().replace('/', '%2F')}"
    assert User.objects.get(email=GUEST.lower()).name == "Camille Fictive"
    assert Membership.objects.filter(user__email=GUEST.lower()).count() == 1


def test_person_with_an_account_signs_in_then_joins(pilot, town, client, link_sent):
    guest()
    invite(pilot, town, role="contributor", service=town.service.pk)
    page = client.get(link_sent())
    assert "a déjà un compte" in page.text
    assert 'name="password"' not in page.text
    assert client.post(link_sent(), NEW).status_code == 200
    assert not Membership.objects.filter(user__email=GUEST.lower()).exists()
    link = link_sent()
    response = client.post(
        f"/connexion/?next={link}", {"email": GUEST, "password": NEW["password"], "next": link}
    )
    assert response.url == link
    assert "<button>Rejoindre l'équipe</button>" in client.get(link).text
    assert not Membership.objects.filter(user__email=GUEST.lower()).exists()
    assert client.post(link).url == town.url()
    assert client.post(link).url == town.url()
    assert Membership.objects.get(user__email=GUEST.lower()).service == town.service


def test_somebody_else_is_told(pilot, town, person, link_sent):
    invite(pilot, town)
    other = enter(person)
    for page in (other.get(link_sent()), other.post(link_sent())):
        assert page.status_code == 403
        assert "pour une autre adresse" in page.text
        assert person.email in page.text
    assert not Membership.objects.filter(user=person).exists()
    response = other.post("/deconnexion/", {"next": link_sent()})
    assert response.url == link_sent()


def test_account_never_confirmed_is_taken_back(pilot, town, client, link_sent):
    """Somebody signed up with this address without reading its messages: their password is lost."""
    guest(email_confirmed_at=None)
    invite(pilot, town)
    client.post(link_sent(), NEW | {"password": "cinq autres mots pour voir"})
    user = User.objects.get(email=GUEST.lower())
    assert user.check_password("cinq autres mots pour voir")
    assert Membership.objects.filter(user=user).exists()


def test_closed_account_is_told(pilot, town, client, link_sent):
    guest(is_active=False)
    invite(pilot, town)
    assert "désactivé" in client.get(link_sent()).text
    client.post(link_sent(), NEW)
    assert not Membership.objects.filter(user__email=GUEST.lower()).exists()


@pytest.mark.parametrize(("days", "status"), [(13, 200), (15, 404)])
def test_link_lives_14_days(pilot, town, link_sent, later, days, status):  # noqa: PLR0917
    invite(pilot, town)
    later(timedelta(days=days))
    assert Client().get(link_sent()).status_code == status


def test_withdrawn(pilot, town, client, link_sent):
    invite(pilot, town)
    found = Invitation.objects.get()
    url = town.url(f"equipe/invitations/{found.pk}/annuler/")
    assert "Annuler l&#x27;invitation" in pilot.get(url).text
    assert client.get(link_sent()).status_code == 200
    for _ in range(2):
        assert pilot.post(url).url == town.url("equipe/")
    assert client.get(link_sent()).status_code == 404
    assert client.post(link_sent(), NEW).status_code == 404
    assert not User.objects.filter(email=GUEST.lower()).exists()
    assert [e.act for e in Event.objects.order_by("pk")] == ["member.invited", "invitation.withdrawn"]


def test_withdrawing_what_was_accepted(pilot, town, client, link_sent):
    invite(pilot, town)
    client.post(link_sent(), NEW)
    pk = Invitation.objects.get().pk
    page = pilot.post(town.url(f"equipe/invitations/{pk}/annuler/"), follow=True)
    assert "a déjà accepté" in page.text
    assert Membership.objects.filter(user__email=GUEST.lower()).exists()


def test_inviting_again_replaces(pilot, town, client, link_sent):
    invite(pilot, town)
    first = link_sent()
    pk = Invitation.objects.get().pk
    page = pilot.get(town.url(f"equipe/inviter/?encore={pk}"))
    assert 'value="invite.fictive@val.example"' in page.text
    invite(pilot, town, role="it")
    assert client.get(first).status_code == 404
    client.post(link_sent(), NEW)
    assert Membership.objects.get(user__email=GUEST.lower()).role == "it"


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"role": "contributor"}, "choisissez-le"),
        ({"role": "reader", "expires_on": "2099-01-01"}, "Seul l&#x27;accès d&#x27;un consultant"),
        ({"role": "consultant", "expires_on": "2001-01-01"}, "Cette date est passée"),
        ({"role": "chef"}, "Sélectionnez un choix valide"),
        ({"email": "reader@999999998.example"}, "fait déjà partie"),
        ({"email": "x@val.example\r\nBcc: y@val.example"}, "adresse de courriel valide"),
    ],
)
def test_bad_input(pilot, town, given, told):
    page = invite(pilot, town, **given)
    assert page.status_code == 200
    assert told in page.text
    assert not Invitation.objects.exists()
    assert not mail.outbox


def test_service_of_another_authority_is_refused(pilot, town, other_town):
    page = invite(pilot, town, role="contributor", service=other_town.service.pk)
    assert page.status_code == 200
    assert not Invitation.objects.exists()


def test_consultant_has_an_end(pilot, town, client, link_sent, later):
    ends = timezone.localdate() + timedelta(days=10)
    invite(pilot, town, role="consultant", expires_on=ends.isoformat())
    client.post(link_sent(), NEW)
    assert Membership.objects.get(user__email=GUEST.lower()).expires_on == ends
    later(timedelta(days=12))
    team = pilot.get(town.url("equipe/"))
    assert team.status_code == 200
    assert "Terminé le" in team.text
    assert invite(pilot, town).status_code == 302  # and can be invited again
    again = enter(User.objects.get(email=GUEST.lower()))
    assert again.post(link_sent()).url == town.url()
    member = Membership.objects.get(user__email=GUEST.lower())
    assert (member.role, member.expires_on) == ("reader", None)


def test_old_invitation_never_lowers_a_member(town, pilot, link_sent):
    invite(pilot, town)
    user = guest()
    Membership.objects.create(authority=town.authority, user=user, role=Role.PILOT)
    assert enter(user).post(link_sent()).url == town.url()
    assert Membership.objects.get(user=user).role == "pilot"


def test_message_that_cannot_leave(pilot, town, broken_mail):
    page = invite(pilot, town)
    assert page.status_code == 503
    assert "n&#x27;a pas pu partir" in page.text
    assert f'value="{GUEST}"' in page.text
    assert Invitation.objects.get().withdrawn_at is not None


def test_invitation_to_a_deleted_authority(pilot, town, client, link_sent):
    invite(pilot, town)
    town.authority.discard(town.members[Role.PILOT])
    assert client.get(link_sent()).status_code == 404
    assert client.post(link_sent(), NEW).status_code == 404


@pytest.mark.parametrize("role", [r for r in Role if r != Role.PILOT])
def test_only_pilots_invite(as_role, town, role):
    assert invite(as_role(role), town).status_code == 403
    assert not Invitation.objects.exists()
