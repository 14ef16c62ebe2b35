//! Commands in what the bot says, as they are written on the platform of who reads it. Sentences name them as a terminal has them, and
//! what a command is given stands between ‹ and ›.
//!
//! A sentence is changed while it is put together, when its own words can be told from what fills its places: those of people and of
//! the model stay as they are, wherever in an answer they stand.

use std::borrow::Cow;
use std::collections::HashSet;
use std::sync::LazyLock;

use copydesk_adapters::{FILE_OPTION, WORDS_OPTION};
use regex::Regex;

use crate::commands::{self, Spec};
use crate::invocation::unquoted;

/// Stands in a sentence's own words for what fills a place; no character that text has.
pub const PLACE: char = '\u{fdd1}';

const GIVEN: [char; 2] = ['‹', '›'];

/// Sentences that are for the command line, too, name its flags; elsewhere there are none.
static FLAG: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r" \(--[a-z-]+ on the command line\)|（命令行 --[a-z-]+）").expect("the pattern is constant")
});

/// An option as a terminal has it, with its value.
static OPTION: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r#"(?P<before>^|[\s(（，,\[])(?P<name>[a-z]+|\p{Han}+)=(?:"(?P<quoted>[^"\n]*)"|“(?P<curled>[^”\n]*)”|(?P<plain>[^\s)），,;；。\]]+))"#,
    )
    .expect("the pattern is constant")
});

/// The names of all options, in both languages.
static OPTIONS: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    let own = commands::all().flat_map(|spec| spec.options).flat_map(|option| [option.name, option.chinese]);
    own.chain(FILE_OPTION).collect()
});

tokio::task_local! {
    /// The platform that sentences are said on.
    static PLATFORM: &'static str;
}

/// Makes all that is said meanwhile be said on this platform.
pub async fn on<T>(platform: &str, saying: impl Future<Output = T>) -> T {
    PLATFORM.scope(known(platform), saying).await
}

/// The same for what is said at once.
pub fn said_on<T>(platform: &str, say: impl FnOnce() -> T) -> T {
    PLATFORM.sync_scope(known(platform), say)
}

/// What is said by work on another thread is said on this one's platform.
pub fn carried<T>(work: impl FnOnce() -> T) -> impl FnOnce() -> T {
    let platform = here();
    move || said_on(platform, work)
}

fn known(platform: &str) -> &'static str {
    ["telegram", "discord"].into_iter().find(|it| *it == platform).unwrap_or("console")
}

fn here() -> &'static str {
    PLATFORM.try_with(|it| *it).unwrap_or("console")
}

/// The bot's own words as they are written on the platform of who reads them.
pub fn own(words: &str) -> Cow<'_, str> {
    if !words.contains(['/', '=', GIVEN[0]]) && !words.contains("--") {
        return Cow::Borrowed(words);
    }
    match here() {
        "console" => Cow::Owned(words.replace(GIVEN, "")),
        platform => Cow::Owned(with_options(with_commands(&FLAG.replace_all(words, ""), platform), platform)),
    }
}

/// How a command is written in sentences, and how on a platform.
struct Name {
    written: String,
    there: String,
    spec: &'static Spec,
    /// 0 in English, 1 in Chinese.
    language: usize,
}

static ON_TELEGRAM: LazyLock<Vec<Name>> = LazyLock::new(|| all_names("telegram"));
static ON_DISCORD: LazyLock<Vec<Name>> = LazyLock::new(|| all_names("discord"));

fn names(platform: &str) -> &'static [Name] {
    match platform {
        "telegram" => &ON_TELEGRAM,
        "discord" => &ON_DISCORD,
        _ => &[],
    }
}

/// Of every command, the longest first.
fn all_names(platform: &str) -> Vec<Name> {
    let mut names: Vec<Name> = Vec::new();
    for spec in commands::all().filter(|spec| !spec.terminal_only) {
        // A command that begins others can't be called by itself on Discord: another does the same, or its menu has it as "show".
        let same = spec.family().find(|it| !it.rest.is_empty() && it.rest == spec.rest);
        for (language, (words, show)) in spec.names().zip(["show", "显示"]).enumerate() {
            let written = format!("/{}", words.join(" "));
            let there = match platform {
                // What can be tapped there ends at the first space, and has only Latin letters.
                "telegram" => format!("/{}", spec.words.join("_")),
                "discord" => match same {
                    Some(same) => format!("/{}", [same.words, same.chinese][language].join(" ")),
                    None if spec.family().next().is_some() => format!("{written} {show}"),
                    None => written.clone(),
                },
                _ => written.clone(),
            };
            names.push(Name { written, there, spec, language });
        }
    }
    names.sort_by_key(|name| std::cmp::Reverse(name.written.len()));
    names
}

