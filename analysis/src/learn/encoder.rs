//! Features as columns of numbers: which of them get a column, and how they are centred and scaled.

use std::collections::{BTreeMap, HashMap};

use serde::{Deserialize, Serialize};

use super::features::{Feature, FeatureKind, Features};
use super::slots::{Slots, slots};
use super::statistics::correlation;

/// A column of the model.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Column {
    /// Whose it is.
    pub(super) feature: Feature,
    /// Its mean over the posts it was learned from; what is missing counts as that.
    pub(super) mean: f64,
    /// Its standard deviation, above 0.
    pub(super) spread: f64,
    /// The least and the most that a number was; beyond them nothing was learned. `None` for facts.
    #[serde(default)]
    pub(super) range: Option<(f64, f64)>,
}

/// The columns, in the order of the coefficients.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Encoder {
    pub(super) columns: Vec<Column>,
    /// Facts without a column, as those of their kind say the same: what these are against.
    #[serde(default)]
    pub(super) bases: Vec<Column>,
    /// Times of the week that were looked at for a column of their own.
    #[serde(default)]
    pub(super) slots: usize,
}

/// A column that is not much like any before it, and what is like it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Distinct {
    /// Its place among the columns.
    pub(super) place: usize,
    /// Features that come with it so often that what goes with one goes with the other.
    pub(super) alike: Vec<Feature>,
}

/// Posts that a fact must hold for, and must not hold for, to get a column.
const LEAST_POSTS: usize = 5;
/// The same for words, of which there are many.
const LEAST_POSTS_WITH_WORD: usize = 8;
/// Posts for each column: with fewer, columns fit noise.
const POSTS_PER_COLUMN: usize = 4;
/// Columns of one open kind (words, topics, forms, other columns' values).
const MOST_OF_KIND: usize = 30;
/// The share of a column that those before it must not say already.
const NEW: f64 = 0.1;
/// Posts that are looked at to see what repeats.
const LOOKED_AT: usize = 2_000;
/// A question that is more like another column than this (correlation) can't be told apart from it, such as from the length of its text.
const ALIKE_QUESTION: f64 = 0.95;
/// A number must be known for this share of the posts.
const KNOWN: f64 = 0.5;

impl Encoder {
    /// Chooses columns for these posts and their values, of these kinds (all if empty).
    pub(super) fn fit(posts: &[&Features], values: &[f64], kinds: &[FeatureKind]) -> Self {
        let count = posts.len();
        let is_wanted = |kind: FeatureKind| kinds.is_empty() || kinds.contains(&kind);
        let slots = if is_wanted(FeatureKind::Slot) { slots(posts, values) } else { Slots::default() };
        let stands_out = |fact: &Feature| fact.kind != FeatureKind::Slot || slots.standing_out.contains(fact);
        let wanted = |feature: &Feature| is_wanted(feature.kind) && stands_out(feature);
        let mut numbers: BTreeMap<&Feature, Vec<f64>> = BTreeMap::new();
        let mut facts: HashMap<&Feature, usize> = HashMap::new();
        let mut told: HashMap<FeatureKind, usize> = HashMap::new();
        let mut with_column: HashMap<&str, usize> = HashMap::new();
        for post in posts {
            for (feature, value) in post.numbers.iter().filter(|(feature, _)| wanted(feature)) {
                numbers.entry(feature).or_default().push(*value);
            }
            for fact in post.facts.iter().filter(|fact| wanted(fact)) {
                *facts.entry(fact).or_default() += 1;
            }
            for kind in FeatureKind::ALL.into_iter().filter(|kind| post.tells(*kind)) {
                *told.entry(kind).or_default() += 1;
            }
            // A post has one value of a column.
            for name in post.facts.iter().filter_map(Feature::column) {
                *with_column.entry(name).or_default() += 1;
            }
        }
        let known = |values: &Vec<f64>| values.len() as f64 >= KNOWN * count as f64;
        let columns = numbers.into_iter().filter(|(_, values)| known(values));
        let mut columns: Vec<Column> = columns.filter_map(|(feature, values)| of_number(feature, &values)).collect();
        let mut bases: Vec<Column> = Vec::new();
        for kind in FeatureKind::ALL {
            let told = |feature: &Feature| match feature.column() {
                Some(name) => with_column.get(name),
                None => told.get(&kind),
            };
            let (of_kind, base) = of_kind(&facts, kind, &|feature| told(feature).copied().unwrap_or(0));
            columns.extend(of_kind);
            bases.extend(base);
        }
        let place = |column: &Column| FeatureKind::ALL.iter().position(|kind| *kind == column.feature.kind);
        columns.sort_by_key(place);
        let mut encoder = Self { columns, bases, slots: slots.looked_at };
        encoder.drop_repeats(posts);
        encoder.columns.truncate((count / POSTS_PER_COLUMN).max(1));
        encoder
    }

