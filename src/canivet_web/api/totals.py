"""What a list says of a stored result, read in its document."""

from __future__ import annotations

import json
from typing import Any, Final

_KEYS: Final = ("label", "unit", "central", "low", "high", "coverage")


def totals(document: str) -> dict[str, dict[str, Any]]:
    """Total of each criterion, with its interval and its coverage, exactly as the document has them."""
    footprint = json.loads(document).get("footprint", {})
    return {criterion: {key: values.get(key) for key in _KEYS} for criterion, values in footprint.items()}
