//! The local engine with a real model: SmolLM2-135M, which `make model` fetches.

#![expect(clippy::unwrap_used, reason = "a failed test may panic")]

mod adapters;
mod answers;
mod embeddings;
mod sharing;
mod structured;
mod support;
