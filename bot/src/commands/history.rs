//! `/prefs history` and `/prefs undo`: every change of preferences and rules, and how one is taken back.

use copydesk_storage::{Change, Changed, Numbered, PreferenceChange, Preferences, StorageError, WordRule};

use super::prefs::Key;
use crate::answer::{Answer, ChangeShown, PreferenceHistory};
use crate::board::Undone;
use crate::commands::{Command, Spec, command, number_option, option};
use crate::config::Config;
use crate::desk::Desk;
use crate::ideas::deeds::told;
use crate::invocation::Invocation;
use crate::session::{Session, person_id};
use crate::texts::{Problem, sentence};
use crate::word_rules::demand_shown;

/// The commands of this file.
pub static COMMANDS: &[Spec] = &[
    Spec {
        options: &[option("count", "数量").whole(1, 1_000)],
        ..command(&["prefs", "history"], &["偏好", "历史"], "command-prefs-history", read)
    },
    command(&["prefs", "undo"], &["偏好", "撤销"], "command-prefs-undo", read_undo),
];

/// Shown unless asked otherwise.
const SHOWN: usize = 20;

/// Reads `/prefs history [count=…]`.
///
/// # Errors
/// A wrong count.
pub fn read(invocation: &Invocation, _: &Config) -> Result<Command, Problem> {
    let count = number_option("count", invocation.option("count"), 1..=1000)?;
    Ok(Command::PreferenceHistory { count: count.unwrap_or(SHOWN) })
}

/// Reads `/prefs undo`.
///
/// # Errors
/// None.
pub fn read_undo(_: &Invocation, _: &Config) -> Result<Command, Problem> {
    Ok(Command::UndoPreference)
}

/// Shows the changes, the newest first.
///
/// # Errors
/// What the storage says.
pub async fn show(desk: &Desk, session: &Session, count: usize) -> Result<Answer, Problem> {
    shown(desk, session, None, count).await
}

/// Takes the newest change back that was not yet.
///
/// # Errors
/// That the person may not, that there is none, or what the storage says.
pub async fn undo(desk: &Desk, session: &Session) -> Result<Answer, Problem> {
    session.must_manage().await?;
    let undone = take_back(session).await.map_err(|error| told(desk, error))?;
    shown(desk, session, Some(PreferenceChange::name_of(undone)), SHOWN).await
}

/// Changes a preference and notes the change, both or neither. `value` is made from the preferences as they are.
///
/// What is said once more is no change.
///
/// # Errors
/// What the storage says.
pub async fn set(
    session: &Session,
    key: Key,
    value: impl Fn(&Preferences) -> Vec<String>,
) -> Result<Preferences, Undone> {
    let (records, value) = (&session.records, &value);
    let stored = records.get::<Preferences>(Preferences::ID).await?.map(|stored| stored.record).unwrap_or_default();
    if key.value(&stored) == value(&stored) {
        return Ok(stored);
    }
    let (by, at) = (&person_id(&session.origin), session.now.timestamp());
    records
        .numbered::<PreferenceChange, _, Undone, _, _>(|number, change| async move {
            let stored = records.get::<Preferences>(Preferences::ID).await?;
            let change = change.unchanged::<Preferences>(Preferences::ID, stored.as_ref().map(|stored| stored.version));
            let mut preferences = stored.map(|stored| stored.record).unwrap_or_default();
            let old = key.value(&preferences);
            let new = value(&preferences);
            key.set(&mut preferences, new);
            let changed = Changed::Preference { key: key.names()[0].into(), old, new: key.value(&preferences) };
            let entry = PreferenceChange { number, by: by.clone(), at, changed, undoes: None, undone: false };
            let change = change.put(Preferences::ID, &preferences);
            Ok((change.put(&PreferenceChange::record_id(number), &entry), preferences))
        })
        .await
}

