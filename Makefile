# Two commands: `make demo` and `make test`. Each sets up what it needs in .venv, and nothing elsewhere.
PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check

.PHONY: demo serve test test-postgres check bench screenshots clean

demo: .venv/run.ok
	$(BIN)/canivet demo --sortie demo

serve: .venv/web.ok
	$(BIN)/canivet serve

test: .venv/dev.ok
	scripts/run_tests

test-postgres: .venv/dev.ok
	scripts/with_postgres $(BIN)/python -m pytest -n auto --dist worksteal tests/web tests/browser

check: .venv/dev.ok
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/canivet communs verifier

bench: .venv/dev.ok
	$(BIN)/python benchmarks/run.py

screenshots: .venv/dev.ok
	$(BIN)/python scripts/take_screenshots.py

clean:
	rm -rf .venv demo build dist

.venv/run.ok: requirements.txt requirements-build.txt pyproject.toml
	$(PYTHON) -m venv .venv
	$(PIP) --require-hashes -r requirements-build.txt -r requirements.txt
	$(PIP) --no-deps --no-build-isolation --editable .
	touch $@

.venv/web.ok: .venv/run.ok requirements-web.txt
	$(PIP) --require-hashes -r requirements-web.txt
	touch $@

.venv/dev.ok: .venv/web.ok requirements-dev.txt
	$(PIP) --require-hashes -r requirements-dev.txt
	touch $@
