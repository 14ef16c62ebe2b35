//! Items to what a message shows: pure.

use std::collections::BTreeMap;

use copydesk_analysis::Language;
use copydesk_analysis::feed::Item;
use copydesk_analysis::trend::{self, Document, Filter, Mentions, Question, Weights};
use copydesk_storage::{DigestFilter, TopicWishes};
use jiff::{SignedDuration, Timestamp};

use crate::answer::{DigestShown, ItemLink, ScoreShown, SourceShare, TrendShown};
use crate::ideas::because::rounded;
use crate::texts::{Problem, sentence};

/// Paywalls that are left out when a filter says `paywalls`.
pub const PAYWALLS: [&str; 12] = [
    "ft.com",
    "wsj.com",
    "nytimes.com",
    "economist.com",
    "bloomberg.com",
    "washingtonpost.com",
    "thetimes.co.uk",
    "telegraph.co.uk",
    "theatlantic.com",
    "caixin.com",
    "nikkei.com",
    "handelsblatt.com",
];

/// An item, and where it is from.
#[derive(Debug, Clone, PartialEq)]
pub struct SourcedItem {
    /// Its source's place among the sources.
    pub source: usize,
    /// The item.
    pub item: Item,
    /// When, sanely.
    pub at: Timestamp,
}

/// What a report is asked for.
#[derive(Debug, Clone)]
pub struct Asked {
    /// The end of the period.
    pub now: Timestamp,
    /// Its beginning.
    pub since: Timestamp,
    /// How long the windows before it are.
    pub window: SignedDuration,
    /// Trends, at most.
    pub count: usize,
    /// Topics whose quiet is worth a word.
    pub topics: Vec<String>,
    /// What is muted and wanted.
    pub wishes: TopicWishes,
    /// Which items are left out.
    pub filter: DigestFilter,
}

/// Reads a stored filter.
///
/// # Errors
/// A pattern that is none.
pub fn filter(stored: &DigestFilter, wishes: &TopicWishes) -> Result<Filter, Problem> {
    let pattern = Some(&stored.pattern).filter(|pattern| !pattern.is_empty());
    let pattern = pattern.map(|pattern| {
        trend::read_pattern(pattern).map_err(|reason| {
            Problem::new(
                sentence!("digest-pattern", value = pattern.as_str(), reason = reason),
                sentence!("digest-pattern-help"),
            )
        })
    });
    let hosts = stored.hosts.iter().flat_map(|host| match host.as_str() {
        "paywalls" => PAYWALLS.map(String::from).to_vec(),
        host => vec![host.trim_start_matches("www.").to_owned()],
    });
    Ok(Filter {
        include: stored.include.clone(),
        exclude: stored.exclude.iter().chain(&wishes.muted).cloned().collect(),
        pattern: pattern.transpose()?,
        languages: stored.languages.iter().filter_map(|code| Language::from_code(code)).collect(),
        hosts: hosts.collect(),
    })
}

/// What a message shows of these items. `names` are the sources' names, by their places.
pub fn report(items: &[SourcedItem], names: &[String], filter: &Filter, asked: &Asked) -> DigestShown {
    let kept: Vec<&SourcedItem> = items.iter().filter(|it| filter.keeps(&it.item)).collect();
    let documents: Vec<Document> = kept.iter().map(|it| document(it)).collect();
    let question = Question {
        now: asked.now,
        since: asked.since,
        window: asked.window,
        count: asked.count,
        minimum_sources: usize::from(asked.filter.minimum_sources).max(1),
        wanted: asked.wishes.wanted.clone(),
        weights: Weights::default(),
    };
    let found = trend::find(&documents, &question);
    let is_new = |it: &&&SourcedItem| it.at > asked.since && it.at <= asked.now;
    let new: Vec<Mentions> =
        kept.iter().filter(is_new).map(|it| Mentions::of(&format!("{}\n{}", it.item.title, it.item.text))).collect();
    let is_quiet = |topic: &&String| !new.iter().any(|text| text.has(topic)) && !asked.wishes.muted.contains(topic);
    DigestShown {
        digest: None,
        name: String::new(),
        schedule: String::new(),
        zone: String::new(),
        since: asked.since,
        until: asked.now,
        sources: names.len(),
        items: found.documents,
        left_out: items.len() - kept.len(),
        baseline_windows: found.baseline_windows,
        has_baseline: found.has_baseline(),
        missed: 0,
        trends: found.trends.iter().map(|trend| shown(trend, &kept, names)).collect(),
        quiet: asked.topics.iter().filter(is_quiet).cloned().collect(),
        failed: Vec::new(),
        model: None,
        notes: Vec::new(),
    }
}

fn document(it: &SourcedItem) -> Document {
    Document {
        source: it.source as u32, // few
        at: it.at,
        title: it.item.title.clone(),
        text: it.item.text.clone(),
        link: it.item.link.clone(),
    }
}

fn shown(trend: &trend::Trend, items: &[&SourcedItem], names: &[String]) -> TrendShown {
    let name_of = |source: usize| names.get(source).cloned().unwrap_or_default();
    let links = trend.documents.iter().filter_map(|place| items.get(*place));
    let links: Vec<ItemLink> = links
        .map(|it| ItemLink {
            title: it.item.title.clone(),
            url: it.item.link.clone(),
            source: name_of(it.source),
            at: it.at,
            text: it.item.text.clone(),
        })
        .collect();
    // Two addresses may be one source to a reader.
    let mut shares = BTreeMap::<String, u32>::new();
    for (source, count) in &trend.sources {
        *shares.entry(name_of(*source as usize)).or_default() += count;
    }
    let mut sources: Vec<SourceShare> = shares.into_iter().map(|(name, count)| SourceShare { name, count }).collect();
    sources.sort_by_key(|share| std::cmp::Reverse(share.count));
    let score = &trend.score;
    TrendShown {
        name: trend.name.clone(),
        is_rising: trend.kind == trend::Kind::Rising,
        is_wanted: trend.is_wanted,
        related: trend.related.clone(),
        score: ScoreShown {
            total: rounded(score.total()),
            burst: rounded(score.burst),
            coverage: rounded(score.coverage),
            novelty: rounded(score.novelty),
            freshness: rounded(score.freshness),
            z: rounded(score.z),
        },
        count: trend.count,
        usual: trend.usual.map(rounded),
        ratio: trend.ratio().map(rounded),
        first_seen: trend.first_seen,
        sources,
        series: trend.series.clone(),
        links,
        fit: None,
        summary: None,
        angle: None,
    }
}
