//! A llama.cpp model in this process: a handle for callers, and one thread that owns the model.
//!
//! | file | what it does |
//! | --- | --- |
//! | `worker` | the thread: loads the model, gives the queue's work to the engine |
//! | `engine` | answers requests side by side, step by step |
//! | `request`, `continuation` | one request; one of its answers |
//! | `kv` | which cells of llama.cpp's store are held by whom |
//! | `kept` | computed prompts for later requests, and who may share them |
//! | `state` | the same over a restart |
//! | `prompt` | turns messages into tokens, and people's text into nothing but text |
//! | `sample`, `grammar` | draws a token; which tokens a schema allows |
//! | `reply` | the way back to the caller, which never holds up the thread |
//! | `embed` | the meaning of texts as vectors |
//! | `meter` | how busy and how fast it is |
//! | `load`, `file` | opens the model; finds out what is wrong with its file |
//! | `fast_copy` | copies a model into a form that is computed faster |

mod continuation;
mod embed;
mod engine;
mod fast_copy;
mod file;
mod grammar;
mod kept;
mod kv;
mod load;
mod meter;
mod prompt;
mod reply;
mod request;
mod sample;
mod state;
mod worker;

use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::Instant;

use tokio::sync::{oneshot, watch};
use tokio_util::sync::CancellationToken;
use tracing::Span;

use self::embed::EmbedJob;
use self::meter::Meter;
pub use self::meter::StoreUse;
use self::reply::Reply;
use self::request::Job;
use self::worker::Work;
use crate::completion::{Completion, Generation};
use crate::queue::{FairQueue, Ticket};
use crate::{LlmError, Model, Status, estimate_tokens};

/// What a [`LocalModel`] is started with.
#[derive(Debug, Clone)]
pub struct LocalSettings {
    /// The model, a GGUF file.
    pub path: PathBuf,
    /// Tokens that one request may have, prompt and answer together; never more than the model was trained on.
    pub context_tokens: u32,
    /// Memory for what is computed: of requests being answered, and of earlier prompts for later ones, MiB. There is
    /// always room for one request.
    pub cache_megabytes: u32,
    /// Threads that compute; 0 takes all processors. They wait for each other many times a token, so that one processor
    /// that is busy with something else holds all of them up.
    pub threads: u16,
    /// Layers of the model that a graphics card computes; 0 for none.
    pub gpu_layers: u32,
    /// The most answers that are written side by side, 1 to 64.
    pub parallel: u16,
    /// Requests that may wait; one more is [`LlmError::Overloaded`].
    pub queue: usize,
    /// A LoRA adapter for the model, a GGUF file.
    pub lora: Option<PathBuf>,
    /// The model that makes embeddings, a GGUF file; without one, the mean of what `path` makes of a text's tokens.
    pub embedding_path: Option<PathBuf>,
    /// Whether a model whose form is slow to compute is copied into a faster one, once, in a folder beside it. The copy
    /// takes about twice the memory of the original's weights, on the disk and while it answers.
    pub fast_copy: bool,
    /// Where computed prompts are kept over a restart; without it, they are not.
    pub state_dir: Option<PathBuf>,
}

impl LocalSettings {
    /// A model with the settings that suit most machines.
    pub fn new(path: impl Into<PathBuf>) -> Self {
        Self {
            path: path.into(),
            context_tokens: 4096,
            cache_megabytes: 256,
            threads: 0,
            gpu_layers: 0,
            parallel: 16,
            queue: 256,
            lora: None,
            embedding_path: None,
            fast_copy: true,
            state_dir: None,
        }
    }
}

/// A model in this process. Dropping it ends its thread, and waits for that: at most one step of the computation.
pub struct LocalModel {
    queue: FairQueue<Work>,
    meter: Meter,
    loaded: watch::Receiver<LoadState>,
    stopping: CancellationToken,
    thread: Mutex<Option<JoinHandle<()>>>,
}

/// `None` while the model is loading.
type LoadState = Option<Result<(), LlmError>>;

