"""Helpers of the tests of the grid."""

from __future__ import annotations

from html.parser import HTMLParser

from django.test import Client

HERE = "etat-des-lieux/maturite/"


class Fields(HTMLParser):
    """Values of the fields of the page's form that is posted, as a browser would send them back."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.values: dict[str, str] = {}
        self._open = ""
        self._posted = False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = dict(attrs)
        if tag == "form":
            self._posted = known.get("method") == "post" and not known.get("action")
        elif not self._posted or known.get("type") == "checkbox":
            return
        elif tag == "input" and known.get("type") == "radio":
            if "checked" in known:
                self.values[str(known["name"])] = known.get("value") or ""
        elif tag == "input" and known.get("name"):
            self.values[str(known["name"])] = known.get("value") or ""
        elif tag in ("textarea", "select"):
            self._open = str(known["name"])
            self.values.setdefault(self._open, "")
        elif tag == "option" and "selected" in known:
            self.values[self._open] = known.get("value") or ""

    def handle_data(self, data: str) -> None:
        if self._open and self.lasttag == "textarea":
            self.values[self._open] += data.removeprefix("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("textarea", "select"):
            self._open = ""
        if tag == "form":
            self._posted = False


def text(response) -> str:
    page = response.content.decode()
    assert "INVALID-VARIABLE" not in page
    return page.replace("\u202f", " ").replace("\xa0", " ").replace("&#x27;", "'")


def shown(client: Client, url: str) -> dict[str, str]:
    """Values of the form of a page."""
    return Fields(client.get(url).content.decode()).values


def send(client: Client, url: str, **changes: str):
    """Open a page, change some fields, send it."""
    return client.post(url, {**shown(client, url), **changes})
