//! `/digest`: what the team follows, when it hears of it, and what became of it. `/trends`: the same at once.

use copydesk_analysis::feed::{Outline, decode, read_opml, write_opml};
use copydesk_storage::{
    Digest, DigestSource, Occurrence, OccurrenceState, PostChannel, StorageError, Stored, TopicWishes,
};
use jiff::SignedDuration;

use crate::answer::{Answer, DigestHistory, DigestsShown, Done, OccurrenceShown};
use crate::commands::{Command, Spec, command, number_option, option, required};
use crate::config::Config;
use crate::desk::Desk;
use crate::digest::setup::{MOST_SOURCES, Setup, shown, source_shown};
use crate::digest::{shelf, source, work};
use crate::invocation::Invocation;
use crate::present_digest::zone_of;
use crate::session::Session;
use crate::texts::{Problem, sentence};

const SETUP: [super::CommandOption; 15] = [
    option("sources", "来源"),
    option("schedule", "时间"),
    option("topics", "话题"),
    option("zone", "时区"),
    option("channel", "频道"),
    option("count", "数量"),
    option("lang", "语言"),
    option("quiet", "免打扰"),
    option("tone", "口吻"),
    option("include", "包含"),
    option("exclude", "排除"),
    option("pattern", "正则"),
    option("languages", "语种"),
    option("minimum", "最少来源"),
    option("hosts", "屏蔽网站"),
];
const CREATE: [super::CommandOption; 16] = with_confirm();

const fn with_confirm() -> [super::CommandOption; 16] {
    let mut options = [const { option("confirm", "确认") }; 16];
    let mut place = 0;
    while place < SETUP.len() {
        options[place] = SETUP[place];
        place += 1;
    }
    // What a digest cannot be without stands first on platforms that ask for it.
    options[0] = required("sources", "来源");
    options[1] = required("schedule", "时间");
    options
}

/// The commands of this file.
pub static COMMANDS: &[Spec] = &[
    Spec { options: &[option("days", "天数")], ..command(&["trends"], &["趋势"], "command-trends", read_trends) },
    Spec {
        rest: "rest-digest-name",
        options: &CREATE,
        takes_file: true,
        example: Some("command-digest-create-example"),
        ..command(&["digest", "create"], &["简报", "新建"], "command-digest-create", read_create)
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
        rest: "rest-digest-topic",
        asks: Some("ask-digest-topic"),
        ..command(&["mute"], &["屏蔽"], "command-mute", |it, _| topic(it, DigestWish::Mute))
    },
];

/// Occurrences that `/digest history` shows.
const HISTORY: usize = 20;
/// Topics that can be muted or wanted.
const MOST_TOPICS: usize = 200;
/// The longest topic, characters.
const LONGEST_TOPIC: usize = 100;
/// The largest OPML file, bytes.
const LARGEST_OPML: u64 = 4 << 20;

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
    let answer = invocation.option("confirm").map(str::to_lowercase);
    let is_confirmed = answer.is_some_and(|answer| ["yes", "y", "是", "确认"].contains(&answer.as_str()));
    let mut written = format!("/digest create {}", quoted(&invocation.rest));
    for (name, value) in invocation.options.iter().filter(|(name, _)| **name != "confirm") {
        written += &format!(" {name}={}", quoted(value));
    }
    wish(DigestWish::Create { setup, is_confirmed, written: format!("{written} confirm=yes") })
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

