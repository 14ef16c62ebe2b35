//! Commands in what the bot says, as they are written on the platform of who reads it. Sentences name them as a terminal has them.
//!
//! A sentence is changed while it is put together, when its own words can be told from what fills its places: those of people and of
//! the model stay as they are, wherever in an answer they stand.

use std::borrow::Cow;
use std::collections::HashSet;
use std::sync::LazyLock;

use copydesk_adapters::Block;
use regex::Regex;

use crate::commands;

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
    commands::all().flat_map(|spec| spec.options).flat_map(|option| [option.name, option.chinese]).collect()
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
    let platform = PLATFORM.try_with(|it| *it).unwrap_or("console");
    move || said_on(platform, work)
}

fn known(platform: &str) -> &'static str {
    ["telegram", "discord"].into_iter().find(|it| *it == platform).unwrap_or("console")
}

/// A sentence's own words on the platform of who reads them.
pub fn literal(words: &str) -> Cow<'_, str> {
    match PLATFORM.try_with(|it| *it) {
        Ok(platform) if platform != "console" => mended(words, platform),
        _ => Cow::Borrowed(words),
    }
}

fn mended<'t>(text: &'t str, platform: &str) -> Cow<'t, str> {
    if !text.contains(['/', '=']) && !text.contains("--") {
        return Cow::Borrowed(text);
    }
    Cow::Owned(with_options(FLAG.replace_all(&written(text, names(platform)), "").into_owned(), platform))
}

static ON_TELEGRAM: LazyLock<Vec<(String, String)>> = LazyLock::new(|| all_names("telegram"));
static ON_DISCORD: LazyLock<Vec<(String, String)>> = LazyLock::new(|| all_names("discord"));

fn names(platform: &str) -> &'static [(String, String)] {
    match platform {
        "telegram" => &ON_TELEGRAM,
        "discord" => &ON_DISCORD,
        _ => &[],
    }
}

/// How each command is written in sentences, and how on the platform, the longest first.
fn all_names(platform: &str) -> Vec<(String, String)> {
    let all: Vec<_> = commands::all().filter(|spec| !spec.terminal_only).collect();
    let is_family = |first: &str| all.iter().any(|it| it.words.len() > 1 && it.words[0] == first);
    let has_show = |first: &str| all.iter().any(|it| it.words == [first, "show"]);
    let mut names: Vec<(String, String)> = Vec::new();
    for spec in &all {
        for (words, show) in spec.names().zip(["show", "显示"]) {
            let written = format!("/{}", words.join(" "));
            let there = match platform {
                // What can be tapped there ends at the first space, and has only Latin letters.
                "telegram" => format!("/{}", spec.words.join("_")),
                // A command that begins others can't be called by itself there.
                "discord" if spec.words.len() == 1 && is_family(spec.words[0]) && !has_show(spec.words[0]) => {
                    format!("{written} {show}")
                }
                _ => written.clone(),
            };
            names.push((written, there));
        }
    }
    names.sort_by_key(|(written, _)| std::cmp::Reverse(written.len()));
    names
}

/// A text with its commands as they are written on a platform.
pub fn text(text: &str, platform: &str) -> String {
    with_options(written(text, names(platform)), platform)
}

/// On Discord an option is a field with its name before it. Quotes stay around several words, since a message that mentions the bot
/// has no fields.
fn with_options(text: String, platform: &str) -> String {
    if platform != "discord" || !text.contains('=') {
        return text;
    }
    let field = |found: &regex::Captures<'_>| {
        let value = ["quoted", "curled", "plain"].iter().find_map(|part| found.name(part)).map_or("", |it| it.as_str());
        let quote = if value.contains(char::is_whitespace) { "\"" } else { "" };
        match OPTIONS.contains(&found["name"]) {
            true => format!("{}{}:{quote}{value}{quote}", &found["before"], &found["name"]),
            false => found[0].to_owned(),
        }
    };
    OPTION.replace_all(&text, field).into_owned()
}

fn written(text: &str, names: &[(String, String)]) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('/') {
        let begins = !rest[..at].ends_with(|it: char| it.is_alphanumeric() || "/.:_-".contains(it));
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let ends = |after: &str| !after.starts_with(|it: char| it.is_alphanumeric() || "/_-".contains(it));
        let found = names.iter().find(|(written, _)| rest.strip_prefix(written.as_str()).is_some_and(ends));
        match found.filter(|_| begins) {
            Some((written, there)) => {
                rest = &rest[written.len()..];
                // It may have been said so already.
                let more =
                    there.strip_prefix(written.as_str()).filter(|it| rest.starts_with(it) && ends(&rest[it.len()..]));
                out.push_str(if more.is_some() { written } else { there });
            }
            None => {
                out.push('/');
                rest = &rest[1..];
            }
        }
    }
    out + rest
}

