//! Classifiers from labels that people gave or corrected: multinomial naive Bayes on words and pairs of characters.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::ALARM;
use super::audit::kappa;
use super::statistics::{mean, upper_tail, variance};
use crate::words::is_han;
use crate::{Language, words};

/// A text and its label.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Labelled<'a> {
    /// The text.
    pub text: &'a str,
    /// What people say it is.
    pub label: &'a str,
    /// What the rules say that label a text without a classifier, if anything.
    pub rule: Option<&'a str>,
}

/// How well a classifier does on labels that it did not see.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ClassifierCard {
    /// Texts with labels that people gave.
    pub labelled: usize,
    /// The labels, with how many texts each has, the most frequent first.
    pub labels: Vec<super::Counted>,
    /// The share that it gets right, five times on a fifth that it did not see.
    pub accuracy: f64,
    /// The share that the most frequent label alone would get right: the first baseline.
    pub most_frequent: f64,
    /// The share that the rules get right: the second baseline. Where they say nothing they are wrong.
    pub rules: f64,
    /// Cohen's κ between people and the classifier.
    pub kappa: Option<f64>,
    /// Cohen's κ between people and the rules, where they say something.
    pub rules_kappa: Option<f64>,
    /// How often luck alone would show such an advantage over the better baseline (one-sided, paired).
    pub chance: f64,
    /// Whether it is better than both baselines, and not by luck.
    pub wins: bool,
    /// Accuracy by label and by language, for groups of five texts or more.
    pub groups: Vec<LabelAccuracy>,
}

/// How well a classifier does on a group.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct LabelAccuracy {
    /// `label` or `language`.
    pub kind: String,
    /// Which one.
    pub name: String,
    /// Texts in it.
    pub texts: usize,
    /// The share that it gets right.
    pub accuracy: f64,
}

/// A classifier, its card, and what it says of each text without having seen it.
#[derive(Debug, Clone, PartialEq)]
pub struct Classified {
    /// It, from all texts.
    pub classifier: Classifier,
    /// How well it does.
    pub card: ClassifierCard,
    /// For each text the label of a classifier that did not see it.
    pub held_out: Vec<Option<String>>,
}

/// What a classifier knows of a label.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
struct Known {
    texts: f64,
    total: f64,
    counts: BTreeMap<String, f64>,
}

/// A classifier.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Classifier {
    labels: BTreeMap<String, Known>,
    features: usize,
    /// Fingerprints of the texts with their labels that it learned from.
    seen: BTreeSet<u64>,
}

/// Labelled texts from which on a classifier is trained.
pub const LEAST_LABELLED: usize = 30;
/// Texts of a group from which on its accuracy is told.
const LEAST_IN_GROUP: usize = 5;
const FOLDS: usize = 5;

impl Classifier {
    /// Learns from texts.
    pub fn train<'a>(texts: impl IntoIterator<Item = Labelled<'a>>) -> Self {
        let mut classifier = Self::default();
        let mut known = HashSet::new();
        for labelled in texts {
            classifier.seen.insert(fingerprint(&labelled));
            let label = classifier.labels.entry(labelled.label.to_owned()).or_default();
            label.texts += 1.0;
            for feature in features(labelled.text) {
                label.total += 1.0;
                *label.counts.entry(feature.clone()).or_default() += 1.0;
                known.insert(feature);
            }
        }
        classifier.features = known.len();
        classifier
    }

    /// The likeliest label; `None` for a text that has nothing in common with the texts of that label.
    pub fn label(&self, text: &str) -> Option<&str> {
        let features = features(text);
        let all: f64 = self.labels.values().map(|known| known.texts).sum();
        let score = |known: &Known| {
            let seen = |feature: &String| known.counts.get(feature).copied().unwrap_or(0.0);
            let each = features.iter().map(|it| ((seen(it) + 0.5) / (known.total + 0.5 * self.features as f64)).ln());
            (known.texts / all).ln() + each.sum::<f64>()
        };
        let scored = self.labels.iter().map(|(label, known)| (label, known, score(known)));
        let (label, known, _) = scored.max_by(|left, right| left.2.total_cmp(&right.2))?;
        features.iter().any(|feature| known.counts.contains_key(feature)).then_some(label.as_str())
    }

    /// Whether it learned from this text with this label.
    pub fn has_seen(&self, labelled: &Labelled) -> bool {
        self.seen.contains(&fingerprint(labelled))
    }
}

/// FNV-1a of text and label: the same in every release.
fn fingerprint(labelled: &Labelled) -> u64 {
    let bytes = labelled.text.trim().bytes().chain([0]).chain(labelled.label.bytes());
    bytes.fold(0xCBF2_9CE4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01B3))
}

