# Everything a person types to build, run and check this service. `make` alone lists it.

PYTHON ?= $(shell command -v python3.11 || echo python3)
PORT ?= 8080
BIN := .venv/bin
APT := libcurl4 chromium-headless-shell

.DEFAULT_GOAL := help
.PHONY: help setup system lock translations run test journeys-without-scripts check bench check-deep clean

help: ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):[^#]*## /\1\t/' | expand -t 14

setup: system .venv/.ready ## install what is locked, and the two Debian packages

system:
	@if command -v chromium-headless-shell >/dev/null && PATH="$$PATH:/sbin:/usr/sbin" ldconfig -p | grep -q 'libcurl\.so\.4 '; then exit 0; fi; \
	if [ "$$(id -u)" = 0 ]; then as=""; \
	elif sudo -n true 2>/dev/null; then as="sudo -n"; \
	else echo "As root: apt-get update && apt-get install -y $(APT)"; exit 1; fi; \
	$$as apt-get update -qq && $$as env DEBIAN_FRONTEND=noninteractive apt-get install -qq -y $(APT)

.venv/.ready: requirements-dev.lock pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@echo "Installing the locked packages; the first time takes a minute or two."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@PYTHONWARNINGS="ignore:Editable installation" $(BIN)/python -m pip install --quiet --disable-pip-version-check \
		--no-deps --no-build-isolation --editable .
	@touch $@

lock: setup ## lock the newest allowed versions again (needs uv)
	uv pip compile --quiet --upgrade --generate-hashes --python-version 3.11 --no-header --no-annotate \
		--extra trial pyproject.toml --output-file requirements.lock
	uv pip compile --quiet --upgrade --generate-hashes --python-version 3.11 --no-header --no-annotate \
		--extra dev --constraint requirements.lock pyproject.toml --output-file requirements-dev.lock

translations: setup ## bring the English catalogue in step with the Swedish sentences; new ones come empty
	@pot=$$(mktemp) && trap 'rm -f "$$pot"' EXIT && \
	$(BIN)/pybabel -q extract -F babel.cfg -k N_ --ignore-dirs '.*' --add-location=file --sort-by-file --no-wrap -o "$$pot" . && \
	$(BIN)/pybabel -q update -i "$$pot" -d portfolio/translations -l en --no-wrap --no-fuzzy-matching --ignore-obsolete \
		--ignore-pot-creation-date && \
	$(BIN)/pybabel -q compile -d portfolio/translations -l en

run: setup ## start the demo world (PORT=8080) and print its address
	@$(BIN)/portfolio serve --demo --port $(PORT)

test: setup ## run every test, on a real database and in a real browser
	@$(BIN)/pytest -n 2 --dist worksteal -k "not without-scripts"

journeys-without-scripts: setup ## the same journeys in a browser that runs no scripts
	@$(BIN)/pytest -n 2 --dist worksteal -k without-scripts tests/journeys

check: setup ## lint, types, import contracts and the tests of the house itself
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo
	@$(BIN)/pytest -q tests/house

bench: setup ## measure, and write bench/results.json and docs/bench/
	@$(BIN)/python -m bench

check-deep: journeys-without-scripts ## the long runs and figures
	@$(BIN)/python -m bench --deep

clean: ## remove what was built, never what was kept in var/
	rm -rf .venv build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache .grimp_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
