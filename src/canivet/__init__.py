"""Canivet: from the inventory an authority already keeps to its digital footprint and strategy."""

__version__ = "0.1.0"
