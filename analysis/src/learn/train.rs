//! Training: features, the rolling test against two baselines, and the model with its card.

use std::collections::{BTreeMap, BTreeSet};

use super::card::LEAST_POSTS;
use super::effects::effects;
use super::encoder::Encoder;
use super::evidence::Evidence;
use super::features::{FeatureKind, Features};
use super::forms::{Forms, form_of};
use super::groups::group_errors;
use super::leak::leaks;
use super::level_shift::level_shifts;
use super::model::{ByTrees, Coefficient, Model, quantiles};
use super::ridge::{Fit, fit};
use super::rolling::roll;
use super::statistics::quantile;
use super::target::{Runs, winsorised};
use super::trees::Trees;
use super::tried::Tried;
use super::{Card, Counted, Daypart, LeftOut, Observation, Settings, Verdict, is_protected};
use crate::words::written;

/// Posts about a topic for it to be looked for in texts.
const LEAST_OF_TOPIC: usize = 5;
/// Posts in a part of the day for something to be known of it.
const LEAST_OF_DAYPART: usize = 5;
/// Posts in which it is looked up how a word is written.
const LOOKED_THROUGH: usize = 2_000;
/// Topics that are looked for.
const MOST_TOPICS: usize = 100;

/// A step of training, for those who wait.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Features are read off the texts.
    Features {
        /// Of so many posts.
        posts: usize,
    },
    /// A fold of the rolling test begins.
    Fold {
        /// From 1.
        fold: usize,
        /// How many there are.
        of: usize,
    },
}

/// The model, where there are enough posts for one, and its card.
#[derive(Debug, Clone, PartialEq)]
pub struct Trained {
    /// What it is.
    pub card: Card,
    /// It.
    pub model: Option<Model>,
    /// For each post that the rolling test predicted: its id, the prediction and the actual value (log, against usual).
    pub tested: Vec<Tested>,
    /// What it was learned from, where there were posts enough for a test.
    pub evidence: Option<Evidence>,
}

/// A post of the rolling test.
#[derive(Debug, Clone, PartialEq)]
pub struct Tested {
    /// The post's place among the observations that were given.
    pub place: usize,
    /// What was predicted before it ran.
    pub predicted: f64,
    /// What came.
    pub actual: f64,
}

/// Trains on posts, as of `today` (days since 1970).
pub fn train(observations: &[Observation], today: i64, settings: &Settings) -> Trained {
    train_with(observations, today, settings, &mut |_| {})
}

