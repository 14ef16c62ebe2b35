//! One model of the list: its entry, and the model itself once it is started.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use copydesk_analysis::Language;
use copydesk_llm::{LlmError, LocalModel, LocalSettings, Model, RemoteModel, RemoteSettings, Status};

use super::path;
use crate::answer::ModelShown;
use crate::config::{LlmSettings, LocalFile, ModelEntry, ModelKind, Server};
use crate::texts::Problem;

/// Tokens that a server is taken to manage if nobody says: what small servers are started with.
const UNKNOWN_CONTEXT: u32 = 4096;
/// Tokens that the template around a brief, the request and the answers take.
const RESERVED: u32 = 1400;

/// A model that may answer. It is started when it is first needed, so that a fallback takes no memory until then.
pub struct ListedModel {
    /// Its entry in the configuration.
    pub entry: ModelEntry,
    pub(super) llm: LlmSettings,
    /// Where the file is that texts are turned into vectors with.
    embedding_path: Option<PathBuf>,
    is_first: bool,
    started: OnceLock<Result<Arc<dyn Model>, Problem>>,
    /// What the last answer failed with, if it did.
    failure: Mutex<Option<Problem>>,
}

/// Whether a model can answer.
pub enum Condition {
    /// It can.
    Ready,
    /// It will soon.
    Loading,
    /// It was not needed yet.
    Resting,
    /// It failed the last time.
    Failing(Problem),
    /// It never will, as it is.
    Missing(Problem),
}

impl ListedModel {
    /// A model of the list, not started yet; `embedding_path` is the file that makes its embeddings, if not its own.
    pub fn new(entry: ModelEntry, llm: &LlmSettings, embedding_path: Option<PathBuf>) -> Self {
        let is_first = entry.name == llm.model;
        Self { entry, llm: llm.clone(), embedding_path, is_first, started: OnceLock::new(), failure: Mutex::default() }
    }

    /// A model that runs already.
    pub(super) fn running(entry: ModelEntry, llm: &LlmSettings, model: Arc<dyn Model>) -> Self {
        Self { started: OnceLock::from(Ok(model)), ..Self::new(entry, llm, None) }
    }

    /// What is missing, as far as it is known without waiting.
    pub fn missing(&self) -> Option<Problem> {
        match (self.started.get(), &self.entry.kind) {
            (Some(started), _) => started.as_ref().err().cloned(),
            (None, ModelKind::Remote(server)) => server.key.as_ref().err().map(|reason| self.key_missing(reason)),
            (None, ModelKind::Local(file)) => {
                let path = path(file, &self.llm);
                (!path.exists()).then(|| self.problem(&LlmError::FileMissing { path }))
            }
        }
    }

    /// The model, started if it is not yet and can be; a local one then loads in the background.
    ///
    /// # Errors
    /// What is missing. A file that comes later is found then.
    pub fn start(&self) -> Result<Arc<dyn Model>, Problem> {
        if let Some(problem) = self.missing() {
            return Err(problem);
        }
        let start = || match &self.entry.kind {
            ModelKind::Local(file) => Ok(Arc::new(LocalModel::start(self.settings_of(file))) as Arc<dyn Model>),
            ModelKind::Remote(server) => self.start_remote(server),
        };
        self.started.get_or_init(start).clone()
    }

    /// The model once it can answer.
    ///
    /// # Errors
    /// What is missing and how to mend it.
    pub async fn ready(&self) -> Result<Arc<dyn Model>, Problem> {
        let model = self.start()?;
        model.ready().await.map_err(|error| self.problem(&error))?;
        Ok(model)
    }

    /// What keeps it from answering, a server asked.
    pub async fn out_of_reach(&self) -> Option<Problem> {
        match self.start() {
            Err(problem) => Some(problem),
            Ok(model) => model.reach().await.err().map(|error| self.problem(&error)),
        }
    }

