//! Answers requests side by side: they join and leave between two steps, and each step computes a token of every answer
//! and a piece of one prompt together.

use std::sync::Arc;
use std::time::{Duration, Instant};

use llama_cpp_2::llama_batch::LlamaBatch;
use llama_cpp_2::model::LlamaModel;
use llama_cpp_2::token::LlamaToken;
use tokio_util::sync::CancellationToken;

use super::continuation::Continuation;
use super::grammar::Grammars;
use super::kept::{Entry, Kept, PromptTokens};
use super::kv::{Kv, Sequence, internal};
use super::load::BATCH_TOKENS;
use super::meter::{Meter, StoreUse};
use super::prompt::{Opening, PromptWriter};
use super::request::{Job, Request};
use crate::LlmError;

/// Tokens of a prompt that one step computes while others wait for their next token, so that they wait for less than half
/// a second on a slow machine; alone, it may take more at once.
const CHUNK_BESIDE: usize = 128;

/// Tokens of a prompt that one step computes when no answer is being written.
const CHUNK_ALONE: usize = BATCH_TOKENS as usize;

/// Text of fewer bytes may fit, since no token that people write is longer on average; more is not even counted.
const BYTES_PER_TOKEN: usize = 32;

/// A beginning that another request is computing is waited for if it saves as many tokens.
const WORTH_WAITING: usize = 16;

/// Whose token a step computes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Owner {
    Prompt { request: usize },
    Answer { request: usize, continuation: usize },
}

/// One token to compute.
struct Step {
    token: LlamaToken,
    position: usize,
    sequence: Sequence,
    owner: Owner,
    /// Whether the next token's probabilities are wanted.
    last: bool,
}

pub(super) struct Engine<'m> {
    model: &'m Arc<LlamaModel>,
    pub(super) kv: Kv<'m>,
    pub(super) kept: Kept,
    batch: LlamaBatch<'static>,
    prompts: PromptWriter<'m>,
    grammars: Option<Grammars>,
    running: Vec<Request>,
    /// Tokens that one request may have.
    limit: usize,
    /// Answers side by side.
    parallel: usize,
    meter: Meter,
}

impl<'m> Engine<'m> {
    pub(super) fn new(model: &'m Arc<LlamaModel>, kv: Kv<'m>, limit: usize, parallel: usize, meter: Meter) -> Self {
        Self {
            model,
            limit: limit.min(kv.capacity()),
            kv,
            kept: Kept::default(),
            batch: LlamaBatch::new(BATCH_TOKENS as usize, 1),
            prompts: PromptWriter::new(model),
            grammars: None,
            running: Vec::new(),
            parallel,
            meter,
        }
    }

    /// Whether one more request could begin now.
    pub(super) fn has_room(&self) -> bool {
        self.running.iter().map(Request::open).sum::<usize>() < self.parallel
    }

    pub(super) fn is_idle(&self) -> bool {
        self.running.is_empty()
    }

    /// Tells others how much is going on.
    pub(super) fn report(&self) {
        let store = StoreUse {
            tokens: self.kv.capacity(),
            held_tokens: self.kv.capacity() - self.kv.free(),
            sequences: self.kv.sequences(),
            kept_prompts: self.kept.entries().len(),
        };
        self.meter.between_steps(self.running.len(), store);
    }

    /// Takes in a request, or answers at once why that can't be.
    pub(super) fn admit(&mut self, job: Job, stopping: &CancellationToken) {
        match job.check(stopping).and_then(|()| self.read(&job)) {
            Ok((prompt, openings)) => self.running.push(Request::new(job, prompt, openings)),
            Err(error) => job.fail(error),
        }
    }

    fn read(&mut self, job: &Job) -> Result<(PromptTokens, Vec<Opening>), LlmError> {
        let completion = &job.completion;
        let too_long = |tokens| LlmError::TooLong { tokens, limit: self.limit };
        if completion.prompt.bytes() > self.limit * BYTES_PER_TOKEN {
            return Err(too_long(completion.prompt.bytes() / 4));
        }
        let prompt = self.prompts.tokens(&completion.prompt)?;
        let openings: Vec<_> = completion.openings.iter().map(|opening| self.prompts.opening(opening)).collect();
        let longest = openings.iter().map(|opening| opening.tokens.len()).max().unwrap_or(0);
        let tokens = prompt.tokens.len() + 1 + longest + completion.limits.max_tokens as usize;
        if tokens > self.limit {
            return Err(too_long(tokens));
        }
        if let Some(schema) = &completion.schema {
            if self.grammars.is_none() {
                self.grammars = Some(Grammars::new(self.model)?);
            }
            // Compiled once here, so that a schema that can't be used costs nothing more.
            self.grammars.as_ref().map(|grammars| grammars.grammar(schema)).transpose()?;
        }
        Ok((prompt, openings))
    }

