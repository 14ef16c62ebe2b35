//! The sentences that people read: `locales/<language>/<feature>.ftl`, in Project Fluent's format.

use std::borrow::Cow;
use std::collections::HashMap;

use copydesk_analysis::Language;
use fluent_templates::fluent_bundle::FluentValue;
use fluent_templates::{LanguageIdentifier, Loader, langid, static_loader};
use jiff::{Timestamp, ZonedDateTime};

use crate::as_typed::{self, PLACE};

static_loader! {
    static LOCALES = {
        locales: "./locales",
        fallback_language: "en",
        customise: |bundle| {
            // The marks that isolate directions would land in copy that people paste.
            bundle.set_use_isolating(false);
            bundle.set_formatter(Some(placed));
        },
    };
}

const ENGLISH: LanguageIdentifier = langid!("en");
const CHINESE: LanguageIdentifier = langid!("zh");

/// Stands in front of the full stop of what fills a place until it is known what follows; no character that text has.
const STOP_MARK: char = '\u{fdd0}';
/// Stands in front of what is the bot's own while it fills a place.
const OWN_MARK: char = '\u{fdd2}';
/// What is not begins with [`PLACE`] and ends with this.
const PLACE_END: char = '\u{fdd3}';

/// A sentence that is not yet in a language, made by the macro `sentence!`.
#[derive(Debug, Clone, PartialEq)]
pub struct Sentence {
    pub(crate) id: &'static str,
    pub(crate) values: Vec<(&'static str, Value)>,
}

/// What fills a place in a sentence.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// As it is: words of people or of the model, or what was said before.
    Text(String),
    /// A command of the bot's own, with what stands around it, written as in a sentence.
    Command(String),
    /// A number, exactly; it picks the plural, too.
    Number(u64),
    /// A figure as readers like it: 12,400 or 1.2 万.
    Figure(u64),
    /// A name in English and in Chinese.
    Bilingual(&'static str, &'static str),
    /// Another sentence, in the same language.
    Sentence(Box<Sentence>),
    /// Several, with the language's comma between them.
    List(Vec<Value>),
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_string())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<usize> for Value {
    fn from(number: usize) -> Self {
        Self::Number(number as u64)
    }
}

impl From<u32> for Value {
    fn from(number: u32) -> Self {
        Self::Number(u64::from(number))
    }
}

impl From<u64> for Value {
    fn from(number: u64) -> Self {
        Self::Number(number)
    }
}

impl From<Sentence> for Value {
    fn from(sentence: Sentence) -> Self {
        Self::Sentence(Box::new(sentence))
    }
}

impl<T: Into<Value>> From<Vec<T>> for Value {
    fn from(values: Vec<T>) -> Self {
        Self::List(values.into_iter().map(Into::into).collect())
    }
}

/// `sentence!("id", name = value, …)`: the sentence of that id, with its places filled.
macro_rules! sentence {
    ($id:expr $(, $name:ident = $value:expr)* $(,)?) => {
        $crate::texts::Sentence {
            id: $id,
            values: vec![$((stringify!($name), $crate::texts::Value::from($value))),*],
        }
    };
}
pub(crate) use sentence;

impl Sentence {
    /// The sentence in Chinese, or else in English, as the platform of who reads it has its commands.
    pub fn say(&self, language: Language) -> String {
        let composed = self.composed(language);
        let (own, places) = taken_apart(&composed);
        let own = as_typed::own(&own);
        let mut parts = own.split(PLACE);
        let mut said = parts.next().unwrap_or_default().to_owned();
        for (place, part) in places.into_iter().zip(parts) {
            said.push_str(place);
            said.push_str(part);
        }
        said
    }

    /// The sentence with marks around what is not its own.
    fn composed(&self, language: Language) -> String {
        let values = self.values.iter();
        let values: HashMap<Cow<'static, str>, FluentValue<'_>> =
            values.map(|(name, value)| (Cow::Borrowed(*name), value.fluent(language))).collect();
        let identifier = if language == Language::Chinese { CHINESE } else { ENGLISH };
        let written = LOCALES.lookup_with_args(&identifier, self.id, &values);
        // A whole sentence is marked as a value, too.
        let sentence = written.strip_prefix(PLACE).and_then(|it| it.strip_suffix(PLACE_END)).unwrap_or(&written);
        with_single_stops(sentence)
    }
}

