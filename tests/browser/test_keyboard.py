"""Every page is readable when small or enlarged, and usable with the keyboard alone."""

from __future__ import annotations

import pytest
from browser_pages import NAMES


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
