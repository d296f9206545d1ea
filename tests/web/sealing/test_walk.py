"""The wall between authorities: every address × everybody × GET and POST, against the table of roles.

Expected answers come from the access that each view wears and from ``roles.ACTS``; a table written by hand
(`BY_HAND`) checks these two in turn. Each request is undone, so that none changes what the next one finds.
"""

from __future__ import annotations

from collections.abc import Callable

from django.db import transaction
from django.http import HttpResponse
from django.test import TestCase
from django.urls import URLPattern, reverse
from sealing_world import TOKENS, Page, World, address, build, pages

from canivet_web.accounts.models import Membership
from canivet_web.registers.models import Entry
from canivet_web.roles import ACTS, Act, Role

METHODS = ("get", "post")
OUTSIDERS = ("other pilot", "nobody", "programme", "instance", "expired")
ANONYMOUS = ("anonymous", "inactive")
#: Words of a decorator that are not an act.
FLAGS = ("public", "signed_in", "programme", "instance")
#: Views of others, that wear no access of ours.
EXCEPTED = ("mozilla_django_oidc.views",)


def ask(world: World, who: str, method: str, path: str) -> HttpResponse:
    """One request of somebody, undone at once."""
    client = world.client(who)
    point = transaction.savepoint()
    try:
        answer = getattr(client, method)(path)
        if answer.streaming:  # read to its end, or its file stays open
            b"".join(answer.streaming_content)
        return answer
    finally:
        transaction.savepoint_rollback(point)


def seen(answer: HttpResponse) -> str:
    """What an answer is, for access: login, refused, absent, broken, or open."""
    location = answer.headers.get("Location", "")
    if answer.status_code == 401 or (answer.status_code == 302 and location.startswith("/connexion/?next=")):
        return "login"
    if answer.status_code == 405:
        return "method"
    return {403: "refused", 404: "absent"}.get(
        answer.status_code, "broken" if answer.status_code > 499 else "open"
    )


def expected(access: str, who: str) -> str:
    """What the tables say."""
    if access == "public":
        return "open"
    if who in ANONYMOUS:
        return "login"
    if access == "signed_in":
        return "open"
    if access in ("programme", "instance"):
        return "open" if who == access else "absent"
    if who in OUTSIDERS:
        return "absent"
    return "open" if Act(access) in ACTS[Role(who)] else "refused"


def of_authority() -> list[Page]:
    return [page for page in pages() if page.access not in FLAGS]


def test_every_view_wears_its_access() -> None:
    found = list(pages())
    assert len(found) > 70
    allowed = {*FLAGS, *Act}
    bare = [f"{page.route} ({page.view.__module__})" for page in found if page.access not in allowed]
    assert [line for line in bare if not any(name in line for name in EXCEPTED)] == []


def test_every_view_of_the_provider_and_of_the_bench_wears_its_access() -> None:
    """They are open by a setting only, so the walk does not see them."""
    from canivet_web import bench
    from canivet_web.accounts.oidc import urls

    for entry in (*urls.urlpatterns, *bench.urlpatterns):
        assert isinstance(entry, URLPattern)
        assert getattr(entry.callback, "access", "") in {*FLAGS, *Act}, entry


def test_every_address_of_an_authority_has_its_siren_and_the_other_way_round() -> None:
    for page in pages():
        is_authority = page.access in set(Act)
        assert ("c/<siren:siren>/" in page.route) is is_authority, page.route


def test_some_page_asks_for_each_act() -> None:
    assert {page.access for page in of_authority()} >= set(Act)


def elsewhere(world: World, page: Page) -> str:
    """The address of a page that is of no authority."""
    known = {
        "accounts:confirm": {"token": "c" * 43},
        "accounts:link_in": {"token": world.link},
        "accounts:reset_confirm": {"uid": "MQ", "token": "abc-def"},
        "accounts:invitation": {"token": TOKENS["invitation"]},
        "accounts:instance_user": {"pk": world.town.members[Role.READER].pk},
        "authorities:programme_authority": {"siren": world.town.authority.siren},
        "publications:shared": {"token": TOKENS["partage"]},
        "publications:shared_file": {
            "token": TOKENS["partage"],
            "name": world.objects[world.town.authority.pk]["file"].name,
        },
    }
    if not page.parameters:
        return reverse(page.name)
    assert page.name in known, f"{page.name}: say its parameters in the walk"
    return reverse(page.name, kwargs=known[page.name])


