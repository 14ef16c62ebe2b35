//! `/draft …`: whole pieces for each platform, and their way over the board.

mod doing;

use copydesk_analysis::{Language, Platform, links_in};
use copydesk_storage::{Draft, DraftAction, Idea, Numbered};

use super::board::state_named;
use crate::board::Deed;
use crate::commands::{
    Command, LANG, PLATFORM, Spec, Takes, choices, command, language_option, number_option, option, platform,
    platform_option, possible,
};
use crate::config::Config;
use crate::invocation::Invocation;
use crate::texts::{Problem, sentence};

pub use self::doing::{handle, write};

const OPTIONS: &[super::CommandOption] = &[option("platforms", "平台"), LANG];
const SEEN: &[super::CommandOption] =
    &[option("version", "版本").whole(1, 99_999), option("state", "状态").takes(Takes::OneOf(choices::states))];

/// The commands of this file.
pub static COMMANDS: &[Spec] = &[
    Spec {
        rest: "rest-draft-topic",
        asks: Some("ask-draft-topic"),
        options: OPTIONS,
        example: Some("command-draft-example"),
        ..command(&["draft"], &["草稿"], "command-draft", read_write)
    },
    // The same with a word of its own, for menus in which a family of commands is none itself.
    Spec {
        rest: "rest-draft-topic",
        asks: Some("ask-draft-topic"),
        options: OPTIONS,
        ..command(&["draft", "write"], &["草稿", "写"], "command-draft-write", read_write)
    },
    Spec {
        rest: "rest-draft",
        asks: Some("ask-draft"),
        ..command(&["draft", "show"], &["草稿", "显示"], "command-draft-show", read_show)
    },
    Spec {
        rest: "rest-draft",
        asks: Some("ask-draft"),
        options: SEEN,
        ..command(&["draft", "submit"], &["草稿", "提交"], "command-draft-submit", read_submit)
    },
    Spec {
        rest: "rest-draft",
        asks: Some("ask-draft"),
        options: SEEN,
        ..command(&["draft", "approve"], &["草稿", "通过"], "command-draft-approve", read_approve)
    },
    Spec {
        rest: "rest-draft-text",
        asks: Some("ask-draft-changes"),
        then: Some(("then-draft-changes", true)),
        options: SEEN,
        example: Some("command-draft-changes-example"),
        ..command(&["draft", "changes"], &["草稿", "要求修改"], "command-draft-changes", read_changes)
    },
    Spec {
        rest: "rest-draft-text",
        asks: Some("ask-draft"),
        then: Some(("then-draft-reject", false)),
        options: SEEN,
        ..command(&["draft", "reject"], &["草稿", "否决"], "command-draft-reject", read_reject)
    },
    Spec {
        rest: "rest-draft-text",
        asks: Some("ask-draft-edit"),
        options: &[PLATFORM, option("title", "标题")],
        example: Some("command-draft-edit-example"),
        ..command(&["draft", "edit"], &["草稿", "编辑"], "command-draft-edit", read_edit)
    },
    Spec {
        rest: "rest-draft",
        asks: Some("ask-draft"),
        options: &[
            PLATFORM,
            option("link", "链接"),
            option("impressions", "曝光").whole(0, MOST_REACTIONS),
            option("likes", "点赞").whole(0, MOST_REACTIONS),
            option("comments", "评论").whole(0, MOST_REACTIONS),
            option("shares", "分享").whole(0, MOST_REACTIONS),
            option("clicks", "点击").whole(0, MOST_REACTIONS),
        ],
        example: Some("command-draft-publish-example"),
        ..command(&["draft", "publish"], &["草稿", "发布"], "command-draft-publish", read_publish)
    },
    Spec {
        rest: "rest-draft-text",
        asks: Some("ask-draft-note"),
        then: Some(("then-draft-note", true)),
        ..command(&["draft", "note"], &["草稿", "备注"], "command-draft-note", read_note)
    },
    Spec {
        rest: "rest-draft",
        asks: Some("ask-draft"),
        ..command(&["draft", "history"], &["草稿", "历史"], "command-draft-history", read_history)
    },
];

