"""Duplicates are decided by keyboard alone, with the script and without it."""

from __future__ import annotations

from django.urls import reverse


def pairs_of(demo, name, count):
    """Pairs to decide, among actors of their own, the most alike first."""
    from canivet_web.actors.models import Actor, ActorPair

    authority = demo.authority
    authority.actor_pairs.filter(distinct=False).delete()
    made = []
    for rank in range(count):
        first, second = (
            Actor.objects.create(
                authority=authority, slug=f"{name}-{rank}-{side}", name=f"{name} {rank} {side}"
            )
            for side in ("a", "b")
        )
        alike = {"similarity": 0.9 - rank / 100, "why": "Proches."}
        made.append(ActorPair.objects.create(authority=authority, first=first, second=second, **alike))
    return made


def test_the_queue_is_answered_with_three_keys(page_of, server, demo):
    from canivet_web.actors.models import Actor, ActorPair

    pairs = pairs_of(demo, "touches", 3)
    page = page_of(demo.pilot)
    page.goto(server + reverse("actors:pairs", args=[demo.siren]))
    for key in ("2", "3", "1"):
        assert page.evaluate("document.activeElement.name") == "reponse"
        with page.expect_navigation():
            page.keyboard.press(key)
    # Told apart; passed over; made one.
    assert ActorPair.objects.get(pk=pairs[0].pk).distinct
    assert not ActorPair.objects.get(pk=pairs[1].pk).distinct
    assert not Actor.objects.filter(pk=pairs[2].second_id).exists()
    assert "1 paire a été passée" in page.inner_text("main").replace("\u00a0", " ")


def test_the_queue_is_answered_without_script(browser, page_of, server, demo):
    from canivet_web.actors.models import ActorPair

    (pair,) = pairs_of(demo, "sans-script", 1)
    context = browser.new_context(java_script_enabled=False)
    context.add_cookies(page_of(demo.pilot).context.cookies())
    page = context.new_page()
    page.goto(server + reverse("actors:pairs", args=[demo.siren]))
    page.get_by_role("button", name="Ce sont deux acteurs").focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert "Aucun doublon à décider" in page.inner_text("main")
    assert ActorPair.objects.get(pk=pair.pk).distinct
    context.close()
