//! Copydesk's end-to-end tests: real processes, real sockets and real files. One binary, so that it is linked once.

#![expect(clippy::unwrap_used, reason = "a failed test may panic")]

mod access;
mod as_typed;
mod ask;
mod at_home;
mod bad_input;
mod bad_surroundings;
mod board;
mod campaigns;
mod chat;
mod collecting;
mod conversation;
mod copywriter;
mod cut;
mod digests;
mod discord;
mod durability;
mod exporting;
mod fake_openai;
mod forgetting;
mod ideas;
mod killed;
mod killed_files;
mod killed_kinds;
mod learning;
mod learning_bias;
mod learning_parts;
mod linking;
mod local_model;
mod looks;
mod markdown;
mod meaning;
mod memory;
mod model_fetch;
mod names;
mod pressing;
mod program;
mod protected_traits;
mod queue_in_chats;
mod queue_places;
mod reactions;
mod remote_faults;
mod reviews;
#[cfg(target_os = "linux")]
mod small_disk;
mod storage;
mod talks;
mod telegram;
mod wire;