#: By hand: who, page, what it must be. Nothing here is computed from the tables.
BY_HAND = [
    ("pilot", "c/999999998/", "open"),
    ("contributor", "c/999999998/", "open"),
    ("contributor", "c/999999998/inventaire/", "refused"),
    ("contributor", "c/999999998/diagnostic/", "refused"),
    ("contributor", "c/999999998/usages/", "open"),
    ("contributor", "c/999999998/usages/importer/", "refused"),
    ("contributor", "api/v1/c/999999998/resultats/", "refused"),
    ("reader", "c/999999998/diagnostic/1/", "open"),
    ("reader", "c/999999998/inventaire/1/", "refused"),
    ("reader", "c/999999998/diagnostic/1/dossier.zip", "refused"),
    ("reader", "c/999999998/journal/", "refused"),
    ("reader", "api/v1/c/999999998/resultats/1/", "open"),
    ("reader", "c/999999998/documents/1/rapport.html", "open"),
    ("reader", "c/999999998/documents/1/inventaire.csv", "refused"),
    ("elected", "c/999999998/journal/", "open"),
    ("elected", "c/999999998/inventaire/", "refused"),
    ("elected", "c/999999998/corbeille/", "refused"),
    ("consultant", "c/999999998/inventaire/importer/", "open"),
    ("consultant", "c/999999998/equipe/", "refused"),
    ("consultant", "c/999999998/diagnostic/2/figer/", "refused"),
    ("consultant", "c/999999998/corbeille/", "refused"),
    ("it", "c/999999998/corbeille/", "open"),
    ("it", "c/999999998/equipe/", "refused"),
    ("it", "c/999999998/supprimer/", "refused"),
    ("it", "c/999999998/partages/1/creer/", "refused"),
    ("pilot", "c/999999998/equipe/", "open"),
    ("pilot", "c/999999998/supprimer/", "open"),
    ("pilot", "c/999999980/", "absent"),
    ("pilot", "programme/", "absent"),
    ("pilot", "instance/", "absent"),
    ("other pilot", "c/999999998/", "absent"),
    ("other pilot", "api/v1/c/999999998/resultats/", "absent"),
    ("programme", "programme/", "open"),
    ("programme", "c/999999998/", "absent"),
    ("programme", "programme/999999980/", "absent"),
    ("programme", "instance/", "absent"),
    ("instance", "instance/", "open"),
    ("instance", "c/999999998/profil/", "absent"),
    ("instance", "programme/", "absent"),
    ("expired", "c/999999998/", "absent"),
    ("inactive", "c/999999998/", "login"),
    ("anonymous", "c/999999998/journal/journal.csv", "login"),
    ("anonymous", "api/v1/c/999999998/resultats/", "login"),
    ("anonymous", "compte/donnees.json", "login"),
    ("anonymous", "c/123456789/", "login"),
    ("nobody", "c/123456789/", "absent"),
]  # fmt: skip


