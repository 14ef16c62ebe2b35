//! A trained model: predictions with their reasons, and what would raise them.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::encoder::{Column, Encoder};
use super::features::{Feature, FeatureKind, Features};
use super::forms::Forms;
use super::rolling::interval;
use super::statistics::quantile_of_sorted;
use super::trees::Trees;
use super::tried::Tried;
use super::{Metric, Observation, Random};
use crate::content_words;
use crate::words::{is_han, topic_pieces};

/// How many points of the errors' distribution are kept.
const KEPT_ERRORS: usize = 400;

/// A column and its coefficient.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Coefficient {
    column: Column,
    /// Log units for one standard deviation.
    slope: f64,
}

impl Coefficient {
    pub(super) fn new(column: &Column, slope: f64) -> Self {
        Self { column: column.clone(), slope }
    }
}

/// Trees and the columns that they ask of.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct ByTrees {
    columns: Vec<Column>,
    trees: Trees,
}

impl ByTrees {
    pub(super) fn new(encoder: &Encoder, trees: Trees) -> Self {
        Self { columns: encoder.columns.clone(), trees }
    }

    /// The mean prediction.
    pub(super) fn mean(&self) -> f64 {
        self.trees.mean
    }
}

/// A model, small enough to be stored as one record.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Model {
    /// What it predicts.
    pub metric: Metric,
    /// How often its intervals are to hold.
    pub level: f64,
    pub(super) intercept: f64,
    pub(super) coefficients: Vec<Coefficient>,
    /// In place of coefficients, where trees predict.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) trees: Option<ByTrees>,
    /// In place of both, where what posts of the same platform and format did predicts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) forms: Option<Forms>,
    /// What is usual on each platform now, as a log.
    pub(super) usual: BTreeMap<String, f64>,
    /// Errors on posts that were not seen, in order.
    pub(super) residuals: Vec<f64>,
    /// The topics of the posts it learned from.
    #[serde(default)]
    pub(super) topics: Vec<String>,
    /// How posts write the words that it knows by their stems.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(super) words: BTreeMap<String, String>,
    /// The parts of the day that posts ran in; of others nothing was learned.
    #[serde(default)]
    pub(super) dayparts: Vec<String>,
    /// What is advised, if it helps; nothing by models that were stored before it was looked at.
    #[serde(default)]
    pub(super) tried: Tried,
    /// The day of the last post it learned from, since 1970.
    pub trained_through: i64,
    pub(super) seed: u64,
}

/// Why a prediction is off the mean.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Contribution {
    /// The kind of feature.
    pub kind: FeatureKind,
    /// What of it holds here, such as weekdays "1"; empty for numbers, and where only what does not hold counts; "none" where
    /// a text asks no question.
    pub level: String,
    /// Log units.
    pub value: f64,
}

/// What a post will likely do.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Prediction {
    /// What is predicted.
    pub metric: Metric,
    /// The expected value (a median).
    pub expected: f64,
    /// From here …
    pub low: f64,
    /// … to here, with the chance `level`.
    pub high: f64,
    /// How often the interval is to hold.
    pub level: f64,
    /// What is usual for the team on the platform now.
    pub usual: f64,
    /// Expected ÷ usual.
    pub ratio: f64,
    /// The prediction for the mean of all posts, in log units against usual: what the contributions start from.
    pub mean_log: f64,
    /// The prediction in log units against usual: `mean_log` and the contributions.
    pub log: f64,
    /// The largest first; none where only what is usual is said.
    pub contributions: Vec<Contribution>,
}

/// The evenly spaced quantiles of errors, at most [`KEPT_ERRORS`].
pub(super) fn quantiles(errors: &[f64]) -> Vec<f64> {
    let mut sorted = errors.to_vec();
    sorted.sort_by(f64::total_cmp);
    if sorted.len() <= KEPT_ERRORS {
        return sorted;
    }
    let share = |step: usize| step as f64 / (KEPT_ERRORS - 1) as f64;
    (0..KEPT_ERRORS).filter_map(|step| quantile_of_sorted(&sorted, share(step))).collect()
}

impl Model {
    /// Whether it tells posts apart, or only knows what is usual.
    pub fn is_regression(&self) -> bool {
        !self.coefficients.is_empty() || self.trees.is_some() || self.forms.is_some()
    }

    /// The forms that it tells posts on a platform apart by, the best first, where it is about nothing else and this post has
    /// none that it knows: all that it says of the post is what is usual.
    pub fn missing_form(&self, post: &Observation) -> Option<Vec<&str>> {
        let forms = self.forms.as_ref().filter(|forms| forms.contributions(post).is_empty())?;
        Some(forms.named(post.platform))
    }

    /// The ids of the platforms that it knows.
    pub fn platforms(&self) -> impl Iterator<Item = &str> {
        self.usual.keys().map(String::as_str)
    }

    /// The topic of past posts that a text speaks of: of those whose words are all in it, the one with the most.
    fn topic_of(&self, text: &str) -> Option<&str> {
        let words = content_words(text);
        let is_there = |piece: &String| words.contains(piece) || (piece.chars().all(is_han) && text.contains(piece));
        let spoken = self.topics.iter().filter(|topic| {
            let pieces = topic_pieces(topic);
            !pieces.is_empty() && pieces.iter().all(is_there)
        });
        spoken.max_by_key(|topic| topic.chars().count()).map(String::as_str)
    }

    fn has_seen(&self, daypart: &str) -> bool {
        self.dayparts.iter().any(|seen| seen == daypart)
    }

    /// Whether posts that it learned from ran at this part of the day.
    pub fn knows_the_time(&self, when: super::When) -> bool {
        when.daypart().is_some_and(|part| self.has_seen(part.id()))
    }

