//! `[llm]`, `[llm.local]` and `[llm.remote]`: which models answer, and how they compute.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Duration;

use super::models::{ModelEntry, ModelKind};
use super::reader::{Mistake, Mistakes, Reader, listed};
use super::servers::{ServerLimits, read_usual_limits};
use crate::nearest::nearest;

/// `[llm]`
#[derive(Debug, Clone)]
pub struct LlmSettings {
    /// The name of the model that answers.
    pub model: String,
    /// The names of those that answer in its place, in order.
    pub fallback: Vec<String>,
    /// Where model files are.
    pub models_dir: PathBuf,
    /// From a request to its end.
    pub deadline: Duration,
    /// `[llm.local]`
    pub local: LocalEngine,
    /// `[llm.remote]`
    pub remote: Servers,
}

impl LlmSettings {
    /// The LoRA adapter's file, if one is set and not there.
    pub fn missing_adapter(&self) -> Option<PathBuf> {
        let path = self.models_dir.join(self.local.lora.as_ref()?);
        (!path.is_file()).then_some(path)
    }
}

/// `[llm.local]`: how this process computes.
#[derive(Debug, Clone)]
pub struct LocalEngine {
    /// Tokens of prompt and answers together.
    pub context_tokens: u32,
    /// Threads that compute; 0 for all processors.
    pub threads: u16,
    /// Layers on a graphics card.
    pub gpu_layers: u32,
    /// Answers side by side.
    pub parallel: u16,
    /// Requests that may wait.
    pub queue: usize,
    /// Memory for what is computed, MiB.
    pub cache_megabytes: u32,
    /// Whether slow forms of models are copied into a fast one.
    pub fast_copy: bool,
    /// An adapter that is laid over the model: a file in the models folder, or a whole path.
    pub lora: Option<PathBuf>,
    /// The local entry that makes embeddings; `None` for the model itself.
    pub embedding_model: Option<String>,
    /// Where what was computed is kept over a restart.
    pub state_dir: Option<PathBuf>,
}

/// `[llm.remote]`: how servers are dealt with.
#[derive(Debug, Clone)]
pub struct Servers {
    /// Until a server's first token.
    pub first_token: Duration,
    /// How often a request is sent at most.
    pub attempts: u32,
    /// The pause before the second attempt; each one after it is twice as long, at most.
    pub retry_base: Duration,
    /// Failures in a row after which a server is left alone.
    pub breaker_failures: u32,
    /// For how long, until it is tried again.
    pub breaker_pause: Duration,
    /// The limits of servers that set none of their own.
    pub limits: ServerLimits,
}

pub(super) fn read(reader: Reader<'_>) -> LlmSettings {
    let models_dir = reader.text("models_dir");
    let settings = LlmSettings {
        model: reader.text("model"),
        fallback: reader.texts("fallback"),
        models_dir: if models_dir.is_empty() { super::default_models_dir() } else { models_dir.into() },
        deadline: Duration::from_secs(reader.whole("deadline_seconds", 1..=3600)),
        local: read_local(reader.section("local")),
        remote: read_remote(reader.section("remote")),
    };
    reader.finish();
    settings
}

fn read_local(reader: Reader<'_>) -> LocalEngine {
    let given = |key| Some(reader.text(key)).filter(|text| !text.is_empty());
    let settings = LocalEngine {
        context_tokens: reader.whole("context_tokens", 512..=1_048_576) as u32,
        threads: reader.whole("threads", 0..=512) as u16,
        gpu_layers: reader.whole("gpu_layers", 0..=1000) as u32,
        parallel: reader.whole("parallel", 1..=64) as u16,
        queue: reader.whole("queue", 1..=10_000) as usize,
        cache_megabytes: reader.whole("cache_megabytes", 16..=1_048_576) as u32,
        fast_copy: reader.flag("fast_copy"),
        lora: given("lora").map(PathBuf::from),
        embedding_model: given("embedding_model"),
        state_dir: given("state_dir").map(PathBuf::from),
    };
    reader.finish();
    settings
}

fn read_remote(reader: Reader<'_>) -> Servers {
    let settings = Servers {
        first_token: Duration::from_secs(reader.whole("first_token_seconds", 1..=3600)),
        attempts: reader.whole("attempts", 1..=10) as u32,
        retry_base: Duration::from_millis(reader.whole("retry_base_ms", 1..=60_000)),
        breaker_failures: reader.whole("breaker_failures", 1..=1000) as u32,
        breaker_pause: Duration::from_secs(reader.whole("breaker_pause_seconds", 1..=3600)),
        limits: read_usual_limits(&reader),
    };
    reader.finish();
    settings
}

/// Checks the names of models in `settings`; `asked` stands over `llm.model`.
pub(super) fn check_names(
    settings: &mut LlmSettings,
    asked: Option<&str>,
    models: &BTreeMap<String, ModelEntry>,
    mistakes: &Mistakes,
) {
    let names: Vec<&str> = models.keys().map(String::as_str).collect();
    let unknown = |key: &str, name: &str| {
        mistakes.note(Mistake {
            key: key.to_string(),
            value: format!("{name:?}"),
            expected: format!("no such model; the models are {}", listed(&names)),
            nearest: nearest(name, names.iter().copied()).map(String::from),
        });
    };
    for (place, name) in settings.fallback.iter().enumerate() {
        let twice = |expected: &str| {
            let (key, value) = ("llm.fallback".to_string(), format!("{name:?}"));
            mistakes.note(Mistake { key, value, expected: expected.to_string(), nearest: None });
        };
        if !models.contains_key(name) {
            unknown("llm.fallback", name);
        } else if *name == settings.model {
            twice("is llm.model itself; name models that answer in its place");
        } else if settings.fallback[..place].contains(name) {
            twice("is there twice; a model is tried once");
        }
    }
    if let Some(name) = &settings.local.embedding_model {
        match models.get(name).map(|entry| &entry.kind) {
            None => unknown("llm.local.embedding_model", name),
            Some(ModelKind::Remote(_)) => mistakes.note(Mistake {
                key: "llm.local.embedding_model".into(),
                value: format!("{name:?}"),
                expected: "expected a model of kind \"local\"; a server has its own embedding_model".into(),
                nearest: None,
            }),
            Some(ModelKind::Local(_)) => {}
        }
    }
    let key = if asked.is_some() { "--model" } else { "llm.model" };
    if let Some(asked) = asked {
        settings.model = asked.to_string();
    }
    if !models.contains_key(&settings.model) {
        unknown(key, &settings.model);
    }
}
