//! How much Telegram takes, and what it says to more.

use std::collections::{HashMap, VecDeque};
use std::time::{Duration, Instant};

use serde_json::json;

use super::state::Refusal;

/// How many within a time, wherever it begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limit {
    /// How many.
    pub count: usize,
    /// Within which time.
    pub within: Duration,
}

/// The rules for messages and edits. Telegram's own are the default; it does not publish how large a burst may be.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rules {
    /// Into one chat in a second, on average.
    pub chat_per_second: f64,
    /// Into one chat at once.
    pub chat_burst: f64,
    /// Into one group.
    pub group: Limit,
    /// Into all chats.
    pub overall: Limit,
}

impl Default for Rules {
    fn default() -> Self {
        Self {
            chat_per_second: 1.0,
            chat_burst: 3.0,
            group: Limit { count: 20, within: Duration::from_secs(60) },
            overall: Limit { count: 30, within: Duration::from_secs(1) },
        }
    }
}

/// What was let through.
#[derive(Debug, Default)]
pub(super) struct Counted {
    /// Of each chat: what may still come at once, and when that was so.
    bursts: HashMap<i64, (f64, Instant)>,
    groups: HashMap<i64, VecDeque<Instant>>,
    overall: VecDeque<Instant>,
}

impl Counted {
    /// Counts one message into a chat, or refuses it.
    pub(super) fn admit(&mut self, rules: &Rules, chat: i64) -> Result<(), Refusal> {
        let now = Instant::now();
        let (left, at) = self.bursts.get(&chat).copied().unwrap_or((rules.chat_burst, now));
        let gained = now.duration_since(at).as_secs_f64() * rules.chat_per_second;
        let left = (left + gained).min(rules.chat_burst);
        let missing = Duration::from_secs_f64((1.0 - left).max(0.0) / rules.chat_per_second);
        let group = if chat < 0 { Some(self.groups.entry(chat).or_default()) } else { None };
        let wait = missing.max(wait(&mut self.overall, rules.overall, now));
        let wait = match group {
            Some(times) => {
                let wait = wait.max(self::wait(times, rules.group, now));
                times.extend(wait.is_zero().then_some(now));
                wait
            }
            None => wait,
        };
        if wait.is_zero() {
            self.overall.push_back(now);
            self.bursts.insert(chat, (left - 1.0, now));
            return Ok(());
        }
        // Whole seconds, and never none.
        let seconds = wait.as_secs() + 1;
        Err(Refusal(429, format!("Too Many Requests: retry after {seconds}"), json!({ "retry_after": seconds })))
    }
}

/// How long until one more may come.
fn wait(times: &mut VecDeque<Instant>, limit: Limit, now: Instant) -> Duration {
    times.retain(|at| now.duration_since(*at) < limit.within);
    match times.front() {
        Some(first) if times.len() >= limit.count => limit.within.saturating_sub(now.duration_since(*first)),
        _ => Duration::ZERO,
    }
}
