//! `/draft …` and `/drafts`: whole pieces for each platform, and their way over the board.

use copydesk_analysis::{Language, Platform, hashtags_in, links_in, without_hashtags};
use copydesk_storage::{
    Campaign, Change, Draft, DraftAction, DraftPiece, DraftVersion, Idea, Numbered, Post, Preferences, StorageError,
};

use super::ideas::IdeasRequest;
use crate::answer::{Answer, BoardRow, BoardShown};
use crate::board::{self, Deed, Known, Undone, state};
use crate::commands::{Command, Spec, command, language_option, number_option, option, platform, platform_option};
use crate::config::Config;
use crate::desk::Desk;
use crate::drafts::write::{Commission, Made, usual_platforms};
use crate::drafts::{Kind, shown};
use crate::ideas::deeds::{self, told};
use crate::ideas::plan::angles;
use crate::invocation::Invocation;
use crate::knowledge::Knowledge;
use crate::session::{Session, person_id};
use crate::texts::{Problem, Value, sentence};
use crate::{nearest, person};

const OPTIONS: &[super::CommandOption] = &[option("platforms", "平台"), option("lang", "语言")];
const VERSION: &[super::CommandOption] = &[option("version", "版本")];

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
        options: VERSION,
        ..command(&["draft", "submit"], &["草稿", "提交"], "command-draft-submit", read_submit)
    },
    Spec {
        rest: "rest-draft",
        asks: Some("ask-draft"),
        options: VERSION,
        ..command(&["draft", "approve"], &["草稿", "通过"], "command-draft-approve", read_approve)
    },
    Spec {
        rest: "rest-draft-text",
        asks: Some("ask-draft-changes"),
        options: VERSION,
        example: Some("command-draft-changes-example"),
        ..command(&["draft", "changes"], &["草稿", "要求修改"], "command-draft-changes", read_changes)
    },
    Spec {
        rest: "rest-draft-text",
        asks: Some("ask-draft"),
        options: VERSION,
        ..command(&["draft", "reject"], &["草稿", "否决"], "command-draft-reject", read_reject)
    },
    Spec {
        rest: "rest-draft-text",
        asks: Some("ask-draft-edit"),
        options: &[option("platform", "平台"), option("title", "标题")],
        example: Some("command-draft-edit-example"),
        ..command(&["draft", "edit"], &["草稿", "编辑"], "command-draft-edit", read_edit)
    },
    Spec {
        rest: "rest-draft",
        asks: Some("ask-draft"),
        options: &[
            option("platform", "平台"),
            option("link", "链接"),
            option("impressions", "曝光"),
            option("likes", "点赞"),
            option("comments", "评论"),
            option("shares", "分享"),
            option("clicks", "点击"),
        ],
        example: Some("command-draft-publish-example"),
        ..command(&["draft", "publish"], &["草稿", "发布"], "command-draft-publish", read_publish)
    },
    Spec {
        rest: "rest-draft-text",
        asks: Some("ask-draft-note"),
        ..command(&["draft", "note"], &["草稿", "备注"], "command-draft-note", read_note)
    },
    Spec {
        rest: "rest-draft",
        asks: Some("ask-draft"),
        ..command(&["draft", "history"], &["草稿", "历史"], "command-draft-history", read_history)
    },
    Spec {
        options: &[option("state", "状态"), option("count", "数量")],
        example: Some("command-drafts-example"),
        ..command(&["drafts"], &["草稿箱"], "command-drafts", read_board)
    },
];

/// How often a lost race is run again.
const LOST_RACES: usize = 100;
/// Platforms of one draft.
const MOST_PLATFORMS: usize = 8;
/// Characters of a note or a reason.
const NOTE: usize = 2_000;
/// Characters of a link.
const LINK: usize = 500;
/// Drafts shown unless asked otherwise.
const SHOWN: usize = 20;
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

/// Which drafts are to be shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BoardWish {
    /// Only those of one state.
    pub state: Option<copydesk_storage::DraftState>,
    /// At most so many.
    pub count: usize,
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
    Ok(draft_command(DraftWish::Move(Deed { draft, action, note, version })))
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
    let platform = platform_option(invocation.option("platform"))?;
    Ok(draft_command(DraftWish::Publish { draft, platform, link: link.map(String::from), numbers }))
}

