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
    flash: Any
    proof: Any
    assessed: Any
    figure: Any
    disposal: Any
    initiative: Any
    actor: Any
    actor_intake: Any
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
    "qualitative:index": ("pilot", _of()),
    "maturity:index": ("pilot", _of()),
    "maturity:domain": ("pilot", lambda demo: (demo.siren, "3")),
    "maturity:question": ("pilot", lambda demo: (demo.siren, "G.01")),
    "maturity:proof_new": ("pilot", lambda demo: (demo.siren, "G.01")),
    "maturity:proof": ("pilot", _of("proof.pk")),
    "maturity:proof_delete": ("pilot", _of("proof.pk")),
    "maturity:facts": ("pilot", _of()),
    "maturity:scores": ("pilot", _of()),
    "maturity:detail": ("pilot", lambda demo: (demo.siren, "2")),
    "maturity:freeze": ("pilot", _of()),
    "maturity:dates": ("pilot", _of()),
    "maturity:guides": ("pilot", _of()),
    "registers:import": ("pilot", _of()),
    "registers:register": ("pilot", _of("entry.register")),
    "registers:entry_new": ("pilot", _of("entry.register")),
    "registers:entry": ("pilot", _of("entry.register", "entry.pk")),
    "registers:entry_delete": ("pilot", _of("entry.register", "entry.pk")),
    "law:index": ("pilot", _of()),
    "law:rule": ("pilot", lambda demo: (demo.siren, "REEN16")),
    "law:calendar": ("pilot", _of()),
    "law:facts_index": ("pilot", _of()),
    "law:facts": ("pilot", lambda demo: (demo.siren, "achats")),
    "law:fact": ("pilot", lambda demo: (demo.siren, "purchases_annual_eur")),
    "law:disposals": ("pilot", _of()),
    "law:disposal_new": ("pilot", _of()),
    "law:disposal": ("pilot", _of("disposal.pk")),
    "law:disposal_delete": ("pilot", _of("disposal.pk")),
    "law:initiatives": ("pilot", _of()),
    "law:initiative_new": ("pilot", _of()),
    "law:nil": ("pilot", _of()),
    "law:initiative": ("pilot", _of("initiative.pk")),
    "law:initiative_delete": ("pilot", _of("initiative.pk")),
    "actors:index": ("pilot", _of()),
    "actors:new": ("pilot", _of()),
    "actors:actor": ("pilot", _of("actor.pk")),
    "actors:facts": ("pilot", _of("actor.pk")),
    "actors:standing": ("pilot", _of("actor.pk")),
    "actors:delete": ("pilot", _of("actor.pk")),
    "actors:import": ("pilot", _of()),
    "actors:intake": ("pilot", _of("actor_intake.pk")),
    "actors:pairs": ("pilot", _of()),
    "actors:map": ("pilot", _of()),
    "actors:matrix": ("pilot", _of()),
    "rgesn:index": ("pilot", _of()),
    "rgesn:service_new": ("pilot", _of()),
    "rgesn:service": ("pilot", _of("assessed.pk")),
    "rgesn:service_edit": ("pilot", _of("assessed.pk")),
    "rgesn:service_delete": ("pilot", _of("assessed.pk")),
    "rgesn:facts": ("pilot", _of("assessed.pk")),
    "rgesn:theme": ("pilot", lambda demo: (demo.siren, demo.assessed.pk, 4)),
    "rgesn:criterion": ("pilot", lambda demo: (demo.siren, demo.assessed.pk, "1.1")),
    "rgesn:declaration": ("pilot", _of("assessed.pk")),
    "rgesn:frozen": ("pilot", lambda demo: (demo.siren, demo.assessed.pk, 1)),
    "rgesn:freeze": ("pilot", _of("assessed.pk")),
    "territory_uses:index": ("pilot", _of()),
    "territory_uses:review": ("pilot", _of()),
    "territory_uses:theme": ("pilot", lambda demo: (demo.siren, "connectivity")),
    "territory_uses:indicator": ("pilot", _of("figure.indicator")),
    "territory_uses:figure_new": ("pilot", _of("figure.indicator")),
    "territory_uses:figure": ("pilot", _of("figure.pk")),
    "territory_uses:figure_delete": ("pilot", _of("figure.pk")),
    "flash:index": ("pilot", _of()),
    "flash:step": ("pilot", lambda demo: (demo.siren, 1)),
    "flash:show": ("pilot", _of("flash.number")),
    "flash:take_in": ("pilot", _of("flash.number")),
    "diagnostics:latest": ("pilot", _of()),
    "diagnostics:compute": ("pilot", _of()),
    "diagnostics:history": ("pilot", _of()),
    "diagnostics:show": ("pilot", _of("frozen.number")),
    "diagnostics:explain": ("pilot", _of("frozen.number")),
    "diagnostics:standing": ("pilot", _of("frozen.number")),
    "diagnostics:lever": ("pilot", lambda demo: (demo.siren, demo.frozen.number, "garder-portables")),
    "diagnostics:ratio": ("pilot", lambda demo: (demo.siren, demo.frozen.number, "gwp_per_agent")),
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
    "rgesn, declaration, longest theme": ("rgesn:declaration", "?thematique=4", 200),
    "flash, second step": ("flash:step", "../2/", 200),
    "flash, last step": ("flash:step", "../3/", 200),
    "actors, no pair left": ("actors:pairs", "?rang=1", 200),
    "maturity, next question": ("maturity:question", "?suite=", 200),
    "maturity, two dates": ("maturity:dates", "?avant=2026-03-01&apres=2026-11-25", 200),
    "maturity, what is left": ("maturity:domain", "?reste=1&role=it", 200),
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
    "law:export": "a file",
    "law:ics": "a file",
    "actors:validate": "POST only",
    "actors:separate": "POST only",
    "actors:export_csv": "a file",
    "actors:export_geojson": "a file",
    "actors:export_places": "a file",
    "rgesn:file": "a file; the declaration has its own tests",
    "flash:make": "POST only",
    "flash:pdf": "a file",
    "flash:page": "a file; the two pages have their own tests",
    "maturity:guide": "a file; the guides have their own tests",
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


