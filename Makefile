# Every target sets up what it needs: Python 3.11 to 3.13 and make are enough to begin with.
# The first time takes about a minute (.venv is filled from requirements.lock), later ones a moment.

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help study test lab check bench

PYTHONS := $(if $(PYTHON),"$(PYTHON)",python3.13 python3.12 python3.11 python3 python)
IN_VENV := .venv/bin/python -m
LIBRARIES := .venv/.stamp-libraries
READY := .venv/.stamp-project

help: ## list what can be made
	@awk -F ': .*## ' '/^[a-z]+: .*## / { printf "make %-6s %s\n", $$1, $$2 }' Makefile

study: $(READY) ## build the study: check, suggest, compute, figures, evidence page, notebooks
	.venv/bin/jenjang build

test: $(READY) ## run every test, then every notebook against its kept outputs
	$(IN_VENV) pytest -n auto --dist loadfile
	$(IN_VENV) pytest -n auto --dist loadfile --nbval --nbval-current-env --nbval-sanitize-with tests/nbval-sanitize.cfg notebooks

lab: $(READY) ## open the notebooks in JupyterLab
	$(IN_VENV) jupyterlab --ServerApp.root_dir=. --ServerApp.preferred_dir=notebooks

check: $(READY) ## check the code (style, types) and the study (every record)
	$(IN_VENV) ruff check .
	$(IN_VENV) ruff format --check .
	$(IN_VENV) mypy
	.venv/bin/jenjang check

bench: $(READY) ## measure speed and size
	$(IN_VENV) benchmarks

# The environment, in two steps: the pinned libraries, then this project itself.
# Changing requirements.lock builds .venv anew, so that no library of an older lock lingers.

$(LIBRARIES): requirements.lock
	@for python in $(PYTHONS); do \
	  if "$$python" -c 'import ensurepip, sys, venv; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' 2>/dev/null; then \
	    echo "Filling .venv from requirements.lock ($$("$$python" --version)); this takes about a minute."; \
	    exec "$$python" -m venv --clear .venv; \
	  fi; \
	done; \
	echo "Jenjang needs Python 3.11, 3.12 or 3.13 with its venv module (on Debian: apt install python3-venv)." >&2; \
	echo "None of these is one: $(PYTHONS)   Another can be named: make study PYTHON=path/to/python3" >&2; \
	exit 1
	@$(IN_VENV) pip install -qq --disable-pip-version-check --require-hashes -r requirements.lock
	@pwd -P > $@

$(READY): $(LIBRARIES) pyproject.toml
	@PYTHONWARNINGS=ignore $(IN_VENV) pip install -qq --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

# A .venv that no longer runs, because its folder was renamed or its Python removed, is made anew.
ifneq ($(shell test "$$(cat $(LIBRARIES) 2>/dev/null)" = "$$(pwd -P)" && .venv/bin/python -c '' && echo runs),runs)
.PHONY: $(LIBRARIES)
endif
