"""Share links: a secret shown once, whose hash alone is kept."""

from __future__ import annotations

import base64
from datetime import date, timedelta
from typing import Any

from django.core.cache import cache
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.crypto import salted_hmac

from canivet_web.accounts.models import hashed
from canivet_web.diagnostics.models import Result
from canivet_web.journal.trail import record
from canivet_web.publications.models import ShareLink

DEFAULT_DAYS = 90
LONGEST_DAYS = 365
#: Two openings by one visitor within this many seconds count once.
COUNTED_ONCE = 600
_SALT = "canivet_web.publications.sharing"


def secret_of(authority: Any, seed: str) -> str:
    """The secret made from a form's seed: a form sent twice makes one link, and the seed alone opens nothing.

    It needs the instance's own secret, which is not in the database.
    """
    digest = salted_hmac(_SALT, f"{authority.pk}:{seed}", algorithm="sha256").digest()
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")


def create(result: Result, user: Any, *, seed: str, label: str, expires_on: date) -> ShareLink:
    """Open a link to a frozen result; the same seed gives the same link."""
    token_hash = hashed(secret_of(result.authority, seed))
    found = result.authority.share_links.filter(token_hash=token_hash).first()
    if found is not None:
        return found
    try:
        with transaction.atomic():
            link = ShareLink.objects.create(
                authority=result.authority,
                result=result,
                label=label,
                token_hash=token_hash,
                created_by=user,
                expires_on=expires_on,
            )
            record(
                "share.created",
                actor=user,
                authority=result.authority,
                target=f"{result} pour « {label} »",
                details={"expires_on": expires_on.isoformat(), "result": result.number},
            )
    except IntegrityError:
        return ShareLink.objects.get(token_hash=token_hash, authority=result.authority)
    return link


def revoke(link: ShareLink, user: Any) -> bool:
    """Close a link; False when it was already closed."""
    with transaction.atomic():
        changed = ShareLink.objects.filter(pk=link.pk, revoked_at=None).update(revoked_at=timezone.now())
        if changed:
            target = f"{link.result} pour « {link.label} »"
            record("share.revoked", actor=user, authority=link.authority, target=target)
    return bool(changed)


def find_open(token: str) -> ShareLink | None:
    """The link of a secret, if it still shows something; None for every other reason."""
    link = (
        ShareLink.objects.select_related("authority", "result__freeze", "result__authority")
        .defer("result__evidence")
        .filter(
            token_hash=hashed(token),
            result__deleted_at=None,
            authority__deleted_at=None,
            result__freeze__isnull=False,
        )
        .first()
    )
    return link if link is not None and link.is_open() else None


def count_view(link: ShareLink, visitor: str) -> None:
    """Add one view, unless this visitor has just been counted; who it is goes in no database."""
    key = f"share-view:{link.pk}:{hashed(visitor)}"
    if cache.add(key, True, COUNTED_ONCE):
        ShareLink.objects.filter(pk=link.pk).update(views=F("views") + 1)


def default_expiry() -> date:
    """The date proposed for a new link."""
    return timezone.localdate() + timedelta(days=DEFAULT_DAYS)
