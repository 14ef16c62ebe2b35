//! Terms that stand above their own past, gathered to trends.

use std::collections::{HashMap, HashSet};

use jiff::Timestamp;

use super::terms::{TermReader, key_of};
use super::{Baseline, CHART_WINDOWS, Document, Kind, Question, Score, Telling, Trend, by_source, links_of};

/// A term in fewer tellings is no trend, whatever its past.
const FEWEST: u32 = 3;
/// The least significance of a trend that nobody asked for more of.
const SIGNIFICANT: f64 = 1.0;
/// Tellings in the newest window, or in a usual one where that is larger, that are nothing yet: β, in tellings.
const NOISE: f64 = 1.0;
/// A term shares this much of its tellings with another: both are one trend.
const SAME: f64 = 0.5;
/// A longer phrase that covers this much of a trend names it.
const NAMES: f64 = 0.6;
/// Related terms that are told.
const RELATED: usize = 3;
/// Terms that are looked at when trends are gathered.
const LOOKED_AT: usize = 400;

/// A term of the newest window, and its past.
struct Candidate<'d> {
    surface: &'d str,
    words: u8,
    /// Places among the tellings of the newest window, rising.
    tellings: Vec<u32>,
    /// Tellings and the first of them, by window; 0 is the newest.
    windows: Vec<(u32, Option<Timestamp>)>,
}

struct Scored<'d> {
    key: u64,
    candidate: Candidate<'d>,
    score: Score,
    usual: f64,
    first_seen: Timestamp,
}

pub(super) fn trends(documents: &[Document], tellings: &[Telling], totals: &[u32], question: &Question) -> Vec<Trend> {
    let newest: Vec<Telling> = tellings.iter().filter(|telling| telling.window == 0).copied().collect();
    let windows = totals.iter().rposition(|total| *total > 0).map_or(0, |oldest| oldest + 1);
    let mut candidates = candidates(documents, &newest, windows);
    count(documents, tellings, &mut candidates);
    let wanted: HashSet<u64> = question.wanted.iter().filter_map(|phrase| key_of(phrase)).collect();
    let scored = candidates.into_iter().filter_map(|(key, candidate)| {
        let least = if wanted.contains(&key) { 0.0 } else { SIGNIFICANT };
        score(key, candidate, &newest, totals, question).filter(|scored| scored.score.z >= least)
    });
    let mut scored: Vec<Scored<'_>> = scored.collect();
    scored.sort_by(|one, other| {
        let total = |it: &Scored<'_>| it.score.total();
        total(other)
            .total_cmp(&total(one))
            .then(other.candidate.words.cmp(&one.candidate.words))
            .then(one.key.cmp(&other.key))
    });
    scored.truncate(LOOKED_AT);
    gather(scored, &newest, question, &wanted)
}

/// The terms of the newest window that are told often enough.
fn candidates<'d>(documents: &'d [Document], newest: &[Telling], windows: usize) -> HashMap<u64, Candidate<'d>> {
    let mut candidates = HashMap::<u64, Candidate<'d>>::new();
    let mut reader = TermReader::default();
    for (place, telling) in newest.iter().enumerate() {
        let place = place as u32; // fewer than there are documents
        let Some(document) = documents.get(telling.document) else { continue };
        reader.read(document, |term| {
            let candidate = candidates.entry(term.key).or_insert_with(|| Candidate {
                surface: term.surface,
                words: term.words,
                tellings: Vec::new(),
                windows: Vec::new(),
            });
            if candidate.tellings.last() != Some(&place) {
                candidate.tellings.push(place);
            }
        });
    }
    candidates.retain(|_, candidate| candidate.tellings.len() >= FEWEST as usize);
    candidates.values_mut().for_each(|candidate| candidate.windows = vec![(0, None); windows]);
    candidates
}

/// Counts the candidates in every window.
fn count<'d>(documents: &'d [Document], tellings: &[Telling], candidates: &mut HashMap<u64, Candidate<'d>>) {
    let mut reader = TermReader::default();
    let mut seen = Vec::<u64>::new();
    for telling in tellings {
        let Some(document) = documents.get(telling.document) else { continue };
        seen.clear();
        reader.read(document, |term| seen.push(term.key));
        seen.sort_unstable();
        seen.dedup();
        for key in &seen {
            let window = candidates.get_mut(key).and_then(|candidate| candidate.windows.get_mut(telling.window));
            if let Some((count, first)) = window {
                *count += 1;
                *first = Some(first.map_or(telling.at, |first| first.min(telling.at)));
            }
        }
    }
}