    /// One step of the computation, for all requests together. Returns how long each request took that is complete now.
    pub(super) fn step(&mut self, stopping: &CancellationToken) -> Vec<Duration> {
        self.drop_unwanted(stopping);
        self.begin_prompts();
        for request in 0..self.running.len() {
            if self.running[request].is_ready() {
                self.begin_answers(request, None);
            }
        }
        let steps = self.collect();
        if !steps.is_empty() {
            let begun = Instant::now();
            match self.decode(&steps) {
                Ok(()) => {
                    let prompts = steps.iter().filter(|step| matches!(step.owner, Owner::Prompt { .. })).count();
                    self.take_in(&steps);
                    self.meter.step(prompts, steps.len() - prompts, begun.elapsed());
                }
                Err(error) => {
                    self.fail_all(&error);
                    return Vec::new();
                }
            }
        }
        self.finish_ended()
    }

    /// Frees what nobody waits for any more.
    fn drop_unwanted(&mut self, stopping: &CancellationToken) {
        let mut index = 0;
        while index < self.running.len() {
            match self.running[index].job.check(stopping) {
                Ok(()) => index += 1,
                Err(error) => self.fail(index, error),
            }
        }
    }

    /// Ends a request with an error. What was computed of its prompt is kept.
    fn fail(&mut self, index: usize, error: LlmError) {
        let mut request = self.running.remove(index);
        for continuation in request.continuations.drain(..) {
            self.kv.release(continuation.sequence);
        }
        self.keep_prompt(&mut request);
        request.job.fail(error);
    }

    fn fail_all(&mut self, error: &LlmError) {
        // After a failed step, nobody knows what the store holds.
        self.kv.clear();
        self.kept.clear();
        for request in self.running.drain(..) {
            request.job.fail(error.clone());
        }
    }

    fn keep_prompt(&mut self, request: &mut Request) {
        let Some(sequence) = request.sequence.take() else { return };
        let mut prompt = request.prompt.clone();
        prompt.tokens.truncate(request.computed);
        if prompt.tokens.is_empty() {
            return self.kv.release(sequence);
        }
        prompt.task = prompt.task.min(request.computed);
        prompt.team = prompt.team.min(request.computed);
        let team = request.job.completion.team.clone();
        self.kept.keep(Entry { sequence, prompt, team }, &mut self.kv);
    }

    /// Gives waiting requests a sequence, with the longest beginning that is computed already.
    fn begin_prompts(&mut self) {
        for index in 0..self.running.len() {
            if self.running[index].sequence.is_none() && !self.begin_prompt(index) {
                // Those behind may go on from what is being computed, but not take the room that this one waits for.
                if !self.waits_for_another(index) {
                    break;
                }
            }
        }
    }

    /// The longest beginning of request `index` that another one has computed, and that it will have computed.
    fn beginning_elsewhere(&self, index: usize) -> (Option<(Sequence, usize)>, usize) {
        if self.running[index].job.completion.anew {
            return (None, 0);
        }
        let wanted = self.running[index].owned();
        let mut computed: Option<(Sequence, usize)> = None;
        let mut planned = 0;
        for (_, other) in self.running.iter().enumerate().filter(|&(other, _)| other != index) {
            let Some(sequence) = other.sequence else { continue };
            let shared = other.owned().shared_with(wanted);
            planned = planned.max(shared);
            let now = shared.min(other.computed);
            if !self.kv.whole_only && computed.is_none_or(|(_, longest)| now > longest) {
                computed = Some((sequence, now));
            }
        }
        (computed, planned)
    }

    fn waits_for_another(&self, index: usize) -> bool {
        let (computed, planned) = self.beginning_elsewhere(index);
        planned > computed.map_or(0, |(_, tokens)| tokens) + WORTH_WAITING
    }