/// Does it.
///
/// # Errors
/// What is wrong with it, that the person may not, or what the storage says.
pub async fn handle(desk: &Desk, session: &Session, wish: DigestWish) -> Result<Answer, Problem> {
    let is_reading = matches!(
        wish,
        DigestWish::List
            | DigestWish::Show(_)
            | DigestWish::History(_)
            | DigestWish::Opml(_)
            | DigestWish::Trends(_)
            | DigestWish::Run(_)
    );
    if !is_reading {
        session.must_manage().await?;
    }
    let stored = |error: StorageError| desk.storage_problem(&error);
    let now = session.now.timestamp();
    let answer = |done: Option<&str>, digests: &[Digest]| {
        let shown = |digest: &Digest| shown(&session.team.id, digest, now, session.language);
        let (done, digests) = (done.map(str::to_owned), digests.iter().map(shown).collect());
        Answer::Digests(DigestsShown { done, digests, confirm: None, notes: Vec::new() })
    };
    match wish {
        DigestWish::Create { setup, is_confirmed, written } => {
            create(desk, session, setup, is_confirmed, written).await
        }
        DigestWish::List => {
            let digests = session.records.all::<Digest>().await.map_err(stored)?;
            let digests: Vec<Digest> = digests.into_iter().map(|(_, stored)| stored.record).collect();
            Ok(answer(None, &digests))
        }
        DigestWish::Show(number) => {
            let digest = find(desk, session, number).await?.record;
            let shelf = shelf::read(&session.records, &digest.sources, session.language).await.map_err(stored)?;
            let mut shown = answer(None, &[digest]);
            if let (Answer::Digests(shown), Some(note)) =
                (&mut shown, shelf::failing_note(&shelf.failed, session.language))
            {
                shown.notes.push(note);
            }
            Ok(shown)
        }
        DigestWish::Edit(number, mut setup) => {
            if let Some(sources) = sources_of_file(session)? {
                setup.add_sources(sources);
            }
            let changed = change(desk, session, number, |digest| setup.clone().apply(digest, now)).await?;
            Ok(answer(Some("changed"), &[changed]))
        }
        DigestWish::Pause(number) => {
            let changed = change(desk, session, number, |digest| {
                digest.paused = true;
                Ok(())
            });
            Ok(answer(Some("paused"), &[changed.await?]))
        }
        DigestWish::Resume(number) => {
            let changed = change(desk, session, number, |digest| {
                digest.paused = false;
                // What was due meanwhile is not wanted.
                digest.claimed_until = digest.claimed_until.max(now);
                Ok(())
            });
            Ok(answer(Some("resumed"), &[changed.await?]))
        }
        DigestWish::Delete(number) => {
            let digest = find(desk, session, number).await?;
            let id = Digest::record_id(digest.record.number);
            let mut gone =
                session.records.change().unchanged::<Digest>(&id, Some(digest.version)).delete::<Digest>(&id);
            for (id, occurrence) in session.records.all::<Occurrence>().await.map_err(stored)? {
                if occurrence.record.digest == digest.record.number {
                    gone = gone.delete::<Occurrence>(&id);
                }
            }
            gone.commit().await.map_err(stored)?;
            Ok(answer(Some("deleted"), &[]))
        }
        DigestWish::History(number) => history(desk, session, number).await,
        DigestWish::Opml(number) => {
            let digest = find(desk, session, number).await?.record;
            let outline = |source: &DigestSource| Outline { title: source_shown(source), url: source.url.clone() };
            let outlines: Vec<Outline> =
                digest.sources.iter().filter(|it| it.selector.is_none()).map(outline).collect();
            Ok(Answer::Done(Done { text: write_opml(&digest.name, &outlines) }))
        }
        DigestWish::Run(number) => run(desk, session, number).await,
        DigestWish::Trends(days) => trends(desk, session, days).await,
        DigestWish::Mute(topic) => wishes(desk, session, &topic, "muted").await,
        DigestWish::More(topic) => wishes(desk, session, &topic, "wanted").await,
        DigestWish::Neither(topic) => wishes(desk, session, &topic, "neither").await,
    }
}

async fn create(
    desk: &Desk,
    session: &Session,
    mut setup: Setup,
    is_confirmed: bool,
    written: String,
) -> Result<Answer, Problem> {
    let has_file = session.file.is_some();
    if let Some(sources) = sources_of_file(session)? {
        setup.add_sources(sources);
    }
    let here = here(session);
    let digest = setup.create(&here, session.language, session.now.time_zone(), session.now.timestamp())?;
    let fetcher = desk.digests.fetcher(&desk.config.fetch).map_err(|error| Problem::from(error.sentence()))?;
    for source in &digest.sources {
        fetcher.check(&source.url).map_err(|error| Problem::from(error.sentence()))?;
    }
    let now = session.now.timestamp();
    let shown = |digest: &Digest| shown(&session.team.id, digest, now, session.language);
    // A file comes once: what it brought is saved, and can be changed.
    if !is_confirmed && !has_file {
        let confirm = Some(written);
        let answer =
            DigestsShown { done: Some("confirm".into()), digests: vec![shown(&digest)], confirm, notes: Vec::new() };
        return Ok(Answer::Digests(answer));
    }
    let saved = session.records.add_digest(digest).await.map_err(|error| desk.storage_problem(&error))?;
    desk.digests.woken.notify_one();
    let answer =
        DigestsShown { done: Some("created".into()), digests: vec![shown(&saved)], confirm: None, notes: Vec::new() };
    Ok(Answer::Digests(answer))
}

