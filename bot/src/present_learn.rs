//! Answers of the learning, in words, tables and pictures.

mod audited;
mod compared;
mod insight;
mod predicted;
mod recommended;

use std::sync::Arc;

use copydesk_adapters::{Attachment, Block};
use copydesk_analysis::chart::{Bar, Caption, Chart, Figure};
use copydesk_analysis::learn::{Daypart, FeatureKind, LeftOut, LevelShift, Metric};
use copydesk_analysis::{Angle, Language, Platform};

use crate::answer::{ModelHistory, SimilarFound, TryShown, TuningExport};
use crate::ideas::because::shortened;
use crate::learning::{Subject, date_of};
use crate::picture::png;
use crate::present::platform_in;
use crate::texts::{Sentence, Value, grouped, sentence};

pub use self::audited::audited_blocks;
pub use self::compared::compared_blocks;
pub use self::insight::{audience_blocks, best_time_blocks};
pub use self::predicted::{likely_line, predicted_blocks};
pub use self::recommended::recommended_blocks;

/// Trainings that are shown.
const MOST_TRIES: usize = 5;

/// A chart: as a table for a terminal, and as a picture with its alternative text.
pub fn chart_blocks(chart: &Chart, name: &str) -> Vec<Block> {
    let table = chart.table();
    let mut blocks = vec![Block::Table { header: table.header, rows: table.rows }];
    match png(chart) {
        Ok(bytes) => blocks.push(Block::File(Attachment {
            name: format!("{name}.png"),
            bytes: Arc::from(bytes),
            alt: Some(chart.alt()),
        })),
        Err(error) => tracing::warn!(%error, "a chart has no picture"),
    }
    blocks
}

/// A value of a metric as readers write it.
pub fn amount(metric: Metric, value: f64, language: Language) -> String {
    if metric.is_rate() { format!("{:.2}%", value * 100.0) } else { grouped(value.round().max(0.0) as u64, language) }
}

/// A metric's name.
pub fn metric_name(metric: Metric) -> Sentence {
    sentence!("metric-name", metric = metric.id())
}

fn times(ratio: f64) -> String {
    format!("{ratio:.1}")
}

fn percent(share: f64) -> String {
    format!("{:.0}%", share * 100.0)
}

/// "1.4 ×" or "1.4 倍".
fn factor(ratio: f64, language: Language) -> String {
    sentence!("learn-times", ratio = times(ratio)).say(language)
}

/// The same to a hundredth, for figures that are multiplied with each other.
fn hundredths(ratio: f64, language: Language) -> String {
    sentence!("learn-times", ratio = format!("{ratio:.2}")).say(language)
}

/// What stands for a feature, such as "Tuesday" or "the word “oat”".
pub fn feature_name(kind: FeatureKind, level: &str, language: Language) -> String {
    let shown = match kind {
        FeatureKind::Weekday => level.parse::<usize>().map_or_else(|_| String::new(), |day| weekday(day, language)),
        FeatureKind::Slot => slot(level, language),
        FeatureKind::Platform => {
            Platform::from_name(level).map_or_else(|| level.to_owned(), |platform| platform_in(platform, language))
        }
        FeatureKind::Angle => angle_name(level, language),
        FeatureKind::Hour if matches!(level, "" | "sin" | "cos") => String::new(),
        FeatureKind::Hour => sentence!("daypart-name", part = level).say(language),
        FeatureKind::Format => form_name(level, language),
        FeatureKind::Language if !level.is_empty() => sentence!("language-name", code = level).say(language),
        _ => level.to_owned(),
    };
    let given = if shown.is_empty() { "no" } else { "yes" };
    sentence!("feature-name", kind = kind.id(), level = shown, given = given).say(language)
}

/// What stands for a value of a dimension of the data, such as the platform "xiaohongshu".
pub fn dimension_value(dimension: &str, name: &str, language: Language) -> String {
    match dimension {
        "platform" => Platform::from_name(name).map_or_else(|| name.to_owned(), |it| platform_in(it, language)),
        "weekday" => weekday(name.parse().unwrap_or(0), language),
        // The second baseline takes the angle for a form, where posts have none.
        "format" if Angle::from_id(name).is_some() => angle_name(name, language),
        "format" => form_name(name, language),
        "sentiment" => sentence!("tone-name", tone = name).say(language),
        "language" => sentence!("language-name", code = name).say(language),
        _ => name.to_owned(),
    }
}

/// A form as its reader calls it; a team's own word stays as it is.
fn form_name(name: &str, language: Language) -> String {
    sentence!("form-name", form = name.replace(' ', "-"), name = name).say(language)
}

