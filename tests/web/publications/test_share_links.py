"""Links: a secret shown once, a date, a hash; one same answer for whatever is no longer open."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from canivet_web.accounts.models import hashed
from canivet_web.journal.models import Event
from canivet_web.publications import sharing
from canivet_web.publications.models import ShareLink

SEED = "graine-de-formulaire-0123456789"


@pytest.fixture(autouse=True)
def _fresh_cache():
    cache.clear()


def in_days(days: int) -> str:
    return (timezone.localdate() + timedelta(days=days)).isoformat()


def send(client, town, number=1, **changes):
    data = {"seed": SEED, "label": "Comité de pilotage", "expires_on": in_days(30), **changes}
    return client.post(town.url(f"partages/{number}/creer/"), data)


def secret_in(page: str) -> str:
    return re.search(r"/partage/([A-Za-z0-9_-]+)/", page).group(1)


def shared_path(client, town) -> str:
    send(client, town)
    return f"/partage/{secret_in(client.get(town.url('documents/')).content.decode())}/"


def test_the_secret_is_shown_once_and_never_stored(pilot, town, make_result, settings):
    make_result(town)
    assert send(pilot, town).url == town.url("documents/")
    page = pilot.get(town.url("documents/")).content.decode()
    secret = secret_in(page)
    assert "INVALID" not in page
    assert f"{settings.PUBLIC_URL}/partage/{secret}/" in page
    again = pilot.get(town.url("documents/")).content.decode()
    assert secret not in again
    assert "Comité de pilotage" in again
    link = ShareLink.objects.get()
    assert link.token_hash == hashed(secret)
    assert secret not in str(list(ShareLink.objects.values())) + str(list(Event.objects.values()))
    assert Event.objects.get(act="share.created").target == "Diagnostic n° 1 pour « Comité de pilotage »"


def test_sending_the_form_twice_makes_one_link(pilot, town, make_result):
    make_result(town)
    send(pilot, town)
    send(pilot, town)
    assert ShareLink.objects.count() == 1
    assert Event.objects.filter(act="share.created").count() == 1


def test_the_same_seed_in_two_authorities_makes_two_links(pilot, town, other_town, make_result):
    make_result(town)
    other = make_result(other_town)
    expiry = sharing.default_expiry()
    sharing.create(other, other_town.members["pilot"], seed=SEED, label="Autre", expires_on=expiry)
    assert send(pilot, town).status_code == 302
    assert town.authority.share_links.count() == other_town.authority.share_links.count() == 1


def test_the_form_proposes_ninety_days_and_a_new_seed(pilot, town, make_result):
    make_result(town)
    first = pilot.get(town.url("partages/1/creer/")).content.decode()
    second = pilot.get(town.url("partages/1/creer/")).content.decode()
    assert "INVALID" not in first
    assert f'value="{in_days(90)}"' in first
    seeds = [re.search(r'name="seed" value="([^"]+)"', page).group(1) for page in (first, second)]
    assert seeds[0] != seeds[1]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"expires_on": in_days(-1)}, "Cette date est passée"),
        ({"expires_on": in_days(366)}, "Un lien vaut un an au plus"),
        ({"label": ""}, "Pour qui"),
        ({"expires_on": "bientôt"}, "Valable jusqu"),
    ],
)
def test_a_bad_form_comes_back_filled(pilot, town, make_result, changes, message):
    make_result(town)
    answer = send(pilot, town, **changes)
    text = answer.content.decode()
    assert answer.status_code == 200
    assert message in text
    assert "Rien n'est encore enregistré" in text
    assert SEED in text
    assert not ShareLink.objects.exists()


def test_only_frozen_results_are_shared(pilot, town, make_result):
    make_result(town, frozen=False)
    answer = send(pilot, town)
    assert answer.url == town.url("diagnostic/1/")
    assert not ShareLink.objects.exists()


@pytest.mark.parametrize("role", ["it", "consultant", "contributor", "elected", "reader"])
def test_others_than_the_pilot_do_not_share(as_role, town, make_result, role):
    make_result(town)
    assert send(as_role(role), town).status_code == 403


def test_another_authority_is_sealed(pilot, town, other_town, make_result):
    result = make_result(other_town)
    link = sharing.create(
        result, other_town.members["pilot"], seed=SEED, label="Autre", expires_on=sharing.default_expiry()
    )
    assert send(pilot, town).status_code == 404
    assert pilot.post(town.url(f"partages/{link.pk}/fermer/")).status_code == 404
    assert pilot.post(other_town.url(f"partages/{link.pk}/fermer/")).status_code == 404
    link.refresh_from_db()
    assert link.revoked_at is None


def test_anyone_reads_the_page_and_its_documents_but_no_line(pilot, town, make_result, village_files):
    make_result(town)
    path = shared_path(pilot, town)
    visitor = Client()
    answer = visitor.get(path)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "INVALID" not in page
    assert answer["X-Robots-Tag"].startswith("noindex")
    assert answer["Referrer-Policy"] == "no-referrer"
    assert "Se connecter" not in page
    for heading in ("Changement climatique", "Ce que la loi demande", "Pour se situer", "Tous les critères"):
        assert heading in page
    assert visitor.get(f"{path}rapport.pdf").content == village_files["rapport.pdf"]
    report = visitor.get(f"{path}rapport.html")
    assert report["Content-Security-Policy"].endswith("sandbox")
    assert report["Referrer-Policy"] == "no-referrer"
    for name in set(village_files) - {"rapport.pdf", "rapport.html", "tableaux.xlsx"}:
        assert visitor.get(f"{path}{name}").status_code == 404
        assert name not in page


def test_whatever_is_no_longer_open_gives_one_same_page(pilot, town, make_result):
    make_result(town)
    path = shared_path(pilot, town)
    link = ShareLink.objects.get()
    visitor = Client()
    unknown = visitor.get(f"/partage/{'x' * 43}/")
    assert unknown.status_code == 404
    assert "Ce lien n'est plus ouvert" in unknown.content.decode()

    def closed() -> bool:
        answers = [visitor.get(path), visitor.get(f"{path}rapport.pdf")]
        return all(a.status_code == 404 and a.content == unknown.content for a in answers)

    today = timezone.localdate()
    ShareLink.objects.update(expires_on=today - timedelta(days=1))
    assert closed()
    ShareLink.objects.update(expires_on=today)
    assert not closed()  # its last day is a full day
    town.authority.discard(town.members["pilot"])
    assert closed()
    town.authority.bring_back()
    assert not closed()
    pilot.post(town.url(f"partages/{link.pk}/fermer/"))
    assert closed()


def test_closing_is_asked_first_told_and_done_once(pilot, town, make_result):
    make_result(town)
    send(pilot, town)
    path = town.url(f"partages/{ShareLink.objects.get().pk}/fermer/")
    page = pilot.get(path).content.decode()
    assert "Fermer le lien « Comité de pilotage » ?" in page
    assert ShareLink.objects.get().revoked_at is None
    pilot.post(path)
    when = ShareLink.objects.get().revoked_at
    pilot.post(path)
    assert ShareLink.objects.get().revoked_at == when is not None
    assert Event.objects.filter(act="share.revoked").count() == 1
    assert "Fermé le" in pilot.get(town.url("documents/")).content.decode()


def test_views_are_counted_once_per_visitor_for_a_while(pilot, town, make_result):
    make_result(town)
    path = shared_path(pilot, town)
    for _ in range(3):
        Client().get(path)
    Client(REMOTE_ADDR="192.0.2.7").get(path)
    Client(REMOTE_ADDR="192.0.2.8").head(path)
    assert ShareLink.objects.get().views == 2


def test_text_of_users_is_escaped(pilot, town, make_result):
    make_result(town, label="<script>alert(1)</script>")
    send(pilot, town, label='"><img src=x onerror=alert(1)>')
    page = pilot.get(town.url("documents/")).content.decode()
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    text = Client().get(f"/partage/{secret_in(page)}/").content.decode()
    assert "<script>alert" not in text
    assert "<img src=x" not in text
