"""Every page is light, and asks nobody else for anything."""

from __future__ import annotations

import json
import os
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from browser_measures import first_view
from browser_pages import NAMES, NOT_PAGES, PAGES, VARIANTS, address, visitor
from django.urls import URLResolver, get_resolver

#: Pages whose weights are published in the eco-design declaration, with their titles there.
PUBLISHED = {
    "home": "Accueil",
    "accounts:login": "Connexion",
    "authorities:home": "Page d'une collectivité",
    "inventories:batch": "Inventaire importé",
    "inventories:models": "Revue des modèles",
    "diagnostics:show": "Diagnostic",
    "diagnostics:explain": "Explication d'un chiffre",
    "registers:index": "Usages",
    "publications:deliverables": "Documents",
    "publications:shared": "Page partagée",
    "publications:ecodesign": "Cette page",
}
MEASURES = Path(__file__).parents[2] / "src/canivet_web/publications/declarations/pages.json"


def names_of(resolver, namespace: str = "") -> set[str]:
    found = set()
    for item in resolver.url_patterns:
        if isinstance(item, URLResolver):
            found |= names_of(item, f"{item.namespace}:" if item.namespace else namespace)
        else:
            found.add(namespace + item.name)
    return found


def test_every_url_is_here():
    assert names_of(get_resolver()) == set(PAGES) | set(NOT_PAGES)


@pytest.mark.parametrize("name", NAMES)
def test_first_view_is_light_and_asks_nobody_else(page_of, server, demo, name):
    view = first_view(page_of(visitor(demo, name)), server + address(demo, name))
    assert view.status == (VARIANTS[name][2] if name in VARIANTS else 200)
    assert view.hosts == {urlsplit(server).netloc}
    assert view.problems == ()
    assert view.requests <= 6
    assert view.kb <= 60
    assert view.elements <= 385
    assert view.grade == "A", view.score


def test_report_opens_in_its_cage(page_of, server, demo):
    """The report is shown with its style and pictures, and asks nothing else."""
    page = page_of(demo.pilot)
    view = first_view(page, f"{server}/c/{demo.siren}/documents/{demo.frozen.number}/rapport.html")
    assert view.status == 200
    assert view.problems == ()
    assert view.requests == 1
    pictures = page.evaluate("[...document.images].map(image => image.naturalWidth)")
    assert all(pictures)


def test_published_weights_are_still_true(browser, page_of, server, demo):
    """The declaration's figures, measured again; ``CANIVET_ECRIRE_MESURES=1`` writes them."""
    import canivet

    rows = []
    for name, title in PUBLISHED.items():
        view = first_view(page_of(visitor(demo, name)), server + address(demo, name))
        rows.append(
            {
                "title": title,
                "kb": round(view.kb, 1),
                "requests": view.requests,
                "elements": view.elements,
                "score": round(view.score, 1),
                "grade": view.grade,
            }
        )
    measured = {"version": canivet.__version__, "browser": f"Chromium {browser.version}", "pages": rows}
    if os.environ.get("CANIVET_ECRIRE_MESURES"):
        MEASURES.write_text(json.dumps(measured, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    kept = json.loads(MEASURES.read_text(encoding="utf-8"))
    again = "relancez avec CANIVET_ECRIRE_MESURES=1"
    assert kept["version"] == measured["version"], again
    assert [row["title"] for row in kept["pages"]] == list(PUBLISHED.values()), again
    for was, now in zip(kept["pages"], rows, strict=True):
        assert was["grade"] == now["grade"], again
        assert now["elements"] == pytest.approx(was["elements"], rel=0.1), (now["title"], again)
        assert now["kb"] == pytest.approx(was["kb"], rel=0.15, abs=1), (now["title"], again)
