//! What the tests of the local engine begin with.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::Duration;

use copydesk_llm::{
    Completion, Event, Generation, Limits, LocalModel, LocalSettings, Message, Model, Prompt, Role, Sampling, Scope,
};
use tokio_util::sync::CancellationToken;

/// Where the model is kept for all of a person's projects.
pub fn model_path() -> PathBuf {
    let cache = std::env::var_os("XDG_CACHE_HOME").filter(|cache| !cache.is_empty()).map(PathBuf::from);
    let cache = cache.or_else(|| Some(Path::new(&std::env::var_os("HOME")?).join(".cache")));
    let path = cache.expect("HOME is set").join("copydesk/models/SmolLM2-135M-Instruct.Q4_1.gguf");
    assert!(path.exists(), "{} is not there: run `make model`", path.display());
    path
}

pub fn settings(path: impl Into<PathBuf>) -> LocalSettings {
    let usual = LocalSettings::new(path);
    LocalSettings { context_tokens: 2048, cache_megabytes: 128, threads: 1, parallel: 8, queue: 16, ..usual }
}

/// One model for the tests that do not look at what it keeps: several would fight for the processors. The last test that
/// uses it ends its thread: a process that ends while llama.cpp computes may crash.
pub fn shared() -> Arc<LocalModel> {
    static MODEL: Mutex<Weak<LocalModel>> = Mutex::new(Weak::new());
    let mut held = MODEL.lock().unwrap_or_else(PoisonError::into_inner);
    held.upgrade().unwrap_or_else(|| {
        let model = Arc::new(LocalModel::start(settings(model_path())));
        *held = Arc::downgrade(&model);
        model
    })
}

pub fn user(text: &str) -> Prompt {
    let system =
        Message { role: Role::System, scope: Scope::Task, text: "You write short posts for a coffee shop.".into() };
    Prompt::Chat(vec![system, Message { role: Role::User, scope: Scope::Request, text: text.into() }])
}

pub fn completion(prompt: Prompt) -> Completion {
    Completion {
        prompt,
        openings: vec![String::new()],
        sampling: Sampling { temperature: 0.0, min_p: 0.05, repeat_penalty: 1.1, seed: 7 },
        limits: Limits {
            max_tokens: 16,
            min_tokens: 0,
            stop: Vec::new(),
            deadline: Duration::from_secs(600),
            longest_pause: Duration::MAX,
        },
        schema: None,
        anew: false,
        team: "north".into(),
        cancel: CancellationToken::new(),
    }
}

pub async fn text(model: &LocalModel, completion: Completion) -> String {
    let (outputs, _) = model.generate(completion).await.unwrap().collect().await.unwrap();
    outputs.into_iter().next().unwrap().text
}

/// An answer that does not end by itself.
pub fn endless(prompt: &str) -> Completion {
    let mut job = completion(user(prompt));
    job.limits.max_tokens = 1500;
    // Flat probabilities never draw the end.
    job.sampling = Sampling { temperature: 2.0, min_p: 0.0, repeat_penalty: 1.0, seed: 1 };
    job
}

/// Waits until the answer has begun.
pub async fn begun(generation: &mut Generation) {
    loop {
        match generation.next().await {
            Some(Ok(Event::Waiting(_))) => {}
            Some(Ok(Event::Delta { .. })) => return,
            other => panic!("no text in {other:?}"),
        }
    }
}
