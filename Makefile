# The habits of this house, one command each: `make` lists them. Arguments go in ARGS: make test ARGS="tests/storage -k lock"
.DEFAULT_GOAL := help

# One thread for ONNX and BLAS: with more, the encoder's short sums wait for each other.
export OMP_NUM_THREADS := 1
# multidict's C part would need a compiler on every machine; only Sanic wants it, and Sanic never runs here.
export MULTIDICT_NO_EXTENSIONS := 1

UV := .uv/uv
BIN := .venv/bin
WORKERS ?= 2

# The first Python that really runs and is new enough for setup/get_uv.py (a version manager's shim may refuse).
CANDIDATES := python3 /usr/bin/python3 python3.13 python3.12 python3.11 python3.10 python3.9 python
NEW_ENOUGH := import sys; sys.exit(sys.version_info < (3, 9))
PYTHON ?= $(shell for python in $(CANDIDATES); do \
	"$$python" -c '$(NEW_ENOUGH)' 2>/dev/null && echo "$$python" && break; done)

.PHONY: help run test lint check train teach evaluate bench install install-dev uv

help: ## List these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: install ## Start everything on this machine and print the addresses
	$(BIN)/prepazka $(ARGS)

test: install-dev ## Run the tests
	$(BIN)/python -m pytest -n $(WORKERS) $(ARGS)

lint: install-dev ## Style and types
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy --strict bot actions
	$(BIN)/mypy --strict setup

check: install ## Check the knowledge base; names file, line and mend for every fault
	$(BIN)/prepazka check $(ARGS)

train: install ## Train a model from the content
	$(BIN)/prepazka train $(ARGS)

teach: install ## Teach the encoder anew (PyTorch, about ten minutes); rarely needed
	$(BIN)/prepazka lessons var/lessons.npz
	$(UV) run --no-project --script setup/teach_encoder.py var/lessons.npz bot/engine/encoder/taught.npz \
		--begin bot/engine/encoder/taught.npz --epochs 2 --rate 1.2e-4

evaluate: install ## Accuracy per language, on questions that training never sees
	$(BIN)/prepazka evaluate $(ARGS)

bench: install ## Latency, memory and times of this machine beside their targets
	$(BIN)/prepazka bench $(ARGS)

install: uv ## Install what running needs (Python 3.12 too, when the machine has none)
	$(UV) sync --frozen --no-dev --inexact --compile-bytecode

install-dev: uv ## Install what tests and linters need besides
	$(UV) sync --frozen --compile-bytecode

uv: ## Get uv into .uv/ when no working one is there
	@python="$(PYTHON)"; \
	test -n "$$python" || { echo "Python 3.9 or newer is needed to begin: install python3." >&2; exit 1; }; \
	"$$python" setup/get_uv.py
