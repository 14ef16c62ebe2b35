//! What is kept only for a time goes when that time is over: at the start, once an hour, and when something is due.

use std::collections::HashSet;
use std::sync::Arc;
use std::time::Duration;

use copydesk_storage::{
    Conversation, LinkCode, Offer, PlaceOfTeam, Removal, RemovalReason, RemovedTeam, ShownMessage, StorageError, Store,
    TalkMessage, TeamId, UsageCount, WrongCodes,
};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;

use crate::talk;

/// How long what was asked for with a button, what a message showed (for reactions) or said in a chain of replies, and what is said of a removed team, waits for its person.
const WAITS_FOR_A_PERSON: SignedDuration = SignedDuration::from_hours(30 * 24);
/// Days that a person's own use is kept: as many as `/usage` shows.
const DAYS_OF_A_PERSON: i64 = 7;
/// How long wrong codes count.
pub const WRONG_CODES_COUNT: SignedDuration = SignedDuration::from_hours(1);
/// The longest sleep.
const NOW_AND_THEN: Duration = Duration::from_secs(3600);

/// Removes what is due.
pub struct Sweep {
    store: Store,
    /// How long a team whose places are all left is kept.
    after_leaving: SignedDuration,
    woken: Notify,
}

impl Sweep {
    /// A sweep over a store.
    pub fn new(store: Store, after_leaving: SignedDuration) -> Arc<Self> {
        Arc::new(Self { store, after_leaving, woken: Notify::new() })
    }

    /// Says that there is a new removal.
    pub fn wake(&self) {
        self.woken.notify_one();
    }

    /// Sweeps until `shutdown`.
    pub async fn run(self: Arc<Self>, shutdown: CancellationToken) {
        loop {
            let next = self.once(Timestamp::now()).await;
            let wait = next.map_or(NOW_AND_THEN, |next| {
                Duration::try_from(next.duration_since(Timestamp::now())).unwrap_or_default().min(NOW_AND_THEN)
            });
            tokio::select! {
                () = tokio::time::sleep(wait) => {}
                () = self.woken.notified() => {}
                () = shutdown.cancelled() => return,
            }
        }
    }

    /// Sweeps once. Returns when the next removal is due; what fails is logged, and tried again then.
    pub async fn once(&self, now: Timestamp) -> Option<Timestamp> {
        if let Err(error) = self.forget_old(now).await {
            log(&error, "what is too old can't be removed");
        }
        self.remove_teams(now).await.unwrap_or_else(|error| {
            log(&error, "teams that are to be removed can't be");
            None
        })
    }

    async fn remove_teams(&self, now: Timestamp) -> Result<Option<Timestamp>, StorageError> {
        let installation = self.store.installation();
        let places = installation.all::<PlaceOfTeam>().await?.into_iter().map(|(_, place)| place.record);
        for team in deserted(&places.collect::<Vec<_>>(), now, self.after_leaving) {
            let removal = Removal { due: now, reason: RemovalReason::Deserted };
            let new = installation.change().unchanged::<Removal>(team.as_str(), None).put(team.as_str(), &removal);
            match new.commit().await {
                // It is to be removed anyway.
                Ok(_) | Err(StorageError::Conflict { .. }) => {}
                Err(error) => return Err(error),
            }
        }
        let mut next = None;
        for (id, removal) in installation.all::<Removal>().await? {
            let due = removal.record.due;
            if due > now {
                next = next.into_iter().chain([due]).min();
                continue;
            }
            if let Some(removed) = self.store.remove_team(&TeamId::parse(&id)?, removal.version, now).await? {
                let records: usize = removed.records.values().sum();
                let reason = removal.record.reason;
                tracing::warn!(
                    team.id = id,
                    team.records = records,
                    ?reason,
                    "a team was removed, with all of its data"
                );
            }
        }
        Ok(next)
    }

