"""Interview guides of an authority, written by the library."""

from __future__ import annotations

from typing import NamedTuple

from canivet.deliverables.maturity_documents import guide_document_name, guide_page, guide_pdf
from canivet.maturity import Guide, guides
from canivet_web.authorities.models import Authority
from canivet_web.maturity import bridge


class File(NamedTuple):
    """A guide as a file."""

    name: str
    content: bytes
    content_type: str


def guides_of(authority: Authority) -> tuple[Guide, ...]:
    """Guides of the roles that have something to say."""
    return guides(bridge.grid(), bridge.scores_of(authority))


def guide_file(authority: Authority, role: str, suffix: str) -> File | None:
    """The guide of a role in one format; None when there is no such role or format."""
    found = next((item for item in guides_of(authority) if item.role.id == role), None)
    if found is None or suffix not in ("html", "pdf"):
        return None
    name = f"{guide_document_name(found)}.{suffix}"
    if suffix == "pdf":
        return File(name, guide_pdf(bridge.grid(), found, authority.name), "application/pdf")
    return File(name, guide_page(bridge.grid(), found, authority.name), "text/html; charset=utf-8")
