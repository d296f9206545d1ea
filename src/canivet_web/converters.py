"""Parts of URLs."""


class SirenConverter:
    """Nine digits."""

    regex = "[0-9]{9}"

    def to_python(self, value: str) -> str:
        """The digits."""
        return value

    def to_url(self, value: str) -> str:
        """The digits."""
        return value


class TokenConverter:
    """A secret of a link: letters, digits, ``-``, ``_``, ``:``."""

    regex = "[A-Za-z0-9_:-]{20,200}"

    def to_python(self, value: str) -> str:
        """The secret."""
        return value

    def to_url(self, value: str) -> str:
        """The secret."""
        return value
