//! The thread that owns the model: it loads it, takes work from the queue and gives it to the engine.

use std::cell::OnceCell;
use std::sync::Arc;
use std::time::Instant;

use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

use super::embed::{EmbedJob, Embedder};
use super::engine::Engine;
use super::kv::Kv;
use super::meter::Meter;
use super::request::Job;
use super::{LoadState, LocalSettings, fast_copy, file, load, state};
use crate::LlmError;
use crate::queue::FairQueue;

/// What the thread is asked to do.
#[derive(Debug)]
pub(super) enum Work {
    Answer(Box<Job>),
    Embed(EmbedJob),
}

impl Work {
    fn fail(self, error: LlmError) {
        match self {
            Self::Answer(job) => job.fail(error),
            // Nobody may wait for it any more.
            Self::Embed(job) => drop(job.reply.send(Err(error))),
        }
    }
}

/// Loads the model and serves the queue until `stopping`.
pub(super) fn run(
    settings: &LocalSettings,
    queue: &FairQueue<Work>,
    meter: &Meter,
    loaded: &watch::Sender<LoadState>,
    stopping: &CancellationToken,
) {
    if let Err(error) = serve(settings, queue, meter, loaded, stopping) {
        loaded.send_replace(Some(Err(error.clone())));
        for work in queue.close() {
            work.fail(error.clone());
        }
    }
}

fn serve(
    settings: &LocalSettings,
    queue: &FairQueue<Work>,
    meter: &Meter,
    loaded: &watch::Sender<LoadState>,
    stopping: &CancellationToken,
) -> Result<(), LlmError> {
    let begun = Instant::now();
    file::check(&settings.path)?;
    let path = fast_copy::faster(&settings.path, settings).unwrap_or_else(|_| settings.path.clone());
    let mut model = load::model(&path, settings, stopping)?;
    let mut adapter = load::adapter(settings, &mut model)?;
    let model = Arc::new(model);
    let mut context = load::context(settings, &model)?;
    if let Some(adapter) = &mut adapter {
        let added = context.lora_adapter_set(adapter, 1.0);
        added.map_err(|error| LlmError::Other(format!("the LoRA adapter can't be used: {error}")))?;
    }
    let kv = Kv::new(context, model.is_recurrent() || model.is_hybrid());
    let limit = load::limit(settings, &model) as usize;
    let mut engine = Engine::new(&model, kv, limit, load::parallel(settings), meter.clone());
    let saved = state::Saved::of(settings, &path);
    if let Some(saved) = &saved {
        saved.restore(&mut engine.kept, &mut engine.kv);
    }
    let own = OnceCell::new();
    let mut embedder = Embedder::new(settings, &model, &own);
    tracing::info!(
        llm.name = settings.path.file_name().map(|name| name.to_string_lossy().into_owned()),
        llm.megabytes = model.size() / 1_000_000,
        llm.context_tokens = limit,
        llm.store_tokens = engine.kv.capacity(),
        llm.seconds = begun.elapsed().as_secs_f32(),
        "the language model is loaded"
    );
    engine.report();
    loaded.send_replace(Some(Ok(())));

    while wait(queue, engine.is_idle() && embedder.is_idle(), stopping) {
        while engine.has_room() && embedder.is_idle() {
            match queue.pop() {
                Some(Work::Answer(job)) => engine.admit(*job, stopping),
                Some(Work::Embed(job)) => embedder.admit(job, stopping),
                None => break,
            }
        }
        for took in engine.step(stopping) {
            queue.finished(took);
        }
        embedder.step(stopping);
        engine.report();
    }

    engine.stop();
    embedder.stop();
    for work in queue.close() {
        work.fail(LlmError::Stopped);
    }
    if let Some(saved) = &saved {
        saved.save(&engine.kept, &mut engine.kv);
    }
    Ok(())
}

/// Waits for work if there is nothing to compute; `false` when there will be no more.
fn wait(queue: &FairQueue<Work>, idle: bool, stopping: &CancellationToken) -> bool {
    if idle {
        futures::executor::block_on(async {
            tokio::select! {
                biased;
                () = stopping.cancelled() => {}
                () = queue.ready() => {}
            }
        });
    }
    !stopping.is_cancelled()
}
