//! `/prefs` and `/prefs set`: how the team wants to sound.

use copydesk_analysis::Language;
use copydesk_storage::{EmojiUse, Preferences};

use crate::answer::{Answer, PreferenceShown, PreferencesShown};
use crate::commands::{Command, Spec, command, option};
use crate::config::Config;
use crate::desk::Desk;
use crate::ideas::deeds::told;
use crate::invocation::{Invocation, unquoted};
use crate::nearest::nearest;
use crate::session::Session;
use crate::texts::{Problem, Value, sentence};

/// The commands of this file.
pub static COMMANDS: &[Spec] = &[
    command(&["prefs"], &["偏好"], "command-prefs", read_show),
    Spec {
        rest: "rest-key-value",
        first: Some(option("key", "名称").needed()),
        asks: Some("ask-preference"),
        example: Some("command-prefs-set-example"),
        ..command(&["prefs", "set"], &["偏好", "设置"], "command-prefs-set", read_set)
    },
];

/// A value longer than this is a whole text, not a preference.
const MOST_CHARACTERS: usize = 2000;

/// A change of one preference, checked.
#[derive(Debug, Clone, PartialEq)]
pub struct Setting {
    /// Which one.
    pub key: Key,
    /// The new value; empty to clear it. Single values have one entry.
    pub value: Vec<String>,
}

/// The preferences, in the order in which they are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Key {
    /// The brand's name.
    Brand,
    /// How it sounds.
    Voice,
    /// Who reads it.
    Audience,
    /// Languages it writes.
    Languages,
    /// Where it posts.
    Platforms,
    /// Words it likes.
    Use,
    /// Words it avoids.
    Avoid,
    /// How many emoji.
    Emoji,
    /// Its own hashtags.
    Hashtags,
    /// Texts that sound right.
    Examples,
    /// Whether copy is handed over with a mark that a model wrote it.
    AiLabel,
}

impl Key {
    /// Every preference.
    pub const ALL: [Self; 11] = [
        Self::Brand,
        Self::Voice,
        Self::Audience,
        Self::Languages,
        Self::Platforms,
        Self::Use,
        Self::Avoid,
        Self::Emoji,
        Self::Hashtags,
        Self::Examples,
        Self::AiLabel,
    ];

    /// The name in `/prefs set`, and its Chinese one.
    pub fn names(self) -> [&'static str; 2] {
        match self {
            Self::Brand => ["brand", "品牌"],
            Self::Voice => ["voice", "语气"],
            Self::Audience => ["audience", "受众"],
            Self::Languages => ["languages", "语言"],
            Self::Platforms => ["platforms", "平台"],
            Self::Use => ["use", "用词"],
            Self::Avoid => ["avoid", "禁用"],
            Self::Emoji => ["emoji", "表情"],
            Self::Hashtags => ["hashtags", "话题"],
            Self::Examples => ["examples", "例文"],
            Self::AiLabel => ["ai-label", "标识"],
        }
    }

    /// The name as its reader types it.
    fn name(self) -> Value {
        let [english, chinese] = self.names();
        Value::Bilingual(english, chinese)
    }

    /// What it is.
    pub fn value(self, preferences: &Preferences) -> Vec<String> {
        let one = |text: &String| if text.is_empty() { Vec::new() } else { vec![text.clone()] };
        match self {
            Self::Brand => one(&preferences.brand),
            Self::Audience => one(&preferences.audience),
            Self::Voice => preferences.voice.clone(),
            Self::Languages => preferences.languages.clone(),
            Self::Platforms => preferences.platforms.clone(),
            Self::Use => preferences.words_to_use.clone(),
            Self::Avoid => preferences.words_to_avoid.clone(),
            Self::Emoji => vec![emoji_name(preferences.emoji).into()],
            Self::Hashtags => {
                preferences.hashtags.iter().map(|tag| format!("#{}", tag.trim_start_matches('#'))).collect()
            }
            Self::Examples => preferences.examples.clone(),
            Self::AiLabel => vec![if preferences.ai_label { "on" } else { "off" }.into()],
        }
    }

