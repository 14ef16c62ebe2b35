//! What an adapter shows of the bot before anybody asked: the commands, and the few sentences that it says itself.

/// A text in both languages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Localised {
    /// In English.
    pub english: String,
    /// In Simplified Chinese.
    pub chinese: String,
}

impl Localised {
    /// The text for a person of this language (a BCP 47 tag), English where it is unknown.
    #[must_use]
    pub fn say(&self, language: Option<&str>) -> &str {
        let chinese =
            language.is_some_and(|tag| tag.split(['-', '_']).next().is_some_and(|it| it.eq_ignore_ascii_case("zh")));
        if chinese { &self.chinese } else { &self.english }
    }
}

/// A command as platforms list it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MenuEntry {
    /// Its words: lower-case English, such as `campaign`, `add`.
    pub words: Vec<&'static str>,
    /// The same in Chinese.
    pub chinese: Vec<&'static str>,
    /// What it does, in one sentence.
    pub summary: Localised,
    /// What its words that are no option are, such as "TOPIC"; `None` if there are none.
    pub rest: Option<Localised>,
    /// What a person is asked who gave the command without these words, such as "What is it about?": in a form. `None` for
    /// a command that makes sense without them.
    pub asks: Option<Localised>,
    /// What file it can be given, if it can: such as "A file: CSV or JSON".
    pub file: Option<Localised>,
    /// Its options.
    pub options: Vec<MenuOption>,
    /// What is asked where it has its first word, such as an id, and no more.
    pub then: Option<FollowUp>,
}

/// A question for what comes behind the first word of a command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FollowUp {
    /// The question: up to 45 characters are the label of a form's field.
    pub asks: Localised,
    /// Whether the command makes no sense without an answer.
    pub required: bool,
}

/// An option of a command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MenuOption {
    /// Its name: lower-case English.
    pub name: &'static str,
    /// The same in Chinese.
    pub chinese: &'static str,
    /// Whether the command needs it.
    pub required: bool,
    /// What a field for it holds.
    pub kind: OptionKind,
    /// The values it takes, if they are known: what is sent, and what people read. More than a platform can list are suggested, and
    /// others are taken too.
    pub choices: Vec<(&'static str, Localised)>,
}

/// What a field for an option holds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum OptionKind {
    /// Words.
    #[default]
    Words,
    /// A whole number within these bounds, bounds included.
    Whole {
        /// The least.
        least: u64,
        /// The most; `u64::MAX` for no bound that is known beforehand.
        most: u64,
    },
    /// A number that may have a fraction, from 0 on.
    Amount {
        /// The most, included.
        most: u64,
    },
    /// A channel of the place: its id is the value.
    Channel,
}

/// What an adapter says itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notices {
    /// While nothing is known yet of an answer.
    pub working: Localised,
    /// In place of an answer that a restart cut off.
    pub interrupted: Localised,
    /// When a message was changed before it was answered.
    pub edited: Localised,
    /// When the bot takes no more requests for now.
    pub busy: Localised,
    /// The button below an answer to a mention in a channel: that the talk goes on in a thread of its own.
    pub in_thread: Localised,
    /// The first words in such a thread.
    pub thread_begun: Localised,
    /// Where no thread can be made.
    pub no_thread: Localised,
    /// Where others read along: that the answer went to the person directly.
    pub sent_directly: Localised,
    /// Where others read along: that the answer is for the person alone, who can't be written to.
    pub not_directly: Localised,
    /// The same where somebody writes in the name of the chat: nobody knows who that is.
    pub not_to_a_chat: Localised,
    /// The same in a channel, where everybody does.
    pub not_to_a_channel: Localised,
    /// Below such an answer, in place of its buttons: that they are for the place where it was asked.
    pub acted_there: Localised,
    /// Said once in a new group or server: what this is, and the first step.
    pub introduction: Localised,
    /// When a message to the bot has neither words nor a file: what it can read.
    pub wordless: Localised,
    /// When a message to the bot is of a kind that the adapter does not know.
    pub unreadable: Localised,
}

#[cfg(test)]
mod tests {
    use super::Localised;

    #[test]
    fn chinese_is_for_people_whose_language_is_chinese_in_any_form() {
        let text = Localised { english: "en".into(), chinese: "zh".into() };
        for (language, expected) in [
            (None, "en"),
            (Some("de"), "en"),
            (Some("zh"), "zh"),
            (Some("zh-hans"), "zh"),
            (Some("ZH_CN"), "zh"),
            (Some("zhx"), "en"),
        ] {
            assert_eq!(text.say(language), expected, "{language:?}");
        }
    }
}