/// Platforms of one draft.
const MOST_PLATFORMS: usize = 8;
/// Characters of a note or a reason.
const NOTE: usize = 2_000;
/// Characters of a link.
const LINK: usize = 500;
/// The most of anything that a post can have.
const MOST_REACTIONS: u64 = 100_000_000_000;

/// A whole piece that is to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftRequest {
    /// From what.
    pub from: Source,
    /// For where, if said.
    pub platforms: Vec<Platform>,
    /// In which language, if said.
    pub language: Option<Language>,
}

/// What a draft begins with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    /// An idea, by its number.
    Idea(u32),
    /// A topic.
    Topic(String),
}

/// What is to be done with a draft.
#[derive(Debug, Clone, PartialEq)]
pub enum DraftWish {
    /// Shows it.
    Show(u32),
    /// Shows all that happened to it.
    History(u32),
    /// Moves it, with a reason or a note.
    Move(Deed),
    /// Asks for the reason or the note first.
    Ask(Deed),
    /// Changes its copy.
    Edit {
        /// Which draft.
        draft: u32,
        /// For which platform; the only one if it has one.
        platform: Option<Platform>,
        /// A new headline.
        title: Option<String>,
        /// The new copy; empty leaves it as it is.
        text: String,
    },
    /// Says that it is out.
    Publish {
        /// Which draft.
        draft: u32,
        /// Where; the only place if it has one.
        platform: Option<Platform>,
        /// Where it can be seen.
        link: Option<String>,
        /// Its numbers: impressions, likes, comments, shares, clicks.
        numbers: [Option<u64>; 5],
    },
}

/// Reads `/draft ID|topic [platforms=…] [lang=…]`.
///
/// # Errors
/// A sentence for the first thing that is wrong.
pub fn read_write(invocation: &Invocation, config: &Config) -> Result<Command, Problem> {
    let rest = invocation.rest.trim();
    let is_id = |rest: &str| rest.contains(['-', '－']) && !rest.contains(' ');
    if let Some(number) = Draft::number_of(rest).filter(|_| is_id(rest)) {
        return Ok(draft_command(DraftWish::Show(number)));
    }
    let from = match Idea::number_of(rest).filter(|_| is_id(rest)) {
        Some(number) => Source::Idea(number),
        None if !rest.chars().any(char::is_alphanumeric) => {
            return Err(Problem::new(sentence!("draft-no-topic"), sentence!("draft-no-topic-help")));
        }
        None => {
            let length = rest.chars().count();
            if length > config.ideas.topic_characters {
                let most = config.ideas.topic_characters;
                return Err(Problem::new(
                    sentence!("ideas-topic-long", length = length, most = most),
                    sentence!("ideas-topic-long-help"),
                ));
            }
            Source::Topic(rest.to_string())
        }
    };
    let mut platforms = Vec::new();
    let names = invocation.option("platforms").unwrap_or_default();
    for name in names.split([',', '，', '、']).map(str::trim).filter(|name| !name.is_empty()) {
        let platform = platform(name)?;
        if !platforms.contains(&platform) {
            platforms.push(platform);
        }
    }
    if platforms.len() > MOST_PLATFORMS {
        return Err(sentence!("draft-many-platforms", count = platforms.len(), most = MOST_PLATFORMS).into());
    }
    let language = language_option(invocation.option("lang"))?;
    Ok(Command::WriteDraft(DraftRequest { from, platforms, language }))
}

fn draft_command(wish: DraftWish) -> Command {
    Command::Draft(Box::new(wish))
}

fn read_show(invocation: &Invocation, _: &Config) -> Result<Command, Problem> {
    Ok(draft_command(DraftWish::Show(number(&invocation.rest)?)))
}

fn read_history(invocation: &Invocation, _: &Config) -> Result<Command, Problem> {
    Ok(draft_command(DraftWish::History(number(&invocation.rest)?)))
}

fn read_submit(invocation: &Invocation, _: &Config) -> Result<Command, Problem> {
    read_move(invocation, DraftAction::Submit)
}

fn read_approve(invocation: &Invocation, _: &Config) -> Result<Command, Problem> {
    read_move(invocation, DraftAction::Approve)
}

fn read_reject(invocation: &Invocation, _: &Config) -> Result<Command, Problem> {
    read_move(invocation, DraftAction::Reject)
}