fn with_commands(text: &str, platform: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let (mut rest, mut last) = (text, None);
    while let Some(at) = rest.find(['/', GIVEN[0]]) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        if let Some((words, after)) = rest.strip_prefix(GIVEN[0]).and_then(|it| it.split_once(GIVEN[1])) {
            out += &given(words, last, platform);
            rest = after;
            continue;
        }
        let begins = !out.ends_with(|it: char| it.is_alphanumeric() || it == PLACE || "/.:_-".contains(it));
        let ends =
            |after: &str| !after.starts_with(|it: char| it.is_alphanumeric() || it == PLACE || "/_-".contains(it));
        let found = names(platform).iter().filter(|_| begins);
        let mut found = found.filter(|name| rest.strip_prefix(name.written.as_str()).is_some_and(ends));
        let taken = match found.next() {
            Some(name) => {
                last = Some(name);
                out.push_str(&name.there);
                name.written.len()
            }
            None => {
                out.push_str(&rest[..rest.chars().next().map_or(0, char::len_utf8)]);
                rest.chars().next().map_or(0, char::len_utf8)
            }
        };
        rest = &rest[taken..];
    }
    out + rest
}

/// What a command is given. On Discord it stands in a field, with the field's name before it, as an option does.
fn given(words: &str, command: Option<&Name>, platform: &str) -> String {
    let Some(Name { spec, language, .. }) = command.filter(|_| platform == "discord") else { return words.to_owned() };
    let field = |name: [&str; 2], value: &str| match value.strip_prefix('[') {
        Some(inner) => format!("[{}:{inner}", name[*language]),
        None => format!("{}:{value}", name[*language]),
    };
    let first = spec.first.filter(|first| first.required || words.starts_with('['));
    let (first, words) = match (first, words.split_once(' ')) {
        (Some(option), Some((first, words))) => (Some((option, first)), words),
        (Some(option), None) => (Some((option, words)), ""),
        (None, _) => (None, words),
    };
    let first = first.map(|(option, value)| field([option.name, option.chinese], value));
    // A file's name, or "[file]" where what may be given is listed.
    let is_listed = FILE_OPTION.contains(&words.trim_matches(['[', ']']));
    let is_file = spec.takes_file && (is_listed || words.contains('.') && !words.contains(char::is_whitespace));
    // A field needs no quotes, but a message that mentions the bot has no fields, and there an option may stand in them.
    let bare = unquoted(words);
    let value = if bare.contains(['=', ':', '：']) { words } else { bare };
    let name = if is_file { FILE_OPTION } else { WORDS_OPTION };
    let rest = (!words.is_empty()).then(|| field(name, value));
    first.into_iter().chain(rest).collect::<Vec<_>>().join(" ")
}

/// On Discord an option is a field with its name before it. Quotes stay around several words, since a message that mentions the bot
/// has no fields.
fn with_options(text: String, platform: &str) -> String {
    if platform != "discord" || !text.contains('=') {
        return text;
    }
    let field = |found: &regex::Captures<'_>| {
        let value = ["quoted", "curled", "plain"].iter().find_map(|part| found.name(part));
        let is_quoted = found.name("plain").is_none();
        let value = value.map_or("", |it| it.as_str());
        let quote = if is_quoted && value.contains(|it: char| it.is_whitespace() || it == PLACE) { "\"" } else { "" };
        match OPTIONS.contains(&found["name"]) {
            true => format!("{}{}:{quote}{value}{quote}", &found["before"], &found["name"]),
            false => found[0].to_owned(),
        }
    };
    OPTION.replace_all(&text, field).into_owned()
}

#[cfg(test)]
mod tests {
    use super::{carried, own, said_on};
    use crate::commands;
    use crate::invocation::parse;
    use crate::texts::{Sentence, Value, sentence};
    use copydesk_analysis::Language;

