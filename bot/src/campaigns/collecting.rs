//! Past posts that come by themselves: each source in its time, cleaned as files are, and what came of it noted.

use std::sync::Arc;
use std::time::Duration;

use copydesk_analysis::Language;
use copydesk_analysis::collect::json_lines;
use copydesk_analysis::import::{Calendar, Wishes};
use copydesk_storage::{CampaignSource, Numbered as _, StorageError, Stored, TeamId, TeamStore};
use futures::StreamExt as _;
use jiff::{SignedDuration, Timestamp, ZonedDateTime};
use tokio::sync::Notify;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use super::collect::{CollectProblem, Collected, collect};
use super::import::{self, Content, ImportFailure, Outcomes, Source};
use crate::desk::Desk;
use crate::fetch::FetchError;

/// Sources of a team, at most.
pub const MOST_SOURCES: usize = 50;
/// Sources that are asked at once.
const AT_ONCE: usize = 4;
/// The longest sleep: sources of another process, and a clock that jumps, are seen then.
const NOW_AND_THEN: Duration = Duration::from_secs(60);
/// After a first failure a source is asked again after this; twice as long after each further one.
const FIRST_PAUSE: SignedDuration = SignedDuration::from_mins(15);
/// But never longer than this.
const LONGEST_PAUSE: SignedDuration = SignedDuration::from_hours(24);

/// Told when a source is added or changed.
pub type Collecting = Arc<Notify>;

/// What a run of a source did.
pub struct Run {
    /// The source as it is now.
    pub source: CampaignSource,
    /// What was imported; `None` if there was nothing new to look at.
    pub outcomes: Option<Outcomes>,
    /// Reposts, replies to others and the like, which are not taken.
    pub left_out: u64,
}

