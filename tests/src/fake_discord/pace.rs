//! Discord's rate limits: a bucket for each route and channel, one limit over all, and the count of invalid requests. After
//! Discord's page "Rate Limits".

use std::collections::{HashMap, VecDeque};
use std::time::{Duration, Instant};

use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use serde_json::{Value, json};

/// How many within a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limit {
    /// How many.
    pub count: usize,
    /// Within which time, from the first of them on.
    pub within: Duration,
}

/// The limits of requests. Discord gives those of routes in headers alone; the default are those that are seen today.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Of one route in one channel, server or webhook.
    pub route: Limit,
    /// Of all messages into one channel, whoever sends them: what is over it is refused with the scope `shared`.
    pub shared: Option<Limit>,
    /// Of the bot, over all routes but those of interactions.
    pub global: Limit,
    /// Of requests that are refused with 401, 403 or 429, except for the scope `shared`: whoever has more is shut out.
    pub invalid: Limit,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            route: Limit { count: 5, within: Duration::from_secs(5) },
            shared: None,
            global: Limit { count: 50, within: Duration::from_secs(1) },
            invalid: Limit { count: 10_000, within: Duration::from_secs(600) },
        }
    }
}

/// What has come, and what of it was too much.
#[derive(Debug, Default)]
pub(super) struct Paced {
    limits: Option<Limits>,
    buckets: HashMap<String, Window>,
    shared: HashMap<String, Window>,
    global: Window,
    invalid: VecDeque<Instant>,
    /// How many requests each scope refused.
    refused: HashMap<&'static str, usize>,
}

/// Requests since the first one of a window.
#[derive(Debug, Default)]
struct Window {
    since: Option<Instant>,
    count: usize,
}

impl Window {
    /// Begins anew where its time is over.
    fn refresh(&mut self, limit: Limit, now: Instant) {
        if self.since.is_some_and(|since| now.duration_since(since) >= limit.within) {
            *self = Self::default();
        }
    }

    /// How long until one more may come.
    fn wait(&self, limit: Limit, now: Instant) -> Option<Duration> {
        let since = self.since.filter(|_| self.count >= limit.count)?;
        Some(limit.within.saturating_sub(now.duration_since(since)))
    }

    fn take(&mut self, now: Instant) {
        self.since.get_or_insert(now);
        self.count += 1;
    }

    fn left(&self, limit: Limit, now: Instant) -> Duration {
        self.since.map_or(Duration::ZERO, |since| limit.within.saturating_sub(now.duration_since(since)))
    }
}

/// What the limits say to a request: a refusal if it is one too many, and the headers that come with the answer.
#[derive(Debug, Default)]
pub(super) struct Verdict {
    pub(super) refusal: Option<(u16, Value)>,
    pub(super) headers: HeaderMap,
}

impl Paced {
    pub(super) fn enforce(&mut self, limits: Limits) {
        *self = Self { limits: Some(limits), ..Self::default() };
    }

    /// How many requests a scope refused: `user`, `shared` or `global`.
    pub(super) fn refused(&self, scope: &str) -> usize {
        self.refused.get(scope).copied().unwrap_or_default()
    }

    /// Requests of late that count as invalid.
    pub(super) fn invalid(&self) -> usize {
        self.invalid.len()
    }