    #[test]
    fn a_sentence_is_said_as_its_platform_writes_and_what_people_wrote_in_it_is_not_touched() {
        let extra: fn() -> Sentence = || sentence!("link-extra", words = "/campaign add ‹a› platform=x");
        let learned = || sentence!("because-nothing");
        let within = || sentence!("rule-no-example-help", text = "say /prefs set", pattern = "/prefs set");
        let options = || sentence!("text-for-help", id = "T-001");
        let listed = || {
            sentence!("command-one-of", names = vec![Value::from("/prefs set"), Value::Command("/prefs set".into())])
        };
        let nested = || sentence!("command-one-of", names = extra());
        let count = || sentence!("campaign-delete-confirm-help", which = "platform=x", count = "3");
        for (platform, sentence, language, expected) in [
            ("telegram", extra(), Language::English, "I read \"/campaign add ‹a› platform=x\" after /link."),
            ("discord", extra(), Language::English, "I read \"/campaign add ‹a› platform=x\" after /link."),
            ("discord", nested(), Language::English, "I know I read \"/campaign add ‹a› platform=x\" after /link."),
            (
                "telegram",
                learned(),
                Language::English,
                "no past posts or preferences yet; /campaign_add and /prefs_set give me some",
            ),
            ("telegram", listed(), Language::English, "I know /prefs set, /prefs_set."),
            ("telegram", listed(), Language::Chinese, "可用的有：/prefs set、/prefs_set。"),
            (
                "telegram",
                within(),
                Language::English,
                "Write: /prefs_rule add \"say /prefs set\" example=\"a sentence with /prefs set in it\"",
            ),
            (
                "discord",
                within(),
                Language::Chinese,
                "请写：/偏好 规则 内容:添加 \"say /prefs set\" 例句:\"一句含有/prefs set的话\"",
            ),
            ("discord", count(), Language::English, "To do it, write /campaign delete text:platform=x confirm:3"),
            ("discord", count(), Language::Chinese, "确定的话请写：/往期 删除 内容:platform=x 确认:3"),
            ("discord", options(), Language::English, "Such as /text for text:T-001 platform:x"),
            ("telegram", options(), Language::English, "Such as /text_for T-001 platform=x"),
            ("console", options(), Language::English, "Such as /text for T-001 platform=x"),
            ("a list", options(), Language::English, "Such as /text for T-001 platform=x"),
        ] {
            assert_eq!(said_on(platform, || sentence.say(language)), expected, "{platform}");
        }
        assert_eq!(options().say(Language::English), "Such as /text for T-001 platform=x");
        let work = said_on("telegram", || carried(move || options().say(Language::English)));
        let said = std::thread::spawn(work).join().expect("it says it");
        assert_eq!(said, "Such as /text_for T-001 platform=x");
    }

    #[test]
    fn commands_are_named_as_they_are_written_on_the_platform() {
        for (platform, written, expected) in [
            ("telegram", "Add one: /campaign add, or /ideas.", "Add one: /campaign_add, or /ideas."),
            ("telegram", "先 /往期 添加，再 /点子", "先 /campaign_add，再 /ideas"),
            (
                "telegram",
                "https://a.org/campaign add and/or /campaigns add https://ideas",
                "https://a.org/campaign add and/or /campaigns add https://ideas",
            ),
            ("discord", "First step: /prefs; then /prefs set.", "First step: /prefs show; then /prefs set."),
            ("discord", "Add one: /campaign add.", "Add one: /campaign add."),
            ("discord", "/draft ‹oat milk› or /草稿 ‹燕麦奶›", "/draft write text:oat milk or /草稿 写 内容:燕麦奶"),
            (
                "discord",
                "Such as: /digest create ‹Coffee› schedule=\"weekdays 9:00\" zone=Europe/Berlin",
                "Such as: /digest create text:Coffee schedule:\"weekdays 9:00\" zone:Europe/Berlin",
            ),
            ("discord", "/ideas ‹TOPIC› [platform=…] [count=…]", "/ideas text:TOPIC [platform:…] [count:…]"),
            ("console", "/ideas ‹TOPIC› [platform=…] [count=…]", "/ideas TOPIC [platform=…] [count=…]"),
            ("discord", "/点子 ‹主题› [平台=…] 数量=\"3\"", "/点子 内容:主题 [平台:…] 数量:3"),
            ("discord", "/prefs set ‹voice \"warm, witty\"›", "/prefs set key:voice text:warm, witty"),
            ("discord", "/偏好 设置 ‹语气›", "/偏好 设置 名称:语气"),
            ("discord", "/digest answer ‹[QUESTION] ANSWER›", "/digest answer [question:QUESTION] text:ANSWER"),
            ("discord", "/link ‹[CODE | off]›", "/link [text:CODE | off]"),
            (
                "discord",
                "/campaign import ‹posts.csv›, ‹map 3=likes›",
                "/campaign import file:posts.csv, text:map 3=likes",
            ),
            ("discord", "/campaign import ‹[file]› ‹confirm›", "/campaign import [file:file] text:confirm"),
            ("discord", "/ideas ‹\"count=3\"›", "/ideas text:\"count=3\""),
            ("telegram", "/prefs set ‹voice warm› ‹", "/prefs_set voice warm ‹"),
            ("discord", "[a=b] [1=2]", "[a=b] [1=2]"),
            ("discord", "用 平台=小红书 再试", "用 平台:小红书 再试"),
            ("discord", "https://a.org/?platform=x 1+1=2 a=b", "https://a.org/?platform=x 1+1=2 a=b"),
            ("telegram", "say platform=x", "say platform=x"),
        ] {
            assert_eq!(said_on(platform, || own(written).into_owned()), expected, "{platform}");
        }
    }

