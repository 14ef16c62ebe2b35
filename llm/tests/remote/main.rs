//! The remote client against real HTTP servers on this machine, which misbehave in every way that we have
//! seen.

#![expect(clippy::unwrap_used, reason = "a failed test may panic")]

mod answers;
mod attempts;
mod breaker;
mod embeddings;
mod faults;
mod queue;
mod structured;
mod support;
