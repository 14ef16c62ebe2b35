//! One occurrence, from state to state. Each step is a commit that demands what the step began with: whoever lost a race,
//! or crashed, goes on with what is stored.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::SystemTime;

use copydesk_adapters::{Channel, Delivered, DeliveryKey, Granted, Origin, Place, PostError, Poster, Reply};
use copydesk_analysis::Language;
use copydesk_analysis::schedule::Schedule;
use copydesk_analysis::trend::Filter;
use copydesk_storage::{
    Digest, Occurrence, OccurrenceState, Offer, PostChannel, StorageError, Stored, TeamStore, TopicWishes,
};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use tokio_util::sync::CancellationToken;

use super::report::{Asked, filter, report};
use super::setup::quiet_until;
use super::{shelf, wording};
use crate::answer::DigestShown;
use crate::budget::Counted;
use crate::desk::Desk;
use crate::fetch::Fetcher;
use crate::learning::ranking::Tastes;
use crate::present_digest::{self, TrendActions, zone_of};
use crate::session::Session;
use crate::texts::sentence;

/// Attempts to post before it is given up.
const MOST_ATTEMPTS: u32 = 8;
/// Before the second attempt; twice as long before each further one.
const FIRST_PAUSE: SignedDuration = SignedDuration::from_secs(30);
/// The shortest and the longest window of a baseline.
const WINDOWS: (SignedDuration, SignedDuration) = (SignedDuration::from_hours(6), SignedDuration::from_hours(31 * 24));

/// Who posts on which platform.
pub type Posters = HashMap<String, Arc<dyn Poster>>;

/// Works on occurrences.
pub struct Worker {
    /// The settings, the records and the model.
    pub desk: Arc<Desk>,
    /// The way to the web.
    pub fetcher: Arc<Fetcher>,
    /// The ways to the people.
    pub posters: Posters,
}

/// What is to be done next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Next {
    /// The next step.
    Step,
    /// Nothing before then.
    Wait(Timestamp),
    /// Nothing any more.
    Nothing,
}

/// What was composed: all that is needed to post it, again and again the same.
#[derive(Debug, Serialize, Deserialize)]
struct Composed {
    shown: DigestShown,
    actions: Vec<TrendActions>,
}

impl Worker {
    /// Takes an occurrence as far as it goes now.
    ///
    /// # Errors
    /// What the storage says; the occurrence stays where it is.
    pub async fn run(
        &self,
        records: &TeamStore,
        id: &str,
        clock: impl Fn() -> Timestamp,
    ) -> Result<Next, StorageError> {
        // An attempt that this run began is a first one; one that is found was another's, who may have crashed.
        let mut began_here = false;
        loop {
            match self.step(records, id, clock(), &mut began_here).await {
                Ok(Next::Step) => {}
                // Somebody else took the step.
                Err(StorageError::Conflict { .. }) => return Ok(Next::Nothing),
                done => return done,
            }
        }
    }

    /// One step.
    ///
    /// # Errors
    /// What the storage says, [`StorageError::Conflict`] if somebody else took the step.
    pub async fn step(
        &self,
        records: &TeamStore,
        id: &str,
        now: Timestamp,
        began_here: &mut bool,
    ) -> Result<Next, StorageError> {
        let Some(stored) = records.get::<Occurrence>(id).await? else { return Ok(Next::Nothing) };
        let digest = records.get::<Digest>(&Digest::record_id(stored.record.digest)).await?;
        let Some(digest) = digest.map(|digest| digest.record) else {
            // The digest was deleted.
            records
                .change()
                .unchanged::<Occurrence>(id, Some(stored.version))
                .delete::<Occurrence>(id)
                .commit()
                .await?;
            return Ok(Next::Nothing);
        };
        let occurrence = stored.record.clone();
        if let Some(until) = occurrence.not_before.filter(|until| *until > now && !occurrence.state.is_over()) {
            return Ok(Next::Wait(until));
        }
        let moved = |state| Occurrence { state, since: now, ..occurrence.clone() };
        let next = match occurrence.state {
            OccurrenceState::Due => {
                if let Some(until) = quiet_until(digest.quiet, now, &zone_of(&digest.zone)) {
                    return Ok(Next::Wait(until));
                }
                moved(OccurrenceState::Claimed)
            }
            OccurrenceState::Claimed => {
                shelf::refresh(&self.fetcher, records, &digest.sources, now).await?;
                moved(OccurrenceState::Collected)
            }
            OccurrenceState::Collected => self.compose(records, &digest, moved(OccurrenceState::Composed), now).await?,
            OccurrenceState::Composed => {
                *began_here = occurrence.first_attempt.is_none();
                let first = occurrence.first_attempt.or(Some(now));
                let attempts = occurrence.attempts + 1;
                Occurrence { first_attempt: first, attempts, ..moved(OccurrenceState::Posting) }
            }
            OccurrenceState::Posting => self.post(records, &digest, occurrence, now, *began_here).await,
            OccurrenceState::Posted | OccurrenceState::Failed | OccurrenceState::Uncertain => {
                return self.tell(records, &digest, id, stored, now).await;
            }
        };
        records.change().unchanged::<Occurrence>(id, Some(stored.version)).put(id, &next).commit().await?;
        tracing::info!(team.id = %records.id(), digest.id = digest.number, state = ?next.state, "a digest went on");
        Ok(Next::Step)
    }

