//! A model behind any server that speaks OpenAI's chat completions.
//!
//! | file | what it does |
//! | --- | --- |
//! | `settings` | what is set |
//! | `turns` | the fair queue, and whose turn it is |
//! | `answer` | the events of one continuation |
//! | `structured` | answers that follow a schema |
//! | `exchange` | one question and its answer, by as many HTTP requests as it takes |
//! | `attempts`, `breaker` | when to ask again, and when to leave the server alone |
//! | `dialect` | what the server was found not to take |
//! | `embed` | embeddings |
//! | `server`, `endpoint` | all that is known of a server; its address, key and connection pool |
//! | `chunks`, `transport` | one HTTP request: status, headers, and a guard on what streams back |
//! | `protocol` | what is sent and what comes back, as JSON |
//! | `failure` | what went wrong with one HTTP request |

mod answer;
mod attempts;
mod breaker;
mod chunks;
mod dialect;
mod embed;
mod endpoint;
mod exchange;
mod failure;
mod protocol;
mod server;
mod settings;
mod structured;
mod transport;
mod turns;

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use futures::future::try_join_all;
use tokio::sync::mpsc;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;
use tracing::Instrument;

use self::answer::answer;
use self::exchange::Cost;
use self::server::Server;
pub use self::settings::RemoteSettings;
use self::turns::Turns;
use crate::completion::{Completion, Event, Generation, Usage};
use crate::{LlmError, Model, Status, estimate_tokens};

/// Embeddings take turns with the teams as one of them would: they serve all.
const EMBEDDINGS: &str = "(embeddings)";

/// The share of the newest answer in a moving average.
const NEWEST: f32 = 0.2;

/// A model behind an OpenAI-compatible server.
///
/// A request is sent again if the server can't be reached, is busy or failed (408, 429, 5xx), or sent an answer that is
/// cut or can't be read, and nothing of it was shown. A wait that the server asks for is kept, unless it is longer than
/// the deadline. A server that is silent until [`RemoteSettings::first_token`] is not asked again.
///
/// A server that fails several times in a row is left alone for a while, and one that does not know the key (401) at
/// once; until then its last error is told without a request.
///
/// With a schema, the server is asked for answers that follow it, then for JSON, then for text, until it takes the
/// request; the answer is checked, given back once for repair, and shown only if it holds.
pub struct RemoteModel {
    server: Arc<Server>,
    turns: Turns,
    tally: Arc<Mutex<Status>>,
    stopping: CancellationToken,
}

impl RemoteModel {
    /// Checks the settings; nothing is sent yet.
    ///
    /// # Errors
    /// [`LlmError::Refused`] if the address or the key can't be used in an HTTP request.
    pub fn new(settings: RemoteSettings) -> Result<Self, LlmError> {
        Ok(Self {
            turns: Turns::new(settings.queue, settings.connections),
            server: Arc::new(Server::new(settings)?),
            tally: Arc::default(),
            stopping: CancellationToken::new(),
        })
    }
}

impl fmt::Debug for RemoteModel {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("RemoteModel").field("server", &self.server).finish_non_exhaustive()
    }
}

#[async_trait::async_trait]
impl Model for RemoteModel {
    async fn ready(&self) -> Result<(), LlmError> {
        if self.stopping.is_cancelled() { Err(LlmError::Stopped) } else { Ok(()) }
    }

    async fn reach(&self) -> Result<(), LlmError> {
        transport::reach(&self.server.endpoint).await
    }

