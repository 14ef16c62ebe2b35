//! `copydesk digest preview`: what a digest would say.

use std::process::ExitCode;

use clap::Subcommand;
use copydesk_analysis::Language;
use copydesk_analysis::trend::MOST_WINDOWS;
use copydesk_storage::DigestFilter;
use jiff::{SignedDuration, Timestamp};

use super::fatal::Fatal;
use super::{Shared, print_line};
use crate::config::Config;
use crate::digest::preview::{Wanted, preview};
use crate::fetch::Fetcher;
use crate::texts::Problem;

#[derive(Debug, Subcommand)]
pub(super) enum DigestCommand {
    /// Print items, trends with the terms of their scores, and the message; nothing is stored (docs/digests.md)
    Preview {
        /// An address, a common source such as reddit:Coffee, a feed's file, or an OPML file; more than once for several
        #[arg(long = "source", required = true, num_args = 1.., value_name = "SOURCE")]
        sources: Vec<String>,
        /// The end of the period, such as 2026-11-10T09:00:00Z or 2026-11-10; now unless given
        #[arg(long, value_name = "TIME")]
        at: Option<String>,
        /// Days of the period, and of each window before it
        #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u8).range(1..=31))]
        days: u8,
        /// Trends, at most
        #[arg(long, default_value_t = 5, value_parser = clap::value_parser!(u8).range(1..=50))]
        count: u8,
        /// The language of the message: en or zh
        #[arg(long, value_name = "LANGUAGE")]
        lang: Option<String>,
        /// A topic whose quiet is worth a word; more than once for several
        #[arg(long = "topic", value_name = "TOPIC")]
        topics: Vec<String>,
        /// Only items with this word or phrase; more than once for several
        #[arg(long = "include", value_name = "PHRASE")]
        include: Vec<String>,
        /// No items with this word or phrase; more than once for several
        #[arg(long = "exclude", value_name = "PHRASE")]
        exclude: Vec<String>,
        /// Only items that this regular expression matches
        #[arg(long, default_value = "", value_name = "REGEX")]
        pattern: String,
        /// A trend needs as many sources
        #[arg(long, default_value_t = 1)]
        minimum: u8,
        /// Print all of it as JSON
        #[arg(long)]
        json: bool,
    },
}

/// Runs one.
pub(super) async fn run(shared: &Shared, command: DigestCommand) -> Result<ExitCode, Fatal> {
    let DigestCommand::Preview { sources, at, days, count, lang, topics, include, exclude, pattern, minimum, json } =
        command;
    let (config, _) = Config::load(shared.config.as_deref(), shared.model.as_deref())?;
    let language = match lang.as_deref() {
        None => config.chat.language,
        Some(code) => match Language::from_code(code) {
            Some(language @ (Language::English | Language::Chinese)) => language,
            _ => return Err(Fatal::new(format!("I don't speak {code:?}; --lang is en or zh"))),
        },
    };
    let at = at.as_deref().map(read_time).transpose()?;
    let filter = DigestFilter { include, exclude, pattern, minimum_sources: minimum, ..DigestFilter::default() };
    let period = SignedDuration::from_hours(24 * i64::from(days));
    let wanted = Wanted { sources, at, period, count: usize::from(count), language, topics, filter };
    let fetcher = Fetcher::new(&config.fetch).map_err(|error| Fatal::new(error.to_string()))?;
    let told = |problem: Problem| {
        let help = problem.help.map(|help| format!("\n{}", help.say(language))).unwrap_or_default();
        Fatal::new(format!("{}{help}", problem.message.say(language)))
    };
    let shown = preview(&fetcher, &wanted, Timestamp::now()).await.map_err(told)?;
    if json {
        let text = serde_json::to_string(&shown).map_err(|error| Fatal::new(error.to_string()))?;
        return print_line(&text);
    }
    print_line(shown.message.trim_end())
}

/// A time, or a day in UTC, at its end of the period.
fn read_time(text: &str) -> Result<Timestamp, Fatal> {
    copydesk_analysis::feed::read_date(text).ok_or_else(|| {
        Fatal::new(format!(
            "{text:?} is no time; write 2026-11-10T09:00:00Z or 2026-11-10. Up to {MOST_WINDOWS} windows before it are looked at"
        ))
    })
}
