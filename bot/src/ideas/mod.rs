//! Ideas: which angles, what is written, which candidate is chosen, and what it stands on.

pub mod because;
pub mod job;
pub mod plan;
pub mod write;
