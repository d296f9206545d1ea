"""How many times one may try: counted in the database, so that every process counts the same.

What is kept of an address is keyed by the instance's secret: the table alone says nothing of anybody.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from ipaddress import IPv6Address, ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

from canivet_web.accounts.models import Attempt


class Limited(StrEnum):
    """What is limited."""

    SIGN_IN = "sign_in"
    LINK = "link"
    SIGN_UP = "sign_up"
    RESET = "reset"
    INVITATION = "invitation"


@dataclass(frozen=True, slots=True)
class Bound:
    """So many tries in so long."""

    tries: int
    per: timedelta


#: For each thing: the bound of one e-mail address, then that of one client. A whole town hall goes out by one
#: client address, and a workshop signs up thirty agents in an hour: the second bound is wide.
BOUNDS = {
    Limited.SIGN_IN: (Bound(10, timedelta(minutes=15)), Bound(100, timedelta(minutes=15))),
    Limited.LINK: (Bound(5, timedelta(hours=1)), Bound(60, timedelta(hours=1))),
    Limited.SIGN_UP: (Bound(5, timedelta(hours=1)), Bound(60, timedelta(hours=1))),
    Limited.RESET: (Bound(5, timedelta(hours=1)), Bound(60, timedelta(hours=1))),
    Limited.INVITATION: (Bound(5, timedelta(days=1)), Bound(200, timedelta(days=1))),
}
KEPT = max(bound.per for pair in BOUNDS.values() for bound in pair)
#: Networks given to one subscriber: an IPv6 client changes address at will inside it.
IPV6_PREFIX = 64


def take(request: HttpRequest, what: Limited, address: str) -> timedelta | None:
    """Count one try; the time to wait when it is one too many (it is then not counted).

    Rows are added before they are counted, and outside any transaction of the caller: of two tries at the
    same moment, each sees the other.
    """
    now = timezone.now()
    by_address, by_client = BOUNDS[what]
    keys = [
        (_key(what, "address", address.strip().lower()), by_address),
        (_key(what, "client", _network(client_address(request))), by_client),
    ]
    made = [Attempt.objects.create(key=key, at=now).pk for key, _ in keys]
    waits = [wait for key, bound in keys if (wait := _wait(key, bound, now)) is not None]
    if not waits:
        return None
    Attempt.objects.filter(pk__in=made).delete()
    return max(waits)


def forget(what: Limited, address: str) -> None:
    """Forget the tries of an address: it has just proved itself."""
    Attempt.objects.filter(key=_key(what, "address", address.strip().lower())).delete()


def purge() -> int:
    """Delete the tries that no bound looks at any more; how many."""
    deleted, _ = Attempt.objects.filter(at__lt=timezone.now() - KEPT).delete()
    return deleted


def client_address(request: HttpRequest) -> str:
    """Address of the visitor: the last hop, written by our own proxy if there is one, or the connection's."""
    direct = str(request.META.get("REMOTE_ADDR", ""))
    if not settings.BEHIND_PROXY:
        return direct
    last = str(request.META.get("HTTP_X_FORWARDED_FOR", "")).rsplit(",", 1)[-1].strip()
    try:
        return str(ip_address(last))
    except ValueError:
        return direct


def in_words(wait: timedelta) -> str:
    """A delay as people say it, never less than it is.

    >>> in_words(timedelta(seconds=61)), in_words(timedelta(seconds=20)), in_words(timedelta(minutes=90))
    ('2 minutes', '1 minute', '2 heures')
    """
    minutes = max(1, -(-int(wait.total_seconds()) // 60))
    if minutes <= 60:
        return f"{minutes} minute{'s' if minutes > 1 else ''}"
    return f"{-(-minutes // 60)} heures"


def _wait(key: str, bound: Bound, now: datetime) -> timedelta | None:
    """Time before the oldest of the last tries is out of the window; None when there is room."""
    recent = Attempt.objects.filter(key=key, at__gt=now - bound.per).order_by("-at", "-pk")
    times = list(recent.values_list("at", flat=True)[: bound.tries + 1])
    return times[-1] + bound.per - now if len(times) > bound.tries else None


def _network(client: str) -> str:
    try:
        parsed = ip_address(client)
    except ValueError:
        return client
    if not isinstance(parsed, IPv6Address):
        return client
    if parsed.ipv4_mapped is not None:
        # How a server that listens on both families names all clients of the older one: not one network.
        return str(parsed.ipv4_mapped)
    return str(ip_network((client, IPV6_PREFIX), strict=False))


def _key(what: Limited, kind: str, value: str) -> str:
    return salted_hmac(f"canivet.throttle.{what}.{kind}", value, algorithm="sha256").hexdigest()