/// Why a run did nothing, or not all.
#[derive(Debug, thiserror::Error)]
pub enum RunFailure {
    /// The source gave nothing.
    #[error(transparent)]
    Collect(#[from] CollectProblem),
    /// What it gave was not stored.
    #[error(transparent)]
    Import(#[from] ImportFailure),
}

impl From<FetchError> for RunFailure {
    fn from(error: FetchError) -> Self {
        Self::Collect(error.into())
    }
}

/// Asks a source and imports what it gives. The source itself is not stored.
///
/// # Errors
/// [`RunFailure`]. Posts that were stored before it stay.
pub async fn run(
    desk: &Desk,
    records: &TeamStore,
    source: &CampaignSource,
    language: Language,
    now: &ZonedDateTime,
) -> Result<Run, RunFailure> {
    let fetcher = desk.digests.fetcher(&desk.config.fetch)?;
    let collected = collect(&fetcher, &desk.config.campaigns, source).await?;
    let left_out = collected.left_out;
    let outcomes = if collected.unchanged || collected.posts.is_empty() {
        None
    } else {
        let file = Source {
            content: Content::Text(json_lines(&collected.posts).into()),
            name: source.name.clone(),
            wishes: Wishes::default(),
            calendar: Calendar { zone: now.time_zone().clone(), today: now.date() },
        };
        let _turn = desk.imports.turn(records.id()).await;
        Some(import::run(&file, records, true, language, None).await?)
    };
    let source = after(source, &collected, outcomes.as_ref(), now.timestamp());
    Ok(Run { source, outcomes, left_out })
}

/// The source after a run that went well.
fn after(
    source: &CampaignSource,
    collected: &Collected,
    outcomes: Option<&Outcomes>,
    now: Timestamp,
) -> CampaignSource {
    let wait = SignedDuration::from_hours(source.every_hours.into());
    let tags = if collected.unchanged {
        (source.etag.clone(), source.last_modified.clone())
    } else {
        (collected.etag.clone(), collected.last_modified.clone())
    };
    CampaignSource {
        address: collected.address.clone().unwrap_or_else(|| source.address.clone()),
        next: Some(now.checked_add(wait).unwrap_or(now)),
        last_run: Some(now),
        taken: outcomes.map_or(0, |outcomes| outcomes.report.taken + outcomes.report.mended),
        new: outcomes.map_or(0, |outcomes| outcomes.added),
        failures: 0,
        problem: String::new(),
        problem_chinese: String::new(),
        etag: tags.0,
        last_modified: tags.1,
        ..source.clone()
    }
}

/// The source after a run that failed: asked again later and later, and never if it is gone for good.
fn failed(source: &CampaignSource, failure: &RunFailure, now: Timestamp) -> CampaignSource {
    let (sentence, asked, gone) = match failure {
        RunFailure::Collect(problem) => (problem.sentence(), problem.asked_to_wait(), problem.is_gone()),
        RunFailure::Import(_) => (crate::texts::sentence!("source-not-stored"), None, false),
    };
    let doubled = FIRST_PAUSE.saturating_mul(1 << source.failures.min(10));
    let asked = asked.and_then(|asked| SignedDuration::try_from(asked).ok());
    let pause = asked.unwrap_or(doubled).min(LONGEST_PAUSE);
    CampaignSource {
        next: (!gone).then(|| now.checked_add(pause).unwrap_or(now)),
        failures: source.failures.saturating_add(1),
        problem: sentence.say(Language::English),
        problem_chinese: sentence.say(Language::Chinese),
        ..source.clone()
    }
}

/// Runs a stored source and stores what came of it, unless somebody removed or changed it meanwhile.
///
/// # Errors
/// What the storage says of the source; a run that failed is an answer.
pub async fn run_stored(
    desk: &Desk,
    records: &TeamStore,
    stored: &Stored<CampaignSource>,
    language: Language,
    now: &ZonedDateTime,
) -> Result<Result<Run, RunFailure>, StorageError> {
    let outcome = run(desk, records, &stored.record, language, now).await;
    let source = match &outcome {
        Ok(run) => run.source.clone(),
        Err(failure) => {
            tracing::info!(team.id = %records.id(), source = stored.record.number, error = %failure, "a source could not be read");
            failed(&stored.record, failure, now.timestamp())
        }
    };
    let id = CampaignSource::record_id(source.number);
    let change = records.change().unchanged::<CampaignSource>(&id, Some(stored.version)).put(&id, &source);
    match change.commit().await {
        Ok(_) | Err(StorageError::Conflict { .. }) => Ok(outcome),
        Err(error) => Err(error),
    }
}

/// Collects from every source in its time, until `shutdown`. What is cut off is asked again at the next start.
pub fn start(desk: &Arc<Desk>, shutdown: CancellationToken) -> JoinHandle<()> {
    let desk = Arc::clone(desk);
    tokio::spawn(async move {
        loop {
            let wait = tokio::select! {
                next = round(&desk) => match next {
                    Ok(next) => next.map_or(NOW_AND_THEN, until),
                    Err(error) => {
                        if !matches!(error, StorageError::Stopped { .. }) {
                            tracing::error!(%error, "sources of past posts can't be looked at");
                        }
                        NOW_AND_THEN
                    }
                },
                () = shutdown.cancelled() => break,
            };
            tokio::select! {
                () = tokio::time::sleep(wait) => {}
                () = desk.collecting.notified() => {}
                () = shutdown.cancelled() => break,
            }
        }
    })
}

fn until(next: Timestamp) -> Duration {
    let wait = Duration::try_from(next.duration_since(Timestamp::now())).unwrap_or_default();
    wait.clamp(Duration::from_millis(200), NOW_AND_THEN)
}

/// Runs what is due. Says when the next is.
async fn round(desk: &Desk) -> Result<Option<Timestamp>, StorageError> {
    let mut due: Vec<(TeamId, u64, Stored<CampaignSource>)> = Vec::new();
    let mut next: Option<Timestamp> = None;
    let now = Timestamp::now();
    for team in desk.store.teams().await? {
        let Some(known) = desk.store.find_team(&team.id).await? else { continue };
        for (_, stored) in desk.store.team(&team.id).all::<CampaignSource>().await? {
            match stored.record.next {
                Some(at) if at <= now => due.push((team.id.clone(), known.version, stored)),
                Some(at) => next = Some(next.map_or(at, |next| next.min(at))),
                None => {}
            }
        }
    }
    // One team's many sources stand behind every other team's first.
    let mut turns = std::collections::HashMap::<TeamId, usize>::new();
    let mut ordered: Vec<(usize, _)> = due
        .into_iter()
        .map(|job| {
            let turn = turns.entry(job.0.clone()).or_default();
            *turn += 1;
            (*turn, job)
        })
        .collect();
    ordered.sort_by_key(|(turn, _)| *turn);
    let runs = futures::stream::iter(ordered).map(|(_, (team, version, stored))| async move {
        let records = desk.store.team(&team).only_while(version);
        run_stored(desk, &records, &stored, Language::English, &ZonedDateTime::now()).await.map(drop)
    });
    let results: Vec<Result<(), StorageError>> = runs.buffer_unordered(AT_ONCE).collect().await;
    results.into_iter().collect::<Result<Vec<()>, _>>()?;
    Ok(next)
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a failed test may panic")]

    use copydesk_storage::{Campaign, CampaignSourceKind, SledEngine, Store, Team};
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

    use super::*;
    use crate::config::Config;
    use crate::models::ModelInUse;
    use crate::sweep::Sweep;

    /// Answers every request with a feed of one post.
    async fn feed_server() -> String {
        const FEED: &str = "<rss><channel><item><title>Why we open at six</title><link>https://barn.example/six</link></item></channel></rss>";
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}/feed", listener.local_addr().unwrap());
        tokio::spawn(async move {
            while let Ok((mut connection, _)) = listener.accept().await {
                let mut request = [0; 4096];
                let _read = connection.read(&mut request).await;
                let head = format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\nconnection: close\r\n\r\n", FEED.len());
                let _sent = connection.write_all(format!("{head}{FEED}").as_bytes()).await;
            }
        });
        address
    }

    #[tokio::test]
    async fn what_is_due_is_collected_once_and_what_is_not_waits() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::new(Arc::new(SledEngine::open(&folder.path().join("data")).unwrap()));
        let settings = format!(
            "llm.models_dir = {:?}\nfetch.allow_addresses = [\"127.0.0.1\"]\nfetch.pace_milliseconds = 0\n",
            folder.path().join("models")
        );
        let config = Config::parse(&settings, None).unwrap();
        let sweep = Sweep::new(store.clone(), config.data.after_leaving);
        let model = ModelInUse::start(&config);
        let desk = Desk::new(config, store, model, folder.path().to_path_buf(), sweep);
        let id = TeamId::parse("north").unwrap();
        let team = Team { id: id.clone(), name: "north".into(), sample: false, created: Timestamp::now() };
        desk.store.create_team(team).await.unwrap();
        let records = desk.store.team(&id);
        let feed = CampaignSource { kind: CampaignSourceKind::Feed, address: feed_server().await, ..source() };
        let broken = CampaignSource { number: 2, address: "http://127.0.0.1:9/@barn".into(), ..source() };
        let later = CampaignSource { number: 3, next: Some(Timestamp::MAX), ..source() };
        for source in [&feed, &broken, &later] {
            records.put(&CampaignSource::record_id(source.number), source).await.unwrap();
        }
        let state = async |number| {
            let stored = records.get::<CampaignSource>(&CampaignSource::record_id(number)).await.unwrap();
            stored.unwrap().record
        };
        for _ in 0..2 {
            round(&desk).await.unwrap();
            assert_eq!(records.all::<Campaign>().await.unwrap().len(), 1);
        }
        let now = Timestamp::now();
        let (feed, broken) = (state(1).await, state(2).await);
        assert_eq!((feed.taken, feed.new, feed.failures), (1, 1, 0));
        assert!(feed.next.is_some_and(|next| next > now) && broken.next.is_some_and(|next| next > now));
        assert_eq!((broken.failures, broken.last_run), (1, None));
        assert!(!broken.problem.is_empty());
        assert_eq!(state(3).await, later);
    }

