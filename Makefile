# make run and make test are all that a newcomer needs; docs/contributing.md has the rest.
.PHONY: help install run upgrade test test-services test-processes test-all faults evaluate lint format lock

PY := .venv/bin/python
# Compiled files are kept, whatever the environment says: else each worker of the tests, and each process that a test
# starts, compiles all of it anew (22 s of CPU instead of 7 before the first test, for each of four workers).
unexport PYTHONDONTWRITEBYTECODE
# The tables are made from the models: migrations run in test-services (PostgreSQL) and test-processes (SQLite).
# Two more than cores: a test that waits for a server or a thread leaves its core to another.
JOBS := $(shell echo $$(($$(getconf _NPROCESSORS_ONLN) + 2)))

help:
	@echo "make run       the whole product on this machine, with a sample inbox (PORT=8000, DEMO=no for an empty one)"
	@echo "make upgrade   after git pull on a server: installs, checks, migrates, collects static files, says what to restart"
	@echo "make test      the tests that need no service"
	@echo "make test-all  all of them: PostgreSQL, Redis and a browser too"
	@echo "make faults    what must hold while vendors and workers fail, measured: thousands of messages, workers killed (two hours)"
	@echo "make evaluate  how well the rules read the labelled corpus, and messages that they were not made on"
	@echo "make lint      format, lint, types, import contracts, templates, migrations"

install:
	@tools/install

run: install
	@$(PY) manage.py run

test: install
	@$(PY) -m pytest -n $(JOBS) --dist worksteal --no-migrations -m "not services and not e2e and not processes"
	@echo "make test-all also runs the suite on PostgreSQL and Redis, kills processes, and drives a browser."

# On a server: without the tools of development.
upgrade:
	@LOCK=requirements.lock.txt tools/install
	@$(PY) manage.py upgrade

# What touches a database again on PostgreSQL and Redis, started for the run; then real processes on them are killed.
test-services: install
	@$(PY) -m tests.services $(PY) -m pytest -n $(JOBS) --dist worksteal --database-only -m "not e2e and not processes"
	@$(PY) -m tests.services $(PY) -m pytest -m processes -k kill

# Real processes are killed, and a real browser works at the running product.
test-processes: install
	@$(PY) -m pytest -n 2 --dist loadfile -m "e2e or processes"

test-all: test test-services test-processes

# The claims that take long: each prints its figures and ends with 1 where one is not true.
faults: install
	@$(PY) -m tests.faults.mail_sync
	@$(PY) -m tests.faults.mail_latency
	@$(PY) -m tests.faults.mail_send
	@$(PY) -m tests.faults.whatsapp_send
	@$(PY) -m tests.faults.whatsapp_webhooks

# The corpus that the rules were made on, then messages that they have not read: dev, whose misses may be looked at, and
# test, of which only the figures are (tests/data/heldout/README.md).
evaluate: install
	@out=$$(mktemp); code=0; for cases in corpus/cases heldout/dev heldout/test heldout/fresh heldout/blind2/dev heldout/blind2/test; do \
		[ -d tests/data/$$cases ] || continue; echo "== $$cases"; \
		$(PY) manage.py extract --engine rules tests/data/$$cases > $$out \
			&& $(PY) tests/data/corpus/score.py tests/data/$$cases $$out || code=1; \
	done; rm -f $$out; exit $$code

lint: install
	@tools/lint

format: install
	@$(PY) -m ruff format . && $(PY) -m ruff check --fix .

# Locks hold hashes and no addresses (docs/decisions/0002-lock.md); uv.lock is a by-product and is not committed.
lock:
	uv lock && uv export --quiet --frozen --no-emit-project --no-dev -o requirements.lock.txt && uv export --quiet --frozen --no-emit-project -o requirements-dev.lock.txt
