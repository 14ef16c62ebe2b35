//! Digests in words and blocks.

use copydesk_adapters::{Attachment, Block, Button, Card, Fact};
use copydesk_analysis::Language;
use copydesk_analysis::chart::{Caption, Chart, Line, MOST_LINES, sparkline};
use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::answer::{
    DigestHistory, DigestList, DigestQuestion, DigestSetup, DigestShown, DigestsShown, FailedSource, OccurrenceShown,
    TrendShown,
};
use crate::digest::setup::schedule_in_words;
use crate::ideas::because::shortened;
use crate::texts::{Sentence, sentence};

/// Links that are shown of a trend.
const LINKS: usize = 3;
/// Columns of a link's title.
const TITLE: usize = 90;

/// What the buttons of one trend do.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct TrendActions {
    /// Draft a post from it.
    pub draft: String,
    /// More like it.
    pub more: String,
    /// Nothing more of it.
    pub mute: String,
}

/// The message; `actions` are those of the trends, in their order, where there is something to press.
pub fn message(digest: &DigestShown, actions: &[TrendActions], language: Language) -> Vec<Block> {
    let say = |sentence: Sentence| sentence.say(language);
    let zone = zone_of(&digest.zone);
    let mut blocks = vec![Block::Heading(heading(digest, language))];
    blocks.push(Block::Paragraph(say(sentence!(
        "digest-period",
        sources = digest.sources,
        items = digest.items,
        since = moment(digest.since, &zone, language)
    ))));
    if digest.missed > 0 {
        blocks.push(Block::Note(say(sentence!("digest-missed", count = digest.missed))));
    }
    if !digest.has_baseline && !digest.trends.is_empty() {
        blocks.push(Block::Note(say(sentence!("digest-no-baseline", windows = digest.baseline_windows))));
    } else if digest.has_baseline && !digest.trends.is_empty() && !digest.trends.iter().any(|trend| trend.is_rising) {
        blocks.push(Block::Note(say(sentence!("digest-nothing-rises"))));
    }
    if digest.trends.is_empty() {
        blocks.push(Block::Paragraph(say(sentence!("digest-empty"))));
    }
    let cards = digest.trends.iter().enumerate();
    blocks.extend(cards.map(|(place, trend)| Block::Card(card(place + 1, trend, digest, &zone, language))));
    if !digest.quiet.is_empty() {
        blocks.push(Block::Paragraph(say(sentence!("digest-quiet", topics = digest.quiet.clone()))));
    }
    if !digest.failed.is_empty() {
        let line = |failed: &FailedSource| {
            let retired =
                if failed.is_retired { format!(" {}", say(sentence!("digest-retired"))) } else { String::new() };
            format!("{}: {}{retired}", failed.source, failed.reason)
        };
        blocks.push(Block::Paragraph(say(sentence!("digest-failed"))));
        blocks.push(Block::List(digest.failed.iter().map(line).collect()));
    }
    blocks.extend(digest.notes.iter().map(|note| Block::Note(note.clone())));
    // Together at the end, by number: behind each trend, they would make a message of each.
    let buttons = actions.iter().zip(1_usize..).flat_map(|(actions, number)| {
        let button = |label: Sentence, action: &String| Button { label: say(label), action: action.clone() };
        [
            button(sentence!("digest-button-draft", number = number), &actions.draft),
            button(sentence!("digest-button-more", number = number), &actions.more),
            button(sentence!("digest-button-mute", number = number), &actions.mute),
        ]
    });
    let buttons: Vec<Button> = buttons.collect();
    if !buttons.is_empty() {
        blocks.push(Block::Buttons(buttons));
    }
    blocks
}

fn heading(digest: &DigestShown, language: Language) -> String {
    let name = if digest.name.is_empty() { sentence!("digest-trends").say(language) } else { digest.name.clone() };
    if digest.schedule.is_empty() {
        return name;
    }
    let schedule = schedule_in_words(&digest.schedule).say(language);
    sentence!("digest-heading", name = name, schedule = schedule, zone = digest.zone.as_str()).say(language)
}

fn card(place: usize, trend: &TrendShown, digest: &DigestShown, zone: &TimeZone, language: Language) -> Card {
    let say = |sentence: Sentence| sentence.say(language);
    let title = match trend.ratio {
        Some(ratio) if trend.is_rising => sentence!("digest-rises", name = trend.name.as_str(), ratio = decimal(ratio)),
        _ if trend.is_rising => sentence!("digest-is-new", name = trend.name.as_str()),
        _ => sentence!("digest-covered", name = trend.name.as_str()),
    };
    let series: Vec<Option<f64>> = trend.series.iter().map(|count| Some(f64::from(*count))).collect();
    let body = trend.summary.clone().or_else(|| {
        // The headline, unless it is the name already.
        let first = trend.links.first().map(|link| link.title.clone());
        first.filter(|title| trend.is_rising && *title != trend.name)
    });
    let mut facts = vec![Fact { label: say(sentence!("digest-why")), text: why(trend, digest, zone, language) }];
    if let Some(angle) = &trend.angle {
        facts.push(Fact { label: say(sentence!("digest-for-you")), text: angle.clone() });
    }
    facts.extend(trend.links.iter().take(LINKS).map(|link| {
        let url = link.url.as_deref().unwrap_or_default();
        let text = format!("{} {url}", shortened(&link.title, TITLE));
        Fact { label: shortened(&link.source, 30), text: text.trim_end().to_owned() }
    }));
    Card {
        number: Some(place),
        title: say(title),
        aside: if trend.series.len() > 2 { sparkline(&series) } else { String::new() },
        body: body.unwrap_or_default(),
        facts,
        ..Card::default()
    }
}

