//! `/forget me`, `/forget team` and `/forget undo`: what is stored, and its removal.

use copydesk_storage::{
    Change, ContentTaste, Conversation, DigestQuestions, Explanation, Offer, PendingImport, Person, Removal,
    RemovalReason, StorageError, Team, TeamStore, UsageCount,
};
use jiff::civil::Date;

use crate::answer::{Answer, Forgotten, ForgottenState, RecordCount};
use crate::commands::{Command, Spec, command};
use crate::config::Config;
use crate::desk::Desk;
use crate::invocation::Invocation;
use crate::places;
use crate::session::{Session, person_id};
use crate::texts::{Problem, moment, sentence};

/// The commands of this file.
pub static COMMANDS: &[Spec] = &[
    command(&["forget", "me"], &["忘记", "我"], "command-forget-me", read_me),
    Spec { rest: "rest-team", ..command(&["forget", "team"], &["忘记", "团队"], "command-forget-team", read_team) },
    command(&["forget", "undo"], &["忘记", "撤销"], "command-forget-undo", read_undo),
];

/// What is to be forgotten.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ForgetWish {
    /// What the person said and used.
    Me,
    /// All of the team; what it would be, as long as the name is missing.
    Team {
        /// The team's name as it was typed, empty if it was not.
        name: String,
    },
    /// Not the team after all.
    Undo,
}

/// Reads `/forget me`.
///
/// # Errors
/// None.
pub fn read_me(_: &Invocation, _: &Config) -> Result<Command, Problem> {
    Ok(Command::Forget(ForgetWish::Me))
}

/// Reads `/forget team [NAME]`.
///
/// # Errors
/// None.
pub fn read_team(invocation: &Invocation, _: &Config) -> Result<Command, Problem> {
    Ok(Command::Forget(ForgetWish::Team { name: invocation.rest.trim().to_string() }))
}

/// Reads `/forget undo`.
///
/// # Errors
/// None.
pub fn read_undo(_: &Invocation, _: &Config) -> Result<Command, Problem> {
    Ok(Command::Forget(ForgetWish::Undo))
}

/// Does it.
///
/// # Errors
/// That the person may not, that the name is another, that nothing is to be undone, or what the storage says.
pub async fn handle(desk: &Desk, session: &Session, wish: ForgetWish) -> Result<Answer, Problem> {
    let forgotten = match wish {
        ForgetWish::Me => me(desk, session).await.map_err(|error| desk.storage_problem(&error)),
        ForgetWish::Team { name } if name.is_empty() => show_team(desk, session).await,
        ForgetWish::Team { name } => team(desk, session, &name).await,
        ForgetWish::Undo => undo(desk, session).await,
    };
    forgotten.map(Answer::Forgotten)
}

/// Removes what the person said and used.
async fn me(desk: &Desk, session: &Session) -> Result<Forgotten, StorageError> {
    let (person, now) = (person_id(&session.origin), session.now.timestamp());
    let mut sum = Count::default();
    for team in teams_of(desk, session).await? {
        sum.add(&forget_person(&desk.store.team(&team.id), &person, session.now.date()).await?);
    }
    let records = records_shown(&sum);
    let text = match records.is_empty() {
        true => sentence!("forget-me-nothing"),
        false => sentence!("forget-me-done", at = moment(now, &session.now)),
    };
    Ok(Forgotten {
        whose: "person".into(),
        state: ForgottenState::Removed,
        at: Some(now.to_string()),
        records,
        text: session.say(text),
        notes: vec![session.say(sentence!("forget-me-stays")), session.say(sentence!("forget-me-usage"))],
    })
}

/// The teams that may know the person: every one of the platform; a terminal's people are those of its team.
pub(super) async fn teams_of(desk: &Desk, session: &Session) -> Result<Vec<Team>, StorageError> {
    match session.origin.place.platform {
        "console" => Ok(vec![session.team.clone()]),
        _ => desk.store.teams().await,
    }
}

/// What is stored of a person, or was.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Count {
    turns: usize,
    explanations: usize,
    offers: usize,
    days: usize,
    /// Their own wishes.
    wishes: usize,
    /// What is the team's and named them.
    named: usize,
}

impl Count {
    /// Adds what another counted.
    pub(super) fn add(&mut self, other: &Self) {
        self.turns += other.turns;
        self.explanations += other.explanations;
        self.offers += other.offers;
        self.days += other.days;
        self.wishes += other.wishes;
        self.named += other.named;
    }
}

/// The counts that are not zero.
pub(super) fn records_shown(count: &Count) -> Vec<RecordCount> {
    let counts = [
        ("turns", count.turns),
        ("explanations", count.explanations),
        ("offers", count.offers),
        ("usage", count.days),
        ("wishes", count.wishes),
        ("named", count.named),
    ];
    let told = counts.into_iter().filter(|(_, count)| *count > 0);
    told.map(|(kind, count)| RecordCount { kind: kind.into(), count }).collect()
}