/// Notes as a part of `change` that it happened.
///
/// # Errors
/// What the storage says.
pub async fn note(session: &Session, change: Change, changed: Changed) -> Result<Change, StorageError> {
    let (number, change) = session.records.take_number::<PreferenceChange>(change).await?;
    let (by, at) = (person_id(&session.origin), session.now.timestamp());
    let entry = PreferenceChange { number, by, at, changed, undoes: None, undone: false };
    Ok(change.put(&PreferenceChange::record_id(number), &entry))
}

async fn take_back(session: &Session) -> Result<u32, Undone> {
    let records = &session.records;
    let (by, at) = (&person_id(&session.origin), session.now.timestamp());
    records
        .numbered::<PreferenceChange, _, Undone, _, _>(|number, change| async move {
            let all = records.all::<PreferenceChange>().await?;
            let newest = all.into_iter().rev().find(|(_, it)| it.record.undoes.is_none() && !it.record.undone);
            let nothing = || Problem::from(sentence!("prefs-undo-nothing"));
            let (id, stored) = newest.ok_or_else(nothing)?;
            let taken = stored.record;
            let change = change.unchanged::<PreferenceChange>(&id, Some(stored.version));
            let (change, changed) = match taken.changed.clone() {
                Changed::Preference { key, old, new } => {
                    let known = Key::ALL.into_iter().find(|it| it.names()[0] == key);
                    let known =
                        known.ok_or_else(|| Problem::from(sentence!("prefs-unknown-key", key = key.as_str())))?;
                    let stored = records.get::<Preferences>(Preferences::ID).await?;
                    let version = stored.as_ref().map(|stored| stored.version);
                    let mut preferences = stored.map(|stored| stored.record).unwrap_or_default();
                    known.set(&mut preferences, old.clone());
                    let change = change.unchanged::<Preferences>(Preferences::ID, version);
                    (change.put(Preferences::ID, &preferences), Changed::Preference { key, old: new, new: old })
                }
                Changed::RuleAdded { rule } => {
                    let change = change.delete::<WordRule>(&WordRule::record_id(rule.number));
                    (change, Changed::RuleRemoved { rule })
                }
                Changed::RuleRemoved { rule } => {
                    (change.put(&WordRule::record_id(rule.number), &rule), Changed::RuleAdded { rule })
                }
            };
            let undone = taken.number;
            let entry = PreferenceChange { number, by: by.clone(), at, changed, undoes: Some(undone), undone: false };
            let change = change
                .put(&id, &PreferenceChange { undone: true, ..taken })
                .put(&PreferenceChange::record_id(number), &entry);
            Ok((change, undone))
        })
        .await
}

async fn shown(desk: &Desk, session: &Session, undone: Option<String>, count: usize) -> Result<Answer, Problem> {
    let all = session.records.all::<PreferenceChange>().await.map_err(|error| desk.storage_problem(&error))?;
    let changes = all.into_iter().rev().take(count).map(|(_, stored)| change_shown(session, stored.record));
    Ok(Answer::PreferenceHistory(PreferenceHistory { undone, changes: changes.collect() }))
}

fn change_shown(session: &Session, change: PreferenceChange) -> ChangeShown {
    let (key, old, new) = match &change.changed {
        Changed::Preference { key, old, new } => (key.clone(), old.clone(), new.clone()),
        Changed::RuleAdded { rule } => ("rule".into(), Vec::new(), vec![rule_in_words(session, rule)]),
        Changed::RuleRemoved { rule } => ("rule".into(), vec![rule_in_words(session, rule)], Vec::new()),
    };
    ChangeShown {
        id: PreferenceChange::name_of(change.number),
        at: change.at.to_string(),
        by: change.by,
        key,
        old,
        new,
        undoes: change.undoes.map(PreferenceChange::name_of),
        undone: change.undone,
    }
}

/// `R-003: say “café”, not “coffee shop”`
fn rule_in_words(session: &Session, rule: &WordRule) -> String {
    let (demand, say) = demand_shown(&rule.demand);
    let say = say.unwrap_or_default();
    let meaning = sentence!("rule-meaning", demand = demand, pattern = rule.pattern.as_str(), say = say);
    session.say(sentence!("rule-named", id = WordRule::name_of(rule.number), meaning = meaning))
}
