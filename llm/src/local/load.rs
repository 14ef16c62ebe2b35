//! Opens a model, and keeps llama.cpp's log lines away from the terminal.

use std::fmt::{Debug, Write};
use std::num::NonZeroU32;
use std::path::Path;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use llama_cpp_2::context::LlamaContext;
use llama_cpp_2::context::params::{LlamaContextParams, LlamaPoolingType};
use llama_cpp_2::llama_backend::LlamaBackend;
use llama_cpp_2::model::params::LlamaModelParams;
use llama_cpp_2::model::{LlamaLoraAdapter, LlamaModel};
use llama_cpp_2::{LogOptions, send_logs_to_tracing};
use tokio_util::sync::CancellationToken;
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Level, Metadata, Subscriber};

use super::kv::MAX_SEQUENCES;
use super::{LocalSettings, file};
use crate::LlmError;

/// Tokens that llama.cpp takes in at once.
pub(super) const BATCH_TOKENS: u32 = 512;

/// The most answers side by side: beyond it each becomes slower, and no more are written in the same time.
const MAX_PARALLEL: u16 = 64;

/// More threads wait for each other longer than they compute. So do more than there are processors.
const MAX_THREADS: usize = 16;

/// The most tokens in the store: looking through them takes time too.
const MAX_CELLS: u32 = 1 << 18;

/// The most texts that are embedded at once.
pub(super) const EMBEDDED_TEXTS: u32 = 32;

/// Smaller contexts hold no prompt worth answering, and llama.cpp rounds up to this anyway.
const MIN_CONTEXT_TOKENS: u32 = 256;

/// llama.cpp is set up once in a process, whatever the number of models.
pub(super) fn backend() -> Result<&'static LlamaBackend, LlmError> {
    static BACKEND: OnceLock<Result<LlamaBackend, String>> = OnceLock::new();
    let backend = BACKEND.get_or_init(|| {
        send_logs_to_tracing(LogOptions::default());
        LlamaBackend::init().map_err(|error| error.to_string())
    });
    backend.as_ref().map_err(|error| LlmError::Other(format!("llama.cpp did not start: {error}")))
}

/// Reads a model's file; `stopping` breaks it off.
pub(super) fn model(
    path: &Path,
    settings: &LocalSettings,
    stopping: &CancellationToken,
) -> Result<LlamaModel, LlmError> {
    file::check(path)?;
    let stopping = stopping.clone();
    let (model, logged) = capture_log(|| {
        let going_on = stopping.clone();
        let params = LlamaModelParams::default()
            .with_n_gpu_layers(settings.gpu_layers)
            .with_progress_callback(move |_| !going_on.is_cancelled());
        Ok(LlamaModel::load_from_file(backend()?, path, &params))
    })?;
    model.map_err(|_| match stopping.is_cancelled() {
        true => LlmError::Stopped,
        false => file::load_error(path, logged.as_deref()),
    })
}

/// Adds the LoRA adapter of the settings to a model's file.
pub(super) fn adapter(settings: &LocalSettings, model: &mut LlamaModel) -> Result<Option<LlamaLoraAdapter>, LlmError> {
    let Some(path) = &settings.lora else { return Ok(None) };
    let unusable = |error| LlmError::AdapterUnusable {
        path: path.clone(),
        reason: match error {
            LlmError::FileMissing { .. } => "there is no such file".into(),
            LlmError::FileUnusable { reason, .. } => reason,
            other => other.to_string(),
        },
    };
    file::check(path).map_err(unusable)?;
    let (adapter, logged) = capture_log(|| Ok(model.lora_adapter_init(path)))?;
    adapter.map(Some).map_err(|_| unusable(file::load_error(path, logged.as_deref())))
}

/// Makes the store for what is computed, for all requests together.
pub(super) fn context<'m>(settings: &LocalSettings, model: &'m LlamaModel) -> Result<LlamaContext<'m>, LlmError> {
    let tokens = cells(settings, model);
    let params = LlamaContextParams::default()
        .with_n_ctx(NonZeroU32::new(tokens))
        .with_n_batch(BATCH_TOKENS)
        .with_n_seq_max(MAX_SEQUENCES)
        .with_kv_unified(true);
    let why = |why| format!("a store of {tokens} tokens can't be made: {why}");
    new_context(settings, model, params).map_err(|reason| file::unusable(&settings.path, why(reason)))
}

