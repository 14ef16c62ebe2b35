//! What a text will likely do, why, and what would raise it.

use copydesk_adapters::Block;
use copydesk_analysis::chart::{Bar, Chart, Figure, Reference};
use copydesk_analysis::learn::{Change, Contribution, FeatureKind, Prediction};
use copydesk_analysis::{Language, Platform};

use crate::answer::{FormAsked, Likely, Predicted};
use crate::ideas::because::shortened;
use crate::present::platform_in;
use crate::texts::{Sentence, sentence};

use super::*;

/// Reasons of a prediction that are told one by one.
const MOST_REASONS: usize = 6;
/// Forms that are listed.
const MOST_FORMS: usize = 8;
/// Posts of a form from which on it has a column.
const LEAST_OF_FORM: usize = 5;

/// What a draft or a text under review will likely do, in one line.
pub fn likely_line(likely: &Likely, language: Language) -> Sentence {
    let value = |value: f64| amount(likely.metric, value, language);
    let name = Platform::from_name(&likely.platform).map(|platform| platform_in(platform, language));
    sentence!(
        "likely-line",
        metric = metric_name(likely.metric),
        expected = value(likely.expected),
        low = value(likely.low),
        high = value(likely.high),
        level = percent(likely.level),
        ratio = times(likely.ratio),
        usual = value(likely.usual),
        platform = name.unwrap_or_else(|| likely.platform.clone()),
        version = likely.version
    )
}

/// A prediction, or several in order.
pub fn predicted_blocks(shown: &Predicted, language: Language) -> Vec<Block> {
    let say = |sentence: Sentence| sentence.say(language);
    let Some(first) = shown.variants.first() else { return Vec::new() };
    let mut blocks = vec![Block::Heading(say(prediction_line(&first.prediction, &shown.platform, language)))];
    if shown.variants.len() > 1 {
        let header = ["column-chance", "column-expected", "column-text"];
        let row = |variant: &crate::answer::PredictedVariant| {
            let expected = amount(variant.prediction.metric, variant.prediction.expected, language);
            vec![percent(variant.chance_best), expected, shortened(&variant.text, 60)]
        };
        blocks.push(Block::Table {
            header: header.map(|id| say(Sentence { id, values: Vec::new() })).into(),
            rows: shown.variants.iter().map(row).collect(),
        });
    }
    // The largest are told one by one, the others together, so that all of them make the prediction.
    let (shares, others) =
        first.prediction.contributions.split_at(MOST_REASONS.min(first.prediction.contributions.len()));
    if let Some(most) = shares.first().filter(|most| shown.regression && most.value.abs() >= 0.005) {
        let name = feature_name(most.kind, &most.level, language);
        let bar_of = |label: String, value: f64| Bar {
            label,
            figure: Figure::new(value.exp(), hundredths(value.exp(), language)),
            interval: None,
            strong: value > 0.0,
        };
        let mut bars: Vec<Bar> = shares
            .iter()
            .map(|it: &Contribution| bar_of(feature_name(it.kind, &it.level, language), it.value))
            .collect();
        if !others.is_empty() {
            let rest = say(sentence!("predict-others", count = others.len()));
            bars.push(bar_of(rest, others.iter().map(|it| it.value).sum()));
        }
        let chart = Chart::Bars {
            caption: caption(
                sentence!("predict-chart"),
                sentence!("predict-chart-reading", name = name, ratio = times(most.value.exp())),
                language,
            ),
            bars,
            reference: Some(Reference { value: 1.0, label: say(sentence!("learn-mean")) }),
        };
        blocks.push(Block::Paragraph(say(sentence!("predict-why"))));
        blocks.extend(chart_blocks(&chart, "prediction"));
        let said = &first.prediction;
        blocks.push(Block::Note(say(sentence!(
            "predict-sum",
            mean = format!("{:.2}", said.mean_log.exp()),
            reasons = format!("{:.2}", (said.log - said.mean_log).exp()),
            ratio = format!("{:.2}", said.ratio)
        ))));
    }
    if !shown.raises.is_empty() {
        blocks.push(Block::Paragraph(say(sentence!("predict-raises"))));
        let raise = |it: &copydesk_analysis::learn::Raise| {
            let change = change_words(&it.change, language);
            say(sentence!("predict-raise", change = change, ratio = format!("{:.2}", it.factor)))
        };
        blocks.push(Block::List(shown.raises.iter().map(raise).collect()));
    } else if shown.regression && shown.forms.is_empty() {
        blocks.push(Block::Note(say(sentence!("predict-raises-nothing"))));
    }
    let stands_on = match (shown.regression, shown.version) {
        (true, Some(version)) => sentence!("predict-stands", posts = shown.posts, version = version),
        (true, None) => sentence!("predict-stands-new", posts = shown.posts),
        (false, _) => sentence!("predict-usual", posts = shown.posts),
    };
    if let Some(asked) = shown.form.as_ref().filter(|it| it.posts < LEAST_OF_FORM && shown.forms.is_empty()) {
        blocks.push(Block::Note(say(form_is_unknown(asked, language))));
    }
    if let Some(first) = shown.forms.first() {
        let forms = shown.forms.clone();
        blocks.push(Block::Note(say(sentence!("predict-form", forms = forms, form = first.as_str()))));
    }
    // Time is told of where it counts.
    let of_time = |it: &Contribution| matches!(it.kind, FeatureKind::Hour | FeatureKind::Weekday | FeatureKind::Slot);
    let by_time = shown.regression && first.prediction.contributions.iter().any(of_time);
    if by_time && !shown.moment.given {
        let day = weekday(usize::from(shown.moment.weekday), language);
        let hour = shown.moment.hour.unwrap_or_default();
        blocks.push(Block::Note(say(sentence!("predict-now", day = day, hour = format!("{hour}:00")))));
    }
    if by_time && shown.moment.hour.is_some() && !shown.moment.hour_is_known {
        blocks.push(Block::Note(say(sentence!("predict-hour-unknown"))));
    }
    if shown.unread_language {
        blocks.push(Block::Note(say(match &shown.language {
            Some(code) => sentence!("predict-unread", language = sentence!("language-name", code = code.as_str())),
            None => sentence!("predict-unknown-language"),
        })));
    }
    if let Some(code) = &shown.new_language {
        let name = sentence!("language-name", code = code.as_str());
        blocks.push(Block::Note(say(sentence!("predict-new-language", language = name))));
    }
    blocks.push(Block::Note(say(stands_on)));
    blocks
}

