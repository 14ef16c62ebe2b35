//! An idea from an idea: more like it, another angle, shorter, longer.

use copydesk_analysis::{Angle, Candidate, Format, count, cut_to_fit, judge, resemblance, sentences};
use copydesk_llm::LlmError;
use copydesk_storage::{Idea as IdeaRecord, Numbered};

use super::job::Job;
use super::plan::Planned;
use super::write::{Chosen, Order, WriteError, Writer, Written};
use crate::answer::{Answer, Ideas};
use crate::brief::{Brief, IdeaTask, shown_texts, vocabulary};
use crate::models::{Answerer, Failure};
use crate::texts::{Problem, sentence};
use crate::word_rules;

/// A shorter one has at most this share of the other's length, in hundredths.
const SHORTER: u32 = 70;
/// A sentence as alike as this says what is said already.
const SAID: f64 = 0.3;

/// The idea that another is made from.
#[derive(Debug, Clone, PartialEq)]
pub struct Variation {
    /// Its number.
    pub of: u32,
    /// Its text.
    pub text: String,
    /// Its angle.
    pub angle: Angle,
    /// What is wanted.
    pub how: How,
}

/// How an idea is to differ from another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum How {
    /// The same angle, other words.
    More,
    /// Another angle.
    Angle,
    /// The same, shorter.
    Shorter,
    /// The same, longer.
    Longer,
}

impl How {
    /// The word of the command.
    pub fn id(self) -> &'static str {
        match self {
            Self::More => "more",
            Self::Angle => "angle",
            Self::Shorter => "shorter",
            Self::Longer => "longer",
        }
    }
}

impl Job<'_> {
    /// Makes the idea shorter or longer with a model, and stores what comes of it as an idea of its own.
    ///
    /// # Errors
    /// The model's failure, what the storage says, or that nothing held.
    pub async fn rework(&self, answerer: &Answerer<'_>, variation: &Variation) -> Result<Answer, Failure> {
        let writer = self.writer(answerer);
        let task = IdeaTask {
            topic: &self.request.topic,
            format: self.format,
            language: self.request.language,
            platform: self.platform,
        };
        let mut brief = Brief::for_ideas(self.knowledge, task, writer.shape, answerer.listed.brief_tokens());
        // What is made from an idea may say what it says; only others' words are copies.
        let mut examples = shown_texts(&brief, self.knowledge, task.topic);
        examples.retain(|text| *text != variation.text);
        let vocabulary = vocabulary(&brief, self.knowledge, self.request.language);
        let tightened = Job { limit: (self.shorter_limit(&variation.text), self.limit.1), ..*self };
        let job = if variation.how == How::Shorter { &tightened } else { self };
        let written = loop {
            let order = job.order(&brief, variation.angle, (&examples, &vocabulary), &[]);
            let written = match variation.how {
                How::Longer => lengthened(&writer, &order, &variation.text).await,
                _ => shortened(&writer, &order, &variation.text).await,
            };
            match written {
                Err(WriteError::Model(LlmError::TooLong { tokens, limit })) if brief.shorten(tokens, limit) => {}
                outcome => break outcome.map_err(|error| self.failed(error))?,
            }
        };
        let counted = word_rules::store_counts(&self.session.records, &written.matched).await;
        counted.map_err(|error| self.desk.storage_problem(&error))?;
        let Some(chosen) = &written.chosen else { return Err(Failure::Told(self.not_reworked(variation))) };
        let planned = Planned { angle: variation.angle, record: None, tally: None };
        let origin = self.origin(&writer, &brief, &written);
        let idea = self.store(self.idea(&planned, chosen), origin).await?;
        Ok(Answer::Ideas(Ideas {
            topic: self.request.topic.clone(),
            wanted: 1,
            ideas: vec![idea],
            model: answerer.listed.shown(),
            notes: answerer.notes.iter().map(|note| self.session.say(note.clone())).collect(),
        }))
    }

    /// How long a shorter text may be, in the platform's unit.
    fn shorter_limit(&self, text: &str) -> u32 {
        (count(text, self.limit.1).saturating_mul(SHORTER) / 100).max(1)
    }

    fn not_reworked(&self, variation: &Variation) -> Problem {
        let id = IdeaRecord::name_of(variation.of);
        let shorter = variation.how == How::Shorter;
        let message = if shorter {
            sentence!("idea-not-shorter", id = id.as_str())
        } else {
            sentence!("idea-not-longer", id = id.as_str())
        };
        Problem::new(message, sentence!("idea-not-reworked-help", id = id))
    }
}

/// The first sentences of a text that has several; a capable model's shortening, or another candidate, of one that has not.
async fn shortened(writer: &Writer<'_>, order: &Order<'_>, text: &str) -> Result<Written, WriteError> {
    let (limit, unit) = order.limit;
    if order.task.format == Format::Post && sentences(text).len() > 1 {
        let cut = cut_to_fit(text, limit, unit);
        if let Some(chosen) = judged(order, cut).filter(|chosen| !chosen.text.ends_with('…')) {
            return Ok(Written { chosen: Some(chosen), ..Written::default() });
        }
    }
    let mut written = writer.shorten_or_write(order, text).await?;
    written.chosen = written.chosen.filter(|chosen| !chosen.text.ends_with('…'));
    Ok(written)
}

/// The text with what another candidate of the same angle adds to it.
async fn lengthened(writer: &Writer<'_>, order: &Order<'_>, text: &str) -> Result<Written, WriteError> {
    let mut written = writer.write(order, 0, "").await?;
    let (limit, unit) = order.limit;
    let more = written.chosen.take().map(|chosen| chosen.text).unwrap_or_default();
    let space = if order.task.language.is_unspaced() { "" } else { " " };
    let mut longer = text.trim_end().to_string();
    for sentence in sentences(&more) {
        let extended = format!("{longer}{space}{}", sentence.trim());
        let is_new = resemblance(&longer, sentence) < SAID && !longer.contains(sentence.trim());
        if is_new && count(&extended, unit) <= limit {
            longer = extended;
        }
    }
    if longer != text.trim_end() {
        written.chosen = judged(order, longer);
    }
    Ok(written)
}

/// A text that holds, with its terms.
fn judged(order: &Order<'_>, text: String) -> Option<Chosen> {
    let verdict = judge(&order.task, &Candidate { text: &text, mean_logprob: None });
    let (holds, score) = (verdict.holds(), verdict.score());
    holds.then_some(Chosen { text, score, terms: verdict.terms, mended: Vec::new() })
}