fn here(session: &Session) -> PostChannel {
    PostChannel {
        platform: session.origin.place.platform.to_owned(),
        place: session.origin.place.id.clone(),
        id: session.origin.channel.clone(),
    }
}

/// The sources of an OPML file that came along.
fn sources_of_file(session: &Session) -> Result<Option<Vec<DigestSource>>, Problem> {
    let Some(file) = &session.file else { return Ok(None) };
    let unread = |reason: String| Problem::from(sentence!("digest-file", path = file.name.as_str(), reason = reason));
    let size = std::fs::metadata(&file.path).map_err(|error| unread(error.to_string()))?.len();
    if size > LARGEST_OPML {
        return Err(unread(format!("{size} B")));
    }
    let bytes = std::fs::read(&file.path).map_err(|error| unread(error.to_string()))?;
    let outlines = read_opml(&decode(&bytes, "")).map_err(|error| unread(error.to_string()))?;
    let outlines = outlines.into_iter().take(MOST_SOURCES);
    outlines.map(|it| source::read(&it.url)).collect::<Result<Vec<_>, _>>().map(Some)
}

/// A digest by its number; the only one if none is named.
async fn find(desk: &Desk, session: &Session, number: Option<u32>) -> Result<Stored<Digest>, Problem> {
    let digests = session.records.all::<Digest>().await.map_err(|error| desk.storage_problem(&error))?;
    let ids: Vec<String> = digests.iter().map(|(_, stored)| stored.record.id()).collect();
    let mut digests = digests.into_iter().map(|(_, stored)| stored);
    match number {
        _ if ids.is_empty() => Err(Problem::new(sentence!("digest-none"), sentence!("digest-none-help"))),
        Some(number) => digests.find(|stored| stored.record.number == number).ok_or_else(|| {
            Problem::new(sentence!("digest-unknown", id = format!("D-{number}")), sentence!("i-know", names = ids))
        }),
        None if ids.len() > 1 => Err(Problem::new(sentence!("digest-which"), sentence!("i-know", names = ids))),
        None => digests.next().ok_or_else(|| sentence!("digest-none").into()),
    }
}

async fn change(
    desk: &Desk,
    session: &Session,
    number: Option<u32>,
    change: impl Fn(&mut Digest) -> Result<(), Problem>,
) -> Result<Digest, Problem> {
    loop {
        let Stored { mut record, version } = find(desk, session, number).await?;
        change(&mut record)?;
        record.admin_channel = here(session);
        let id = Digest::record_id(record.number);
        match session.records.change().unchanged::<Digest>(&id, Some(version)).put(&id, &record).commit().await {
            Ok(_) => {
                desk.digests.woken.notify_one();
                return Ok(record);
            }
            // The scheduler has claimed an occurrence meanwhile.
            Err(StorageError::Conflict { .. })
                if session.records.get::<Digest>(&id).await.is_ok_and(|it| it.is_some()) => {}
            Err(error) => return Err(desk.storage_problem(&error)),
        }
    }
}

async fn history(desk: &Desk, session: &Session, number: Option<u32>) -> Result<Answer, Problem> {
    let digest = find(desk, session, number).await?.record;
    let occurrences = session.records.all::<Occurrence>().await.map_err(|error| desk.storage_problem(&error))?;
    let zone = zone_of(&digest.zone);
    let mine = occurrences.into_iter().filter(|(_, stored)| stored.record.digest == digest.number);
    let mut mine: Vec<Occurrence> = mine.map(|(_, stored)| stored.record).collect();
    mine.reverse();
    let shown = mine.into_iter().take(HISTORY).map(|it| OccurrenceShown {
        due: it.due.to_zoned_datetime(zone.clone()).strftime("%Y-%m-%d %H:%M").to_string(),
        state: state_name(it.state).to_owned(),
        by_hand: it.by_hand,
        items: it.items,
        model: it.model,
        messages: it.messages,
        problem: it.problem,
        attempts: it.attempts,
    });
    Ok(Answer::DigestHistory(DigestHistory { digest: digest.id(), name: digest.name, occurrences: shown.collect() }))
}

fn state_name(state: OccurrenceState) -> &'static str {
    match state {
        OccurrenceState::Due => "due",
        OccurrenceState::Claimed => "claimed",
        OccurrenceState::Collected => "collected",
        OccurrenceState::Composed => "composed",
        OccurrenceState::Posting => "posting",
        OccurrenceState::Posted => "posted",
        OccurrenceState::Failed => "failed",
        OccurrenceState::Uncertain => "uncertain",
    }
}