    async fn compose(
        &self,
        records: &TeamStore,
        digest: &Digest,
        occurrence: Occurrence,
        now: Timestamp,
    ) -> Result<Occurrence, StorageError> {
        let Some(session) = self.session(records, digest, now).await? else {
            return Ok(Occurrence {
                state: OccurrenceState::Failed,
                problem: "the team is gone".to_owned(),
                ..occurrence
            });
        };
        let mut shown = show(&self.desk, records, digest, now, &session).await?;
        shown.missed = occurrence.missed;
        let mut actions = Vec::new();
        if digest.channel.platform != "console" {
            for trend in &shown.trends {
                actions.push(offer(records, &trend.name, now).await?);
            }
        }
        let items = u32::try_from(shown.items).unwrap_or(u32::MAX);
        let model = shown.model.clone();
        let message = serde_json::to_string(&Composed { shown, actions });
        let message = message.map_err(|error| StorageError::Other(error.to_string()))?;
        Ok(Occurrence { items, model, message: Some(message), ..occurrence })
    }

    /// Posts what was composed, and says what became of it.
    async fn post(
        &self,
        records: &TeamStore,
        digest: &Digest,
        occurrence: Occurrence,
        now: Timestamp,
        began_here: bool,
    ) -> Occurrence {
        let failed = |occurrence: Occurrence, problem: String| Occurrence {
            state: OccurrenceState::Failed,
            since: now,
            problem,
            ..occurrence
        };
        let composed = occurrence.message.as_deref().and_then(|text| serde_json::from_str::<Composed>(text).ok());
        let Some(composed) = composed else { return failed(occurrence, "the message can't be read".to_owned()) };
        let Some(poster) = self.posters.get(&digest.channel.platform) else {
            let problem = format!("the bot is not in {} now", digest.channel.platform);
            return retry(occurrence, now, None, problem, began_here);
        };
        let language = Language::from_code(&digest.language).unwrap_or(Language::English);
        let mut blocks = present_digest::message(&composed.shown, &composed.actions, language);
        if digest.channel.platform != "console" {
            blocks.extend(present_digest::chart(&composed.shown, language));
        }
        let reply = Reply { blocks, leave: false };
        let key = DeliveryKey::new(format!("{} {} {}", records.id(), digest.id(), occurrence.due));
        let first = occurrence.first_attempt.filter(|_| !began_here).map(system_time);
        let key = first.map_or_else(|| key.clone(), |first| key.clone().attempted_at(first));
        match poster.post(&channel(&digest.channel), &reply, &key).await {
            Ok(delivered) => Occurrence {
                state: OccurrenceState::Posted,
                since: now,
                problem: String::new(),
                messages: addresses(&delivered),
                ..occurrence
            },
            Err(PostError::NotSent { retry_after, why }) => retry(occurrence, now, retry_after, why, began_here),
            Err(PostError::Uncertain { delivered, why }) => Occurrence {
                state: OccurrenceState::Uncertain,
                since: now,
                problem: why,
                messages: addresses(&delivered),
                ..occurrence
            },
            Err(error @ (PostError::Gone { .. } | PostError::Rejected(_))) => failed(occurrence, error.to_string()),
        }
    }

