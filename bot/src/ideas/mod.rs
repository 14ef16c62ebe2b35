//! Ideas: which angles, what is written, which candidate is chosen, what it stands on, and what people do with it.

pub mod because;
pub mod deeds;
pub mod evidence;
pub mod job;
pub mod learned;
pub mod opinions;
pub mod origin;
pub mod plan;
pub mod variation;
pub mod write;
