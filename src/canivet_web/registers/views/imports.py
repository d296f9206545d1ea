"""Taking a file of uses in: read, shown, then accepted as a whole or not at all."""

from __future__ import annotations

import hashlib
from collections import Counter
from typing import Any

from django.contrib import messages
from django.core import signing
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from canivet_web.access import Act, AuthorityRequest, authority_page
from canivet_web.paging import ROWS
from canivet_web.records import hold
from canivet_web.registers import bridge, reader
from canivet_web.registers.forms import UploadForm
from canivet_web.uploads import refused

SALT = "canivet.registers.import"
TOO_BIG = "Ce fichier est trop gros pour un fichier d'usages. Gardez une ligne par service et par type."
#: Seconds during which a preview can be accepted.
PREVIEW_LASTS = 24 * 3600


@require_http_methods(["GET", "HEAD", "POST"])
@authority_page(Act.EDIT_REGISTERS)
def import_(request: AuthorityRequest) -> HttpResponse:
    """First the file, then its lines as they were understood, then the decision."""
    if "payload" in request.POST:
        return _accept(request, request.POST["payload"])
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    if request.method == "POST":
        if refused(request) or _too_big(request):
            form = UploadForm({})
            form.errors.clear()
            form.add_error("file", TOO_BIG)
        elif form.is_valid():
            try:
                return _preview(request, bridge.read_upload(form.cleaned_data["file"]))
            except ValidationError as error:
                form.add_error("file", error)
    return render(request, "registers/import.html", {"form": form, "kinds": bridge.kinds().values()})


def _too_big(request: AuthorityRequest) -> bool:
    file = request.FILES.get("file")
    return bool(file is not None and (file.size or 0) > reader.LARGEST_BYTES)


def _preview(request: AuthorityRequest, lines: list[Any]) -> HttpResponse:
    rows = bridge.preview(lines)
    existing = set(
        bridge.counted(request.authority.entries.kept()).values_list("kind", "service__name").order_by()
    )
    twice = sum((row["kind"].id, row["service"] or None) in existing for row in rows)
    context = {
        "rows": rows[:ROWS],
        "count": len(rows),
        "rest": max(len(rows) - ROWS, 0),
        "registers": sorted(Counter(row["register"].label for row in rows).items()),
        "services": bridge.unlisted_services(request.authority, lines),
        "blank": sorted({row["kind"].label for row in rows if row["kind"].blank_reason}),
        "twice": twice,
        "payload": signing.dumps(
            reader.packed(lines), salt=f"{SALT}.{request.authority.siren}", compress=True
        ),
    }
    return render(request, "registers/preview.html", context)


def _accept(request: AuthorityRequest, payload: str) -> HttpResponse:
    """Write the lines of a preview, once: the same preview accepted twice is a second click."""
    try:
        packed = signing.loads(payload, salt=f"{SALT}.{request.authority.siren}", max_age=PREVIEW_LASTS)
    except signing.BadSignature:
        messages.error(request, "Cet aperçu a expiré. Rien n'est enregistré : déposez de nouveau le fichier.")
        return redirect("registers:import", request.authority.siren)
    mark = hashlib.sha256(payload.encode()).hexdigest()[:16]
    with transaction.atomic():
        hold(request.authority)
        done = request.authority.events.filter(act="entries.imported", details__aperçu=mark).exists()
        if not done:
            count = bridge.write_uses(
                request.authority, reader.unpacked(packed), request.user, details={"aperçu": mark}
            )
            plural = "s sont ajoutées" if count > 1 else " est ajoutée"
            messages.success(request, f"{count} ligne{plural} aux registres.")
    return redirect("registers:index", request.authority.siren)
