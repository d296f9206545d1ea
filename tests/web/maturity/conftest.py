"""The pages of the grid, and the values of their forms."""

from __future__ import annotations

import pytest

from canivet_web.maturity import bridge


@pytest.fixture
def grid():
    return bridge.grid()


@pytest.fixture
def own_question(grid):
    """A question put to each service, that always applies."""
    return next(item for item in grid.questions if item.by_service and not item.preconditions)


@pytest.fixture
def common_question(grid):
    """A question put to the authority, that always applies."""
    return next(item for item in grid.questions if not item.by_service and not item.preconditions)
