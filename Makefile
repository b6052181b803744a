# make demo: from nothing to a cited answer. make test: everything that CI checks. Needs Python 3.11 or newer, make, git.
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && exit; done; echo python3)
BIN := .venv/bin
export HANSE_HOME ?= $(CURDIR)/.home

.PHONY: demo up test fast slow lint house fix docs bench lock clean

demo: .venv/ready
	@$(BIN)/hanse demo

up: .venv/ready
	@$(BIN)/hanse up

test: .venv/ready-dev
	@$(MAKE) --no-print-directory lint
	@$(MAKE) --no-print-directory house
	@$(BIN)/hanse models get qwen2.5-coder-0.5b
	@$(BIN)/hanse models get qwen2.5-coder-1.5b
	@HANSE_TEST_MODELS=$(HANSE_HOME)/models $(BIN)/python -m pytest

fast: .venv/ready-dev
	@$(BIN)/python -m pytest -m "not slow"

lint: .venv/ready-dev
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/ruff check --quiet .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo 2>/dev/null || $(BIN)/lint-imports
	@$(BIN)/deptry src --no-ansi

house: .venv/ready-dev
	@$(BIN)/python tools/house.py

fix: .venv/ready-dev
	@$(BIN)/ruff format --quiet .
	@$(BIN)/ruff check --quiet --fix .

docs: .venv/ready-dev
	@$(BIN)/python tools/reference.py && $(BIN)/python tools/formats.py

bench: .venv/ready-dev
	@for b in bench/[a-z]*.py; do echo "== $$b"; $(BIN)/python $$b || exit 1; done

# The lock files name exact versions and hashes, and no index: pip's own configuration decides where from.
lock: .venv/ready-dev
	@$(BIN)/python tools/lock.py

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit("Hanse needs Python 3.11 or newer; this is " + sys.version.split()[0]) if sys.version_info < (3, 11) else None'
	@$(PYTHON) -m venv .venv >/dev/null 2>&1 || $(MAKE) --no-print-directory venv-package

# Debian and Ubuntu ship Python without venv; root gets the package, others are told the command.
.PHONY: venv-package
venv-package:
	@rm -rf .venv
	@if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then apt-get update -qq && apt-get install -y -qq python3-venv >/dev/null; \
	else echo "Python's venv is missing. Debian and Ubuntu: sudo apt install python3-venv, then again."; exit 1; fi
	@$(PYTHON) -m venv .venv

.venv/ready: .venv/bin/python requirements/hanse.txt pyproject.toml
	@echo "Installing (wheels, checked by hash) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --only-binary :all: --require-hashes -r requirements/hanse.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

.venv/ready-dev: .venv/ready requirements/dev.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --only-binary :all: --require-hashes -r requirements/dev.txt
	@touch $@

clean:
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache
