"""Answering one question, for one service or for the whole authority."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods

from canivet_web.access import Act, AuthorityRequest, authority_page
from canivet_web.authorities.models import Service
from canivet_web.journal.trail import record
from canivet_web.maturity import bridge
from canivet_web.maturity.forms import AnswerForm
from canivet_web.maturity.models import MaturityAnswer
from canivet_web.maturity.scope import answers_for_all, answers_of, chosen_service, own_service

#: Answers of other services named beside the form.
OTHERS_SHOWN = 12
#: Name of the button that stays on the question.
STAY = "rester"


def question_or_404(name: str) -> Any:
    """The question named in the URL."""
    found = bridge.grid().by_id.get(name)
    if found is None:
        raise Http404
    return found


@require_http_methods(["GET", "HEAD", "POST"])
@authority_page(Act.ANSWER)
def question(request: AuthorityRequest, question: str) -> HttpResponse:
    """Show a question and take its answer; then the next one without an answer."""
    found = question_or_404(question)
    service = chosen_service(request)
    known = bridge.known_of(request.authority)
    reason = bridge.reason_away(found, known)
    stored = _stored(request, question, service)
    draft = stored or MaturityAnswer(authority=request.authority, question=question, service=service)
    form = None if reason else _form(request, draft)
    if request.method == "POST" and form is not None and form.is_valid():
        with transaction.atomic():
            saved = _save(request, form, service)
        if saved:
            return redirect(_onward(request, found, service, known))
    context = {"form": form, "reason": reason, **_context(request, found, service, stored)}
    return render(request, "maturity/question.html", context)


def _stored(request: AuthorityRequest, question: str, service: Service | None) -> MaturityAnswer | None:
    found: MaturityAnswer | None = answers_of(request).filter(question=question, service=service).first()
    if found is not None:
        found.authority, found.service = request.authority, service
    return found


def _form(request: AuthorityRequest, instance: MaturityAnswer) -> AnswerForm:
    return AnswerForm(
        request.POST if request.method == "POST" else None,
        instance=instance,
        with_role=answers_for_all(request),
        at_once="suite" in request.GET,
    )


def _save(request: AuthorityRequest, form: AnswerForm, service: Service | None) -> bool:
    """Save, date the answer and write the trail; False on a conflict."""
    saved = form.save_merged()
    if saved is None:
        return False
    if form.changes:
        saved.answered_on, saved.grid = timezone.localdate(), bridge.grid().id
        saved.save(update_fields=["answered_on", "grid", "updated_at"])
        record(
            "maturity.answered",
            actor=request.user,
            authority=request.authority,
            target=f"{saved.question}, {service.name if service else 'toute la collectivité'}",
            details=form.changes,
        )
        messages.success(request, f"La réponse à la question {saved.question} est enregistrée.")
    elif STAY in request.POST:
        messages.info(request, "Rien n'a changé.")
    return True


def _onward(request: AuthorityRequest, found: Any, service: Service | None, known: Any) -> str:
    """The same question, or the next of the domain that this service has not answered, or the domain."""
    siren = request.authority.siren
    asked: dict[str, Any] = {"service": service.pk} if service and answers_for_all(request) else {}
    here = reverse("maturity:question", args=[siren, found.id])
    if STAY in request.POST:
        return f"{here}?{urlencode(asked)}" if asked else here
    rows = answers_of(request).filter(service=service)
    done = [row.question for row in rows if row.level is not None or row.not_applicable]
    asked_here = [item for item in bridge.applicable(known) if item.domain == found.domain]
    following = bridge.next_question(asked_here, found.id, done)
    if following is None:
        messages.info(request, "Toutes les questions de ce domaine ont une réponse.")
        return reverse("maturity:domain", args=[siren, found.domain.lower()])
    address = reverse("maturity:question", args=[siren, following.id])
    return f"{address}?{urlencode({**asked, 'suite': ''})}"


def _context(
    request: AuthorityRequest,
    found: Any,
    service: Service | None,
    stored: MaturityAnswer | None,
) -> dict[str, Any]:
    domain = next(item for item in bridge.grid().domains if item.id == found.domain)
    others = answers_of(request).filter(question=found.id).exclude(level=None).select_related("service")
    given = [row for row in others if row.service_id != (service.pk if service else None)]
    context: dict[str, Any] = {
        "question": found,
        "domain": domain,
        "service": service,
        "all": answers_for_all(request),
        "others": given[:OTHERS_SHOWN],
        "rest": max(len(given) - OTHERS_SHOWN, 0),
        "proofs": stored.proofs.kept().defer("content") if stored else (),
        "own": own_service(request),
        "stay": STAY,
    }
    if context["all"]:
        context["services"] = request.authority.services.kept()
    return context