fn angle_name(id: &str, language: Language) -> String {
    Angle::from_id(id).map_or_else(|| id.to_owned(), |angle| sentence!("angle-name", angle = angle.id()).say(language))
}

fn weekday(day: usize, language: Language) -> String {
    sentence!("weekday-name", day = day).say(language)
}

fn daypart(part: Daypart, language: Language) -> String {
    sentence!("daypart-name", part = part.id()).say(language)
}

/// A part of a day of the week, such as "Tuesday morning".
fn time_cell(day: u8, part: Daypart, language: Language) -> String {
    let (day, part) = (weekday(usize::from(day), language), daypart(part, language));
    sentence!("time-cell", day = day, part = part).say(language)
}

/// The same by its id, such as "1-morning"; empty for none.
fn slot(id: &str, language: Language) -> String {
    let part = |id: &str| Daypart::ALL.into_iter().find(|part| part.id() == id);
    let halves = id.split_once('-').and_then(|(day, id)| Some((day.parse().ok()?, part(id)?)));
    halves.map_or_else(String::new, |(day, part)| time_cell(day, part, language))
}

fn caption(title: Sentence, reading: Sentence, language: Language) -> Caption {
    Caption { title: title.say(language), reading: reading.say(language), language }
}

/// The parts of how well something fits, without those that nothing is known or set for.
pub fn parts(topic: Option<f64>, sentiment: Option<f64>, behaviour: f64) -> Sentence {
    let topic = topic.map(|share| sentence!("recommend-part-topic", share = percent(share)));
    let sentiment = sentiment.map(|share| sentence!("recommend-part-sentiment", share = percent(share)));
    let behaviour = sentence!("recommend-part-behaviour", share = percent(behaviour));
    let parts: Vec<Value> = topic.into_iter().chain(sentiment).chain([behaviour]).map(Value::from).collect();
    sentence!("recommend-parts", parts = Value::List(parts))
}

/// How many posts can't be learned from, and why; `None` where all can.
pub fn unlearnable(left_out: &[LeftOut]) -> Option<Sentence> {
    let said = left_out.iter().filter_map(|reason| match reason {
        LeftOut::Undated { posts } => Some(sentence!("unlearnable-undated", posts = *posts)),
        LeftOut::UnknownPlatform { posts } => Some(sentence!("unlearnable-platform", posts = *posts)),
        _ => None,
    });
    said.reduce(|first, second| sentence!("unlearnable-both", first = first, second = second))
}

/// That there are too few posts, and why so many others can't be learned from.
fn few_blocks(posts: usize, left_out: &[LeftOut], language: Language) -> Vec<Block> {
    let few = Block::Paragraph(sentence!("learn-few", posts = posts).say(language));
    match unlearnable(left_out) {
        Some(why) => vec![
            few,
            Block::Paragraph(why.say(language)),
            Block::Note(sentence!("learn-unlearnable-help").say(language)),
        ],
        None => vec![few, Block::Note(sentence!("learn-few-help").say(language))],
    }
}

/// A jump of a platform's numbers, in one of the sentences about it.
pub fn level_shift(id: &'static str, shift: &LevelShift, language: Language) -> Sentence {
    let values: Vec<(&'static str, Value)> = vec![
        ("platform", platform_in(shift.platform, language).into()),
        ("day", date_of(shift.day).to_string().into()),
        ("ratio", times(shift.ratio).into()),
    ];
    Sentence { id, values }
}

/// That there are no methods for some languages; `None` for none.
pub fn unread_languages(codes: &[String], language: Language) -> Option<Sentence> {
    let code_of = |code: &String| if code.is_empty() { "none".to_owned() } else { code.clone() };
    let name = |code: &String| sentence!("language-name", code = code_of(code)).say(language);
    let names: Vec<String> = codes.iter().map(name).collect();
    (!names.is_empty()).then(|| sentence!("learn-unread-languages", languages = names))
}

/// Versions of a model, and what came of each training.
pub fn history_blocks(shown: &ModelHistory, language: Language) -> Vec<Block> {
    let say = |sentence: Sentence| sentence.say(language);
    let name = || Subject::from_id(&shown.metric).map_or_else(|| sentence!("nothing"), Subject::name);
    if shown.versions.is_empty() {
        let mut blocks = vec![Block::Paragraph(say(sentence!("history-none", metric = name())))];
        blocks.extend(tries_block(shown, language));
        return blocks;
    }
    let mut blocks = Vec::new();
    if let Some(version) = shown.in_force.filter(|_| shown.rolled_back) {
        blocks.push(Block::Paragraph(say(sentence!("history-rolled-back", version = version))));
    }
    blocks.push(Block::Heading(say(sentence!("history-heading", metric = name()))));
    let header = ["column-version", "column-date", "column-posts", "column-method", "column-error", "column-in-force"];
    let row = |version: &crate::answer::ModelVersion| {
        vec![
            version.version.to_string(),
            version.trained.chars().take(16).collect::<String>().replace('T', " "),
            version.posts.to_string(),
            say(sentence!("learn-method", method = version.method.as_str())),
            version.error.map_or_else(|| "–".into(), |error| format!("{error:.2}")),
            if shown.in_force == Some(version.version) { "✓".into() } else { String::new() },
        ]
    };
    blocks.push(Block::Table {
        header: header.map(|id| say(Sentence { id, values: Vec::new() })).into(),
        rows: shown.versions.iter().map(row).collect(),
    });
    blocks.extend(tries_block(shown, language));
    blocks
}