impl LocalModel {
    /// Starts a thread that loads the model, and returns at once. Requests may be made while it loads.
    pub fn start(settings: LocalSettings) -> Self {
        let queue = FairQueue::new(settings.queue, load::parallel(&settings));
        let (load, loaded) = watch::channel(None);
        let stopping = CancellationToken::new();
        let meter = Meter::default();
        let worker = {
            let (queue, meter, stopping, load) = (queue.clone(), meter.clone(), stopping.clone(), load.clone());
            move || worker::run(&settings, &queue, &meter, &load, &stopping)
        };
        let thread = std::thread::Builder::new().name("llm-local".into()).spawn(worker);
        let thread = thread.inspect_err(|error| {
            load.send_replace(Some(Err(LlmError::Other(format!("no thread for the model: {error}")))));
            queue.close();
        });
        Self { queue, meter, loaded, stopping, thread: Mutex::new(thread.ok()) }
    }

    /// What the store of computed tokens is used for.
    pub fn store(&self) -> StoreUse {
        self.meter.store()
    }

    fn push(&self, team: &str, cost: u32, work: Work) -> Result<Ticket<Work>, LlmError> {
        self.queue.push(team, cost, work).map_err(|error| match (&error, &*self.loaded.borrow()) {
            // Why nothing is accepted any more.
            (LlmError::Stopped, Some(Err(reason))) => reason.clone(),
            _ => error,
        })
    }
}

impl std::fmt::Debug for LocalModel {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("LocalModel").field("status", &self.meter.status()).finish_non_exhaustive()
    }
}

impl Drop for LocalModel {
    /// A process that ends while llama.cpp computes may crash on its way out.
    fn drop(&mut self) {
        self.stopping.cancel();
        if let Some(thread) = self.thread.lock().unwrap_or_else(PoisonError::into_inner).take() {
            // A panic of the thread has been printed, and its callers were answered.
            let _ = thread.join();
        }
    }
}

#[async_trait::async_trait]
impl Model for LocalModel {
    async fn ready(&self) -> Result<(), LlmError> {
        let mut load = self.loaded.clone();
        let loaded = load.wait_for(Option::is_some).await.map_err(|_| LlmError::Stopped)?;
        match &*loaded {
            Some(Ok(())) if self.stopping.is_cancelled() => Err(LlmError::Stopped),
            Some(result) => result.clone(),
            None => Err(LlmError::Stopped),
        }
    }

    async fn generate(&self, completion: Completion) -> Result<Generation, LlmError> {
        completion.check()?;
        let (events, generation) = Generation::channel(completion.openings.len());
        let generation = generation.limited(completion.cancel.clone(), completion.limits.deadline);
        let reply = Reply::new(events, completion.openings.len());
        let (team, cost) = (completion.team.clone(), completion.cost());
        let job = Job { completion, reply, accepted: Instant::now(), span: Span::current() };
        let ticket = self.push(&team, cost, Work::Answer(Box::new(job)))?;
        Ok(generation.waiting(ticket))
    }

    async fn embed(&self, texts: Vec<String>, cancel: CancellationToken) -> Result<Vec<Vec<f32>>, LlmError> {
        let tokens = texts.iter().map(|text| estimate_tokens(text)).sum::<usize>();
        let (reply, answer) = oneshot::channel();
        let job = EmbedJob { texts, cancel: cancel.clone(), reply };
        let ticket = self.push(EMBEDDINGS, u32::try_from(tokens).unwrap_or(u32::MAX), Work::Embed(job))?;
        let answer = tokio::select! {
            biased;
            () = cancel.cancelled() => Err(LlmError::Cancelled),
            answer = answer => answer.unwrap_or(Err(LlmError::Stopped)),
        };
        drop(ticket);
        answer
    }

    fn status(&self) -> Status {
        Status { waiting: self.queue.len(), ..self.meter.status() }
    }

    /// What is running or waiting ends with [`LlmError::Stopped`].
    async fn stop(&self) {
        self.stopping.cancel();
        // The thread holds the sender until its end.
        let mut loaded = self.loaded.clone();
        while loaded.changed().await.is_ok() {}
    }
}

/// Embeddings take turns with the teams as one of them would: they serve all.
const EMBEDDINGS: &str = "(embeddings)";
