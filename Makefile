# For developers; `make` alone lists the recipes. Each needs what ./test sets up, and calls it when that is missing.
.DEFAULT_GOAL := help
.PHONY: help check fix bench load storm stranger docs components baseline-update
PYTHON := .venv/bin/python

help:
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' Makefile | expand -t 18

.venv/beredd-test.stamp: requirements-test.lock requirements-bootstrap.lock
	./test --version

check: .venv/beredd-test.stamp  ## style, types and the quick tests (a minute; ./test runs all)
	$(PYTHON) -m ruff check .
	$(PYTHON) -m ruff format --check .
	$(PYTHON) -m mypy
	$(PYTHON) -m pytest -q -m "not slow and not browser"

fix: .venv/beredd-test.stamp  ## format, and mend what can be mended by machine
	$(PYTHON) -m ruff check --fix-only .
	$(PYTHON) -m ruff format .

bench: .venv/beredd-test.stamp  ## speed of the engines, side by side with a general simulator
	set -e; for bench in $(filter-out bench/load.py,$(wildcard bench/*.py)); do echo "$$bench"; $(PYTHON) $$bench; done

load: .venv/beredd-test.stamp  ## answers a second at 50 clients, on SQLite and on PostgreSQL (needs wrk)
	$(PYTHON) bench/load.py
	$(PYTHON) bench/load.py --postgresql

storm: .venv/beredd-test.stamp  ## kill, fill, flood a site of its own: nothing may be lost or doubled (a quarter of an hour)
	$(PYTHON) bench/storm --out bench/storm/figures.json
	$(PYTHON) bench/storm/pages.py

stranger:  ## a bare Debian, and the how-to about servers followed to the letter (root, debootstrap, some minutes)
	$(PYTHON) tools/stranger.py

docs: .venv/beredd-test.stamp  ## build the reference pages from the code, check every link
	$(PYTHON) tools/make_reference.py
	$(PYTHON) -m pytest -q tests/house/test_documentation.py

components: .venv/beredd-test.stamp  ## what a server runs, with licences, as CycloneDX in .cache/components.json
	.venv/uv/bin/uv venv --quiet --clear --python $(PYTHON) .cache/components
	.venv/uv/bin/uv pip sync --quiet --python .cache/components/bin/python --require-hashes requirements.lock
	.venv/bin/cyclonedx-py environment .cache/components --pyproject pyproject.toml \
		--output-reproducible --output-format JSON --output-file .cache/components.json

baseline-update: .venv/beredd-test.stamp  ## record whole runs anew; say why under "Results changed" in CHANGELOG.md
	$(PYTHON) -m pytest -q tests/baseline --update-baselines
