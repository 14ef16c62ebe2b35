//! One occurrence, from state to state. Each step is a commit that demands what the step began with: whoever lost a race,
//! or crashed, goes on with what is stored.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::SystemTime;

use copydesk_adapters::{Channel, Delivered, DeliveryKey, Granted, Origin, Place, PostError, Poster, Reply};
use copydesk_analysis::Language;
use copydesk_storage::{Digest, Occurrence, OccurrenceState, Offer, PostChannel, StorageError, Stored, TeamStore};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use tokio_util::sync::CancellationToken;

use super::period::show;
use super::setup::quiet_until;
use super::shelf;
use super::told::problem;
use crate::answer::DigestShown;
use crate::as_typed;
use crate::budget::Counted;
use crate::desk::Desk;
use crate::fetch::Fetcher;

use crate::present_digest::{self, TrendActions, zone_of};
use crate::session::{Session, Turn};
use crate::texts::sentence;

/// Attempts to post before it is given up.
const MOST_ATTEMPTS: u32 = 8;
/// Before the second attempt; twice as long before each further one.
pub(super) const FIRST_PAUSE: SignedDuration = SignedDuration::from_secs(30);

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
                // Somebody else took the step, or changes the digest.
                Err(StorageError::Conflict { .. }) => return Ok(Next::Wait(clock() + SignedDuration::from_secs(1))),
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
        let Some(Stored { record: digest, version }) = digest else {
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
        if let Some(until) = occurrence.not_before.filter(|until| *until > now) {
            return Ok(Next::Wait(until));
        }
        let moved = |state| Occurrence { state, since: now, ..occurrence.clone() };
        let mut is_gone = false;
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
            OccurrenceState::Posting => {
                let posted = self.post(records, &digest, occurrence, now, *began_here).await;
                is_gone = posted.1;
                posted.0
            }
            OccurrenceState::Posted => return Ok(Next::Nothing),
            OccurrenceState::Failed | OccurrenceState::Uncertain => {
                return self.tell(records, &digest, id, stored, now).await;
            }
        };
        let change = records.change().unchanged::<Occurrence>(id, Some(stored.version)).put(id, &next);
        let change = if is_gone {
            // It would fail each time until somebody changes that.
            let id = Digest::record_id(digest.number);
            change.unchanged::<Digest>(&id, Some(version)).put(&id, &Digest { paused: true, ..digest.clone() })
        } else {
            change
        };
        change.commit().await?;
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

    /// Posts what was composed. Says what became of it, and whether the channel takes nothing any more.
    async fn post(
        &self,
        records: &TeamStore,
        digest: &Digest,
        occurrence: Occurrence,
        now: Timestamp,
        began_here: bool,
    ) -> (Occurrence, bool) {
        let failed = |occurrence: Occurrence, problem: String| Occurrence {
            state: OccurrenceState::Failed,
            since: now,
            problem,
            ..occurrence
        };
        let language = Language::from_code(&digest.language).unwrap_or(Language::English);
        let composed = occurrence.message.as_deref().and_then(|text| serde_json::from_str::<Composed>(text).ok());
        let Some(composed) = composed else {
            return (failed(occurrence, "the message can't be read".to_owned()), false);
        };
        let Some(poster) = self.posters.get(&digest.channel.platform) else {
            let problem = sentence!("digest-problem", kind = "absent").say(language);
            return (retry(occurrence, now, None, problem, began_here), false);
        };
        let platform = digest.channel.platform.as_str();
        let say = || present_digest::message(&composed.shown, &composed.actions, language);
        let mut blocks = as_typed::said_on(platform, say);
        if platform != "console" {
            blocks.extend(present_digest::chart(&composed.shown, language));
        }
        let reply = Reply { blocks, ..Reply::default() };
        let key = DeliveryKey::new(format!("{} {} {}", records.id(), digest.id(), occurrence.due));
        let first = occurrence.first_attempt.filter(|_| !began_here).map(system_time);
        let key = first.map_or_else(|| key.clone(), |first| key.clone().attempted_at(first));
        let outcome = poster.post(&channel(&digest.channel), &reply, &key).await;
        let is_gone = matches!(outcome, Err(PostError::Gone { .. }));
        let problem = outcome.as_ref().err().map(|error| problem(error, language)).unwrap_or_default();
        if let Err(error) = &outcome {
            tracing::warn!(team.id = %records.id(), digest.id = digest.number, %error, "a digest was not posted");
        }
        let occurrence = match outcome {
            Ok(delivered) => Occurrence {
                state: OccurrenceState::Posted,
                since: now,
                problem: String::new(),
                messages: addresses(&delivered),
                ..occurrence
            },
            Err(PostError::NotSent { retry_after, .. }) => retry(occurrence, now, retry_after, problem, began_here),
            Err(PostError::Uncertain { delivered, .. }) => Occurrence {
                state: OccurrenceState::Uncertain,
                since: now,
                problem,
                messages: addresses(&delivered),
                ..occurrence
            },
            Err(PostError::Gone { .. } | PostError::Rejected(_)) => failed(occurrence, problem),
        };
        (occurrence, is_gone)
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
            person_name: None,
            language: Some(digest.language.clone()),
            chain: None,
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
            turn: Turn::default(),
        }))
    }
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
pub(super) fn system_time(at: Timestamp) -> SystemTime {
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
///
/// # Errors
/// What the storage says.
pub async fn offer(records: &TeamStore, name: &str, now: Timestamp) -> Result<TrendActions, StorageError> {
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
