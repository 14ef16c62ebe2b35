//! Which model answers a request: the first of the list that can, and after a failure the next one.

use std::sync::Arc;
use std::time::Duration;

use copydesk_analysis::Language;
use copydesk_llm::{LlmError, Model};

use super::{ListedModel, ModelInUse};
use crate::texts::{Problem, Sentence, sentence};

/// A person waits no longer for a busy server while another model is free.
const PATIENCE: Duration = Duration::from_secs(2);

/// The way through the list for one request. The prompt is rendered for each model anew: they differ in how they are
/// spoken to and in how much they take.
pub struct Choice<'a> {
    models: &'a ModelInUse,
    language: Language,
    next: usize,
    passed: Vec<Passed<'a>>,
}

/// A model that could not answer.
struct Passed<'a> {
    listed: &'a ListedModel,
    problem: Problem,
    /// It does not write the language: nothing is out of order.
    by_language: bool,
}

/// The model whose turn it is.
pub struct Answerer<'a> {
    /// Its place in the list.
    pub listed: &'a ListedModel,
    /// The model, ready.
    pub model: Arc<dyn Model>,
    /// How long a server may ask to wait before the next model answers instead.
    pub longest_pause: Duration,
    /// What is to be kept in mind: that it answers in another's place, that it is weak in the language.
    pub notes: Vec<Sentence>,
}

/// Why a model's answer did not come about.
#[derive(Debug)]
pub enum Failure {
    /// The model's own error.
    Model {
        /// Which.
        error: LlmError,
        /// Whether the person has seen a part of the answer: then no other model starts over.
        begun: bool,
    },
    /// Anything else.
    Told(Problem),
}

impl Answerer<'_> {
    /// It has answered.
    pub fn answered(&self) {
        self.listed.note(None);
    }

    /// What a person is told of a failure.
    pub fn told(&self, failure: Failure) -> Problem {
        match failure {
            Failure::Model { error, .. } => self.listed.problem(&error),
            Failure::Told(problem) => problem,
        }
    }
}

impl From<Problem> for Failure {
    fn from(problem: Problem) -> Self {
        Self::Told(problem)
    }
}

impl<'a> Choice<'a> {
    pub(super) fn new(models: &'a ModelInUse, language: Language) -> Self {
        Self { models, language, next: 0, passed: Vec::new() }
    }

    /// The next model that can answer.
    ///
    /// # Errors
    /// Why none of them can.
    pub async fn next(&mut self) -> Result<Answerer<'a>, Problem> {
        while let Some(listed) = self.models.list.get(self.next) {
            self.next += 1;
            if !listed.writes(self.language) {
                let problem = self.models.does_not_write(listed, self.language);
                self.passed.push(Passed { listed, problem, by_language: true });
                continue;
            }
            match listed.ready().await {
                Ok(model) => {
                    let another = self.models.list[self.next..].iter().any(|other| other.writes(self.language));
                    let longest_pause = if another { PATIENCE } else { Duration::MAX };
                    return Ok(Answerer { listed, model, longest_pause, notes: self.notes(listed) });
                }
                Err(problem) => self.passed.push(Passed { listed, problem, by_language: false }),
            }
        }
        Err(self.problem())
    }

    /// The model after one that failed.
    ///
    /// # Errors
    /// What the person is told instead: that nobody else can help, or that nobody else should.
    pub async fn after(&mut self, answerer: &Answerer<'a>, failure: Failure) -> Result<Answerer<'a>, Problem> {
        let Failure::Model { error, begun } = failure else { return Err(answerer.told(failure)) };
        let problem = answerer.listed.problem(&error);
        if !another_may_answer(&error) {
            return Err(problem);
        }
        // A busy model is well, and so is one that was asked too much.
        if !matches!(error, LlmError::Overloaded { .. } | LlmError::TooLong { .. }) {
            answerer.listed.note(Some(problem.clone()));
        }
        if begun {
            return Err(problem);
        }
        if self.next < self.models.list.len() {
            tracing::warn!(model = answerer.listed.entry.name, %error, "a model can't answer, so the next one does");
        }
        self.passed.push(Passed { listed: answerer.listed, problem, by_language: false });
        self.next().await
    }

    fn notes(&self, listed: &ListedModel) -> Vec<Sentence> {
        let name = listed.entry.name.as_str();
        let first = self.passed.first();
        let fell_back = first.map(|it| sentence!("note-fell-back", because = it.problem.message.clone(), model = name));
        let weak = listed.is_weak_in(self.language).then(|| {
            let language = sentence!("language-name", code = self.language.code());
            sentence!("note-weak", model = name, language = language)
        });
        fell_back.into_iter().chain(weak).collect()
    }

    /// Why nobody can: the first that should have been able to, or else the first.
    fn problem(&self) -> Problem {
        let told = self.passed.iter().find(|passed| !passed.by_language).or(self.passed.first());
        let Some(told) = told else { return sentence!("model-failed").into() };
        let failed = self.passed.iter().filter(|passed| !passed.by_language);
        let others: Vec<String> = failed.skip(1).map(|passed| passed.listed.entry.name.clone()).collect();
        let Problem { message, help } = told.problem.clone();
        if others.is_empty() {
            return Problem { message, help };
        }
        Problem { message: sentence!("model-nobody-else", because = message, names = others), help }
    }
}

/// Whether another model may succeed where one ended like this.
fn another_may_answer(error: &LlmError) -> bool {
    match error {
        // The person stopped it, or there is no time left.
        LlmError::Cancelled | LlmError::DeadlinePassed(_) => false,
        LlmError::FileMissing { .. }
        | LlmError::FileUnusable { .. }
        | LlmError::AdapterUnusable { .. }
        // The brief is as short as it gets; another model may take more.
        | LlmError::TooLong { .. }
        | LlmError::Refused(_)
        | LlmError::Unauthorized { .. }
        | LlmError::RateLimited { .. }
        | LlmError::Unavailable(_)
        | LlmError::BadAnswer(_)
        | LlmError::Interrupted
        | LlmError::Overloaded { .. }
        | LlmError::BadSchema(_)
        | LlmError::OffSchema(_)
        | LlmError::Unsupported(_)
        | LlmError::Stopped
        | LlmError::Other(_) => true,
    }
}
