"""Every page passes the automatic checks of accessibility, in light and in dark."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from browser_pages import NAMES


@pytest.mark.parametrize("name", NAMES)
def test_axe_finds_nothing_in_light_and_dark(opened, name):
    for scheme in ("light", "dark"):
        opened.emulate_media(color_scheme=scheme)
        results = Axe().run(opened)
        found = [
            f"{scheme}: {rule['id']}: {node['target']}: {node['failureSummary']}"
            for rule in results.response["violations"]
            for node in rule["nodes"]
        ]
        assert found == []