/// Removes a person from one team's records, in one commit. Of the use, what was counted before today: today's holds
/// the person to the limits.
async fn forget_person(records: &TeamStore, person: &str, today: Date) -> Result<Count, StorageError> {
    loop {
        let (count, change) = person_records(records, person, Some(today)).await?;
        if count == Count::default() {
            return Ok(count);
        }
        match change.commit().await {
            // Somebody talks there now.
            Err(StorageError::Conflict { .. }) => {}
            done => return done.map(|_| count),
        }
    }
}

/// What one team's records have of a person, and the change that would remove it: ideas, drafts and rules are the team's and
/// stay, without the name. Of the use, that of `today` is left out.
pub(super) async fn person_records(
    records: &TeamStore,
    person: &str,
    today: Option<Date>,
) -> Result<(Count, Change), StorageError> {
    let mut count = Count::default();
    let mut change = records.change();
    let mut touched = Vec::new();
    for (channel, stored) in records.all::<Conversation>().await? {
        let (said, summed_up) = (stored.record.turns.len(), stored.record.summary.is_some());
        let left = without(stored.record, person);
        // A summary goes as a whole: nobody can take one person's part out of it.
        let removed = said - left.turns.len() + usize::from(summed_up && left.summary.is_none());
        if removed == 0 {
            continue;
        }
        count.turns += removed;
        change = change.unchanged::<Conversation>(&channel, Some(stored.version));
        change = match left.turns.is_empty() && left.summary.is_none() {
            true => change.delete::<Conversation>(&channel),
            false => change.put(&channel, &left),
        };
        touched.push(channel);
    }
    for (channel, stored) in records.all::<Explanation>().await? {
        // What the model was told has the turns of the channel in it.
        if stored.record.person.as_deref() == Some(person) || touched.contains(&channel) {
            count.explanations += 1;
            change = change.unchanged::<Explanation>(&channel, Some(stored.version)).delete::<Explanation>(&channel);
        }
    }
    for (id, stored) in records.all::<Offer>().await? {
        if stored.record.person.as_deref() == Some(person) {
            count.offers += 1;
            change = change.delete::<Offer>(&id);
        }
    }
    if records.get::<ContentTaste>(person).await?.is_some() {
        count.wishes += 1;
        change = change.delete::<ContentTaste>(person);
    }
    if records.get::<PendingImport>(person).await?.is_some() {
        // A file that waits for a button.
        count.offers += 1;
        change = change.delete::<PendingImport>(person);
    }
    for (id, _) in records.all::<DigestQuestions>().await? {
        if id.split_once(' ').is_some_and(|(who, _)| who == person) {
            // A digest that waits for an answer.
            count.offers += 1;
            change = change.delete::<DigestQuestions>(&id);
        }
    }
    let bare = person.split_once(':').map_or(person, |(_, id)| id);
    for (id, _) in records.all::<UsageCount>().await? {
        if id
            .split_once('/')
            .is_some_and(|(day, who)| who == bare && today.is_none_or(|today| day != today.to_string()))
        {
            count.days += 1;
            change = change.delete::<UsageCount>(&id);
        }
    }
    if let Some(stored) = records.get::<Person>(person).await? {
        count.wishes += 1;
        change = change.unchanged::<Person>(person, Some(stored.version)).delete::<Person>(person);
    }
    let (named, change) = super::unnamed::unnamed(records, person, change).await?;
    count.named = named;
    Ok((count, change))
}

/// A conversation without what a person said, and what was answered to it.
fn without(conversation: Conversation, person: &str) -> Conversation {
    let mut theirs = false;
    let mut turns = conversation.turns;
    turns.retain(|turn| {
        if turn.from_person {
            theirs = turn.person.as_deref() == Some(person);
        }
        !theirs
    });
    let summary = conversation.summary.filter(|summary| !summary.people.iter().any(|it| it == person));
    Conversation { turns, summary }
}

/// What is stored of the team, and how it is removed.
async fn show_team(desk: &Desk, session: &Session) -> Result<Forgotten, Problem> {
    let failed = |error: StorageError| desk.storage_problem(&error);
    let (team, name) = (&session.team, session.team.name.as_str());
    let removal = desk.store.installation().get::<Removal>(team.id.as_str()).await.map_err(failed)?;
    let (state, at, text) = match removal.map(|removal| removal.record.due) {
        Some(due) => {
            let text = sentence!("forget-team-due", team = name, at = moment(due, &session.now));
            (ForgottenState::Due, Some(due.to_string()), text)
        }
        None => (ForgottenState::Stored, None, sentence!("forget-team-stored", team = name)),
    };
    let how = sentence!("forget-team-how", team = name);
    forgotten(desk, session, (state, at, session.say(text)), vec![session.say(how)]).await
}

