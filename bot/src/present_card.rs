//! A model card in words.

use copydesk_adapters::Block;
use copydesk_analysis::Language;
use copydesk_analysis::learn::{Card, Effect, Feature, LabelAccuracy, LeftOut, Verdict, is_read};

use crate::answer::{LabelsTrained, TrainedShown, TrainingOutcome};
use crate::learning::date_of;
use crate::present::platform_in;
use crate::present_learn::{dimension_value, feature_name, level_shift, metric_name, unread_languages};
use crate::texts::{Sentence, Value, sentence};

/// What came of training, and the card.
pub fn trained_blocks(shown: &TrainedShown, language: Language) -> Vec<Block> {
    let say = |sentence: Sentence| sentence.say(language);
    let card = &shown.card;
    let outcome = match shown.outcome {
        TrainingOutcome::First => "first",
        TrainingOutcome::Replaced => "replaced",
        TrainingOutcome::KeptOld => "kept",
        TrainingOutcome::OtherLevel => "other-level",
        TrainingOutcome::NothingNew => "nothing-new",
        TrainingOutcome::Loses => "loses",
        TrainingOutcome::None => "none",
    };
    let version = shown.version.unwrap_or_default();
    let mut blocks = vec![Block::Heading(say(sentence!("train-outcome", outcome = outcome, version = version)))];
    if let Some(duel) = &shown.compared {
        let (old, new) = (format!("{:.3}", duel.old), format!("{:.3}", duel.new));
        blocks.push(Block::Paragraph(say(sentence!("train-duel", posts = duel.posts, old = old, new = new))));
    }
    let is_new = matches!(shown.outcome, TrainingOutcome::First | TrainingOutcome::Replaced);
    if is_new && !card.settings.platforms.is_empty() {
        let names: Vec<String> = card.settings.platforms.iter().map(|it| platform_in(*it, language)).collect();
        blocks.push(Block::Paragraph(say(sentence!("train-narrow", platforms = names))));
    }
    blocks.push(Block::Paragraph(say(verdict(card))));
    blocks.push(Block::Heading(say(sentence!("card-data"))));
    blocks.push(Block::List(data(card, language)));
    if let Some(errors) = &card.errors {
        let error = |value: f64| format!("{value:.3}");
        blocks.push(Block::Heading(say(sentence!("card-errors", tested = errors.tested, folds = errors.folds))));
        let row = |id: &'static str, value: f64| vec![say(sentence!("card-method", method = id)), error(value)];
        let methods = [
            ("regression", Some(errors.regression)),
            ("trees", errors.trees),
            ("median", Some(errors.rolling_median)),
            ("format", Some(errors.platform_and_format)),
        ];
        blocks.push(Block::Table {
            header: vec![say(sentence!("column-method")), say(sentence!("column-error"))],
            rows: methods.into_iter().filter_map(|(id, error)| Some(row(id, error?))).collect(),
        });
        let percent = |chance: f64| format!("{:.1}%", chance * 100.0);
        blocks.push(Block::Note(say(sentence!("card-luck", chance = percent(errors.chance)))));
        if let Some(chance) = errors.chance_of_trees {
            blocks.push(Block::Note(say(sentence!("card-luck-trees", chance = percent(chance)))));
        }
        let other_wins = matches!(card.verdict, Verdict::Regression | Verdict::Trees);
        if let Some(chance) = errors.chance_of_format.filter(|_| !other_wins) {
            blocks.push(Block::Note(say(sentence!("card-luck-format", chance = percent(chance)))));
        }
    }
    if !card.coverage.is_empty() {
        let percent = |share: f64| format!("{:.0}%", share * 100.0);
        let parts: Vec<String> =
            card.coverage.iter().map(|it| format!("{} → {}", percent(it.level), percent(it.observed))).collect();
        blocks.push(Block::Heading(say(sentence!("card-coverage"))));
        blocks.push(Block::Paragraph(parts.join(" · ")));
    }
    if !card.groups.is_empty() {
        let header = ["column-group", "column-posts", "column-error", "column-bias"];
        let row = |group: &copydesk_analysis::learn::GroupError| {
            let mark = if group.is_biased() { " !" } else { "" };
            vec![
                say(sentence!(
                    "card-group",
                    dimension = sentence!("dimension-name", dimension = group.kind.as_str()),
                    name = dimension_value(&group.kind, &group.name, language)
                )),
                group.posts.to_string(),
                format!("{:.2}", group.error),
                format!("{:+.2}{mark}", group.bias),
            ]
        };
        blocks.push(Block::Heading(say(sentence!("card-groups"))));
        blocks.push(Block::Table {
            header: header.map(|id| say(Sentence { id, values: Vec::new() })).into(),
            rows: card.groups.iter().map(row).collect(),
        });
        blocks.push(Block::Note(say(sentence!("card-groups-note"))));
    }
    if card.looked_at > 0 {
        blocks.push(Block::Heading(say(sentence!("card-effects"))));
        if card.effects.is_empty() {
            blocks.push(Block::Paragraph(say(sentence!("card-no-effects", count = card.looked_at))));
        } else {
            blocks.push(Block::List(card.effects.iter().take(10).map(|it| effect(it, language)).collect()));
            blocks.push(Block::Note(say(sentence!("card-effects-note", count = card.looked_at))));
        }
    }
    blocks.push(Block::Heading(say(sentence!("card-not-for"))));
    blocks.push(Block::Paragraph(say(sentence!("card-not-for-text"))));
    blocks
}

