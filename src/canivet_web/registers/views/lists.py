"""The registers with their counts, the list of one, and the file that the command line reads."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Count, Q
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from canivet_web.access import Act, AuthorityRequest, authority_page
from canivet_web.dates import months_after
from canivet_web.downloads import csv_file
from canivet_web.paging import page_of
from canivet_web.registers import bridge
from canivet_web.registers.fields import PURPOSES
from canivet_web.registers.models import COUNTS, Register
from canivet_web.registers.scope import entries_of, may_add, own_service, sees_all

#: Months before the end of a contract during which it is flagged.
NOTICE_MONTHS = 6


def notice_until(today: date) -> date:
    """Last end of contract that is flagged today."""
    return months_after(today, NOTICE_MONTHS)


@require_safe
@authority_page(Act.OWN_REGISTERS)
def index(request: AuthorityRequest) -> HttpResponse:
    """Every register: what it holds, and what of it counts in the diagnosis."""
    entries = entries_of(request)
    rows = entries.values("register").annotate(
        entries=Count("pk"),
        counted=Count("pk", filter=COUNTS),
        blank=Count("pk", filter=COUNTS & Q(kind__in=bridge.blank_kinds())),
        ending=Count("pk", filter=Q(ends_on__lte=notice_until(timezone.localdate()))),
    )
    by_register = {row["register"]: row for row in rows.order_by()}
    none = {"entries": 0, "counted": 0, "blank": 0, "ending": 0}
    lines: list[dict[str, Any]] = []
    for item in Register:
        found = {**none, **by_register.get(item.value, {})}
        found["memory"] = found["entries"] - found["counted"]
        lines.append({**found, "item": item, "purpose": PURPOSES[item]})
    totals = {name: sum(line[name] for line in lines) for name in (*none, "memory")}
    context = {"lines": lines, "totals": totals, "service": own_service(request), "all": sees_all(request)}
    return render(request, "registers/index.html", {**context, "may_add": may_add(request)})


def register_or_404(name: str) -> Register:
    """The register named in the URL."""
    if name not in Register.values:
        raise Http404
    return Register(name)


@require_safe
@authority_page(Act.OWN_REGISTERS)
def register(request: AuthorityRequest, register: str) -> HttpResponse:
    """The entries of one register."""
    item = register_or_404(register)
    entries = entries_of(request).filter(register=item)
    total = entries.count()
    text, service = request.GET.get("q", "").strip(), request.GET.get("service", "")
    if text:
        entries = entries.filter(pk__in=bridge.matching(entries, text))
    if sees_all(request) and service.isdecimal() and len(service) < 10:
        entries = entries.filter(service=int(service))
    elif sees_all(request) and service == "aucun":
        entries = entries.filter(service=None)
    page = page_of(request, entries.select_related("service"))
    today = timezone.localdate()
    known = bridge.kinds()
    context: dict[str, Any] = {
        "item": item,
        "purpose": PURPOSES[item],
        "page": page,
        "total": total,
        "rows": [
            (entry, kind, bridge.amount(entry.quantity or 0.0, kind) if kind else "")
            for entry, kind in ((entry, known.get(entry.kind)) for entry in page)
        ],
        "text": text,
        "chosen": service,
        "today": today,
        "notice_until": notice_until(today),
        "may_add": may_add(request),
        "all": sees_all(request),
    }
    if sees_all(request):
        used = request.authority.entries.kept().filter(register=item).values("service")
        context["services"] = list(request.authority.services.filter(pk__in=used))
    return render(request, "registers/register.html", context)


@require_safe
@authority_page(Act.OWN_REGISTERS)
def export(request: AuthorityRequest) -> HttpResponse:
    """``usages.csv``: what counts, of what the member sees."""
    return csv_file(bridge.uses_csv(entries_of(request)), "usages.csv")
