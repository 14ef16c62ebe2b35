//! Classifiers from labels that people gave or corrected: multinomial naive Bayes on words and pairs of characters.

use std::collections::{BTreeMap, HashMap};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::audit::kappa;
use crate::words::is_han;
use crate::{Language, words};

/// A text and its label.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Labelled<'a> {
    /// The text.
    pub text: &'a str,
    /// What people say it is.
    pub label: &'a str,
}

/// How well a classifier does on labels that it did not see.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ClassifierCard {
    /// Texts with labels.
    pub labelled: usize,
    /// The labels, with how many texts each has.
    pub labels: Vec<super::Counted>,
    /// The share that it gets right, five times on a fifth that it did not see.
    pub accuracy: f64,
    /// The share that the most frequent label alone would get right.
    pub most_frequent: f64,
    /// Cohen's κ between people and the classifier.
    pub kappa: Option<f64>,
    /// Whether it is better than the most frequent label, by two standard errors.
    pub useful: bool,
}

/// A classifier.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Classifier {
    /// For each label: texts, all of its features, and how often each.
    labels: BTreeMap<String, (f64, f64, HashMap<String, f64>)>,
    features: usize,
}

/// Labelled texts from which on a classifier is trained.
pub const LEAST_LABELLED: usize = 30;
const FOLDS: usize = 5;

impl Classifier {
    /// Learns from texts.
    pub fn train<'a>(texts: impl IntoIterator<Item = Labelled<'a>>) -> Self {
        let mut classifier = Self::default();
        let mut known = std::collections::HashSet::new();
        for Labelled { text, label } in texts {
            let (texts, total, counts) = classifier.labels.entry(label.to_owned()).or_default();
            *texts += 1.0;
            for feature in features(text) {
                *total += 1.0;
                *counts.entry(feature.clone()).or_default() += 1.0;
                known.insert(feature);
            }
        }
        classifier.features = known.len();
        classifier
    }

    /// The likeliest label.
    pub fn label(&self, text: &str) -> Option<&str> {
        let features = features(text);
        let all: f64 = self.labels.values().map(|(texts, _, _)| texts).sum();
        let score = |(texts, total, counts): &(f64, f64, HashMap<String, f64>)| {
            let seen = |feature: &String| counts.get(feature).copied().unwrap_or(0.0);
            let each = features.iter().map(|it| ((seen(it) + 0.5) / (total + 0.5 * self.features as f64)).ln());
            (texts / all).ln() + each.sum::<f64>()
        };
        let scored = self.labels.iter().map(|(label, counts)| (label, score(counts)));
        scored.max_by(|left, right| left.1.total_cmp(&right.1)).map(|(label, _)| label.as_str())
    }
}

/// A classifier and its card; `None` with fewer than [`LEAST_LABELLED`] texts or only one label.
pub fn classifier(texts: &[Labelled]) -> Option<(Classifier, ClassifierCard)> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for text in texts {
        *counts.entry(text.label).or_default() += 1;
    }
    if texts.len() < LEAST_LABELLED || counts.len() < 2 {
        return None;
    }
    // Texts that repeat stay on one side of the split, or it would leak.
    let mut folds: HashMap<&str, usize> = HashMap::new();
    for text in texts {
        let next = folds.len() % FOLDS;
        folds.entry(text.text.trim()).or_insert(next);
    }
    let fold_of = |text: &Labelled| folds.get(text.text.trim()).copied().unwrap_or(0);
    let mut pairs: Vec<(String, String)> = Vec::new();
    for fold in 0..FOLDS {
        let trained = Classifier::train(texts.iter().filter(|text| fold_of(text) != fold).copied());
        let held_out = texts.iter().filter(|text| fold_of(text) == fold);
        pairs.extend(held_out.filter_map(|text| Some((text.label.to_owned(), trained.label(text.text)?.to_owned()))));
    }
    let count = pairs.len().max(1) as f64;
    let accuracy = pairs.iter().filter(|(left, right)| left == right).count() as f64 / count;
    let most_frequent = counts.values().max().copied().unwrap_or(0) as f64 / texts.len() as f64;
    let error = (accuracy * (1.0 - accuracy) / count).sqrt();
    let labels = counts.into_iter().map(|(name, posts)| super::Counted { name: name.to_owned(), posts }).collect();
    let card = ClassifierCard {
        labelled: texts.len(),
        labels,
        accuracy,
        most_frequent,
        kappa: kappa(&pairs),
        useful: accuracy - 2.0 * error > most_frequent,
    };
    Some((Classifier::train(texts.iter().copied()), card))
}

/// Words, and for Chinese pairs of characters, which need no dictionary.
fn features(text: &str) -> Vec<String> {
    if Language::of(text) != Some(Language::Chinese) {
        return words(text);
    }
    let characters: Vec<char> = text.chars().filter(|c| is_han(*c) || c.is_alphanumeric()).collect();
    characters.windows(2).map(|pair| pair.iter().collect()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_that_texts_show_are_learned_and_labels_by_chance_are_not() {
        let texts: Vec<String> = (0..60)
            .map(|it| match it % 3 {
                0 => format!("The latte is warm, cup {it}"),
                1 => format!("Jazz tonight at table {it}"),
                _ => format!("今晚有爵士，第{it}桌"),
            })
            .collect();
        let topic = |it: usize| if it.is_multiple_of(3) { "coffee" } else { "music" };
        let labelled: Vec<Labelled> =
            texts.iter().enumerate().map(|(it, text)| Labelled { text, label: topic(it) }).collect();
        let (trained, card) = classifier(&labelled).expect("enough");
        assert!(card.useful && card.accuracy > 0.95 && card.kappa > Some(0.9), "{card:?}");
        assert_eq!(trained.label("A warm latte"), Some("coffee"));
        let chance: Vec<Labelled> = texts
            .iter()
            .enumerate()
            .map(|(it, text)| Labelled { text, label: if (it * 7919) % 11 < 5 { "a" } else { "b" } })
            .collect();
        assert!(!classifier(&chance).expect("enough").1.useful);
        assert_eq!(classifier(&labelled[..29]), None);
    }
}