/// Marks what fills a place when it is put there: what a sentence chooses by is compared without marks.
fn placed<M>(value: &FluentValue<'_>, _: &M) -> Option<String> {
    let FluentValue::String(text) = value else { return None };
    Some(text.strip_prefix(OWN_MARK).map_or_else(|| marked(text), ToOwned::to_owned))
}

fn marked(text: &str) -> String {
    format!("{PLACE}{text}{PLACE_END}")
}

/// A sentence's own words, with [`PLACE`] for each place, and what fills the places.
fn taken_apart(composed: &str) -> (String, Vec<&str>) {
    let mut parts = composed.split(PLACE);
    let mut own = parts.next().unwrap_or_default().to_owned();
    let mut places = Vec::new();
    for part in parts {
        let (place, after) = part.split_once(PLACE_END).unwrap_or((part, ""));
        places.push(place);
        own.push(PLACE);
        own.push_str(after);
    }
    (own, places)
}

/// Takes out a marked full stop in front of another sign that ends or divides: a sentence within one brings its own.
fn with_single_stops(said: &str) -> String {
    let mut parts = said.split(STOP_MARK);
    let mut whole = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let mut after = part.chars();
        let stop = after.next();
        let next = after.as_str().trim_start_matches(PLACE_END);
        let is_one_too_many = next.starts_with(['.', '。', ',', '，', ';', '；', ':', '：']);
        whole.push_str(if is_one_too_many && stop.is_some() { after.as_str() } else { part });
    }
    whole
}

impl Value {
    fn fluent(&self, language: Language) -> FluentValue<'static> {
        match self {
            Self::Number(number) if *number < 1000 => FluentValue::from(*number),
            Self::Text(_) | Self::Number(_) | Self::Figure(_) => {
                FluentValue::from(with_marked_stop(self.plain(language)))
            }
            own => FluentValue::from(format!("{OWN_MARK}{}", with_marked_stop(own.composed(language)))),
        }
    }

    /// With marks around what is not the bot's own.
    fn composed(&self, language: Language) -> String {
        match self {
            Self::Text(_) => marked(&self.plain(language)),
            Self::Sentence(sentence) => sentence.composed(language),
            Self::List(values) => {
                let comma = if language == Language::Chinese { "、" } else { ", " };
                values.iter().map(|value| value.composed(language)).collect::<Vec<_>>().join(comma)
            }
            _ => self.plain(language),
        }
    }

    /// What has no places.
    fn plain(&self, language: Language) -> String {
        match self {
            // Nobody's words end a place.
            Self::Text(text) => text.replace([STOP_MARK, OWN_MARK, PLACE, PLACE_END], ""),
            Self::Command(command) => command.clone(),
            Self::Number(number) if language == Language::Chinese => number.to_string(),
            Self::Number(number) | Self::Figure(number) => grouped(*number, language),
            Self::Bilingual(english, chinese) => {
                if language == Language::Chinese { chinese } else { english }.to_string()
            }
            Self::Sentence(_) | Self::List(_) => self.composed(language),
        }
    }
}

/// With a mark in front of the full stop that the text ends in. Three dots are no full stop.
fn with_marked_stop(text: String) -> String {
    let (inner, end) = text.strip_suffix(PLACE_END).map_or((text.as_str(), ""), |it| (it, "\u{fdd3}"));
    let stop = inner.strip_suffix('.').filter(|it| !it.ends_with('.')).map(|it| (it, '.'));
    match stop.or_else(|| inner.strip_suffix('。').map(|it| (it, '。'))) {
        Some((before, stop)) => format!("{before}{STOP_MARK}{stop}{end}"),
        None => text,
    }
}

/// A number as readers of the language write it: 12,400 or 1.2 万.
pub fn grouped(number: u64, language: Language) -> String {
    if language == Language::Chinese {
        return match number {
            0..10_000 => number.to_string(),
            _ => format!("{:.1} 万", number as f64 / 10_000.0).replace(".0 ", " "),
        };
    }
    let digits = number.to_string();
    let groups: Vec<&str> =
        digits.as_bytes().rchunks(3).rev().map(|chunk| std::str::from_utf8(chunk).unwrap_or("")).collect();
    groups.join(",")
}