/// The score of a term, if enough sources tell it.
fn score<'d>(
    key: u64,
    candidate: Candidate<'d>,
    newest: &[Telling],
    totals: &[u32],
    question: &Question,
) -> Option<Scored<'d>> {
    let past: Vec<(u32, u32)> =
        candidate.windows.iter().zip(totals).skip(1).map(|((count, _), total)| (*count, *total)).collect();
    let filled = past.iter().filter(|(_, total)| *total > 0).count().max(1) as f64;
    let mean_total = past.iter().map(|(_, total)| f64::from(*total)).sum::<f64>() / filled;
    let mut baseline = Baseline::default();
    let mut absent = 0.0;
    for (count, total) in past.iter().rev().filter(|(_, total)| *total > 0) {
        baseline.observe(f64::from(*count) / f64::from(*total));
        absent += f64::from(u8::from(*count == 0));
    }
    // A window that has just begun, or a quiet day, is no less than a usual one: its few tellings would be large shares.
    let total = f64::from(*totals.first()?).max(mean_total);
    // A busy day's share of nothing is as small as the day is large: few sources that were quiet before hide no burst.
    let noise = NOISE / total.max(NOISE);
    let share = f64::from(candidate.windows.first()?.0) / total;
    let z = baseline.significance(share, noise);
    let sources: HashSet<u32> = told(&candidate, newest).map(|telling| telling.source).collect();
    if sources.len() < question.minimum_sources {
        return None;
    }
    // The burst goes back as long as each window is above what is usual.
    let usual_share = baseline.mean.max(noise / 2.0) + baseline.variance.sqrt();
    let in_burst = candidate.windows.iter().zip(totals).take_while(|((count, _), total)| {
        **total > 0 && f64::from(*count) / f64::from(**total).max(mean_total) > usual_share
    });
    let first_seen = in_burst.filter_map(|((_, first), _)| *first).min();
    let first_seen = first_seen.or_else(|| candidate.windows.first()?.1)?;
    let age = question.now.duration_since(first_seen).as_secs_f64() / question.window.as_secs_f64().max(1.0);
    let weights = question.weights;
    let score = Score {
        burst: weights.burst * z.min(weights.burst_cap),
        coverage: weights.coverage * (1.0 + sources.len() as f64).log2(),
        novelty: weights.novelty * absent / filled,
        freshness: weights.freshness * 0.5_f64.powf(age / weights.half_life),
        z,
    };
    Some(Scored { key, candidate, score, usual: baseline.mean * total, first_seen })
}

fn told<'n>(candidate: &Candidate<'_>, newest: &'n [Telling]) -> impl Iterator<Item = &'n Telling> {
    candidate.tellings.iter().filter_map(|place| newest.get(*place as usize)).collect::<Vec<_>>().into_iter()
}

/// Terms of the same tellings become one trend, named by the longest phrase that covers most of it.
fn gather(scored: Vec<Scored<'_>>, newest: &[Telling], question: &Question, wanted: &HashSet<u64>) -> Vec<Trend> {
    let mut groups = Vec::<Vec<Scored<'_>>>::new();
    for term in scored {
        let same = groups.iter().position(|group| group.first().is_some_and(|head| shared(head, &term) >= SAME));
        match same.and_then(|place| groups.get_mut(place)) {
            Some(group) => group.push(term),
            None => groups.push(vec![term]),
        }
    }
    let mut trends: Vec<Trend> = groups.iter().filter_map(|group| trend(group, newest, wanted)).collect();
    trends.sort_by_key(|trend| std::cmp::Reverse(trend.is_wanted));
    trends.truncate(question.count);
    trends
}

/// The share of the smaller one's tellings that both have.
fn shared(one: &Scored<'_>, other: &Scored<'_>) -> f64 {
    let (one, other) = (&one.candidate.tellings, &other.candidate.tellings);
    let known: HashSet<&u32> = one.iter().collect();
    let common = other.iter().filter(|place| known.contains(place)).count();
    common as f64 / one.len().min(other.len()).max(1) as f64
}

fn trend(group: &[Scored<'_>], newest: &[Telling], wanted: &HashSet<u64>) -> Option<Trend> {
    let head = group.first()?;
    let needed = NAMES * head.candidate.tellings.len() as f64;
    let naming = group.iter().filter(|term| term.candidate.tellings.len() as f64 >= needed);
    let name = naming.max_by_key(|term| (term.candidate.words, term.candidate.tellings.len()))?;
    let mut related = Vec::<String>::new();
    let lower = name.candidate.surface.to_lowercase();
    for term in group {
        let surface = term.candidate.surface;
        let is_new = related.iter().chain([&lower]).all(|other| {
            let (one, other) = (surface.to_lowercase(), other.to_lowercase());
            !one.contains(&other) && !other.contains(&one)
        });
        if is_new && related.len() < RELATED {
            related.push(surface.to_owned());
        }
    }
    let mut series: Vec<u32> = head.candidate.windows.iter().take(CHART_WINDOWS).map(|(count, _)| *count).collect();
    series.reverse();
    Some(Trend {
        kind: Kind::Rising,
        name: name.candidate.surface.to_owned(),
        related,
        score: head.score,
        count: head.candidate.windows.first()?.0,
        usual: Some(head.usual),
        first_seen: head.first_seen,
        sources: by_source(told(&head.candidate, newest)),
        series,
        documents: links_of(told(&head.candidate, newest)),
        is_wanted: group.iter().any(|term| wanted.contains(&term.key)),
    })
}
