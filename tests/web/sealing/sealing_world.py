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
from canivet_web.authorities.models import Service, Site
from canivet_web.diagnostics.models import Freeze, Result, ResultFile
from canivet_web.inventories.models import Acceptance, Batch, BatchExclusion, BatchModel, Correction
from canivet_web.jobs.models import Job
from canivet_web.publications.models import ShareLink
from canivet_web.registers.models import Entry
from canivet_web.roles import Role
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
WORDS = {
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
