//! What a digest shows of a period: its stored items, compared with the time before, and the model's words.

use copydesk_analysis::Language;
use copydesk_analysis::schedule::Schedule;
use copydesk_analysis::trend::Filter;
use copydesk_storage::{Digest, OccurrenceState, StorageError, TeamStore, TopicWishes};
use jiff::{SignedDuration, Timestamp};

use super::report::{Asked, filter, report};
use super::{shelf, wording};
use crate::answer::DigestShown;
use crate::desk::Desk;
use crate::learning::ranking::Tastes;
use crate::present_digest::zone_of;
use crate::session::Session;

/// The shortest and the longest window of a baseline.
const WINDOWS: (SignedDuration, SignedDuration) = (SignedDuration::from_hours(6), SignedDuration::from_hours(31 * 24));

/// What is shown of a digest now: since its people heard last.
///
/// # Errors
/// What the storage says.
pub async fn show(
    desk: &Desk,
    records: &TeamStore,
    digest: &Digest,
    now: Timestamp,
    session: &Session,
) -> Result<DigestShown, StorageError> {
    let period = Schedule::read(&digest.schedule).ok().map(|it| it.period(now, &zone_of(&digest.zone)));
    let window = period.unwrap_or(SignedDuration::from_hours(24)).clamp(WINDOWS.0, WINDOWS.1);
    let since = last_heard(records, digest, now).await?.unwrap_or(now - window);
    show_period(desk, records, digest, (since, now), window, session).await
}

/// What is shown of a digest's sources over a period, compared with the windows before it.
///
/// # Errors
/// What the storage says.
pub async fn show_period(
    desk: &Desk,
    records: &TeamStore,
    digest: &Digest,
    (since, now): (Timestamp, Timestamp),
    window: SignedDuration,
    session: &Session,
) -> Result<DigestShown, StorageError> {
    let language = Language::from_code(&digest.language).unwrap_or(Language::English);
    let shelf = shelf::read(records, &digest.sources, language).await?;
    let wishes = records.get::<TopicWishes>(TopicWishes::ID).await?.map(|stored| stored.record).unwrap_or_default();
    // Patterns are tested when they are set; one that is none any more leaves nothing out.
    let filter = filter(&digest.filter, &wishes).unwrap_or_else(|problem| {
        tracing::error!(problem = problem.message.say(Language::English), "a digest's filter is wrong");
        Filter::default()
    });
    let asked = Asked {
        now,
        since,
        window,
        // Some more than are shown, of which those that fit the team stay.
        count: 2 * usize::from(digest.count),
        topics: digest.topics.clone(),
        wishes,
        filter: digest.filter.clone(),
    };
    // Tens of thousands of items take a moment: nobody is held up.
    let (items, names) = (shelf.items, shelf.names);
    let knowledge = desk.known.of(records).await?;
    let tastes = Tastes::of(records, &knowledge, None).await?;
    let count = usize::from(digest.count);
    let work = move || {
        let mut shown = report(&items, &names, &filter, &asked);
        tastes.rank(&mut shown, count);
        shown
    };
    let found = tokio::task::spawn_blocking(work).await;
    let mut shown = found.map_err(|error| StorageError::Other(error.to_string()))?;
    shown.digest = Some(digest.id());
    shown.name = digest.name.clone();
    shown.schedule = digest.schedule.clone();
    shown.zone = digest.zone.clone();
    shown.failed = shelf.failed;
    wording::write(desk, session, &mut shown, &digest.tone, language).await;
    // Only the model needed them.
    shown.trends.iter_mut().flat_map(|trend| &mut trend.links).for_each(|link| link.text.clear());
    Ok(shown)
}

/// When a digest was last composed for its channel, at most 35 days ago.
async fn last_heard(records: &TeamStore, digest: &Digest, now: Timestamp) -> Result<Option<Timestamp>, StorageError> {
    const LOOKED_BACK: SignedDuration = SignedDuration::from_hours(35 * 24);
    let recent = records.occurrences(digest.number, now - LOOKED_BACK).await?;
    let heard = recent.into_iter().filter(|(_, it)| !it.record.by_hand && it.record.due < now);
    let heard = heard.filter(|(_, it)| matches!(it.record.state, OccurrenceState::Posted | OccurrenceState::Uncertain));
    Ok(heard.map(|(_, it)| it.record.due).max())
}
