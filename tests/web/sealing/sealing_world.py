"""Two authorities that hold one object of every kind, everybody who may come, and the address of every page.

The world is built by the paths the pages use: the village's files are read, accepted, computed, frozen.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from http.cookies import SimpleCookie
from typing import Any

from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from canivet_web.accounts import links
from canivet_web.accounts.models import Invitation, Membership, User, hashed
from canivet_web.actors import packing, rows
from canivet_web.actors.models import Actor, ActorIntake, ActorMerge, ActorPair, ActorSource
from canivet_web.authorities.models import Service, Site
from canivet_web.diagnostics.models import Freeze, Result, ResultFile
from canivet_web.flash import bridge as flash
from canivet_web.flash.models import FlashEstimate, FlashSheet
from canivet_web.inventories.models import Acceptance, Batch, BatchExclusion, BatchModel, Correction
from canivet_web.jobs.models import Job
from canivet_web.law.models import DeclaredFact, Disposal, Initiative, NilReason
from canivet_web.maturity import freezing
from canivet_web.maturity.models import MaturityAnswer, MaturityFact, MaturityProof
from canivet_web.publications.models import ShareLink
from canivet_web.registers.models import Entry
from canivet_web.rgesn import bridge as rgesn
from canivet_web.rgesn import storing as rgesn_storing
from canivet_web.rgesn.models import AssessedService, CriterionAnswer
from canivet_web.roles import Role
from canivet_web.territory_uses.models import LocalFigure, UsesReview
from towns import Town, make_town, make_user

BACKEND = "canivet_web.accounts.backends.EmailBackend"
TOKENS = {"invitation": "i" * 43, "partage": "p" * 43}
#: Numbers of the neighbour's objects: no other authority has such a number.
FAR = 77


@dataclass(frozen=True)
class Page:
    """One address of the platform: its name, its view and the parameters it takes."""

    name: str
    route: str
    view: Any
    parameters: tuple[str, ...]

    @property
    def access(self) -> str:
        return str(getattr(self.view, "access", ""))


@dataclass
class World:
    town: Town
    other: Town
    objects: dict[int, dict[str, Any]] = field(default_factory=dict)
    cookies: dict[str, SimpleCookie] = field(default_factory=dict)
    link: str = ""

    def client(self, who: str) -> Client:
        """A browser of this person, as it was when the world was made."""
        client = Client(raise_request_exception=False)
        client.cookies = (
            SimpleCookie(self.cookies[who].output(header="", sep=";"))
            if who in self.cookies
            else SimpleCookie()
        )
        return client


def pages(
    resolver: URLResolver | None = None, prefix: str = "", space: str = "", above: tuple[str, ...] = ()
) -> Iterator[Page]:
    """Every address of the resolver, however deep."""
    for entry in (resolver or get_resolver()).url_patterns:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            inner = f"{space}{entry.namespace}:" if entry.namespace else space
            yield from pages(entry, route, inner, (*above, *entry.pattern.converters))
        else:
            assert isinstance(entry, URLPattern)
            name = f"{space}{entry.name}" if entry.name else ""
            yield Page(name, route, entry.callback, (*above, *entry.pattern.converters))


def build() -> World:
    """Both authorities and everybody."""
    world = World(
        make_town("999999998", "Communauté d'agglomération du Val-Fictif"),
        make_town("999999980", "Ville de Fictive-sur-Mer"),
    )
    _read_and_compute(world.town)
    _copy(world.town, world.other)
    for town, first in ((world.town, 1), (world.other, FAR)):
        world.objects[town.authority.pk] = _furnish(town, first, TOKENS if first == 1 else {})
    _people(world)
    return world


def _read_and_compute(town: Town) -> None:
    from canivet.examples import example_dossier, load_example
    from canivet_web.commons import commons
    from canivet_web.inventories import bridge as inventories
    from canivet_web.jobs.work import HANDLERS, run_job
    from canivet_web.registers import bridge as registers

    authority, pilot = town.authority, town.members[Role.PILOT]
    dossier = example_dossier(commons(), load_example(commons(), "village"))
    batch = inventories.store_tables(authority, pilot, dossier.tables, authority.year)
    Acceptance.objects.create(authority=authority, batch=batch, accepted_by=pilot)
    if dossier.uses:
        registers.write_uses(authority, dossier.uses, pilot)
    kind = Job.Kind.DIAGNOSIS
    job = Job.objects.create(authority=authority, kind=kind, created_by=pilot, steps_total=HANDLERS[kind][1])
    run_job.call(job.pk)
    job.refresh_from_db()
    assert job.state == Job.State.DONE, (job.state, job.step, job.problem)


def _again(row: Any, **changes: Any) -> Any:
    """The same row once more."""
    values = {f.attname: getattr(row, f.attname) for f in row._meta.concrete_fields if not f.primary_key}
    return type(row).objects.create(**{**values, **dict(changes.items())})


def _copy_result(result: Result, **changes: Any) -> Result:
    copied: Result = _again(result, **changes)
    for row in (*result.files.all(), *result.pictures.all()):
        _again(row, result_id=copied.pk)
    return copied


def _copy(town: Town, other: Town) -> None:
    """The neighbour holds the same, under numbers of its own."""
    batch = town.authority.batches.get()
    copied = _again(batch, authority_id=other.authority.pk, number=FAR)
    for row in (*batch.models.all(), *batch.exclusions.all()):
        _again(row, batch_id=copied.pk)
    Acceptance.objects.create(authority=other.authority, batch=copied)
    result = town.authority.results.get()
    _copy_result(result, authority_id=other.authority.pk, number=FAR, batch_id=copied.pk)


def _furnish(town: Town, first: int, tokens: dict[str, str]) -> dict[str, Any]:
    """One object of each kind in an authority; what the pages of this authority are about."""
    authority, pilot = town.authority, town.members[Role.PILOT]
    soon = timezone.now() + timedelta(days=5)
    frozen = authority.results.get(number=first)
    Freeze.objects.create(result=frozen, label="Diagnostic 2025", frozen_by=pilot)
    free = _copy_result(frozen, number=first + 1)
    batch = authority.batches.get(number=first)
    spare = _again(batch, number=first + 1)
    model = batch.models.order_by("rank").first()
    assert isinstance(model, BatchModel)
    BatchExclusion.objects.create(
        batch=batch, reason="retired", label="Sorti", place="inventaire.csv, ligne 2", lines=1, units=1
    )
    for row in batch.models.all():
        _again(row, batch_id=spare.pk)
    file = frozen.files.filter(name="rapport.html").first()
    assert isinstance(file, ResultFile)
    gone = Service.objects.create(authority=authority, name="Service supprimé")
    gone.discard(pilot)
    guest = make_user(f"a-retirer@{authority.siren}.example")
    return {
        "service": Service.objects.create(authority=authority, name="Voirie"),
        "site": Site.objects.create(authority=authority, name="Mairie"),
        "entry": Entry.objects.create(
            authority=authority, register="applications", name="Paie", service=town.service
        ),
        "correction": Correction.objects.create(authority=authority, key=model.key, value=model.family),
        "batch": batch,
        "spare_batch": spare,
        "model": model,
        "frozen": frozen,
        "free": free,
        "file": file,
        "gone": gone,
        "flash": _flash(town, first),
        **_assess(town, first),
        "proof": _maturity(town),
        **_law(town),
        **_actors(town),
        "job": Job.objects.create(authority=authority, kind=Job.Kind.IMPORT, created_by=pilot),
        "share": ShareLink.objects.create(
            authority=authority, result=frozen, label="Bureau", expires_on=soon.date(),
            token_hash=hashed(tokens.get("partage", f"partage-{first}")),
        ),
        "invitation": Invitation.objects.create(
            authority=authority, email=f"invite@{authority.siren}.example", role=Role.READER, expires_at=soon,
            token_hash=hashed(tokens.get("invitation", f"invitation-{first}")),
        ),
        "membership": Membership.objects.create(authority=authority, user=guest, role=Role.READER),
    }  # fmt: skip


def _flash(town: Town, first: int) -> FlashEstimate:
    """Answers of an authority, and an estimate of this number."""
    FlashSheet.objects.create(authority=town.authority, people=6, desktops=2, laptops=4, lead="clerk")
    made, problem = flash.make(town.authority, town.members[Role.PILOT])
    assert made is not None, problem
    return made if made.number == first else _again(made, number=first)


def _law(town: Town) -> dict[str, Any]:
    """Facts of a year and lasting, a lot, an initiative and the reason of an empty journal."""
    authority = town.authority
    for fact, year, value in (("weee_register", 0, "oui"), ("purchases_annual_eur", authority.year, "6e7")):
        DeclaredFact.objects.create(
            authority=authority, fact=fact, year=year, value=value, proofs="https://exemple.fr/p", note="Vu"
        )
    NilReason.objects.create(authority=authority, reason="Création récente.")
    return {
        "disposal": Disposal.objects.create(
            authority=authority, year=authority.year, family="laptop", quantity=3, outcome="don", label="Lot"
        ),
        "initiative": Initiative.objects.create(
            authority=authority, code="tri", title="Tri", theme="2", state="finie", service=town.service,
            result="Fait", gain="2 t", partners="Collège", proofs="p1",
        ),
    }  # fmt: skip


def _actors(town: Town) -> dict[str, Any]:
    """An actor of two sources that took another in, a pair to decide, files read and files accepted."""
    authority = town.authority
    actor, other, beside = (
        Actor.objects.create(
            authority=authority, slug=slug, name=name, categories="REP;ASS", roles="repair", status="ess",
            address="12 rue du Port", commune="Valmont", insee="99001", latitude=46.3, longitude=-0.4,
            labels="qualirepar", services="acces", website="https://octet.example", contact="Accueil",
            influence=5, involvement=1, actions="a1;a2", note="Vu", reason="", state="validated",
        )
        for slug, name in (("octet", "Octet"), ("octet-2", "Octet deux"), ("octet-3", "Octet trois"))
    )  # fmt: skip
    for feed in ("sirene", "qfdmo"):
        facts = {"name": "Octet", "categories": ["REP"], "commune": "Valmont", "siret": "90000001900019"}
        ActorSource.objects.create(
            actor=actor, feed=feed, source_id="x1", licence="Licence Ouverte 2.0", attribution="INSEE",
            doubt="À voir", facts=facts,
        )  # fmt: skip
    ActorPair.objects.create(authority=authority, first=actor, second=other, similarity=0.8, why="Proches.")
    ActorPair.objects.create(authority=authority, first=actor, second=beside, distinct=True)
    packed = packing.packed(rows.as_actor(actor))
    ActorMerge.objects.create(kept=actor, given_name="Octet ancien", before=packed, given=packed)
    told = {
        "readings": [{"file": "f.csv", "sheet": "", "feed": "sirene", "lines": 2, "kept": 1,
                      "other_reasons": 0, "left_out": [{"reason": "fermé", "count": 1, "lines": [2]}]}],
        "found": 1, "added": 1, "updated": 1, "unchanged": 0, "merged": 0, "asked": 1, "doubtful": 1,
        "first_added": [{"name": "Octet", "categories": ["REP"], "commune": "Valmont"}],
        "first_updated": [{"name": "Octet", "categories": ["REP"], "commune": "Valmont"}],
    }  # fmt: skip
    ActorIntake.objects.create(authority=authority, files="stock.csv", found=[], told=told,
                               accepted_at=timezone.now(), added=[actor.pk])  # fmt: skip
    waiting = ActorIntake.objects.create(authority=authority, files="stock.csv", found=[packed], told=told)
    return {"actor": actor, "actor_intake": waiting}


def _maturity(town: Town) -> MaturityProof:
    """Answers of the authority and of the contributor's service, a proof, a fact, a frozen grid."""
    authority, pilot = town.authority, town.members[Role.PILOT]
    for service in (None, town.service):
        answer = MaturityAnswer.objects.create(
            authority=authority, question="G.01", service=service, level=1, comment="Vu en comité"
        )
    proof = MaturityProof.objects.create(
        authority=authority, answer=answer, kind="note", title="Compte rendu", text="Vu", sha256="0" * 64
    )
    MaturityFact.objects.create(authority=authority, fact="website", value="oui")
    freezing.freeze(authority, pilot, "Avant", timezone.localdate())
    return proof


