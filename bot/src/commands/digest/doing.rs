//! What `/digest …`, `/trends` and `/mute` do.

use std::path::Path;

use copydesk_adapters::Attachment;
use copydesk_analysis::feed::{Outline, decode, read_opml, write_opml};
use copydesk_storage::{
    AdminChannel, Digest, DigestSource, DigestTime, Occurrence, OccurrenceState, PostChannel, StorageError, Stored,
    TopicWishes,
};
use jiff::{SignedDuration, Timestamp};

use super::{DigestWish, asking};
use crate::answer::{Answer, DigestHistory, DigestList, DigestShown, DigestsShown, Done, OccurrenceShown};
use crate::desk::Desk;
use crate::digest::setup::{MOST_SOURCES, Setup, shown, source_shown};
use crate::digest::{agenda, period, shelf, source};
use crate::present_digest::zone_of;
use crate::session::Session;
use crate::texts::{Problem, sentence};

/// The largest OPML file, bytes.
const LARGEST_OPML: u64 = 4 << 20;
/// Occurrences that `/digest history` shows.
const HISTORY: usize = 20;
/// How long ago an occurrence may have been due that still waits.
const WAITING: SignedDuration = SignedDuration::from_hours(35 * 24);
/// Topics that can be muted or wanted.
const MOST_TOPICS: usize = 200;

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
        DigestWish::Ask(mut given) => {
            if let Some(sources) = sources_of_file(session)? {
                let sources: Vec<String> = sources.iter().map(source_shown).collect();
                given.push(("sources".to_owned(), sources.join("; ")));
            }
            asking::begin(desk, session, given).await
        }
        DigestWish::Answer { question, text } => asking::answer(desk, session, question, &text).await,
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
            read_lists(session, &mut setup)?;
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
            let number = digest.record.number;
            for (id, _) in session.records.occurrences(number, Timestamp::UNIX_EPOCH).await.map_err(stored)? {
                gone = gone.delete::<Occurrence>(&id);
            }
            gone.commit().await.map_err(stored)?;
            Ok(answer(Some("deleted"), &[]))
        }
        DigestWish::History(number) => history(desk, session, number).await,
        DigestWish::Opml(number) => {
            let digest = find(desk, session, number).await?.record;
            let titles = shelf::read(&session.records, &digest.sources, session.language).await.map_err(stored)?.names;
            let sources = digest.sources.iter().zip(titles).filter(|(source, _)| source.selector.is_none());
            let outlines: Vec<Outline> =
                sources.map(|(source, title)| Outline { title, url: source.url.clone() }).collect();
            let opml = write_opml(&digest.name, &outlines);
            let name = format!("{}.opml", digest.id());
            let file = Some(Attachment { name: name.clone(), bytes: opml.clone().into_bytes().into(), alt: None });
            Ok(Answer::DigestList(DigestList { digest: digest.id(), sources: outlines.len(), name, opml, file }))
        }
        DigestWish::Alerts(wanted) => {
            let done = if wanted { "here" } else { "off" };
            let changed = if wanted {
                session.records.put(AdminChannel::ID, &AdminChannel { channel: here(session) }).await.map(drop)
            } else {
                session.records.delete::<AdminChannel>(AdminChannel::ID).await
            };
            changed.map_err(stored)?;
            Ok(Answer::Done(Done { text: session.say(sentence!("digest-alerts", done = done)) }))
        }
        DigestWish::Run(number) => run(desk, session, number).await,
        DigestWish::Trends(days) => trends(desk, session, days).await,
        DigestWish::Mute(topic) => wishes(desk, session, &topic, "muted").await,
        DigestWish::More(topic) => wishes(desk, session, &topic, "wanted").await,
        DigestWish::Neither(topic) => wishes(desk, session, &topic, "neither").await,
    }
}

pub(super) async fn create(
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
    read_lists(session, &mut setup)?;
    let here = here(session);
    let digest = setup.create(&here, session.language, session.now.time_zone(), session.now.timestamp())?;
    check_sources(desk, &digest.sources)?;
    let now = session.now.timestamp();
    let shown = |digest: &Digest| shown(&session.team.id, digest, now, session.language);
    // A file comes once: what it brought is saved, and can be changed.
    if !is_confirmed && !has_file {
        let confirm = Some(written);
        let answer =
            DigestsShown { done: Some("confirm".into()), digests: vec![shown(&digest)], confirm, notes: Vec::new() };
        return Ok(Answer::Digests(answer));
    }
    let next = agenda::next(&digest);
    let saved = session.records.add_digest(digest, next).await.map_err(|error| desk.storage_problem(&error))?;
    asking::forget(desk, session).await?;
    desk.digests.woken.notify_one();
    let answer =
        DigestsShown { done: Some("created".into()), digests: vec![shown(&saved)], confirm: None, notes: Vec::new() };
    Ok(Answer::Digests(answer))
}

