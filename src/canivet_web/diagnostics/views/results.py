"""Reading results: the latest, the dashboard and its full lists, the explanation of a figure, the history."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from canivet_web.access import Act, AuthorityRequest, authority_page
from canivet_web.diagnostics import bridge, comparing, dashboard, explaining, finding, lists
from canivet_web.diagnostics.forms import CriterionForm, QuestionForm
from canivet_web.diagnostics.models import Result
from canivet_web.paging import page_of


@require_safe
@authority_page(Act.READ)
def latest(request: AuthorityRequest) -> HttpResponse:
    """The reference diagnosis, else the last one, else what is missing to compute one."""
    found = finding.reference(request.authority)
    if found is not None:
        return redirect("diagnostics:show", request.authority.siren, found.number)
    inputs = bridge.inputs_of(request.authority)
    missing = bridge.missing_to_compute(request.authority, inputs)
    return render(request, "diagnostics/none.html", {"missing": missing})


@require_safe
@authority_page(Act.READ)
def show(request: AuthorityRequest, number: int) -> HttpResponse:
    """The dashboard of a result; ``?vue=`` gives one of its lists whole."""
    result = result_or_404(request, number)
    document = bridge.document_of(result)
    criterion = request.GET.get("critere") or "gwp"
    if criterion not in document["footprint"]:
        return _unknown(request, result, f"le critère « {criterion} »")
    view = request.GET.get("vue")
    if view:
        return _whole_list(request, result, document, criterion, view)
    page = dashboard.dashboard(document, criterion)
    newer = finding.latest(request.authority)
    is_latest = newer is not None and newer.number == result.number
    pictures = {item.view: item for item in result.pictures.filter(criterion=criterion)}
    context = {
        "result": result,
        "page": page,
        "tables": [(table, pictures.get(table.parts.view)) for table in page.tables],
        "form": CriterionForm(page.criteria, initial={"critere": criterion}),
        "intact": bridge.is_intact(result),
        "newer": None if is_latest else newer,
        "stale": is_latest and bridge.is_stale(result),
        "again": "deja" in request.GET,
        "to_review": finding.models_to_review(result) if Act.READ_INVENTORY in request.acts else 0,
    }
    return render(request, "diagnostics/show.html", context)


def _whole_list(
    request: AuthorityRequest, result: Result, document: dict[str, Any], criterion: str, view: str
) -> HttpResponse:
    found = lists.whole(document, criterion, view)
    if found is None:
        return _unknown(request, result, f"la liste « {view} »")
    page = page_of(request, found.rows)
    context = {"result": result, "list": found, "page": page, "criterion": criterion}
    return render(request, "diagnostics/list.html", context)


@require_safe
@authority_page(Act.READ)
def explain(request: AuthorityRequest, number: int) -> HttpResponse:
    """One figure: its terms and their sources, then the lines behind it for those who read the inventory."""
    result = result_or_404(request, number)
    document, held = bridge.document_of(result), bridge.evidence_of(result)
    question = explaining.question_of(request.GET)
    if not held.knows(question):
        asked = ", ".join(f"« {value} »" for value in request.GET.values() if value)
        return _unknown(request, result, f"le chiffre demandé ({asked})")
    found = explaining.explained(document, held, question)
    with_lines = request.GET.get("vue") == "lignes" and Act.READ_INVENTORY in request.acts
    rows: Any = bridge.line_parts_of(result, question) if with_lines else found.terms
    page = page_of(request, rows)
    if with_lines:
        page.object_list = [explaining.named(document, held, part) for part in page]
    context = {
        "result": result,
        "found": found,
        "form": QuestionForm(explaining.choices(document, held), initial=explaining.asked(question)),
        "with_lines": with_lines,
        "page": page,
    }
    return render(request, "diagnostics/explain.html", context)


@require_safe
@authority_page(Act.READ)
def history(request: AuthorityRequest) -> HttpResponse:
    """Every result, each with what separates it from the one before."""
    results = request.authority.results.kept().defer("document", "evidence")
    results = results.select_related("created_by", "freeze")
    page = page_of(request, results)
    shown = list(page)
    earlier = results.filter(number__lt=shown[-1].number).first() if shown else None
    rows = comparing.rows([*shown, earlier] if earlier else shown, len(shown))
    return render(request, "diagnostics/history.html", {"page": page, "rows": rows})


def result_or_404(request: AuthorityRequest, number: int) -> Result:
    """A result of the authority that is not deleted; its evidence is not loaded until asked for."""
    kept = request.authority.results.kept().defer("evidence")
    found: Result = get_object_or_404(kept.select_related("created_by", "freeze", "authority"), number=number)
    return found


def _unknown(request: AuthorityRequest, result: Result, what: str) -> HttpResponse:
    context = {"result": result, "what": what}
    return render(request, "diagnostics/unknown.html", context, status=404)