    fn begin_prompt(&mut self, index: usize) -> bool {
        let (computed, planned) = self.beginning_elsewhere(index);
        let anew = self.running[index].job.completion.anew;
        let kept = if anew { None } else { self.kept.longest(self.running[index].owned(), self.kv.whole_only) };
        let longer = |one: &(Sequence, usize), other: &(Sequence, usize)| one.1.cmp(&other.1);
        let source = computed.into_iter().chain(kept).max_by(longer);
        let found = source.map_or(0, |(_, tokens)| tokens);
        if planned > found + WORTH_WAITING && !self.kv.whole_only {
            return false;
        }
        // The last token is computed in any case: the answer's first one is drawn from its probabilities.
        let reused = match source {
            Some((sequence, _)) if self.kv.whole_only => Some(self.kv.len(sequence))
                .filter(|&tokens| tokens < self.running[index].prompt.tokens.len())
                .unwrap_or(0),
            _ => found.min(self.running[index].prompt.tokens.len() - 1),
        };
        let Some(sequence) = self.claim() else { return false };
        // Shared first: what is held twice is not lost when room is made.
        if let Some((source, _)) = source.filter(|_| reused > 0)
            && let Err(error) = self.kv.share(source, sequence, reused)
        {
            self.kv.release(sequence);
            tracing::warn!(%error, "a computed beginning could not be shared");
            return false;
        }
        let request = &self.running[index];
        let needed = request.prompt.tokens.len() - reused + request.each_needs();
        if !self.make_room(needed) {
            self.kv.release(sequence);
            return false;
        }
        let request = &mut self.running[index];
        (request.sequence, request.computed, request.reused) = (Some(sequence), reused, reused);
        true
    }

    /// Forgets what was not used for the longest time, until `tokens` more fit beside what was promised.
    fn make_room(&mut self, tokens: usize) -> bool {
        let promised: usize = self.running.iter().map(Request::promised).sum();
        while self.kv.free() < promised + tokens {
            if !self.kept.drop_oldest(&mut self.kv) {
                return false;
            }
        }
        true
    }

    fn claim(&mut self) -> Option<Sequence> {
        loop {
            if let Some(sequence) = self.kv.claim() {
                return Some(sequence);
            }
            if !self.kept.drop_oldest(&mut self.kv) {
                return None;
            }
        }
    }

    /// Begins as many answers of request `index` as there is room for. `output` is where the last decode put the
    /// probabilities behind the prompt, if it was this one that completed it.
    fn begin_answers(&mut self, index: usize, output: Option<i32>) {
        while self.running[index].begun < self.running[index].openings.len() {
            let side_by_side: usize = self.running.iter().map(|request| request.continuations.len()).sum();
            let is_first = self.running[index].continuations.is_empty();
            // Room for the first was promised with the prompt.
            if side_by_side >= self.parallel || (!is_first && !self.make_room(self.running[index].each_needs())) {
                return;
            }
            let Some(sequence) = self.claim() else { return };
            if let Err(error) = self.begin_answer(index, sequence, output) {
                self.kv.release(sequence);
                return self.fail_later(index, error);
            }
        }
    }

    fn begin_answer(&mut self, index: usize, sequence: Sequence, output: Option<i32>) -> Result<(), LlmError> {
        let request = &mut self.running[index];
        let number = request.begun;
        let opening = &request.openings[number];
        let completion = &request.job.completion;
        let grammar = match (&completion.schema, &self.grammars) {
            (Some(schema), Some(grammars)) => Some(grammars.grammar(schema)?),
            _ => None,
        };
        let mut answer = Continuation::new(number, opening, sequence, completion, grammar, self.model);
        let prompt = &request.prompt.tokens;
        let source = request.sequence.ok_or_else(|| internal("a prompt without a sequence"))?;
        answer.append_forced(self.model, &mut request.job.reply)?;
        if !answer.pending.is_empty() {
            self.kv.share(source, sequence, prompt.len())?;
        } else if let Some(output) = output {
            self.kv.share(source, sequence, prompt.len())?;
            answer.draw(output, &self.kv.context, self.model, &mut request.job.reply)?;
        } else {
            self.kv.share(source, sequence, prompt.len() - 1)?;
            answer.pending.push(prompt[prompt.len() - 1]);
        }
        request.begun += 1;
        request.continuations.push(answer);
        Ok(())
    }

