//! Servers that stand in for those that Copydesk talks to, as strict as the real ones.

pub mod by_hand;
pub mod fake_discord;
pub mod fake_telegram;
