//! `/digest`: what the team follows, when it hears of it, and what became of it. `/trends`: the same at once.

mod asking;
mod doing;

use copydesk_adapters::CommandInput;

use crate::commands::{Command, LANG, Spec, Takes, choices, command, number_option, option};
use crate::config::Config;
use crate::digest::questions::{self, QUESTIONS};
use crate::digest::setup::Setup;
use crate::invocation::Invocation;
use crate::texts::{Problem, sentence};

pub use self::doing::handle;

const SETUP: [super::CommandOption; 15] = [
    option("sources", "来源"),
    option("schedule", "时间"),
    option("topics", "话题"),
    option("zone", "时区").takes(Takes::Mostly(choices::zones)),
    option("channel", "频道").takes(Takes::Channel),
    option("count", "数量").whole(1, 10),
    LANG,
    option("quiet", "免打扰"),
    option("tone", "口吻"),
    option("include", "包含"),
    option("exclude", "排除"),
    option("pattern", "正则"),
    option("languages", "语种"),
    option("minimum", "最少来源").whole(1, 50),
    option("hosts", "屏蔽网站"),
];
const CREATE: [super::CommandOption; 16] = with_confirm();

const fn with_confirm() -> [super::CommandOption; 16] {
    let mut options = [const { option("confirm", "确认").takes(Takes::OneOf(choices::yes)) }; 16];
    let mut place = 0;
    while place < SETUP.len() {
        options[place] = SETUP[place];
        place += 1;
    }
    options
}

/// The commands of this file.
pub static COMMANDS: &[Spec] = &[
    Spec {
        options: &[option("days", "天数").whole(1, 31)],
        ..command(&["trends"], &["趋势"], "command-trends", read_trends)
    },
    Spec {
        rest: "rest-digest-name",
        options: &CREATE,
        takes_file: true,
        example: Some("command-digest-create-example"),
        ..command(&["digest", "create"], &["简报", "新建"], "command-digest-create", read_create)
    },
    Spec {
        rest: "rest-digest-answer",
        first: Some(option("question", "问题")),
        asks: Some("ask-digest-answer"),
        ..command(&["digest", "answer"], &["简报", "回答"], "command-digest-answer", read_answer)
    },
    command(&["digest", "list"], &["简报", "列表"], "command-digest-list", |_, _| wish(DigestWish::List)),
    Spec {
        rest: "rest-digest",
        ..command(&["digest", "show"], &["简报", "查看"], "command-digest-show", |it, _| {
            numbered(it, DigestWish::Show)
        })
    },
    Spec {
        rest: "rest-digest",
        options: &SETUP,
        takes_file: true,
        example: Some("command-digest-edit-example"),
        ..command(&["digest", "edit"], &["简报", "修改"], "command-digest-edit", read_edit)
    },
    Spec {
        rest: "rest-digest",
        ..command(&["digest", "run"], &["简报", "运行"], "command-digest-run", |it, _| {
            numbered(it, DigestWish::Run)
        })
    },
    Spec {
        rest: "rest-digest",
        ..command(&["digest", "pause"], &["简报", "暂停"], "command-digest-pause", |it, _| {
            numbered(it, DigestWish::Pause)
        })
    },
    Spec {
        rest: "rest-digest",
        ..command(&["digest", "resume"], &["简报", "恢复"], "command-digest-resume", |it, _| {
            numbered(it, DigestWish::Resume)
        })
    },
    Spec {
        rest: "rest-digest",
        ..command(&["digest", "delete"], &["简报", "删除"], "command-digest-delete", |it, _| {
            numbered(it, DigestWish::Delete)
        })
    },
    Spec {
        rest: "rest-digest",
        ..command(&["digest", "history"], &["简报", "历史"], "command-digest-history", |it, _| {
            numbered(it, DigestWish::History)
        })
    },
    Spec {
        rest: "rest-digest",
        ..command(&["digest", "opml"], &["简报", "导出"], "command-digest-opml", |it, _| {
            numbered(it, DigestWish::Opml)
        })
    },
    Spec {
        rest: "rest-digest-topic",
        asks: Some("ask-digest-topic"),
        ..command(&["digest", "mute"], &["简报", "屏蔽"], "command-digest-mute", |it, _| {
            topic(it, DigestWish::Mute)
        })
    },
    Spec {
        rest: "rest-digest-topic",
        asks: Some("ask-digest-topic"),
        ..command(&["digest", "more"], &["简报", "关注"], "command-digest-more", |it, _| {
            topic(it, DigestWish::More)
        })
    },
    Spec {
        rest: "rest-digest-topic",
        asks: Some("ask-digest-topic"),
        ..command(&["digest", "unmute"], &["简报", "取消屏蔽"], "command-digest-unmute", |it, _| {
            topic(it, DigestWish::Neither)
        })
    },
    Spec {
        rest: "rest-digest-alerts",
        ..command(&["digest", "alerts"], &["简报", "提醒"], "command-digest-alerts", read_alerts)
    },
    Spec {
        rest: "rest-digest-topic",
        asks: Some("ask-digest-topic"),
        ..command(&["mute"], &["屏蔽"], "command-mute", |it, _| topic(it, DigestWish::Mute))
    },
];

/// The longest topic, characters.
const LONGEST_TOPIC: usize = 100;

