"""Every page: light, accessible, readable when small or large, usable with the keyboard alone."""

from __future__ import annotations

import json
import os
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from browser_measures import first_view
from browser_pages import NOT_PAGES, PAGES, VARIANTS, address, visitor
from django.urls import URLResolver, get_resolver

NAMES = [*PAGES, *VARIANTS]
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


@pytest.fixture
def opened(page_of, server, demo, name):
    """The page, in the browser of its visitor."""
    page = page_of(visitor(demo, name))
    page.goto(server + address(demo, name))
    return page


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


@pytest.mark.parametrize("name", NAMES)
def test_axe_finds_nothing_in_light_and_dark(opened, name):
    for scheme in ("light", "dark"):
        opened.emulate_media(color_scheme=scheme)
        results = Axe().run(opened)
        found = [
            f"{scheme}: {rule['id']}: {node['target']}: {node['failureSummary']}"
            for rule in results.response["violations"]
            for node in rule["nodes"]
        ]
        assert found == []


@pytest.mark.parametrize("name", NAMES)
def test_structure_and_reflow(opened, name):
    assert opened.locator("h1").count() == 1
    assert opened.locator("h1").inner_text().strip()
    assert opened.title().strip()
    assert "INVALID-VARIABLE" not in opened.content()
    # 320 px is a small telephone; 640 px is what is left of 1280 when the page is enlarged to 200 %.
    for width in (320, 640):
        opened.set_viewport_size({"width": width, "height": 900})
        wide = opened.evaluate(
            """() => { const limit = document.documentElement.clientWidth;
            const out = document.documentElement.scrollWidth > limit
              ? [...document.querySelectorAll("main *, header *, footer *, nav *")]
                .filter(e => e.getBoundingClientRect().right > limit + 1)
                .filter(e => !e.parentElement.closest(".scroll"))
                .map(e => e.outerHTML.slice(0, 90)) : [];
            return {page: document.documentElement.scrollWidth, limit, out: out.slice(0, 4)} }"""
        )
        assert wide["page"] <= wide["limit"], (width, wide["out"])


EXPECTED = """() => {
  const inRadioGroup = new Set();
  return [...document.querySelectorAll(
    'a[href], button, input, select, textarea, summary, [tabindex]')].filter(e => {
    if (e.disabled || e.tabIndex < 0 || e.type === "hidden") return false;
    if (!e.checkVisibility({visibilityProperty: true})) return false;
    if (e.type === "radio") {
      const key = e.form ? [...document.forms].indexOf(e.form) + e.name : e.name;
      if (inRadioGroup.has(key)) return false;
      inRadioGroup.add(key);
    }
    return true;
  }).map((e, i) => { e.dataset.stop = i; return e.outerHTML.slice(0, 90); });
}"""
LISTEN = """() => {
  document.activeElement.blur();
  document.body.tabIndex = -1; document.body.focus(); document.body.removeAttribute("tabindex");
  window.stops = [];
  document.addEventListener("focusin", event => {
    const e = event.target, style = getComputedStyle(e);
    const seen = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
    const group = e.type === "radio"
      ? [...document.querySelectorAll(`input[type=radio][name="${e.name}"]`)].find(r => r.dataset.stop)
      : e;
    window.stops.push([group.dataset.stop ?? e.outerHTML.slice(0, 90), seen]);
  });
}"""


@pytest.mark.parametrize("name", NAMES)
def test_keyboard_reaches_everything_in_order_and_it_shows(opened, name):
    expected = opened.evaluate(EXPECTED)
    opened.evaluate(LISTEN)
    dates = opened.locator("input[type=date]").count()
    for _ in range(len(expected) + 3 * dates):
        opened.keyboard.press("Tab")
    stops = opened.evaluate("window.stops")
    unseen = [stop for stop, seen in stops if not seen]
    assert unseen == [], [expected[int(stop)] if str(stop).isdigit() else stop for stop in unseen]
    order = [stop for i, (stop, _) in enumerate(stops) if i == 0 or stops[i - 1][0] != stop]
    assert order[: len(expected)] == [str(i) for i in range(len(expected))], expected


@pytest.mark.parametrize("name", ["home", "authorities:home"])
def test_skip_link_goes_to_the_content(opened, name):
    opened.keyboard.press("Tab")
    assert opened.evaluate("document.activeElement.className") == "skip"
    opened.keyboard.press("Enter")
    assert opened.evaluate("document.activeElement.id") == "contenu"


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