/// Whether all may be fetched.
///
/// # Errors
/// Why one may not.
pub(super) fn check_sources(desk: &Desk, sources: &[DigestSource]) -> Result<(), Problem> {
    let fetcher = desk.digests.fetcher(&desk.config.fetch).map_err(|error| Problem::from(error.sentence()))?;
    for source in sources {
        fetcher.check(&source.url).map_err(|error| Problem::from(error.sentence()))?;
    }
    Ok(())
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
    session.file.as_ref().map(|file| sources_in(&file.path, &file.name)).transpose()
}

/// Puts what stands in OPML files in their place, where sources name them: only who sits before this machine may name its files.
pub(super) fn read_lists(session: &Session, setup: &mut Setup) -> Result<(), Problem> {
    if session.origin.place.platform != "console" {
        return Ok(());
    }
    setup.replace_sources(|source| match source.url.strip_prefix(source::FILE) {
        Some(path) => sources_in(Path::new(path), path),
        None => Ok(vec![source]),
    })
}

fn sources_in(path: &Path, name: &str) -> Result<Vec<DigestSource>, Problem> {
    let unread = |reason: String| Problem::from(sentence!("digest-file", path = name, reason = reason));
    let size = std::fs::metadata(path).map_err(|error| unread(error.to_string()))?.len();
    if size > LARGEST_OPML {
        return Err(unread(format!("{size} B")));
    }
    let bytes = std::fs::read(path).map_err(|error| unread(error.to_string()))?;
    let outlines = read_opml(&decode(&bytes, "")).map_err(|error| unread(error.to_string()))?;
    let outlines = outlines.into_iter().take(MOST_SOURCES);
    outlines.map(|it| source::read(&it.url)).collect()
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
        let stored = |error: StorageError| desk.storage_problem(&error);
        let Stored { mut record, version } = find(desk, session, number).await?;
        change(&mut record)?;
        record.admin_channel = here(session);
        let id = Digest::record_id(record.number);
        let change = session.records.change().unchanged::<Digest>(&id, Some(version)).put(&id, &record);
        let mut change = change;
        // What waits for the end of quiet hours that are no more, or for a channel that is another now.
        for (id, stored) in
            session.records.occurrences(record.number, session.now.timestamp() - WAITING).await.map_err(stored)?
        {
            if agenda::is_open(&stored.record) {
                let what = DigestTime::of_occurrence(&session.team.id, record.number, &id);
                change = change.look_at(session.now.timestamp(), &what);
            }
        }
        let change = match agenda::next(&record) {
            Some(next) => change.look_at(next, &DigestTime::of_digest(&session.team.id, record.number)),
            None => change,
        };
        match change.commit().await {
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
    let mine = session.records.occurrences(digest.number, Timestamp::UNIX_EPOCH).await;
    let mine = mine.map_err(|error| desk.storage_problem(&error))?;
    let zone = zone_of(&digest.zone);
    let mut mine: Vec<Occurrence> = mine.into_iter().map(|(_, stored)| stored.record).collect();
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
    let mut shown = period::show(desk, &session.records, &digest, now, session).await.map_err(stored)?;
    shown.notes.extend(next_steps(session, &shown));
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
        all.topics.extend(topics.into_iter().filter(|topic| !all.topics.contains(topic)).collect::<Vec<_>>());
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
    let days = SignedDuration::from_hours(24 * i64::from(days));
    let mut shown =
        period::show_period(desk, &session.records, &all, (now - days, now), days, session).await.map_err(stored)?;
    shown.digest = None;
    shown.schedule.clear();
    shown.notes.extend(next_steps(session, &shown));
    Ok(Answer::Digest(Box::new(shown)))
}

/// What a terminal, which has no buttons, can be told to do with the first trend.
fn next_steps(session: &Session, shown: &DigestShown) -> Option<String> {
    let first = shown.trends.first().filter(|_| session.origin.place.platform == "console")?;
    let name = first.name.replace('"', "'");
    Some(session.say(sentence!("digest-next-steps", name = name)))
}

async fn wishes(desk: &Desk, session: &Session, topic: &str, wish: &str) -> Result<Answer, Problem> {
    let is_it = |known: &String| known.to_lowercase() == topic.to_lowercase();
    let before = session.records.get::<TopicWishes>(TopicWishes::ID).await;
    let before = before.map_err(|error| desk.storage_problem(&error))?.map(|stored| stored.record).unwrap_or_default();
    let done = match wish {
        "neither" if before.muted.iter().any(is_it) => "unmuted",
        "neither" if before.wanted.iter().any(is_it) => "unwanted",
        wish => wish,
    };
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
    let mut text = session.say(sentence!("digest-topic-done", topic = topic, wish = done));
    for (name, topics) in [("muted", wishes.muted), ("wanted", wishes.wanted)] {
        if !topics.is_empty() {
            text += &format!("\n{}", session.say(sentence!("digest-topics", wish = name, topics = topics)));
        }
    }
    Ok(Answer::Done(Done { text }))
}
