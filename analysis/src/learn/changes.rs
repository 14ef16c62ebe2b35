//! What would raise a prediction: small changes of the text or the time, each checked by predicting the changed post.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{FeatureKind, Model, Observation, When};
use crate::{Language, links_in, sentences};

/// A change that a person can make.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Change {
    /// Ask the reader something at the end.
    Ask,
    /// Only the first sentence.
    Shorter,
    /// Without links.
    NoLinks,
    /// Without emoji.
    NoEmoji,
    /// This many hashtags more.
    MoreHashtags {
        /// How many.
        count: usize,
    },
    /// Another weekday, Monday 0 to Sunday 6.
    Weekday {
        /// Which.
        weekday: u8,
    },
    /// Another hour.
    Hour {
        /// 0 to 23.
        hour: u8,
    },
    /// Another form, such as "video".
    Format {
        /// Which.
        format: String,
    },
}

/// A change with what is predicted for it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Raise {
    /// What to change.
    pub change: Change,
    /// Predicted after it ÷ predicted before it.
    pub factor: f64,
}

/// A smaller gain is not worth a change.
const WORTH: f64 = 1.05;

impl Model {
    /// The changes that raise the prediction by 5% or more, the best first, at most `count`.
    pub fn raises(&self, post: &Observation, count: usize) -> Vec<Raise> {
        let Some(before) = self.predict(post).filter(|_| self.is_regression()) else { return Vec::new() };
        // What a question does is asked of the question: the words and the length that this one happens to add are not advice.
        let of_question = |said: &super::Prediction| {
            let parts =
                said.contributions.iter().filter(|it| matches!(it.kind, FeatureKind::Question | FeatureKind::Angle));
            parts.map(|it| it.value).sum::<f64>()
        };
        let raise = |(change, changed): (Change, Observation)| {
            let after = self.predict(&changed)?;
            let gain = match change {
                Change::Ask => of_question(&after) - of_question(&before),
                _ => after.log - before.log,
            };
            let factor = gain.exp();
            (factor >= WORTH).then_some(Raise { change, factor })
        };
        // An hour that was never tried is no advice.
        let known = |(change, changed): &(Change, Observation)| {
            !matches!(change, Change::Hour { .. }) || self.knows_the_time(changed.when)
        };
        let forms = self.forms.iter().flat_map(|forms| forms.named(post.platform));
        let forms = forms.map(|it| {
            (Change::Format { format: it.to_owned() }, Observation { format: it.to_owned(), ..post.clone() })
        });
        let mut raises: Vec<Raise> = changed(post).into_iter().chain(forms).filter(known).filter_map(raise).collect();
        raises.sort_by(|left, right| right.factor.total_cmp(&left.factor));
        // Of hours, of days and of forms only the best.
        let mut kinds = Vec::new();
        raises.retain(|raise| {
            let kind = std::mem::discriminant(&raise.change);
            let new = !kinds.contains(&kind);
            kinds.push(kind);
            new
        });
        raises.truncate(count);
        raises
    }
}

/// The post with each change made that changes it.
fn changed(post: &Observation) -> Vec<(Change, Observation)> {
    let with_text = |text: String| Observation { text, ..post.clone() };
    let mut all = Vec::new();
    if !post.text.contains(['?', '？']) {
        let question =
            if post.language() == Some(Language::Chinese) { "你觉得呢？" } else { " What do you think?" };
        all.push((Change::Ask, with_text(format!("{}{question}", post.text.trim_end()))));
    }
    let parts: Vec<String> = sentences(&post.text).into_iter().map(Into::into).collect();
    if let [first, _, ..] = parts.as_slice() {
        all.push((Change::Shorter, with_text(first.trim().to_owned())));
    }
    let links: Vec<String> = links_in(&post.text).map(str::to_owned).collect();
    if !links.is_empty() {
        all.push((
            Change::NoLinks,
            with_text(links.iter().fold(post.text.clone(), |text, link| text.replace(link, ""))),
        ));
    }
    let plain: String = post.text.chars().filter(|c| !super::features::is_emoji(*c)).collect();
    if plain != post.text {
        all.push((Change::NoEmoji, with_text(plain)));
    }
    all.push((Change::MoreHashtags { count: 2 }, Observation { hashtags: post.hashtags + 2, ..post.clone() }));
    let at = |when: When| Observation { when, ..post.clone() };
    for later in 1..7 {
        let when = When { day: post.when.day + later, ..post.when };
        all.push((Change::Weekday { weekday: when.weekday() }, at(when)));
    }
    if post.when.hour.is_some() {
        for hour in [7, 9, 12, 15, 18, 20].into_iter().filter(|hour| Some(*hour) != post.when.hour) {
            all.push((Change::Hour { hour }, at(When { hour: Some(hour), ..post.when })));
        }
    }
    all
}
