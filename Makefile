# `make` alone says what there is to make.
CARGO ?= cargo
DEMO_DIR ?= marv-demo
# In continuous integration (CI is set there) the tests' list is short.
NEXTEST_PROFILE := $(if $(CI),ci,default)

.DEFAULT_GOAL := help
.PHONY: help setup setup-tests demo test doctest check format clippy docs dependencies bench validation install

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: ## installs what the build needs beside Rust
	@scripts/setup.sh

setup-tests:
	@scripts/setup.sh tests

demo: setup ## the whole job on a generated pair whose truth is known; says where its report is
	$(CARGO) run --release --locked -p marv-cli -- demo --out $(DEMO_DIR)

test: doctest ## every test
	@if $(CARGO) nextest --version >/dev/null 2>&1; then \
		set -x; $(CARGO) nextest run --workspace --locked --profile $(NEXTEST_PROFILE); \
	else \
		set -x; $(CARGO) test --workspace --locked --lib --bins --tests; \
	fi

# Before the tests, so that the last line is the tests' own count.
doctest: setup-tests
	$(CARGO) test --workspace --locked --doc

check: format dependencies clippy docs ## form, dependencies, lints, documentation

format:
	$(CARGO) fmt --all --check

clippy: setup
	$(CARGO) clippy --workspace --all-targets --locked -- -D warnings

docs: setup
	RUSTDOCFLAGS="-D warnings" $(CARGO) doc --workspace --no-deps --locked

dependencies: setup-tests
	@if $(CARGO) deny --version >/dev/null 2>&1; then \
		set -x; $(CARGO) deny check licenses bans sources; \
	else \
		scripts/check_dependencies.sh; \
	fi
	@echo "dependencies: advisories NOT checked, they need a network: cargo deny check advisories"

bench: setup ## the benches, against the cost of decoding the same files
	$(CARGO) bench --locked -p marv-benches

# Each prints its table and every disagreement beside its label, and ends with an error where a gate does not hold.
validation: setup ## every gate of the published vectors (karyotypes, guidelines, scores, HGVS), with the disagreements
	$(CARGO) run --profile quick --locked -p marv-karyotype --example gates
	$(CARGO) run --profile quick --locked -p marv-guidelines --example rule_gates
	$(CARGO) run --profile quick --locked -p marv-guidelines --example score_gates
	$(CARGO) run --profile quick --locked -p marv-annotate --example hgvs_gate

install: setup ## installs the command `marv`
	$(CARGO) install --locked --path crates/cli
