# `make demo` needs Python 3.11 or newer and make; `make test` also wants Chromium and installs Debian's when it may.
# Nothing that is already installed is installed again, so both work without a network from the second time on.

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-builtin-rules
.PHONY: help demo serve test test-checkout test-wheel lint format bench docs wheel chromium clean

# The first Python on the path that will do; `make demo PYTHON=/path/to/python` names another.
FITS := import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 15))
PYTHON ?= $(shell for name in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	$$name -c '$(FITS)' >/dev/null 2>&1 && echo $$name && break; done)

export PIP_DISABLE_PIP_VERSION_CHECK := 1
PIP_INSTALL := -m pip install --quiet
PYTEST_ARGUMENTS ?=
TEST := -n auto --dist worksteal $(PYTEST_ARGUMENTS)
ROOT ?= content

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-14s %s\n", $$1, $$2}' Makefile

demo: .venv/.installed ## build the example company in content/ into site/
	@.venv/bin/catalog-gen build content -o site
	@echo
	@echo 'The catalog stands in site/. Open site/index.html in a browser: it needs no server.'
	@echo '`make serve` shows it while you edit content/.'

serve: .venv/.installed ## live preview of content/ (ROOT=folder for another)
	@.venv/bin/catalog-gen serve '$(ROOT)'

test: test-checkout test-wheel ## every test, on the checkout and then on the built wheel

test-checkout: .venv/.installed-dev chromium
	@echo '== tests on the checkout'
	@.venv/bin/pytest $(TEST) --cov --cov-report=term

# From a folder where the checkout cannot be imported, so that only what the wheel carries is found.
test-wheel: .venv-wheel/.installed wheel chromium
	@.venv-wheel/bin/python $(PIP_INSTALL) --force-reinstall --no-deps dist/catalog_gen-*.whl
	@echo '== tests on the wheel'
	@elsewhere=$$(mktemp -d) && trap 'rm -rf "$$elsewhere"' EXIT && root='$(CURDIR)' && cd "$$elsewhere" && \
		CATALOG_GEN_WHEEL="$$(ls "$$root"/dist/catalog_gen-*.whl)" \
		"$$root/.venv-wheel/bin/pytest" -c "$$root/pyproject.toml" --rootdir "$$root" $(TEST) "$$root/tests"

lint: .venv/.installed-dev ## ruff, its formatter and mypy
	@.venv/bin/ruff check .
	@.venv/bin/ruff format --check .
	@.venv/bin/mypy

format: .venv/.installed-dev ## let ruff lay out the code
	@.venv/bin/ruff check --fix-only .
	@.venv/bin/ruff format .

bench: .venv/.installed ## time a clean build, an unchanged one and one edit (ROOT=folder for another catalog)
	@.venv/bin/python benchmarks/build.py '$(ROOT)'

docs: .venv/.installed ## write the generated parts of docs/ again; in CI, fail when they were out of date
	@.venv/bin/python docs/_generate.py
	@test -z "$$CI" || git diff --exit-code -- docs

wheel: .venv/.installed-dev
	@rm -rf dist
	@.venv/bin/python -m build --wheel --no-isolation --outdir dist . >/dev/null

chromium:
	@.ci/chromium

clean: ## remove everything that make has made
	rm -rf .venv .venv-wheel dist site .coverage .coverage.* .mypy_cache .ruff_cache .pytest_cache .hypothesis .catalog-gen-cache content/.catalog-gen-cache

# --- virtual environments: a stamp is newer than pyproject.toml when what that file asks for is installed -------------

%/bin/python:
	@test -n '$(PYTHON)' || { echo 'catalog-gen needs Python 3.11 to 3.14; none was found. Name one: make PYTHON=/path/to/python' >&2; exit 2; }
	@$(PYTHON) -c '$(FITS)' || { echo 'catalog-gen needs Python 3.11 to 3.14; $(PYTHON) is another' >&2; exit 2; }
	@$(PYTHON) -m venv '$*' || { echo 'This Python cannot make virtual environments; on Debian, install the package python3-venv' >&2; exit 2; }

.venv/.installed: pyproject.toml | .venv/bin/python
	@echo 'Installing catalog-gen into .venv'
	@.venv/bin/python $(PIP_INSTALL) --editable .
	@touch $@

.venv/.installed-dev: pyproject.toml | .venv/bin/python
	@echo 'Installing catalog-gen and what its tests need into .venv'
	@.venv/bin/python $(PIP_INSTALL) --editable '.[dev]'
	@touch $@ .venv/.installed

.venv-wheel/.installed: pyproject.toml | .venv-wheel/bin/python wheel
	@echo 'Installing the wheel and what its tests need into .venv-wheel'
	@.venv-wheel/bin/python $(PIP_INSTALL) "$$(ls dist/catalog_gen-*.whl)[dev]"
	@touch $@

.PRECIOUS: %/bin/python
