# Sets up what is missing, then builds, tests or checks. `make` alone lists what there is.
# A second run finds the stamps in .venv and sets up nothing.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
NATIVE := PYTHON="$(PYTHON)" .setup/native.sh

# The Nu HTML checker, and the checksum of the archive that it comes in.
VNU := vnu-jar@26.9.27
VNU_ARCHIVE := $(subst @,-,$(VNU)).tgz
VNU_SHA512 := 4e441de4315f39a582f5e6edbe8cd3b2b1f655aa1dde3620faface791133217c417b12f3f7ead2d8336d8e7efe44f5226618258b44a0860057e9125135e6b428

# All processors test, each a half of all or so, and then what another has not yet begun.
SPREAD := --numprocesses auto --dist worksteal

# What scores the pages, and the newest version that Node 18 and 20 can run.
LIGHTHOUSE := lighthouse@12.8.2

# A system upgrade can take away the Python that .venv was made with: then it is made anew.
$(shell $(BIN)/python -c "import pip" 2> /dev/null || rm -rf $(VENV))

.PHONY: help site serve test fast check words lighthouse bench lock clean
.DELETE_ON_ERROR:

help:
	@echo "make site        build content/ into output/site"
	@echo "make serve       the same, and again on every save, shown in the browser"
	@echo "make test        run every test"
	@echo "make fast        run the tests that take no browser and no second"
	@echo "make check       format, lint, types and every test"
	@echo "make words       bring the catalogue of interface words up to date"
	@echo "make lighthouse  score four pages for speed, accessibility and more"
	@echo "make bench       measure beside other site generators, and write bench/RESULTS.md"
	@echo "make lock        pin the newest Python packages"
	@echo "make clean       remove what was set up, cached and built"

site: $(VENV)/.pango
	@$(BIN)/handouts build

serve: $(VENV)/.pango
	@$(BIN)/handouts serve

test: $(VENV)/.tests
	@$(BIN)/python -m pytest $(SPREAD)

fast: $(VENV)/.dev $(VENV)/.pango
	@$(BIN)/python -m pytest -m "not slow"

check: $(VENV)/.tests
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/python -m pytest $(SPREAD)

words: $(VENV)/.site
	@mkdir -p .cache
	@$(BIN)/pybabel -q extract -F pyproject.toml -k say -k say_many:1,2 -k say_markup \
	--no-location --omit-header --sort-output --no-wrap --output .cache/words.pot .
	@$(BIN)/pybabel -q update --domain handouts --input-file .cache/words.pot --no-wrap \
	--output-dir generator/locales --omit-header --no-fuzzy-matching --ignore-obsolete

lighthouse: site $(VENV)/.dev $(VENV)/.$(LIGHTHOUSE)
	@$(NATIVE) browser
	@$(BIN)/python -m bench.lighthouse $(VENV)/lighthouse/node_modules/lighthouse/cli/index.js \
	output/site

bench: $(VENV)/.dev $(VENV)/.pango
	@$(NATIVE) npm browser
	@$(BIN)/python -m bench

lock: $(BIN)/python
	@$(BIN)/python -m pip install -q uv
	@$(call pin,dev,--extra dev)
	@$(call pin,site,--constraints .setup/dev.txt)
	@$(call pin,cluster,--extra cluster --constraints .setup/dev.txt)

clean:
	rm -rf $(VENV) .cache .hypothesis .mypy_cache .pytest_cache .ruff_cache dist
	find output -mindepth 1 -not -name .gitignore -delete

# $(call pin,NAME,OPTIONS): the newest packages for every system that we run on, with their hashes.
pin = $(BIN)/uv pip compile -q --upgrade --universal --generate-hashes --no-emit-index-url \
	--no-annotate --custom-compile-command "make lock" --python-version 3.11 \
	--group build $(2) pyproject.toml --output-file .setup/$(1).txt

# $(call install,NAME): exactly the pinned packages, then the project itself as an editable one.
install = { $(BIN)/python -m pip install --require-hashes --no-deps -r .setup/$(1).txt && \
	$(BIN)/python -m pip install --no-index --no-deps --no-build-isolation --editable . ; \
	} > $(VENV)/setup.log 2>&1 || { tail -n 20 $(VENV)/setup.log >&2; exit 1; }

$(BIN)/python:
	@command -v "$(PYTHON)" > /dev/null || { echo "Python 3.11 or newer is needed." >&2; exit 1; }
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo \
	"Python 3.11 or newer is needed, and $(PYTHON) is older. Name a newer one:" \
	"make PYTHON=python3.12 ..." >&2; exit 1; }
	@$(NATIVE) venv
	@echo "Setting up $(VENV) (once) ..."
	@"$(PYTHON)" -m venv $(VENV)

$(VENV)/.site: $(BIN)/python .setup/site.txt pyproject.toml
	@echo "Installing the packages that make the site ..."
	@$(call install,site)
	@touch $@

$(VENV)/.pango: $(VENV)/.site .setup/native.sh
	@$(NATIVE) pango || { echo \
	"Without it there are no handouts, but pages:  $(BIN)/handouts build --no-pdf" >&2; exit 1; }
	@touch $@

$(VENV)/.dev: $(VENV)/.site .setup/dev.txt
	@echo "Installing the packages that test it ..."
	@$(call install,dev)
	@touch $@

$(VENV)/.tests: $(VENV)/.dev $(VENV)/.pango $(VENV)/.$(VNU)
	@$(NATIVE) browser poppler java
	@touch $@

$(VENV)/.$(VNU): | $(BIN)/python
	@$(NATIVE) npm
	@echo "Fetching the HTML checker (once) ..."
	@cd $(VENV) && npm pack --silent $(VNU) > setup.log 2>&1 || { cat setup.log >&2; exit 1; }
	@cd $(VENV) && bin/python -c 'import hashlib, pathlib, sys; sys.exit(hashlib.sha512( \
	pathlib.Path(sys.argv[1]).read_bytes()).hexdigest() != "$(VNU_SHA512)")' $(VNU_ARCHIVE) \
	|| { echo "$(VNU_ARCHIVE) is not what it was: VNU_SHA512 does not match." >&2; exit 1; }
	@cd $(VENV) && tar -xzf $(VNU_ARCHIVE) --strip-components 3 package/build/dist/vnu.jar
	@rm $(VENV)/$(VNU_ARCHIVE) && touch $@

$(VENV)/.$(LIGHTHOUSE): | $(BIN)/python
	@$(NATIVE) npm
	@echo "Fetching Lighthouse (once) ..."
	@mkdir -p $(VENV)/lighthouse
	@cd $(VENV)/lighthouse && npm install --silent --no-save --ignore-scripts --no-audit --no-fund \
	$(LIGHTHOUSE) > ../setup.log 2>&1 || { cat ../setup.log >&2; exit 1; }
	@touch $@
