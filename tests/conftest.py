"""Fixtures shared by all tests."""

from __future__ import annotations

import pytest

from canivet import commons as commons_module
from canivet.commons.store import Commons
from mini_commons import make_commons


@pytest.fixture(scope="session")
def mini(tmp_path_factory: pytest.TempPathFactory) -> Commons:
    """Tiny commons of round figures, for arithmetic checked by hand."""
    return make_commons(tmp_path_factory.mktemp("commons") / "mini")


@pytest.fixture(scope="session")
def shipped() -> Commons:
    """The commons as shipped."""
    return commons_module.load()