    /// Tells an admin of a digest that is not there, or may not be.
    async fn tell(
        &self,
        records: &TeamStore,
        digest: &Digest,
        id: &str,
        stored: Stored<Occurrence>,
        now: Timestamp,
    ) -> Result<Next, StorageError> {
        let occurrence = stored.record;
        if occurrence.told || occurrence.state == OccurrenceState::Posted {
            return Ok(Next::Nothing);
        }
        let told = Occurrence { told: true, ..occurrence.clone() };
        records.change().unchanged::<Occurrence>(id, Some(stored.version)).put(id, &told).commit().await?;
        let language = Language::from_code(&digest.language).unwrap_or(Language::English);
        let due = present_digest::moment(occurrence.due, &zone_of(&digest.zone), language);
        let (name, because) = (digest.name.as_str(), occurrence.problem.as_str());
        let message = if occurrence.state == OccurrenceState::Uncertain {
            sentence!("digest-told-uncertain", name = name, due = due, because = because)
        } else {
            sentence!("digest-told-failed", name = name, due = due, because = because)
        };
        let help = sentence!("digest-told-help", id = digest.id());
        let block = copydesk_adapters::Block::Problem { message: message.say(language), help: help.say(language) };
        let reply = Reply { blocks: vec![block], leave: false };
        if let Some(poster) = self.posters.get(&digest.admin_channel.platform) {
            let key = DeliveryKey::new(format!("told {} {} {}", records.id(), digest.id(), occurrence.due));
            if let Err(error) = poster.post(&channel(&digest.admin_channel), &reply, &key).await {
                tracing::error!(team.id = %records.id(), digest.id = digest.number, %error, %now, "no admin could be told of a digest");
            }
        }
        Ok(Next::Nothing)
    }

    /// A session for work that nobody watches; `None` if the team is gone.
    async fn session(
        &self,
        records: &TeamStore,
        digest: &Digest,
        now: Timestamp,
    ) -> Result<Option<Session>, StorageError> {
        let Some(team) = self.desk.store.find_team(records.id()).await? else { return Ok(None) };
        let platform =
            ["discord", "telegram"].into_iter().find(|it| *it == digest.channel.platform).unwrap_or("console");
        let place = Place { platform, id: digest.channel.place.clone(), name: String::new() };
        let origin = Origin {
            place,
            channel: digest.channel.id.clone(),
            person: digest.id(),
            language: Some(digest.language.clone()),
        };
        Ok(Some(Session {
            team: team.record,
            records: records.clone(),
            origin,
            rights: Arc::new(Granted(false)),
            file: None,
            language: Language::from_code(&digest.language).unwrap_or(Language::English),
            now: now.to_zoned_datetime(zone_of(&digest.zone)),
            progress: None,
            cancel: CancellationToken::new(),
            counted: Counted::default(),
        }))
    }
}

/// What is shown of a digest now: since its people heard last.
///
/// # Errors
/// What the storage says.
pub async fn show(
    desk: &Desk,
    records: &TeamStore,
    digest: &Digest,
    now: Timestamp,
    session: &Session,
) -> Result<DigestShown, StorageError> {
    let period = Schedule::read(&digest.schedule).ok().map(|it| it.period(now, &zone_of(&digest.zone)));
    let window = period.unwrap_or(SignedDuration::from_hours(24)).clamp(WINDOWS.0, WINDOWS.1);
    let since = last_heard(records, digest, now).await?.unwrap_or(now - window);
    show_period(desk, records, digest, (since, now), window, session).await
}

