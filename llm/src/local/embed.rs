//! Embeddings: the meaning of texts as vectors, several texts at once.

use std::cell::OnceCell;

use llama_cpp_2::context::LlamaContext;
use llama_cpp_2::context::params::LlamaPoolingType;
use llama_cpp_2::llama_batch::LlamaBatch;
use llama_cpp_2::model::LlamaModel;
use llama_cpp_2::token::LlamaToken;
use tokio::sync::oneshot;
use tokio_util::sync::CancellationToken;

use super::kv::internal;
use super::load::{BATCH_TOKENS, EMBEDDED_TEXTS};
use super::{LocalSettings, load};
use crate::LlmError;

/// Texts on their way to the thread.
#[derive(Debug)]
pub(super) struct EmbedJob {
    pub(super) texts: Vec<String>,
    pub(super) cancel: CancellationToken,
    pub(super) reply: oneshot::Sender<Result<Vec<Vec<f32>>, LlmError>>,
}

/// Texts being embedded, some at each step, so that answers go on meanwhile.
struct Running {
    texts: std::vec::IntoIter<Vec<LlamaToken>>,
    vectors: Vec<Vec<f32>>,
    job: EmbedJob,
}

/// Embeds texts, with a model of its own or with the one that writes.
pub(super) struct Embedder<'m> {
    settings: &'m LocalSettings,
    writer: &'m LlamaModel,
    own: &'m OnceCell<LlamaModel>,
    context: Option<LlamaContext<'m>>,
    running: Option<Running>,
}

impl<'m> Embedder<'m> {
    pub(super) fn new(settings: &'m LocalSettings, writer: &'m LlamaModel, own: &'m OnceCell<LlamaModel>) -> Self {
        Self { settings, writer, own, context: None, running: None }
    }

    pub(super) fn is_idle(&self) -> bool {
        self.running.is_none()
    }

    /// Takes in texts, or answers at once why that can't be.
    pub(super) fn admit(&mut self, job: EmbedJob, stopping: &CancellationToken) {
        match self.read(&job, stopping) {
            Ok(texts) => self.running = Some(Running { texts: texts.into_iter(), vectors: Vec::new(), job }),
            // Nobody may wait for it any more.
            Err(error) => drop(job.reply.send(Err(error))),
        }
    }

    fn read(&mut self, job: &EmbedJob, stopping: &CancellationToken) -> Result<Vec<Vec<LlamaToken>>, LlmError> {
        let (model, pooling) = match &self.settings.embedding_path {
            // A model made for embeddings says how it pools.
            Some(path) => {
                if self.own.get().is_none() {
                    // Nobody else fills it: this thread is the only one.
                    let _ = self.own.set(load::model(path, self.settings, stopping)?);
                }
                (self.own.get().ok_or(LlmError::Stopped)?, LlamaPoolingType::Unspecified)
            }
            None => (self.writer, LlamaPoolingType::Mean),
        };
        if self.context.is_none() {
            self.context = Some(load::embedding_context(self.settings, model, pooling)?);
        }
        let limit = BATCH_TOKENS.min(model.n_ctx_train()) as usize;
        let tokens = job.texts.iter().map(|text| {
            let mut tokens = model.vocab().tokenize(text.as_bytes(), true, false);
            if tokens.is_empty() {
                // An empty text means as little as a blank.
                tokens = model.vocab().tokenize(b" ", true, false);
            }
            if tokens.len() > limit { Err(LlmError::TooLong { tokens: tokens.len(), limit }) } else { Ok(tokens) }
        });
        tokens.collect()
    }

    /// Embeds the next few texts.
    pub(super) fn step(&mut self, stopping: &CancellationToken) {
        let Some(mut running) = self.running.take() else { return };
        if running.job.cancel.is_cancelled() || running.job.reply.is_closed() || stopping.is_cancelled() {
            let error = if stopping.is_cancelled() { LlmError::Stopped } else { LlmError::Cancelled };
            return drop(running.job.reply.send(Err(error)));
        }
        let mut few: Vec<Vec<LlamaToken>> = Vec::new();
        let mut room = BATCH_TOKENS as usize;
        while few.len() < EMBEDDED_TEXTS as usize
            && let Some(next) = running.texts.as_slice().first().filter(|next| next.len() <= room)
        {
            room -= next.len();
            few.extend(running.texts.next());
        }
        if few.is_empty() {
            return drop(running.job.reply.send(Ok(running.vectors)));
        }
        let Some(context) = &mut self.context else { return };
        match embed(context, &few) {
            Ok(vectors) => {
                running.vectors.extend(vectors);
                self.running = Some(running);
            }
            Err(error) => drop(running.job.reply.send(Err(error))),
        }
    }

    /// Ends what runs.
    pub(super) fn stop(&mut self) {
        if let Some(running) = self.running.take() {
            drop(running.job.reply.send(Err(LlmError::Stopped)));
        }
    }
}

fn embed(context: &mut LlamaContext<'_>, texts: &[Vec<LlamaToken>]) -> Result<Vec<Vec<f32>>, LlmError> {
    let mut batch = LlamaBatch::new(BATCH_TOKENS as usize, 1);
    for (sequence, tokens) in (0..).zip(texts) {
        for (position, &token) in (0..).zip(tokens) {
            batch.add(token, position, &[sequence], true).map_err(internal)?;
        }
    }
    context.clear_kv_cache();
    context.decode(&mut batch).map_err(|error| LlmError::Other(format!("llama.cpp failed to embed: {error}")))?;
    let vectors = (0..).zip(texts).map(|(sequence, _)| {
        let vector = context.embeddings_seq_ith(sequence);
        let vector = vector.map_err(|error| LlmError::Unsupported(format!("it makes no embeddings: {error}")))?;
        Ok(normalised(vector))
    });
    vectors.collect()
}

/// The vector of length 1 in the same direction.
fn normalised(vector: &[f32]) -> Vec<f32> {
    let length = vector.iter().map(|x| x * x).sum::<f32>().sqrt().max(f32::MIN_POSITIVE);
    vector.iter().map(|x| x / length).collect()
}
