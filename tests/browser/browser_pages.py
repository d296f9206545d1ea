"""Every page, in a platform where there is one of everything.

A test walks the URLs: a new one must be given here, or be told not to be a page.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone

PASSWORD = "un mot de passe de test"


@dataclass
class Demo:
    """What the pages show."""

    authority: Any
    pilot: Any
    admin: Any
    manager: Any
    frozen: Any
    draft: Any
    batch: Any
    second_batch: Any
    model: Any
    service: Any
    site: Any
    entry: Any
    member: Any
    invitation: Any
    job: Any
    link: Any
    secret: str
    tokens: dict[str, str]

    @property
    def siren(self) -> str:
        return str(self.authority.siren)


#: URL → who opens it and with which arguments after the SIREN; None when it is not of an authority.
Given = tuple[str, Callable[[Demo], tuple[Any, ...]]]


def _of(*names: str) -> Callable[[Demo], tuple[Any, ...]]:
    """Arguments read from the demonstration: ``batch.number`` for instance."""

    def read(demo: Demo) -> tuple[Any, ...]:
        values = [demo.siren]
        for name in names:
            head, _, tail = name.partition(".")
            values.append(getattr(getattr(demo, head), tail))
        return tuple(values)

    return read


def _token(name: str) -> Callable[[Demo], tuple[Any, ...]]:
    return lambda demo: (demo.tokens[name],)


def _none(_: Demo) -> tuple[Any, ...]:
    return ()


PAGES: dict[str, Given] = {
    "home": ("", _none),
    "accounts:sign_up": ("", _none),
    "accounts:confirm": ("", _token("confirm")),
    "accounts:login": ("", _none),
    "accounts:link": ("", _none),
    "accounts:link_in": ("", _token("sign_in")),
    "accounts:reset": ("", _none),
    "accounts:reset_confirm": ("", lambda demo: (demo.tokens["uid"], demo.tokens["reset"])),
    "accounts:invitation": ("", _token("invitation")),
    "accounts:account": ("pilot", _none),
    "accounts:password": ("pilot", _none),
    "accounts:close_account": ("member.user", _none),
    "accounts:instance": ("admin", _none),
    "accounts:instance_authorities": ("admin", _none),
    "accounts:instance_user": ("admin", lambda demo: (demo.pilot.pk,)),
    "accounts:team": ("pilot", _of()),
    "accounts:invite": ("pilot", _of()),
    "accounts:member": ("pilot", _of("member.pk")),
    "accounts:member_remove": ("pilot", _of("member.pk")),
    "accounts:invitation_withdraw": ("pilot", _of("invitation.pk")),
    "authorities:mine": ("pilot", _none),
    "authorities:new": ("pilot", _none),
    "authorities:programme": ("manager", _none),
    "authorities:programme_authority": ("manager", _of()),
    "authorities:home": ("pilot", _of()),
    "authorities:profile": ("pilot", _of()),
    "authorities:profile_edit": ("pilot", _of()),
    "authorities:communes": ("pilot", _of()),
    "authorities:services": ("pilot", _of()),
    "authorities:service_new": ("pilot", _of()),
    "authorities:service": ("pilot", _of("service.pk")),
    "authorities:service_delete": ("pilot", _of("service.pk")),
    "authorities:sites": ("pilot", _of()),
    "authorities:site_new": ("pilot", _of()),
    "authorities:site": ("pilot", _of("site.pk")),
    "authorities:site_delete": ("pilot", _of("site.pk")),
    "authorities:close": ("pilot", _of()),
    "jobs:progress": ("pilot", _of("job.pk")),
    "inventories:index": ("pilot", _of()),
    "inventories:import": ("pilot", _of()),
    "inventories:batch": ("pilot", _of("batch.number")),
    "inventories:accept": ("pilot", _of("second_batch.number")),
    "inventories:models": ("pilot", _of("batch.number")),
    "inventories:correct": (
        "pilot",
        lambda demo: (demo.siren, demo.batch.number, demo.batch.models.first().pk),
    ),
    "inventories:exclusions": ("pilot", _of("batch.number")),
    "inventories:differences": ("pilot", _of("second_batch.number")),
    "inventories:delete": ("pilot", _of("second_batch.number")),
    "registers:index": ("pilot", _of()),
    "registers:import": ("pilot", _of()),
    "registers:register": ("pilot", _of("entry.register")),
    "registers:entry_new": ("pilot", _of("entry.register")),
    "registers:entry": ("pilot", _of("entry.register", "entry.pk")),
    "registers:entry_delete": ("pilot", _of("entry.register", "entry.pk")),
    "diagnostics:latest": ("pilot", _of()),
    "diagnostics:compute": ("pilot", _of()),
    "diagnostics:history": ("pilot", _of()),
    "diagnostics:show": ("pilot", _of("frozen.number")),
    "diagnostics:explain": ("pilot", _of("frozen.number")),
    "diagnostics:freeze": ("pilot", _of("draft.number")),
    "diagnostics:delete": ("pilot", _of("draft.number")),
    "diagnostics:dossier_in": ("pilot", _of()),
    "publications:ecodesign": ("", _none),
    "publications:accessibility": ("", _none),
    "publications:privacy": ("", _none),
    "publications:shared": ("", lambda demo: (demo.secret,)),
    "publications:deliverables": ("pilot", _of()),
    "publications:share": ("pilot", _of("frozen.number")),
    "publications:revoke": ("pilot", _of("link.pk")),
    "journal:trail": ("pilot", _of()),
    "journal:bin": ("pilot", _of()),
}
#: Pages reached by a parameter, or by an address that opens nothing: name → (URL, what follows, status).
VARIANTS: dict[str, tuple[str, str, int]] = {
    "ecodesign, one theme": ("publications:ecodesign", "?thematique=4", 200),
    "share link closed": ("publications:shared", "x", 404),
    "models, next page": ("inventories:models", "?page=2", 200),
}
NAMES = [*PAGES, *VARIANTS]
#: What the other URLs are.
NOT_PAGES = {
    "health": "JSON for whoever watches the instance",
    "accounts:logout": "POST only",
    "accounts:own_data": "a file",
    "inventories:export": "a file",
    "registers:export": "a file",
    "diagnostics:dossier_out": "a file",
    "publications:file": "a file; the report has its own tests",
    "publications:shared_file": "a file",
    "journal:export": "a file",
    "journal:bring_back": "POST only",
    "api:openapi": "JSON",
    "api:results": "JSON",
    "api:result": "JSON",
}


def address(demo: Demo, name: str) -> str:
    """Path of a page or of a variant."""
    if name in VARIANTS:
        page, follows, status = VARIANTS[name]
        path = reverse(page, args=PAGES[page][1](demo))
        return path.replace(demo.secret, "x" * 43) if status == 404 else path + follows
    return reverse(name, args=PAGES[name][1](demo))


def visitor(demo: Demo, name: str) -> Any:
    """Who opens it; None for somebody without an account."""
    found: Any = None
    for part in filter(None, PAGES[VARIANTS[name][0] if name in VARIANTS else name][0].split(".")):
        found = getattr(found or demo, part)
    return found


def build() -> Demo:
    """The demonstration of the commons, by the code that its pages call, and one of everything else."""
    from django.contrib.auth.tokens import default_token_generator
    from django.utils.encoding import force_bytes
    from django.utils.http import urlsafe_base64_encode

    from canivet_web import demonstration
    from canivet_web.accounts import invitations
    from canivet_web.accounts.links import CONFIRM, SIGN_IN, make
    from canivet_web.accounts.members import Offer
    from canivet_web.accounts.models import Invitation, Membership, User, hashed
    from canivet_web.authorities.models import Service, Site
    from canivet_web.inventories import bridge as inventories
    from canivet_web.jobs.models import Job
    from canivet_web.publications import sharing
    from canivet_web.roles import Role

    authority, pilot = demonstration.build(lambda _: None)
    now = timezone.now()

    def person(email: str, name: str, **fields: Any) -> Any:
        return User.objects.create_user(email, PASSWORD, name=name, email_confirmed_at=now, **fields)

    admin = person("admin@canivet.example", "Administration", is_instance_admin=True)
    manager = person("programme@canivet.example", "Programme", is_programme_manager=True)
    authority.shared_with_programme = True
    authority.save()
    reader = person("lecture@canivet.example", "Lecture")
    member = Membership.objects.create(authority=authority, user=reader, role=Role.READER)
    newcomer = User.objects.create_user("nouveau@canivet.example", PASSWORD, name="Nouveau")
    service = Service.objects.filter(authority=authority).first() or Service.objects.create(
        authority=authority, name="Écoles", headcount=40
    )
    site = Site.objects.create(authority=authority, name="Hôtel d'agglomération", headcount=120)
    gone = Site.objects.create(authority=authority, name="Ancienne annexe")
    gone.discard(pilot)
    frozen = authority.results.kept().filter(freeze__isnull=False).latest("number")
    authority.agents += 1
    authority.save()
    draft = demonstration._computed(authority, pilot)
    batch = inventories.batch_in_force(authority)
    second = inventories.store_tables(authority, pilot, inventories.tables_of(batch)[:-1], authority.year)
    seed = "graine-du-navigateur-0123456789"
    link = sharing.create(
        frozen,
        pilot,
        seed=seed,
        label="Comité de pilotage",
        expires_on=timezone.localdate() + timedelta(days=90),
    )
    invitation, _ = invitations.invite(authority, pilot, "invitee@canivet.example", Offer(Role.READER))
    token = "i" * 43
    Invitation.objects.filter(pk=invitation.pk).update(token_hash=hashed(token))
    tokens = {
        "confirm": make(newcomer, CONFIRM),
        "sign_in": make(reader, SIGN_IN),
        "invitation": token,
        "uid": urlsafe_base64_encode(force_bytes(reader.pk)),
        "reset": default_token_generator.make_token(reader),
    }
    return Demo(
        authority=authority,
        pilot=pilot,
        admin=admin,
        manager=manager,
        frozen=frozen,
        draft=draft,
        batch=batch,
        second_batch=second,
        model=batch.models.first(),
        service=service,
        site=site,
        entry=authority.entries.kept().first(),
        member=member,
        invitation=invitation,
        job=Job.objects.create(authority=authority, kind=Job.Kind.IMPORT, created_by=pilot, steps_total=3),
        link=link,
        secret=sharing.secret_of(authority, seed),
        tokens=tokens,
    )
