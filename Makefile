# Two commands do everything on a fresh Debian-like machine with Python 3.11+ and make:
#   make demo   the main job, offline, on made-up portals
#   make test   all tests
# Both build .venv when it is missing.

.PHONY: install demo test lint fuzz bench clean
.DELETE_ON_ERROR:

# Crawls, readers and tests start hundreds of processes: none should compile anew what they import.
unexport PYTHONDONTWRITEBYTECODE

BIN := .venv/bin
READY := .venv/.ready

install: $(READY)

$(READY): requirements.lock pyproject.toml install.sh
	@sh install.sh

demo: $(READY)
	@$(BIN)/nianbao demo

test: $(READY)
	@$(BIN)/python -m pytest -n auto --dist loadfile --no-loadscope-reorder

lint: $(READY)
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy

# Copies of reports and portals made at random; what is read or accused wrongly is printed with what makes it again.
BODIES := 10000
COPIES := 5000
fuzz: $(READY)
	@$(BIN)/python -m tests.fuzz copies --count $(COPIES) $(if $(SEED),--seed $(SEED))
	@$(BIN)/python -m tests.fuzz portals --bodies $(BODIES) $(if $(SEED),--seed $(SEED))

bench: $(READY)
	@$(BIN)/python -m tests.bench

clean:
	rm -rf .venv build *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis nianbao-demo