def _flash(authority: Any, pilot: Any) -> Any:
    """The answers of somebody who does not know everything, and their estimate."""
    from canivet_web.flash import bridge
    from canivet_web.flash.models import FlashSheet

    FlashSheet.objects.create(
        authority=authority, people=6, desktops=3, laptops=8, smartphones=2, tablets=6, printers=1, copiers=1,
        age="old", school="apart", server="yes", hosting="provider", website="own", purchases="new",
    )  # fmt: skip
    made, problem = bridge.make(authority, pilot)
    assert made is not None, problem
    return made


def _assessed(authority: Any, pilot: Any) -> dict[str, Any]:
    """The self-assessment and the local figures of the example, as a dossier brings them; one score kept."""
    from canivet.rgesn.files import load as load_rgesn
    from canivet.territory_uses.files import load as load_uses
    from canivet_web.commons import commons
    from canivet_web.rgesn import storing
    from canivet_web.territory_uses import bridge as territory

    folder = commons().root / "examples" / "agglo-demo" / "etat-des-lieux"
    storing.take_in(authority, load_rgesn(folder, commons()), pilot)
    territory.take_in(authority, load_uses(folder, commons()), pilot)
    service = authority.assessed_services.kept().first()
    storing.freeze(service, pilot, service.established_on)
    return {"assessed": service, "figure": authority.local_figures.kept().first()}


def _law(authority: Any, pilot: Any) -> dict[str, Any]:
    """Facts, register and journal of the example, as a dossier brings them."""
    from canivet import initiatives, obligations
    from canivet_web.commons import commons
    from canivet_web.law import bridge, rows

    folder = commons().root / "examples" / "agglo-demo" / "etat-des-lieux"
    rows.store_obligations(authority, pilot, obligations.load_part(folder, bridge.law()))
    rows.store_initiatives(authority, pilot, initiatives.load(folder))
    return {
        "disposal": authority.disposals.kept().first(),
        "initiative": authority.initiatives.kept().first(),
    }


