//! What a person is told when a model can't answer.

use copydesk_llm::LlmError;

use super::ListedModel;
use crate::config::ModelKind;
use crate::texts::{Problem, Sentence, sentence};

impl ListedModel {
    /// What a person is told of the model's error. What is not theirs to mend goes to the log, under a reference.
    pub fn problem(&self, error: &LlmError) -> Problem {
        let model = self.entry.name.as_str();
        let server = match &self.entry.kind {
            ModelKind::Remote(server) => server.base_url.as_str(),
            ModelKind::Local(_) => "",
        };
        match error {
            LlmError::FileMissing { path } => Problem::new(
                sentence!("model-file-missing", model = model, path = path.display().to_string()),
                self.fetch_help(),
            ),
            LlmError::FileUnusable { path, reason } => Problem::new(
                sentence!(
                    "model-file-unusable",
                    model = model,
                    path = path.display().to_string(),
                    reason = reason.as_str()
                ),
                self.fetch_help(),
            ),
            LlmError::AdapterUnusable { path, reason } => Problem::new(
                sentence!("model-adapter-unusable", path = path.display().to_string(), reason = reason.as_str()),
                sentence!("model-adapter-help"),
            ),
            LlmError::TooLong { tokens, limit } => Problem::new(
                sentence!("model-too-long", tokens = *tokens, limit = *limit),
                sentence!("model-too-long-help"),
            ),
            LlmError::Unauthorized { status } => Problem::new(
                sentence!("model-unauthorized", server = server, status = u32::from(*status)),
                sentence!("model-unauthorized-help", model = model),
            ),
            LlmError::RateLimited { retry_after } => {
                let seconds = retry_after.map_or(30, |wait| wait.as_secs().max(1));
                Problem::new(
                    sentence!("model-rate-limited", server = server),
                    sentence!("model-wait-help", seconds = seconds),
                )
            }
            LlmError::Unavailable(reason) => Problem::new(
                sentence!("model-unavailable", server = server, reason = reason.as_str()),
                sentence!("model-unavailable-help", model = model),
            ),
            LlmError::BadAnswer(reason) => Problem::new(
                sentence!("model-bad-answer", server = server, reason = reason.as_str()),
                sentence!("model-bad-answer-help", model = model),
            ),
            LlmError::Interrupted => Problem::new(sentence!("model-interrupted"), sentence!("model-again-help")),
            // Perhaps another model had a part of the time.
            LlmError::DeadlinePassed(_) => Problem::new(
                sentence!("model-deadline", seconds = self.llm.deadline.as_secs()),
                sentence!("model-deadline-help"),
            ),
            LlmError::Overloaded { retry_after } => Problem::new(
                sentence!("model-overloaded"),
                sentence!("model-wait-help", seconds = retry_after.as_secs().max(1)),
            ),
            LlmError::Cancelled => sentence!("stopped").into(),
            LlmError::Stopped => Problem::new(sentence!("model-stopped"), sentence!("model-restart-help")),
            LlmError::Refused(reason) => self.refused(reason),
            LlmError::Other(reason)
            | LlmError::BadSchema(reason)
            | LlmError::OffSchema(reason)
            | LlmError::Unsupported(reason) => {
                let reference = crate::reference::new();
                tracing::error!(%reference, reason, "the model failed");
                Problem::new(sentence!("model-failed"), sentence!("reference-help", reference = reference))
            }
        }
    }

    /// That the entry asks for something that can't be.
    pub(super) fn refused(&self, reason: &str) -> Problem {
        let model = self.entry.name.as_str();
        Problem::new(
            sentence!("model-refused", model = model, reason = reason),
            sentence!("model-refused-help", model = model),
        )
    }

    /// That a server needs a key, and there is none.
    pub(super) fn key_missing(&self, reason: &str) -> Problem {
        let model = self.entry.name.as_str();
        Problem::new(
            sentence!("model-key-missing", model = model, reason = reason),
            sentence!("model-unauthorized-help", model = model),
        )
    }

    fn fetch_help(&self) -> Sentence {
        let model = self.entry.name.as_str();
        if super::is_fetched(&self.entry) {
            sentence!("model-fetch-help", model = model)
        } else {
            sentence!("model-bring-help", model = model)
        }
    }
}
