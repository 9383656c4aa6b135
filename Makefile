# `make run` and `make test` are all that is needed: each sets up what it needs first.
# Needs Python 3.11 or newer with venv (or pip), and make.

export PYTHONUTF8 = 1
python = .venv/bin/python
# Tests that open windows need no screen.
offscreen = QT_QPA_PLATFORM=offscreen
# Without a screen `make run` shows the main job in files instead of a window.
screen = $(DISPLAY)$(WAYLAND_DISPLAY)$(findstring Darwin,$(shell uname -s))

.DEFAULT_GOAL := help
.PHONY: help setup run test lint format bench shots words nightly validate package lock clean

help: ## What each command does
	@sed -n 's/^\([a-z]*\):.*## /  make \1\t/p' Makefile | expand -t 18

setup: ## Make .venv from the pinned list, only when it changed
	@sh packaging/setup.sh

run: setup ## Open the program; without a screen make the demo in out/demo
ifeq ($(strip $(screen)),)
	$(offscreen) $(python) -m annotator demo out/demo
else
	@sh packaging/qt_libraries.sh window
	$(python) -m annotator $(PROJECT)
endif

test: lint ## Lint, then all tests
	$(offscreen) $(python) -m pytest -n 2 --dist loadgroup -m "not nightly"

lint: setup ## Style, types and the walls between the rooms
	$(python) -m ruff check .
	$(python) -m ruff format --check .
	$(python) -m mypy
	.venv/bin/lint-imports --no-cache

format: setup ## Put the code into the one style
	$(python) -m ruff check --fix-only .
	$(python) -m ruff format .

bench: setup ## Speed and memory beside their floors, keys a span (GOLD=file.jsonl); fails past a goal
	$(offscreen) $(python) -m tests.benchmarks --json out/bench.json $(if $(GOLD),--gold "$(GOLD)")

shots: setup ## Pictures of the main views, light and dark
	$(offscreen) $(python) -m docs.shots

words: setup ## All words of the window for translators, in out/words.ts
	$(offscreen) $(python) -m docs.words

nightly: setup ## The long versions of the tests
	$(offscreen) $(python) -m pytest -n 2 --dist loadgroup --timeout 3600 -m "nightly or not nightly"

validate: setup ## Lets the readers of our exports judge them
	@sh packaging/validate.sh

package: setup ## A program for people who have no Python, in dist/, started once to try it
	@sh packaging/package.sh

lock: ## Pin everything anew with hashes
	@sh packaging/lock.sh

clean: ## Remove what the commands made
	rm -rf .venv build dist out packaging/build .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis .benchmarks
	find annotator tests packaging docs -name __pycache__ -type d -prune -exec rm -rf {} +
