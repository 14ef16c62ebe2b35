//! `bench digest` and `bench trends`: generated feeds through everything between their bytes and the trends.

mod generate;
mod judge;

use std::fmt::Write as _;
use std::path::Path;
use std::time::{Duration, Instant};

use copydesk_analysis::feed::{Feed, read_feed, sane_date};
use copydesk_analysis::trend::{Document, Question, Report, Weights, find};
use jiff::{SignedDuration, Timestamp};

use self::generate::{Noise, feed_bytes};
pub use self::judge::trends;

/// Items of the runs that show the growth.
const GROWTH: [usize; 5] = [1_000, 3_000, 10_000, 30_000, 100_000];
/// Days that items are spread over.
const DAYS: u32 = 30;
/// Threads that read feeds.
const THREADS: usize = 2;
/// The bounds of the main run.
const MOST_SECONDS: f64 = 10.0;
const MOST_MEBIBYTES: u64 = 400;

/// When everything generated ends.
pub(super) fn end() -> Timestamp {
    Timestamp::constant(1_794_301_200, 0) // 2026-11-10, 9:00 UTC
}

pub(super) fn question(count: usize) -> Question {
    let day = SignedDuration::from_hours(24);
    let now = end();
    Question {
        now,
        since: now - day,
        window: day,
        count,
        minimum_sources: 1,
        wanted: Vec::new(),
        weights: Weights::default(),
    }
}

/// How long one run took.
struct Run {
    items: usize,
    bytes: usize,
    reading: Duration,
    finding: Duration,
    report: Report,
}

/// Generates feeds, reads them and finds trends; or only writes the feeds into a folder.
///
/// # Errors
/// That a file can't be written, or that a generated feed could not be read.
pub fn run(items: usize, feeds: usize, write: Option<&Path>) -> Result<String, String> {
    if let Some(folder) = write {
        return write_feeds(items, feeds, folder);
    }
    let main = once(items, feeds)?;
    let peak = peak_mebibytes();
    let total = (main.reading + main.finding).as_secs_f64();
    let mut text = format!(
        "{} items of {feeds} feeds, {:.1} MB: read in {:.2} s ({:.0} items a second), clustered and scored in {:.2} s; \
         {total:.2} s in all, at most {peak} MiB\n",
        main.items,
        main.bytes as f64 / 1e6,
        main.reading.as_secs_f64(),
        main.items as f64 / main.reading.as_secs_f64(),
        main.finding.as_secs_f64()
    );
    let holds = total < MOST_SECONDS && peak < MOST_MEBIBYTES;
    let verdict = if holds { "within" } else { "NOT within" };
    let _ =
        writeln!(text, "{verdict} {MOST_SECONDS} s and {MOST_MEBIBYTES} MiB; {} trends\n", main.report.trends.len());
    text += "items    read      find      each\n";
    for items in GROWTH {
        let run = once(items, feeds)?;
        let each = (run.reading + run.finding).as_secs_f64() * 1e6 / run.items.max(1) as f64;
        let _ = writeln!(
            text,
            "{:<8} {:>6.2} s {:>7.2} s {each:>7.0} µs",
            run.items,
            run.reading.as_secs_f64(),
            run.finding.as_secs_f64()
        );
    }
    Ok(text.trim_end().to_owned())
}

fn write_feeds(items: usize, feeds: usize, folder: &Path) -> Result<String, String> {
    std::fs::create_dir_all(folder).map_err(|error| format!("can't make {}: {error}", folder.display()))?;
    let generated = generated(items, feeds);
    for (number, bytes) in generated.iter().enumerate() {
        let path = folder.join(format!("feed-{number:04}.xml"));
        std::fs::write(&path, bytes).map_err(|error| format!("can't write {}: {error}", path.display()))?;
    }
    Ok(format!("{} feeds with {items} items are in {}", generated.len(), folder.display()))
}

fn generated(items: usize, feeds: usize) -> Vec<Vec<u8>> {
    let mut noise = Noise::new(7, feeds);
    let each_day = items.div_ceil(DAYS as usize);
    let mut by_feed = vec![Vec::new(); feeds];
    let mut left = items;
    for ago in (0..i64::from(DAYS)).rev() {
        for item in noise.day(end(), ago, each_day.min(left)) {
            left -= 1;
            if let Some(feed) = by_feed.get_mut(item.source as usize) {
                feed.push(item);
            }
        }
    }
    by_feed.iter().enumerate().map(|(number, items)| feed_bytes(number, items)).collect()
}

fn once(items: usize, feeds: usize) -> Result<Run, String> {
    let files = generated(items, feeds);
    let bytes = files.iter().map(Vec::len).sum();
    let begun = Instant::now();
    let read = read_all(&files)?;
    let documents: Vec<Document> = read
        .into_iter()
        .enumerate()
        .flat_map(|(source, feed)| {
            feed.items.into_iter().map(move |item| Document {
                source: source as u32, // few
                at: sane_date(item.published, end()),
                title: item.title,
                text: item.text,
                link: item.link,
            })
        })
        .collect();
    let reading = begun.elapsed();
    let begun = Instant::now();
    let report = find(&documents, &question(5));
    Ok(Run { items: documents.len(), bytes, reading, finding: begun.elapsed(), report })
}

fn read_all(files: &[Vec<u8>]) -> Result<Vec<Feed>, String> {
    let share = files.len().div_ceil(THREADS).max(1);
    let read = |files: &[Vec<u8>]| {
        let read = files.iter().map(|bytes| read_feed(bytes, "", None).map_err(|error| error.to_string()));
        read.collect::<Result<Vec<Feed>, String>>()
    };
    std::thread::scope(|scope| {
        let threads: Vec<_> = files.chunks(share).map(|files| scope.spawn(move || read(files))).collect();
        let mut feeds = Vec::with_capacity(files.len());
        for thread in threads {
            feeds.extend(thread.join().map_err(|_| "a thread panicked".to_owned())??);
        }
        Ok(feeds)
    })
}

/// The most memory that this process had; 0 where the system does not tell.
fn peak_mebibytes() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.split_whitespace().next()?.parse::<u64>().ok()).unwrap_or(0) / 1024
}