    /// Makes it something else.
    pub fn set(self, preferences: &mut Preferences, value: Vec<String>) {
        let first = || value.first().cloned().unwrap_or_default();
        match self {
            Self::Brand => preferences.brand = first(),
            Self::Audience => preferences.audience = first(),
            Self::Emoji => preferences.emoji = emoji(&first()).unwrap_or_default(),
            Self::Voice => preferences.voice = value,
            Self::Languages => preferences.languages = value,
            Self::Platforms => preferences.platforms = value,
            Self::Use => preferences.words_to_use = value,
            Self::Avoid => preferences.words_to_avoid = value,
            Self::Hashtags => preferences.hashtags = value,
            Self::Examples => preferences.examples = value,
            Self::AiLabel => preferences.ai_label = on_or_off(&first()).unwrap_or_default(),
        }
    }

    /// Takes a value apart and checks it.
    ///
    /// # Errors
    /// A wrong value, with the right ones.
    pub fn read(self, value: &str) -> Result<Vec<String>, Problem> {
        // A line break belongs to none of them but a text.
        let line = value.split_whitespace().collect::<Vec<_>>().join(" ");
        let value = if self == Self::Examples { value.trim() } else { &line };
        // "-" and "none" clear a preference; emoji have a "none" of their own.
        if value == "-" || (self != Self::Emoji && matches!(value.to_lowercase().as_str(), "none" | "无")) {
            return Ok(Vec::new());
        }
        let list = || value.split([',', '，', '、', ';', '；']).map(str::trim).filter(|item| !item.is_empty());
        match self {
            Self::Brand | Self::Audience => Ok(vec![value.to_string()]),
            Self::Emoji => emoji(value).map(|it| vec![emoji_name(it).into()]).ok_or_else(|| {
                Problem::new(
                    wrong(Self::Emoji, value),
                    sentence!(
                        "i-know",
                        names = vec![
                            Value::Bilingual("none", "无"),
                            Value::Bilingual("few", "少量"),
                            Value::Bilingual("many", "多")
                        ]
                    ),
                )
            }),
            Self::AiLabel => on_or_off(value).map(|on| vec![if on { "on" } else { "off" }.into()]).ok_or_else(|| {
                let names = vec![Value::Bilingual("on", "开"), Value::Bilingual("off", "关")];
                Problem::new(wrong(Self::AiLabel, value), sentence!("i-know", names = names))
            }),
            Self::Languages => list().map(language).collect(),
            Self::Platforms => {
                list().map(|name| crate::commands::platform(name).map(|platform| platform.id().into())).collect()
            }
            Self::Hashtags => {
                // With commas, spaces belong to a tag, which has none; without, they part the tags.
                let tags: Vec<&str> = if value.contains([',', '，', '、']) {
                    list().collect()
                } else {
                    value.split_whitespace().collect()
                };
                let plain = tags.into_iter().map(|tag| tag.replace(['#', '＃', ' '], "")).filter(|tag| !tag.is_empty());
                Ok(plain.collect())
            }
            // Examples contain commas: one at a time, or several between bars.
            Self::Examples => {
                Ok(value.split('|').map(str::trim).filter(|item| !item.is_empty()).map(String::from).collect())
            }
            Self::Voice | Self::Use | Self::Avoid => Ok(list().map(String::from).collect()),
        }
    }
}

fn wrong(key: Key, value: &str) -> crate::texts::Sentence {
    sentence!("prefs-wrong-value", key = key.name(), value = value)
}

fn language(name: &str) -> Result<String, Problem> {
    let code = match name.to_lowercase().as_str() {
        "english" | "英文" | "英语" => Some(Language::English),
        "chinese" | "中文" | "汉语" => Some(Language::Chinese),
        code => Language::from_code(code),
    };
    let codes: Vec<&str> = Language::ALL.iter().map(|language| language.code()).collect();
    code.map(|language| language.code().to_string())
        .ok_or_else(|| Problem::new(wrong(Key::Languages, name), sentence!("i-know", names = codes)))
}