    /// Counts a request that is about to be answered.
    pub(super) fn admit(&mut self, method: &str, parts: &[&str]) -> Verdict {
        let Some(limits) = self.limits else { return Verdict::default() };
        let now = Instant::now();
        self.invalid.retain(|at| now.duration_since(*at) < limits.invalid.within);
        if self.invalid.len() >= limits.invalid.count {
            // It is Cloudflare that says so, without a word of JSON that a bot could read.
            return Verdict { refusal: Some((429, json!("error code: 1015"))), headers: HeaderMap::new() };
        }
        // The first answer to an interaction has no limit at all, and no interaction counts for the bot.
        if parts.first() == Some(&"interactions") {
            return Verdict::default();
        }
        let name = bucket(method, parts);
        let of_interaction = parts.first() == Some(&"webhooks");
        let bucket = self.buckets.entry(name.clone()).or_default();
        bucket.refresh(limits.route, now);
        self.global.refresh(limits.global, now);
        let global = self.global.wait(limits.global, now).filter(|_| !of_interaction);
        let user = bucket.wait(limits.route, now);
        let into_channel = matches!((method, parts), ("POST", ["channels", _, "messages"]));
        let shared = limits.shared.filter(|_| into_channel).and_then(|limit| {
            let window = self.shared.entry(name.clone()).or_default();
            window.refresh(limit, now);
            let wait = window.wait(limit, now);
            if wait.is_none() && global.is_none() && user.is_none() {
                window.take(now);
            }
            wait
        });
        let over = [("global", global), ("user", user), ("shared", shared)];
        let over = over.into_iter().find_map(|(scope, wait)| Some((scope, wait?)));
        let mut headers = HeaderMap::new();
        if let Some((scope, wait)) = over {
            *self.refused.entry(scope).or_default() += 1;
            set(&mut headers, "x-ratelimit-scope", scope);
            if scope == "global" {
                set(&mut headers, "x-ratelimit-global", "true");
            }
            headers.insert(header::RETRY_AFTER, HeaderValue::from(wait.as_secs_f64().ceil() as u64));
            if scope == "user" {
                describe(&mut headers, &name, limits.route, 0, wait);
            }
            let body = json!({ "message": "You are being rate limited.", "retry_after": round_up(wait),
                "global": scope == "global" });
            return Verdict { refusal: Some((429, body)), headers };
        }
        bucket.take(now);
        if !of_interaction {
            self.global.take(now);
        }
        let remaining = limits.route.count - bucket.count;
        describe(&mut headers, &name, limits.route, remaining, bucket.left(limits.route, now));
        Verdict { refusal: None, headers }
    }

    /// Counts the status of an answer.
    pub(super) fn answered(&mut self, status: u16, headers: &HeaderMap) {
        let shared = headers.get("x-ratelimit-scope").is_some_and(|it| it == "shared");
        if self.limits.is_some() && matches!(status, 401 | 403 | 429) && !shared {
            self.invalid.push_back(Instant::now());
        }
    }
}

/// Seconds with three digits, never less than what is still to wait.
fn round_up(wait: Duration) -> f64 {
    (wait.as_secs_f64() * 1_000.0).ceil() / 1_000.0
}

/// What a bot is told of its bucket.
fn describe(headers: &mut HeaderMap, name: &str, limit: Limit, remaining: usize, left: Duration) {
    let reset = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default() + left;
    set(headers, "x-ratelimit-limit", &limit.count.to_string());
    set(headers, "x-ratelimit-remaining", &remaining.to_string());
    set(headers, "x-ratelimit-reset", &format!("{:.3}", reset.as_secs_f64()));
    set(headers, "x-ratelimit-reset-after", &format!("{:.3}", round_up(left)));
    // A name without a meaning, the same for every channel.
    let route = name.split_once(' ').map_or(name, |(route, _)| route);
    let hash = route.bytes().fold(5_381_u64, |hash, byte| hash.wrapping_mul(33) ^ u64::from(byte));
    set(headers, "x-ratelimit-bucket", &format!("{hash:016x}"));
}

fn set(headers: &mut HeaderMap, name: &'static str, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        headers.insert(HeaderName::from_static(name), value);
    }
}

/// What is counted together: the route with its method, and the channel, server or webhook with its token.
fn bucket(method: &str, parts: &[&str]) -> String {
    let major = match parts {
        ["webhooks", id, token, ..] => format!("{id}/{token}"),
        ["channels" | "guilds", id, ..] => (*id).to_owned(),
        _ => String::new(),
    };
    let plain = |part: &&str| if part.bytes().all(|it| it.is_ascii_digit()) { "id" } else { *part }.to_owned();
    let kept = parts.iter().enumerate().filter(|(at, _)| !(parts[0] == "webhooks" && *at == 2));
    let route: Vec<String> = kept.map(|(_, part)| plain(part)).collect();
    format!("{method}/{} {major}", route.join("/"))
}
