//! Which team a place belongs to: what is stored of the place, else a team of its own. A terminal's own team has the
//! terminal's name and must be there; any other place's is made.

use copydesk_adapters::Place;
use copydesk_analysis::Language;
use copydesk_storage::{Change, PlaceOfTeam, Removal, RemovalReason, StorageError, Store, Stored, Team, TeamId};
use jiff::Timestamp;

use crate::texts::sentence;

/// The id under which a place is stored.
pub fn key(place: &Place) -> String {
    format!("{}:{}", place.platform, place.id)
}

/// The id of a place's own team, which it has unless it joined another; `None` if a terminal names what is no id.
pub fn own_team(place: &Place) -> Option<TeamId> {
    let id = if place.platform == "console" { place.id.clone() } else { format!("{}-{}", place.platform, place.id) };
    TeamId::parse(&id).ok()
}

/// The team of a place; `None` if a terminal names one that is not there.
///
/// # Errors
/// What the storage says.
pub async fn team(store: &Store, place: &Place, now: Timestamp) -> Result<Option<Stored<Team>>, StorageError> {
    let key = key(place);
    loop {
        let known = store.installation().get::<PlaceOfTeam>(&key).await?;
        let id = known.as_ref().map(|known| known.record.team.clone()).or_else(|| own_team(place));
        let Some(id) = id else { return Ok(None) };
        let there = store.find_team(&id).await?;
        if place.platform == "console" {
            return Ok(there);
        }
        match (&known, &there) {
            // Somebody speaks there, so the bot is back.
            (Some(known), Some(_)) if known.record.left.is_none() => return Ok(there),
            _ => {}
        }
        let linked = known.as_ref().is_some_and(|known| known.record.linked);
        let of_team = PlaceOfTeam { team: id.clone(), name: named(place), linked, left: None };
        let mut change = store.installation().change();
        change = change.unchanged::<PlaceOfTeam>(&key, known.map(|known| known.version)).put(&key, &of_team);
        let team = Team { id: id.clone(), name: of_team.name.clone(), sample: false, created: now };
        if there.is_none() {
            // What a removal has left behind would be the new team's.
            store.purge(&id).await?;
            change = change.unchanged::<Team>(id.as_str(), None).put(id.as_str(), &team).delete::<Removal>(id.as_str());
        }
        match change.commit().await {
            Ok(version) => return Ok(Some(there.unwrap_or(Stored { record: team, version }))),
            // Somebody else's first words in the same place came at the same time.
            Err(StorageError::Conflict { .. }) => {}
            Err(error) => return Err(error),
        }
    }
}

/// The team that a place belongs to, if it is known.
///
/// # Errors
/// What the storage says.
pub async fn team_of(store: &Store, place: &Place) -> Result<Option<TeamId>, StorageError> {
    let known = store.installation().get::<PlaceOfTeam>(&key(place)).await?;
    Ok(known.map(|known| known.record.team).or_else(|| own_team(place)))
}

/// A team as the people of a place read it. Where nobody told what the place is called when its team was made, the team has
/// an id for a name.
pub fn called(team: Team, place: &Place, language: Language) -> Team {
    if place.platform == "console" || team.name != format!("{}-{}", place.platform, place.id) {
        return team;
    }
    let name = match place.name.as_str() {
        "" => sentence!("team-unnamed", platform = place.platform).say(language),
        name => name.to_string(),
    };
    Team { name, ..team }
}

/// What people call a place.
fn named(place: &Place) -> String {
    match (place.platform, place.name.as_str()) {
        ("console", "") => place.id.clone(),
        (platform, "") => format!("{platform}-{}", place.id),
        (_, name) => name.to_string(),
    }
}

/// Stores that a place belongs to its team, if nothing is stored of it yet: a terminal's place is not, until it matters
/// that it is one of several.
///
/// # Errors
/// What the storage says.
pub async fn keep(store: &Store, place: &Place, team: &TeamId) -> Result<(), StorageError> {
    let key = key(place);
    let new = PlaceOfTeam { team: team.clone(), name: named(place), linked: false, left: None };
    match store.installation().change().unchanged::<PlaceOfTeam>(&key, None).put(&key, &new).commit().await {
        Ok(_) | Err(StorageError::Conflict { .. }) => Ok(()),
        Err(error) => Err(error),
    }
}

/// Moves a place to a team, as a part of `change`. The team that it had is to be removed at `due` if this was its only
/// place, unless it is the sample.
///
/// # Errors
/// What the storage says.
pub async fn enter(
    store: &Store,
    change: Change,
    place: &Place,
    team: &TeamId,
    due: Timestamp,
) -> Result<Change, StorageError> {
    let key = key(place);
    let known = store.installation().get::<PlaceOfTeam>(&key).await?;
    let old = known.as_ref().map(|known| known.record.team.clone()).or_else(|| own_team(place));
    let version = known.map(|known| known.version);
    let entered = PlaceOfTeam { team: team.clone(), name: named(place), linked: true, left: None };
    let change = change.unchanged::<PlaceOfTeam>(&key, version).put(&key, &entered);
    match old {
        Some(old) if is_left_behind(store, &key, &old).await? => {
            // If its removal was asked for, that stands.
            let asked = store.installation().get::<Removal>(old.as_str()).await?;
            let removal = asked.map_or(Removal { due, reason: RemovalReason::LeftBehind }, |asked| asked.record);
            Ok(change.put(old.as_str(), &removal))
        }
        _ => Ok(change),
    }
}

/// Whether a team has no place without this one, and would be there for nobody.
///
/// # Errors
/// What the storage says.
pub async fn is_left_behind(store: &Store, key: &str, team: &TeamId) -> Result<bool, StorageError> {
    let is_own = store.find_team(team).await?.is_some_and(|team| !team.record.sample);
    Ok(is_own && store.places_of(team).await?.iter().all(|(place, _)| place == key))
}

/// Takes a place that was linked out of its team, back to its own; whether it was linked.
///
/// # Errors
/// What the storage says.
pub async fn go_home(store: &Store, place: &Place, now: Timestamp) -> Result<bool, StorageError> {
    let (key, installation) = (key(place), store.installation());
    loop {
        let known = installation.get::<PlaceOfTeam>(&key).await?;
        let (Some(known), Some(own)) = (known.filter(|known| known.record.linked), own_team(place)) else {
            return Ok(false);
        };
        let home = PlaceOfTeam { team: own.clone(), linked: false, ..known.record };
        let mut change = installation.change().unchanged::<PlaceOfTeam>(&key, Some(known.version)).put(&key, &home);
        if let Some(removal) = installation.get::<Removal>(own.as_str()).await?
            && removal.record.reason == RemovalReason::LeftBehind
        {
            change = change.unchanged::<Removal>(own.as_str(), Some(removal.version)).delete::<Removal>(own.as_str());
        }
        if store.find_team(&own).await?.is_none() {
            store.purge(&own).await?;
            let team = Team { id: own.clone(), name: named(place), sample: false, created: now };
            change = change.unchanged::<Team>(own.as_str(), None).put(own.as_str(), &team);
        }
        match change.commit().await {
            Err(StorageError::Conflict { .. }) => {}
            done => return done.map(|_| true),
        }
    }
}
