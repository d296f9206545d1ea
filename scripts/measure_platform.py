"""Write the platform's own footprint for this version: ``python scripts/measure_platform.py``.

The weights of the pages (``pages.json``, beside it) are written by the browser tests:
``CANIVET_ECRIRE_MESURES=1 pytest tests/browser``.
"""

from __future__ import annotations

from canivet.commons import load
from canivet_web.publications.own_footprint import RESULT, as_text, compute


def main() -> None:
    """Compute and write."""
    RESULT.write_text(as_text(compute(load())), encoding="utf-8")
    print(RESULT)


if __name__ == "__main__":
    main()
