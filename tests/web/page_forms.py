"""What a browser would send back of a page's form: its fields as they stand, radio buttons included."""

from __future__ import annotations

from html.parser import HTMLParser


class _Fields(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.values: dict[str, str] = {}
        self._select = self._area = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = dict(attrs)
        name = known.get("name") or ""
        kind = known.get("type")
        if tag == "input" and name and kind not in ("checkbox", "submit"):
            if kind != "radio" or "checked" in known:
                self.values[name] = known.get("value") or ""
        elif tag == "select" and name:
            self._select = name
            self.values.setdefault(name, "")
        elif tag == "option" and self._select and "selected" in known:
            self.values[self._select] = known.get("value") or ""
        elif tag == "textarea" and name:
            self._area = name
            self.values[name] = ""

    def handle_data(self, data: str) -> None:
        if self._area:
            self.values[self._area] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            self._select = ""
        elif tag == "textarea":
            self.values[self._area] = self.values[self._area].removeprefix("\n")
            self._area = ""


def fields_of(page: str) -> dict[str, str]:
    """Fields of a page by name, as they would be sent."""
    parser = _Fields()
    parser.feed(page)
    return {name: value for name, value in parser.values.items() if name != "csrfmiddlewaretoken"}
