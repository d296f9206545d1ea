"""Take the pictures of the main pages: ``make screenshots`` writes ``docs/captures``.

The platform is started with its demonstration in a temporary folder, on this machine alone.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, make_server

TARGET = Path(__file__).parents[1] / "docs" / "captures"
LARGEST = 150_000
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]


@dataclass(frozen=True)
class Shot:
    """One picture: its file, the page, what it shows for whoever does not see it."""

    name: str
    path: str
    text: str
    signed_in: bool = True
    width: int = 1280
    height: int = 860
    dark: bool = False


def shots(siren: str, number: int, batch: int, model: int, secret: str) -> list[Shot]:
    """The pictures, in the order of the work."""
    c = f"/c/{siren}"
    return [
        Shot("accueil", "/", "Page d'accueil : ce que fait Canivet, en trois étapes.", signed_in=False),
        Shot("collectivite", f"{c}/", "Page d'une collectivité : où elle en est et ce qui reste à faire."),
        Shot(
            "inventaire",
            f"{c}/inventaire/{batch}/",
            "Un import : sources reconnues, lignes comptées, écartées.",
        ),
        Shot(
            "modeles",
            f"{c}/inventaire/{batch}/modeles/",
            "Revue des modèles, les plus lourds d'abord, avec la famille proposée.",
        ),
        Shot(
            "relecture",
            f"{c}/inventaire/{batch}/modeles/{model}/",
            "Relecture d'un modèle au clavier : un chiffre ou quelques lettres suffisent.",
        ),
        Shot("usages", f"{c}/usages/", "Registres de ce qui est utilisé sans être possédé."),
        Shot("etat-des-lieux", f"{c}/etat-des-lieux/", "État des lieux : chaque partie et où elle en est."),
        Shot(
            "maturite",
            f"{c}/etat-des-lieux/maturite/scores/",
            "Scores de maturité par domaine, avec ce qui est programmé, les réponses et les preuves.",
            height=1100,
        ),
        Shot(
            "question",
            f"{c}/etat-des-lieux/maturite/question/G.01/",
            "Une question de la grille : cinq réponses, choisies au clavier, et leurs preuves.",
        ),
        Shot(
            "obligations",
            f"{c}/etat-des-lieux/obligations/",
            "Ce que la loi demande : respecté ou non, sur quelle preuve, et que faire.",
        ),
        Shot(
            "territoire",
            f"{c}/etat-des-lieux/territoire/",
            "Usages et empreinte du territoire : estimations nationales et chiffres locaux.",
        ),
        Shot(
            "diagnostic",
            f"{c}/diagnostic/{number}/",
            "Diagnostic en un écran : l'empreinte et son intervalle, par étape, catégorie et service.",
            height=800,
        ),
        Shot(
            "explication",
            f"{c}/diagnostic/{number}/expliquer/",
            "Explication d'un chiffre : ses facteurs, leurs sources, les lignes.",
        ),
        Shot(
            "documents",
            f"{c}/documents/",
            "Tous les documents d'un diagnostic figé, et les liens de partage.",
        ),
        Shot(
            "partage",
            f"/partage/{secret}/",
            "Page partagée : les chiffres d'un diagnostic figé, lisibles sans compte.",
            signed_in=False,
            height=1200,
        ),
        Shot(
            "partage-telephone",
            f"/partage/{secret}/",
            "La même page partagée sur un téléphone.",
            signed_in=False,
            width=390,
            height=844,
        ),
        Shot(
            "diagnostic-sombre",
            f"{c}/diagnostic/{number}/",
            "Le diagnostic pour qui préfère un fond sombre.",
            height=800,
            dark=True,
        ),
        Shot(
            "ecoconception",
            "/ecoconception/",
            "Déclaration d'écoconception : score et empreinte de la plateforme.",
            signed_in=False,
        ),
        Shot("journal", f"{c}/journal/", "Journal : qui a décidé quoi, et quand."),
    ]


class _Silent(WSGIRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


@contextmanager
def platform() -> Iterator[tuple[str, list[Shot], str]]:
    """The platform, its pictures to take, and the session of its pilot."""
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command
    from django.core.wsgi import get_wsgi_application
    from django.test import Client

    call_command("migrate", verbosity=0, interactive=False)
    call_command("collectstatic", verbosity=0, interactive=False)
    from canivet_web import demonstration
    from canivet_web.inventories.bridge import batch_in_force
    from canivet_web.publications import sharing

    authority, pilot = demonstration.build(print)
    frozen = authority.results.filter(freeze__isnull=False).latest("number")
    seed = "graine-des-captures-0123456789"
    sharing.create(frozen, pilot, seed=seed, label="Comité de pilotage", expires_on=sharing.default_expiry())
    client = Client()
    client.force_login(pilot, backend="canivet_web.accounts.backends.EmailBackend")
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    batch = batch_in_force(authority)
    assert batch is not None
    server = make_server("127.0.0.1", 0, get_wsgi_application(), handler_class=_Silent)
    Thread(target=server.serve_forever, daemon=True).start()
    model = batch.models.filter(to_review=True).first() or batch.models.first()
    assert model is not None
    secret = sharing.secret_of(authority, seed)
    pictures = shots(authority.siren, frozen.number, batch.number, model.pk, secret)
    yield f"http://127.0.0.1:{server.server_port}", pictures, session
    server.shutdown()


def take(url: str, pictures: list[Shot], session: str, chromium: str) -> None:
    """Take the pictures and write the page that lists them."""
    from playwright.sync_api import sync_playwright

    TARGET.mkdir(exist_ok=True)
    listed = [
        "# Captures\n",
        "Écrites par `make screenshots`, avec la collectivité fictive de démonstration.\n",
    ]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        for shot in pictures:
            context = browser.new_context(
                viewport={"width": shot.width, "height": shot.height},
                locale="fr-FR",
                color_scheme="dark" if shot.dark else "light",
            )
            if shot.signed_in:
                context.add_cookies([{"name": "session", "value": session, "url": url}])
            page = context.new_page()
            answer = page.goto(url + shot.path)
            if answer is None or answer.status != 200:
                raise SystemExit(f"{shot.path} : {answer.status if answer else 'pas de réponse'}")
            target = TARGET / f"{shot.name}.png"
            page.screenshot(path=target)
            lighten(target)
            if target.stat().st_size > LARGEST:
                raise SystemExit(f"{target.name} pèse {target.stat().st_size} octets, plus que {LARGEST}")
            listed.append(f"![{shot.text}]({target.name})\n")
            context.close()
        browser.close()
    (TARGET / "README.md").write_text("\n".join(listed), encoding="utf-8")


def lighten(picture: Path) -> None:
    """Keep a hundred colours: the pictures of our pages have few."""
    from PIL import Image

    with Image.open(picture) as image:
        image.convert("RGB").quantize(colors=100, dither=Image.Dither.NONE).save(picture, optimize=True)


def main() -> None:
    """Start, take, stop."""
    chromium = os.environ.get("CANIVET_CHROMIUM") or shutil.which("chromium")
    if chromium is None:
        sys.exit("Chromium est absent : apt install chromium, ou CANIVET_CHROMIUM=/chemin")
    with tempfile.TemporaryDirectory() as folder:
        os.environ["CANIVET_DATA"] = folder
        os.environ["CANIVET_JOURNAL"] = "texte"
        os.environ["DJANGO_SETTINGS_MODULE"] = "canivet_web.settings"
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
        for name in ("CANIVET_DATABASE", "CANIVET_URL", "CANIVET_OIDC_EMETTEUR"):
            os.environ.pop(name, None)
        with platform() as (url, pictures, session):
            take(url, pictures, session, chromium)


if __name__ == "__main__":
    main()
