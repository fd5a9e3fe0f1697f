# Two commands are all a newcomer needs: `make lab` and `make test`. Everything happens inside .venv.

PYTHON ?= python3
BIN := .venv/bin
PYTEST := $(BIN)/python -m pytest
UNIT := -p no:nbval --dist worksteal
NBVAL := --nbval --nbval-current-env --nbval-cell-timeout=300 -p no:python --dist loadfile
# What each test costs is written down here; `python -m tests.budget` adds it up
LEDGER := .ledger
SOLUTION = $(subst /,/solutions/,$(LAB)).ipynb
SOURCES = $(subst /,/source/,$(LAB)).py utils/labs/$(LAB) $(wildcard tests/labs/$(LAB)) utils/steps tests/steps
export COURSE_LEDGER := $(CURDIR)/$(LEDGER)

.NOTPARALLEL:
.PHONY: lab test test-full test-lab test-oldest setup publish check mutants bench bench-gpu browser chromium picture lint unit nbval fresh clean

lab: setup ## open JupyterLab on the course's front page
	$(BIN)/python -m utils lab

test: setup lint fresh unit nbval ## everything that CI runs: lint, tests, the stored solutions, what they cost
	$(BIN)/python -m tests.budget $(LEDGER)

test-full: setup lint fresh chromium ## all of that and what takes long: whole runs as shipped, slow claims, Colab, a browser
	$(PYTEST) $(UNIT) -n 2 --full
	$(MAKE) nbval
	$(BIN)/python -m tests.budget $(LEDGER) --strict

test-lab: setup fresh ## everything about one lab: make test-lab LAB=course1/week2_vectorization
	@test -f "$(SOLUTION)" || { echo "There is no lab LAB=$(LAB): write it as LAB=course1/week2_vectorization."; exit 1; }
	$(BIN)/ruff check -q $(SOURCES)
	$(PYTEST) $(UNIT) -n 2 --lab $(LAB)
	COURSE_STRICT=1 $(PYTEST) $(NBVAL) $(SOLUTION)
	$(BIN)/python -m tests.budget $(LEDGER)

test-oldest: ## the NumPy labs on the oldest versions that pyproject.toml allows, without PyTorch
	$(PYTHON) -m venv .venv-oldest
	$(PYTHON) -m tests.oldest > .venv-oldest/oldest.txt
	.venv-oldest/bin/python -m pip install --quiet --disable-pip-version-check -r .venv-oldest/oldest.txt -e .
	.venv-oldest/bin/python -m pytest $(UNIT) -n 2
	COURSE_STRICT=1 .venv-oldest/bin/python -m pytest $(NBVAL) -n 2 course*/solutions

setup: .venv/installed ## make .venv and install the course in it

.venv/installed: pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "The course needs Python 3.11 or newer; PYTHON=python3.12 make setup chooses another."; exit 1; }
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e ".[torch,dev]"
	@touch .venv/installed

publish: setup ## make every notebook from its master
	$(BIN)/python -m utils publish

check: setup ## are the committed notebooks what their masters give?
	$(BIN)/python -m utils publish --check

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

unit: setup ## unit tests, checks, stored notebooks, a short run of each lab as shipped
	$(PYTEST) $(UNIT) -n 2

nbval: setup ## the one run of each stored solution, cell by cell, every check strict
	COURSE_STRICT=1 $(PYTEST) $(NBVAL) -n 2 course*/solutions

fresh:
	@rm -rf $(LEDGER)

mutants: setup ## change every reference by machine; which changes does its check let through?
	$(BIN)/python -m tests.mutants

bench: setup ## how fast are the layers and whole labs, against PyTorch? (one thread; about five minutes)
	$(BIN)/python -m utils bench

bench-gpu: setup ## images/s, share of the matrix-product peak and time to accuracy of this machine's GPU
	$(BIN)/python -m utils.bench.gpu

browser: setup chromium ## the browser test in a real JupyterLab; installs Chromium if it can
	$(PYTEST) -p no:nbval -m browser tests/browser

chromium: # where none is there and apt-get is; the browser test finds playwright's own, too, or skips and says so
	@command -v chromium >/dev/null || command -v google-chrome >/dev/null || ! command -v apt-get >/dev/null || \
		{ apt-get update && apt-get install -y --no-install-recommends chromium; }

picture: ## the check that the README shows, taken in a real browser
	COURSE_PICTURE=$(CURDIR)/docs/check.png $(MAKE) browser

clean: ## forget the environment
	rm -rf .venv .venv-oldest