    async fn generate(&self, completion: Completion) -> Result<Generation, LlmError> {
        completion.check()?;
        let (ticket, turn) = self.turns.wait(&completion.team, completion.cost())?;
        let (events, generation) = Generation::channel(completion.openings.len());
        let deadline = completion.limits.deadline;
        let generation = generation.limited(completion.cancel.clone(), deadline).waiting(ticket);
        let accepted = Instant::now();
        let end = accepted + deadline;
        let (server, tally, stopping) = (Arc::clone(&self.server), Arc::clone(&self.tally), self.stopping.clone());
        let work = async move {
            let answers = async {
                let _turn = turn.await?;
                answer_all(&server, &completion, accepted, end, &events).await
            };
            let result = tokio::select! {
                biased;
                // In these cases the generation has told its reader already.
                () = events.closed() => return,
                () = completion.cancel.cancelled() => return,
                () = tokio::time::sleep_until(end) => return,
                () = stopping.cancelled() => Err(LlmError::Stopped),
                result = answers => result,
            };
            match &result {
                Ok(usage) => count(&tally, usage),
                Err(error) => tracing::debug!(team.id = completion.team, %error, "the model's server did not answer"),
            }
            // Fails if nobody reads any more, and then nobody minds.
            let _ = events.send(result.map(Event::Usage)).await;
        };
        tokio::spawn(work.in_current_span());
        Ok(generation)
    }

    /// Needs [`RemoteSettings::embedding_model`]; a server that refuses (400, 404) is [`LlmError::Unsupported`].
    async fn embed(&self, texts: Vec<String>, cancel: CancellationToken) -> Result<Vec<Vec<f32>>, LlmError> {
        let tokens = texts.iter().map(|text| estimate_tokens(text)).sum::<usize>();
        let (_ticket, turn) = self.turns.wait(EMBEDDINGS, u32::try_from(tokens).unwrap_or(u32::MAX))?;
        let vectors = async {
            let _turn = turn.await?;
            embed::embed(&self.server, &texts).await
        };
        tokio::select! {
            biased;
            () = cancel.cancelled() => Err(LlmError::Cancelled),
            () = self.stopping.cancelled() => Err(LlmError::Stopped),
            vectors = vectors => vectors,
        }
    }

    /// The server does not tell how fast it reads prompts. Tokens are those that it counted, or estimates.
    fn status(&self) -> Status {
        let tally = *self.tally.lock().unwrap_or_else(PoisonError::into_inner);
        Status { running: self.turns.running(), waiting: self.turns.waiting(), ..tally }
    }

    /// What is running or waiting ends with [`LlmError::Stopped`].
    async fn stop(&self) {
        self.stopping.cancel();
        self.turns.close();
        self.turns.all_back().await;
    }
}

/// Makes one request for each continuation, at the same time.
async fn answer_all(
    server: &Server,
    completion: &Completion,
    accepted: Instant,
    end: Instant,
    events: &mpsc::Sender<Result<Event, LlmError>>,
) -> Result<Usage, LlmError> {
    let continuations = 0..completion.openings.len();
    let answers = continuations.map(|continuation| answer(server, completion, continuation, end, events));
    let costs: Vec<Cost> = try_join_all(answers).await?;
    let sum = |tokens: fn(&Cost) -> u32| costs.iter().map(tokens).fold(0, u32::saturating_add);
    let since = |time: fn(&Cost) -> Instant| costs.iter().map(time).min().unwrap_or(accepted).duration_since(accepted);
    let usage = Usage {
        prompt_tokens: sum(|cost| cost.prompt_tokens),
        reused_tokens: sum(|cost| cost.reused_tokens),
        output_tokens: sum(|cost| cost.output_tokens),
        queue: since(|cost| cost.sent),
        prompt: None,
        first_token: since(|cost| cost.first_token),
        total: accepted.elapsed(),
    };
    tracing::debug!(
        team.id = completion.team,
        llm.tokens = usage.output_tokens,
        llm.prompt_tokens = usage.prompt_tokens,
        llm.continuations = costs.len(),
        llm.seconds = usage.total.as_secs_f32(),
        "the model's server answered"
    );
    Ok(usage)
}

fn count(tally: &Mutex<Status>, usage: &Usage) {
    let mut tally = tally.lock().unwrap_or_else(PoisonError::into_inner);
    tally.computed_tokens += u64::from(usage.prompt_tokens.saturating_sub(usage.reused_tokens));
    tally.reused_tokens += u64::from(usage.reused_tokens);
    if let Some(newest) = usage.output_rate() {
        tally.output_rate = Some(tally.output_rate.map_or(newest, |old| old + NEWEST * (newest - old)));
    }
}
