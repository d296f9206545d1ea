from __future__ import annotations

import hashlib
import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client, RequestFactory

from canivet_web.accounts import throttle
from canivet_web.accounts.models import Attempt
from canivet_web.accounts.throttle import BOUNDS, Limited, client_address, take

pytestmark = pytest.mark.django_db
WRONG = "un mauvais mot de passe"


def request_from(client: str):
    return RequestFactory(REMOTE_ADDR=client).post("/")


def test_eleventh_try_waits_and_the_right_password_too(client, person, password, later):
    post = {"email": person.email, "password": WRONG}
    assert [client.post("/connexion/", post).status_code for _ in range(10)] == [200] * 10
    refused = client.post("/connexion/", {"email": person.email.upper(), "password": password})
    assert refused.status_code == 429
    assert "Recommencez dans 15 minutes." in refused.text
    assert f'value="{person.email.upper()}"' in refused.text
    assert 890 <= int(refused.headers["Retry-After"]) <= 901
    later(timedelta(minutes=14))
    assert "Recommencez dans 1 minute." in client.post("/connexion/", post).text
    later(timedelta(minutes=16))
    assert client.post("/connexion/", {"email": person.email, "password": password}).status_code == 302


def test_unknown_address_is_limited_in_the_same_way(client, person):
    answers = {
        email: [
            client.post("/connexion/", {"email": email, "password": WRONG}).status_code for _ in range(12)
        ]
        for email in (person.email, "inconnu@val.example")
    }
    assert answers[person.email] == answers["inconnu@val.example"] == [200] * 10 + [429] * 2


def test_success_forgets_the_tries_of_the_address(client, person, password):
    for _ in range(9):
        Client().post("/connexion/", {"email": person.email, "password": WRONG})
    assert Client().post("/connexion/", {"email": person.email, "password": password}).status_code == 302
    for _ in range(10):
        assert client.post("/connexion/", {"email": person.email, "password": WRONG}).status_code == 200


@pytest.mark.parametrize("what", list(Limited))
def test_bounds_of_an_address_and_of_a_client(what):
    by_address, by_client = BOUNDS[what]
    for n in range(by_address.tries):
        assert take(request_from(f"192.0.2.{n}"), what, "a@val.example") is None
    wait = take(request_from("192.0.2.250"), what, "A@val.example")
    assert wait is not None
    assert timedelta(0) < wait <= by_address.per
    for n in range(by_client.tries):
        assert take(request_from("198.51.100.1"), what, f"{n}@val.example") is None
    assert take(request_from("198.51.100.1"), what, "autre@val.example") is not None
    assert take(request_from("198.51.100.2"), what, "autre@val.example") is None


def test_refused_tries_do_not_make_the_wait_longer(later):
    for _ in range(30):
        take(request_from("192.0.2.1"), Limited.SIGN_IN, "a@val.example")
    assert Attempt.objects.count() == 20  # ten tries, counted for the address and for the client
    later(timedelta(minutes=15, seconds=1))
    assert take(request_from("192.0.2.1"), Limited.SIGN_IN, "a@val.example") is None


def test_one_thing_does_not_count_for_another():
    for _ in range(10):
        take(request_from("192.0.2.1"), Limited.SIGN_IN, "a@val.example")
    assert take(request_from("192.0.2.1"), Limited.LINK, "a@val.example") is None


def test_addresses_of_one_ipv6_network_are_one_client():
    for n in range(BOUNDS[Limited.SIGN_UP][1].tries):
        assert take(request_from(f"2001:db8:1:2::{n:x}"), Limited.SIGN_UP, f"{n}@val.example") is None
    assert take(request_from("2001:db8:1:2:ffff::1"), Limited.SIGN_UP, "x@val.example") is not None
    assert take(request_from("2001:db8:1:3::1"), Limited.SIGN_UP, "x@val.example") is None


def test_table_says_nothing_of_anybody():
    take(request_from("192.0.2.1"), Limited.SIGN_IN, "a@val.example")
    keys = set(Attempt.objects.values_list("key", flat=True))
    assert all(len(key) == 64 for key in keys)
    assert hashlib.sha256(b"a@val.example").hexdigest() not in keys


@pytest.mark.parametrize(
    ("behind", "forwarded", "address"),
    [
        (False, "203.0.113.9", "192.0.2.1"),
        (True, "203.0.113.9", "203.0.113.9"),
        (True, "1.1.1.1, 203.0.113.9", "203.0.113.9"),
        (True, "203.0.113.9, <script>", "192.0.2.1"),
        (True, "", "192.0.2.1"),
        (True, " 2001:DB8::1 ", "2001:db8::1"),
    ],
)
def test_client_address(settings, behind, forwarded, address):
    settings.BEHIND_PROXY = behind
    request = RequestFactory(REMOTE_ADDR="192.0.2.1").get("/", headers={"x-forwarded-for": forwarded})
    assert client_address(request) == address


def test_purge_keeps_what_still_counts(later):
    take(request_from("192.0.2.1"), Limited.SIGN_IN, "a@val.example")
    later(timedelta(hours=23))
    take(request_from("192.0.2.1"), Limited.SIGN_IN, "a@val.example")
    assert throttle.purge() == 0
    later(timedelta(hours=25))
    assert throttle.purge() == 2
    assert Attempt.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_tries_at_the_same_moment_are_all_counted():
    start, passed = threading.Barrier(16), []

    def attempt() -> None:
        start.wait()
        if take(request_from("192.0.2.1"), Limited.SIGN_IN, "a@val.example") is None:
            passed.append(1)
        connection.close()

    threads = [threading.Thread(target=attempt) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(passed) <= BOUNDS[Limited.SIGN_IN][0].tries