/// What came of training a classifier, and its card.
pub fn labels_blocks(shown: &LabelsTrained, language: Language) -> Vec<Block> {
    let say = |sentence: Sentence| sentence.say(language);
    let percent = |share: f64| format!("{:.0}%", share * 100.0);
    let label = || sentence!("learned-label", kind = shown.label.as_str());
    let outcome = match shown.outcome {
        TrainingOutcome::KeptOld => "kept",
        outcome => outcome.id(),
    };
    let version = shown.version.unwrap_or_default();
    let mut blocks =
        vec![Block::Heading(say(sentence!("labels-outcome", outcome = outcome, version = version, label = label())))];
    if let Some(duel) = &shown.compared {
        let (old, new) = (percent(duel.old), percent(duel.new));
        blocks.push(Block::Paragraph(say(sentence!("labels-duel", labels = duel.posts, old = old, new = new))));
    }
    let Some(card) = &shown.card else {
        let few = || sentence!("labels-few", label = label(), labels = shown.labelled, least = shown.least);
        // One label says nothing of how many more are needed, nor of which.
        let same = shown.only.as_ref().filter(|_| shown.labelled > 1).map(|only| {
            let only = dimension_value(&shown.label, only, language);
            let missing = shown.least.saturating_sub(shown.labelled);
            sentence!("labels-same", label = label(), labels = shown.labelled, only = only, missing = missing)
        });
        blocks.push(Block::Paragraph(say(same.unwrap_or_else(few))));
        blocks.push(Block::Note(say(sentence!("labels-few-help", kind = shown.label.as_str()))));
        return blocks;
    };
    let named = |name: &str| dimension_value(&shown.label, name, language);
    let counts: Vec<String> =
        card.labels.iter().take(12).map(|it| format!("{} {}", named(&it.name), it.posts)).collect();
    blocks.push(Block::Heading(say(sentence!("card-data"))));
    blocks.push(Block::Paragraph(say(sentence!("labels-data", labels = card.labelled, counts = counts))));
    blocks.push(Block::Heading(say(sentence!("labels-accuracy"))));
    let row = |id: &'static str, share: f64, kappa: Option<f64>| {
        let kappa = kappa.map_or_else(|| "–".to_owned(), |kappa| format!("{kappa:.2}"));
        vec![say(sentence!("labels-method", method = id)), percent(share), kappa]
    };
    blocks.push(Block::Table {
        header: vec![say(sentence!("column-method")), say(sentence!("column-right")), "κ".into()],
        rows: vec![
            row("classifier", card.accuracy, card.kappa),
            row("rules", card.rules, card.rules_kappa),
            row("frequent", card.most_frequent, None),
        ],
    });
    blocks.push(Block::Note(say(sentence!("labels-luck", chance = format!("{:.1}%", card.chance * 100.0)))));
    if !card.groups.is_empty() {
        let group = |it: &LabelAccuracy| {
            let kind = sentence!("labels-group", kind = it.kind.as_str());
            let dimension = if it.kind == "label" { shown.label.as_str() } else { it.kind.as_str() };
            let name = dimension_value(dimension, &it.name, language);
            let group = say(sentence!("card-group", dimension = kind, name = name));
            vec![group, it.texts.to_string(), percent(it.accuracy)]
        };
        blocks.push(Block::Table {
            header: vec![
                say(sentence!("column-group")),
                say(sentence!("column-posts")),
                say(sentence!("column-right")),
            ],
            rows: card.groups.iter().map(group).collect(),
        });
    }
    blocks.push(Block::Heading(say(sentence!("card-not-for"))));
    blocks.push(Block::Paragraph(say(sentence!("labels-not-for-text"))));
    blocks
}

