//! One text of a draft, in one angle or in the next that holds.

use copydesk_analysis::{Format, Platform, Unit};
use copydesk_llm::LlmError;
use copydesk_storage::Origin;

use crate::brief::{Brief, IdeaTask, shown_texts, vocabulary};
use crate::commands::ideas::IdeasRequest;
use crate::ideas::job::Job;
use crate::ideas::plan::Planned;
use crate::ideas::write::{WriteError, Written};
use crate::models::{Answerer, Failure};

/// More angles than this are not tried for one text.
const TRIES: usize = 3;

/// What one text must be.
pub(super) struct Wanted<'a> {
    /// Where it runs.
    pub platform: Platform,
    /// As what.
    pub format: Format,
    /// The most that fits, and its unit.
    pub limit: (u32, Unit),
    /// Angles, the wanted one first.
    pub planned: &'a [Planned],
    /// Texts that it must not say again.
    pub beside: &'a [String],
    /// How many texts were written before, so that no two draw the same numbers.
    pub place: usize,
    /// What the person sees meanwhile.
    pub status: &'a str,
}

/// Writes a text that holds, and says how it came about; with `None` nothing did.
///
/// # Errors
/// The model's failure.
pub(super) async fn write(
    job: &Job<'_>,
    request: &IdeasRequest,
    answerer: &Answerer<'_>,
    wanted: &Wanted<'_>,
) -> Result<Option<(Planned, Written, Origin)>, Failure> {
    let job = Job { request, platform: wanted.platform, format: wanted.format, limit: wanted.limit, ..*job };
    let writer = job.writer(answerer);
    let task = IdeaTask {
        topic: &request.topic,
        format: wanted.format,
        language: request.language,
        platform: wanted.platform,
    };
    let mut brief = Brief::for_ideas(job.knowledge, task, writer.shape, answerer.listed.brief_tokens());
    let examples = shown_texts(&brief, job.knowledge, task.topic);
    let vocabulary = vocabulary(&brief, job.knowledge, request.language);
    for (round, planned) in wanted.planned.iter().take(TRIES).enumerate() {
        let written = loop {
            let order = job.order(&brief, planned.angle, (&examples, &vocabulary), wanted.beside);
            match writer.write(&order, wanted.place * TRIES + round, wanted.status).await {
                Err(WriteError::Model(LlmError::TooLong { tokens, limit })) if brief.shorten(tokens, limit) => {}
                outcome => break outcome.map_err(|error| job.failed(error))?,
            }
        };
        if written.chosen.is_some() {
            let origin = job.origin(&writer, &brief, &written);
            return Ok(Some((planned.clone(), written, origin)));
        }
    }
    Ok(None)
}
