"""Names of countries → ISO 3166-1 alpha-3 codes, by ``electricity/countries``."""

from __future__ import annotations

from canivet.commons.store import Commons
from canivet.text import fold


class CountryReader:
    """Reads names and codes of countries, each distinct text once; ``unread`` keeps the unknown ones."""

    def __init__(self, commons: Commons, default: str) -> None:
        self.default = default
        self._by_name: dict[str, str] = {}
        for row in commons.rows("electricity/countries"):
            names = (row["iso3"], row["iso2"], row["name_fr"], *row["aliases"].split(";"))
            for name in names:
                if name:
                    self._by_name.setdefault(fold(name), row["iso3"])
        self._seen: dict[str, str] = {}
        self.unread: set[str] = set()

    def read(self, text: str) -> str:
        """Code of the country that ``text`` names, or an empty text when it names none we know."""
        found = self._seen.get(text)
        if found is None:
            found = self._seen[text] = self._by_name.get(fold(text), "")
            if text and not found:
                self.unread.add(text)
        return found

    def spellings(self) -> dict[str, list[str]]:
        """For each country met under several spellings, its spellings in order."""
        by_code: dict[str, list[str]] = {}
        for text, code in self._seen.items():
            if code:
                by_code.setdefault(code, []).append(text)
        return {code: sorted(texts) for code, texts in by_code.items() if len(texts) > 1}