/// A digest now, as the answer to whoever asked; in the history it is one made by hand.
async fn run(desk: &Desk, session: &Session, number: Option<u32>) -> Result<Answer, Problem> {
    let digest = find(desk, session, number).await?.record;
    let stored = |error: StorageError| desk.storage_problem(&error);
    let fetcher = desk.digests.fetcher(&desk.config.fetch).map_err(|error| Problem::from(error.sentence()))?;
    let now = session.now.timestamp();
    session
        .show(copydesk_adapters::Partial::Status(
            session.say(sentence!("digest-collecting", count = digest.sources.len())),
        ))
        .await;
    shelf::refresh(&fetcher, &session.records, &digest.sources, now).await.map_err(stored)?;
    let shown = work::show(desk, &session.records, &digest, now, session).await.map_err(stored)?;
    let occurrence = Occurrence {
        by_hand: true,
        state: OccurrenceState::Posted,
        since: now,
        items: u32::try_from(shown.items).unwrap_or(u32::MAX),
        model: shown.model.clone(),
        told: true,
        ..Occurrence::new(digest.number, now)
    };
    // Two of the same second are two.
    let id = format!("{}-hand-{:03}", Occurrence::record_id(digest.number, now), now.subsec_millisecond());
    session.records.put(&id, &occurrence).await.map_err(stored)?;
    Ok(Answer::Digest(Box::new(shown)))
}

/// What rises in all that the team follows.
async fn trends(desk: &Desk, session: &Session, days: u8) -> Result<Answer, Problem> {
    let stored = |error: StorageError| desk.storage_problem(&error);
    let digests = session.records.all::<Digest>().await.map_err(stored)?;
    let mut all = Digest { count: 5, language: session.language.code().to_owned(), ..Digest::default() };
    for (_, digest) in digests {
        let Digest { sources, topics, .. } = digest.record;
        all.sources.extend(sources.into_iter().filter(|source| !all.sources.contains(source)).collect::<Vec<_>>());
        all.topics.extend(topics);
    }
    if all.sources.is_empty() {
        return Err(Problem::new(sentence!("digest-none"), sentence!("digest-none-help")));
    }
    all.zone = session.now.time_zone().iana_name().unwrap_or("UTC").to_owned();
    // The period is the schedule's.
    let fetcher = desk.digests.fetcher(&desk.config.fetch).map_err(|error| Problem::from(error.sentence()))?;
    let now = session.now.timestamp();
    session
        .show(copydesk_adapters::Partial::Status(
            session.say(sentence!("digest-collecting", count = all.sources.len())),
        ))
        .await;
    shelf::refresh(&fetcher, &session.records, &all.sources, now).await.map_err(stored)?;
    let period = SignedDuration::from_hours(24 * i64::from(days));
    let mut shown =
        work::show_period(desk, &session.records, &all, (now - period, now), period, session).await.map_err(stored)?;
    shown.digest = None;
    shown.schedule.clear();
    Ok(Answer::Digest(Box::new(shown)))
}

async fn wishes(desk: &Desk, session: &Session, topic: &str, wish: &str) -> Result<Answer, Problem> {
    let is_it = |known: &String| known.to_lowercase() == topic.to_lowercase();
    let changed = session.records.update::<TopicWishes, _>(TopicWishes::ID, |old| {
        let mut wishes = old.unwrap_or_default();
        wishes.muted.retain(|known| !is_it(known));
        wishes.wanted.retain(|known| !is_it(known));
        match wish {
            "muted" => wishes.muted.push(topic.to_owned()),
            "wanted" => wishes.wanted.push(topic.to_owned()),
            _ => {}
        }
        for topics in [&mut wishes.muted, &mut wishes.wanted] {
            let surplus = topics.len().saturating_sub(MOST_TOPICS);
            topics.drain(..surplus);
        }
        wishes
    });
    let wishes = changed.await.map_err(|error| desk.storage_problem(&error))?.record;
    let mut text = session.say(sentence!("digest-topic-done", topic = topic, wish = wish));
    for (name, topics) in [("muted", wishes.muted), ("wanted", wishes.wanted)] {
        if !topics.is_empty() {
            text += &format!("\n{}", session.say(sentence!("digest-topics", wish = name, topics = topics)));
        }
    }
    Ok(Answer::Done(Done { text }))
}
