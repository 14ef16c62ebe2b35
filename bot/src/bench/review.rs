//! `copydesk bench review`: how fast texts are reviewed, and how right the checks are on texts with planted faults.

use std::fmt::Write as _;
use std::hint::black_box;
use std::path::Path;
use std::time::Instant;

use copydesk_analysis::corpus::{corpus, measure};
use copydesk_analysis::{
    Audience, Earlier, Matcher, Platform, PlatformRoom, ReviewTask, Rule, RuleKind, Thresholds, Tone, readability,
    review, vader, words,
};
use serde_json::{Value, json};

use super::import::peak_megabytes;

/// Rounds before anything is measured, and rounds that are.
const WARM_UP: usize = 20;
const ROUNDS: usize = 200;
/// Words of the short and of the long text.
const SHORT: usize = 300;
const LONG: usize = 100_000;
/// The most for the short text, ms, and for the long one, s.
const MOST_SHORT: f64 = 2.0;
const MOST_LONG: f64 = 1.0;

/// Recall and precision of every check on the corpus.
///
/// # Errors
/// That the corpus can't be read.
pub fn planted(thresholds: Thresholds) -> Result<String, String> {
    Ok(measure(thresholds)?.to_string().trim_end().to_owned())
}

/// Reviews texts of 300 and of 100,000 words in both languages, and the corpus.
///
/// # Errors
/// That the corpus can't be read.
pub fn run(thresholds: Thresholds) -> Result<String, String> {
    let texts = corpus()?;
    let pool = |is_chinese: bool| {
        let chosen = texts.iter().filter(|text| text.text.contains(['的', '我', '来']) == is_chinese);
        chosen.map(|text| text.text).collect::<Vec<_>>().join("\n\n")
    };
    let rules = [rule("game-changer", RuleKind::Banned), rule("clients", RuleKind::Preferred { say: "guests".into() })];
    let rules: Vec<Matcher> = rules.into_iter().flatten().collect();
    let earlier: Vec<Earlier<'_>> = texts.iter().take(20).map(|it| Earlier { id: "C-001", text: it.text }).collect();
    let rooms =
        [(Platform::X, 280), (Platform::Instagram, 2200), (Platform::LinkedIn, 3000), (Platform::Facebook, 63_206)];
    let rooms =
        rooms.map(|(platform, limit)| PlatformRoom { platform, limit: Some(limit), title: None, hashtags: Some(5) });
    let mut report = String::new();
    for (language, pool, keyphrase) in [("English", pool(false), "cold brew"), ("Chinese", pool(true), "冷萃")] {
        let task = ReviewTask {
            language: None,
            platform: Some(Platform::Facebook),
            platforms: &rooms,
            keyphrase: Some(keyphrase),
            audience: Audience::default(),
            known_words: &[],
            tone: Tone::Positive,
            most_emoji: 3,
            rules: &rules,
            earlier: &earlier,
            thresholds,
        };
        let short = of_words(&pool, SHORT);
        let milliseconds = median(ROUNDS, || drop(black_box(review(black_box(&short), &task)))) * 1e3;
        let verdict = within(milliseconds, MOST_SHORT);
        let _infallible = writeln!(
            report,
            "{language:<8} {SHORT:>7} words: {milliseconds:>8.3} ms, all checks ({verdict} {MOST_SHORT} ms)"
        );
        let long = of_words(&pool, LONG);
        let begun = Instant::now();
        let found = review(&long, &task).size.words;
        let seconds = begun.elapsed().as_secs_f64();
        let verdict = within(seconds, MOST_LONG);
        let _infallible =
            writeln!(report, "{language:<8} {found:>7} words: {seconds:>8.3} s,  all checks ({verdict} {MOST_LONG} s)");
    }
    let seconds = median(ROUNDS / 10, || texts.iter().for_each(|text| drop(black_box(text.review(thresholds)))));
    let _infallible =
        writeln!(report, "the corpus: {:.0} texts/s, {} texts", texts.len() as f64 / seconds, texts.len());
    let _infallible = write!(report, "memory at most {} MiB", peak_megabytes().unwrap_or_default());
    Ok(report)
}

/// Readability and sentiment of the texts in a JSON file, an array of strings, and the seconds that one pass takes: what a
/// peer is set beside.
///
/// # Errors
/// That the file can't be read, or is no array of strings.
pub fn figures(path: &Path) -> Result<String, String> {
    let failed = |error: &dyn std::fmt::Display| format!("can't read {}: {error}", path.display());
    let content = std::fs::read_to_string(path).map_err(|error| failed(&error))?;
    let texts: Vec<String> = serde_json::from_str(&content).map_err(|error| failed(&error))?;
    let seconds = median(ROUNDS / 10, || {
        for text in &texts {
            black_box((readability(text), vader(text)));
        }
    });
    let each: Vec<Value> = texts
        .iter()
        .map(|text| {
            let mut figures = serde_json::to_value(readability(text)).unwrap_or_default();
            if let Some(figures) = figures.as_object_mut() {
                figures.insert("compound".into(), json!(vader(text).compound));
            }
            figures
        })
        .collect();
    Ok(json!({ "seconds": seconds, "texts": each }).to_string())
}

fn rule(pattern: &str, kind: RuleKind) -> Option<Matcher> {
    Rule { kind, pattern: pattern.into(), example: pattern.into() }.matcher().ok()
}

/// The beginning of a text, repeated if need be, with so many words.
fn of_words(pool: &str, count: usize) -> String {
    let own = words(pool).len().max(1);
    if own < count {
        return vec![pool; count.div_ceil(own)].join("\n\n");
    }
    let mut text = String::new();
    for piece in pool.split_inclusive(['.', '。', '\n']) {
        text.push_str(piece);
        if words(&text).len() >= count {
            break;
        }
    }
    text
}

/// The median seconds of some rounds, behind others that warm up.
fn median(rounds: usize, mut work: impl FnMut()) -> f64 {
    (0..WARM_UP.min(rounds)).for_each(|_| work());
    let mut times: Vec<f64> = (0..rounds.max(1))
        .map(|_| {
            let begun = Instant::now();
            work();
            begun.elapsed().as_secs_f64()
        })
        .collect();
    times.sort_by(f64::total_cmp);
    times.get(times.len() / 2).copied().unwrap_or_default()
}

fn within(value: f64, most: f64) -> &'static str {
    if value < most { "within" } else { "NOT within" }
}