/// The words of an answer that were put together elsewhere: what fills a place may be a part of a command there. Lists, tables and
/// questions are full of people's words, and are left as they were said.
pub fn blocks(blocks: &mut [Block], platform: &str) {
    if platform == "console" {
        return;
    }
    let mend = |text: &mut String| {
        if let Cow::Owned(mended) = mended(text, platform) {
            *text = mended;
        }
    };
    for block in blocks {
        match block {
            Block::Heading(text) | Block::Paragraph(text) | Block::Note(text) => mend(text),
            Block::Problem { message, help } => {
                mend(message);
                mend(help);
            }
            Block::Card(card) => card.facts.iter_mut().for_each(|fact| mend(&mut fact.text)),
            // It is shown where nothing reads it but a platform that knows its own way of writing.
            Block::Question(question) => mend(&mut question.command),
            Block::Markdown(_)
            | Block::List(_)
            | Block::Table { .. }
            | Block::Preformatted(_)
            | Block::File(_)
            | Block::Buttons(_) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{blocks, carried, said_on, text};
    use crate::texts::{Sentence, sentence};
    use copydesk_adapters::{Block, Question};
    use copydesk_analysis::Language;

    #[test]
    fn a_sentence_is_said_as_its_platform_writes_and_what_people_wrote_in_it_is_not_touched() {
        let extra: fn() -> Sentence = || sentence!("link-extra", words = "/campaign add platform=x");
        let learned = || sentence!("because-nothing");
        let within = || sentence!("rule-no-example-help", text = "say /prefs set", pattern = "/prefs set");
        let options = || sentence!("text-for-help", id = "T-001");
        for (platform, sentence, language, expected) in [
            ("telegram", extra(), Language::English, "I read \"/campaign add platform=x\" after /link."),
            ("discord", extra(), Language::English, "I read \"/campaign add platform=x\" after /link."),
            (
                "telegram",
                learned(),
                Language::English,
                "no past posts or preferences yet; /campaign_add and /prefs_set give me some",
            ),
            (
                "telegram",
                within(),
                Language::English,
                "Write: /prefs_rule add \"say /prefs set\" example=\"a sentence with /prefs set in it\"",
            ),
            ("discord", options(), Language::English, "Such as /text for T-001 platform:x"),
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
    fn what_was_said_for_a_platform_stays_so_when_it_is_gone_through_again() {
        for platform in ["telegram", "discord"] {
            for written in
                ["First: /prefs", "/prefs; then /usage: all", "/campaign add a platform=x", "先 /偏好，再 /往期 添加"]
            {
                let once = text(written, platform);
                assert_eq!(text(&once, platform), once, "{platform}");
            }
        }
    }

    #[test]
    fn a_question_shows_its_command_as_the_platform_writes_it() {
        for (platform, expected) in
            [("telegram", "/draft_changes D-004 version=3"), ("discord", "/draft changes D-004 version:3")]
        {
            let question = |command: &str| {
                Block::Question(Question {
                    text: "What should change in /campaign add?".into(),
                    command: command.into(),
                })
            };
            let mut shown = [question("/draft changes D-004 version=3")];
            blocks(&mut shown, platform);
            assert_eq!(shown, [question(expected)], "{platform}");
        }
    }

    #[test]
    fn commands_are_named_as_they_are_written_on_the_platform() {
        for (platform, written, expected) in [
            ("telegram", "Add one: /campaign add, or /ideas.", "Add one: /campaign_add, or /ideas."),
            ("telegram", "先 /往期 添加，再 /点子", "先 /campaign_add，再 /ideas"),
            (
                "telegram",
                "https://a.org/campaign add and/or /campaigns add",
                "https://a.org/campaign add and/or /campaigns add",
            ),
            ("discord", "First step: /prefs; then /prefs set.", "First step: /prefs show; then /prefs set."),
            ("discord", "Add one: /campaign add.", "Add one: /campaign add."),
            (
                "discord",
                "Such as: /digest create Coffee schedule=\"weekdays 9:00\" zone=Europe/Berlin",
                "Such as: /digest create Coffee schedule:\"weekdays 9:00\" zone:Europe/Berlin",
            ),
            ("discord", "/ideas TOPIC [platform=…] [count=…]", "/ideas TOPIC [platform:…] [count:…]"),
            ("discord", "/点子 主题 [平台=…] 数量=\"3\"", "/点子 主题 [平台:…] 数量:3"),
            ("discord", "[a=b] [1=2]", "[a=b] [1=2]"),
            ("discord", "用 平台=小红书 再试", "用 平台:小红书 再试"),
            ("discord", "https://a.org/?platform=x 1+1=2 a=b", "https://a.org/?platform=x 1+1=2 a=b"),
            ("telegram", "say platform=x", "say platform=x"),
        ] {
            assert_eq!(text(written, platform), expected, "{platform}");
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
            let mut shown = [Block::Note(text.into())];
            blocks(&mut shown, platform);
            assert_eq!(shown, [Block::Note(expected.into())], "{platform}");
        }
    }

    #[test]
    fn what_a_model_wrote_and_code_stay_as_they_are() {
        let mut shown = [Block::Markdown("/campaign add".into()), Block::Preformatted("/campaign add".into())];
        let before = shown.clone();
        blocks(&mut shown, "telegram");
        assert_eq!(shown, before);
    }
}
