//! Who is let in: the lists of the settings, and what `/access` said, which stands over them.

use copydesk_adapters::Origin;
use copydesk_storage::{Access, PlaceOfTeam, StorageError};

use crate::desk::Desk;
use crate::places;
use crate::session::person_id;
use crate::texts::{Problem, sentence};

/// Why somebody is not answered.
#[derive(Debug)]
pub enum Refused {
    /// The place or the person is not let in.
    NotLetIn(Problem),
    /// It is not known whether they are.
    Unknown(Problem),
}

impl From<Refused> for Problem {
    fn from(refused: Refused) -> Self {
        match refused {
            Refused::NotLetIn(problem) | Refused::Unknown(problem) => problem,
        }
    }
}

/// Demands that somebody may talk with the bot where they do. Nothing is stored of those who may not.
///
/// # Errors
/// That the place or the person is not let in, or what the storage says.
pub async fn admit(desk: &Desk, origin: &Origin) -> Result<(), Refused> {
    if is_owner(desk, origin) {
        return Ok(());
    }
    let (place, person) = (places::key(&origin.place), person_id(origin));
    let stored = stored(desk, &place, &person).await;
    let stored = stored.map_err(|error| Refused::Unknown(desk.storage_problem(&error)))?;
    let settings = &desk.config.access;
    if !stored.place.unwrap_or_else(|| settings.places.let_in(&place)) {
        return Err(Refused::NotLetIn(Problem::new(
            sentence!("access-place"),
            sentence!("access-place-help", id = place),
        )));
    }
    if !stored.person.unwrap_or_else(|| settings.people.let_in(&person)) {
        return Err(Refused::NotLetIn(Problem::new(
            sentence!("access-person"),
            sentence!("access-person-help", id = person),
        )));
    }
    if stored.in_team == Some(false) {
        return Err(Refused::NotLetIn(Problem::new(
            sentence!("access-team"),
            sentence!("access-team-help", id = person),
        )));
    }
    Ok(())
}

/// Whether somebody decides for all teams: at the terminal, or as the settings say.
pub fn is_owner(desk: &Desk, origin: &Origin) -> bool {
    origin.place.platform == "console" || desk.config.access.owners.contains(&person_id(origin))
}

/// What `/access` said of a place and a person.
struct Said {
    place: Option<bool>,
    person: Option<bool>,
    in_team: Option<bool>,
}

async fn stored(desk: &Desk, place: &str, person: &str) -> Result<Said, StorageError> {
    let installation = desk.store.installation();
    let of_person = Access::person(person);
    let in_team = match installation.get::<PlaceOfTeam>(place).await? {
        Some(known) => desk.store.team(&known.record.team).get::<Access>(&of_person).await?,
        None => None,
    };
    let (of_place, of_person) =
        (installation.get::<Access>(&Access::place(place)).await?, installation.get::<Access>(&of_person).await?);
    let [place, person, in_team] = [of_place, of_person, in_team].map(|it| it.map(|it| it.record.allowed));
    Ok(Said { place, person, in_team })
}