class Walk(TestCase):
    """One world for all of these, each request undone."""

    world: World

    @classmethod
    def setUpTestData(cls) -> None:
        cls.world = build()

    def answers(self, who: str, path: str) -> set[str]:
        """What somebody gets there. A page only read, or only written, says so to all: that is no secret."""
        return {seen(ask(self.world, who, method, path)) for method in METHODS} - {"method"}

    def wrong(
        self, who: str, address_of: Callable[[Page], str], want: Callable[[Page], set[str]]
    ) -> list[str]:
        """The pages of an authority where somebody does not get what the tables say."""
        found = []
        for page in of_authority():
            path, got, should = address_of(page), None, want(page)
            got = self.answers(who, path)
            if got != should:
                found.append(f"{who} {path} ({page.access}): {got}, not {should}")
        return found

    def test_everybody_on_every_page_of_an_authority(self) -> None:
        wrong = []
        for who in (*Role, *OUTSIDERS, *ANONYMOUS):
            wrong += self.wrong(who, self.own, lambda page, who=who: {expected(page.access, who)})
        assert not wrong, "\n".join(wrong)

    def test_the_objects_of_another_authority_do_not_exist_under_ones_own_siren(self) -> None:
        wrong, tried = [], 0
        for who in Role:
            for page in of_authority():
                theirs = self.theirs(page, self.world.town.authority.siren)
                if self.own(page) == theirs or expected(page.access, who) != "open":
                    continue
                tried += who == Role.PILOT
                if (got := self.answers(who, theirs)) != {"absent"}:
                    wrong.append(f"{who} {theirs}: {got}")
        assert not wrong, "\n".join(wrong)
        assert tried >= 25

    def test_members_are_outsiders_to_the_neighbour(self) -> None:
        wrong = []
        for who in Role:
            wrong += self.wrong(who, self.theirs, lambda _: {"absent"})
        assert not wrong, "\n".join(wrong)

    def test_the_neighbour_has_all_these_pages(self) -> None:
        """Otherwise the two tests above would pass for want of objects."""
        assert self.wrong("other pilot", self.theirs, lambda _: {"open"}) == []

    def own(self, page: Page) -> str:
        return address(self.world, page)

    def theirs(self, page: Page, siren: str = "") -> str:
        return address(self.world, page, self.world.other, siren or self.world.other.authority.siren)

    def test_everybody_on_every_other_page(self) -> None:
        self.world.town.authority.shared_with_programme = True
        self.world.town.authority.save()
        wrong = []
        for who in (*Role, *OUTSIDERS, *ANONYMOUS):
            for page in pages():
                if page.access not in FLAGS:
                    continue
                path, want = elsewhere(self.world, page), {expected(page.access, who)}
                # A dead or foreign link says that it is dead, in whatever words: it is for its own test.
                secret = page.access == "public" and page.parameters
                got = self.answers(who, path)
                if not got or not got <= ({"open", "absent", "refused"} if secret else want):
                    wrong.append(f"{who} {path} ({page.access}): {got}, not {want}")
        assert not wrong, "\n".join(wrong)

    def test_the_table_itself(self) -> None:
        got = [(who, path, seen(ask(self.world, who, "get", f"/{path}"))) for who, path, _ in BY_HAND]
        assert got == BY_HAND

    def test_the_programme_manager_sees_those_who_chose_to_be_seen(self) -> None:
        authority = self.world.town.authority
        for chosen, want in ((False, "absent"), (True, "open")):
            type(authority).objects.filter(pk=authority.pk).update(shared_with_programme=chosen)
            assert self.answers("programme", f"/programme/{authority.siren}/") == {want}
        for who in ("pilot", "instance", "nobody"):
            assert self.answers(who, f"/programme/{authority.siren}/") == {"absent"}

    def test_an_authority_that_exists_and_one_that_does_not_answer_alike(self) -> None:
        """From outside, nothing says who is on the platform."""
        asked = [ask(self.world, "nobody", "get", f"/c/{siren}/") for siren in ("999999998", "123456789")]
        assert len({answer.content for answer in asked}) == 1
        assert [dict(answer.headers) for answer in asked[:1]] == [
            dict(answer.headers) for answer in asked[1:]
        ]

    def test_a_contributor_touches_the_registers_of_the_own_service_only(self) -> None:
        authority = self.world.town.authority
        roads = self.world.objects[authority.pk]["service"]
        entries = [
            Entry.objects.create(authority=authority, register="applications", name=name, service=service)
            for name, service in (("Gestion de la voirie", roads), ("Agenda commun", None))
        ]
        for entry in entries:
            for end in ("", "supprimer/"):
                path = f"/c/999999998/usages/applications/{entry.pk}/{end}"
                assert self.answers("contributor", path) <= {"refused", "absent"}, path
                assert self.answers("pilot", path) == {"open"}, path
        for path in ("/c/999999998/usages/applications/", "/c/999999998/usages/usages.csv"):
            text = ask(self.world, "contributor", "get", path).content.decode()
            assert "Gestion de la voirie" not in text, path
            assert "Agenda commun" not in text, path

    def test_a_deleted_authority_is_absent_to_its_own_members_and_its_links_are_dead(self) -> None:
        self.world.town.authority.discard(self.world.town.members[Role.PILOT])
        assert self.wrong("pilot", self.own, lambda _: {"absent"}) == []
        shared = ask(self.world, "anonymous", "get", f"/partage/{TOKENS['partage']}/")
        assert "Val-Fictif" not in shared.content.decode()
        name = self.world.objects[self.world.town.authority.pk]["file"].name
        assert ask(self.world, "anonymous", "get", f"/partage/{TOKENS['partage']}/{name}").status_code >= 400

    def test_a_role_that_does_not_exist_opens_nothing(self) -> None:
        Membership.objects.filter(user=self.world.town.members[Role.READER]).update(role="chef")
        assert self.wrong("reader", self.own, lambda _: {"refused"}) == []

    def test_a_share_link_shows_the_files_of_its_own_result_only(self) -> None:
        """A link opens one frozen result: nothing of the inventory, nothing of another result."""
        shared = ask(self.world, "anonymous", "get", f"/partage/{TOKENS['partage']}/")
        assert shared.status_code == 200
        for name in ("inventaire.csv", "exclusions.csv", "inconnus.csv", "profil.json", "../resultat.json"):
            answer = ask(self.world, "anonymous", "get", f"/partage/{TOKENS['partage']}/{name}")
            assert answer.status_code in (403, 404), name