def _assess(town: Town, first: int) -> dict[str, Any]:
    """A service assessed and frozen under this number; a local figure and a review of uses."""
    authority, pilot = town.authority, town.members[Role.PILOT]
    service = AssessedService.objects.create(
        authority=authority, name="Portail", slug="portail", kind="site", edition="2024",
        facts={"video": "no"}, established_on=timezone.localdate(), assessor="Service numérique",
        contact="Contact",
    )  # fmt: skip
    rgesn.write_blank_answers(service)
    CriterionAnswer.objects.filter(service=service, criterion="1.1").update(
        state="validated", comment="Oui.", evidence="note.pdf"
    )
    frozen, _ = rgesn_storing.freeze(service, pilot, timezone.localdate())
    UsesReview.objects.create(authority=authority, made_on=timezone.localdate(), findings="Constats.")
    return {
        "assessed": service,
        "frozen_assessment": frozen if frozen.number == first else _again(frozen, number=first),
        "figure": LocalFigure.objects.create(
            authority=authority, indicator="weee_rate", label="Collecte", year=2024, value=55.0, source="Moi"
        ),
    }


def _people(world: World) -> None:
    people: dict[str, User] = {str(role): world.town.members[role] for role in Role}
    people["other pilot"] = world.other.members[Role.PILOT]
    people["nobody"] = make_user("personne@canivet.example")
    people["programme"] = make_user("programme@canivet.example", is_programme_manager=True)
    people["instance"] = make_user("instance@canivet.example", is_instance_admin=True)
    people["expired"] = make_user("parti@canivet.example")
    yesterday = timezone.localdate() - timedelta(days=1)
    Membership.objects.create(
        authority=world.town.authority, user=people["expired"], role=Role.PILOT, expires_on=yesterday
    )
    for who, user in people.items():
        client = Client()
        client.force_login(user, backend=BACKEND)
        world.cookies[who] = client.cookies
    inactive = make_user("desactive@canivet.example")
    Membership.objects.create(authority=world.town.authority, user=inactive, role=Role.PILOT)
    client = Client()
    client.force_login(inactive, backend=BACKEND)
    world.cookies["inactive"] = client.cookies
    User.objects.filter(pk=inactive.pk).update(is_active=False)
    world.link = links.make(people["nobody"], links.SIGN_IN)


