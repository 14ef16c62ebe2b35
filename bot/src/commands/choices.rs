//! Values of options that take few or known ones, as they are typed and as people read them.

use std::sync::LazyLock;

use copydesk_adapters::Localised;
use copydesk_analysis::import::DateOrder;
use copydesk_analysis::learn::Metric;
use copydesk_analysis::{Angle, Format, Language, Platform};

use super::command_option::Choice;
use crate::board::state::{self, STATES};
use crate::menu::localised;
use crate::present_learn::metric_name;
use crate::texts::sentence;

pub(crate) fn platforms() -> Vec<Choice> {
    Platform::all().map(|it| (it.id(), both(it.english(), it.chinese()))).collect()
}

pub(crate) fn formats() -> Vec<Choice> {
    Format::ALL.iter().map(|it| (it.id(), localised(&crate::present::format_name(*it)))).collect()
}

pub(crate) fn languages() -> Vec<Choice> {
    vec![("en", both("English", "英文")), ("zh", both("Chinese", "中文"))]
}

/// Languages as a label of a post has them.
pub(crate) fn label_languages() -> Vec<Choice> {
    let named = |it: &Language| (it.code(), localised(&sentence!("language-name", code = it.code())));
    Language::ALL.iter().map(named).chain([taken_back()]).collect()
}

pub(crate) fn metrics() -> Vec<Choice> {
    Metric::ALL.map(|it| (it.id(), localised(&metric_name(it)))).into()
}

/// Where a draft stands.
pub(crate) fn states() -> Vec<Choice> {
    STATES.map(|it| (state::id(it), localised(&sentence!("draft-state", state = state::id(it))))).into()
}

/// The columns of the board.
pub(crate) fn columns() -> Vec<Choice> {
    let ideas = ("idea", localised(&sentence!("draft-state", state = "idea")));
    std::iter::once(ideas).chain(states()).collect()
}

pub(crate) fn angles() -> Vec<Choice> {
    let named = |it: &Angle| (it.id(), localised(&sentence!("angle-name", angle = it.id())));
    Angle::ALL.iter().map(named).chain([taken_back()]).collect()
}

pub(crate) fn sentiments() -> Vec<Choice> {
    let named = |id| (id, localised(&sentence!("sentiment-name", value = id)));
    ["positive", "neutral", "negative"].map(named).into_iter().chain([taken_back()]).collect()
}

/// What takes a correction back.
fn taken_back() -> Choice {
    ("-", localised(&sentence!("choice-taken-back")))
}

pub(crate) fn versions_of_text() -> Vec<Choice> {
    vec![("original", localised(&sentence!("choice-original"))), ("rewrite", localised(&sentence!("choice-rewrite")))]
}

pub(crate) fn own() -> Vec<Choice> {
    vec![("me", localised(&sentence!("choice-me")))]
}

pub(crate) fn yes() -> Vec<Choice> {
    vec![("yes", localised(&sentence!("choice-yes")))]
}

pub(crate) fn date_orders() -> Vec<Choice> {
    [DateOrder::DayFirst, DateOrder::MonthFirst]
        .map(|it| (it.id(), localised(&sentence!("choice-date-order", order = it.id()))))
        .into()
}

/// Every time zone by its name in the IANA database.
pub(crate) fn zones() -> Vec<Choice> {
    static NAMES: LazyLock<Vec<String>> =
        LazyLock::new(|| jiff::tz::db().available().map(|it| it.as_str().to_owned()).collect());
    NAMES.iter().map(|name| (name.as_str(), both(name, name))).collect()
}

fn both(english: &str, chinese: &str) -> Localised {
    Localised { english: english.into(), chinese: chinese.into() }
}
