# Two commands do everything, set-up included: `make run` and `make test`.

VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/pip --disable-pip-version-check --quiet install --constraint packaging/constraints.txt
MAP ?= 1
PROMPT ?= a medieval stone castle

.DEFAULT_GOAL := help
.PHONY: help run test check format unit without-qt screenshots docs translations bench doctor lock clean

help: ## list what can be made
	@sed -n 's/^\([a-z-]*\):.*## /\1|/p' Makefile | awk -F'|' '{ printf "  make %-12s %s\n", $$1, $$2 }'

run: $(VENV)/.ready ## open the studio on map 1; without a display, train in the terminal (MAP=, PROMPT=)
	@if [ -n "$$DISPLAY$$WAYLAND_DISPLAY" ] || [ "$$(uname -s)" = Darwin ]; then \
		exec $(BIN)/voxstudio studio "$(MAP)"; \
	else \
		echo 'No display here: training in the terminal instead.'; \
		exec $(BIN)/voxstudio train --prompt "$(PROMPT)" --dataset_id "$(MAP)"; \
	fi

test: check without-qt unit ## everything that must pass before a change lands

check: $(VENV)/.ready-dev ## lint, format, types and the floors of the house
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/lint-imports --no-logo
	$(BIN)/basedpyright --warnings

format: $(VENV)/.ready-dev ## let ruff mend what it can
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

unit: $(VENV)/.ready-dev ## all tests (ARGS="tests/world -x" for some)
	$(BIN)/python -m pytest $(ARGS)

without-qt: $(VENV)/.ready-dev ## the tests below studio/ where Qt and OpenGL are not installed
	$(BIN)/python packaging/without_qt.py -m "not slow" --ignore=tests/studio

screenshots: $(VENV)/.ready-dev ## take the pictures of the documentation again, from the real window
	$(BIN)/python -m voxstudio.studio.screenshots

docs: $(VENV)/.ready ## write the pages that are made from the code
	$(BIN)/python packaging/settings_page.py

translations: $(VENV)/.ready ## collect the window's words for translators, and compile what they translated
	$(BIN)/python packaging/translations.py

bench: $(VENV)/.ready ## measure every promised figure
	$(BIN)/voxstudio bench

doctor: $(VENV)/.ready ## what is installed, what is usable, what to do about the rest
	$(BIN)/voxstudio doctor

lock: $(VENV)/.ready-dev ## write packaging/constraints.txt from what is installed
	{ grep '^#' packaging/constraints.txt; \
	  $(BIN)/pip --disable-pip-version-check freeze --exclude-editable | sed 's/+[a-z0-9]*$$//'; } > packaging/constraints.new
	mv packaging/constraints.new packaging/constraints.txt

clean: ## remove the environment and the caches, never maps or runs
	rm -rf $(VENV) .cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache build dist

$(VENV)/bin/python:
	@packaging/setup.sh venv $(VENV)

$(VENV)/.system: packaging/system-packages.txt | $(VENV)/bin/python
	@packaging/setup.sh system $@

$(VENV)/.ready: pyproject.toml packaging/constraints.txt | $(VENV)/bin/python $(VENV)/.system
	@echo 'Installing VoxStudio into $(VENV), once.'
	$(PIP) --editable .
	@$(VENV)/bin/python -m compileall -q voxstudio
	@touch $@

$(VENV)/.ready-dev: $(VENV)/.ready
	$(PIP) --editable '.[dev]'
	@touch $@