/// Sets the time of the team's removal.
async fn team(desk: &Desk, session: &Session, name: &str) -> Result<Forgotten, Problem> {
    session.must_manage().await?;
    let (team, failed) = (&session.team, |error: StorageError| desk.storage_problem(&error));
    let typed = name.to_lowercase();
    if typed != team.name.to_lowercase() && typed != team.id.as_str() {
        let message = sentence!("forget-team-name", name = name, team = team.name.as_str());
        return Err(Problem::new(message, sentence!("forget-team-how", team = team.name.as_str())));
    }
    places::keep(&desk.store, &session.origin.place, &team.id).await.map_err(failed)?;
    let due = session.now.timestamp() + desk.config.data.undo;
    let removal = Removal { due, reason: RemovalReason::Asked };
    let change = desk.store.installation().change().put(team.id.as_str(), &removal);
    change.commit().await.map_err(failed)?;
    desk.sweep.wake();
    let seconds = desk.config.data.undo.as_secs().unsigned_abs();
    let text =
        sentence!("forget-team-set", team = team.name.as_str(), at = moment(due, &session.now), seconds = seconds);
    let mut notes = vec![session.say(sentence!("forget-team-undo"))];
    notes.extend(team.sample.then(|| session.say(sentence!("forget-team-sample"))));
    forgotten(desk, session, (ForgottenState::Due, Some(due.to_string()), session.say(text)), notes).await
}

/// Calls a removal off.
async fn undo(desk: &Desk, session: &Session) -> Result<Forgotten, Problem> {
    session.must_manage().await?;
    let (id, installation) = (session.team.id.as_str(), desk.store.installation());
    let failed = |error: StorageError| desk.storage_problem(&error);
    let nothing = || Problem::new(sentence!("forget-undo-nothing"), sentence!("forget-undo-nothing-help"));
    let removal = installation.get::<Removal>(id).await.map_err(failed)?.ok_or_else(nothing)?;
    let change = installation.change().unchanged::<Removal>(id, Some(removal.version)).delete::<Removal>(id);
    change.commit().await.map_err(failed)?;
    let text = session.say(sentence!("forget-undone", team = session.team.name.as_str()));
    forgotten(desk, session, (ForgottenState::Kept, None, text), Vec::new()).await
}

async fn forgotten(
    desk: &Desk,
    session: &Session,
    (state, at, text): (ForgottenState, Option<String>, String),
    notes: Vec<String>,
) -> Result<Forgotten, Problem> {
    let counts = desk.store.counts(&session.team.id).await.map_err(|error| desk.storage_problem(&error))?;
    Ok(Forgotten { whose: "team".into(), state, at, records: listed(counts), text, notes })
}

/// Counts as people are told of them.
pub fn listed(counts: impl IntoIterator<Item = (String, usize)>) -> Vec<RecordCount> {
    // The last number given is nothing that anybody put there.
    let told = counts
        .into_iter()
        .filter(|(kind, count)| !matches!(kind.as_str(), "counters" | "models-in-force") && *count > 0);
    told.map(|(kind, count)| RecordCount { kind, count }).collect()
}

#[cfg(test)]
mod tests {
    use copydesk_storage::{Summary, Turn};

    use super::*;

    #[test]
    fn a_person_s_turns_go_with_the_answers_to_them_and_no_other() {
        let said =
            |person: &str, text: &str| Turn { from_person: true, person: Some(person.into()), text: text.into() };
        let answered = |text: &str| Turn { from_person: false, person: None, text: text.into() };
        let old = Turn { person: None, ..said("", "old") };
        let turns = vec![
            answered("to somebody before"),
            old,
            said("telegram:7", "a"),
            answered("to a"),
            answered("more to a"),
            said("telegram:8", "b"),
            answered("to b"),
            said("discord:7", "c"),
        ];
        let summary = |people: &[&str]| {
            let people = people.iter().map(ToString::to_string).collect();
            Some(Summary { text: "- a".into(), by_model: false, people })
        };
        let with_others =
            without(Conversation { turns: turns.clone(), summary: summary(&["discord:7"]) }, "telegram:7");
        assert!(with_others.summary.is_some());
        let left = without(Conversation { turns, summary: summary(&["discord:7", "telegram:7"]) }, "telegram:7");
        assert_eq!(left.summary, None);
        let texts: Vec<&str> = left.turns.iter().map(|turn| turn.text.as_str()).collect();
        assert_eq!(texts, ["to somebody before", "old", "b", "to b", "c"]);
    }
}
