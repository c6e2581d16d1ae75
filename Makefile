# Every habit of the project; `make help` lists them. CI calls `make lint` and `make test` only (.ci/run).

# The system's own Python, where it is new enough: one that was compiled by hand is often a third slower (docs/decisions/0025).
PYTHON ?= $(shell /usr/bin/python3 -c 'import ensurepip, sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	&& echo /usr/bin/python3 || echo python3)
HOST ?= 127.0.0.1
PORT ?= 8000
SEARCH_PORT ?= 9200
# Another district's tree, for the first start: make run STREETS=streets.csv COMMUNITIES=communities.csv
STREETS ?=
COMMUNITIES ?=
# More arguments for pytest: make test ARGS="tests/events -x"
ARGS ?=

VENV := .venv
BIN := $(VENV)/bin
RUNTIME := $(VENV)/.installed-runtime
TOOLS := $(VENV)/.installed-tools
DEV_SETTINGS := config.settings.dev
MANAGE := $(BIN)/python site/manage.py
PIP_INSTALL := $(BIN)/python -m pip --disable-pip-version-check install --quiet

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.SUFFIXES:
.PHONY: help run setup demo search-server test lint format check check-full search-quality bench fault screenshots lock secret messages clean

help: ## List every habit
	@echo "Usage: make <habit>"
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1\t/' | \
		while IFS="$$(printf '\t')" read -r habit what; do printf '  %-12s %s\n' "$$habit" "$$what"; done

# --- Running -------------------------------------------------------------------------------------------------------

run: $(RUNTIME) ## Set up what is missing and serve the site on http://HOST:PORT (Ctrl-C ends it)
	@exec env DJANGO_SETTINGS_MODULE="$${DJANGO_SETTINGS_MODULE:-$(DEV_SETTINGS)}" $(MANAGE) serve \
		--prepare --host "$(HOST)" --port "$(PORT)" --streets "$(STREETS)" --communities "$(COMMUNITIES)"

setup: $(RUNTIME) ## All that `make run` does before it serves
	@exec env DJANGO_SETTINGS_MODULE="$${DJANGO_SETTINGS_MODULE:-$(DEV_SETTINGS)}" $(MANAGE) prepare_site \
		--streets "$(STREETS)" --communities "$(COMMUNITIES)"

demo: setup ## Load the demonstration content into a site that has none
	@exec $(MANAGE) demo_load

search-server: $(TOOLS) ## Run a real Elasticsearch on SEARCH_PORT (9200), for SEARCH_URL=http://127.0.0.1:9200 make run
	@exec env SEARCH_PORT="$(SEARCH_PORT)" $(BIN)/python -m tests.servers.elasticsearch

secret: ## Print a new value for SECRET_KEY
	@$(PYTHON) -c "import secrets; print(secrets.token_urlsafe(50))"

# --- Checking ------------------------------------------------------------------------------------------------------

test: $(TOOLS) ## Run the suite on SQLite, and on PostgreSQL with Elasticsearch; the browser's journeys once (ARGS=… for pytest)
	@exec $(BIN)/python -m tests.servers $(ARGS)

lint: $(TOOLS) ## Style, security, types, layers, dependencies, templates, migrations; changes nothing
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/djlint --quiet --lint .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/deptry .
	@$(MANAGE) check --settings config.settings.test --fail-level WARNING
	@$(MANAGE) makemigrations --settings config.settings.test --check --dry-run

format: $(TOOLS) ## Put code and imports into the house's style
	$(BIN)/ruff check --fix-only .
	$(BIN)/ruff format .

check: lint test ## What CI runs

check-full: lint $(TOOLS) ## `check` and the tests that take longer
	@exec $(BIN)/python -m tests.servers --full $(ARGS)

search-quality: $(TOOLS) ## Ask both search engines the judged queries; report by group, and what each feature adds
	@exec $(BIN)/python -m tests.search.quality

bench: $(TOOLS) ## Measure the pages' processor time and statements against a bare Django view
	@exec $(BIN)/python -m tests.bench $(ARGS)

fault: $(TOOLS) ## On the real server: 50 members post at once, workers are killed with -9, 10 largest pictures arrive, the search engine fails
	@exec $(BIN)/python -m tests.fault $(ARGS)

# --- Keeping -------------------------------------------------------------------------------------------------------

UV_COMPILE = $(BIN)/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-emit-find-links \
	--python-version 3.11 --custom-compile-command "make lock" pyproject.toml $(ARGS)

lock: $(TOOLS) ## Write the locked dependencies anew from pyproject.toml (ARGS=--upgrade for newer ones)
	$(UV_COMPILE) --group build --output-file requirements.txt
	$(UV_COMPILE) --group dev --constraint requirements.txt --output-file requirements-dev.txt

screenshots: $(TOOLS) ## Take the README's pictures anew, from a demonstration of its own
	@exec $(BIN)/python -m tests.screenshots

messages: $(TOOLS) ## Compile locale/*/LC_MESSAGES/*.po; the .mo files are committed
	@for po in locale/*/LC_MESSAGES/*.po; do $(BIN)/python -c \
		"import polib, sys; polib.pofile(sys.argv[1]).save_as_mofile(sys.argv[1][:-2] + 'mo')" "$$po"; done

clean: ## Remove the virtual environment and everything that runs have written
	rm -rf $(VENV) var .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

# --- The virtual environment ---------------------------------------------------------------------------------------
# Two stamps, so that a second `make` does nothing: `run` needs the runtime set only, everything else the tools too.

$(BIN)/python:
	@command -v "$(PYTHON)" >/dev/null || { \
		echo "There is no '$(PYTHON)' here. Install Python 3.11 or newer, or name one: make PYTHON=/path/to/python3" >&2; exit 1; }
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "$$("$(PYTHON)" --version) is too old: the site needs Python 3.11 or newer. Name one: make PYTHON=python3.12" >&2; exit 1; }
	@"$(PYTHON)" -m venv $(VENV) || { rm -rf $(VENV); \
		echo "'$(PYTHON) -m venv' failed. On Debian and Ubuntu it is in the package python3-venv." >&2; exit 1; }

$(RUNTIME): requirements.txt pyproject.toml | $(BIN)/python
	@echo "Installing the locked dependencies into $(VENV) …"
	@$(PIP_INSTALL) --require-hashes --no-deps --requirement requirements.txt
	@$(PIP_INSTALL) --no-deps --no-build-isolation --editable .
	@touch $@

$(TOOLS): requirements-dev.txt $(RUNTIME)
	@echo "Installing the locked tools into $(VENV) …"
	@$(PIP_INSTALL) --require-hashes --no-deps --requirement requirements-dev.txt
	@touch $@