/// That a form is of no or hardly any past post.
fn form_is_unknown(asked: &FormAsked, language: Language) -> Sentence {
    let form = asked.form.as_str();
    if asked.posts > 0 {
        return sentence!("predict-form-few", form = form, posts = asked.posts);
    }
    let names: Vec<String> = asked.known.iter().take(MOST_FORMS).map(|name| form_name(name, language)).collect();
    sentence!("predict-form-unknown", form = form, forms = asked.known.len(), names = names)
}

/// "Likely 812 engagement on Instagram (80%: 301 to 1,902), 1.4 × your usual."
fn prediction_line(prediction: &Prediction, platform: &str, language: Language) -> Sentence {
    let value = |value: f64| amount(prediction.metric, value, language);
    let platform = Platform::from_name(platform).map_or_else(|| platform.to_owned(), |it| platform_in(it, language));
    sentence!(
        "predict-line",
        metric = metric_name(prediction.metric),
        expected = value(prediction.expected),
        low = value(prediction.low),
        high = value(prediction.high),
        level = percent(prediction.level),
        ratio = times(prediction.ratio),
        usual = value(prediction.usual),
        platform = platform
    )
}

fn change_words(change: &Change, language: Language) -> String {
    let (kind, detail) = match change {
        Change::Ask => ("ask", String::new()),
        Change::Shorter => ("shorter", String::new()),
        Change::Figure => ("figure", String::new()),
        Change::Longer => ("longer", String::new()),
        Change::Link => ("link", String::new()),
        Change::NoLinks => ("no-links", String::new()),
        Change::Emoji => ("emoji", String::new()),
        Change::NoEmoji => ("no-emoji", String::new()),
        Change::Mention => ("mention", String::new()),
        Change::NoMentions => ("no-mentions", String::new()),
        Change::NoHashtags => ("no-hashtags", String::new()),
        Change::MoreHashtags { count } => ("hashtags", count.to_string()),
        Change::Weekday { weekday: day } => ("weekday", weekday(usize::from(*day), language)),
        Change::Slot { weekday, daypart } => ("slot", time_cell(*weekday, *daypart, language)),
        Change::Hour { hour } => ("hour", format!("{hour}:00")),
        Change::Format { format } => ("format", form_name(format, language)),
    };
    sentence!("change", kind = kind, detail = detail).say(language)
}
