"""The grid is filled by keyboard alone: an arrow to choose, Enter to save, and the next question is ready."""

from __future__ import annotations

from django.urls import reverse

#: Questions answered one after the other.
ANSWERED = 6


def test_a_domain_is_filled_with_arrows_and_enter_alone(page_of, server, demo):
    from canivet_web.maturity.models import MaturityAnswer

    MaturityAnswer.objects.filter(authority=demo.authority, question__startswith="5.", service=None).delete()
    page = page_of(demo.pilot)
    page.goto(server + reverse("maturity:question", args=[demo.siren, "5.01"]) + "?suite=")
    asked = []
    for number in range(ANSWERED):
        question = page.locator("main .soft").first.inner_text().partition(",")[0]
        asked.append(question)
        # the levels have the keyboard as soon as the page is there: « pas encore de réponse », then 0 to 4
        assert page.evaluate("document.activeElement.name") == "level"
        for _ in range(number % 5 + 1):
            page.keyboard.press("ArrowDown")
        with page.expect_navigation():
            page.keyboard.press("Enter")
    assert len(set(asked)) == ANSWERED
    kept = dict(
        MaturityAnswer.objects.filter(authority=demo.authority, question__in=asked, service=None).values_list(
            "question", "level"
        )
    )
    assert kept == {question: number % 5 for number, question in enumerate(asked)}


def test_a_form_without_script_saves_too(browser, page_of, server, demo):
    """The pages have no script of their own: the same with scripts off."""
    context = browser.new_context(java_script_enabled=False)
    context.add_cookies(page_of(demo.pilot).context.cookies())
    page = context.new_page()
    page.goto(server + reverse("maturity:question", args=[demo.siren, "G.02"]))
    page.locator("input[name=level][value='4']").check()
    with page.expect_navigation():
        page.get_by_role("button", name="Enregistrer", exact=True).click()
    assert "La réponse à la question G.02 est enregistrée." in page.content()
    assert page.locator("input[name=level][value='4']").is_checked()
    context.close()
