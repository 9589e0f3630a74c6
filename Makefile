# Shortcuts; everything here is also one plain command (see README.md and CONTRIBUTING.md).
PYTHON ?= python

.PHONY: check test golden bench

check:  ## everything that must hold
	$(PYTHON) -m tests

test:
	$(PYTHON) -m pytest -q -n auto

golden:  ## compare; after reading what changes: make golden CASE=001_name
	$(PYTHON) -m cleaner golden $(if $(CASE),--update $(CASE))

bench:
	$(PYTHON) tests/bench/chain_speed.py
