//! Values that fit what a person is typing, where an option has more of them than Discord lists.

use serde_json::{Value, json};

use super::menu::{Commands, description};
use super::option::CHOICES;
use crate::{Localised, MenuOption};

impl Commands {
    /// At most 25 values of a command's option: first those that begin with what is typed, then those that contain it.
    pub(super) fn suggest(&self, words: &[String], option: &str, typed: &str, language: Option<&str>) -> Vec<Value> {
        let own = self.entry(words).into_iter().flat_map(|it| &it.options);
        let known = own.chain(self.first_word(words)).find(|it| it.name == option);
        known.map(|it| fitting(it, typed, language)).unwrap_or_default()
    }
}

fn fitting(option: &MenuOption, typed: &str, language: Option<&str>) -> Vec<Value> {
    let typed = typed.trim().to_lowercase();
    let rank = |(id, read): &(&str, Localised)| {
        let names = [id.to_lowercase(), read.english.to_lowercase(), read.chinese.to_lowercase()];
        match typed.as_str() {
            typed if names.iter().any(|it| it.starts_with(typed)) => Some(0),
            typed if names.iter().any(|it| it.contains(typed)) => Some(1),
            _ => None,
        }
    };
    let mut ranked: Vec<_> = option.choices.iter().filter_map(|it| Some((rank(it)?, it))).collect();
    // Those of equal rank stay in their order.
    ranked.sort_by_key(|(rank, _)| *rank);
    let choice =
        |(_, (id, read)): (u8, &(&str, Localised))| json!({ "name": description(read.say(language), id), "value": id });
    ranked.into_iter().take(CHOICES).map(choice).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::OptionKind;

    #[test]
    fn what_begins_with_the_typed_letters_comes_before_what_contains_them() {
        let text = |english: &str, chinese: &str| Localised { english: english.into(), chinese: chinese.into() };
        let choices = vec![
            ("tiktok", text("TikTok", "抖音国际版")),
            ("youtube", text("YouTube", "油管")),
            ("telegram", text("Telegram", "电报")),
        ];
        let option =
            MenuOption { name: "platform", chinese: "平台", required: false, kind: OptionKind::Words, choices };
        let values = |typed, language| -> Vec<String> {
            fitting(&option, typed, language).iter().map(|it| it["name"].as_str().unwrap_or_default().into()).collect()
        };
        assert_eq!(values("T", None), ["TikTok", "Telegram", "YouTube"]);
        assert_eq!(values("音", Some("zh-CN")), ["抖音国际版"]);
        assert_eq!(values("", None).len(), 3);
        assert!(values("xyz", None).is_empty());
    }
}
