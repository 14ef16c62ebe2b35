//! The model that edits: a capable one, asked with fixed seeds.

use std::time::Instant;

use copydesk_analysis::Language;
use copydesk_llm::{Completion, Limits, Sampling};
use copydesk_prompts::{Rendered, Shape};
use copydesk_storage::TokenCount;

use crate::brief::{prompt, shape};
use crate::budget::CallError;
use crate::desk::Desk;
use crate::models::{Answerer, Choice, Failure, collect};
use crate::session::Session;
use crate::texts::{Problem, Sentence, sentence};

/// A model that can edit, and the way to the next one if it fails.
pub(super) struct Editor<'a> {
    pub(super) desk: &'a Desk,
    pub(super) session: &'a Session,
    choice: Choice<'a>,
    answerer: Answerer<'a>,
    until: Instant,
    /// All that it was told, for `/why`.
    pub(super) told: Vec<String>,
    pub(super) tokens: TokenCount,
}

impl<'a> Editor<'a> {
    /// The first capable model that writes `language`.
    ///
    /// # Errors
    /// That there is none: all are too small, or missing.
    pub(super) async fn find(desk: &'a Desk, session: &'a Session, language: Language) -> Result<Self, Problem> {
        // Known without waiting for a small model to load.
        if !is_there(desk) {
            return Err(sentence!("review-small", model = desk.model.first().entry.name.as_str()).into());
        }
        let mut choice = desk.model.choice(language);
        let answerer = capable(&mut choice).await?;
        let until = Instant::now() + desk.config.llm.deadline;
        let tokens = TokenCount { prompt: 0, output: 0 };
        Ok(Self { desk, session, choice, answerer, until, told: Vec::new(), tokens })
    }

    /// The name of the model in use.
    pub(super) fn model(&self) -> String {
        self.answerer.listed.entry.name.clone()
    }

    /// What is to be kept in mind about the model.
    pub(super) fn notes(&self) -> Vec<Sentence> {
        self.answerer.notes.clone()
    }

    /// What it answers, within `tokens`. The person sees `status` meanwhile.
    ///
    /// # Errors
    /// That no model answers.
    pub(super) async fn ask(
        &mut self,
        rendered: Rendered,
        tokens: u32,
        seed: u32,
        status: &str,
    ) -> Result<String, Problem> {
        self.told.push(rendered.to_string());
        loop {
            match self.once(rendered.clone(), tokens, seed, status).await {
                Ok(text) => {
                    self.answerer.answered();
                    return Ok(text);
                }
                Err(failure) => {
                    self.answerer = self.choice.after(&self.answerer, failure).await?;
                    if shape(&self.answerer.listed.entry) != Shape::Rich {
                        self.answerer = capable(&mut self.choice).await?;
                    }
                }
            }
        }
    }

    async fn once(&mut self, rendered: Rendered, tokens: u32, seed: u32, status: &str) -> Result<String, Failure> {
        let settings = self.desk.config.review_task;
        let completion = Completion {
            prompt: prompt(rendered),
            openings: vec![String::new()],
            sampling: Sampling {
                temperature: settings.temperature,
                min_p: settings.min_p,
                repeat_penalty: settings.repeat_penalty,
                seed,
            },
            limits: Limits {
                max_tokens: tokens,
                min_tokens: 0,
                stop: Vec::new(),
                deadline: self.until.saturating_duration_since(Instant::now()),
                longest_pause: self.answerer.longest_pause,
            },
            schema: None,
            anew: settings.repeats(),
            team: self.session.team.id.to_string(),
            cancel: self.session.cancel.clone(),
        };
        let failed = |error: CallError| match error {
            CallError::Model(error) => Failure::Model { error, begun: false },
            CallError::Told(problem) => Failure::Told(problem),
        };
        let generation = self.desk.generate(self.session, &self.answerer, completion).await.map_err(failed)?;
        let (outputs, usage) = collect(generation, 1, self.session, status).await.map_err(failed)?;
        self.tokens.prompt += u64::from(usage.prompt_tokens);
        self.tokens.output += u64::from(usage.output_tokens);
        Ok(outputs.into_iter().next().map(|output| output.text.trim().to_string()).unwrap_or_default())
    }
}

/// Whether the settings name a model that can edit.
pub(super) fn is_there(desk: &Desk) -> bool {
    desk.model.list().iter().any(|listed| shape(&listed.entry) == Shape::Rich)
}

async fn capable<'a>(choice: &mut Choice<'a>) -> Result<Answerer<'a>, Problem> {
    loop {
        let answerer = choice.next().await?;
        if shape(&answerer.listed.entry) == Shape::Rich {
            return Ok(answerer);
        }
    }
}
