# The doors of the project; CI uses the same ones.
SWIFT ?= swift
CONFIG ?= config.yaml

.PHONY: run build test outside check sanitize crash scim2 ledger lint format examples fuzz fuzz-short prerequisites clean

## run: build, and serve with config.yaml; the first start shows a token
run: build
	@$(SWIFT) run --skip-build -c release roster serve --config $(CONFIG)

build: prerequisites
	$(SWIFT) build -c release --product roster

## test: every test; those that compute for minutes run behind the others, whose clients would wait too long beside them
test: prerequisites
	$(SWIFT) build --build-tests
	$(SWIFT) test --skip-build --skip '^JSONFileStorageTests' --skip '^DirectoryHistoryTests'
	$(SWIFT) test --skip-build --filter '^JSONFileStorageTests|^DirectoryHistoryTests'

## outside: the plug-ins for rules in a package of their own, where they have nothing but the public API
outside: prerequisites
	SWIFT="$(SWIFT)" scripts/outside.sh

## check: lint, tests, outside and examples, with warnings as errors; CI runs fuzz-short and scim2 besides
check: lint test outside examples

## sanitize: the tests under the thread sanitizer, half an hour or so; SANITIZER=address for the other one
sanitize: prerequisites
	SWIFT="$(SWIFT)" SANITIZER="$(SANITIZER)" scripts/sanitize.sh

## crash: what the store promises at full size, twenty minutes or so on two cores: a line of figures for each goal that tests can try; scripts/crash.sh names the sizes
crash: prerequisites
	SWIFT="$(SWIFT)" scripts/crash.sh

## scim2: scim2-tester against the server with config.yaml; needs Python
scim2: build
	.ci/scim2 "$(CURDIR)/.build/release/roster" $(CONFIG)

## ledger: write docs/conformance.md, which tells what requirement is shown by which test
ledger: prerequisites
	ROSTER_WRITE_LEDGER=1 $(SWIFT) test --filter ConformanceLedgerTests

lint:
	$(SWIFT) format lint --strict --recursive Package.swift scripts/outside Sources Plugins Tests Examples/CustomBackend Examples/Embedded Benchmarks Fuzz/Package.swift Fuzz/Sources

format:
	$(SWIFT) format --in-place --recursive Package.swift scripts/outside Sources Plugins Tests Examples/CustomBackend Examples/Embedded Benchmarks Fuzz/Package.swift Fuzz/Sources

examples: prerequisites
	cd Examples/CustomBackend && $(SWIFT) test
	cd Examples/Embedded && $(SWIFT) test

## fuzz: an hour for each target; TARGET="json filter" and SECONDS=60 choose otherwise
fuzz:
	TARGET="$(TARGET)" FUZZ_SECONDS="$(or $(SECONDS),$(FUZZ_SECONDS))" scripts/fuzz.sh long

## fuzz-short: 20 seconds for each target, from the kept corpora and regressions
fuzz-short:
	TARGET="$(TARGET)" FUZZ_SECONDS="$(or $(SECONDS),$(FUZZ_SECONDS))" scripts/fuzz.sh short

prerequisites:
	@sh scripts/prerequisites.sh

clean:
	rm -rf .build .build-thread .build-address .build-crash Examples/CustomBackend/.build Examples/Embedded/.build Benchmarks/.build Fuzz/.build Fuzz/.build-leaks
