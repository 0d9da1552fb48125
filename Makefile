# One command each. `make run` and `make test` do all the set-up themselves.
PYTHON ?= python3
BIN := .venv/bin
SHELL := /bin/bash

.PHONY: setup run accounts test check bench pictures clean

setup: .venv/.ready

.venv/.ready: requirements.txt constraints.txt tools.sh
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed")'
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	bash tools.sh
	$(BIN)/python -m compileall -q etl pages app.py accounts.py
	touch $@

# The sample reports are loaded on the first run only.
run: setup
	@test -e "$${MONITOR_HOME:-data/store}/ledger.jsonl" || $(BIN)/python -m etl sample
	$(BIN)/streamlit run app.py

# Sign-in with accounts of the office's own: make accounts ADMIN=e-mail (the first time), then make run beside it.
accounts: setup
	$(BIN)/python -m accounts $(if $(ADMIN),--admin $(ADMIN)) $(OPTIONS)

test: setup
	$(BIN)/python -m compileall -q etl pages app.py accounts.py
	$(BIN)/python -m pytest -n 3 --dist loadfile --no-loadscope-reorder tests

check: setup
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/python -m pytest -n 2 --dist loadfile tests --ignore tests/browser --ignore tests/store/test_faults.py

bench: setup
	$(BIN)/python -m compileall -q etl pages app.py accounts.py
	$(BIN)/python -m benchmarks.load
	$(BIN)/python -m benchmarks.slips
	$(BIN)/python -m benchmarks.pages
	$(BIN)/python -m benchmarks.drop
	$(BIN)/python -m benchmarks.visit
	$(BIN)/python -m benchmarks.clicks

pictures: setup
	$(BIN)/python -m tests.browser.pictures

clean:
	rm -rf build .pytest_cache .ruff_cache .mypy_cache .hypothesis
