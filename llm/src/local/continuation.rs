//! One answer in the making.

use llama_cpp_2::context::LlamaContext;
use llama_cpp_2::model::LlamaModel;
use llama_cpp_2::sampling::LlamaSampler;
use llama_cpp_2::token::LlamaToken;

use super::grammar::Grammar;
use super::kv::Sequence;
use super::prompt::Opening;
use super::reply::Reply;
use super::sample::{self, Likely};
use crate::completion::{Completion, FinishReason};
use crate::text::AnswerText;
use crate::{LlmError, Sampling};

/// One answer in the making.
pub(super) struct Continuation {
    index: usize,
    pub(super) sequence: Sequence,
    /// Tokens that are not computed yet: what the answer begins with, then the token drawn last and those it forces.
    pub(super) pending: Vec<LlamaToken>,
    sampling: Sampling,
    sampler: LlamaSampler,
    grammar: Option<Grammar>,
    text: AnswerText,
    tokens: u32,
    min_tokens: u32,
    max_tokens: u32,
    drawn: u32,
    logprobs: f64,
    ended: bool,
}

impl Continuation {
    /// Answer `index` of `completion`, in `sequence`, which holds the prompt.
    pub(super) fn new(
        index: usize,
        opening: &Opening,
        sequence: Sequence,
        completion: &Completion,
        grammar: Option<Grammar>,
        model: &LlamaModel,
    ) -> Self {
        let mut sampler = sample::sampler(completion.sampling, index, model.n_vocab());
        sampler.accept_many(&opening.tokens);
        let text = AnswerText::new("", &opening.spaces, &completion.limits.stop);
        // JSON is no reasoning, and neither is what goes on from an opening.
        let is_begun = grammar.is_some() || !opening.tokens.is_empty();
        Self {
            index,
            sequence,
            pending: opening.tokens.clone(),
            sampling: completion.sampling,
            sampler,
            grammar,
            text: if is_begun { text.without_reasoning() } else { text },
            tokens: 0,
            min_tokens: completion.limits.min_tokens,
            max_tokens: completion.limits.max_tokens,
            drawn: 0,
            logprobs: 0.0,
            ended: false,
        }
    }

    pub(super) fn has_ended(&self) -> bool {
        self.ended
    }

    /// Tokens of the answer so far.
    pub(super) fn tokens(&self) -> u32 {
        self.tokens
    }

    /// Tokens that may still come into the store.
    pub(super) fn still_needs(&self) -> usize {
        self.pending.len() + self.max_tokens.saturating_sub(self.tokens) as usize
    }

    /// Draws the next token from the probabilities at `output` of the last decode, and sends its text.
    pub(super) fn draw(
        &mut self,
        output: i32,
        context: &LlamaContext<'_>,
        model: &LlamaModel,
        reply: &mut Reply,
    ) -> Result<(), LlmError> {
        let vocab = model.vocab();
        let likely = Likely::of(context.get_logits_ith(output), self.sampling);
        let token = self.choose(&likely, model)?;
        // A control token that ends nothing begins another speaker's turn: the answer is over too.
        if vocab.is_eog(token) || vocab.is_control(token) {
            return self.end(FinishReason::Stop, reply);
        }
        self.drawn += 1;
        self.logprobs += f64::from(likely.log_probability(token));
        self.append(token, model, reply)?;
        if let Some(grammar) = self.grammar.as_mut().filter(|_| !self.ended) {
            grammar.accept(token)?;
            self.append_forced(model, reply)?;
        }
        Ok(())
    }

    /// Appends what the grammar forces here, without asking the model.
    pub(super) fn append_forced(&mut self, model: &LlamaModel, reply: &mut Reply) -> Result<(), LlmError> {
        let Some(grammar) = &mut self.grammar else { return Ok(()) };
        let forced = grammar.forced();
        let is_complete = grammar.is_complete();
        for token in forced {
            if self.ended || model.vocab().is_eog(token) {
                break;
            }
            self.sampler.accept(token);
            self.append(token, model, reply)?;
        }
        if is_complete && !self.ended { self.end(FinishReason::Stop, reply) } else { Ok(()) }
    }

    fn choose(&mut self, likely: &Likely<'_>, model: &LlamaModel) -> Result<LlamaToken, LlmError> {
        let vocab = model.vocab();
        let drawn = match &mut self.grammar {
            Some(grammar) => {
                let allowed = grammar.allowed()?;
                likely.draw(Some(&|token| allowed.is_allowed(token.0.cast_unsigned())), &mut self.sampler)
            }
            None => {
                let goes_on = |token: LlamaToken| !vocab.is_eog(token) && !vocab.is_control(token);
                let drawn = likely.draw(None, &mut self.sampler);
                let ends_early = self.tokens < self.min_tokens && drawn.is_some_and(|token| !goes_on(token));
                if ends_early { likely.draw(Some(&goes_on), &mut self.sampler) } else { drawn }
            }
        };
        let token = drawn.ok_or_else(|| LlmError::Other("no token may come next".into()))?;
        self.sampler.accept(token);
        Ok(token)
    }

    fn append(&mut self, token: LlamaToken, model: &LlamaModel, reply: &mut Reply) -> Result<(), LlmError> {
        self.tokens += 1;
        let shown = self.text.push(&model.vocab().token_to_piece(token, false, None));
        reply.delta(self.index, &shown);
        if self.text.stopped() {
            self.end(FinishReason::Stop, reply)
        } else if self.tokens >= self.max_tokens {
            self.end(FinishReason::Length, reply)
        } else {
            self.pending.push(token);
            Ok(())
        }
    }

    fn end(&mut self, reason: FinishReason, reply: &mut Reply) -> Result<(), LlmError> {
        self.ended = true;
        if let Some(grammar) = &mut self.grammar
            && reason == FinishReason::Length
            && !grammar.is_complete()
        {
            return Err(LlmError::OffSchema(format!("it was cut after {} tokens", self.tokens)));
        }
        reply.delta(self.index, &self.text.finish());
        let mean = (self.drawn > 0).then(|| (self.logprobs / f64::from(self.drawn)) as f32);
        reply.finish(self.index, reason, mean);
        Ok(())
    }
}