fn on_or_off(name: &str) -> Option<bool> {
    match name.to_lowercase().as_str() {
        "on" | "yes" | "开" | "开启" => Some(true),
        "off" | "no" | "关" | "关闭" => Some(false),
        _ => None,
    }
}

fn emoji(name: &str) -> Option<EmojiUse> {
    match name.to_lowercase().as_str() {
        "none" | "no" | "无" | "不用" => Some(EmojiUse::None),
        "few" | "some" | "少量" => Some(EmojiUse::Few),
        "many" | "多" => Some(EmojiUse::Many),
        _ => None,
    }
}

fn emoji_name(emoji: EmojiUse) -> &'static str {
    match emoji {
        EmojiUse::None => "none",
        EmojiUse::Few => "few",
        EmojiUse::Many => "many",
    }
}

/// Reads `/prefs`.
///
/// # Errors
/// None; words after it are probably a forgotten `set`.
pub fn read_show(invocation: &Invocation, _: &Config) -> Result<Command, Problem> {
    if invocation.rest.is_empty() {
        return Ok(Command::ShowPreferences);
    }
    let message = sentence!("prefs-extra", words = invocation.rest.as_str());
    // "/prefs voice" looks for one of them, "/prefs voice warm" wants to change it.
    let mut words = invocation.rest.split_whitespace();
    let is_key = |word: &str| Key::ALL.iter().any(|key| key.names().contains(&word.to_lowercase().as_str()));
    let changes = words.next().is_some_and(is_key) && words.next().is_some();
    let help = match invocation.rest.split_once(' ').filter(|_| changes) {
        Some((key, value)) => sentence!("prefs-extra-help", key = key, value = value),
        None => sentence!("prefs-extra-all"),
    };
    Err(Problem::new(message, help))
}

/// Reads `/prefs set key value`.
///
/// # Errors
/// An unknown key or a wrong value, with the right ones.
pub fn read_set(invocation: &Invocation, _: &Config) -> Result<Command, Problem> {
    let is_key = |name: &str| Key::ALL.iter().any(|key| key.names().contains(&name));
    // Written as an option is on Discord: "voice:warm, witty".
    let joined = invocation.rest.split_once([':', '：']).filter(|(name, _)| is_key(&name.to_lowercase()));
    let joined = joined.map(|(name, value)| (name, unquoted(value)));
    let spaced = || invocation.rest.split_once(' ').unwrap_or((&invocation.rest, ""));
    let (name, value) = joined.unwrap_or_else(spaced);
    // "AI标识" is what many call it.
    let lower = name.to_lowercase().replace("ai标识", "标识");
    let names: Vec<&str> = Key::ALL.iter().flat_map(|key| key.names()).collect();
    let shown: Vec<Value> = Key::ALL.iter().map(|key| key.name()).collect();
    let Some(key) = Key::ALL.into_iter().find(|key| key.names().contains(&lower.as_str())) else {
        if name.is_empty() {
            return Err(Problem::new(sentence!("prefs-no-key"), sentence!("i-know", names = shown)));
        }
        let message = sentence!("prefs-unknown-key", key = name);
        return Err(match nearest(name, names.iter().copied()) {
            Some(near) => Problem::new(message, sentence!("did-you-mean", name = near, names = shown)),
            None => Problem::new(message, sentence!("i-know", names = shown)),
        });
    };
    if value.trim().is_empty() {
        return Err(Problem::new(
            sentence!("prefs-no-value", key = key.name()),
            sentence!("prefs-no-value-help", key = key.name()),
        ));
    }
    let length = value.chars().count();
    if length > MOST_CHARACTERS {
        return Err(sentence!("prefs-long-value", key = key.name(), length = length, most = MOST_CHARACTERS).into());
    }
    Ok(Command::SetPreference(Setting { key, value: key.read(value)? }))
}

/// Shows the preferences.
///
/// # Errors
/// What the storage says.
pub async fn show(desk: &Desk, session: &Session) -> Result<Answer, Problem> {
    let stored = session.records.get::<Preferences>(Preferences::ID).await;
    let stored = stored.map_err(|error| desk.storage_problem(&error))?;
    Ok(shown(session, &stored.map(|stored| stored.record).unwrap_or_default(), None))
}

