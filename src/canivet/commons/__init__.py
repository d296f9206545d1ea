"""The commons: reference data, cited and versioned, read from CSV tables; no figure lives in code."""

from canivet.commons.store import Commons, load

__all__ = ["Commons", "load"]