    async fn forget_old(&self, now: Timestamp) -> Result<(), StorageError> {
        let installation = self.store.installation();
        let mut change = installation.change();
        let mut any = false;
        for (id, code) in installation.all::<LinkCode>().await? {
            if code.record.expires <= now {
                (change, any) = (change.unchanged::<LinkCode>(&id, Some(code.version)).delete::<LinkCode>(&id), true);
            }
        }
        for (id, wrong) in installation.all::<WrongCodes>().await? {
            if wrong.record.times.iter().all(|time| now.duration_since(*time) >= WRONG_CODES_COUNT) {
                change = change.unchanged::<WrongCodes>(&id, Some(wrong.version)).delete::<WrongCodes>(&id);
                any = true;
            }
        }
        for (id, removed) in installation.all::<RemovedTeam>().await? {
            if now.duration_since(removed.record.at) >= WAITS_FOR_A_PERSON {
                (change, any) = (change.delete::<RemovedTeam>(&id), true);
            }
        }
        // What is changed at the same time waits for the next sweep.
        if any && let Err(error) = change.commit().await {
            tracing::info!(%error, "what is too old is removed later");
        }
        for team in self.store.teams().await? {
            let records = self.store.team(&team.id);
            let mut change = records.change();
            let mut any = false;
            for (id, offer) in records.all::<Offer>().await? {
                if now.duration_since(offer.record.offered) >= WAITS_FOR_A_PERSON {
                    (change, any) = (change.delete::<Offer>(&id), true);
                }
            }
            for (id, shown) in records.all::<ShownMessage>().await? {
                if now.duration_since(shown.record.at) >= WAITS_FOR_A_PERSON {
                    (change, any) = (change.delete::<ShownMessage>(&id), true);
                }
            }
            let mut alive = HashSet::new();
            for (id, message) in records.all::<TalkMessage>().await? {
                if now.duration_since(message.record.at) >= WAITS_FOR_A_PERSON {
                    (change, any) = (change.delete::<TalkMessage>(&id), true);
                } else {
                    alive.insert(message.record.talk);
                }
            }
            for (id, talk) in records.all::<Conversation>().await? {
                if talk::is_chain(&id) && !alive.contains(&id) {
                    change = change.unchanged::<Conversation>(&id, Some(talk.version)).delete::<Conversation>(&id);
                    any = true;
                }
            }
            let today = now.to_zoned_datetime(TimeZone::system()).date();
            for (id, _) in records.all::<UsageCount>().await? {
                if is_old_use_of_a_person(&id, today) {
                    (change, any) = (change.delete::<UsageCount>(&id), true);
                }
            }
            // What is said at the same time waits for the next sweep.
            if any && let Err(error) = change.commit().await {
                tracing::info!(%error, "what is too old is removed later");
            }
        }
        Ok(())
    }
}

fn log(error: &StorageError, what: &str) {
    // A program that ends goes on with it at its next start.
    if !matches!(error, StorageError::Stopped { .. }) {
        tracing::error!(%error, "{what}");
    }
}

/// The teams whose every place was left so long ago. A team that has no place stored is a terminal's, and stays.
fn deserted(places: &[PlaceOfTeam], now: Timestamp, after: SignedDuration) -> Vec<TeamId> {
    let long_left = |place: &PlaceOfTeam| place.left.is_some_and(|left| now.duration_since(left) >= after);
    let mut teams: Vec<TeamId> = places.iter().map(|place| place.team.clone()).collect();
    teams.sort();
    teams.dedup();
    teams.retain(|team| places.iter().filter(|place| place.team == *team).all(long_left));
    teams
}

/// Whether a count of use, by its id, is of one person and of a day that nobody is shown any more.
fn is_old_use_of_a_person(id: &str, today: Date) -> bool {
    let Some((day, _person)) = id.split_once('/') else { return false };
    let day = day.parse::<Date>();
    day.is_ok_and(|day| i64::from((today - day).get_days()) >= DAYS_OF_A_PERSON)
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a failed test may panic")]

    use jiff::civil::date;

    use super::*;

    const AFTER: SignedDuration = SignedDuration::from_hours(30 * 24);

    fn place(team: &str, left: Option<i64>) -> PlaceOfTeam {
        let left = left.map(|day| Timestamp::from_second(day * 86_400).unwrap());
        PlaceOfTeam { team: TeamId::parse(team).unwrap(), name: team.into(), linked: false, left }
    }

    #[test]
    fn a_team_is_deserted_when_its_last_place_was_left_thirty_days_ago() {
        let places = [
            place("gone", Some(1)),
            place("gone", Some(10)),
            place("half-gone", Some(1)),
            place("half-gone", None),
            place("here", None),
        ];
        let on = |day: i64| {
            let teams = deserted(&places, Timestamp::from_second(day * 86_400).unwrap(), AFTER);
            teams.iter().map(ToString::to_string).collect::<Vec<_>>()
        };
        assert_eq!(on(31), [""; 0], "one of its places was left 21 days ago");
        assert_eq!(on(39), [""; 0]);
        assert_eq!(on(40), ["gone"]);
        assert_eq!(on(4000), ["gone"]);
    }

    #[test]
    fn a_person_s_use_goes_after_a_week_and_the_team_s_stays() {
        let today = date(2026, 3, 10);
        let old: Vec<&str> = ["2026-03-10/7", "2026-03-04/7", "2026-03-03/7", "2025-01-01/a/b", "2025-01-01", "x/7"]
            .into_iter()
            .filter(|id| is_old_use_of_a_person(id, today))
            .collect();
        assert_eq!(old, ["2026-03-03/7", "2025-01-01/a/b"]);
    }
}