/// Changes one, and shows them all.
///
/// # Errors
/// What the storage says.
pub async fn set(desk: &Desk, session: &Session, setting: Setting) -> Result<Answer, Problem> {
    session.must_manage().await?;
    let stored = super::history::set(session, setting.key, |_| setting.value.clone()).await;
    let stored = stored.map_err(|error| told(desk, error))?;
    Ok(shown(session, &stored, Some(setting.key)))
}

fn shown(session: &Session, preferences: &Preferences, changed: Option<Key>) -> Answer {
    let shown = |key: Key| PreferenceShown { key: key.names()[0].into(), value: key.value(preferences) };
    let mut notes = Vec::new();
    if session.team.sample {
        notes.push(session.say(sentence!("note-sample", team = session.team.name.as_str())));
    }
    Answer::Preferences(PreferencesShown {
        team: session.team.id.to_string(),
        changed: changed.map(|key| key.names()[0].to_string()),
        preferences: Key::ALL.into_iter().map(shown).collect(),
        notes,
    })
}

#[cfg(test)]
mod tests {
    use super::{Key, Setting, read_set};
    use crate::commands::Command;
    use crate::config::Config;
    use crate::invocation::parse;

    #[test]
    fn a_preference_is_read_with_a_colon_behind_its_name_too() {
        let config = Config::parse("", None).expect("the built-in configuration is whole");
        let read = |text: &str| match read_set(&parse(text)?.ok()?, &config) {
            Ok(Command::SetPreference(Setting { key, value })) => Some((key, value.join("|"))),
            _ => None,
        };
        for (text, expected) in [
            ("/prefs set voice:warm", Some((Key::Voice, "warm"))),
            ("/prefs set voice:\"warm, witty\"", Some((Key::Voice, "warm|witty"))),
            ("/prefs set voice: warm, witty", Some((Key::Voice, "warm|witty"))),
            ("/偏好 设置 语气：温暖、俏皮", Some((Key::Voice, "温暖|俏皮"))),
            ("/prefs set brand Barn: the café", Some((Key::Brand, "Barn: the café"))),
            ("/prefs set vice:warm", None),
            ("/prefs set voice:", None),
        ] {
            assert_eq!(read(text), expected.map(|(key, value)| (key, value.to_owned())), "{text}");
        }
    }

    #[test]
    fn values_are_taken_apart_and_a_wrong_one_is_refused() {
        assert_eq!(Key::Voice.read("warm, witty").as_deref(), Ok(&["warm".to_string(), "witty".to_string()][..]));
        assert_eq!(
            Key::Platforms.read("IG、小红书").as_deref(),
            Ok(&["instagram".to_string(), "xiaohongshu".to_string()][..])
        );
        assert_eq!(Key::Hashtags.read("#One Two").as_deref(), Ok(&["One".to_string(), "Two".to_string()][..]));
        assert_eq!(
            Key::Hashtags.read("hello world, tea").as_deref(),
            Ok(&["helloworld".to_string(), "tea".to_string()][..])
        );
        assert_eq!(Key::Brand.read(" Morning\nBarn ").as_deref(), Ok(&["Morning Barn".to_string()][..]));
        assert_eq!(Key::Examples.read("One.\nTwo.").as_deref(), Ok(&["One.\nTwo.".to_string()][..]));
        assert_eq!(Key::Avoid.read("-").as_deref(), Ok(&[][..]));
        assert_eq!(Key::Emoji.read("none").as_deref(), Ok(&["none".to_string()][..]));
        assert_eq!(Key::AiLabel.read("开").as_deref(), Ok(&["on".to_string()][..]));
        assert!(Key::AiLabel.read("maybe").is_err());
        assert!(Key::Emoji.read("lots").is_err());
        assert!(Key::Platforms.read("insta").is_err());
        assert!(Key::Languages.read("klingon").is_err());
    }
}
