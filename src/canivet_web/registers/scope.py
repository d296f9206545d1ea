"""What a member may see and write of the registers: all of it, or what their service owns."""

from __future__ import annotations

from typing import Any

from canivet_web.access import Act, AuthorityRequest
from canivet_web.authorities.models import Service


def sees_all(request: AuthorityRequest) -> bool:
    """Whether the member keeps the registers of all services."""
    return Act.EDIT_REGISTERS in request.acts


def own_service(request: AuthorityRequest) -> Service | None:
    """The service of the member, while it is kept."""
    service = request.membership.service
    return service if service is not None and service.deleted_at is None else None


def entries_of(request: AuthorityRequest) -> Any:
    """Entries that the member may see: of the authority, and of their service where they keep one."""
    kept = request.authority.entries.kept()
    if sees_all(request):
        return kept
    service = own_service(request)
    return kept.filter(service=service) if service else kept.none()


def may_add(request: AuthorityRequest) -> bool:
    """Whether there is a service to write for."""
    return sees_all(request) or own_service(request) is not None
