"""Debian's Chromium, a server of our own, and a platform filled once by the paths that its pages use."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest

# Playwright's loop runs in this thread; the only code of ours that runs beside it is the tests' own queries.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
]
CHROMIUM = os.environ.get("CANIVET_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
SIZE = {"width": 1280, "height": 900}
WITHOUT = "tests du navigateur : Chromium est absent (apt install chromium, ou CANIVET_CHROMIUM=/chemin)"
_left_out: list[str] = []


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark what is here; without a browser, leave it out and say so, unless this is the integration."""
    mine = [item for item in items if "browser" in item.path.parts]
    for item in mine:
        item.add_marker(pytest.mark.browser)
    driven = [item for item in mine if "browser" in getattr(item, "fixturenames", ())]
    if CHROMIUM is None and os.environ.get("CI") != "true" and driven:
        _left_out.extend(item.nodeid for item in driven)
        config.hook.pytest_deselected(items=driven)
        items[:] = [item for item in items if item not in driven]


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """A line nobody misses."""
    if _left_out:
        terminalreporter.section("navigateur")
        terminalreporter.line(f"{len(_left_out)} {WITHOUT}. Ils n'ont PAS été joués.")


@pytest.fixture(scope="session")
def database(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The test database.

    pytest-django makes it only when a test asks for it by its own fixtures, which empty it after each test:
    when these tests run alone, it is made here.
    """
    from django.db import connection
    from django.test.utils import setup_databases, teardown_databases

    if connection.settings_dict["NAME"] == connection.creation._get_test_db_name():
        yield
        return
    with django_db_blocker.unblock():
        made = setup_databases(verbosity=0, interactive=False, aliases={"default"}, serialized_aliases=set())
    yield
    with django_db_blocker.unblock():
        teardown_databases(made, verbosity=0)


@pytest.fixture(scope="module")
def browser(database: None) -> Iterator[Any]:
    """A Chromium, until the end of the module.

    While it runs, this thread counts as asynchronous, and Django would open other connections than
    those of the test database: they are carried over.
    """
    if CHROMIUM is None:
        pytest.fail(WITHOUT)
    from django.db import connections
    from playwright.sync_api import sync_playwright

    kept = {connection.alias: connection for connection in connections.all()}
    with sync_playwright() as playwright:
        for alias, connection in kept.items():
            connections[alias] = connection
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield started
        started.close()


@pytest.fixture(scope="module")
def server(browser: Any, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The platform served over the test database, emptied at the end of the module.

    Static files are sent as on a real instance: gathered, compressed, by the platform itself.
    """
    from django.conf import settings
    from django.core import mail
    from django.core.management import call_command
    from django.test import override_settings
    from django.test.testcases import LiveServerThread

    storages = dict(settings.STORAGES)
    storages["staticfiles"] = {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}
    folder = tmp_path_factory.mktemp("static")
    with django_db_blocker.unblock(), override_settings(STATIC_ROOT=folder, STORAGES=storages):
        call_command("collectstatic", verbosity=0, interactive=False)
        mail.outbox = []
        thread = LiveServerThread("localhost", static_handler=lambda application: application)
        thread.daemon = True
        thread.start()
        thread.is_ready.wait()
        if thread.error:
            raise thread.error
        try:
            yield f"http://{thread.host}:{thread.port}"
        finally:
            thread.terminate()
            call_command("flush", verbosity=0, interactive=False)


@pytest.fixture(scope="module")
def demo(server: str) -> Any:
    """The demonstration authority, a share link, and one of everything that has a page."""
    from browser_pages import build

    return build()


@pytest.fixture(scope="module")
def page_of(browser: Any, server: str) -> Iterator[Callable[[Any], Any]]:
    """The page of somebody signed in, or of nobody; the same one all along a module."""
    from playwright.sync_api import Page

    pages: dict[int | None, Page] = {}

    def opened(user: Any) -> Page:
        key = getattr(user, "pk", None)
        if key not in pages:
            context = browser.new_context(viewport=SIZE, locale="fr-FR", reduced_motion="reduce")
            context.add_cookies(signed_in(user, server))
            pages[key] = context.new_page()
        pages[key].set_viewport_size(SIZE)
        pages[key].emulate_media(color_scheme="light")
        return pages[key]

    yield opened
    for page in pages.values():
        page.context.close()


@pytest.fixture
def opened(page_of: Callable[[Any], Any], server: str, demo: Any, name: str) -> Any:
    """The page called ``name``, in the browser of its visitor."""
    from browser_pages import address, visitor

    page = page_of(visitor(demo, name))
    page.goto(server + address(demo, name))
    return page


def signed_in(user: Any, server: str) -> list[dict[str, Any]]:
    """Cookies of somebody signed in; none for nobody."""
    if user is None:
        return []
    from django.conf import settings
    from django.test import Client

    client = Client()
    client.force_login(user, backend="canivet_web.accounts.backends.EmailBackend")
    value = client.cookies[settings.SESSION_COOKIE_NAME].value
    return [{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": server}]