/// A classifier and its card; `None` with fewer than [`LEAST_LABELLED`] texts or only one label.
pub fn classifier(texts: &[Labelled]) -> Option<Classified> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for text in texts {
        *counts.entry(text.label).or_default() += 1;
    }
    if texts.len() < LEAST_LABELLED || counts.len() < 2 {
        return None;
    }
    let held_out = held_out(texts);
    let most = counts.iter().max_by_key(|(_, count)| **count).map(|(label, _)| *label);
    let right = |said: Option<&str>, text: &Labelled| if said == Some(text.label) { 1.0 } else { 0.0 };
    let ours: Vec<f64> = texts.iter().zip(&held_out).map(|(text, said)| right(said.as_deref(), text)).collect();
    let frequent: Vec<f64> = texts.iter().map(|text| right(most, text)).collect();
    let by_rule: Vec<f64> = texts.iter().map(|text| right(text.rule, text)).collect();
    let baseline = if mean(&frequent) >= mean(&by_rule) { &frequent } else { &by_rule };
    let gains: Vec<f64> = ours.iter().zip(baseline).map(|(ours, baseline)| ours - baseline).collect();
    let spread = (variance(&gains) / gains.len() as f64).sqrt();
    let chance = match mean(&gains) {
        gain if gain <= 0.0 => 1.0,
        gain if spread > 0.0 => upper_tail(gain / spread),
        _ => 0.0,
    };
    let pairs = |said: &dyn Fn(usize) -> Option<String>| -> Vec<(String, String)> {
        texts.iter().enumerate().filter_map(|(it, text)| Some((text.label.to_owned(), said(it)?))).collect()
    };
    let mut labels: Vec<super::Counted> =
        counts.into_iter().map(|(name, posts)| super::Counted { name: name.to_owned(), posts }).collect();
    labels.sort_by_key(|label| std::cmp::Reverse(label.posts));
    let card = ClassifierCard {
        labelled: texts.len(),
        labels,
        accuracy: mean(&ours),
        most_frequent: mean(&frequent),
        rules: mean(&by_rule),
        kappa: kappa(&pairs(&|it| held_out.get(it).cloned().flatten())),
        rules_kappa: kappa(&pairs(&|it| texts.get(it).and_then(|text| text.rule).map(str::to_owned))),
        chance,
        wins: chance < ALARM,
        groups: groups(texts, &ours),
    };
    Some(Classified { classifier: Classifier::train(texts.iter().copied()), card, held_out })
}

/// For each text the label that a classifier gives it which was trained on the four fifths without it.
fn held_out(texts: &[Labelled]) -> Vec<Option<String>> {
    // Texts that repeat stay on one side of the split, or it would leak.
    let mut folds: HashMap<&str, usize> = HashMap::new();
    for text in texts {
        let next = folds.len() % FOLDS;
        folds.entry(text.text.trim()).or_insert(next);
    }
    let fold_of = |text: &Labelled| folds.get(text.text.trim()).copied().unwrap_or(0);
    let mut said = vec![None; texts.len()];
    for fold in 0..FOLDS {
        let trained = Classifier::train(texts.iter().filter(|text| fold_of(text) != fold).copied());
        for (text, said) in texts.iter().zip(&mut said).filter(|(text, _)| fold_of(text) == fold) {
            *said = trained.label(text.text).map(str::to_owned);
        }
    }
    said
}

fn groups(texts: &[Labelled], right: &[f64]) -> Vec<LabelAccuracy> {
    let mut groups: BTreeMap<(&str, &str), Vec<f64>> = BTreeMap::new();
    for (text, right) in texts.iter().zip(right) {
        groups.entry(("label", text.label)).or_default().push(*right);
        if let Some(language) = Language::of(text.text) {
            groups.entry(("language", language.code())).or_default().push(*right);
        }
    }
    groups.retain(|_, right| right.len() >= LEAST_IN_GROUP);
    let group = |((kind, name), right): ((&str, &str), Vec<f64>)| LabelAccuracy {
        kind: kind.to_owned(),
        name: name.to_owned(),
        texts: right.len(),
        accuracy: mean(&right),
    };
    groups.into_iter().map(group).collect()
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

    fn texts() -> Vec<String> {
        let text = |it| match it % 3 {
            0 => format!("The latte is warm, cup {it}"),
            1 => format!("Jazz tonight at table {it}"),
            _ => format!("今晚有爵士，第{it}桌"),
        };
        (0..60).map(text).collect()
    }

    #[test]
    fn labels_that_texts_show_are_learned_and_win_over_rules_that_know_half() {
        let texts = texts();
        let topic = |it: usize| if it.is_multiple_of(3) { "coffee" } else { "music" };
        let labelled: Vec<Labelled> = texts
            .iter()
            .enumerate()
            .map(|(it, text)| Labelled { text, label: topic(it), rule: (it % 2 == 0).then(|| topic(it)) })
            .collect();
        let Classified { classifier: trained, card, held_out } = classifier(&labelled).expect("enough");
        assert!(card.wins && card.accuracy > 0.95 && card.kappa > Some(0.9) && card.rules == 0.5, "{card:?}");
        assert_eq!((trained.label("A warm latte"), trained.label("Zebra")), (Some("coffee"), None));
        assert_eq!((held_out.len(), card.labels[0].name.as_str()), (60, "music"));
        assert!(card.groups.iter().any(|group| group.kind == "language" && group.name == "zh"), "{:?}", card.groups);
        assert!(trained.has_seen(&labelled[0]));
        assert!(!trained.has_seen(&Labelled { label: "music", ..labelled[0] }));
        assert_eq!(classifier(&labelled[..29]), None);
    }

    #[test]
    fn labels_by_chance_and_rules_that_know_all_are_not_won_over() {
        let texts = texts();
        let by_chance = |it: usize| if (it * 7919) % 11 < 5 { "a" } else { "b" };
        let labelled = |rule: &dyn Fn(usize) -> Option<&'static str>| -> ClassifierCard {
            let of = |(it, text)| Labelled { text, label: by_chance(it), rule: rule(it) };
            let labelled: Vec<Labelled> = texts.iter().map(String::as_str).enumerate().map(of).collect();
            classifier(&labelled).expect("enough").card
        };
        assert!(!labelled(&|_| None).wins);
        let known = labelled(&|it| Some(by_chance(it)));
        assert!(!known.wins && known.rules == 1.0 && known.rules_kappa == Some(1.0), "{known:?}");
    }
}
