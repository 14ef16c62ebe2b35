//! `/link`: a second place joins a team. A code is made in the one, and typed in the other.

use copydesk_storage::{Campaign, LinkCode, PlaceOfTeam, Section, StorageError, Team, WrongCodes};
use jiff::{SignedDuration, Timestamp};

use crate::answer::{Answer, LinkShown, PlaceShown};
use crate::commands::{Command, Spec, command};
use crate::config::Config;
use crate::desk::Desk;
use crate::invocation::Invocation;
use crate::link_code;
use crate::places;
use crate::session::Session;
use crate::sweep::WRONG_CODES_COUNT;
use crate::texts::{Problem, sentence};

/// The command of this file.
pub static COMMANDS: &[Spec] = &[Spec {
    rest: "rest-link",
    example: Some("command-link-example"),
    ..command(&["link"], &["关联"], "command-link", read)
}];

/// How long a code is good.
const GOOD_FOR: SignedDuration = SignedDuration::from_mins(10);
/// Wrong codes that a place may try in an hour.
const MOST_WRONG: usize = 5;
/// How long a team stays stored that has no place any more, because it has data of its own.
const KEPT: SignedDuration = SignedDuration::from_hours(30 * 24);

/// What is wanted of a link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LinkWish {
    /// A code, and the places that there are.
    Code,
    /// To join the team that the code is of.
    Join {
        /// As it was typed.
        code: String,
        /// Whether the person knows that the place has data of its own.
        confirmed: bool,
    },
    /// To be a team of its own again.
    Leave,
}

/// Reads `/link [CODE [confirm] | off]`.
///
/// # Errors
/// That there are more words than that.
pub fn read(invocation: &Invocation, _: &Config) -> Result<Command, Problem> {
    let words: Vec<&str> = invocation.rest.split_whitespace().collect();
    let wish = match words[..] {
        [] => LinkWish::Code,
        [word] if ["off", "断开"].contains(&word.to_lowercase().as_str()) => LinkWish::Leave,
        [code] => LinkWish::Join { code: code.into(), confirmed: false },
        [code, word] if ["confirm", "确认"].contains(&word.to_lowercase().as_str()) => {
            LinkWish::Join { code: code.into(), confirmed: true }
        }
        _ => {
            let message = sentence!("link-extra", words = invocation.rest.as_str());
            return Err(Problem::new(message, sentence!("link-help")));
        }
    };
    Ok(Command::Link(wish))
}

/// Does it.
///
/// # Errors
/// That the person may not, what is wrong with the code, or what the storage says.
pub async fn handle(desk: &Desk, session: &Session, wish: LinkWish) -> Result<Answer, Problem> {
    session.must_manage().await?;
    let outcome = match wish {
        LinkWish::Code => new_code(desk, session).await,
        LinkWish::Join { code, confirmed } => join(desk, session, &code, confirmed).await,
        LinkWish::Leave => leave(desk, session).await,
    };
    outcome.map(Answer::Link).map_err(|failure| match failure {
        Failure::Told(problem) => problem,
        Failure::Storage(error) => desk.storage_problem(&error),
    })
}

/// Why nothing was linked.
enum Failure {
    Told(Problem),
    Storage(StorageError),
}

impl From<Problem> for Failure {
    fn from(problem: Problem) -> Self {
        Self::Told(problem)
    }
}

impl From<StorageError> for Failure {
    fn from(error: StorageError) -> Self {
        Self::Storage(error)
    }
}

/// Makes a code, in place of the one that the team had.
async fn new_code(desk: &Desk, session: &Session) -> Result<LinkShown, Failure> {
    let (store, team) = (&desk.store, &session.team);
    places::keep(store, &session.origin.place, &team.id).await?;
    let code = link_code::new().map_err(|error| desk.internal(&error))?;
    let expires = session.now.timestamp() + GOOD_FOR;
    let mut change = store.installation().change();
    for (id, old) in store.installation().all::<LinkCode>().await? {
        if old.record.team == team.id {
            change = change.delete::<LinkCode>(&id);
        }
    }
    let record = LinkCode { team: team.id.clone(), expires };
    change.put(&link_code::hash(&code), &record).commit().await?;
    let text = sentence!(
        "link-code",
        code = code.as_str(),
        team = team.name.as_str(),
        minutes = GOOD_FOR.as_mins().unsigned_abs()
    );
    shown(desk, team, session.say(text), Some((code, expires))).await
}

