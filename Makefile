# Two commands: `make demo` and `make test`. Each sets up what it needs in .venv, and nothing elsewhere.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: demo test check bench clean

demo: .venv/run.ok
	$(BIN)/canivet demo --sortie demo

test: .venv/dev.ok
	$(BIN)/python -m pytest

check: .venv/dev.ok
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/canivet communs verifier

bench: .venv/dev.ok
	$(BIN)/python benchmarks/run.py

clean:
	rm -rf .venv demo build dist

.venv/run.ok: requirements.txt requirements-build.txt pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-build.txt -r requirements.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	touch $@

.venv/dev.ok: .venv/run.ok requirements-dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	touch $@