/// The same, saying what it does.
pub fn train_with(
    observations: &[Observation],
    today: i64,
    settings: &Settings,
    progress: &mut dyn FnMut(Step),
) -> Trained {
    let mut data = Data::select(observations, today, settings);
    let posts = data.posts.len();
    let constant = data.logs.iter().all(|log| Some(log) == data.logs.first());
    if posts < LEAST_POSTS || constant {
        let verdict = if posts < LEAST_POSTS { Verdict::NotEnough } else { Verdict::Constant };
        return Trained { card: data.card(settings, verdict), model: None, tested: Vec::new(), evidence: None };
    }
    progress(Step::Features { posts });
    data.read_features();
    let runs = Runs::of(&data.posts, &data.shifts);
    let targets = runs.targets(&data.logs);
    let (values, outliers) = winsorised(&targets.values);
    let rolling = (posts >= settings.minimum.max(LEAST_POSTS)).then(|| roll(&data, &targets, settings, progress));
    let mut card = data.card(settings, rolling.as_ref().map_or(Verdict::Usual, |rolling| rolling.verdict));
    card.outliers = outliers;
    let rows_of = |encoder: &Encoder| data.features.iter().map(|post| encoder.encode(post)).collect::<Vec<_>>();
    let features: Vec<&Features> = data.features.iter().collect();
    let encoder = Encoder::fit(&features, &values, &settings.features);
    let rows = rows_of(&encoder);
    if let Some(rolling) = &rolling {
        card.errors = Some(rolling.errors);
        card.groups = group_errors(&data.posts, &data.logs, &runs, rolling);
        card.coverage = rolling.coverage.clone();
    }
    card.looked_at = encoder.columns.len();
    let evidence = rolling.as_ref().map(|_| {
        let drawn = data.logs.iter().zip(&targets.values).zip(&values).map(|((log, value), drawn)| log - value + drawn);
        Evidence::of(&data.places, &encoder, &rows, &drawn.collect::<Vec<_>>(), runs)
    });
    let evidence = evidence.filter(Evidence::is_enough);
    if let Some(found) = evidence.as_ref().and_then(|it| effects(it, &rows)) {
        (card.effects, card.looked_at) = found;
    }
    let words = data.written(&encoder);
    // People read words, not stems.
    let named = card.effects.iter_mut().flat_map(|it| std::iter::once(&mut it.feature).chain(&mut it.alike));
    for feature in named.filter(|it| it.kind == FeatureKind::Word) {
        if let Some(word) = words.get(&feature.level) {
            feature.level.clone_from(word);
        }
    }
    let (mut coefficients, mut trees, mut forms) = (Vec::new(), None, None);
    let mut intercept = quantile(&values, 0.5).unwrap_or(0.0);
    match card.verdict {
        Verdict::Regression => {
            let (Fit { intercept: mean, coefficients: slopes, lambda, .. }, _) = fit(&rows, &values, &settings.lambdas);
            (intercept, card.lambda) = (mean, Some(lambda));
            let coefficient = |(column, slope)| Coefficient::new(column, slope);
            coefficients = encoder.columns.iter().zip(slopes).map(coefficient).collect();
        }
        Verdict::Trees => {
            trees = Trees::fit(&rows, &values).map(|trees| ByTrees::new(&encoder, trees));
            intercept = trees.as_ref().map_or(intercept, ByTrees::mean);
        }
        Verdict::PlatformAndFormat => {
            let of_posts: Vec<_> = data.posts.iter().map(|post| (post.platform, form_of(post))).collect();
            let (by_form, _) = Forms::fit(&of_posts, &values);
            intercept = by_form.middle;
            forms = Some(by_form);
        }
        _ => {}
    }
    // Where usual is all that is said, its range is that of the posts themselves.
    let mut residuals: Vec<f64> = targets.values.iter().map(|value| value - intercept).collect();
    if let Some(rolling) = rolling.as_ref().filter(|_| card.verdict.tells_posts_apart()) {
        card.columns = forms.as_ref().map_or(encoder.columns.len(), Forms::len);
        residuals = rolling.tested.iter().map(|(_, it)| it.actual - it.predicted).collect();
    }
    let model = Model {
        metric: settings.metric,
        level: settings.level,
        intercept,
        coefficients,
        trees,
        forms,
        usual: targets.usual.clone(),
        residuals: quantiles(&residuals),
        topics: data.topics(),
        words,
        dayparts: data.dayparts(),
        tried: Tried::of(&data.features, &card.effects),
        trained_through: data.posts.last().map_or(today, |post| post.when.day),
        seed: settings.seed,
    };
    let tested = rolling.map(|rolling| rolling.tested).unwrap_or_default();
    let at = |(place, it): (usize, Tested)| Some(Tested { place: *data.places.get(place)?, ..it });
    let tested = tested.into_iter().filter_map(at).collect();
    Trained { card, model: Some(model), tested, evidence }
}

/// The posts that are learned from, in the order of time.
pub(super) struct Data<'a> {
    pub(super) posts: Vec<&'a Observation>,
    /// Their places among all.
    places: Vec<usize>,
    logs: Vec<f64>,
    pub(super) features: Vec<Features>,
    left_out: Vec<LeftOut>,
    shifts: Vec<super::LevelShift>,
}

impl<'a> Data<'a> {
    fn select(observations: &'a [Observation], today: i64, settings: &Settings) -> Self {
        let (mut other, mut outside, mut unmeasured) = (0, 0, 0);
        let mut chosen: Vec<(usize, &Observation, f64)> = Vec::new();
        for (place, post) in observations.iter().enumerate() {
            let age = today - post.when.day;
            if !settings.platforms.is_empty() && !settings.platforms.contains(&post.platform) {
                other += 1;
            } else if age < 0 || settings.window_days.is_some_and(|window| age > i64::from(window)) {
                outside += 1;
            } else if let Some(value) = settings.metric.of(&post.numbers) {
                chosen.push((place, post, settings.metric.to_log(value)));
            } else {
                unmeasured += 1;
            }
        }
        chosen.sort_by_key(|(place, post, _)| (post.when, *place));
        let posts: Vec<&Observation> = chosen.iter().map(|(_, post, _)| *post).collect();
        let logs: Vec<f64> = chosen.iter().map(|(_, _, log)| *log).collect();
        let shifts = level_shifts(&posts, &logs, settings.seed);
        let mut left_out = leaks(&posts, &logs, &shifts);
        let counted = [
            (unmeasured, LeftOut::Unmeasured { posts: unmeasured }),
            (other, LeftOut::OtherPlatform { posts: other }),
            (outside, LeftOut::OutsideWindow { posts: outside }),
        ];
        left_out.extend(counted.into_iter().filter(|(count, _)| *count > 0).map(|(_, reason)| reason));
        let places = chosen.iter().map(|(place, _, _)| *place).collect();
        Self { posts, places, logs, features: Vec::new(), left_out, shifts }
    }

