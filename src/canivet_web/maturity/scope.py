"""For whom a member answers: every service and the whole authority, or their own service."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404

from canivet_web.access import Act, AuthorityRequest
from canivet_web.authorities.models import Service
from canivet_web.maturity.models import Confidentiality, MaturityProof

#: In a query string, the service that stands for the whole authority.
WHOLE = "0"


def answers_for_all(request: AuthorityRequest) -> bool:
    """Whether the member keeps the answers of all services."""
    return Act.EDIT_STATE in request.acts


def own_service(request: AuthorityRequest) -> Service | None:
    """The service of the member, while it is kept."""
    service = request.membership.service
    return service if service is not None and service.deleted_at is None else None


def chosen_service(request: AuthorityRequest) -> Service | None:
    """The service that the page is about: None is the whole authority.

    A contributor's is their own, whatever is asked: another one does not exist for them.
    """
    asked = request.GET.get("service", "")
    if not answers_for_all(request):
        own = own_service(request)
        if own is None:
            raise PermissionDenied
        if asked not in ("", str(own.pk)):
            raise Http404
        return own
    if asked in ("", WHOLE):
        return None
    found: Service | None = (
        request.authority.services.kept().filter(pk=int(asked)).first()
        if asked.isdecimal() and len(asked) < 10
        else None
    )
    if found is None:
        raise Http404
    return found


def answers_of(request: AuthorityRequest) -> Any:
    """Answers that the member may see and change."""
    answers = request.authority.maturity_answers.all()
    if answers_for_all(request):
        return answers
    service = own_service(request)
    return answers.filter(service=service) if service else answers.none()


def may_open(request: AuthorityRequest, proof: MaturityProof) -> bool:
    """Whether the member may open a proof: a confidential one is for its service and those who keep all."""
    if answers_for_all(request):
        return True
    own = own_service(request)
    if own is not None and Act.ANSWER in request.acts and proof.answer.service_id == own.pk:
        return True
    return Act.READ in request.acts and proof.confidentiality != Confidentiality.CONFIDENTIAL