def _actors(authority: Any, pilot: Any) -> dict[str, Any]:
    """Actors of the example and of the samples of two sources; one joined, a pair to decide, files relit."""
    from dataclasses import replace
    from pathlib import Path

    from canivet import actors
    from canivet.actors.readers.reading import read_files
    from canivet.actors.scope import Scope
    from canivet_web.actors import pairs, rows, taking_in
    from canivet_web.actors.models import ActorPair
    from canivet_web.actors.packing import packed
    from canivet_web.commons import commons

    folder = commons().root / "examples" / "agglo-demo" / "etat-des-lieux"
    taking_in.store(authority, pilot, actors.load(folder))
    known = rows.vocabulary()
    scope = Scope({"99001": "Valmont-sur-Orle", "99002": "Brenac"}, known.districts)
    samples = Path(actors.__file__).parent / "readers"
    for name in ("qfdmo/sample.csv", "sirene/sample.csv"):
        (reading,) = read_files([samples / name], scope, known, commons())
        found = [packed(replace(actor, epci_siren=authority.siren)) for actor in reading.actors]
        told = {"file": "StockEtablissement.csv", "sheet": "", "feed": reading.feed, "lines": reading.lines,
                "kept": len(reading.actors), "other_reasons": 0,
                "left_out": [{"reason": left.reason, "count": left.count, "lines": left.lines}
                             for left in reading.left_out.values()]}  # fmt: skip
        content = {"readings": [told], "actors": found}
        intake = taking_in._waiting(authority, content, ["StockEtablissement.csv"], pilot)
        if name.startswith("qfdmo"):
            taking_in.accept(authority, intake.pk, pilot)
    first, second, third = authority.actors.kept().filter(categories__contains="REP")[:3]
    pairs.join(first, second, pilot)
    ActorPair.objects.create(
        authority=authority, first=first, second=third, similarity=0.81, distance=420.0,
        why="Noms proches, à peu de distance.",
    )  # fmt: skip
    return {"actor": first, "actor_intake": intake}


def _maturity(authority: Any, service: Any, pilot: Any) -> Any:
    """A grid half answered by two services, with plans, gaps and a proof, frozen twice."""
    from datetime import date

    from canivet_web.maturity import bridge, freezing
    from canivet_web.maturity.models import MaturityAnswer, MaturityProof

    for rank, question in enumerate(bridge.grid().questions):
        if rank % 4 == 3:
            continue
        plan = {"planned_level": rank % 4 + 1, "planned_on": date(2027, 6, 30)} if rank % 5 == 0 else {}
        for level, owner in ((rank % 4, None), ((rank + 2) % 4, service)):
            answer = MaturityAnswer.objects.create(
                authority=authority,
                question=question.id,
                service=owner,
                level=level,
                **({} if owner else plan),
            )
            note = f"Compte rendu {rank}"
            proof = MaturityProof.objects.create(
                authority=authority, answer=answer, kind="note", title=note, text=note, sha256="0" * 64
            )
    freezing.freeze(authority, pilot, "Avant la stratégie", date(2026, 3, 1))
    for answer in authority.maturity_answers.filter(service=None, level__lt=3, planned_level=None)[:25]:
        answer.level += 1
        answer.save()
    freezing.freeze(authority, pilot, "Bilan", date(2026, 11, 25))
    return proof


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
        flash=_flash(authority, pilot),
        **_assessed(authority, pilot),
        **_law(authority, pilot),
        **_actors(authority, pilot),
        proof=_maturity(authority, service, pilot),
        member=member,
        invitation=invitation,
        job=Job.objects.create(authority=authority, kind=Job.Kind.IMPORT, created_by=pilot, steps_total=3),
        link=link,
        secret=sharing.secret_of(authority, seed),
        tokens=tokens,
    )
