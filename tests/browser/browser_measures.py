"""What a page weighs at its first view, and its EcoIndex by the published method."""

from __future__ import annotations

import csv
from bisect import bisect_left
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import ConsoleMessage, Error, Page

_TABLE = {
    row["measure"]: [float(value) for value in row["quantiles"].split()]
    for row in csv.DictReader(
        (Path(__file__).parent / "ecoindex.csv").read_text(encoding="utf-8").splitlines()
    )
}
GRADES = "ABCDEFG"


def rank(measure: str, value: float) -> float:
    """Position of a value among the quantiles, between 0 (lightest) and 20."""
    quantiles = _TABLE[measure]
    if value <= quantiles[0]:
        return 0.0
    i = min(bisect_left(quantiles, value), len(quantiles) - 1)
    return i - 1 + (value - quantiles[i - 1]) / (quantiles[i] - quantiles[i - 1])


def score(dom: int, requests: int, kb: float) -> float:
    """EcoIndex, 0 to 100: the number of elements counts three times, requests twice, weight once."""
    return 100 - 5 * (3 * rank("dom", dom) + 2 * rank("req", requests) + rank("kb", kb)) / 6


def grade(value: float) -> str:
    """Letter of a score."""
    return GRADES[sum(value <= least for least in _TABLE["grade"])]


@dataclass(frozen=True)
class FirstView:
    """A page opened with an empty cache."""

    status: int
    elements: int
    requests: int
    kb: float
    hosts: frozenset[str]
    problems: tuple[str, ...]
    """What the browser complained of: errors of scripts, things the policy refused."""

    @property
    def score(self) -> float:
        return score(self.elements, self.requests, self.kb)

    @property
    def grade(self) -> str:
        return grade(self.score)


def first_view(page: Page, url: str) -> FirstView:
    """Open a page with an empty cache and weigh everything that crosses the network."""
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.clearBrowserCache")
    asked: list[str] = []
    weights: list[float] = []
    problems: list[str] = []

    def failed(error: Error) -> None:
        problems.append(str(error))

    def said(message: ConsoleMessage) -> None:
        if message.type == "error":
            problems.append(message.text)

    session.on("Network.requestWillBeSent", lambda event: asked.append(event["request"]["url"]))
    session.on("Network.loadingFinished", lambda event: weights.append(event["encodedDataLength"]))
    page.on("pageerror", failed)
    page.on("console", said)
    try:
        answer = page.goto(url, wait_until="load")
        page.wait_for_timeout(100)
    finally:
        page.remove_listener("pageerror", failed)
        page.remove_listener("console", said)
        session.detach()
    assert answer is not None
    asked = [one for one in asked if not one.startswith("data:")]
    return FirstView(
        status=answer.status,
        elements=page.evaluate("document.querySelectorAll('*').length"),
        requests=len(asked),
        kb=sum(weights) / 1000,
        hosts=frozenset(urlsplit(one).netloc for one in asked),
        problems=tuple(text for text in problems if f"status of {answer.status}" not in text),
    )
