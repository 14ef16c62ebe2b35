//! `/access`: who is let in, and who is not any more.

use copydesk_storage::{Access, StorageError, Stored};

use crate::access::is_owner;
use crate::answer::{AccessEntry, AccessShown, Answer};
use crate::commands::{Command, Spec, command};
use crate::config::{Config, is_id};
use crate::desk::Desk;
use crate::invocation::Invocation;
use crate::session::{Session, person_id};
use crate::texts::{Problem, sentence};

/// The commands of this file.
pub static COMMANDS: &[Spec] = &[
    command(&["access"], &["权限"], "command-access", read_show),
    Spec {
        rest: "rest-access",
        example: Some("command-access-block-example"),
        ..command(&["access", "block"], &["权限", "禁止"], "command-access-block", read_block)
    },
    Spec {
        rest: "rest-access",
        example: Some("command-access-allow-example"),
        ..command(&["access", "allow"], &["权限", "允许"], "command-access-allow", read_allow)
    },
];

/// What is wanted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AccessWish {
    /// Who is let in.
    Show,
    /// Let somebody in, or not any more.
    Set(AccessChange),
}

/// Whom to let in or not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccessChange {
    /// Whether they are let in.
    pub allowed: bool,
    /// A person or place, as it was typed.
    pub who: String,
    /// Whether it is a place.
    pub place: bool,
    /// In every team, not in this one alone.
    pub everywhere: bool,
}

/// Reads `/access`.
///
/// # Errors
/// None.
pub fn read_show(_: &Invocation, _: &Config) -> Result<Command, Problem> {
    Ok(Command::Access(AccessWish::Show))
}

/// Reads `/access allow PERSON [everywhere]` and `/access allow place PLACE`.
///
/// # Errors
/// That nobody is named, or more than one.
pub fn read_allow(invocation: &Invocation, _: &Config) -> Result<Command, Problem> {
    read_change(invocation, true)
}

/// Reads `/access block`, as [`read_allow`].
///
/// # Errors
/// That nobody is named, or more than one.
pub fn read_block(invocation: &Invocation, _: &Config) -> Result<Command, Problem> {
    read_change(invocation, false)
}

fn read_change(invocation: &Invocation, allowed: bool) -> Result<Command, Problem> {
    let mut words: Vec<&str> = invocation.rest.split_whitespace().collect();
    let is = |word: Option<&&str>, names: [&str; 2]| word.is_some_and(|it| names.contains(&it.to_lowercase().as_str()));
    let place = is(words.first(), ["place", "地方"]);
    if place {
        words.remove(0);
    }
    let everywhere = is(words.last(), ["everywhere", "全部"]);
    if everywhere {
        words.pop();
    }
    let [who] = words[..] else {
        let message = match words.is_empty() {
            true => sentence!("access-whom"),
            false => sentence!("access-extra", words = invocation.rest.as_str()),
        };
        return Err(Problem::new(message, sentence!("access-whom-help")));
    };
    let change = AccessChange { allowed, who: who.into(), place, everywhere: everywhere || place };
    Ok(Command::Access(AccessWish::Set(change)))
}

/// Does it.
///
/// # Errors
/// That the person may not, that nobody is named so, or what the storage says.
pub async fn handle(desk: &Desk, session: &Session, wish: AccessWish) -> Result<Answer, Problem> {
    let text = match wish {
        AccessWish::Show => None,
        AccessWish::Set(change) => Some(set(desk, session, &change).await?),
    };
    let entries = entries(desk, session).await.map_err(|error| desk.storage_problem(&error))?;
    let text = text.unwrap_or_else(|| {
        session.say(match entries.is_empty() {
            true => sentence!("access-nobody", team = session.team.name.as_str()),
            false => sentence!("access-list", team = session.team.name.as_str()),
        })
    });
    Ok(Answer::Access(AccessShown { text, entries }))
}

/// Stores a change; says what holds now.
async fn set(desk: &Desk, session: &Session, change: &AccessChange) -> Result<String, Problem> {
    let AccessChange { allowed, place, everywhere, .. } = *change;
    session.must_manage().await?;
    if everywhere && !is_owner(desk, &session.origin) {
        return Err(Problem::new(sentence!("access-owner"), sentence!("access-owner-help")));
    }
    let by = person_id(&session.origin);
    let id = id_of(session, &change.who)?;
    if !allowed && !place && (id == by || desk.config.access.owners.contains(&id)) {
        return Err(Problem::new(sentence!("access-locked-out", id = id), sentence!("access-locked-out-help")));
    }
    let key = if place { Access::place(&id) } else { Access::person(&id) };
    let record = Access { allowed, by, at: session.now.timestamp() };
    let changed = match everywhere {
        true => desk.store.installation().change().put(&key, &record),
        // Everybody may in a team who is not blocked there.
        false if allowed => session.records.change().delete::<Access>(&key),
        false => session.records.change().put(&key, &record),
    };
    changed.commit().await.map_err(|error| desk.storage_problem(&error))?;
    let allowed = if allowed { "yes" } else { "no" };
    Ok(session.say(match everywhere {
        true => sentence!("access-set-everywhere", id = id, allowed = allowed),
        false => sentence!("access-set", id = id, allowed = allowed, team = session.team.name.as_str()),
    }))
}

/// `telegram:7` for what people type: that, the bare number on the platform itself, or a mention in Discord.
fn id_of(session: &Session, who: &str) -> Result<String, Problem> {
    let number = who.trim_start_matches("<@").trim_start_matches('!').trim_end_matches('>');
    let here = format!("{}:{number}", session.origin.place.platform);
    [who.to_lowercase(), here]
        .into_iter()
        .find(|id| is_id(id))
        .ok_or_else(|| Problem::new(sentence!("access-who-wrong", who = who), sentence!("access-whom-help")))
}

/// What `/access` said in this team and, for those who decide over it, of all; and what the settings say.
async fn entries(desk: &Desk, session: &Session) -> Result<Vec<AccessEntry>, StorageError> {
    let of_team = session.records.all::<Access>().await?;
    let mut entries: Vec<AccessEntry> = of_team.into_iter().filter_map(|(key, it)| entry(&key, it, false)).collect();
    if is_owner(desk, &session.origin) {
        let all = desk.store.installation().all::<Access>().await?;
        entries.extend(all.into_iter().filter_map(|(key, it)| entry(&key, it, true)));
        let settings = &desk.config.access;
        for (place, lists) in [(false, &settings.people), (true, &settings.places)] {
            for (allowed, ids) in [(true, &lists.allow), (false, &lists.block)] {
                let listed = |id: &String| AccessEntry { id: id.clone(), place, allowed, everywhere: true, by: None };
                entries.extend(ids.iter().map(listed));
            }
        }
    }
    Ok(entries)
}

fn entry(key: &str, stored: Stored<Access>, everywhere: bool) -> Option<AccessEntry> {
    let (kind, id) = key.split_once('/')?;
    let Access { allowed, by, .. } = stored.record;
    Some(AccessEntry { id: id.into(), place: kind == "place", allowed, everywhere, by: Some(by) })
}