/// The evidence in one line, with the score and its terms.
fn why(trend: &TrendShown, digest: &DigestShown, zone: &TimeZone, language: Language) -> String {
    let told = sentence!("digest-told", count = trend.count, sources = trend.sources.len(), all = digest.sources);
    let mut parts = vec![told];
    parts.extend(trend.usual.map(|usual| match decimal(usual).as_str() {
        "0" => sentence!("digest-usual-never"),
        usual => sentence!("digest-usual", usual = usual),
    }));
    parts.push(sentence!("digest-first-seen", at = moment(trend.first_seen, zone, language)));
    if !trend.related.is_empty() {
        parts.push(sentence!("digest-related", terms = trend.related.clone()));
    }
    if trend.is_wanted {
        parts.push(sentence!("digest-is-wanted"));
    }
    if let Some(fit) = trend.fit.as_ref().filter(|fit| fit.moved) {
        let fits = crate::present_learn::parts(fit.topic, fit.sentiment, fit.behaviour);
        parts.push(sentence!("digest-fits", parts = fits));
    }
    let score = &trend.score;
    parts.push(sentence!(
        "digest-score",
        total = decimal(score.total),
        burst = decimal(score.burst),
        coverage = decimal(score.coverage),
        novelty = decimal(score.novelty),
        freshness = decimal(score.freshness)
    ));
    let stop = if language == Language::Chinese { "；" } else { "; " };
    parts.iter().map(|part| part.say(language)).collect::<Vec<_>>().join(stop)
}

fn decimal(number: f64) -> String {
    let text = format!("{number:.1}");
    text.strip_suffix(".0").map_or(text.clone(), str::to_owned)
}

/// The trends that rise, drawn over time; none if nothing does, or if it can't be drawn.
pub fn chart(digest: &DigestShown, language: Language) -> Option<Block> {
    let rising: Vec<&TrendShown> =
        digest.trends.iter().filter(|trend| trend.is_rising && trend.series.len() > 2).take(MOST_LINES).collect();
    let steps = rising.iter().map(|trend| trend.series.len()).max()?;
    let line = |trend: &&TrendShown| {
        let missing = std::iter::repeat_n(None, steps - trend.series.len());
        let values = missing.chain(trend.series.iter().map(|count| Some(f64::from(*count)))).collect();
        Line { name: trend.name.clone(), values, last_shown: trend.count.to_string() }
    };
    let caption = Caption {
        title: if digest.name.is_empty() { sentence!("digest-trends").say(language) } else { digest.name.clone() },
        reading: sentence!("digest-chart", windows = steps).say(language),
        language,
    };
    let steps = (0..steps).rev().map(|ago| if ago == 0 { "0".to_owned() } else { format!("−{ago}") }).collect();
    let chart = Chart::Lines { caption, steps, lines: rising.iter().map(line).collect() };
    match crate::picture::png(&chart) {
        Ok(bytes) => {
            Some(Block::File(Attachment { name: "trends.png".to_owned(), bytes: bytes.into(), alt: Some(chart.alt()) }))
        }
        Err(error) => {
            tracing::warn!(%error, "a digest goes out without its chart");
            None
        }
    }
}

/// The zone of this name, or UTC.
pub fn zone_of(name: &str) -> TimeZone {
    TimeZone::get(name).unwrap_or(TimeZone::UTC)
}

/// A time as its readers write it, such as "Sat 14 Nov 09:00" or "11月14日 09:00".
pub fn moment(at: Timestamp, zone: &TimeZone, language: Language) -> String {
    let form = if language == Language::Chinese { "%-m月%-d日 %H:%M" } else { "%a %-d %b %H:%M" };
    at.to_zoned_datetime(zone.clone()).strftime(form).to_string()
}

