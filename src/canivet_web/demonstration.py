"""The fictional authority of the commons, put in the platform by the same paths as its pages."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.utils import timezone

from canivet.dossier import Dossier, Profile
from canivet.examples import DEMONSTRATION, example_dossier, load_example
from canivet.problems import InputProblem
from canivet_web.accounts.models import Membership, User
from canivet_web.authorities.models import Authority
from canivet_web.commons import commons
from canivet_web.diagnostics import state
from canivet_web.diagnostics.deciding import freeze
from canivet_web.diagnostics.models import Result
from canivet_web.inventories import bridge as inventories
from canivet_web.inventories.models import Acceptance
from canivet_web.jobs.models import Job
from canivet_web.jobs.work import HANDLERS, run_job
from canivet_web.journal.trail import record
from canivet_web.registers import bridge as registers
from canivet_web.roles import Role

#: ``.example`` belongs to nobody: no message can leave for it.
PILOT = "pilote@canivet.example"
LABEL = "Diagnostic de démonstration"


def build(tell: Callable[[str], None]) -> tuple[Authority, User]:
    """The demonstration and its pilot; what is already there is left as it is."""
    tell("Lecture de l'inventaire de démonstration")
    dossier = example_dossier(commons(), load_example(commons(), DEMONSTRATION))
    with transaction.atomic():
        user = _pilot()
        authority = _authority(dossier.profile, user)
    if inventories.batch_in_force(authority) is None:
        tell("Reconnaissance des équipements")
        _accept_inventory(authority, user, dossier)
    if dossier.uses and not authority.entries.exists():
        registers.write_uses(authority, dossier.uses, user)
    if not authority.maturity_answers.exists():
        tell("Réponses, acteurs et initiatives de démonstration")
        state.store(authority, user, dossier.state)
    if not authority.results.kept().filter(freeze__isnull=False).exists():
        tell("Calcul de l'empreinte et des documents")
        freeze(_computed(authority, user), user, LABEL)
    return authority, user


def _pilot() -> User:
    user = User.objects.by_email(PILOT)
    if user is None:
        confirmed = timezone.now()
        user = User.objects.create_user(PILOT, name="Pilote de démonstration", email_confirmed_at=confirmed)
    return user


def _authority(profile: Profile, user: User) -> Authority:
    found: Authority | None = Authority.objects.filter(siren=profile.siren).first()
    if found is None:
        fields = ("name", "kind", "type", "population", "population_municipal", "agents", "year", "method")
        values: dict[str, Any] = {name: getattr(profile, name) for name in fields}
        found = Authority.objects.create(siren=profile.siren, country=profile.country, **values)
        record("authority.created", actor=user, authority=found, target=found.name)
    if found.deleted_at is not None:
        found.bring_back()
    Membership.objects.get_or_create(authority=found, user=user, defaults={"role": Role.PILOT})
    return found


def _accept_inventory(authority: Authority, user: User, dossier: Dossier) -> None:
    batch = inventories.store_tables(authority, user, dossier.tables, dossier.profile.year)
    with transaction.atomic():
        Acceptance.objects.create(authority=authority, batch=batch, accepted_by=user)
        record("inventory.accepted", actor=user, authority=authority, target=str(batch))


def _computed(authority: Authority, user: User) -> Result:
    """The diagnosis, by the job that the page starts, run here and now."""
    kind = Job.Kind.DIAGNOSIS
    job = Job.objects.create(authority=authority, kind=kind, created_by=user, steps_total=HANDLERS[kind][1])
    run_job.call(job.pk)
    job.refresh_from_db()
    if job.state != Job.State.DONE:
        raise InputProblem(job.problem, cure="voyez le journal du serveur, puis recommencez.")
    result: Result = authority.results.kept().defer("evidence").latest("number")
    return result
