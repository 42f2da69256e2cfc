# Recipes. `make` alone lists them: the line after `##` is what a recipe is for.

PORT ?= 8000
export PYTHON

.DEFAULT_GOAL := help
.PHONY: help run test setup check core bench fuzz oracle real ways pages siege mutants screenshots patterns demo lock cdn runbook clean

help: ## list the recipes
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: ## install what is missing and serve the dashboard on 127.0.0.1 (PORT=8000)
	@setup/runtime
	@if [ -f driftboard.toml ]; then \
		exec .venv/bin/driftboard serve --port $(PORT); \
	else \
		exec .venv/bin/driftboard demo --port $(PORT); \
	fi

test: ## install what is missing, run every check and every test, and say how long each part took
	@setup/parts

setup: ## install what `make run` and `make test` need (skipped when there)
	@setup/tests

check: ## the checks that run nothing: form, types, import contracts, templates, browser code
	@setup/checks
	@setup/check

core: ## the tests of the core, and that they reach every branch of it
	@setup/checks
	@setup/core

bench: ## run the benchmarks (bench/bench_*.py)
	@setup/tests
	@for file in bench/bench_*.py; do [ ! -e "$$file" ] || .venv/bin/python "$$file" || exit 1; done

fuzz: ## read made-up source, manifests, addresses and settings until something breaks (INPUTS=1000000 each)
	@setup/tests
	@setup/fuzz $(INPUTS)

oracle: ## hold the core against four Djangos, with many more examples (EXAMPLES=100000 each)
	@setup/tests
	@EXAMPLES=$(EXAMPLES) setup/oracle

real: ## make histories of real projects, the heavy ones too, and print the tables of docs/real-projects.md, docs/sources.md and docs/upgrades.md
	@setup/tests heavy
	@.venv/bin/python -m tests.real.reading heavy
	@.venv/bin/python -m tests.real.report heavy
	@.venv/bin/python -m tests.real.popular
	@.venv/bin/python -m tests.real.schemas
	@.venv/bin/python -m tests.real.upgrades.report

ways: ## execute every way out of real projects on SQLite and PostgreSQL, and let Django judge drawn ones (WAYS_EXAMPLES=4000)
	@setup/tests
	@WAYS=all SMALL_CASES=1000 WAYS_EXAMPLES=$${WAYS_EXAMPLES:-4000} WAYS_SHRINK=no .venv/bin/python -m pytest tests/ways tests/domain/ways/test_everything.py

pages: ## walk every page in every state in a browser, and every page with names made to break something (14 minutes)
	@setup/tests
	@EVERY_PAGE=1 HOSTILE_PAGES=50 .venv/bin/python -m pytest tests/e2e/test_every_page.py tests/web/odd/test_hostile_names.py

siege: ## attack a dashboard in the long forms of docs/reliability.md, and print the figures (ATTACKS=mute,stores)
	@setup/tests
	@.venv/bin/python -m tests.siege $${ATTACKS:-all}

mutants: ## break the core on purpose and see the tests notice (tests/oracle/mutants.py)
	@setup/tests
	@.venv/bin/python -m tests.oracle.mutants

screenshots: ## take the pictures of docs/screenshots anew
	@setup/tests
	@DRIFTBOARD_SCREENSHOTS=1 .venv/bin/python -m pytest tests/e2e/test_pages.py -k pictures

patterns: ## serve every part of the pages as the situations of the tests show it, light and dark (PORT=8000)
	@setup/tests
	@PORT=$(PORT) .venv/bin/python -m tests.web.patterns.serve

demo: ## serve the demo, whatever is configured
	@setup/runtime
	@exec .venv/bin/driftboard demo --port $(PORT)

lock: ## pin every dependency anew, with hashes and without addresses
	@setup/lock

cdn: ## write static/cdn.json from the installed browser packages
	@setup/tests
	@.venv/bin/python setup/cdn.py

runbook: ## write docs/runbook.md from the entries of the codes
	@setup/runtime
	@.venv/bin/python setup/runbook.py

sentences: ## write docs/sentences.md, every sentence that the product can say
	@setup/runtime
	@.venv/bin/python setup/sentences.py

clean: ## remove what the set-up and the runs made
	rm -rf .venv .judges .nginx .setup.lock node_modules static/vendor build dist
	rm -rf .coverage .fuzz .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find app reporter tests bench setup -name __pycache__ -prune -exec rm -rf {} +
