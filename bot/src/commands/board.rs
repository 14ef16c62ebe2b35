//! `/drafts`: the board, from ideas that nobody has taken yet to what is published.

use copydesk_analysis::Platform;
use copydesk_storage::{Draft, DraftState, Fate, Idea, Numbered};

use crate::answer::{Answer, BoardRow, BoardShown, OpenIdea};
use crate::board::{self, state};
use crate::commands::{Command, PLATFORM, Spec, Takes, choices, command, number_option, option, platform_option};
use crate::config::Config;
use crate::desk::Desk;
use crate::ideas::because::shortened;
use crate::invocation::Invocation;
use crate::nearest::nearest;
use crate::session::{Session, person_id};
use crate::texts::{Problem, Value, sentence};

/// The command of this file.
pub static COMMANDS: &[Spec] = &[Spec {
    options: &[
        option("state", "状态").takes(Takes::OneOf(choices::columns)),
        PLATFORM,
        option("topic", "主题"),
        option("by", "作者").takes(Takes::OneOf(choices::own)),
        option("count", "数量").whole(1, 1_000),
    ],
    example: Some("command-drafts-example"),
    ..command(&["drafts"], &["草稿箱"], "command-drafts", read)
}];

/// Drafts shown unless asked otherwise.
const SHOWN: usize = 20;
/// Open ideas shown on the whole board.
const IDEAS: usize = 3;
/// Columns of an idea's text.
const TEXT: usize = 60;

/// Which drafts are to be shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BoardWish {
    /// Only what stands there.
    pub column: Option<Column>,
    /// Only what is for this platform.
    pub platform: Option<Platform>,
    /// Only what is about this, in lower case.
    pub topic: Option<String>,
    /// Only what the person made.
    pub own: bool,
    /// At most so many.
    pub count: usize,
}

/// A column of the board.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Column {
    /// Ideas that nobody has used or refused.
    Ideas,
    /// Drafts of one state.
    Drafts(DraftState),
}

/// Reads `/drafts [state=…] [platform=…] [topic=…] [by=me] [count=…]`.
///
/// # Errors
/// What is wrong with an option.
pub fn read(invocation: &Invocation, _: &Config) -> Result<Command, Problem> {
    let name = invocation.option("state").or(Some(invocation.rest.as_str())).map(str::trim);
    let column = name.filter(|name| !name.is_empty()).map(column).transpose()?;
    let own = match invocation.option("by").map(|who| who.trim().to_lowercase()) {
        None => false,
        Some(who) if matches!(who.as_str(), "me" | "我") => true,
        Some(who) => return Err(Problem::new(sentence!("board-by-wrong", who = who), sentence!("board-by-help"))),
    };
    Ok(Command::Board(BoardWish {
        column,
        platform: platform_option(invocation.option("platform"))?,
        topic: invocation.option("topic").map(|topic| topic.trim().to_lowercase()),
        own,
        count: number_option("count", invocation.option("count"), 1..=1000)?.unwrap_or(SHOWN),
    }))
}

fn column(name: &str) -> Result<Column, Problem> {
    if matches!(name.to_lowercase().as_str(), "idea" | "ideas" | "想法") {
        return Ok(Column::Ideas);
    }
    state_named(name).map(Column::Drafts)
}

/// The state of this name.
///
/// # Errors
/// That there is none, with the nearest name or all of them.
pub(super) fn state_named(name: &str) -> Result<DraftState, Problem> {
    state::from_name(name).ok_or_else(|| {
        let ids: Vec<&str> = std::iter::once("idea").chain(state::STATES.iter().map(|it| state::id(*it))).collect();
        let shown = ids.iter().map(|id| Value::from(sentence!("draft-state", state = *id))).collect::<Vec<_>>();
        let message = sentence!("draft-state-unknown", name = name);
        match nearest(name, ids.iter().copied()) {
            Some(near) => Problem::new(message, sentence!("did-you-mean", name = near, names = ids)),
            None => Problem::new(message, sentence!("i-know", names = shown)),
        }
    })
}

impl BoardWish {
    fn is_about(&self, topic: &str) -> bool {
        self.topic.as_ref().is_none_or(|wanted| topic.to_lowercase().contains(wanted))
    }

    fn is_for(&self, platform: &str) -> bool {
        self.platform.is_none_or(|wanted| wanted.id() == platform)
    }
}

/// Shows the board.
///
/// # Errors
/// What the storage says.
pub async fn handle(desk: &Desk, session: &Session, wish: BoardWish) -> Result<Answer, Problem> {
    let failed = |error| desk.storage_problem(&error);
    let me = person_id(&session.origin);
    let (ideas, open) = ideas(session, &wish, &me).await.map_err(failed)?;
    let mut drafts: Vec<Draft> = match wish.column {
        Some(Column::Ideas) => Vec::new(),
        _ => {
            let all = session.records.all::<Draft>().await.map_err(failed)?;
            all.into_iter().map(|(_, stored)| stored.record).collect()
        }
    };
    drafts.retain(|draft| {
        wish.column.is_none_or(|column| column == Column::Drafts(draft.state))
            && wish.is_about(&draft.topic)
            && (!wish.own || draft.by == me)
    });
    drafts.sort_by(|left, right| right.last.at.cmp(&left.last.at).then(right.number.cmp(&left.number)));
    let (mut rows, mut total) = (Vec::new(), 0);
    for draft in drafts {
        // Only the version says for which platforms it is.
        if wish.platform.is_none() && rows.len() >= wish.count {
            total += 1;
            continue;
        }
        let version = board::latest_version(&session.records, &draft).await.map_err(failed)?;
        let platforms: Vec<String> = version.pieces.into_iter().map(|piece| piece.platform).collect();
        if wish.platform.is_some() && !platforms.iter().any(|platform| wish.is_for(platform)) {
            continue;
        }
        total += 1;
        if rows.len() < wish.count {
            rows.push(BoardRow {
                id: Draft::name_of(draft.number),
                topic: draft.topic,
                state: state::id(draft.state).into(),
                platforms,
                version: draft.version,
                last: state::action_id(draft.last.action).into(),
                by: draft.last.by,
                at: draft.last.at.to_string(),
            });
        }
    }
    let state = wish.column.map(|column| match column {
        Column::Ideas => "idea".into(),
        Column::Drafts(state) => state::id(state).into(),
    });
    Ok(Answer::Board(BoardShown { state, drafts: rows, total, ideas, open_ideas: open }))
}

/// The newest ideas that nobody has used or refused, and how many there are.
async fn ideas(
    session: &Session,
    wish: &BoardWish,
    me: &str,
) -> Result<(Vec<OpenIdea>, usize), copydesk_storage::StorageError> {
    let most = match wish.column {
        None => IDEAS,
        Some(Column::Ideas) => wish.count,
        Some(Column::Drafts(_)) => return Ok((Vec::new(), 0)),
    };
    let all = session.records.all::<Idea>().await?;
    let open = all.into_iter().rev().map(|(_, stored)| stored.record).filter(|idea| {
        idea.fate == Fate::Open
            && wish.is_about(&idea.topic)
            && wish.is_for(&idea.platform)
            && (!wish.own || idea.by == me)
    });
    let open: Vec<Idea> = open.collect();
    let total = open.len();
    let shown = open.into_iter().take(most).map(|idea| OpenIdea {
        id: Idea::name_of(idea.number),
        topic: idea.topic,
        platform: idea.platform,
        text: shortened(&idea.text, TEXT),
    });
    Ok((shown.collect(), total))
}
