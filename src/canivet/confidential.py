"""Keeping the identifiers of confidential proofs out of what is shared: they are counted, never named."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

#: What stands for a proof that is not to be named.
UNNAMED = "pièce confidentielle"
#: Keys of a section whose values are identifiers of proofs.
LISTS = ("proofs",)
#: Keys whose text may be the identifier of a proof.
TEXTS = ("evidence",)


def masked(section: Any, confidential: Collection[str]) -> Any:
    """The same section with each confidential proof replaced by words; lists keep their length.

    >>> masked({"proofs": ["a", "b"], "inner": [{"evidence": "b"}]}, {"b"})
    {'proofs': ['a', 'pièce confidentielle'], 'inner': [{'evidence': 'pièce confidentielle'}]}
    """
    if not confidential:
        return section
    if isinstance(section, dict):
        return {name: _masked_value(name, value, confidential) for name, value in section.items()}
    if isinstance(section, list | tuple):
        return [masked(item, confidential) for item in section]
    return section


def _masked_value(name: str, value: Any, confidential: Collection[str]) -> Any:
    if name in LISTS and isinstance(value, list | tuple) and all(isinstance(item, str) for item in value):
        return [UNNAMED if item in confidential else item for item in value]
    if name in TEXTS and isinstance(value, str):
        return UNNAMED if value in confidential else value
    return masked(value, confidential)
