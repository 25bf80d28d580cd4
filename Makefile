# The two commands: `make briefs` and `make test`. Both set up what they need.
.DEFAULT_GOAL := help
PYTHON ?= python3
VENV := .venv
RUN := $(VENV)/bin
PICTURE := hrss_analysis/brief_template/example.png
UV := UV_PYTHON_DOWNLOADS=never UV_PROJECT_ENVIRONMENT=$(VENV) $(RUN)/uv
export PYTHONUTF8 := 1
export OPENBLAS_NUM_THREADS := 1

.PHONY: help setup briefs test check format prior evidence seeded picture lab clean

help: ## show this list
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

$(RUN)/uv:
	$(PYTHON) -m venv $(VENV)
	$(RUN)/python -m pip install --quiet --disable-pip-version-check "uv>=0.8,<1"

# The stamp is remade when the dependencies change.
$(VENV)/.synced: pyproject.toml uv.lock | $(RUN)/uv
	$(UV) sync --frozen --inexact --quiet
	@touch $@

setup: $(VENV)/.synced ## make .venv with the locked dependencies

briefs: setup ## set up, build the tables, check them, publish all briefs into reports/
	$(RUN)/hrss build
	$(RUN)/hrss check
	$(RUN)/hrss publish --publisher "$(PUBLISHER)"

test: setup ## set up, run all tests
	$(RUN)/python -m pytest

check: setup ## lint, types, fast tests
	$(RUN)/ruff check .
	$(RUN)/ruff format --check .
	$(RUN)/mypy
	$(RUN)/python -m pytest -m "not slow"

format: setup ## format the code, strip notebook outputs
	$(RUN)/ruff format .
	$(RUN)/ruff check --fix .
	$(RUN)/nbstripout notebooks/*.ipynb

prior: setup ## refit the prior of the projections (development only)
	$(RUN)/python -m hrss_analysis.projections.fit

seeded: setup ## plant errors in the readings, count those the audit catches (ten minutes)
	$(RUN)/python -m hrss_analysis.audit.seeded --seed 2

evidence: setup ## score the projections on other and own series (development only, minutes)
	$(UV) sync --frozen --inexact --quiet --group evidence
	$(RUN)/python -W ignore -m hrss_analysis.projections.evidence

picture: briefs ## redraw the picture of a brief in the README (needs chromium)
	chromium --headless --no-sandbox --disable-gpu --hide-scrollbars --window-size=900,1250 \
	  --screenshot=$(PICTURE) "file://$(CURDIR)/reports/region-429005-en.html" 2>/dev/null
	$(RUN)/python -c "from PIL import Image; f = '$(PICTURE)'; \
	  Image.open(f).convert('RGB').quantize(96).save(f, optimize=True)"

lab: setup ## open JupyterLab on the notebooks
	$(RUN)/jupyter lab notebooks

clean: ## remove what can be made again
	rm -rf reports data/processed/*.parquet .pytest_cache .mypy_cache .ruff_cache .hypothesis
