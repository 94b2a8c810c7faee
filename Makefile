# Everything the project promises, one word each. `make` alone lists them.
SHELL := /bin/sh
.DEFAULT_GOAL := help
.SUFFIXES:
MAKEFLAGS += --no-print-directory

PYTHON ?= python3
PORT ?= 8000
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check -qq
MATTERS := $(wildcard matters/*.yaml)
PYTEST := $(BIN)/python -m pytest -n 2 --dist loadgroup $(TESTS)

export PYTHONDONTWRITEBYTECODE ?=

.PHONY: help
help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: venv
venv:
	@sh .ci/venv "$(PYTHON)" "$(VENV)"

.PHONY: install
install: venv
	@cmp -s requirements/run.txt $(VENV)/run.txt || { \
	  echo "Installing what the portal needs (about a minute, the first time) ..."; \
	  $(PIP) install --require-hashes --only-binary :all: -r requirements/run.txt && cp requirements/run.txt $(VENV)/run.txt; }

.PHONY: install-dev
install-dev: venv
	@cmp -s requirements/dev.txt $(VENV)/dev.txt || { \
	  echo "Installing what the tests need (about a minute, the first time) ..."; \
	  $(PIP) install --require-hashes --only-binary :all: -r requirements/dev.txt && cp requirements/dev.txt $(VENV)/dev.txt \
	  && cp requirements/run.txt $(VENV)/run.txt; }

.PHONY: run
run: install ## the portal at http://localhost:8000 (CHECK=1: start, look whether it works, stop; PORT=n: elsewhere)
	@$(BIN)/python manage.py migrate --verbosity 0
	@$(BIN)/python manage.py load_matter $(MATTERS)
	@$(BIN)/python manage.py seed_demo
	@exec $(BIN)/python manage.py run_portal --port $(PORT) $(if $(CHECK),--check)

.PHONY: test
test: install-dev ## every test, on SQLite, then on PostgreSQL with Redis (TESTS=tests/filing: only those)
	@$(BIN)/python -m tests.services browser
	@status=0; \
	echo "Pass 1 of 2: SQLite, messages in files"; \
	env -u DATABASE_URL -u REDIS_URL $(PYTEST) || status=1; \
	echo "Pass 2 of 2: PostgreSQL and Redis"; \
	$(BIN)/python -m tests.services with-servers $(PYTEST) || status=1; \
	exit $$status

CHECKS := lint format templates types rooms migrations deploy addresses
.PHONY: check $(CHECKS:%=check-%)
check: install-dev ## the code without running it: lint, format, templates, types, rooms, migrations, deployment
	@$(MAKE) -k $(CHECKS:%=check-%)

check-lint:
	@$(BIN)/ruff check .
check-format:
	@$(BIN)/ruff format --check .
check-templates:
	@$(BIN)/djlint --lint --quiet templates
check-types:
	@$(BIN)/mypy claimants intake
check-rooms:
	@$(BIN)/lint-imports
check-migrations:
	@VAR_DIR="$$(mktemp -d)" $(BIN)/python manage.py makemigrations --check --dry-run
check-deploy:
	@sh .ci/check-deploy $(BIN)/python
check-addresses:
	@$(BIN)/python -m pytest -q tests/house/test_install_files.py

# `make bench filing` runs one benchmark; the word after `bench` is not a target of its own.
ifeq (bench,$(firstword $(MAKECMDGOALS)))
BENCHES := $(wordlist 2,$(words $(MAKECMDGOALS)),$(MAKECMDGOALS))
$(if $(BENCHES),$(eval $(BENCHES):;@:))
endif
.PHONY: bench
bench: install-dev ## what it costs: all benchmarks, or those named (make bench filing)
	@$(BIN)/python -m tests.services with-servers $(BIN)/python -m tests.bench $(BENCHES)

# `make chaos limit` does one kind; the words after `chaos` are no targets of their own.
ifeq (chaos,$(firstword $(MAKECMDGOALS)))
KINDS := $(wordlist 2,$(words $(MAKECMDGOALS)),$(MAKECMDGOALS))
$(if $(KINDS),$(eval $(KINDS):;@:))
endif
.PHONY: chaos
chaos: install-dev ## everything killed while it sends: nothing lost, nothing doubled (KILLS=20, or one kind: make chaos Redis)
	@$(BIN)/python -m tests.chaos $(KINDS)

.PHONY: lock
lock: install-dev ## the locked requirements again, from pyproject.toml
	@$(BIN)/uv pip compile --quiet --generate-hashes --no-emit-index-url --no-annotate --python-version 3.11 pyproject.toml -o requirements/run.txt
	@$(BIN)/uv pip compile --quiet --generate-hashes --no-emit-index-url --no-annotate --python-version 3.11 pyproject.toml --group dev -o requirements/dev.txt

.PHONY: pictures
pictures: install-dev ## the pictures of the README, taken anew
	@$(BIN)/python -m tests.services browser
	@PICTURES=1 $(BIN)/python -m pytest -q tests/journeys/test_pictures.py

.PHONY: clean
clean: ## forget the demo: its database, mail and messages
	@rm -rf var
