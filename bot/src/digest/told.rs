//! An admin hears of a digest that is not there, or may not be: until one was told, and not before that is it noted.

use std::time::Duration;

use copydesk_adapters::{Block, Channel, DeliveryKey, Gone, PostError, Reply};
use copydesk_analysis::Language;
use copydesk_storage::{
    AdminChannel, Digest, Occurrence, OccurrenceState, PostChannel, StorageError, Stored, TeamStore,
};
use jiff::{SignedDuration, Timestamp};

use super::work::{FIRST_PAUSE, Next, Worker, channel, system_time};
use crate::as_typed;
use crate::present_digest::{self, zone_of};
use crate::texts::sentence;

/// The longest pause between two attempts to tell an admin.
const LONGEST_PAUSE: SignedDuration = SignedDuration::from_hours(6);

impl Worker {
    /// Tells an admin of a digest that is not there, or may not be. Where nobody can be told now, it is tried again.
    pub(super) async fn tell(
        &self,
        records: &TeamStore,
        digest: &Digest,
        id: &str,
        stored: Stored<Occurrence>,
        now: Timestamp,
    ) -> Result<Next, StorageError> {
        let occurrence = stored.record;
        if occurrence.told {
            return Ok(Next::Nothing);
        }
        let key = DeliveryKey::new(format!("told {} {} {}", records.id(), digest.id(), occurrence.due));
        let mut wait = None;
        let mut is_told = false;
        for place in channels(records, digest).await? {
            let reply = as_typed::said_on(&place.platform, || notice(digest, &occurrence));
            match self.say(&channel(&place), &reply, &key, occurrence.since).await {
                Ok(()) => {
                    is_told = true;
                    break;
                }
                Err(error) => {
                    tracing::error!(team.id = %records.id(), digest.id = digest.number, %error, "no admin could be told of a digest");
                    if let PostError::NotSent { retry_after, .. } = error {
                        wait = wait.max(retry_after);
                    }
                }
            }
        }
        let change = records.change().unchanged::<Occurrence>(id, Some(stored.version));
        if is_told {
            let state = occurrence.state;
            change.put(id, &Occurrence { told: true, not_before: None, ..occurrence }).commit().await?;
            tracing::info!(team.id = %records.id(), digest.id = digest.number, ?state, "an admin was told of a digest");
            return Ok(Next::Nothing);
        }
        let until = now + pause(occurrence.tell_attempts, wait);
        let tell_attempts = occurrence.tell_attempts.saturating_add(1);
        change.put(id, &Occurrence { tell_attempts, not_before: Some(until), ..occurrence }).commit().await?;
        Ok(Next::Wait(until))
    }

    /// Says it once where the channel can be looked through. Where nobody can look, twice is better than never.
    async fn say(&self, to: &Channel, reply: &Reply, key: &DeliveryKey, since: Timestamp) -> Result<(), PostError> {
        let Some(poster) = self.posters.get(&to.platform) else {
            return Err(PostError::NotSent {
                retry_after: None,
                why: format!("the bot is not in {} now", to.platform),
            });
        };
        // An earlier attempt may have been cut: it began after the digest had failed.
        match poster.post(to, reply, &key.clone().attempted_at(system_time(since))).await {
            Err(PostError::Uncertain { delivered, .. }) if delivered.messages.is_empty() => {
                poster.post(to, reply, key).await.map(drop)
            }
            outcome => outcome.map(drop),
        }
    }
}

/// Why something is not there, as people read it: what kind of thing is in the way, and the platform's own words.
pub(super) fn problem(error: &PostError, language: Language) -> String {
    let (kind, why) = match error {
        PostError::NotSent { why, .. } => ("not-sent", Some(why)),
        PostError::Uncertain { .. } => ("interrupted", None),
        PostError::Rejected(why) => ("refused", Some(why)),
        PostError::Gone { gone, why } => {
            let kind = match gone {
                Gone::NoRight => "no-right",
                Gone::Removed => "removed",
                Gone::Blocked => "blocked",
                Gone::Channel => "channel",
                Gone::Topic => "topic",
            };
            (kind, Some(why))
        }
    };
    let said = sentence!("digest-problem", kind = kind).say(language);
    match why.map(|why| why.trim_end_matches('.')).filter(|why| !why.is_empty()) {
        Some(why) => sentence!("digest-problem-why", problem = said, why = why).say(language),
        None => said,
    }
}

fn pause(attempts: u32, asked: Option<Duration>) -> SignedDuration {
    let asked = asked.and_then(|asked| SignedDuration::try_from(asked).ok()).unwrap_or_default();
    FIRST_PAUSE.saturating_mul(1 << attempts.min(10)).max(asked).min(LONGEST_PAUSE)
}

/// Where admins are told, the best first: the team's channel for that, where the digest was set up, where it is posted.
async fn channels(records: &TeamStore, digest: &Digest) -> Result<Vec<PostChannel>, StorageError> {
    let chosen = records.get::<AdminChannel>(AdminChannel::ID).await?.map(|stored| stored.record.channel);
    let mut channels: Vec<PostChannel> = Vec::new();
    for place in chosen.into_iter().chain([digest.admin_channel.clone(), digest.channel.clone()]) {
        if !channels.contains(&place) {
            channels.push(place);
        }
    }
    Ok(channels)
}

fn notice(digest: &Digest, occurrence: &Occurrence) -> Reply {
    let language = Language::from_code(&digest.language).unwrap_or(Language::English);
    let due = present_digest::moment(occurrence.due, &zone_of(&digest.zone), language);
    let (name, because) = (digest.name.as_str(), occurrence.problem.as_str());
    let message = if occurrence.state == OccurrenceState::Uncertain {
        sentence!("digest-told-uncertain", name = name, due = due, because = because)
    } else {
        sentence!("digest-told-failed", name = name, due = due, because = because)
    };
    let help = if digest.paused {
        sentence!("digest-told-paused", id = digest.id())
    } else {
        sentence!("digest-told-help", id = digest.id())
    };
    let block = Block::Problem { message: message.say(language), help: help.say(language) };
    Reply { blocks: vec![block], ..Reply::default() }
}
