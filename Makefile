# Everything a person or a CI machine does with Copydesk; `make` alone lists it.

# Taken literally, and handed to commands as an environment variable: neither make nor the shell looks into a name.
override MODEL := $(value MODEL)
export MODEL

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help setup model run test check transcript

help: ## Show this list
	@sed -n 's/^\([a-z]*\):.* ## /\1|/p' $(MAKEFILE_LIST) | awk -F '|' '{ printf "make %-8s %s\n", $$1, $$2 }'
	@echo
	@echo 'MODEL=name chooses the language model for run, model and test; ARGS="…" goes to copydesk run as it is.'

setup: ## Install what building needs and this machine lacks
	@scripts/setup < /dev/null

model: setup ## Fetch the language model, unless it is here
	@cargo run -q -p copydesk -- model fetch $${MODEL:+"$$MODEL"} < /dev/null

# FEATURES=cuda, metal or vulkan computes on a graphics card (docs/models.md).
FEATURES ?=
BUILD = $(if $(FEATURES),--features $(FEATURES))

# Standard input belongs to the bot: nothing before it may read from it. Without its model the bot still starts, and
# says what is missing.
run: setup ## Build and start the bot in this terminal
	@cargo build -p copydesk $(BUILD) < /dev/null
	@cargo run -q -p copydesk $(BUILD) -- model fetch $${MODEL:+"$$MODEL"} < /dev/null || true
	@cargo run -q -p copydesk $(BUILD) -- run $${MODEL:+--model "$$MODEL"} $(ARGS)

# The program that fetches the model is the one built for the tests: `cargo run` would build the dependencies again with
# other features.
test: setup ## Run all tests
	@cargo build --workspace --all-targets < /dev/null
	@"$${CARGO_TARGET_DIR:-target}/debug/copydesk" model fetch $${MODEL:+"$$MODEL"} < /dev/null || true
	@if grep -rqsE '^ *//[/!] ```' --include='*.rs' adapters analysis bot llm prompts storage tests; then \
		cargo test --doc --workspace; fi
	@if cargo nextest --version > /dev/null 2>&1; then \
		cargo nextest run --workspace --no-fail-fast; else \
		cargo test --workspace --all-targets --no-fail-fast; fi

check: setup ## Check format, lints, docs and dependencies, without the tests
	@.ci/run format lints docs dependencies

transcript: setup ## Make docs/transcript.md anew, by running the chat (about two minutes)
	@cargo build -q -p copydesk < /dev/null
	@for model in smollm2-135m gemma3-270m; do "$${CARGO_TARGET_DIR:-target}/debug/copydesk" model fetch $$model < /dev/null; done
	@scripts/transcript
