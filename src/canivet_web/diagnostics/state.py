"""The state of play of an authority as the files of a dossier, out of its applications and back into them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from canivet.qualitative import Qualitative, parse, written
from canivet_web.actors import rows as actors_rows
from canivet_web.actors import taking_in as actors_taking_in
from canivet_web.authorities.models import Authority
from canivet_web.commons import commons
from canivet_web.diagnostics import state_limits
from canivet_web.law import bridge as law
from canivet_web.law import rows as law_rows
from canivet_web.maturity import bridge as maturity
from canivet_web.maturity import storing as maturity_storing
from canivet_web.rgesn import bridge as rgesn
from canivet_web.rgesn import storing as rgesn_storing
from canivet_web.territory_uses import bridge as territory_uses


def files_of(authority: Authority) -> dict[str, str]:
    """Files of every part that holds something, in the canonical form of the library."""
    parts = Qualitative(
        maturity.part_of(authority),
        law_rows.obligations_of(authority, law.law()),
        law_rows.initiatives_of(authority),
        actors_rows.part_of(authority),
        territory_uses.part_of(authority),
        rgesn.part_of(authority),
    )
    return written(parts, commons())


def store(authority: Authority, user: Any, files: Mapping[str, str]) -> None:
    """Take the parts of a dossier in, all or nothing; what it does not speak of stays."""
    if not files:
        return
    parts = parse(files, commons())
    state_limits.check(files)
    with transaction.atomic():
        maturity_storing.store(authority, user, parts.maturity)
        law_rows.store_obligations(authority, user, parts.obligations)
        law_rows.store_initiatives(authority, user, parts.initiatives)
        actors_taking_in.store(authority, user, parts.actors)
        territory_uses.take_in(authority, parts.territory_uses, user)
        rgesn_storing.take_in(authority, parts.rgesn, user)
