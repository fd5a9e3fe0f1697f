# Two commands are all a newcomer needs: `make lab` and `make test`. Everything happens inside .venv.

PYTHON ?= python3
BIN := .venv/bin
NBVAL := --nbval --nbval-current-env --nbval-cell-timeout=300 -p no:python --override-ini addopts=

.PHONY: lab test setup publish check mutants bench bench-gpu browser picture lint unit nbval clean

lab: setup ## open JupyterLab on the course's front page
	$(BIN)/python -m utils lab

test: setup lint check unit nbval ## everything that CI runs

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

unit: setup ## unit tests, checks, notebooks as shipped and solved
	$(BIN)/python -m pytest -n 2 --dist worksteal

nbval: setup ## the stored solutions, cell by cell
	COURSE_STRICT=1 $(BIN)/python -m pytest $(NBVAL) -n 2 --dist loadfile course*/solutions

mutants: setup ## change every reference by machine; which changes does its check let through?
	$(BIN)/python -m tests.mutants

bench: setup ## how fast are the layers and whole labs, against PyTorch? (one thread; about five minutes)
	$(BIN)/python -m utils bench

bench-gpu: setup ## images/s, share of the matrix-product peak and time to accuracy of this machine's GPU
	$(BIN)/python -m utils.bench.gpu

browser: setup ## install what the browser test needs (Debian, Ubuntu), then run it
	@command -v chromium >/dev/null || { apt-get update && apt-get install -y --no-install-recommends chromium; }
	$(BIN)/python -m pytest -m browser tests/browser

picture: ## the check that the README shows, taken in a real browser
	COURSE_PICTURE=$(CURDIR)/docs/check.png $(MAKE) browser

clean: ## forget the environment
	rm -rf .venv