    /// Leaves out columns that those before them nearly say already, such as words that always come together: neither
    /// could be told from the other.
    fn drop_repeats(&mut self, posts: &[&Features]) {
        let stride = posts.len().div_ceil(LOOKED_AT).max(1);
        let rows: Vec<Vec<f64>> = posts.iter().step_by(stride).map(|post| self.encode(post)).collect();
        // Gram and Schmidt, column by column: what is left of one after those that were kept.
        let mut kept: Vec<Vec<f64>> = Vec::new();
        let mut place = 0;
        let mut bases: Vec<Column> = Vec::new();
        self.columns.retain(|its| {
            let mut column: Vec<f64> = rows.iter().filter_map(|row| row.get(place).copied()).collect();
            place += 1;
            let size = |column: &[f64]| column.iter().map(|value| value * value).sum::<f64>();
            let whole = size(&column);
            for other in &kept {
                let along: f64 = column.iter().zip(other).map(|(left, right)| left * right).sum();
                column.iter_mut().zip(other).for_each(|(value, other)| *value -= along * other);
            }
            let left = size(&column);
            let new = left > NEW * whole && left > 0.0;
            if new {
                let length = left.sqrt();
                kept.push(column.into_iter().map(|value| value / length).collect());
            } else if its.feature.kind == FeatureKind::Column && its.range.is_none() {
                bases.push(its.clone());
            }
            new
        });
        // One value of a column of the data says what its others leave; more than one that is dropped repeats something else.
        let is_only =
            |base: &Column| bases.iter().filter(|it| exclude_each_other(&it.feature, &base.feature)).count() == 1;
        let only = bases.iter().filter(|base| is_only(base)).cloned();
        self.bases.extend(only);
    }

    /// The columns (whose values the rows are) without those that are more like a plainer one before them than `alike` (correlation):
    /// their effects could not be told apart.
    pub(super) fn distinct(&self, rows: &[Vec<f64>], alike: f64) -> Vec<Distinct> {
        let stride = rows.len().div_ceil(LOOKED_AT).max(1);
        let values = |place: usize| -> Vec<f64> {
            rows.iter().step_by(stride).filter_map(|row| row.get(place).copied()).collect()
        };
        let mut kept: Vec<(Distinct, &Column, Vec<f64>)> = Vec::new();
        for (place, column) in self.columns.iter().enumerate() {
            let own = values(place);
            let likest = kept
                .iter_mut()
                .filter(|(_, other, _)| !exclude_each_other(&other.feature, &column.feature))
                .map(|(distinct, _, other)| (correlation(&own, other), distinct))
                .max_by(|left, right| left.0.abs().total_cmp(&right.0.abs()));
            match likest {
                Some((like, distinct))
                    if like.abs() > if is_question(&column.feature) { ALIKE_QUESTION } else { alike } =>
                {
                    // What holds where the other does not is no second name for it.
                    if like > 0.0 {
                        distinct.alike.push(column.feature.clone());
                    }
                }
                _ => kept.push((Distinct { place, alike: Vec::new() }, column, own)),
            }
        }
        kept.into_iter().map(|(distinct, _, _)| distinct).collect()
    }

    /// Only the columns at these places, and their values.
    pub(super) fn only(&self, places: &[usize], rows: &[Vec<f64>]) -> (Self, Vec<Vec<f64>>) {
        let columns = places.iter().filter_map(|place| self.columns.get(*place).cloned()).collect();
        let of_row = |row: &Vec<f64>| places.iter().filter_map(|place| row.get(*place).copied()).collect();
        (Self { columns, bases: self.bases.clone(), slots: self.slots }, rows.iter().map(of_row).collect())
    }

    /// A post's values, centred and scaled, numbers within what was seen; unknown ones are 0, which is the mean.
    pub(super) fn encode(&self, post: &Features) -> Vec<f64> {
        let facts: std::collections::HashSet<&Feature> = post.facts.iter().collect();
        let value = |column: &Column| {
            let number = post.numbers.get(&column.feature).copied();
            let fact = || f64::from(u8::from(facts.contains(&column.feature)));
            match number {
                Some(number) => {
                    let (least, most) = column.range.unwrap_or((number, number));
                    (number.clamp(least, most) - column.mean) / column.spread
                }
                // What is missing is as usual; a fact that does not hold is no.
                None if is_number(&column.feature) || !post.tells_of(&column.feature) => 0.0,
                None => (fact() - column.mean) / column.spread,
            }
        };
        self.columns.iter().map(value).collect()
    }
}

