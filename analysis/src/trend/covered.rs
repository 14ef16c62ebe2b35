//! What stands in where nothing is known of the past, or too little rises: the stories that most sources tell.

use std::collections::{BTreeMap, HashSet};

use super::{Document, Kind, Mentions, Question, Score, Telling, Trend, by_source, links_of};
use crate::feed::plain_text;

/// The longest name of a story, characters.
const NAME: usize = 120;

/// Adds stories until there are as many trends as were asked for. Beside trends that rise, a story needs two sources.
pub(super) fn fill(
    trends: &mut Vec<Trend>,
    documents: &[Document],
    newest: &[Telling],
    totals: &[u32],
    question: &Question,
) {
    let has_rising = !trends.is_empty();
    let told: HashSet<usize> = trends.iter().flat_map(|trend| trend.documents.iter().copied()).collect();
    let mut stories = BTreeMap::<u32, Vec<Telling>>::new();
    for telling in newest {
        stories.entry(telling.story).or_default().push(*telling);
    }
    let least = question.minimum_sources.max(if has_rising { 2 } else { 1 });
    let mut found: Vec<Trend> = stories
        .into_values()
        .filter(|tellings| tellings.iter().all(|telling| !told.contains(&telling.document)))
        .filter_map(|tellings| trend(documents, &tellings, totals, question))
        .filter(|trend| trend.sources.len() >= least)
        .collect();
    found.sort_by(|one, other| {
        let rank = |trend: &Trend| (trend.is_wanted, trend.sources.len());
        rank(other)
            .cmp(&rank(one))
            .then(other.first_seen.cmp(&one.first_seen))
            .then(one.documents.cmp(&other.documents))
    });
    let missing = question.count.saturating_sub(trends.len());
    trends.extend(found.into_iter().take(missing));
}

fn trend(documents: &[Document], tellings: &[Telling], totals: &[u32], question: &Question) -> Option<Trend> {
    let first = tellings.iter().min_by_key(|telling| (telling.at, telling.document))?;
    let document = documents.get(first.document)?;
    let sources = by_source(tellings.iter());
    let age = question.now.duration_since(first.at).as_secs_f64() / question.window.as_secs_f64().max(1.0);
    let weights = question.weights;
    let score = Score {
        coverage: weights.coverage * (1.0 + sources.len() as f64).log2(),
        freshness: weights.freshness * 0.5_f64.powf(age / weights.half_life),
        ..Score::default()
    };
    let mentions = Mentions::of(&format!("{}\n{}", document.title, document.text));
    let is_known = totals.iter().skip(1).any(|total| *total > 0);
    let count = tellings.len() as u32; // few
    Some(Trend {
        kind: Kind::Covered,
        name: plain_text(&document.title, NAME),
        related: Vec::new(),
        score,
        count,
        usual: None,
        first_seen: first.at,
        sources,
        series: if is_known { vec![0, count] } else { vec![count] },
        documents: links_of(tellings.iter()),
        is_wanted: question.wanted.iter().any(|phrase| mentions.has(phrase)),
    })
}
