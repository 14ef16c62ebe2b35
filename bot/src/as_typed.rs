//! Commands in an answer as they are written on its platform. Sentences name them as a terminal has them.

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
        r#"(?P<before>^|[\s(（，,])(?P<name>[a-z]+|\p{Han}+)=(?:"(?P<quoted>[^"\n]*)"|“(?P<curled>[^”\n]*)”|(?P<plain>[^\s)），,;；。]+))"#,
    )
    .expect("the pattern is constant")
});

/// The names of all options, in both languages.
static OPTIONS: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    commands::all().flat_map(|spec| spec.options).flat_map(|option| [option.name, option.chinese]).collect()
});

/// How each command is written in sentences, and how on the platform, the longest first.
fn names(platform: &str) -> Vec<(String, String)> {
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
    with_options(written(text, &names(platform)), platform)
}

/// On Discord an option is a field with its name before it.
fn with_options(text: String, platform: &str) -> String {
    if platform != "discord" || !text.contains('=') {
        return text;
    }
    let field = |found: &regex::Captures<'_>| {
        let value = ["quoted", "curled", "plain"].iter().find_map(|part| found.name(part)).map_or("", |it| it.as_str());
        match OPTIONS.contains(&found["name"]) {
            true => format!("{}{}:{value}", &found["before"], &found["name"]),
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
                out.push_str(there);
                rest = &rest[written.len()..];
            }
            None => {
                out.push('/');
                rest = &rest[1..];
            }
        }
    }
    out + rest
}

/// The bot's own sentences of an answer; copy and what a model wrote stay as they are.
pub fn blocks(blocks: &mut [Block], platform: &str) {
    if platform == "console" {
        return;
    }
    let names = names(platform);
    let mend = |text: &mut String| {
        if text.contains(['/', '=']) || text.contains("--") {
            *text = with_options(FLAG.replace_all(&written(text, &names), "").into_owned(), platform);
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
            Block::Markdown(_)
            | Block::List(_)
            | Block::Table { .. }
            | Block::Preformatted(_)
            | Block::File(_)
            | Block::Buttons(_)
            | Block::Question(_) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{blocks, text};
    use copydesk_adapters::Block;

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
                "Such as: /digest create Coffee schedule:weekdays 9:00 zone:Europe/Berlin",
            ),
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
