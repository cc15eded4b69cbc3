# Two commands do everything: `make run` and `make test`. Each installs what it misses.

SHELL := /bin/bash
PYTHON ?= python3
BIN := .venv/bin
PACKAGES := archive ingest index web
export OMP_THREAD_LIMIT := 1

.PHONY: markup handbook-pictures bench-desk lighthouse test-looks bench-site test-whoosh3 bench-search faults-search faults-edits arabic-reader setup setup-test setup-browser run test test-browser lint bench faults lock translations clean help

help:           ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 18

# --- set-up: stamps say what has been done, so that the second time takes no time ---

.venv/system-%: web/deploy/system-packages.sh
	@bash web/deploy/system-packages.sh $*
	@test -d .venv || $(PYTHON) -m venv .venv
	@touch $@

.venv/runtime: requirements.txt pyproject.toml | .venv/system-run
	@echo "Installing Python packages"
	@$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes --no-deps -r requirements.txt
	@$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

.venv/development: requirements-dev.txt .venv/runtime | .venv/system-test
	@echo "Installing Python packages for tests"
	@$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes --no-deps -r requirements-dev.txt
	@touch $@

.venv/assets: web/package-lock.json web/assets.py $(shell find web/static -type f -not -path '*/built/*' 2>/dev/null) .venv/runtime
	@echo "Building fonts, styles and scripts"
	@$(BIN)/python -m web.assets
	@touch $@

.venv/tessdata: ingest/engines/installing.py .venv/runtime
	@$(BIN)/python -m ingest.engines.installing && touch $@ || echo "Going on without."

.venv/axe: tests/browser/package-lock.json | .venv/system-browser
	@npm ci --silent --no-audit --no-fund --prefix tests/browser
	@touch $@

setup: .venv/runtime .venv/assets .venv/tessdata ## install what the site needs
setup-test: setup .venv/development           ## … and what the tests need
setup-browser: setup-test .venv/axe | .venv/system-browser

run: setup      ## build the demonstration archive (the first time) and serve it at http://127.0.0.1:8000
	@exec $(BIN)/archive demonstration

test: setup-test ## all tests but those that drive a browser
	@$(BIN)/python -m pytest -q -n 2 -m "not browser and not looks" $(ARGS)

# With SLOW_SCRIPTS=1 every script comes a second late, as on a slow line: what was done before must not be lost.
test-browser: setup-browser ## tests in Chromium: accessibility, right-to-left, reader, nginx in front
	@$(BIN)/python -m pytest -q -n 2 --dist loadfile -m browser $(ARGS)

test-looks: setup-browser ## every page light, dark, in high contrast, forced colours, letters of 200 % (half an hour)
	@$(BIN)/python -m pytest -q -n 2 -m looks $(ARGS)

# Its packages come first, those of the archive's own environment after them.
.venv/whoosh3/ready: .venv/development
	@$(PYTHON) -m venv .venv/whoosh3
	@.venv/whoosh3/bin/python -m pip install -q --disable-pip-version-check whoosh3==3.54.0
	@$(BIN)/python -c "import site; print(site.getsitepackages()[0])" > $$(.venv/whoosh3/bin/python -c "import site; print(site.getsitepackages()[0])")/archive.pth
	@touch $@

test-whoosh3: .venv/whoosh3/ready ## the search tests against Whoosh's living fork, in an environment of its own
	@.venv/whoosh3/bin/python -m pytest -q tests/contracts/test_search_engines.py tests/index/test_whoosh.py $(ARGS)
#: Other readers of IIIF, as they are published: no package that they are built from is fetched.
VIEWERS := mirador@4.0.0 universalviewer@4.4.0 tify@0.35.0
viewers:        ## fetch Mirador, Universal Viewer and Tify, which test-browser then presses "next" in
	@for each in $(VIEWERS); do \
	  name=$${each%@*}; folder=tests/browser/viewers/$$name; mkdir -p $$folder && \
	  file=$$(npm pack --silent --pack-destination tests/browser/viewers $$each) && \
	  tar -xzf tests/browser/viewers/$$file -C $$folder --strip-components=1 && rm tests/browser/viewers/$$file || exit 1; \
	done

lint: setup-test ## style, types, direction of imports
	@$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/mypy && $(BIN)/lint-imports

bench: setup-test ## measure; writes the medians that the README quotes
	@$(BIN)/python -m tests.benchmarks $(ARGS)

faults: setup-test ## kills an ingest at random moments (minutes)
	@$(BIN)/python -m tests.faults $(ARGS)

faults-search: setup-test ## kills commits to the index, fifty times for each engine (minutes)
	@for engine in whoosh tantivy; do $(BIN)/python -m tests.faults.index_kills --engine $$engine $(ARGS) || exit 1; done

faults-edits: setup-test ## kills the server under people who correct one line at once (minutes)
	@$(BIN)/python -m tests.faults.edit_kills $(ARGS)

bench-search: setup-test ## speed of search on 64,000 made-up pages, for each engine (an hour; ARGS="--pages 8000")
	@for engine in whoosh tantivy; do $(BIN)/python tests/benchmarks/search_speed.py --engine $$engine $(ARGS) || exit 1; done

handbook-pictures: setup-test ## draw the handbook's pictures anew from the demonstration that `make run` made
	@$(BIN)/python -m tests.browser.handbook_pictures $(DEMO)

bench-desk: setup-test ## how quickly the desk answers with 64,000 made-up pages
	@$(BIN)/python tests/benchmarks/desk_speed.py $(ARGS)

bench-site: setup-test ## speed of pages and tiles with 64,000 made-up pages; wrk and nginx-light are used where they are installed
	@$(BIN)/python tests/benchmarks/site_speed.py $(ARGS)

.venv/lighthouse: tests/lighthouse/package-lock.json | .venv/system-browser
	@PUPPETEER_SKIP_DOWNLOAD=1 npm ci --silent --no-audit --no-fund --prefix tests/lighthouse
	@touch $@

lighthouse: setup-test .venv/lighthouse ## speed, accessibility and good practice of five pages on a phone, by Lighthouse (minutes)
	@$(BIN)/python -m tests.lighthouse $(ARGS)

.venv/markup: tests/markup/package-lock.json
	@npm ci --silent --no-audit --no-fund --prefix tests/markup
	@touch $@

markup: setup-test .venv/markup ## every template's page read by the Nu HTML checker (a minute; needs Java)
	@$(BIN)/python -m tests.markup

lock: setup-test ## lock the dependencies anew
	@$(BIN)/uv pip compile --universal --generate-hashes --no-emit-index-url --no-header -q --upgrade --python-version 3.11 -o requirements.txt pyproject.toml
	@$(BIN)/uv pip compile --universal --generate-hashes --no-emit-index-url --no-header -q --upgrade --python-version 3.11 --all-extras -c requirements.txt -o requirements-dev.txt pyproject.toml
	@echo onnxruntime | $(BIN)/uv pip compile --universal --generate-hashes --no-emit-index-url --no-header -q --python-version 3.11 -c requirements-dev.txt -o requirements-arabic-reader.txt -

translations: setup-test ## bring the .po files level with the sentences in the code
	@$(BIN)/python -m web.i18n extract

clean:          ## remove everything that can be made again (never an archive)
	rm -rf .venv build *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis web/static/built web/node_modules

arabic-reader: setup ## the second reader of Arabic lines (once; 24 MB are fetched, 12 MB kept)
	@$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes --no-deps -r requirements-arabic-reader.txt
	@$(BIN)/python -m ingest.arabic_reader.installing
