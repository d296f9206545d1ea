"""The reference page of the platform says what the code does."""

import re
import runpy
from pathlib import Path

from sealing_world import pages

from canivet_web.roles import Act

ROOT = Path(__file__).resolve().parents[3]
SCRIPT = runpy.run_path(str(ROOT / "scripts" / "describe_platform.py"))


def test_the_page_is_what_its_script_writes() -> None:
    kept = SCRIPT["PAGE"].read_text(encoding="utf-8")
    assert kept == SCRIPT["written"](), "relancez scripts/describe_platform.py"


def test_every_address_is_in_it_once() -> None:
    table = SCRIPT["PAGE"].read_text(encoding="utf-8").partition("## Adresses")[2]
    written = re.findall(r"^\| `/[^|]*` \| `([\w:]+)` \|", table, re.M)
    known = sorted(page.name for page in pages() if page.name.partition(":")[0] != "oidc")
    assert sorted(written) == known


def test_every_act_has_its_words() -> None:
    assert list(SCRIPT["ACT_WORDS"]) == list(Act)