/// Digests as they are set up, perhaps after a change.
pub fn digests(shown: &DigestsShown, language: Language) -> Vec<Block> {
    let say = |sentence: Sentence| sentence.say(language);
    let mut blocks = Vec::new();
    match shown.done.as_deref() {
        Some("confirm") => blocks.push(Block::Heading(say(sentence!("digest-confirm")))),
        Some(done) => blocks.push(Block::Paragraph(say(sentence!("digest-done", done = done)))),
        None if shown.digests.is_empty() => {
            blocks.push(Block::Paragraph(say(sentence!("digest-none"))));
            blocks.push(Block::Note(say(sentence!("digest-none-help"))));
        }
        None => {}
    }
    blocks.extend(shown.digests.iter().map(|digest| Block::Card(setup_card(digest, language))));
    if let Some(command) = &shown.confirm {
        blocks.push(Block::Note(say(sentence!("digest-confirm-help"))));
        blocks.push(Block::Preformatted(command.clone()));
    }
    blocks.extend(shown.notes.iter().map(|note| Block::Note(note.clone())));
    blocks
}

fn setup_card(digest: &DigestSetup, language: Language) -> Card {
    let mut facts = Vec::new();
    let mut fact = |label: Sentence, text: String| {
        if !text.is_empty() {
            facts.push(Fact { label: label.say(language), text });
        }
    };
    let comma = if language == Language::Chinese { "、" } else { ", " };
    fact(sentence!("digest-label-sources"), digest.sources.join("\n"));
    fact(sentence!("digest-label-topics"), digest.topics.join(comma));
    // Discord's ids are as long as no other; there a channel is written like this.
    let is_discords = |id: &str| (15..=20).contains(&id.len()) && id.bytes().all(|it| it.is_ascii_digit());
    let channel = match digest.channel.as_str() {
        id if is_discords(id) => format!("<#{id}>"),
        other => other.to_owned(),
    };
    fact(sentence!("digest-label-channel"), channel);
    fact(sentence!("digest-label-language"), sentence!("language-name", code = digest.language.as_str()).say(language));
    fact(sentence!("digest-label-quiet"), digest.quiet.clone());
    fact(sentence!("digest-label-filters"), digest.filters.join("; "));
    fact(sentence!("digest-label-tone"), digest.tone.clone());
    if digest.paused {
        fact(sentence!("digest-label-state"), sentence!("digest-paused").say(language));
    } else {
        fact(sentence!("digest-label-next"), digest.next.join(comma));
        // Its own delay comes with its number.
        if !digest.id.is_empty() {
            let seconds = digest.jitter_seconds;
            fact(sentence!("digest-label-jitter"), sentence!("digest-jitter", seconds = seconds).say(language));
        }
    }
    let schedule = schedule_in_words(&digest.schedule).say(language);
    let aside =
        sentence!("digest-aside", schedule = schedule, zone = digest.zone.as_str(), count = u32::from(digest.count));
    let title = if digest.id.is_empty() { digest.name.clone() } else { format!("{}  {}", digest.id, digest.name) };
    Card { title, aside: aside.say(language), facts, ..Card::default() }
}

/// A question about a new digest.
pub fn question(asked: &DigestQuestion) -> Vec<Block> {
    let problem = asked.problem.clone().map(|message| Block::Problem { message, help: String::new() });
    let mut blocks: Vec<Block> = problem.into_iter().collect();
    blocks.push(Block::Heading(asked.title.clone()));
    blocks.push(Block::Paragraph(asked.text.clone()));
    if !asked.suggestions.is_empty() {
        blocks.push(Block::List(asked.suggestions.clone()));
    }
    blocks.push(Block::Note(asked.how.clone()));
    blocks
}

/// The feeds of a digest as a file.
pub fn list(list: &DigestList, language: Language) -> Vec<Block> {
    let text = sentence!("digest-list", id = list.digest.as_str(), sources = list.sources).say(language);
    std::iter::once(Block::Paragraph(text)).chain(list.file.clone().map(Block::File)).collect()
}

/// Every occurrence of a digest.
pub fn history(history: &DigestHistory, language: Language) -> Vec<Block> {
    let say = |sentence: Sentence| sentence.say(language);
    let heading = say(sentence!("digest-history", id = history.digest.as_str(), name = history.name.as_str()));
    if history.occurrences.is_empty() {
        return vec![Block::Heading(heading), Block::Paragraph(say(sentence!("digest-history-none")))];
    }
    let header = [
        sentence!("digest-column-due"),
        sentence!("digest-column-state"),
        sentence!("digest-column-items"),
        sentence!("digest-column-model"),
        sentence!("digest-column-messages"),
    ];
    let row = |it: &OccurrenceShown| {
        let mut state = say(sentence!("digest-state", state = it.state.as_str()));
        if it.by_hand {
            state += &format!(" · {}", say(sentence!("digest-by-hand")));
        }
        if !it.problem.is_empty() {
            state += &format!(" · {}", it.problem);
        }
        let model = it.model.clone().unwrap_or_else(|| "–".to_owned());
        vec![it.due.clone(), state, it.items.to_string(), model, it.messages.join(" ")]
    };
    let rows = history.occurrences.iter().map(row).collect();
    vec![Block::Heading(heading), Block::Table { header: header.map(say).to_vec(), rows }]
}
