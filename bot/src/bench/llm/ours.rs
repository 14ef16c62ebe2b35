//! The engine in this process.

use std::time::{Duration, Instant};

use copydesk_llm::{
    Completion, Event, Limits, LocalModel, LocalSettings, Message, Model, Prompt, Role, Sampling, Scope,
};
use tokio_util::sync::CancellationToken;

use super::workload::{ANSWER_TOKENS, Request};
use super::{Answered, Side};

pub(super) struct Ours(LocalModel);

impl Ours {
    pub(super) async fn start(settings: LocalSettings) -> Result<Self, String> {
        let model = LocalModel::start(settings);
        model.ready().await.map_err(|error| format!("The local model can't be measured: {error}."))?;
        Ok(Self(model))
    }
}

#[async_trait::async_trait]
impl Side for Ours {
    async fn answer(&self, request: &Request) -> Result<Answered, String> {
        let part = |role, scope, text: &str| Message { role, scope, text: text.to_owned() };
        let is_structured = request.schema.is_some();
        let completion = Completion {
            prompt: Prompt::Chat(vec![
                part(Role::System, Scope::Task, &request.common),
                part(Role::System, Scope::Team, &request.brand),
                part(Role::User, Scope::Request, &request.wish),
            ]),
            openings: vec![String::new(); request.answers],
            // As the server gets it; different ideas need some chance.
            sampling: Sampling { temperature: 0.7, min_p: 0.05, repeat_penalty: 1.0, seed: 1 },
            limits: Limits {
                max_tokens: if is_structured { 4 * ANSWER_TOKENS } else { ANSWER_TOKENS },
                min_tokens: if is_structured { 0 } else { ANSWER_TOKENS },
                stop: Vec::new(),
                deadline: Duration::from_secs(900),
                longest_pause: Duration::MAX,
            },
            schema: request.schema.clone(),
            anew: false,
            team: request.team.clone(),
            cancel: CancellationToken::new(),
        };
        let failed = |error: copydesk_llm::LlmError| format!("The local model failed: {error}.");
        let sent = Instant::now();
        let mut generation = self.0.generate(completion).await.map_err(failed)?;
        let mut first = None;
        while let Some(event) = generation.next().await {
            match event.map_err(failed)? {
                Event::Delta { .. } => {
                    first.get_or_insert_with(|| sent.elapsed());
                }
                Event::Usage(usage) => {
                    return Ok(Answered {
                        first: first.ok_or("The local model answered nothing.")?,
                        output_tokens: usage.output_tokens,
                        computed: usage.prompt_tokens - usage.reused_tokens,
                        reused: usage.reused_tokens,
                    });
                }
                _ => {}
            }
        }
        Err("The local model's answer was cut.".into())
    }
}