    /// Marks a request as failed without changing the order of the others within a step.
    fn fail_later(&mut self, index: usize, error: LlmError) {
        self.running[index].failure.get_or_insert(error);
    }

    /// What the next step computes: the answers first, then a piece of the first prompts.
    fn collect(&mut self) -> Vec<Step> {
        let mut steps = Vec::new();
        for (index, request) in self.running.iter_mut().enumerate() {
            let answers = request.continuations.iter_mut().enumerate().filter(|(_, answer)| !answer.has_ended());
            for (number, answer) in answers {
                let room = BATCH_TOKENS as usize - steps.len();
                let taken: Vec<_> = answer.pending.drain(..room.min(answer.pending.len())).collect();
                let (position, sequence) = (self.kv.len(answer.sequence), answer.sequence);
                let owner = Owner::Answer { request: index, continuation: number };
                let whole = answer.pending.is_empty();
                push(&mut steps, &taken, position, sequence, owner, whole);
            }
        }
        let chunk = if steps.is_empty() { CHUNK_ALONE } else { CHUNK_BESIDE };
        let mut room = chunk.min(BATCH_TOKENS as usize - steps.len());
        for (index, request) in self.running.iter().enumerate() {
            let Some(sequence) = request.sequence.filter(|_| room > 0 && !request.is_ready()) else { continue };
            let rest = &request.prompt.tokens[request.computed..];
            let taken = &rest[..rest.len().min(room)];
            room -= taken.len();
            let owner = Owner::Prompt { request: index };
            push(&mut steps, taken, request.computed, sequence, owner, taken.len() == rest.len());
        }
        steps
    }

    fn decode(&mut self, steps: &[Step]) -> Result<(), LlmError> {
        self.batch.clear();
        for step in steps {
            let position = i32::try_from(step.position).map_err(internal)?;
            self.batch.add(step.token, position, &[step.sequence.id()], step.last).map_err(internal)?;
        }
        let failed = |error| LlmError::Other(format!("llama.cpp failed to compute: {error}"));
        self.kv.context.decode(&mut self.batch).map_err(failed)
    }

    /// Notes what a step has computed, and draws the tokens that follow.
    fn take_in(&mut self, steps: &[Step]) {
        for step in steps {
            self.kv.extend(step.sequence, 1);
            if let Owner::Prompt { request } = step.owner {
                self.running[request].computed += 1;
            }
        }
        for (output, step) in (0..).zip(steps).filter(|(_, step)| step.last) {
            match step.owner {
                Owner::Prompt { request } => {
                    self.running[request].prompt_is_computed();
                    self.begin_answers(request, Some(output));
                }
                Owner::Answer { request: index, continuation } => {
                    let request = &mut self.running[index];
                    let answer = &mut request.continuations[continuation];
                    if let Err(error) = answer.draw(output, &self.kv.context, self.model, &mut request.job.reply) {
                        self.fail_later(index, error);
                    }
                }
            }
        }
    }

    /// Takes out the answers that have ended, and the requests that are complete or have failed.
    fn finish_ended(&mut self) -> Vec<Duration> {
        let mut complete = Vec::new();
        let mut index = 0;
        while index < self.running.len() {
            for sequence in self.running[index].take_ended() {
                self.kv.release(sequence);
            }
            if let Some(error) = self.running[index].failure.take() {
                self.fail(index, error);
            } else if self.running[index].open() == 0 {
                let mut request = self.running.remove(index);
                self.keep_prompt(&mut request);
                let usage = request.complete();
                self.meter.answered(&usage);
                complete.push(usage.total.saturating_sub(usage.queue));
            } else {
                index += 1;
            }
        }
        complete
    }

    /// Ends everything that runs.
    pub(super) fn stop(&mut self) {
        while !self.running.is_empty() {
            self.fail(0, LlmError::Stopped);
        }
    }
}

fn push(steps: &mut Vec<Step>, tokens: &[LlamaToken], position: usize, sequence: Sequence, owner: Owner, whole: bool) {
    let last = tokens.len();
    steps.extend((1..).zip(tokens).map(|(number, &token)| Step {
        token,
        position: position + number - 1,
        sequence,
        owner,
        last: whole && number == last,
    }));
}
