//! What would raise a prediction: small changes of the text or the time, each checked by predicting the changed post. Only what past
//! posts tried, with and without, and what the card would call an effect is advised.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::features::{Feature, Features, is_emoji, slot};
use super::{Daypart, FeatureKind, Model, Observation, When};
use crate::{Language, links_in, sentences};

/// A change that a person can make.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Change {
    /// Ask the reader something at the end.
    Ask,
    /// Let a figure carry the point.
    Figure,
    /// Only the first sentence.
    Shorter,
    /// Half as long again.
    Longer,
    /// With one link more.
    Link,
    /// Without links.
    NoLinks,
    /// With one emoji more.
    Emoji,
    /// Without emoji.
    NoEmoji,
    /// With one @mention more.
    Mention,
    /// Without @mentions.
    NoMentions,
    /// Without hashtags.
    NoHashtags,
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
    /// Another time of the week, such as Tuesday mornings.
    Slot {
        /// Monday 0 to Sunday 6.
        weekday: u8,
        /// The part of the day.
        daypart: Daypart,
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
/// Trees find a pattern in any noise: what they say of a change is believed from here on.
const WORTH_OF_TREES: f64 = 1.25;

/// Whether nothing else of the post changes: then the gain is all that the prediction does.
fn is_time(change: &Change) -> bool {
    matches!(change, Change::Slot { .. } | Change::Weekday { .. } | Change::Hour { .. })
}

/// A post with a change made.
struct Changed {
    change: Change,
    /// What the change is about: its gain is theirs, and not that of words or the length that it happens to add.
    kinds: &'static [FeatureKind],
    features: Features,
}

impl Model {
    /// The changes that raise the prediction by 5% or more, the best first, at most `count`; only those that
    /// ten posts tried and ten did not, and whose effect is no luck, as the card has it.
    pub fn raises(&self, post: &Observation, count: usize) -> Vec<Raise> {
        if !self.is_regression() || self.predict(post).is_none() {
            return Vec::new();
        }
        let mut raises = if self.forms.is_some() { self.other_forms(post) } else { self.other_features(post) };
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

    fn other_forms(&self, post: &Observation) -> Vec<Raise> {
        let raise = |form: &str| {
            let changed = Observation { format: form.to_owned(), ..post.clone() };
            let factor = (self.predict(&changed)?.log - self.predict(post)?.log).exp();
            (factor >= WORTH).then(|| Raise { change: Change::Format { format: form.to_owned() }, factor })
        };
        self.forms.iter().flat_map(|forms| forms.advised(post.platform)).filter_map(raise).collect()
    }

    fn other_features(&self, post: &Observation) -> Vec<Raise> {
        let before = self.features(post);
        let log = |features: &Features, kinds: Option<&[FeatureKind]>| -> f64 {
            let parts = self.contributions(features);
            parts.iter().filter(|it| kinds.is_none_or(|kinds| kinds.contains(&it.kind))).map(|it| it.value).sum()
        };
        let worth = if self.trees.is_some() { WORTH_OF_TREES } else { WORTH };
        let raise = |Changed { change, kinds, features }: Changed| {
            let is_sure = kinds.iter().any(|kind| self.tried.bears_out(*kind, &before, &features));
            let gain = |kinds: Option<&[FeatureKind]>| log(&features, kinds) - log(&before, kinds);
            let factor = gain(Some(kinds)).min(gain(None)).exp();
            let raise = Raise { factor: if is_time(&change) { gain(None).exp() } else { factor }, change };
            (is_sure && factor >= worth).then_some(raise)
        };
        self.changed(post, &before).into_iter().filter_map(raise).collect()
    }

    /// The post with each change made that changes it.
    fn changed(&self, post: &Observation, before: &Features) -> Vec<Changed> {
        use FeatureKind::{Angle, Emoji, Format, Hashtags, Hour, Length, Links, Mentions, Question, SentenceLength};
        let mut all: Vec<Changed> = Vec::new();
        let mut with = |change, kinds, changed: Observation| {
            all.push(Changed { change, kinds, features: self.features(&changed) });
        };
        let with_text = |text: String| Observation { text, ..post.clone() };
        let is_chinese = post.language() == Some(Language::Chinese);
        let text = post.text.trim_end();
        if !text.contains(['?', '？']) {
            let question = if is_chinese { "你觉得呢？" } else { " What do you think?" };
            with(Change::Ask, &[Question, Angle], with_text(format!("{text}{question}")));
        }
        if !text.chars().any(|c| c.is_ascii_digit()) {
            with(Change::Figure, &[Angle], with_text(format!("{text} 7")));
        }
        let parts: Vec<String> = sentences(&post.text).into_iter().map(Into::into).collect();
        if let [first, _, ..] = parts.as_slice() {
            with(Change::Shorter, &[Length, SentenceLength], with_text(first.trim().to_owned()));
        }
        let links: Vec<String> = links_in(&post.text).map(str::to_owned).collect();
        if !links.is_empty() {
            let without = links.iter().fold(post.text.clone(), |text, link| text.replace(link, ""));
            with(Change::NoLinks, &[Links], with_text(without));
        }
        let plain: String = post.text.chars().filter(|c| !is_emoji(*c)).collect();
        if plain != post.text {
            with(Change::NoEmoji, &[Emoji], with_text(plain));
        }
        for later in 1..7 {
            let when = When { day: post.when.day + later, ..post.when };
            let change = Change::Weekday { weekday: when.weekday() };
            with(change, &[FeatureKind::Weekday], Observation { when, ..post.clone() });
        }
        let slots: Vec<&str> = self.tried.good_slots().filter(|_| post.when.hour.is_some()).collect();
        for (later, daypart) in (0..7).flat_map(|later| Daypart::ALL.map(|part| (later, part))) {
            let hour = (0..24).find(|hour| Daypart::of(*hour) == daypart);
            let when = When { day: post.when.day + later, hour };
            let weekday = when.weekday();
            if slots.contains(&slot(weekday, daypart).as_str()) {
                with(Change::Slot { weekday, daypart }, &[FeatureKind::Slot], Observation { when, ..post.clone() });
            }
        }
        let hours = [7, 9, 12, 15, 18, 20].into_iter().filter(|hour| post.when.hour.is_some_and(|it| it != *hour));
        for hour in hours {
            let when = When { hour: Some(hour), ..post.when };
            with(Change::Hour { hour }, &[Hour], Observation { when, ..post.clone() });
        }
        for form in self.tried.forms() {
            let format = form.to_owned();
            with(Change::Format { format: format.clone() }, &[Format], Observation { format, ..post.clone() });
        }
        let mut count = |change, kinds: &'static [FeatureKind], of: &dyn Fn(f64) -> f64| {
            let mut features = before.clone();
            let numbers = kinds.first().and_then(|kind| features.numbers.get_mut(&Feature::new(*kind, "")));
            if let Some(number) = numbers {
                *number = of(*number);
                all.push(Changed { change, kinds, features });
            }
        };
        count(Change::Longer, &[Length], &|log| (log.exp_m1() * 1.5).ln_1p());
        count(Change::Link, &[Links], &|links| links + 1.0);
        count(Change::Emoji, &[Emoji], &|emoji| emoji + 1.0);
        count(Change::Mention, &[Mentions], &|mentions| mentions + 1.0);
        count(Change::NoMentions, &[Mentions], &|_| 0.0);
        count(Change::MoreHashtags { count: 2 }, &[Hashtags], &|hashtags| hashtags + 2.0);
        count(Change::MoreHashtags { count: 1 }, &[Hashtags], &|hashtags| hashtags + 1.0);
        count(Change::NoHashtags, &[Hashtags], &|_| 0.0);
        all
    }
}

#[cfg(test)]
mod tests {
    use super::super::generator::{Truth, posts};
    use super::super::{Settings, train};
    use super::*;
    use crate::Platform;

    fn advised(made: &[Observation], text: &str) -> Vec<Change> {
        let model = train(made, 1_000_000, &Settings::default()).model.expect("enough posts");
        let when = When { day: 20_000, hour: Some(16) };
        let draft = Observation::draft(text, Platform::Instagram, when);
        model.raises(&draft, 20).into_iter().map(|it| it.change).collect()
    }

    #[test]
    fn what_no_post_tried_is_no_advice_and_neither_is_what_does_nothing() {
        let (mut wrong, mut right) = (Vec::new(), 0);
        for team in 0..24 {
            let truth = Truth { posts: 240, latte: 1.0, noise: 0.4, ..Truth::default() };
            let mut made = posts(&truth, 300 + team);
            for post in &mut made {
                post.text = post.text.replace('?', ".");
                post.when.hour = Some(16);
                // Nothing is tried on the days of the weekend.
                post.when.day -= (i64::from(post.when.weekday()) - 4).max(0);
                if post.hashtags > 1 {
                    post.numbers.likes = post.numbers.likes.map(|likes| likes * 2);
                }
            }
            for change in advised(&made, "The kettle is on by the river.") {
                match change {
                    Change::MoreHashtags { .. } => right += 1,
                    other => wrong.push(other),
                }
            }
        }
        // An effect is called one in 5 of 100 teams where there is nothing.
        assert!(right >= 20 && wrong.len() <= 2, "{right} of 24, and {wrong:?}");
        assert!(!wrong.iter().any(|it| matches!(it, Change::Ask | Change::Hour { .. } | Change::Figure)), "{wrong:?}");
    }

    #[test]
    fn a_time_of_the_week_that_stands_out_is_advised_and_no_other() {
        let (mut right, mut wrong) = (0, 0);
        for team in 0..24 {
            let truth = Truth { posts: 300, tuesday_morning: 0.9, noise: 0.4, ..Truth::default() };
            for change in advised(&posts(&truth, 700 + team), "The kettle is on by the river.") {
                match change {
                    Change::Slot { weekday: 1, daypart: Daypart::Morning } => right += 1,
                    Change::Slot { .. } => wrong += 1,
                    _ => {}
                }
            }
        }
        assert!(right >= 18 && wrong <= 1, "{right} of 24, {wrong} others");
    }

    #[test]
    fn what_surely_helps_is_advised_where_a_post_has_none_of_it() {
        let kinds: [(&str, &str, Change); 4] = [
            (" 🔥", "", Change::Emoji),
            (" https://barn.example/menu", "", Change::Link),
            (" @lena", "", Change::Mention),
            ("", " 🔥", Change::NoEmoji),
        ];
        for (helps, harms, change) in kinds {
            let mut found = 0;
            for team in 0..8 {
                let mut made = posts(&Truth { posts: 240, noise: 0.4, ..Truth::default() }, 500 + team);
                for (place, post) in made.iter_mut().enumerate() {
                    let is_changed = place % 5 < 2;
                    if is_changed {
                        post.text = format!("{}{helps}{harms}", post.text);
                    }
                    if is_changed == harms.is_empty() {
                        post.numbers.likes = post.numbers.likes.map(|likes| likes * 2);
                    }
                }
                found += usize::from(advised(&made, &format!("The kettle is on.{harms}")).contains(&change));
            }
            assert!(found >= 7, "{found} of 8 for {change:?}");
        }
    }
}
