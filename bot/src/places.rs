//! Which team a place belongs to: a terminal's by its name, any other by what is stored; a new place is a new team.

use copydesk_adapters::Place;
use copydesk_storage::{PlaceOfTeam, StorageError, Store, Team, TeamId};
use jiff::Timestamp;

/// The team of a place; `None` if a terminal names one that is not there.
///
/// # Errors
/// What the storage says.
pub async fn team(store: &Store, place: &Place, now: Timestamp) -> Result<Option<Team>, StorageError> {
    if place.platform == "console" {
        return match TeamId::parse(&place.id) {
            Ok(id) => store.find_team(&id).await,
            Err(_) => Ok(None),
        };
    }
    let key = format!("{}:{}", place.platform, place.id);
    loop {
        let known = store.installation().get::<PlaceOfTeam>(&key).await?;
        let id = match &known {
            Some(known) => known.record.team.clone(),
            None => TeamId::parse(&format!("{}-{}", place.platform, place.id))?,
        };
        let there = store.find_team(&id).await?;
        if let (Some(_), Some(team)) = (&known, &there) {
            return Ok(Some(team.clone()));
        }
        let name = if place.name.is_empty() { id.to_string() } else { place.name.clone() };
        let team = there.unwrap_or_else(|| Team { id: id.clone(), name: name.clone(), sample: false, created: now });
        let new = store.installation().change().unchanged::<PlaceOfTeam>(&key, known.map(|known| known.version));
        let new = new.put(&key, &PlaceOfTeam { team: id.clone(), name }).put(id.as_str(), &team);
        match new.commit().await {
            Ok(_) => return Ok(Some(team)),
            // Somebody else's first words in the same place came at the same time.
            Err(StorageError::Conflict { .. }) => {}
            Err(error) => return Err(error),
        }
    }
}
