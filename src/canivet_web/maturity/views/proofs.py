"""Proofs of an answer: added, opened by whoever may, deleted for now."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header, urlencode
from django.views.decorators.http import require_http_methods, require_safe

from canivet_web.access import Act, AuthorityRequest, authority_page
from canivet_web.authorities.models import Service
from canivet_web.journal.trail import record
from canivet_web.maturity import bridge
from canivet_web.maturity.forms import TOO_BIG, ProofForm
from canivet_web.maturity.models import MaturityAnswer, MaturityProof, ProofKind
from canivet_web.maturity.scope import answers_for_all, answers_of, chosen_service, may_open
from canivet_web.maturity.views.answering import question_or_404
from canivet_web.records import hold
from canivet_web.uploads import clean_name, refused

#: First words of a note, or end of an address, that name a proof without a title.
TITLE_LENGTH = 200


@require_http_methods(["GET", "HEAD", "POST"])
@authority_page(Act.ANSWER)
def proof_new(request: AuthorityRequest, question: str) -> HttpResponse:
    """Add a proof to the answer of a service, or of the whole authority."""
    found = question_or_404(question)
    service = chosen_service(request)
    back = question_address(request, question, service)
    form = ProofForm(request.POST, request.FILES) if request.method == "POST" else ProofForm()
    if request.method == "POST":
        if refused(request):
            form = ProofForm({})
            form.errors.clear()
            form.add_error("file", TOO_BIG)
        elif form.is_valid():
            with transaction.atomic():
                hold(request.authority)
                _add(request, form, question, service)
            return redirect(back)
    return render(
        request, "maturity/proof.html", {"form": form, "question": found, "service": service, "back": back}
    )


def question_address(request: AuthorityRequest, question: str, service: Service | None) -> str:
    """The page of a question, about the same service."""
    address = reverse("maturity:question", args=[request.authority.siren, question])
    return (
        f"{address}?{urlencode({'service': service.pk})}" if service and answers_for_all(request) else address
    )


def _add(request: AuthorityRequest, form: ProofForm, question: str, service: Service | None) -> None:
    """Write the proof, unless the same one is already there: that is a second click."""
    answer, _ = MaturityAnswer.objects.get_or_create(
        authority=request.authority, question=question, service=service
    )
    proof: MaturityProof = form.instance
    proof.authority, proof.answer, proof.added_by = request.authority, answer, request.user
    if proof.kind == ProofKind.FILE:
        file = form.cleaned_data["file"]
        proof.content = file.read()
        proof.address = clean_name(file.name)
    given = proof.content if proof.content is not None else proof.address or proof.text
    proof.sha256 = bridge.sha256(given)
    proof.title = (proof.title or proof.address or proof.text)[:TITLE_LENGTH]
    if answer.proofs.kept().filter(sha256=proof.sha256, kind=proof.kind).exists():
        messages.info(request, "Cette preuve est déjà là : elle n'est pas ajoutée deux fois.")
        return
    proof.save()
    record(
        "maturity.proof_added",
        actor=request.user,
        authority=request.authority,
        target=f"{question} : {proof.told}",
        details={"sha256": proof.sha256},
    )
    messages.success(request, f"La preuve « {proof.title} » est ajoutée.")


@require_safe
@authority_page(Act.BELONG)
def proof(request: AuthorityRequest, pk: int) -> HttpResponseBase:
    """The file of a proof, or the page that its link names; a note is shown as text."""
    found = get_object_or_404(
        request.authority.maturity_proofs.kept().select_related("answer", "answer__service"), pk=pk
    )
    if not may_open(request, found):
        raise PermissionDenied
    if found.kind != ProofKind.FILE:
        return render(request, "maturity/proof_text.html", {"proof": found})
    if found.content is None:
        raise Http404("Ce fichier est resté dans le dossier d'origine : seule son empreinte est connue.")
    headers = {"Content-Disposition": str(content_disposition_header(True, found.address))}
    return HttpResponse(bytes(found.content), content_type="application/octet-stream", headers=headers)


@require_http_methods(["GET", "HEAD", "POST"])
@authority_page(Act.ANSWER)
def proof_delete(request: AuthorityRequest, pk: int) -> HttpResponse:
    """Delete a proof, for now; a second click finds nothing left to do."""
    mine = request.authority.maturity_proofs.filter(answer__in=answers_of(request)).select_related(
        "answer", "answer__service"
    )
    found = get_object_or_404(mine.defer("content"), pk=pk)
    back = question_address(request, found.answer.question, found.answer.service)
    if request.method == "POST":
        with transaction.atomic():
            hold(request.authority)
            held = request.authority.maturity_proofs.kept().filter(pk=pk).first()
            if held is not None:
                held.discard(request.user)
                record(
                    "maturity.proof_deleted",
                    actor=request.user,
                    authority=request.authority,
                    target=f"{found.answer.question} : {found.told}",
                )
                messages.success(
                    request, f"« {found.title} » est supprimée. La corbeille permet de la rétablir."
                )
        return redirect(back)
    if found.deleted_at is not None:
        raise Http404
    context = {
        "title": f"Supprimer la preuve « {found.title} » ?",
        "explanation": f"Elle ne soutiendra plus la réponse à la question {found.answer.question}. La "
        f"corbeille permet de la rétablir pendant {settings.UNDO_DAYS} jours.",
        "button": "Supprimer cette preuve",
        "back": back,
    }
    return render(request, "canivet/confirm.html", context)
