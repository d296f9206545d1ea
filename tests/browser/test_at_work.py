"""What people do most: read the figure at a glance, and review models with the keyboard alone."""

from __future__ import annotations

import re

import pytest

from canivet_web.inventories.models import Correction

#: A small laptop's screen.
SCREEN = {"width": 1280, "height": 800}
ESSENTIAL = (
    "Changement climatique",
    "À corriger d'abord",
    "Par étape de vie",
    "Se situer",
    "Par catégorie",
    "Par service",
)


def test_the_dashboard_is_one_screen(page_of, server, demo):
    """The figure, its parts, the ratios and what to correct are whole at the first look."""
    page = page_of(demo.pilot)
    page.set_viewport_size(SCREEN)
    for result in (demo.frozen, demo.draft):
        page.goto(f"{server}/c/{demo.siren}/diagnostic/{result.number}/")
        for heading in ESSENTIAL:
            block = page.get_by_role("heading", name=heading, exact=True).locator("xpath=..")
            box = block.bounding_box()
            assert box["y"] + box["height"] <= SCREEN["height"], heading
        cut = page.evaluate(
            """() => [...document.querySelectorAll(".board .scroll")]
            .filter(e => e.scrollWidth > e.clientWidth).map(e => e.innerText.slice(0, 40))"""
        )
        assert cut == []


def test_the_dashboard_prints_on_two_pages_of_which_the_first_holds_the_figures(
    page_of, server, demo, tmp_path
):
    page = page_of(demo.pilot)
    page.goto(f"{server}/c/{demo.siren}/diagnostic/{demo.frozen.number}/")
    written = page.pdf(format="A4", prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", written)) <= 2


@pytest.fixture
def unknown(page_of, server, demo, tmp_path):
    """Thirty models that nobody knows, read from a file."""
    path = tmp_path / "inconnus.csv"
    rows = [f"Zorglub;Modèle {chr(65 + n % 26)}-{n * 37};{90 - 2 * n};Mairie" for n in range(30)]
    path.write_text(
        "\n".join(["Marque;Modèle;Quantité;Service", "Dell;Latitude 5420;1;", *rows, ""]), encoding="cp1252"
    )
    page = page_of(demo.pilot)
    page.goto(f"{server}/c/{demo.siren}/inventaire/importer/")
    page.get_by_label("Fichiers d'inventaire").set_input_files(path)
    page.get_by_role("button", name="Lire ces fichiers").click()
    page.wait_for_url(re.compile(r"/inventaire/\d+/$"), timeout=8000)
    return page


def test_thirty_models_at_one_key_each(unknown, demo):
    """Heaviest first; a digit answers, 0 passes, Backspace comes back: the mouse is never needed."""
    page = unknown
    page.get_by_role("link", name=re.compile("Relire les modèles")).focus()
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Relire un par un").focus()
    page.keyboard.press("Enter")
    before = Correction.objects.filter(authority=demo.authority).count()
    seen = []

    def press(*keys: str) -> None:
        page.wait_for_function(
            "document.activeElement?.id === 'said' && !document.getElementById('keys').hidden"
        )
        address = page.url
        for key in keys:
            page.keyboard.press(key)
        page.wait_for_url(lambda url: url != address)

    for number in range(30):
        page.wait_for_selector("#said, #models, .notice")
        seen.append(page.locator("h1").inner_text())
        if number == 5:
            press("0")
            assert page.locator("h1").inner_text() not in seen
            press("Backspace")
            assert page.locator("h1").inner_text() == seen[5]
        if number == 7:
            press(*"switch", "Enter")
        else:
            press(str(number % 9 + 1))
    assert len(set(seen)) == 30
    assert seen[0] == "Zorglub Modèle A-0"
    assert "Tout est relu" in page.locator("main").inner_text()
    assert Correction.objects.filter(authority=demo.authority).count() == before + 30


def test_a_held_key_answers_once(page_of, server, demo, unknown):
    """Keys pressed while the page leaves are not answers to the next model."""
    page = unknown
    page.get_by_role("link", name=re.compile("Relire les modèles")).click()
    if page.get_by_role("link", name="Relire un par un").count() == 0:
        page.get_by_role("link", name="Tous", exact=True).click()
    page.get_by_role("link", name="Relire un par un").click()
    first = page.locator("h1").inner_text()
    said = page.locator("#said")
    said.evaluate(
        """e => { for (const repeat of [false, true, true, false])
        e.dispatchEvent(new KeyboardEvent("keydown", {key: "1", cancelable: true, repeat})) }"""
    )
    page.wait_for_url("**avant=**")
    assert page.locator(".notice").inner_text().startswith(f"Enregistré : {first}")
