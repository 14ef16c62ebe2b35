//! The bot that is measured: all of it, with a model that answers at once and no pacing towards Telegram.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use copydesk_adapters::Rates;
use copydesk_llm::{Completion, Event, FinishReason, Generation, LlmError, Model, Prompt, Usage};
use copydesk_storage::{SledEngine, Store};

use crate::chat_platforms;
use crate::config::Config;
use crate::desk::Desk;
use crate::models::ModelInUse;
use crate::sweep::Sweep;

/// More than any chat can send.
const UNLIMITED: f64 = 1e9;

/// Serves the platforms whose tokens are set, until it is stopped.
///
/// # Errors
/// A sentence if that can't go on.
pub async fn serve(config: Config, data_dir: &Path) -> Result<(), String> {
    let engine = SledEngine::open(data_dir).map_err(|error| error.to_string())?;
    let model = ModelInUse::running(&config, Arc::new(Echo));
    let store = Store::new(Arc::new(engine));
    let sweep = Sweep::new(store.clone(), config.data.after_leaving);
    let data_dir = data_dir.to_path_buf();
    let desk = Arc::new(Desk::new(config, store, model, data_dir, sweep));
    let rates = Rates {
        chat_per_second: UNLIMITED,
        chat_burst: UNLIMITED,
        group_most: 1,
        group_within: Duration::ZERO,
        overall_per_second: UNLIMITED,
    };
    let adapters = chat_platforms::adapters(&desk, rates);
    chat_platforms::serve(desk, adapters).await
}

/// Says the number of the request again.
struct Echo;

#[async_trait]
impl Model for Echo {
    async fn ready(&self) -> Result<(), LlmError> {
        Ok(())
    }

    async fn generate(&self, job: Completion) -> Result<Generation, LlmError> {
        let parts: Vec<String> = match job.prompt {
            Prompt::Chat(messages) => messages.into_iter().map(|message| message.text).collect(),
            Prompt::Text(segments) => segments.into_iter().map(|segment| segment.text).collect(),
        };
        let told = parts.concat();
        let number = told.rsplit_once("request ").map_or("", |(_, rest)| rest);
        let number: String = number.chars().take_while(char::is_ascii_digit).collect();
        let usage = Usage {
            prompt_tokens: 1,
            reused_tokens: 0,
            output_tokens: 1,
            queue: Duration::ZERO,
            prompt: None,
            first_token: Duration::ZERO,
            total: Duration::ZERO,
        };
        let (events, generation) = Generation::channel(1);
        for event in [
            Event::Delta { continuation: 0, text: format!("echo request {number}") },
            Event::Finished { continuation: 0, reason: FinishReason::Stop, mean_logprob: None },
            Event::Usage(usage),
        ] {
            let _gone = events.send(Ok(event)).await;
        }
        Ok(generation)
    }
}