/// Makes a context whose output is the meaning of whole texts, of at most [`BATCH_TOKENS`] together.
pub(super) fn embedding_context<'m>(
    settings: &LocalSettings,
    model: &'m LlamaModel,
    pooling: LlamaPoolingType,
) -> Result<LlamaContext<'m>, LlmError> {
    let params = LlamaContextParams::default()
        .with_n_ctx(NonZeroU32::new(BATCH_TOKENS))
        .with_n_batch(BATCH_TOKENS)
        .with_n_ubatch(BATCH_TOKENS)
        .with_n_seq_max(EMBEDDED_TEXTS)
        .with_kv_unified(true)
        .with_embeddings(true)
        .with_pooling_type(pooling);
    new_context(settings, model, params).map_err(|why| LlmError::Unsupported(format!("it makes no embeddings: {why}")))
}

fn new_context<'m>(
    settings: &LocalSettings,
    model: &'m LlamaModel,
    params: LlamaContextParams,
) -> Result<LlamaContext<'m>, String> {
    let threads = threads(settings);
    let params = params.with_n_threads(threads).with_n_threads_batch(threads).with_no_perf(true);
    let made = capture_log(|| Ok(model.new_context(backend()?, params))).map_err(|error| error.to_string())?;
    let (context, logged) = made;
    context.map_err(|error| logged.unwrap_or_else(|| error.to_string()))
}

fn threads(settings: &LocalSettings) -> i32 {
    let processors = std::thread::available_parallelism().map_or(1, usize::from);
    let threads = match usize::from(settings.threads) {
        0 => processors.min(MAX_THREADS),
        threads if threads > processors => {
            tracing::warn!(
                threads,
                processors,
                "[llm.local] threads is more than there are processors; one each is used"
            );
            processors
        }
        threads => threads,
    };
    threads as i32
}

/// Tokens that one request may have: the model was not trained on more.
pub(super) fn limit(settings: &LocalSettings, model: &LlamaModel) -> u32 {
    let trained = NonZeroU32::new(model.n_ctx_train()).map_or(u32::MAX, NonZeroU32::get);
    settings.context_tokens.max(MIN_CONTEXT_TOKENS).min(trained)
}

/// Tokens for which there is memory, at least those of one request.
fn cells(settings: &LocalSettings, model: &LlamaModel) -> u32 {
    let bytes = u64::from(settings.cache_megabytes) << 20;
    let fitting = bytes / bytes_per_token(model).max(1);
    u32::try_from(fitting).unwrap_or(u32::MAX).min(MAX_CELLS).max(limit(settings, model))
}

/// What a token takes in the store: a key and a value of 16-bit numbers for each layer.
fn bytes_per_token(model: &LlamaModel) -> u64 {
    let architecture = model.meta_val_str("general.architecture").unwrap_or_default();
    let width = |name: &str| {
        let told = model.meta_val_str(&format!("{architecture}.attention.{name}_length")).ok();
        let usual = u64::from(model.n_embd().unsigned_abs() / model.n_head().max(1));
        told.and_then(|width| width.parse().ok()).unwrap_or(usual)
    };
    u64::from(model.n_layer()) * u64::from(model.n_head_kv().max(1)) * (width("key") + width("value")) * 2
}

/// How many answers may be computed side by side.
pub(super) fn parallel(settings: &LocalSettings) -> usize {
    usize::from(settings.parallel.clamp(1, MAX_PARALLEL))
}

/// Does `work`, and returns the first error that llama.cpp logged meanwhile: the cause, before those who only pass it on.
///
/// Loading logs some hundred lines at info level; they are repeated at debug level, where they belong.
fn capture_log<T>(work: impl FnOnce() -> Result<T, LlmError>) -> Result<(T, Option<String>), LlmError> {
    let capture = Capture::default();
    let lines = Arc::clone(&capture.lines);
    let result = tracing::subscriber::with_default(capture, work);
    let lines = std::mem::take(&mut *lines.lock().unwrap_or_else(PoisonError::into_inner));
    for (_, line) in lines.iter().filter(|(level, _)| *level <= Level::INFO) {
        tracing::debug!(target: "llama_cpp", "{line}");
    }
    let error = lines.into_iter().find(|(level, _)| *level == Level::ERROR).map(|(_, line)| line);
    Ok((result?, error))
}

/// Keeps log lines in memory, in place of the process's own subscriber.
#[derive(Default)]
struct Capture {
    lines: Arc<Mutex<Vec<(Level, String)>>>,
}

impl Subscriber for Capture {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, _: &Attributes<'_>) -> Id {
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        let mut message = Message::default();
        event.record(&mut message);
        let line = message.0.trim();
        if !line.is_empty() {
            let mut lines = self.lines.lock().unwrap_or_else(PoisonError::into_inner);
            lines.push((*event.metadata().level(), line.to_owned()));
        }
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

/// The text of one log event.
#[derive(Default)]
struct Message(String);

impl Visit for Message {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        if field.name() == "message" {
            // Writing to a `String` does not fail.
            let _ = write!(self.0, "{value:?}");
        }
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        if field.name() == "message" {
            self.0.push_str(value);
        }
    }
}