/// What is wanted of digests.
#[derive(Debug, Clone, PartialEq)]
pub enum DigestWish {
    /// A new one.
    Create {
        /// What was given.
        setup: Setup,
        /// Whether its next times were seen.
        is_confirmed: bool,
        /// The command as it was written, to be confirmed.
        written: String,
    },
    /// A new one, whose parts are asked for; these are known.
    Ask(Vec<(String, String)>),
    /// The answer to a question about a new one.
    Answer {
        /// Which question; the one that waits if none is named.
        question: Option<&'static str>,
        /// What was answered.
        text: String,
    },
    /// Whether admins are told here what goes wrong with digests.
    Alerts(bool),
    /// A change of one; of the only one if none is named.
    Edit(Option<u32>, Setup),
    /// All of them.
    List,
    /// One, with its sources' health.
    Show(Option<u32>),
    /// One now, here.
    Run(Option<u32>),
    /// Nothing of it until it is resumed.
    Pause(Option<u32>),
    /// Again.
    Resume(Option<u32>),
    /// Never again.
    Delete(Option<u32>),
    /// What became of it each time.
    History(Option<u32>),
    /// Its sources as a list for feed readers.
    Opml(Option<u32>),
    /// Nothing more of a topic.
    Mute(String),
    /// More of a topic.
    More(String),
    /// Neither.
    Neither(String),
    /// What rises now, over so many days.
    Trends(u8),
}

fn wish(wish: DigestWish) -> Result<Command, Problem> {
    Ok(Command::Digest(Box::new(wish)))
}

fn read_trends(invocation: &Invocation, _: &Config) -> Result<Command, Problem> {
    wish(DigestWish::Trends(number_option("days", invocation.option("days"), 1..=31)?.unwrap_or(1)))
}

fn read_create(invocation: &Invocation, _: &Config) -> Result<Command, Problem> {
    let setup = Setup::read(invocation, &invocation.rest)?;
    let given = |name: &str| invocation.option(name).is_some_and(|value| !value.trim().is_empty());
    if !given("schedule") || !given("sources") {
        let name = Some(invocation.rest.trim().to_owned()).filter(|name| !name.is_empty());
        let name = name.map(|name| ("name".to_owned(), name));
        let options = invocation.options.iter().map(|(name, value)| ((*name).to_owned(), value.clone()));
        return wish(DigestWish::Ask(name.into_iter().chain(options).collect()));
    }
    let answer = invocation.option("confirm").map(str::to_lowercase);
    let is_confirmed = answer.is_some_and(|answer| ["yes", "y", "是", "确认"].contains(&answer.as_str()));
    let mut written = format!("/digest create {}", quoted(&invocation.rest));
    for (name, value) in invocation.options.iter().filter(|(name, _)| **name != "confirm") {
        written += &format!(" {name}={}", quoted(value));
    }
    wish(DigestWish::Create { setup, is_confirmed, written: format!("{written} confirm=yes") })
}

/// "schedule weekdays 9:00", or only the answer.
fn read_answer(invocation: &Invocation, _: &Config) -> Result<Command, Problem> {
    let text = invocation.text.trim();
    let (first, rest) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
    let named = QUESTIONS.iter().find(|question| question.name == first || questions::chinese(question.name) == first);
    let (question, text) = named.map_or((None, text), |question| (Some(question.name), rest.trim()));
    wish(DigestWish::Answer { question, text: text.to_owned() })
}

fn read_alerts(invocation: &Invocation, _: &Config) -> Result<Command, Problem> {
    match invocation.rest.trim().to_lowercase().as_str() {
        "" | "here" | "这里" => wish(DigestWish::Alerts(true)),
        "off" | "-" | "关闭" => wish(DigestWish::Alerts(false)),
        other => Err(Problem::new(sentence!("digest-alerts-wrong", value = other), sentence!("digest-alerts-help"))),
    }
}

/// The command that makes a digest of these answers.
fn create_command(answers: &[(String, String)]) -> CommandInput {
    let given = |name: &str| answers.iter().find(|(known, _)| known == name).map(|(_, text)| text.clone());
    let options = answers.iter().filter(|(name, text)| name != "name" && !text.is_empty()).cloned().collect();
    let words = ["digest", "create"].map(str::to_owned).to_vec();
    CommandInput { words, options, rest: given("name").unwrap_or_default() }
}

/// The same as a person would write it, with the yes.
fn create_written(answers: &[(String, String)]) -> String {
    let CommandInput { options, rest, .. } = create_command(answers);
    let mut written = format!("/digest create {}", quoted(&rest));
    for (name, value) in options {
        written += &format!(" {name}={}", quoted(&value));
    }
    format!("{written} confirm=yes")
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('"', "'").replace(['\n', '\r'], "; "))
}

fn read_edit(invocation: &Invocation, _: &Config) -> Result<Command, Problem> {
    let (first, rest) = invocation.rest.split_once(' ').unwrap_or((&invocation.rest, ""));
    let (number, name) = match number_of(first) {
        Some(number) => (Some(number), rest),
        None => (None, invocation.rest.as_str()),
    };
    wish(DigestWish::Edit(number, Setup::read(invocation, name)?))
}

/// "D-3", "d3" or "3".
fn number_of(text: &str) -> Option<u32> {
    text.trim().to_lowercase().trim_start_matches("d-").trim_start_matches('d').parse().ok()
}

fn numbered(invocation: &Invocation, make: fn(Option<u32>) -> DigestWish) -> Result<Command, Problem> {
    let text = invocation.rest.trim();
    if text.is_empty() {
        return wish(make(None));
    }
    let wrong = || Problem::new(sentence!("digest-id-wrong", value = text), sentence!("digest-id-help"));
    wish(make(Some(number_of(text).ok_or_else(wrong)?)))
}

fn topic(invocation: &Invocation, make: fn(String) -> DigestWish) -> Result<Command, Problem> {
    let topic = invocation.rest.trim();
    if !topic.chars().any(char::is_alphanumeric) {
        return Err(Problem::new(sentence!("digest-topic-none"), sentence!("digest-topic-help")));
    }
    wish(make(topic.chars().take(LONGEST_TOPIC).collect()))
}