/// Moves the place to the team that the code is of.
async fn join(desk: &Desk, session: &Session, code: &str, confirmed: bool) -> Result<LinkShown, Failure> {
    let (store, now, own) = (&desk.store, session.now.timestamp(), &session.team);
    let installation = store.installation();
    let place = places::key(&session.origin.place);
    may_guess(desk, session, &place).await?;
    let id = link_code::hash(code);
    let found = installation.get::<LinkCode>(&id).await?.filter(|found| found.record.expires > now);
    let Some(found) = found else {
        guessed_wrong(desk, &place, now).await?;
        return Err(Problem::new(sentence!("link-wrong", code = code), sentence!("link-wrong-help")).into());
    };
    if found.record.team == own.id {
        return Err(Problem::new(sentence!("link-same", team = own.name.as_str()), sentence!("link-same-help")).into());
    }
    let gone = || Problem::new(sentence!("link-wrong", code = code), sentence!("link-wrong-help"));
    let target = store.find_team(&found.record.team).await?.ok_or_else(gone)?;
    let left_behind = places::is_left_behind(store, &place, &own.id).await?;
    let posts = session.records.all::<Campaign>().await?.len();
    let has_data = left_behind && store.everything(&own.id).await?.iter().any(|it| it.section.is_some_and(is_made));
    if has_data && !confirmed {
        let message =
            sentence!("link-own-data", own = own.name.as_str(), team = target.record.name.as_str(), posts = posts);
        return Err(Problem::new(
            message,
            sentence!("link-confirm-help", code = code, days = KEPT.as_hours().unsigned_abs() / 24),
        )
        .into());
    }
    let due = if has_data { now + KEPT } else { now };
    let change = installation
        .change()
        .unchanged::<LinkCode>(&id, Some(found.version))
        .delete::<LinkCode>(&id)
        .delete::<WrongCodes>(&place)
        .unchanged::<Team>(target.record.id.as_str(), Some(target.version));
    let change = places::enter(store, change, &session.origin.place, &target.record.id, due).await?;
    change.commit().await?;
    desk.sweep.wake();
    let team = target.record;
    let text = if has_data {
        sentence!(
            "link-joined-kept",
            team = team.name.as_str(),
            own = own.name.as_str(),
            days = KEPT.as_hours().unsigned_abs() / 24
        )
    } else {
        sentence!("link-joined", team = team.name.as_str())
    };
    shown(desk, &team, session.say(text), None).await
}

/// Whether what is stored there was made by people, and would be missed.
const fn is_made(section: Section) -> bool {
    matches!(
        section,
        Section::Preferences
            | Section::UsageLimits
            | Section::Campaigns
            | Section::CampaignSources
            | Section::PendingImports
            | Section::LearnedModels
            | Section::Digests
            | Section::TopicWishes
            | Section::WordRules
            | Section::Ideas
            | Section::Drafts
            | Section::ReviewedTexts
            | Section::People
    )
}

/// Makes the place a team of its own again: the one that it had, if that is still stored.
async fn leave(desk: &Desk, session: &Session) -> Result<LinkShown, Failure> {
    let (store, place) = (&desk.store, &session.origin.place);
    if !places::go_home(store, place, session.now.timestamp()).await? {
        let message = sentence!("link-not-linked", team = session.team.name.as_str());
        return Err(Problem::new(message, sentence!("link-not-linked-help")).into());
    }
    let own = places::team(store, place, session.now.timestamp()).await?.ok_or(StorageError::Overloaded)?;
    let text = sentence!("link-left", team = session.team.name.as_str(), own = own.record.name.as_str());
    shown(desk, &own.record, session.say(text), None).await
}

/// Demands that the place has not tried too many wrong codes in the last hour.
async fn may_guess(desk: &Desk, session: &Session, place: &str) -> Result<(), Failure> {
    let now = session.now.timestamp();
    let wrong = desk.store.installation().get::<WrongCodes>(place).await?;
    let lately = lately(wrong.map(|wrong| wrong.record), now);
    match lately.first() {
        Some(first) if lately.len() >= MOST_WRONG => {
            let minutes = (WRONG_CODES_COUNT - now.duration_since(*first)).as_mins().unsigned_abs() + 1;
            let message = sentence!("link-too-many", count = lately.len());
            Err(Problem::new(message, sentence!("link-too-many-help", minutes = minutes)).into())
        }
        _ => Ok(()),
    }
}

async fn guessed_wrong(desk: &Desk, place: &str, now: Timestamp) -> Result<(), StorageError> {
    let installation = desk.store.installation();
    loop {
        let wrong = installation.get::<WrongCodes>(place).await?;
        let version = wrong.as_ref().map(|wrong| wrong.version);
        let mut times = lately(wrong.map(|wrong| wrong.record), now);
        times.push(now);
        let change = installation.change().unchanged::<WrongCodes>(place, version);
        match change.put(place, &WrongCodes { times }).commit().await {
            Err(StorageError::Conflict { .. }) => {}
            done => return done.map(drop),
        }
    }
}

fn lately(wrong: Option<WrongCodes>, now: Timestamp) -> Vec<Timestamp> {
    let times = wrong.unwrap_or_default().times.into_iter();
    times.filter(|time| now.duration_since(*time) < WRONG_CODES_COUNT).collect()
}

async fn shown(
    desk: &Desk,
    team: &Team,
    text: String,
    code: Option<(String, Timestamp)>,
) -> Result<LinkShown, Failure> {
    let places = desk.store.places_of(&team.id).await?;
    let (code, expires) = code.map_or((None, None), |(code, expires)| (Some(code), Some(expires.to_string())));
    Ok(LinkShown { team: team.id.to_string(), text, code, expires, places: places.iter().map(place_shown).collect() })
}

fn place_shown((id, place): &(String, copydesk_storage::Stored<PlaceOfTeam>)) -> PlaceShown {
    let platform = id.split_once(':').map_or(id.as_str(), |(platform, _)| platform);
    PlaceShown { platform: platform.into(), name: place.record.name.clone() }
}