    #[test]
    fn flags_of_the_command_line_are_named_where_there_is_one() {
        for (platform, text, expected) in [
            ("discord", "say platform=… (--platform on the command line), or not", "say platform:…, or not"),
            ("telegram", "可以用 平台=…（命令行 --platform）指明", "可以用 平台=…指明"),
            ("telegram", "two dashes -- and a (--flag of ours)", "two dashes -- and a (--flag of ours)"),
            ("console", "platform=… (--platform on the command line)", "platform=… (--platform on the command line)"),
        ] {
            assert_eq!(said_on(platform, || own(text).into_owned()), expected, "{platform}");
        }
    }

    #[test]
    fn sentences_name_commands_that_there_are_and_give_words_to_those_that_take_some() {
        let mut seen = (0, 0);
        for (language, folder) in ["en", "zh"].into_iter().enumerate() {
            let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("locales").join(folder);
            for file in std::fs::read_dir(folder).expect("the folder is there") {
                let text = std::fs::read_to_string(file.expect("readable").path()).expect("readable");
                let called = |after: &str| {
                    let fits = |words: &&[&str]| {
                        let written = words.join(" ");
                        let ends = |it: char| !it.is_alphanumeric() && it != '-';
                        after.strip_prefix(&written).is_some_and(|it| it.is_empty() || it.starts_with(ends))
                    };
                    commands::all()
                        .filter(|spec| spec.names().nth(language).is_some_and(|it| fits(&it)))
                        .max_by_key(|spec| spec.words.len())
                };
                // What is typed into a shell is in English.
                let is_chat = |line: &&str| !line.starts_with('#') && !line.contains("copydesk ask");
                for line in text.lines().filter(is_chat) {
                    for (at, _) in line.match_indices('/') {
                        let begins = !line[..at].ends_with(|it: char| it.is_alphanumeric() || "/.:_-}".contains(it));
                        if begins && line[at + 1..].starts_with(char::is_alphabetic) {
                            assert!(called(&line[at + 1..]).is_some(), "{line}");
                            seen.0 += 1;
                        }
                    }
                    for (at, _) in line.match_indices('‹').filter(|(at, _)| !line[..*at].ends_with("] ")) {
                        let command = line[..at].rfind('/').and_then(|slash| called(&line[slash + 1..at]));
                        assert!(command.is_some_and(|it| !it.rest.is_empty()), "{line}");
                        seen.1 += 1;
                    }
                }
            }
        }
        assert!(seen.0 > 300 && seen.1 > 200, "{seen:?}");
    }

    #[test]
    fn every_example_means_the_same_as_each_platform_writes_it() {
        let mut read = 0;
        for spec in commands::all().filter(|spec| !spec.terminal_only) {
            let Some(id) = spec.example else { continue };
            for language in [Language::English, Language::Chinese] {
                let said = |platform: &str| said_on(platform, || Sentence { id, values: Vec::new() }.say(language));
                // Some sentences have several.
                let apart = |text: String| {
                    let marks = [", /", "，或 /", "、/", "，然后 /", ", or /", ", then /", " 或 /", " or /"];
                    marks
                        .iter()
                        .fold(text, |text, mark| text.replace(mark, "\n/"))
                        .lines()
                        .map(str::to_owned)
                        .collect::<Vec<_>>()
                };
                let understood = |text: &String| {
                    let it = parse(text).expect("a slash").unwrap_or_else(|_| panic!("{text}"));
                    (it.spec.words, it.options, it.rest)
                };
                let here: Vec<_> = apart(said("console")).iter().map(understood).collect();
                for platform in ["telegram", "discord"] {
                    let there: Vec<_> = apart(said(platform)).iter().map(understood).collect();
                    if id == "command-draft-example" && platform == "discord" {
                        assert_eq!(there[0].0, ["draft", "write"]);
                        continue;
                    }
                    assert_eq!(there, here, "{}", said(platform));
                }
                read += here.len();
            }
        }
        assert!(read > 60, "{read}");
    }
}