#: (page or its application, parameter) → the object whose key or number stands there.
OBJECTS = {
    ("authorities:service", "pk"): "service",
    ("authorities:service_delete", "pk"): "service",
    ("authorities:site", "pk"): "site",
    ("authorities:site_delete", "pk"): "site",
    ("accounts:member", "pk"): "membership",
    ("accounts:member_remove", "pk"): "membership",
    ("accounts:invitation_withdraw", "pk"): "invitation",
    ("accounts:invitation_resend", "pk"): "invitation",
    ("jobs", "pk"): "job",
    ("registers", "pk"): "entry",
    ("flash", "number"): "flash",
    ("rgesn", "pk"): "assessed",
    ("rgesn", "number"): "frozen_assessment",
    ("territory_uses", "pk"): "figure",
    ("maturity", "pk"): "proof",
    ("actors", "pk"): "actor",
    ("actors:intake", "pk"): "actor_intake",
    ("law:disposal", "pk"): "disposal",
    ("law:disposal_delete", "pk"): "disposal",
    ("law:initiative", "pk"): "initiative",
    ("law:initiative_delete", "pk"): "initiative",
    ("inventories", "number"): "batch",
    ("inventories:delete", "number"): "spare_batch",
    ("inventories", "pk"): "model",
    ("diagnostics", "number"): "frozen",
    ("diagnostics:freeze", "number"): "free",
    ("diagnostics:delete", "number"): "free",
    ("publications", "number"): "frozen",
    ("publications:revoke", "pk"): "share",
    ("journal", "pk"): "gone",
    ("api", "number"): "frozen",
}
WORDS: dict[tuple[str, str], Any] = {
    ("flash", "step"): 1,
    ("rgesn", "theme"): 1,
    ("rgesn", "criterion"): "1.1",
    ("rgesn", "extension"): "html",
    ("territory_uses", "theme"): "circular",
    ("territory_uses", "indicator"): "weee_rate",
    ("diagnostics", "ratio"): "gwp_per_agent",
    ("diagnostics", "lever"): "garder-portables",
    ("maturity", "domain"): "g",
    ("maturity", "question"): "G.01",
    ("maturity", "role"): "it",
    ("law", "rule"): "REEN16",
    ("law", "group"): "cycle",
    ("law", "fact"): "weee_register",
    ("maturity", "suffix"): "html",
    ("journal", "kind"): "service",
    ("registers", "register"): "applications",
    ("inventories", "name"): "inventaire",
}