fn read_changes(invocation: &Invocation, _: &Config) -> Result<Command, Problem> {
    read_move(invocation, DraftAction::Changes)
}

fn read_note(invocation: &Invocation, _: &Config) -> Result<Command, Problem> {
    read_move(invocation, DraftAction::Note)
}

/// Reads an id and what is said with the action.
fn read_move(invocation: &Invocation, action: DraftAction) -> Result<Command, Problem> {
    let (draft, note) = id_and_text(invocation)?;
    let id = Draft::name_of(draft);
    if note.is_empty() && action == DraftAction::Changes {
        return Err(Problem::new(
            sentence!("draft-changes-what", id = id.as_str()),
            sentence!("draft-changes-help", id = id),
        ));
    }
    if note.is_empty() && action == DraftAction::Note {
        return Err(Problem::new(
            sentence!("draft-note-what", id = id.as_str()),
            sentence!("draft-note-help", id = id),
        ));
    }
    let length = note.chars().count();
    if length > NOTE {
        return Err(sentence!("draft-note-long", length = length, most = NOTE).into());
    }
    let version = number_option("version", invocation.option("version"), 1..=99_999)?;
    let state = invocation.option("state").map(state_named).transpose()?;
    // A button says "?" where the person is still to be asked.
    if note == "?" {
        return Ok(draft_command(DraftWish::Ask(Deed { draft, action, note: String::new(), version, state })));
    }
    Ok(draft_command(DraftWish::Move(Deed { draft, action, note, version, state })))
}

fn read_edit(invocation: &Invocation, config: &Config) -> Result<Command, Problem> {
    let (draft, text) = id_and_text(invocation)?;
    let title = invocation.option("title").map(|title| title.trim().to_string());
    if text.is_empty() && title.is_none() {
        let id = Draft::name_of(draft);
        return Err(Problem::new(
            sentence!("draft-edit-what", id = id.as_str()),
            sentence!("draft-edit-help", id = id),
        ));
    }
    let (length, most) = (text.chars().count(), config.chat.message_characters);
    if length > most {
        return Err(sentence!("draft-note-long", length = length, most = most).into());
    }
    let platform = platform_option(invocation.option("platform"))?;
    Ok(draft_command(DraftWish::Edit { draft, platform, title, text }))
}

fn read_publish(invocation: &Invocation, _: &Config) -> Result<Command, Problem> {
    let draft = number(&invocation.rest)?;
    let link = invocation.option("link").map(str::trim).filter(|link| !link.is_empty());
    if let Some(link) = link {
        let is_web = link.starts_with("https://") || link.starts_with("http://");
        let is_one = links_in(link).next() == Some(link) && link.chars().count() <= LINK;
        if !is_web || !is_one {
            return Err(Problem::new(sentence!("draft-link-wrong", link = link), sentence!("draft-link-help")));
        }
    }
    let number = |name: &'static str| number_option(name, invocation.option(name), 0..=MOST_REACTIONS);
    let numbers = [number("impressions")?, number("likes")?, number("comments")?, number("shares")?, number("clicks")?];
    let [impressions, .., clicks] = numbers;
    possible(impressions, clicks)?;
    let platform = platform_option(invocation.option("platform"))?;
    Ok(draft_command(DraftWish::Publish { draft, platform, link: link.map(String::from), numbers }))
}

fn number(id: &str) -> Result<u32, Problem> {
    let wrong = || match id.trim().is_empty() {
        true => Problem::new(sentence!("draft-which"), sentence!("draft-unknown-help")),
        false => Problem::new(sentence!("draft-unknown", id = id), sentence!("draft-unknown-help")),
    };
    Draft::number_of(id).ok_or_else(wrong)
}

/// The id that the words begin with, and what follows it, with its line breaks.
fn id_and_text(invocation: &Invocation) -> Result<(u32, String), Problem> {
    let (id, text) = invocation.text.split_once(char::is_whitespace).unwrap_or((&invocation.text, ""));
    let text = text.trim();
    let pairs = [('"', '"'), ('“', '”'), ('「', '」')];
    let inner = pairs.iter().find_map(|(open, close)| text.strip_prefix(*open)?.strip_suffix(*close));
    Ok((number(id.trim_matches(['"', '“', '”']))?, inner.unwrap_or(text).trim().to_string()))
}
