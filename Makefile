# Everything that is done with this project is a target here; `make help` lists them.
SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-builtin-rules

# npm writes this file last, so it stands for a complete node_modules.
INSTALLED := node_modules/.package-lock.json
TOOLS := node_modules/.bin
MOCHA := node_modules/mocha/bin/mocha.js

.PHONY: help
help: ## List the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

# NODE_ENV=production, or omit=dev in an npm configuration, would leave the compiler out.
$(INSTALLED): package-lock.json
	npm ci --include=dev --no-audit --no-fund
	@touch $@

.PHONY: build
build: $(INSTALLED) ## Compile to dist/, only what changed
	@# tsc leaves the output of a deleted source behind, and mocha would go on running its tests.
	@if [ -d dist ]; then find dist -name '*.js' | while read -r output; do \
		source=$${output#dist/}; [ -e "$${source%.js}.ts" ] || rm -f "$${output%.js}".{js,js.map,d.ts}; \
	done; fi
	npm run --silent build

.PHONY: demo
demo: build ## Install, build, and run the main job on the embedded database with generated tenants
	@bash scripts/demo.sh

.PHONY: test
test: build ## Install, build, and pass every test on SQLite and on a PostgreSQL started for it
	node $(MOCHA)

.PHONY: test-long
test-long: build ## The tests, with attacks in their long form and everything on both databases
	MLTRAIN_TEST_LONG=1 node $(MOCHA) --timeout 600000

.PHONY: test-random
test-random: build ## The tests in random order; MLTRAIN_TEST_SEED repeats one
	@seed=$${MLTRAIN_TEST_SEED:-$$RANDOM}; echo "MLTRAIN_TEST_SEED=$$seed"; MLTRAIN_TEST_SEED=$$seed node $(MOCHA)

.PHONY: test-sqlite
test-sqlite: build ## The tests that need no PostgreSQL
	MLTRAIN_TEST_SQLITE_ONLY=1 node $(MOCHA)

.PHONY: test-node
test-node: test-node-20 test-node-22 test-node-24 ## The tests on Node 20, 22 and 24

test-node-%: build
	npx -y -p node@$* node $(MOCHA)

.PHONY: test-postgres
test-postgres: test test-postgres-15 ## The tests on PostgreSQL 18, then on 15

test-postgres-%: build
	node scripts/withPostgres.js $* node $(MOCHA)

.PHONY: coverage
coverage: build ## The tests, and how much of src/ they reach; fails below the floor in .c8rc.json
	@# A source of types alone compiles to nothing that could run: without this it would count as never reached.
	$(TOOLS)/c8 $$(grep -rLvE --include='*.js' '^(export \{\};| *(//|/?\*).*)?$$' dist/src | sed 's/^/--exclude=/') \
		node $(MOCHA)

.PHONY: lint
lint: $(INSTALLED) ## Lint with type information, check the direction of imports, and check words
	npm run --silent lint

.PHONY: format
format: $(INSTALLED) ## Format every file
	$(TOOLS)/prettier --write --log-level warn .

.PHONY: format-check
format-check: $(INSTALLED) ## Fail where a file is not formatted
	$(TOOLS)/prettier --check --log-level warn .

.PHONY: docs
docs: build ## Write each command's --help into docs/commands.md, and the rooms into docs/architecture.md
	node scripts/usage.js
	node scripts/architecture.js

.PHONY: docs-check
docs-check: build ## Fail where these two are not up to date
	node scripts/usage.js --check
	node scripts/architecture.js --check

.PHONY: check
check: build lint format-check docs-check coverage ## Types, lint, layers, format, docs, every test and the coverage: what CI runs

.PHONY: bench-real
bench-real: build ## Measure on the real data in MLTRAIN_REAL_DATA, on both databases, beside the peer
	node dist/bench/real.bench.js

.PHONY: bench-decisions
bench-decisions: build ## Measure how often the decisions are right: simulations, and a replay of MLTRAIN_REAL_DATA
	node dist/bench/decisions.bench.js

.PHONY: bench-models
bench-models: build ## Measure the models on the real data in MLTRAIN_REAL_DATA: scores, time and memory, beside the peer
	node dist/bench/models.bench.js

.PHONY: bench-speed
bench-speed: build ## Measure what starting costs, beside bare Node and the peer
	node dist/bench/speed.bench.js

.PHONY: bench-safety
bench-safety: build ## Attack the isolation of tenants, and measure what runs survive
	node dist/bench/safety.bench.js

.PHONY: bench-boosting
bench-boosting: build ## Measure boosted trees beside scikit-learn's, on generated rows
	node dist/bench/boosting.bench.js

.PHONY: pack-check
pack-check: build ## Write the SBOM, check licences; pack, install the package in an empty folder, and run it there
	node scripts/sbom.js dist/mltrain.cdx.json
	node scripts/checkLicences.js dist/mltrain.cdx.json
	@folder=$$(mktemp -d); trap 'rm -rf "$$folder"' EXIT; \
	npm pack --silent --pack-destination "$$folder"; \
	cd "$$folder"; echo '{ "private": true }' > package.json; \
	npm install --silent --no-audit --no-fund ./mltrain-*.tgz; \
	test -s node_modules/mltrain/dist/program/THIRD_PARTY_LICENCES.txt; \
	node_modules/.bin/mltrain --version

.PHONY: clean
clean: ## Remove what was built or generated; node_modules stays
	rm -rf dist coverage demo mltrain-*.tgz
