"""Messages: plain text, one template each, its first line being the subject."""

from __future__ import annotations

import logging
from datetime import date
from pathlib import Path
from typing import Any, cast

from django.conf import settings
from django.core.mail import EmailMessage
from django.template import Context, engines
from django.urls import reverse

logger = logging.getLogger(__name__)


def absolute(view: str, *args: Any) -> str:
    """Address of a page, from outside: built on the instance's own address, never on the request's."""
    return f"{settings.PUBLIC_URL}{reverse(view, args=args)}"


def send(name: str, to: str, **values: Any) -> bool:
    """Send the message ``accounts/mail/<name>.txt``; False, and a line in the log, when it cannot leave.

    What people wrote is put on one line first: nobody adds a header or a paragraph of theirs.
    """
    template = cast(Any, engines["django"]).engine.get_template(f"accounts/mail/{name}.txt")
    known = {"home": settings.PUBLIC_URL, "to": to, **{key: _one_line(v) for key, v in values.items()}}
    subject, _, body = template.render(Context(known, autoescape=False)).partition("\n")
    message = EmailMessage(" ".join(subject.split()), body.strip() + "\n", None, [to])
    message.extra_headers["Auto-Submitted"] = "auto-generated"
    try:
        message.send()
    # Refused, unreachable, too slow: every SMTP failure is an OSError. The other: no server has such a name.
    except (OSError, UnicodeError) as error:
        logger.error("message %s not sent: %s", name, type(error).__name__)
        return False
    return True


def waiting() -> tuple[str, int] | None:
    """Folder where messages are kept when no server sends them, and how many; None when one does."""
    folder = getattr(settings, "EMAIL_FILE_PATH", None)
    if not settings.EMAIL_BACKEND.endswith("filebased.EmailBackend") or not folder:
        return None
    return str(folder), sum(1 for _ in Path(folder).glob("*.log"))


def _one_line(value: Any) -> Any:
    if isinstance(value, str):
        return " ".join("".join(c if c.isprintable() else " " for c in value).split())
    return value.strftime("%d/%m/%Y") if isinstance(value, date) else value
