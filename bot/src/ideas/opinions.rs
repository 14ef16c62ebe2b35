//! What people think of ideas and drafts, by their reactions: it counts for the angle, less than a use or a refusal does.

use std::collections::BTreeMap;

use copydesk_adapters::{Origin, Reaction, Subjects};
use copydesk_storage::{
    AngleTally, Change, Draft, DraftVersion, Evidence, Idea, Numbered, Opinion, ShownMessage, StorageError, Store,
    TeamStore, part_id,
};
use jiff::Timestamp;

use crate::session::person_id;
use crate::{places, talk};

/// What one reaction counts, in hundredths of a use: half of one. Where a message shows several things, each gets its part.
const REACTION: u32 = 50;

/// How often a lost race is run again.
const LOST_RACES: usize = 100;

/// Notes which messages show what: [`Subjects`] over the storage.
pub struct StoredSubjects {
    store: Store,
    clock: fn() -> Timestamp,
}

impl StoredSubjects {
    /// Notes in `store`.
    pub fn new(store: Store) -> Self {
        Self { store, clock: Timestamp::now }
    }
}

#[async_trait::async_trait]
impl Subjects for StoredSubjects {
    async fn shown(&self, place: &copydesk_adapters::Place, message: &str, about: &[String]) {
        let at = (self.clock)();
        let noted = async {
            let Some(team) = places::team(&self.store, place, at).await? else { return Ok(()) };
            let records = self.store.team(&team.record.id).only_while(team.version);
            let id = ShownMessage::id_of(place.platform, &place.id, message);
            records.put(&id, &ShownMessage { about: about.to_vec(), at }).await.map(drop)
        };
        let noted: Result<(), StorageError> = noted.await;
        if let Err(error) = noted {
            tracing::warn!(%error, "reactions to a message will not count");
        }
    }

    async fn answered(&self, origin: &Origin, messages: &[String]) {
        let at = (self.clock)();
        let noted = async {
            let Some(team) = places::team(&self.store, &origin.place, at).await? else { return Ok(()) };
            let records = self.store.team(&team.record.id).only_while(team.version);
            talk::note(&records, origin, messages, at).await
        };
        let noted: Result<(), StorageError> = noted.await;
        if let Err(error) = noted {
            tracing::warn!(%error, "a reply to a message will begin a new talk");
        }
    }
}

/// Counts a reaction for what its message shows; one to a message that shows nothing of the kind is no opinion.
///
/// # Errors
/// What the storage says.
pub async fn note(records: &TeamStore, origin: &Origin, reaction: &Reaction) -> Result<(), StorageError> {
    let id = ShownMessage::id_of(origin.place.platform, &origin.place.id, &reaction.message);
    let Some(shown) = records.get::<ShownMessage>(&id).await? else { return Ok(()) };
    let about = shown.record.about;
    let weight = (REACTION / u32::try_from(about.len()).unwrap_or(u32::MAX).max(1)).max(1);
    let said = Said { person: person_id(origin), reaction, weight };
    for name in &about {
        // Each in a commit of its own: the same reaction again changes nothing.
        said.of(records, name).await?;
    }
    Ok(())
}

struct Said<'a> {
    person: String,
    reaction: &'a Reaction,
    /// In hundredths of a use.
    weight: u32,
}

impl Said<'_> {
    async fn of(&self, records: &TeamStore, name: &str) -> Result<(), StorageError> {
        let mut races = 0;
        loop {
            let done = match (Idea::number_of(name), Draft::number_of(name)) {
                (Some(number), _) => self.of_idea(records, number).await,
                (None, Some(number)) => self.of_draft(records, number).await,
                (None, None) => Ok(()),
            };
            match done {
                Err(StorageError::Conflict { .. }) if races < LOST_RACES => races += 1,
                done => return done,
            }
        }
    }

    async fn of_idea(&self, records: &TeamStore, number: u32) -> Result<(), StorageError> {
        let id = Idea::record_id(number);
        let Some(stored) = records.get::<Idea>(&id).await? else { return Ok(()) };
        let mut idea = stored.record;
        let Some((before, after)) = self.change(&mut idea.opinions) else { return Ok(()) };
        let change = records.change().unchanged::<Idea>(&id, Some(stored.version)).put(&id, &idea);
        let change = tallied(records, change, (&idea.angle, &idea.format), (before, after)).await?;
        change.commit().await.map(drop)
    }

    async fn of_draft(&self, records: &TeamStore, number: u32) -> Result<(), StorageError> {
        let id = Draft::record_id(number);
        let Some(stored) = records.get::<Draft>(&id).await? else { return Ok(()) };
        let mut draft = stored.record;
        let Some((before, after)) = self.change(&mut draft.opinions) else { return Ok(()) };
        let mut change = records.change().unchanged::<Draft>(&id, Some(stored.version)).put(&id, &draft);
        if let Some((angle, format)) = angle_of(records, &draft).await? {
            change = tallied(records, change, (&angle, &format), (before, after)).await?;
        }
        change.commit().await.map(drop)
    }

    /// Notes the person's opinion; what it was and what it is, `None` if that is the same.
    fn change(&self, opinions: &mut BTreeMap<String, Opinion>) -> Option<(Option<Opinion>, Option<Opinion>)> {
        let before = opinions.get(&self.person).copied();
        let liked = self.reaction.liked;
        let after = match (self.reaction.taken_back, before) {
            (false, _) => Some(Opinion { liked, weight: self.weight }),
            // Of two reactions of a person the last one counts; taking back the other says nothing.
            (true, Some(before)) if before.liked != liked => Some(before),
            (true, _) => None,
        };
        match after {
            Some(opinion) => opinions.insert(self.person.clone(), opinion),
            None => opinions.remove(&self.person),
        };
        (before != after).then_some((before, after))
    }
}

/// The angle of a draft and its format: those of its idea, else what it stands on.
async fn angle_of(records: &TeamStore, draft: &Draft) -> Result<Option<(String, String)>, StorageError> {
    if let Some(number) = draft.idea {
        let idea = records.get::<Idea>(&Idea::record_id(number)).await?;
        return Ok(idea.map(|idea| (idea.record.angle, idea.record.format)));
    }
    let version = records.get::<DraftVersion>(&part_id(draft.number, 1)).await?;
    let because = version.map(|version| version.record.because).unwrap_or_default();
    let angle = because.into_iter().find_map(|evidence| match evidence {
        Evidence::Angle { angle, .. } => Some((angle, "post".to_string())),
        _ => None,
    });
    Ok(angle)
}

/// Adds to a change what it means for an angle.
async fn tallied(
    records: &TeamStore,
    change: Change,
    (angle, format): (&str, &str),
    (before, after): (Option<Opinion>, Option<Opinion>),
) -> Result<Change, StorageError> {
    let id = AngleTally::id_of(angle, format);
    let stored = records.get::<AngleTally>(&id).await?;
    let change = change.unchanged::<AngleTally>(&id, stored.as_ref().map(|stored| stored.version));
    let mut tally = stored.map(|stored| stored.record).unwrap_or_default();
    if let Some(opinion) = before {
        let (people, weight) = tally.of_opinion(opinion.liked);
        (*people, *weight) = (people.saturating_sub(1), weight.saturating_sub(opinion.weight));
    }
    if let Some(opinion) = after {
        let (people, weight) = tally.of_opinion(opinion.liked);
        (*people, *weight) = (people.saturating_add(1), weight.saturating_add(opinion.weight));
    }
    Ok(change.put(&id, &tally))
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a failed test may panic")]
#[path = "opinions_tests.rs"]
pub(crate) mod tests;
