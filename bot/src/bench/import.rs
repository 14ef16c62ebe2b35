//! `copydesk bench import`: many made-up posts from a CSV into a new data folder.

use std::fmt::Write as _;
use std::io::Write as _;
use std::sync::Arc;
use std::time::{Duration, Instant};

use copydesk_analysis::Language;
use copydesk_analysis::import::{Calendar, Wishes};
use copydesk_storage::{SledEngine, Store, TeamId};
use jiff::civil::date;
use jiff::tz::TimeZone;

use super::posts;
use crate::campaigns::import::{self, Content, Source};

/// Writes a file of `rows` posts, imports it twice, and says how long both took.
///
/// # Errors
/// What the operating system or the storage says.
pub async fn run(rows: usize) -> Result<String, String> {
    let failed = |error: &dyn std::fmt::Display| error.to_string();
    let folder = tempfile::tempdir().map_err(|error| failed(&error))?;
    let path = folder.path().join("posts.csv");
    let written = write(&path, rows).map_err(|error| failed(&error))?;
    let store = Store::new(Arc::new(SledEngine::open(&folder.path().join("data")).map_err(|error| failed(&error))?));
    let records = store.team(&TeamId::parse("bench").map_err(|error| failed(&error))?);
    let source = Source {
        content: Content::File(path),
        name: "posts.csv".into(),
        wishes: Wishes::default(),
        calendar: Calendar { zone: TimeZone::UTC, today: date(2026, 12, 31) },
    };
    let mut report = String::new();
    for round in ["first", "again"] {
        let begin = Instant::now();
        let outcomes =
            import::run(&source, &records, true, Language::English, None).await.map_err(|error| failed(&error))?;
        let took = begin.elapsed();
        let counts = &outcomes.report;
        let _in_memory = writeln!(
            report,
            "{round}: {} rows ({} MB) in {:.1} s, {:.0} rows/s: {} taken, {} mended, {} set aside, {} known, {} added, {} updated; memory at most {} MiB",
            counts.rows,
            written / 1_000_000,
            took.as_secs_f64(),
            counts.rows as f64 / took.max(Duration::from_millis(1)).as_secs_f64(),
            counts.taken,
            counts.mended,
            counts.set_aside,
            counts.known,
            outcomes.added,
            outcomes.updated,
            peak_megabytes().map_or_else(|| "?".to_string(), |peak| peak.to_string())
        );
    }
    Ok(report.trim_end().to_string())
}

fn write(path: &std::path::Path, rows: usize) -> std::io::Result<u64> {
    let mut file = std::io::BufWriter::new(std::fs::File::create(path)?);
    writeln!(
        file,
        "Post id,Date,Post text,Post Link,Impressions,Likes,Engagements,Bookmarks,Shares,New follows,Replies,Reposts,Profile visits,Detail Expands,URL Clicks,Hashtag Clicks,Permalink Clicks"
    )?;
    for (place, post) in posts::made_up(rows).enumerate() {
        let likes = post.likes.unwrap_or(0);
        let day = post.date.unwrap_or_default();
        let text = post.text.replace('"', "\"\"");
        writeln!(
            file,
            "{},{day},\"{text}\",https://x.example/p/{},{},{likes},{},3,1,0,{},{},9,30,{},0,1",
            1_900_000_000_000_u64 + place as u64,
            place,
            likes * 20 + 400,
            likes * 2,
            likes / 12,
            likes / 9,
            likes / 3
        )?;
    }
    file.flush()?;
    Ok(file.get_ref().metadata()?.len())
}

/// The most memory that this process had, in MiB, where the system tells.
pub fn peak_megabytes() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.split_whitespace().next()?.parse::<u64>().ok().map(|kilobytes| kilobytes / 1024)
}