fn verdict(card: &Card) -> Sentence {
    let metric = metric_name(card.settings.metric);
    let verdict = match card.verdict {
        Verdict::NotEnough => "not-enough",
        Verdict::Constant => "constant",
        Verdict::Usual if card.posts < card.settings.minimum => "usual-few",
        Verdict::Usual => "usual",
        Verdict::Regression => "regression",
        Verdict::Trees => "trees",
        Verdict::PlatformAndFormat => "format",
    };
    let minimum = card.settings.minimum;
    sentence!("card-verdict", verdict = verdict, metric = metric, posts = card.posts, minimum = minimum)
}

fn effect(effect: &Effect, language: Language) -> String {
    let name = |feature: &Feature, per_deviation: bool| {
        let name = feature_name(feature.kind, &feature.level, language);
        if per_deviation { sentence!("card-effect-of-number", name = name).say(language) } else { name }
    };
    let alike: Vec<Value> = effect.alike.iter().map(|it| name(it, it.kind.is_counted()).into()).collect();
    // Cards that were stored before have no word of it.
    let own = name(&effect.feature, effect.per_deviation || effect.feature.kind.is_counted());
    let name = match alike.as_slice() {
        [] => own,
        _ => sentence!("card-effect-alike", name = own, alike = Value::List(alike)).say(language),
    };
    let number = |value: f64| format!("{value:.2}");
    let (low, high) = (number(effect.low), number(effect.high));
    sentence!("card-effect", name = name, ratio = number(effect.factor), low = low, high = high).say(language)
}

/// What it was learned from, and what was left out.
fn data(card: &Card, language: Language) -> Vec<String> {
    let say = |sentence: Sentence| sentence.say(language);
    let counted = |dimension: &str, counts: &[copydesk_analysis::learn::Counted]| {
        let name = |name: &str| if name.is_empty() { "?".into() } else { dimension_value(dimension, name, language) };
        counts.iter().map(|it| format!("{} {}", name(&it.name), it.posts)).collect::<Vec<_>>()
    };
    let mut lines = Vec::new();
    if let Some((first, last)) = card.days {
        let (first, last) = (date_of(first).to_string(), date_of(last).to_string());
        lines.push(say(sentence!("card-posts", posts = card.posts, first = first, last = last)));
    }
    if !card.platforms.is_empty() {
        lines.push(say(sentence!("card-platforms", counts = counted("platform", &card.platforms))));
        lines.push(say(sentence!("card-languages", counts = counted("language", &card.languages))));
    }
    let is_unread = |it: &&copydesk_analysis::learn::Counted| {
        // A language that is not recognised has no code.
        !is_read(Language::from_code(&it.name))
    };
    let unread: Vec<String> = card.languages.iter().filter(is_unread).map(|it| it.name.clone()).collect();
    if let Some(sentence) = unread_languages(&unread, language) {
        lines.push(say(sentence));
    }
    if card.protected_segments > 0 {
        lines.push(say(sentence!("card-protected-segments", count = card.protected_segments)));
    }
    if card.outliers > 0 {
        lines.push(say(sentence!("card-outliers", count = card.outliers)));
    }
    if let Some(lambda) = card.lambda {
        lines.push(say(sentence!("card-columns", count = card.columns, lambda = lambda.to_string())));
    } else if card.verdict == Verdict::Trees {
        lines.push(say(sentence!("card-columns-trees", count = card.columns)));
    } else if card.verdict == Verdict::PlatformAndFormat {
        lines.push(say(sentence!("card-columns-format", count = card.columns)));
    }
    for shift in &card.level_shifts {
        lines.push(say(level_shift("card-shift", shift, language)));
    }
    lines.extend(card.left_out.iter().map(|reason| {
        say(match reason {
            LeftOut::Unmeasured { posts } => sentence!("left-out-unmeasured", posts = *posts),
            LeftOut::OtherPlatform { posts } => sentence!("left-out-platform", posts = *posts),
            LeftOut::OutsideWindow { posts } => sentence!("left-out-window", posts = *posts),
            LeftOut::Undated { posts } => sentence!("left-out-undated", posts = *posts),
            LeftOut::UnknownPlatform { posts } => sentence!("left-out-no-platform", posts = *posts),
            LeftOut::LikeAnId { column } => sentence!("left-out-id", column = column.as_str()),
            LeftOut::KnowsTheResult { column } => sentence!("left-out-result", column = column.as_str()),
            LeftOut::ProtectedTrait { column } => sentence!("left-out-protected", column = column.as_str()),
            LeftOut::ProtectedValue { column, value } => {
                sentence!("left-out-protected-value", column = column.as_str(), value = value.as_str())
            }
        })
    }));
    lines
}
