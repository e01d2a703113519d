# README's two commands are `make run` and `make test`.
PYTHON ?= python3
PORT ?= 8000
BIN := .venv/bin

.PHONY: run test check bench rehearsal migration rights clean

run: export WEEKPLANNER_BASE_URL ?= http://127.0.0.1:$(PORT)
run: .venv/installed
	$(BIN)/weekplanner migrate
	-$(BIN)/weekplanner demo  # says so and does nothing where real organisations are
	$(BIN)/weekplanner serve --port $(PORT)

test: .venv/installed
	$(BIN)/python -m tests.everything

check: .venv/installed
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/python -m tests.architecture.migrations_in_step

bench: .venv/installed
	$(BIN)/python -m bench

# A season with a moved clock, and the load and fault tests at full size
rehearsal: .venv/installed
	$(BIN)/python -m rehearsal

# A migration for what changed in the models: make migration NAME=activity_gets_a_picture
migration: .venv/installed
	$(BIN)/tortoise makemigrations weekplanner -n $(NAME)
	$(BIN)/ruff format -q weekplanner/migrations

# docs/rights.md, from the table of rights
rights: .venv/installed
	$(BIN)/python -m tests.architecture.rights_page > docs/rights.md

.venv/installed: requirements.lock pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	touch $@

clean:
	rm -rf .venv var