/// A time as people read it, in the time zone of `now`: `2026-03-14 09:26:53 UTC`.
pub fn moment(at: Timestamp, now: &ZonedDateTime) -> String {
    at.to_zoned_datetime(now.time_zone().clone()).strftime("%Y-%m-%d %H:%M:%S %Z").to_string()
}

/// What a person is told when something can't be done.
#[derive(Debug, Clone, PartialEq)]
pub struct Problem {
    /// What was wrong, with the offending value.
    pub message: Sentence,
    /// What to do.
    pub help: Option<Sentence>,
}

impl Problem {
    /// A problem with its help.
    pub fn new(message: Sentence, help: Sentence) -> Self {
        Self { message, help: Some(help) }
    }
}

impl From<Sentence> for Problem {
    fn from(message: Sentence) -> Self {
        Self { message, help: None }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::Path;

    use copydesk_analysis::Language;

    use super::grouped;

    /// The ids in a language's files.
    fn ids(language: &str) -> BTreeSet<String> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("locales").join(language);
        let files =
            std::fs::read_dir(folder).expect("the folder is there").map(|entry| entry.expect("readable").path());
        let sources = files.map(|file| std::fs::read_to_string(file).expect("readable")).collect::<Vec<_>>().join("\n");
        let lines = sources.lines().filter(|line| line.starts_with(|c: char| c.is_ascii_lowercase()));
        lines.filter_map(|line| line.split_once(" =")).map(|(id, _)| id.to_string()).collect()
    }

    /// Every sentence that the code says: the ids in `sentence!("…")`.
    fn used(folder: &Path, found: &mut BTreeSet<String>) {
        for entry in std::fs::read_dir(folder).expect("the folder is there") {
            let path = entry.expect("readable").path();
            if path.is_dir() {
                used(&path, found);
            } else {
                // In two pieces, so that this line is no call itself.
                let call = concat!("sentence", "!(");
                let source = std::fs::read_to_string(&path).expect("readable");
                let calls = source.split(call).skip(1).map(str::trim_start);
                found.extend(calls.filter_map(|call| call.strip_prefix('"')?.split('"').next().map(String::from)));
            }
        }
    }

    #[test]
    fn both_languages_have_the_same_sentences_and_the_code_says_no_other() {
        let (english, chinese) = (ids("en"), ids("zh"));
        assert_eq!(english.symmetric_difference(&chinese).collect::<Vec<_>>(), Vec::<&String>::new());
        let mut said = BTreeSet::new();
        used(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut said);
        // The macro's own documentation.
        said.remove("id");
        said.remove("…");
        assert_eq!(said.difference(&english).collect::<Vec<_>>(), Vec::<&String>::new());
    }

    #[test]
    fn a_sentence_within_a_sentence_leaves_one_full_stop() {
        let said = |why: &str, language| {
            let name = "oat.org";
            sentence!("source-failed", name = name, why = why).say(language)
        };
        for (why, english, chinese) in [
            ("It is gone.", "It is gone.", "It is gone。"),
            ("它没有了。", "它没有了.", "它没有了。"),
            ("gone", "gone.", "gone。"),
            ("it waits...", "it waits....", "it waits...。"),
            ("a.org/b. Really", "a.org/b. Really.", "a.org/b. Really。"),
        ] {
            assert_eq!(said(why, Language::English), format!("oat.org gave nothing: {english}"));
            assert_eq!(said(why, Language::Chinese), format!("没能从 oat.org 收集到帖子：{chinese}"));
        }
        let inner = sentence!("fetch-unresolved", host = "oat.org");
        let outer = sentence!("source-failed", name = "oat", why = inner);
        assert!(outer.say(Language::English).ends_with("Check the address."), "{}", outer.say(Language::English));
    }

    #[test]
    fn numbers_are_written_as_readers_write_them() {
        assert_eq!(grouped(12_400, Language::English), "12,400");
        assert_eq!(grouped(890, Language::English), "890");
        assert_eq!(grouped(12_400, Language::Chinese), "1.2 万");
        assert_eq!(grouped(20_000, Language::Chinese), "2 万");
        assert_eq!(grouped(8_900, Language::Chinese), "8900");
    }
}