    fn source() -> CampaignSource {
        CampaignSource {
            number: 1,
            kind: CampaignSourceKind::Mastodon,
            address: "https://mastodon.example/@barn".into(),
            name: "@barn@mastodon.example".into(),
            platform: "mastodon".into(),
            every_hours: 24,
            by: "console:ana".into(),
            added: Timestamp::UNIX_EPOCH,
            next: Some(Timestamp::UNIX_EPOCH),
            last_run: None,
            taken: 0,
            new: 0,
            failures: 0,
            problem: String::new(),
            problem_chinese: String::new(),
            etag: None,
            last_modified: None,
        }
    }

    #[test]
    fn a_source_that_fails_is_asked_later_and_later_and_a_gone_one_never() {
        let now = Timestamp::UNIX_EPOCH;
        let unreachable = RunFailure::from(FetchError::Slow);
        let mut state = source();
        let mut minutes = Vec::new();
        for _ in 0..9 {
            state = failed(&state, &unreachable, now);
            minutes.push(state.next.map(|next| next.as_second() / 60));
        }
        let expected = [15, 30, 60, 120, 240, 480, 960, 1440, 1440].map(Some);
        assert_eq!(minutes, expected);
        assert!(!state.problem.is_empty() && !state.problem_chinese.is_empty() && state.failures == 9);
        let asked = failed(&source(), &RunFailure::from(FetchError::Later(Duration::from_secs(600))), now);
        assert_eq!(asked.next.map(Timestamp::as_second), Some(600));
        assert_eq!(failed(&source(), &RunFailure::from(FetchError::Gone), now).next, None);
    }

    #[test]
    fn a_source_that_works_is_due_after_its_time_and_keeps_its_tags_while_nothing_changes() {
        let (now, known) =
            (Timestamp::UNIX_EPOCH, CampaignSource { etag: Some("\"1\"".into()), failures: 3, ..source() });
        let same = after(&known, &Collected { unchanged: true, ..Collected::default() }, None, now);
        assert_eq!((same.next.map(Timestamp::as_second), same.failures), (Some(86_400), 0));
        assert_eq!(same.etag.as_deref(), Some("\"1\""));
        assert_eq!(after(&known, &Collected::default(), None, now).etag, None);
    }
}