/// What is shown of a digest's sources over a period, compared with the windows before it.
///
/// # Errors
/// What the storage says.
pub async fn show_period(
    desk: &Desk,
    records: &TeamStore,
    digest: &Digest,
    (since, now): (Timestamp, Timestamp),
    window: SignedDuration,
    session: &Session,
) -> Result<DigestShown, StorageError> {
    let language = Language::from_code(&digest.language).unwrap_or(Language::English);
    let shelf = shelf::read(records, &digest.sources, language).await?;
    let wishes = records.get::<TopicWishes>(TopicWishes::ID).await?.map(|stored| stored.record).unwrap_or_default();
    // Patterns are tested when they are set; one that is none any more leaves nothing out.
    let filter = filter(&digest.filter, &wishes).unwrap_or_else(|problem| {
        tracing::error!(problem = problem.message.say(Language::English), "a digest's filter is wrong");
        Filter::default()
    });
    let asked = Asked {
        now,
        since,
        window,
        // Some more than are shown, of which those that fit the team stay.
        count: 2 * usize::from(digest.count),
        topics: digest.topics.clone(),
        wishes,
        filter: digest.filter.clone(),
    };
    // Tens of thousands of items take a moment: nobody is held up.
    let (items, names) = (shelf.items, shelf.names);
    let knowledge = desk.known.of(records).await?;
    let tastes = Tastes::of(records, &knowledge, None).await?;
    let count = usize::from(digest.count);
    let work = move || {
        let mut shown = report(&items, &names, &filter, &asked);
        tastes.rank(&mut shown, count);
        shown
    };
    let found = tokio::task::spawn_blocking(work).await;
    let mut shown = found.map_err(|error| StorageError::Other(error.to_string()))?;
    shown.digest = Some(digest.id());
    shown.name = digest.name.clone();
    shown.schedule = digest.schedule.clone();
    shown.zone = digest.zone.clone();
    shown.failed = shelf.failed;
    wording::write(desk, session, &mut shown, &digest.tone, language).await;
    // Only the model needed them.
    shown.trends.iter_mut().flat_map(|trend| &mut trend.links).for_each(|link| link.text.clear());
    Ok(shown)
}

/// When a digest was last composed for its channel, at most 35 days ago.
async fn last_heard(records: &TeamStore, digest: &Digest, now: Timestamp) -> Result<Option<Timestamp>, StorageError> {
    const LOOKED_BACK: SignedDuration = SignedDuration::from_hours(35 * 24);
    let from = now - LOOKED_BACK;
    let (after, prefix) = (Occurrence::record_id(digest.number, from), Digest::record_id(digest.number));
    let recent = records.list::<Occurrence>(Some(&after), 10_000).await?;
    let heard =
        recent.into_iter().filter(|(id, it)| id.starts_with(&prefix) && !it.record.by_hand && it.record.due < now);
    let heard = heard.filter(|(_, it)| matches!(it.record.state, OccurrenceState::Posted | OccurrenceState::Uncertain));
    Ok(heard.map(|(_, it)| it.record.due).max())
}

/// Nothing of it is there: it is tried again after a pause, and given up after some attempts.
fn retry(
    occurrence: Occurrence,
    now: Timestamp,
    after: Option<std::time::Duration>,
    problem: String,
    began_here: bool,
) -> Occurrence {
    if occurrence.attempts >= MOST_ATTEMPTS {
        return Occurrence { state: OccurrenceState::Failed, since: now, problem, ..occurrence };
    }
    let pause = FIRST_PAUSE.saturating_mul(1 << occurrence.attempts.saturating_sub(1).min(10));
    let asked = after.and_then(|after| SignedDuration::try_from(after).ok()).unwrap_or_default();
    Occurrence {
        state: OccurrenceState::Composed,
        since: now,
        // An attempt that somebody else began before a crash is still not accounted for.
        first_attempt: occurrence.first_attempt.filter(|_| !began_here),
        not_before: now.checked_add(pause.max(asked)).ok(),
        problem,
        ..occurrence
    }
}

/// In whole seconds, rounded down: never later than it was.
fn system_time(at: Timestamp) -> SystemTime {
    SystemTime::UNIX_EPOCH + std::time::Duration::from_secs(at.as_second().unsigned_abs())
}

fn addresses(delivered: &Delivered) -> Vec<String> {
    delivered.messages.iter().map(|message| message.link.clone().unwrap_or_else(|| message.id.clone())).collect()
}

/// A stored channel as adapters name it.
pub fn channel(stored: &PostChannel) -> Channel {
    Channel { platform: stored.platform.clone(), place: stored.place.clone(), id: stored.id.clone() }
}

/// What the buttons of a trend do.
async fn offer(records: &TeamStore, name: &str, now: Timestamp) -> Result<TrendActions, StorageError> {
    let name = name.replace('"', "'");
    let store =
        |command: String| crate::offers::store(records, Offer { command, person: None, offered: now, taken: false });
    Ok(TrendActions {
        draft: store(format!("/ideas \"{name}\" count=1")).await?,
        more: store(format!("/digest more \"{name}\"")).await?,
        mute: store(format!("/digest mute \"{name}\"")).await?,
    })
}

#[cfg(test)]
#[path = "work_tests.rs"]
mod tests;
