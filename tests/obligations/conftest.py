from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from law_cases import context, facts, verdict

from canivet import obligations
from canivet.commons.store import Commons
from canivet.obligations import Law, Verdict


@pytest.fixture(scope="session")
def law(shipped: Commons) -> Law:
    return obligations.load(shipped)


@pytest.fixture
def asked(law: Law, shipped: Commons) -> Callable[..., Verdict]:
    """The verdict on a rule for facts, the rest of the context being given by name."""

    def ask(rule: str, declared: dict[str, Any] | None = None, **changes: Any) -> Verdict:
        found = facts(law, changes.get("year", 2025), **(declared or {}))
        return verdict(rule, context(facts=found, **changes), law, shipped)

    return ask
