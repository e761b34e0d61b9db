# Everything a fresh clone needs is made here: a virtual environment beside the code, with the project installed in it.
# PYTHON may name another interpreter: make test PYTHON=python3.13
PYTHON ?= python3
# How long each campaign of make fuzz runs, and with which random numbers it begins.
SECONDS ?= 300
SEED ?= 0
VENV := .venv
BIN := $(VENV)/bin

.PHONY: help infer check test test-browser lowest newcomer lint types imports reference bench fuzz vscode page \
	page-check clean

help:
	@echo "make infer   date the manuscript of events.yaml and rules/"
	@echo "make check   test the hypotheses of events.yaml"
	@echo "make test    run the whole test suite"
	@echo "make test-browser   the tests that look at pages in a browser; Debian's Chromium where none is installed"
	@echo "make lowest  the tests that the lowest versions of the dependencies bear on, with these"
	@echo "make newcomer   type the README into a fresh clone; load the tests of the source distribution"
	@echo "make lint types imports   what CI runs before the tests"
	@echo "make reference   the library's reference as pages, in build/reference"
	@echo "make vscode  the extension for VS Code, as build/chrono.vsix (needs npm)"
	@echo "make page    the parts of CodeMirror that the page's editor has, bundled anew (needs npm); make page-check compares,"
	@echo "             and has the types of the page's own scripts checked"
	@echo "make bench   measure (benchmarks/)"
	@echo "make fuzz    the engine against its two judges on some 50,000 networks, what is told of leaving out, every"
	@echo "             field of every document altered, and the campaigns: SECONDS=300 for each, SEED=0"

infer: $(VENV)/installed
	@$(BIN)/chrono infer manuscript

check: $(VENV)/installed
	@$(BIN)/chrono check

test: $(VENV)/tested
	$(BIN)/python -m pytest -n auto

# The pages are looked at by a browser of the system, none is downloaded; CHRONO_BROWSER names one. Neovim speaks to the
# language server; where it is not to be had its test is skipped.
APT := apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends
test-browser: $(VENV)/browsing
	@for name in $$CHRONO_BROWSER chromium chromium-browser google-chrome google-chrome-stable microsoft-edge brave-browser; do \
		command -v $$name > /dev/null && exit 0; done; \
	if command -v apt-get > /dev/null && [ "$$(id -u)" = 0 ]; then $(APT) chromium; \
	else echo "no browser is installed: install Chromium, or name one with CHRONO_BROWSER" >&2; exit 1; fi
	@command -v nvim > /dev/null || { command -v apt-get > /dev/null && [ "$$(id -u)" = 0 ] && { $(APT) neovim; }; } || \
		echo "Neovim is not installed: its test is skipped"
	$(BIN)/python -m pytest -n 2 tests/test_serving_page.py tests/test_report_pages.py tests/test_editors.py

# Left out is what a library says in its own words: click its help and usage, Hypothesis that a test failed.
# Screens, the pytest plugin, YAML and Z3 are where a dependency shows.
LOWEST := .venv-lowest
lowest: $(LOWEST)/tested
	$(LOWEST)/bin/python -m pytest -n auto tests/test_cli.py tests/test_transcripts.py tests/test_snapshots.py \
		tests/test_pytest_plugin.py tests/test_solving.py tests/test_loading.py tests/test_testing.py \
		tests/test_oracle.py tests/test_schema.py \
		--deselect "tests/test_snapshots.py::test_snapshot[help]" --deselect "tests/test_snapshots.py::test_snapshot[slips]" \
		--deselect tests/test_testing.py::test_the_property_test_of_the_page_fails_as_it_says

newcomer: $(VENV)/tested
	CHRONO_NEWCOMER=1 $(BIN)/python -m pytest tests/test_newcomer.py

lint: $(VENV)/developed
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/developed
	$(BIN)/mypy

imports: $(VENV)/developed
	$(BIN)/lint-imports

reference: $(VENV)/developed
	$(BIN)/python -m tools.reference build/reference

bench: $(VENV)/tested
	$(BIN)/python -m benchmarks

fuzz: $(VENV)/tested
	CHRONO_FUZZ=20 $(BIN)/python -m pytest -n auto tests/properties/test_differential.py \
		tests/properties/test_crowded.py tests/properties/test_apart.py tests/properties/test_selection_boxes.py \
		tests/properties/test_leaving_out.py tests/properties/test_tampering.py
	$(BIN)/python -m tests.campaigns --seconds $(SECONDS) --seed $(SEED)

vscode: $(VENV)/bin/python
	cd editors/vscode && npm ci --no-audit --no-fund --loglevel=error && npm run --silent types && npm run --silent build
	$(BIN)/python -m tools.vsix build/chrono.vsix

# What is bundled is committed, so that nobody needs npm to run chrono; CI bundles it again and compares the bytes.
page: $(VENV)/bin/python
	cd editors/page && npm ci --no-audit --no-fund --loglevel=error && npm run --silent build
	$(BIN)/python -m tools.page

page-check: $(VENV)/bin/python
	cd editors/page && npm ci --no-audit --no-fund --loglevel=error && npm run --silent types && npm run --silent build
	$(BIN)/python -m tools.page --check

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit("chrono needs Python 3.11 or newer; $(PYTHON) is " + sys.version.split()[0] + ". Name another: make PYTHON=python3.12" if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv $(VENV)

# One stamp for what running, testing and developing need. Each is made anew when the declared dependencies change.
$(VENV)/installed: pyproject.toml $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@# Compiled once here, so that the first answer need not wait for it, even where Python may not write as it runs.
	@$(BIN)/python -m compileall -q src
	@touch $@

$(VENV)/tested: pyproject.toml $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable ".[test]"
	@touch $@ $(VENV)/installed

$(VENV)/browsing: pyproject.toml $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable ".[test,browser]"
	@touch $@ $(VENV)/tested $(VENV)/installed

$(LOWEST)/tested: pyproject.toml tools/lowest.py
	$(PYTHON) -m venv --clear $(LOWEST)
	$(PYTHON) tools/lowest.py > $(LOWEST)/lowest.txt
	$(LOWEST)/bin/python -m pip install --quiet --disable-pip-version-check --requirement $(LOWEST)/lowest.txt
	$(LOWEST)/bin/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(VENV)/developed: pyproject.toml $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable ".[dev]"
	@touch $@ $(VENV)/tested $(VENV)/installed

clean:
	rm -rf $(VENV) $(LOWEST) build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .coverage