fn read_board(invocation: &Invocation, _: &Config) -> Result<Command, Problem> {
    let name = invocation.option("state").or(Some(invocation.rest.as_str())).filter(|name| !name.trim().is_empty());
    let read = |name: &str| {
        state::from_name(name).ok_or_else(|| {
            let ids: Vec<&str> = state::STATES.iter().map(|it| state::id(*it)).collect();
            let shown: Vec<Value> = ids.iter().map(|id| Value::from(sentence!("draft-state", state = *id))).collect();
            let message = sentence!("draft-state-unknown", name = name);
            match nearest::nearest(name, ids.iter().copied()) {
                Some(near) => Problem::new(message, sentence!("did-you-mean", name = near, names = ids)),
                None => Problem::new(message, sentence!("i-know", names = shown)),
            }
        })
    };
    let state = name.map(read).transpose()?;
    let count = number_option("count", invocation.option("count"), 1..=1000)?.unwrap_or(SHOWN);
    Ok(Command::Board(BoardWish { state, count }))
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

/// Writes a draft.
///
/// # Errors
/// That there is no such idea or somebody used it before, or what the storage says.
pub async fn write(desk: &Desk, session: &Session, request: DraftRequest) -> Result<Answer, Problem> {
    let knowledge = desk.knowledge(session).await?;
    let idea = match request.from {
        Source::Idea(number) => {
            let idea = deeds::find(&session.records, number).await.map_err(|error| told(desk, error))?.record;
            // Before anything is written: a draft that nobody gets would be wasted.
            if let copydesk_storage::Fate::Used { draft, .. } = idea.fate {
                let (id, draft) = (Idea::name_of(number), Draft::name_of(draft));
                let message = sentence!("draft-idea-used", id = id, draft = draft.as_str());
                return Err(Problem::new(message, sentence!("idea-used-before-help", draft = draft)));
            }
            Some(idea)
        }
        Source::Topic(_) => None,
    };
    let topic = match (&request.from, &idea) {
        (Source::Topic(topic), _) => topic.clone(),
        (Source::Idea(_), idea) => idea.as_ref().map(|idea| idea.topic.clone()).unwrap_or_default(),
    };
    let own = idea.as_ref().and_then(|idea| Language::from_code(&idea.language));
    let language = request.language.or(own).or_else(|| Language::of(&topic)).unwrap_or(Language::English);
    let platforms = match request.platforms.is_empty() {
        false => request.platforms,
        true => platforms_of(desk, session, idea.as_ref(), &knowledge.preferences, language).await?,
    };
    let asked = IdeasRequest { topic, platform: None, format: None, count: 1, language, variation: None };
    let commission = Commission {
        desk,
        session,
        knowledge: &knowledge,
        request: &asked,
        idea: idea.as_ref(),
        platforms: &platforms,
    };
    let made = commission.write().await?;
    if made.pieces.iter().all(|piece| piece.text.is_empty() && piece.title.is_empty()) {
        return nothing_written(desk, session, &knowledge, &asked, &platforms, made);
    }
    let Made { pieces, origin, because, notes, problem } = made;
    let (by, at) = (person_id(&session.origin), session.now.timestamp());
    let version = DraftVersion { pieces: pieces.clone(), by, at, origin, because };
    let known = match &idea {
        Some(idea) => deeds::use_it(session, idea.number, Some((pieces, version))).await,
        None => {
            let (about, version) = ((asked.topic.as_str(), language.code(), None), &version);
            let stored = session.records.numbered::<Draft, _, Undone, _, _>(|number, change| async move {
                let (change, draft) = board::create(change, number, about, version);
                Ok((change, Known { draft, version: version.clone() }))
            });
            stored.await
        }
    };
    let known = known.map_err(|error| told(desk, error))?;
    let mut answer = shown::draft(desk, session, &known, Some("write")).await?;
    if let Answer::Draft(draft) = &mut answer {
        let said = problem.into_iter().flat_map(|problem| [Some(problem.message), problem.help]).flatten();
        draft.notes.splice(..0, notes.into_iter().chain(said).map(|note| session.say(note)));
    }
    Ok(answer)
}

/// Nothing could be written: what worked before, to write from; or that no candidate held.
fn nothing_written(
    desk: &Desk,
    session: &Session,
    knowledge: &Knowledge,
    request: &IdeasRequest,
    platforms: &[Platform],
    made: Made,
) -> Result<Answer, Problem> {
    let Some(problem) = made.problem else {
        return Err(Problem::new(sentence!("draft-nothing"), sentence!("draft-nothing-help")));
    };
    let platform = platforms.first().copied().unwrap_or(Platform::Instagram);
    let format = copydesk_analysis::Format::Post;
    let planned = angles(knowledge, platform, format, request.language, &request.topic);
    let request = IdeasRequest { count: desk.config.ideas.count, ..request.clone() };
    let limit = (u32::MAX, platform.unit());
    let until = std::time::Instant::now();
    let job = crate::ideas::job::Job { desk, session, knowledge, request: &request, platform, format, limit, until };
    Ok(job.angles_instead(problem, planned))
}

async fn platforms_of(
    desk: &Desk,
    session: &Session,
    idea: Option<&Idea>,
    preferences: &Preferences,
    language: Language,
) -> Result<Vec<Platform>, Problem> {
    let person = person::of(desk, session).await?;
    let own = if person.platforms.is_empty() { &preferences.platforms } else { &person.platforms };
    let home = idea.map(|idea| idea.platform.clone());
    let named = |name: &String| Platform::from_name(name);
    let mut platforms = usual_platforms(language, own.iter().filter_map(named));
    if let Some(home) = home.as_ref().and_then(named) {
        platforms.retain(|platform| *platform != home);
        platforms.insert(0, home);
    }
    platforms.truncate(MOST_PLATFORMS);
    Ok(platforms)
}

/// Does something with a draft.
///
/// # Errors
/// That there is none, that the person may not, that it makes no sense where the draft stands, or what the storage says.
pub async fn handle(desk: &Desk, session: &Session, wish: DraftWish) -> Result<Answer, Problem> {
    match wish {
        DraftWish::Show(number) => {
            let known = board::latest(&session.records, number).await.map_err(|error| told(desk, error))?;
            shown::draft(desk, session, &known, None).await
        }
        DraftWish::History(number) => {
            let draft = board::find(&session.records, number).await.map_err(|error| told(desk, error))?.record;
            shown::history(desk, session, &draft).await
        }
        DraftWish::Move(deed) => {
            let known = board::act(desk, session, &deed, |_, _, change| Ok((change, None))).await?;
            shown::draft(desk, session, &known, Some(state::action_id(deed.action))).await
        }
        DraftWish::Edit { draft, platform, title, text } => {
            edit(desk, session, draft, (platform, title.as_deref(), &text)).await
        }
        DraftWish::Publish { draft, platform, link, numbers } => {
            publish(desk, session, draft, (platform, link.as_deref(), numbers)).await
        }
    }
}

async fn edit(
    desk: &Desk,
    session: &Session,
    draft: u32,
    (on, title, text): (Option<Platform>, Option<&str>, &str),
) -> Result<Answer, Problem> {
    let deed = Deed { draft, action: DraftAction::Edit, note: String::new(), version: None };
    let known = board::act(desk, session, &deed, |_, version, change| {
        let mut pieces = version.pieces.clone();
        // A platform that the draft did not have yet is a new piece.
        if let Some(platform) = on.filter(|on| !pieces.iter().any(|piece| piece.platform == on.id())) {
            pieces.push(DraftPiece {
                platform: platform.id().into(),
                format: Kind::of(platform).id().into(),
                title: String::new(),
                text: String::new(),
                hashtags: Vec::new(),
            });
        }
        let piece = chosen(draft, &mut pieces, on)?;
        if !text.is_empty() {
            piece.hashtags = hashtags_in(text);
            piece.text = without_hashtags(text);
        }
        if let Some(title) = title {
            piece.title = title.to_string();
        }
        if pieces == version.pieces {
            return Err(sentence!("draft-edit-same", id = Draft::name_of(draft)).into());
        }
        Ok((change, Some(pieces)))
    });
    shown::draft(desk, session, &known.await?, Some("edit")).await
}

/// The piece for a platform; where none is said, the only one.
fn chosen(draft: u32, pieces: &mut [DraftPiece], on: Option<Platform>) -> Result<&mut DraftPiece, Problem> {
    let names: Vec<String> = pieces.iter().map(|piece| piece.platform.clone()).collect();
    let only = pieces.len() == 1;
    let is_it = |piece: &&mut DraftPiece| on.map_or(only, |on| piece.platform == on.id());
    pieces.iter_mut().find(is_it).ok_or_else(|| {
        let id = Draft::name_of(draft);
        Problem::new(sentence!("draft-which-platform", id = id), sentence!("draft-which-platform-help", names = names))
    })
}

/// Notes where a draft is out. Its numbers become a campaign, in the same commit; numbers that come later correct it.
async fn publish(
    desk: &Desk,
    session: &Session,
    number: u32,
    (on, link, numbers): (Option<Platform>, Option<&str>, Numbers),
) -> Result<Answer, Problem> {
    session.must_manage().await?;
    let deed =
        &Deed { draft: number, action: DraftAction::Publish, note: link.unwrap_or_default().into(), version: None };
    let known = if numbers.iter().any(Option::is_some) {
        measured(session, deed, (on, link, numbers)).await.map_err(|error| told(desk, error))?
    } else {
        board::act(desk, session, deed, |draft, version, change| {
            let mut pieces = version.pieces.clone();
            let piece = chosen(number, &mut pieces, on)?;
            linked(draft, piece, link);
            Ok((change, None))
        })
        .await?
    };
    shown::draft(desk, session, &known, Some("publish")).await
}

/// Notes where a piece is out, and stores its numbers as a campaign, or corrects the one that they are.
async fn measured(
    session: &Session,
    deed: &Deed,
    (on, link, numbers): (Option<Platform>, Option<&str>, Numbers),
) -> Result<Known, Undone> {
    let records = &session.records;
    let mut races = 0;
    loop {
        let Known { draft, version } = board::latest(records, deed.draft).await?;
        let mut pieces = version.pieces.clone();
        let piece = chosen(deed.draft, &mut pieces, on)?.clone();
        let known = match draft.campaigns.get(&piece.platform) {
            Some(number) => records.get::<Campaign>(&Campaign::record_id(*number)).await?,
            None => None,
        };
        let (campaign, change) = match known {
            Some(stored) => {
                let id = Campaign::record_id(stored.record.number);
                (stored.record, records.change().unchanged::<Campaign>(&id, Some(stored.version)))
            }
            None => {
                let (number, change) = records.take_number::<Campaign>(records.change()).await?;
                (Campaign { number, post: post(session, &draft, &piece) }, change)
            }
        };
        let campaign = with_numbers(campaign, numbers);
        let change = change.put_campaign(&campaign);
        let mut alter = |draft: &mut Draft, _: &DraftVersion, change: Change| {
            linked(draft, &piece, link);
            draft.campaigns.insert(piece.platform.clone(), campaign.number);
            Ok((change, None))
        };
        let (change, done) = board::prepare(session, deed, change, &mut alter).await?;
        match change.commit().await {
            Ok(_) => return Ok(done),
            Err(StorageError::Conflict { .. }) if races < LOST_RACES => races += 1,
            Err(error) => return Err(error.into()),
        }
    }
}

/// Impressions, likes, comments, shares, clicks.
type Numbers = [Option<u64>; 5];

/// Notes where a piece is out, and where it can be seen.
fn linked(draft: &mut Draft, piece: &DraftPiece, link: Option<&str>) {
    let address = draft.links.entry(piece.platform.clone()).or_default();
    if let Some(link) = link {
        *address = link.to_string();
    }
}

/// A published piece as a past post, without numbers.
fn post(session: &Session, draft: &Draft, piece: &DraftPiece) -> Post {
    let text = if piece.title.is_empty() { piece.text.clone() } else { format!("{}\n{}", piece.title, piece.text) };
    Post {
        platform: piece.platform.clone(),
        text: text.trim().to_string(),
        topic: draft.topic.clone(),
        hashtags: piece.hashtags.iter().map(|tag| tag.trim_start_matches(['#', '＃']).to_string()).collect(),
        date: Some(session.now.date()),
        ..Post::default()
    }
}

/// A campaign with the numbers that are known now; what is not said stays.
fn with_numbers(mut campaign: Campaign, [impressions, likes, comments, shares, clicks]: Numbers) -> Campaign {
    let post = &mut campaign.post;
    post.impressions = impressions.or(post.impressions);
    post.likes = likes.or(post.likes);
    post.comments = comments.or(post.comments);
    post.shares = shares.or(post.shares);
    post.clicks = clicks.or(post.clicks);
    campaign
}

/// Shows the board.
///
/// # Errors
/// What the storage says.
pub async fn board(desk: &Desk, session: &Session, wish: BoardWish) -> Result<Answer, Problem> {
    let failed = |error: StorageError| desk.storage_problem(&error);
    let all = session.records.all::<Draft>().await.map_err(failed)?;
    let mut drafts: Vec<Draft> = all.into_iter().map(|(_, stored)| stored.record).collect();
    drafts.retain(|draft| wish.state.is_none_or(|state| draft.state == state));
    drafts.sort_by(|left, right| right.last.at.cmp(&left.last.at).then(right.number.cmp(&left.number)));
    let total = drafts.len();
    let mut rows = Vec::new();
    for draft in drafts.into_iter().take(wish.count) {
        let version = board::latest_version(&session.records, &draft).await.map_err(failed)?;
        rows.push(BoardRow {
            id: Draft::name_of(draft.number),
            topic: draft.topic,
            state: state::id(draft.state).into(),
            platforms: version.pieces.into_iter().map(|piece| piece.platform).collect(),
            version: draft.version,
            last: state::action_id(draft.last.action).into(),
            by: draft.last.by,
            at: draft.last.at.to_string(),
        });
    }
    Ok(Answer::Board(BoardShown { state: wish.state.map(|state| state::id(state).into()), drafts: rows, total }))
}
