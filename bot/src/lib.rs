//! Copydesk: a chat bot for marketing teams. This crate is the hub: it alone sees every other one.

pub mod answer;
pub mod bench;
pub mod brief;
pub mod budget;
pub mod cli;
pub mod commands;
pub mod config;
pub mod desk;
pub mod grammar;
pub mod ideas;
pub mod invocation;
pub mod knowledge;
mod links;
pub mod model_files;
pub mod models;
mod nearest;
pub mod present;
mod present_models;
mod present_usage;
mod reference;
pub mod sample;
pub mod session;
mod terminal_chat;
pub mod texts;