def arguments(world: World, page: Page, owner: Town, siren: str) -> dict[str, Any]:
    """Parameters of a page about the objects of ``owner``, asked under ``siren``."""
    found: dict[str, Any] = {}
    space = page.name.partition(":")[0]
    objects = world.objects[owner.authority.pk]
    for name in page.parameters:
        keys = ((page.name, name), (space, name))
        if name == "siren":
            found[name] = siren
        elif (space, name) == ("publications", "name"):
            found[name] = objects["file"].name
        elif word := next((WORDS[key] for key in keys if key in WORDS), None):
            found[name] = word
        else:
            kind = next((OBJECTS[key] for key in keys if key in OBJECTS), None)
            assert kind is not None, f"{page.name}: say in OBJECTS what « {name} » is"
            thing = objects[kind]
            found[name] = thing.number if name == "number" else thing.pk
    return found


def address(world: World, page: Page, owner: Town | None = None, siren: str = "") -> str:
    """The address of a page of the town, or about the objects of ``owner``."""
    if not page.name:
        assert page.parameters in ((), ("siren",)), f"{page.route}: give it a name"
        return "/" + page.route.replace("<siren:siren>", siren or world.town.authority.siren)
    return reverse(
        page.name, kwargs=arguments(world, page, owner or world.town, siren or world.town.authority.siren)
    )


__all__ = ["Batch", "Page", "World", "address", "arguments", "build", "pages"]
