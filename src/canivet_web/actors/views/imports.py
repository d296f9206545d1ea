"""Taking files of actors in: read apart, shown, then accepted as a whole or not at all; undone after."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from canivet_web.access import Act, AuthorityRequest, authority_page
from canivet_web.actors import bridge, taking_in
from canivet_web.actors.forms import ImportForm
from canivet_web.uploads import refused

#: Imports shown under the form.
LAST = 5
TOO_BIG = "Un de ces fichiers est trop gros. Gardez les lignes de votre territoire, ou donnez-le seul."


@require_http_methods(["GET", "HEAD", "POST"])
@authority_page(Act.EDIT_STATE)
def import_(request: AuthorityRequest) -> HttpResponse:
    """First the files; what they would change has a page of its own."""
    form = ImportForm(request.POST, request.FILES) if request.method == "POST" else ImportForm()
    if request.method == "POST":
        if refused(request):
            form = ImportForm({"communes": request.POST.get("communes", "")})
            form.is_valid()
            form.errors.clear()
            form.add_error("documents", TOO_BIG)
        elif form.is_valid():
            data = form.cleaned_data
            try:
                made = taking_in.read_uploads(
                    request.authority, data["documents"], data["communes"], request.user
                )
            except ValidationError as error:
                form.add_error("documents", error)
            else:
                return redirect("actors:intake", request.authority.siren, made.pk)
    rows = request.authority.actor_intakes.defer("found")[:LAST]
    context = {"form": form, "last": rows, "feeds": bridge.feeds()}
    return render(request, "actors/import.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@authority_page(Act.EDIT_STATE)
def intake(request: AuthorityRequest, pk: int) -> HttpResponse:
    """What accepting would change; then what it changed, and how to undo it."""
    found = get_object_or_404(request.authority.actor_intakes.defer("found"), pk=pk)
    siren = request.authority.siren
    if request.method == "POST":
        if "undo" in request.POST:
            _undo(request, pk)
        elif "drop" in request.POST:
            request.authority.actor_intakes.filter(pk=pk, accepted_at=None).delete()
            messages.info(request, "Rien n'est enregistré : cet aperçu est abandonné.")
            return redirect("actors:import", siren)
        else:
            taking_in.accept(request.authority, pk, request.user)
        return redirect("actors:intake", siren, pk)
    context = {
        "intake": found,
        "told": found.told,
        "readings": [(reading, bridge.feed_label(reading["feed"])) for reading in found.told["readings"]],
        "added": bridge.lines(found.told["first_added"]),
        "updated": bridge.lines(found.told["first_updated"]),
        "untouched": taking_in.untouched(found).count() if found.accepted_at else 0,
    }
    return render(request, "actors/intake.html", context)


def _undo(request: AuthorityRequest, pk: int) -> None:
    gone = taking_in.undo(request.authority, pk, request.user)
    if gone:
        plural = "s sont supprimés" if gone > 1 else " est supprimé"
        messages.success(
            request,
            f"{gone} acteur{plural}. Ceux que quelqu'un a modifiés restent ; la corbeille a les autres.",
        )
    else:
        messages.info(request, "Il n'y a plus rien à défaire : ces acteurs ont été modifiés ou supprimés.")
