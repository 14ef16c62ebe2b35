//! An option of a command, as data: what it is called, and what it takes. Platforms that have fields for options make each field of this.

use copydesk_adapters::Localised;

use super::choices;

/// An option of a command.
#[derive(Debug, Clone, Copy)]
pub struct CommandOption {
    /// Its name.
    pub name: &'static str,
    /// The same in Chinese.
    pub chinese: &'static str,
    /// Whether the command needs it.
    pub required: bool,
    /// What it takes.
    pub takes: Takes,
}

/// A value as it is typed, and as people read it.
pub type Choice = (&'static str, Localised);

/// What an option takes. Everywhere it can be typed; this says what a field for it is like.
#[derive(Debug, Clone, Copy)]
pub enum Takes {
    /// Words.
    Words,
    /// A whole number, bounds included; `u64::MAX` where the settings say how much is too much.
    Whole(u64, u64),
    /// An amount from 0 to this.
    Amount(u64),
    /// One of these and nothing else.
    OneOf(fn() -> Vec<Choice>),
    /// Anything, and mostly one of these.
    Mostly(fn() -> Vec<Choice>),
    /// A channel of the same place.
    Channel,
}

pub(crate) const fn option(name: &'static str, chinese: &'static str) -> CommandOption {
    CommandOption { name, chinese, required: false, takes: Takes::Words }
}

impl CommandOption {
    pub(crate) const fn needed(self) -> Self {
        Self { required: true, ..self }
    }

    pub(crate) const fn whole(self, least: u64, most: u64) -> Self {
        Self { takes: Takes::Whole(least, most), ..self }
    }

    pub(crate) const fn takes(self, takes: Takes) -> Self {
        Self { takes, ..self }
    }

    /// The values that it takes as they are typed, where it takes no others.
    pub fn values(&self) -> Vec<&'static str> {
        match self.takes {
            Takes::OneOf(choices) => choices().into_iter().map(|(id, _)| id).collect(),
            _ => Vec::new(),
        }
    }
}

pub(crate) const PLATFORM: CommandOption = option("platform", "平台").takes(Takes::OneOf(choices::platforms));
pub(crate) const LANG: CommandOption = option("lang", "语言").takes(Takes::OneOf(choices::languages));
pub(crate) const METRIC: CommandOption = option("metric", "指标").takes(Takes::OneOf(choices::metrics));

#[cfg(test)]
mod tests {
    use copydesk_adapters::CommandInput;
    use copydesk_analysis::Language;

    use super::*;
    use crate::commands::{self, Spec};
    use crate::config::Config;
    use crate::invocation::Invocation;

    /// Whether the command says, with some words or others, that this is no value of the option.
    fn refuses(config: &Config, spec: &Spec, option: &str, value: &str) -> bool {
        const WRONG: [&str; 9] = [
            "number-wrong",
            "platform-unknown",
            "language-unknown",
            "learn-metric-unknown",
            "draft-state-unknown",
            "label-wrong",
            "text-send-what",
            "board-by-wrong",
            "dates-wrong",
        ];
        let words = spec.words.iter().map(|it| (*it).to_owned()).collect::<Vec<_>>();
        ["", "oat milk", "C-1", "T-1", "D-1", "D-1 oat milk", "I-1", "team"].into_iter().any(|rest| {
            // Some are read only where a platform is given.
            let platform = spec.options.iter().any(|it| it.name == "platform").then_some(("platform", "x"));
            let given = platform.filter(|(name, _)| *name != option).into_iter().chain([(option, value)]);
            let options = given.map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
            let input = CommandInput { words: words.clone(), options, rest: rest.to_owned() };
            let read = Invocation::of(&input).and_then(|it| (spec.read)(&it, config));
            read.is_err_and(|it| {
                WRONG.contains(&it.message.id) && it.message.say(Language::English).contains(&format!("\"{value}\""))
            })
        })
    }

    #[test]
    fn what_a_field_takes_is_what_its_command_takes() {
        let config = Config::parse("", None).expect("the built-in configuration is whole");
        let all = commands::all().flat_map(|spec| spec.options.iter().map(move |option| (spec, option)));
        let (mut numbers, mut lists) = (0, 0);
        for (spec, option) in all {
            let name = format!("/{} {}", spec.words.join(" "), option.name);
            match option.takes {
                Takes::Whole(least, most) => {
                    numbers += 1;
                    assert!(!refuses(&config, spec, option.name, &least.to_string()), "{name}: {least}");
                    assert!(
                        most == u64::MAX || !refuses(&config, spec, option.name, &most.to_string()),
                        "{name}: {most}"
                    );
                    let beyond = most.checked_add(1).map_or_else(|| "many".to_owned(), |it| it.to_string());
                    assert!(refuses(&config, spec, option.name, &beyond), "{name}: {beyond}");
                    let below = least.checked_sub(1);
                    assert!(
                        below.is_none_or(|it| refuses(&config, spec, option.name, &it.to_string())),
                        "{name}: below {least}"
                    );
                }
                Takes::Amount(most) => {
                    numbers += 1;
                    assert!(
                        !refuses(&config, spec, option.name, "0") && !refuses(&config, spec, option.name, "0.5"),
                        "{name}"
                    );
                    assert!(refuses(&config, spec, option.name, &(most + 1).to_string()), "{name}: more than {most}");
                }
                Takes::OneOf(choices) => {
                    lists += 1;
                    for (value, read) in choices() {
                        assert!(!refuses(&config, spec, option.name, value), "{name}: {value}");
                        assert!(!read.english.is_empty() && !read.chinese.is_empty(), "{name}: {value}");
                    }
                }
                Takes::Words | Takes::Mostly(_) | Takes::Channel => {}
            }
        }
        assert!(numbers > 30 && lists > 30, "{numbers} numbers and {lists} lists");
        assert!(choices::zones().iter().any(|(id, _)| *id == "Asia/Shanghai"));
    }
}