/// Whether it is a question, which may well be shorter than the rest and is no name for its length.
fn is_question(feature: &Feature) -> bool {
    feature.kind == FeatureKind::Question
}

/// Whether a post has only one of the two, such as two weekdays.
pub(super) fn exclude_each_other(left: &Feature, right: &Feature) -> bool {
    left.kind == right.kind && left.kind != FeatureKind::Word && left.column() == right.column()
}

/// Whether a feature is a number. Facts of other columns are written `name=value`.
fn is_number(feature: &Feature) -> bool {
    match feature.kind {
        FeatureKind::Weekday
        | FeatureKind::Slot
        | FeatureKind::Platform
        | FeatureKind::Angle
        | FeatureKind::Format
        | FeatureKind::Language
        | FeatureKind::Topic
        | FeatureKind::Word => false,
        FeatureKind::Column => !feature.level.contains('='),
        // Models stored before have the hour as sine and cosine; a part of the day is a fact.
        FeatureKind::Hour => matches!(feature.level.as_str(), "sin" | "cos"),
        _ => true,
    }
}

/// The column of a number, unless it is always the same.
fn of_number(feature: &Feature, values: &[f64]) -> Option<Column> {
    let known = values.len() as f64;
    let mean = values.iter().sum::<f64>() / known;
    let variance = (values.iter().map(|value| value * value).sum::<f64>() / known - mean * mean).max(0.0);
    let least = values.iter().copied().fold(f64::INFINITY, f64::min);
    let most = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let varies = variance > 1e-9 * (1.0 + mean * mean);
    varies.then(|| Column { feature: feature.clone(), mean, spread: variance.sqrt(), range: Some((least, most)) })
}

/// The columns for the facts of one kind, the most frequent first, over the posts that tell of each (`told`, how many). If they
/// cover all of these, the most frequent is left out, and returned beside them: the others are against it.
fn of_kind(
    facts: &HashMap<&Feature, usize>,
    kind: FeatureKind,
    told: &dyn Fn(&Feature) -> usize,
) -> (Vec<Column>, Option<Column>) {
    let words = || LEAST_POSTS_WITH_WORD.max(told(&Feature::new(kind, "")) / 50);
    let least = if kind == FeatureKind::Word { words() } else { LEAST_POSTS };
    let of_kind = facts.iter().filter(|(fact, _)| fact.kind == kind).map(|(fact, held)| (*fact, *held));
    let mut levels: Vec<(&Feature, usize)> =
        of_kind.filter(|(fact, held)| *held >= least && told(fact).saturating_sub(*held) >= LEAST_POSTS).collect();
    levels.sort_by(|left, right| right.1.cmp(&left.1).then(left.0.cmp(right.0)));
    levels.truncate(MOST_OF_KIND);
    let covered: usize = levels.iter().map(|(_, held)| held).sum();
    let skip = usize::from(
        !matches!(kind, FeatureKind::Word | FeatureKind::Column | FeatureKind::Slot)
            && covered >= told(&Feature::new(kind, "")),
    );
    let column = |(feature, held): (&Feature, usize)| {
        let mean = held as f64 / told(feature) as f64;
        Column { feature: feature.clone(), mean, spread: (mean * (1.0 - mean)).sqrt(), range: None }
    };
    let base = levels.first().filter(|_| skip > 0).map(|level| column(*level));
    (levels.into_iter().skip(skip).map(column).collect(), base)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Platform;
    use crate::learn::{Observation, When};

    #[test]
    fn a_post_without_a_column_of_the_data_counts_as_usual_in_it_and_not_as_one_without_its_value() {
        let post = |place: usize| {
            let mut post = Observation::draft("The kettle is on.", Platform::X, When { day: 1, hour: None });
            if place < 30 {
                post.columns =
                    vec![("series".into(), ["spring", "summer"][usize::from(place.is_multiple_of(3))].into())];
            }
            Features::of(&post)
        };
        let posts: Vec<Features> = (0..60).map(post).collect();
        let encoder = Encoder::fit(&posts.iter().collect::<Vec<_>>(), &[], &[FeatureKind::Column]);
        assert_eq!(encoder.columns.len(), 1, "the second value says the same as the first: {encoder:?}");
        // Of the thirty posts that have the column, twenty are of spring.
        assert!((encoder.columns[0].mean - 2.0 / 3.0).abs() < 1e-9, "{encoder:?}");
        let of = |place: usize| encoder.encode(&posts[place])[0];
        assert!(of(1) > 0.0 && of(0) < 0.0);
        assert_eq!(of(45), 0.0);
    }
}