    pub(super) fn features(&self, post: &Observation) -> Features {
        let mut features = Features::of(post);
        if !features.tells(FeatureKind::Topic)
            && let Some(topic) = self.topic_of(&post.text)
        {
            features.facts.push(Feature::new(FeatureKind::Topic, topic));
        }
        // At an hour that was never tried a post is as usual.
        let is_time = |fact: &Feature| matches!(fact.kind, FeatureKind::Hour | FeatureKind::Slot);
        if !self.knows_the_time(post.when) {
            features.facts.retain(|fact| !is_time(fact));
        }
        features
    }

    /// The prediction for a post, about the topic that it is given or speaks of; `None` on a platform without past posts.
    pub fn predict(&self, post: &Observation) -> Option<Prediction> {
        let usual = *self.usual.get(post.platform.id())?;
        let contributions = self.reasons(post);
        let log = self.intercept + contributions.iter().map(|it| it.value).sum::<f64>();
        let (below, above) = interval(&self.residuals, self.level);
        let value = |log: f64| self.metric.from_log(usual + log);
        let (expected, usual_value) = (value(log), self.metric.from_log(usual));
        Some(Prediction {
            metric: self.metric,
            expected,
            low: value(log + below).min(expected),
            high: value(log + above).max(expected),
            level: self.level,
            usual: usual_value,
            ratio: log.exp(),
            mean_log: self.intercept,
            log,
            contributions,
        })
    }

    /// What adds up to how far a post is off the mean.
    fn reasons(&self, post: &Observation) -> Vec<Contribution> {
        match &self.forms {
            Some(forms) => forms.contributions(post),
            None => self.contributions(&self.features(post)),
        }
    }

    /// What each column adds to the mean: βⱼ(xⱼ − x̄ⱼ), or what the splits on it do.
    fn shares(&self, features: &Features) -> Vec<(Feature, f64)> {
        let (columns, shares): (Vec<Column>, Vec<f64>) = match &self.trees {
            Some(ByTrees { columns, trees }) => {
                let encoder = Encoder { columns: columns.clone(), ..Encoder::default() };
                let shares = trees.contributions(&encoder.encode(features));
                (encoder.columns, shares)
            }
            None => {
                let columns = self.coefficients.iter().map(|it| it.column.clone()).collect();
                let encoder = Encoder { columns, ..Encoder::default() };
                let row = encoder.encode(features);
                let shares = self.coefficients.iter().zip(row).map(|(it, value)| it.slope * value).collect();
                (encoder.columns, shares)
            }
        };
        columns.into_iter().map(|column| column.feature).zip(shares).collect()
    }

    /// The shares of one kind together, the largest first.
    pub(super) fn contributions(&self, features: &Features) -> Vec<Contribution> {
        let mut kinds: BTreeMap<FeatureKind, (f64, String)> = BTreeMap::new();
        let mut words: Vec<Contribution> = Vec::new();
        let mut absent = 0.0;
        for (feature, value) in self.shares(features) {
            let holds = features.facts.contains(&feature);
            let Feature { kind, level } = &feature;
            match kind {
                FeatureKind::Word if holds => {
                    let level = self.words.get(level).unwrap_or(level).clone();
                    words.push(Contribution { kind: *kind, level, value });
                }
                FeatureKind::Word => absent += value,
                kind => {
                    let (sum, name) = kinds.entry(*kind).or_default();
                    *sum += value;
                    if holds {
                        name.clone_from(level);
                    }
                }
            }
        }
        let mut all = words;
        if absent != 0.0 {
            all.push(Contribution { kind: FeatureKind::Word, level: String::new(), value: absent });
        }
        all.extend(kinds.into_iter().map(|(kind, (value, level))| {
            // The level that the others are set against has no column of its own.
            let own = || features.facts.iter().find(|fact| fact.kind == kind).map(|fact| fact.level.clone());
            let level = if level.is_empty() { own().unwrap_or_default() } else { level };
            let asks_nothing = || features.numbers.get(&Feature::new(FeatureKind::Question, "")) == Some(&0.0);
            let level = if kind == FeatureKind::Question && asks_nothing() { "none".to_owned() } else { level };
            Contribution { kind, level, value }
        }));
        all.sort_by(|left, right| right.value.abs().total_cmp(&left.value.abs()));
        all
    }

    /// For each variant the chance that it will do best, by drawing errors as they were on posts not seen.
    pub fn chances(&self, variants: &[Prediction]) -> Vec<f64> {
        const ROUNDS: usize = 4_000;
        let mut random = Random::new(self.seed);
        let mut wins = vec![0_usize; variants.len()];
        for _ in 0..ROUNDS {
            let mut best: Option<(usize, f64)> = None;
            for (place, variant) in variants.iter().enumerate() {
                let value = variant.log + random.choose(&self.residuals).copied().unwrap_or(0.0);
                if best.is_none_or(|(_, most)| value > most) {
                    best = Some((place, value));
                }
            }
            if let Some(win) = best.and_then(|(place, _)| wins.get_mut(place)) {
                *win += 1;
            }
        }
        wins.into_iter().map(|count| count as f64 / ROUNDS as f64).collect()
    }

    /// The mean absolute error on posts whose logs against usual are known, for a comparison with a newer model.
    pub fn error_on<'a>(&self, posts: impl Iterator<Item = (&'a Observation, f64)>) -> f64 {
        let errors: Vec<f64> = posts
            .map(|(post, actual)| {
                let log = self.intercept + self.reasons(post).iter().map(|it| it.value).sum::<f64>();
                (actual - log).abs()
            })
            .collect();
        super::statistics::mean(&errors)
    }
}