    /// Whether it can answer, as far as it is known without waiting.
    pub async fn condition(&self) -> Condition {
        if let Some(problem) = self.missing() {
            return Condition::Missing(problem);
        }
        let Some(Ok(model)) = self.started.get() else { return Condition::Resting };
        let ready = tokio::select! {
            biased;
            ready = model.ready() => ready,
            () = std::future::ready(()) => return Condition::Loading,
        };
        if let Err(error) = ready {
            return Condition::Missing(self.problem(&error));
        }
        let failure = self.failure.lock().unwrap_or_else(PoisonError::into_inner);
        failure.clone().map_or(Condition::Ready, Condition::Failing)
    }

    /// Notes how its last answer ended, for those who ask.
    pub(super) fn note(&self, failure: Option<Problem>) {
        *self.failure.lock().unwrap_or_else(PoisonError::into_inner) = failure;
    }

    /// What the model is started with; `None` if it does not compute here.
    pub fn local_settings(&self) -> Option<LocalSettings> {
        match &self.entry.kind {
            ModelKind::Local(file) => Some(self.settings_of(file)),
            ModelKind::Remote(_) => None,
        }
    }

    fn settings_of(&self, file: &LocalFile) -> LocalSettings {
        let local = &self.llm.local;
        LocalSettings {
            path: path(file, &self.llm),
            context_tokens: local.context_tokens,
            cache_megabytes: local.cache_megabytes,
            threads: local.threads,
            gpu_layers: local.gpu_layers,
            parallel: local.parallel,
            queue: local.queue,
            // An adapter fits the model that it was made for.
            lora: local.lora.as_ref().filter(|_| self.is_first).map(|lora| self.llm.models_dir.join(lora)),
            embedding_path: self.embedding_path.clone(),
            fast_copy: local.fast_copy,
            state_dir: local.state_dir.clone(),
        }
    }

    fn start_remote(&self, server: &Server) -> Result<Arc<dyn Model>, Problem> {
        let key = server.key.as_ref().map_err(|reason| self.key_missing(reason))?;
        let settings = &self.llm.remote;
        let remote = RemoteModel::new(RemoteSettings {
            api_key: key.as_ref().map(|key| key.reveal().to_string()),
            embedding_model: Some(server.embedding_model.clone()).filter(|name| !name.is_empty()),
            first_token: settings.first_token,
            connections: usize::from(server.limits.connections),
            queue: server.limits.queue,
            attempts: settings.attempts,
            retry_base: settings.retry_base,
            breaker_failures: settings.breaker_failures,
            breaker_pause: settings.breaker_pause,
            ..RemoteSettings::new(&server.base_url, &server.model)
        });
        Ok(Arc::new(remote.map_err(|error| self.refused(&error.to_string()))?))
    }

    /// Whether it writes a language.
    pub fn writes(&self, language: Language) -> bool {
        self.entry.languages.contains(&language)
    }

    /// Whether it writes a language badly.
    pub fn is_weak_in(&self, language: Language) -> bool {
        self.entry.weak_languages.contains(&language)
    }

    /// Tokens that a brief for it may have.
    pub fn brief_tokens(&self) -> usize {
        let context = match &self.entry.kind {
            ModelKind::Local(_) => self.llm.local.context_tokens,
            ModelKind::Remote(Server { limits, .. }) if limits.context_tokens == 0 => UNKNOWN_CONTEXT,
            ModelKind::Remote(server) => server.limits.context_tokens,
        };
        context.saturating_sub(RESERVED).max(256) as usize
    }

    /// Where it computes: a file or an address.
    pub fn place(&self) -> String {
        match &self.entry.kind {
            ModelKind::Local(file) => path(file, &self.llm).display().to_string(),
            ModelKind::Remote(server) => server.base_url.clone(),
        }
    }

    /// How busy and how fast it is; `None` if it was not needed yet.
    pub fn status(&self) -> Option<Status> {
        self.started.get()?.as_ref().ok().map(|model| model.status())
    }

    /// The model as answers name it.
    pub fn shown(&self) -> ModelShown {
        ModelShown { name: self.entry.name.clone(), kind: self.entry.kind.id().into() }
    }

    pub(super) async fn stop(&self) {
        if let Some(Ok(model)) = self.started.get() {
            model.stop().await;
        }
    }
}
