# `make help` says what there is. Everything runs from .venv, made from the hash-locked lists of packages.
.DEFAULT_GOAL := help
.PHONY: help demo setup test leaks screenshots check messages lock
MAKEFLAGS += --no-print-directory
# Ours alone: a PYTHONPATH or virtual environment of the caller must not mix in.
unexport PYTHONPATH VIRTUAL_ENV PYTHONHOME
PY := .venv/bin/python

help: ## Say what there is
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-9s %s\n", $$1, $$2 }' Makefile

demo: .venv/.runtime ## The model case, compiled and served on http://127.0.0.1:8000 (SERVE=0 RESET=1 CASE=folder PORT=8000)
	@$(PY) -m config.demo.run

setup: .venv/.runtime ## Only make .venv

test: .venv/.dev ## Every test, against real PostgreSQL, Redis and Chromium (ARGS="-k word", ARGS="-n 0" for one process, CHROMIUM=path)
	@$(PY) -m config.quality.test $(ARGS)

leaks: .venv/.dev ## Push consultations with planted names through the product and search all that comes out (FIRST=0 N=10000 SEED=1 RESUME=1)
	@$(PY) -m tests.leaks.run

screenshots: .venv/.dev ## Draw the pages of the model case anew for docs/pages.md
	@$(PY) -m config.quality.test tests/e2e/screenshots.py -q

check: .venv/.dev ## Style, types, layers, migrations, deployment settings, templates, messages, plain words
	@$(PY) -m config.quality.check

messages: .venv/.dev ## Bring locale/*/LC_MESSAGES/django.po up to date with the sources
	@$(PY) -m config.quality.messages

lock: .venv/.dev ## Write the hash-locked lists of packages anew from pyproject.toml
	@config/packages/lock

.venv/.runtime: requirements.lock
	@config/packages/install requirements.lock
	@touch $@

.venv/.dev: requirements-dev.lock requirements.lock
	@config/packages/install requirements-dev.lock
	@touch .venv/.runtime $@