/// What came of the last trainings.
fn tries_block(shown: &ModelHistory, language: Language) -> Option<Block> {
    let line = |it: &TryShown| {
        let compared = it.compared.map(|(old, new)| {
            let error = |value: f64| format!("{value:.3}");
            sentence!("history-compared", old = error(old), new = error(new)).say(language)
        });
        let outcome = sentence!(
            "train-outcome",
            outcome = if it.outcome == "kept-old" { "kept" } else { it.outcome.as_str() },
            version = it.version.unwrap_or_default()
        );
        let said = sentence!(
            "history-try",
            at = it.at.chars().take(16).collect::<String>().replace('T', " "),
            by = if it.scheduled { "schedule" } else { "person" },
            posts = it.posts,
            outcome = outcome
        );
        format!("{} {}", said.say(language), compared.unwrap_or_default()).trim_end().to_owned()
    };
    let lines: Vec<String> = shown.tries.iter().take(MOST_TRIES).map(line).collect();
    (!lines.is_empty()).then_some(Block::List(lines))
}

/// What is near a term.
pub fn similar_blocks(shown: &SimilarFound, language: Language) -> Vec<Block> {
    let say = |sentence: Sentence| sentence.say(language);
    let found = &shown.similar;
    if found.term.is_empty() {
        let unknown = match found.is_common {
            true => sentence!("similar-common", term = shown.asked.as_str()),
            false => sentence!("similar-unknown", term = shown.asked.as_str()),
        };
        return vec![Block::Paragraph(say(unknown))];
    }
    let mut blocks =
        vec![Block::Heading(say(sentence!("similar-heading", term = shown.asked.as_str(), posts = found.posts)))];
    if let Some(first) = found.terms.first() {
        let bar = |it: &copydesk_analysis::learn::NearTerm| Bar {
            label: it.term.clone(),
            figure: Figure::new(it.likeness, format!("{:.2}", it.likeness)),
            interval: None,
            strong: false,
        };
        let reading = sentence!("similar-reading", term = first.term.as_str(), shared = first.shared.clone());
        let chart = Chart::Bars {
            caption: caption(sentence!("similar-chart", term = shown.asked.as_str()), reading.clone(), language),
            bars: found.terms.iter().map(bar).collect(),
            reference: None,
        };
        blocks.push(Block::Paragraph(say(reading)));
        blocks.extend(chart_blocks(&chart, "similar"));
    }
    if !shown.near.is_empty() {
        let line = |(id, text): &(String, String)| format!("#{id}  {}", shortened(text, 80));
        blocks.push(Block::List(shown.near.iter().map(line).collect()));
    }
    blocks.push(Block::Note(say(sentence!("similar-note"))));
    blocks
}

/// Copy to fine-tune on.
pub fn tuning_blocks(shown: &TuningExport, language: Language) -> Vec<Block> {
    let say = |sentence: Sentence| sentence.say(language);
    let share = shown.validation as f64 / (shown.training + shown.validation).max(1) as f64;
    let class =
        |(class, count): (&String, &usize)| say(sentence!("tuning-class", class = class.as_str(), count = *count));
    let classes: Vec<String> = shown.removed.iter().map(class).collect();
    let mut blocks = vec![
        Block::Paragraph(say(sentence!(
            "tuning-made",
            training = shown.training,
            validation = shown.validation,
            share = percent(share),
            likeness = percent(shown.likeness)
        ))),
        Block::List(vec![
            say(sentence!("tuning-repeats", count = shown.repeats)),
            say(sentence!(
                "tuning-cleaned",
                count = shown.cleaned,
                classes = if classes.is_empty() { "no" } else { "yes" },
                counts = classes
            )),
            say(sentence!("tuning-short", count = shown.short)),
        ]),
        Block::Note(say(sentence!("tuning-not-found"))),
    ];
    if let Some(paths) = &shown.paths {
        blocks.push(Block::List(paths.to_vec()));
    }
    blocks.extend(shown.files.iter().cloned().map(Block::File));
    blocks
}