    fn read_features(&mut self) {
        let hidden = |(name, cell): &(String, String)| {
            self.left_out.iter().any(|reason| match reason {
                LeftOut::LikeAnId { column }
                | LeftOut::KnowsTheResult { column }
                | LeftOut::ProtectedTrait { column } => column == name,
                LeftOut::ProtectedValue { column, value } => column == name && value == cell.trim(),
                _ => false,
            })
        };
        let of = |post: &&Observation| {
            if post.columns.iter().any(hidden) {
                let columns = post.columns.iter().filter(|it| !hidden(it)).cloned().collect();
                Features::of(&Observation { columns, ..(*post).clone() })
            } else {
                Features::of(post)
            }
        };
        self.features = in_two_halves(&self.posts, of);
    }

    /// How the posts write the words that have a column, by their stems.
    fn written(&self, encoder: &Encoder) -> BTreeMap<String, String> {
        let words = encoder.columns.iter().map(|column| &column.feature).filter(|it| it.kind == FeatureKind::Word);
        let stems: BTreeSet<&str> = words.map(|word| word.level.as_str()).collect();
        written(&stems, self.posts.iter().rev().take(LOOKED_THROUGH).map(|post| post.text.as_str()))
    }

    /// The topics that enough posts are about, the most frequent first.
    fn topics(&self) -> Vec<String> {
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        let facts = self.features.iter().flat_map(|post| &post.facts);
        for topic in facts.filter(|fact| fact.kind == FeatureKind::Topic) {
            *counts.entry(&topic.level).or_default() += 1;
        }
        let mut counts: Vec<(&str, usize)> = counts.into_iter().filter(|(_, posts)| *posts >= LEAST_OF_TOPIC).collect();
        counts.sort_by_key(|(_, posts)| std::cmp::Reverse(*posts));
        counts.into_iter().take(MOST_TOPICS).map(|(topic, _)| topic.to_owned()).collect()
    }

    /// The parts of the day that enough posts ran in.
    fn dayparts(&self) -> Vec<String> {
        let ran_in = |part: &Daypart| self.posts.iter().filter(|post| post.when.daypart() == Some(*part)).count();
        let seen = Daypart::ALL.into_iter().filter(|part| ran_in(part) >= LEAST_OF_DAYPART);
        seen.map(|part| part.id().to_owned()).collect()
    }

    fn protected_segments(&self) -> usize {
        let segments: BTreeSet<&str> = self.posts.iter().map(|post| post.segment.trim()).collect();
        segments.into_iter().filter(|segment| is_protected(segment)).count()
    }

    fn card(&self, settings: &Settings, verdict: Verdict) -> Card {
        let counted = |name: &dyn Fn(&Observation) -> String| {
            let mut counts = BTreeMap::<String, usize>::new();
            for post in &self.posts {
                *counts.entry(name(post)).or_default() += 1;
            }
            let mut counts: Vec<Counted> = counts.into_iter().map(|(name, posts)| Counted { name, posts }).collect();
            counts.sort_by_key(|counted| std::cmp::Reverse(counted.posts));
            counts
        };
        let day = |post: Option<&&Observation>| post.map(|post| post.when.day);
        Card {
            settings: settings.clone(),
            verdict,
            posts: self.posts.len(),
            days: day(self.posts.first()).zip(day(self.posts.last())),
            platforms: counted(&|post| post.platform.id().to_owned()),
            languages: counted(&|post| post.language().map_or("", crate::Language::code).to_owned()),
            left_out: self.left_out.clone(),
            protected_segments: self.protected_segments(),
            outliers: 0,
            level_shifts: self.shifts.clone(),
            columns: 0,
            lambda: None,
            errors: None,
            coverage: Vec::new(),
            groups: Vec::new(),
            effects: Vec::new(),
            looked_at: 0,
        }
    }
}

/// Two threads: reading features off texts is what takes the time.
pub(super) fn in_two_halves<T: Sync, R: Send>(items: &[T], of: impl Fn(&T) -> R + Sync) -> Vec<R> {
    if items.len() < 500 {
        return items.iter().map(of).collect();
    }
    let (first, second) = items.split_at(items.len() / 2);
    let of = &of;
    std::thread::scope(|scope| {
        let second = scope.spawn(move || second.iter().map(of).collect::<Vec<R>>());
        let mut all: Vec<R> = first.iter().map(of).collect();
        match second.join() {
            Ok(rest) => all.extend(rest),
            Err(panic) => std::panic::resume_unwind(panic),
        }
        all
    })
}
