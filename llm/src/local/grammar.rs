//! Structured answers: which tokens a JSON schema allows next, and which it forces.

use std::cell::RefCell;
use std::sync::Arc;

use llama_cpp_2::model::LlamaModel;
use llama_cpp_2::token::LlamaToken;
use llama_cpp_2::vocab::VocabType;
use llguidance::api::TopLevelGrammar;
use llguidance::earley::SlicedBiasComputer;
use llguidance::toktrie::{InferenceCapabilities, SimpleVob, TokEnv, TokRxInfo, TokTrie, TokenId, TokenizerEnv};
use llguidance::{JsonCompileOptions, Matcher, ParserFactory};

use super::kv::internal;
use crate::{LlmError, Schema};

/// Compiled schemas that are kept; a program has a handful.
const KEPT: usize = 16;

/// Makes grammars for one model.
pub(super) struct Grammars {
    factory: ParserFactory,
    compiled: RefCell<Vec<(Schema, Matcher)>>,
}

impl Grammars {
    /// Reads the whole vocabulary, which takes some tens of milliseconds.
    pub(super) fn new(model: &Arc<LlamaModel>) -> Result<Self, LlmError> {
        let vocabulary: TokEnv = Arc::new(Vocabulary::new(Arc::clone(model)));
        let forcing = InferenceCapabilities { ff_tokens: vocabulary.tokenize_is_canonical(), ..Default::default() };
        let slices = SlicedBiasComputer::json_slices();
        let mut factory = ParserFactory::new(&vocabulary, forcing, &slices).map_err(internal)?;
        factory.quiet();
        Ok(Self { factory, compiled: RefCell::default() })
    }

    /// The grammar of `schema`, at its beginning.
    ///
    /// # Errors
    /// [`LlmError::BadSchema`] for parts that can't be kept to while writing.
    pub(super) fn grammar(&self, schema: &Schema) -> Result<Grammar, LlmError> {
        let mut compiled = self.compiled.borrow_mut();
        if let Some((_, matcher)) = compiled.iter().find(|(known, _)| known == schema) {
            return Ok(Grammar(matcher.deep_clone()));
        }
        let mut value = schema.value().clone();
        // One way to set white space leaves the model nothing to decide there, so that it is forced.
        let options = JsonCompileOptions {
            item_separator: ", ".into(),
            key_separator: ": ".into(),
            whitespace_flexible: false,
            ..Default::default()
        };
        options.apply_to(&mut value);
        let parser = self.factory.create_parser(TopLevelGrammar::from_json_schema(value));
        let matcher = Matcher::new(parser);
        if let Some(error) = matcher.get_error() {
            // The first line says it; the rest is the parser's state.
            return Err(LlmError::BadSchema(error.lines().next().unwrap_or_default().to_owned()));
        }
        if compiled.len() >= KEPT {
            compiled.remove(0);
        }
        compiled.push((schema.clone(), matcher.deep_clone()));
        Ok(Grammar(matcher))
    }
}

/// Where one answer is in its grammar.
pub(super) struct Grammar(Matcher);

impl Grammar {
    /// The tokens that may come next.
    pub(super) fn allowed(&mut self) -> Result<SimpleVob, LlmError> {
        self.0.compute_mask_or_eos().map_err(internal)
    }

    /// Takes in a token that was drawn.
    pub(super) fn accept(&mut self, token: LlamaToken) -> Result<(), LlmError> {
        self.0.consume_token(token.0.cast_unsigned()).map_err(internal)
    }

    /// The tokens that must come next, now taken in.
    pub(super) fn forced(&mut self) -> Vec<LlamaToken> {
        if self.0.is_stopped() {
            return Vec::new();
        }
        self.0.consume_ff_tokens().into_iter().map(|token| LlamaToken(token.cast_signed())).collect()
    }

    /// Nothing more may come.
    pub(super) fn is_complete(&self) -> bool {
        self.0.is_stopped()
    }
}

/// The model's vocabulary as llguidance sees it.
struct Vocabulary {
    model: Arc<LlamaModel>,
    trie: TokTrie,
}

impl Vocabulary {
    fn new(model: Arc<LlamaModel>) -> Self {
        let vocab = model.vocab();
        let ends: Vec<TokenId> =
            vocab.tokens().filter(|&token| vocab.is_eog(token)).map(|token| token.0.cast_unsigned()).collect();
        let last = Some(vocab.eot()).filter(|eot| eot.0 >= 0).unwrap_or(vocab.eos());
        let words: Vec<Vec<u8>> = vocab
            .tokens()
            .map(|token| match vocab.token_to_piece(token, false, None) {
                piece if piece.is_empty() => {
                    // Control tokens are marked, so that no text spells them.
                    let mut marked = vec![TokTrie::SPECIAL_TOKEN_MARKER];
                    marked.extend(vocab.token_to_piece(token, true, None));
                    if marked.len() > 1 { marked } else { Vec::new() }
                }
                piece => piece,
            })
            .collect();
        let info = TokRxInfo::new(words.len() as u32, last.0.cast_unsigned());
        let trie = TokTrie::from(&info, &words).with_eos_tokens(&ends);
        Self { model, trie }
    }
}

impl TokenizerEnv for Vocabulary {
    fn tok_trie(&self) -> &TokTrie {
        &self.trie
    }

    fn tokenize_bytes(&self, text: &[u8]) -> Vec<TokenId> {
        let tokens = self.model.vocab().tokenize(text, false, false);
        tokens.into_iter().map(|token| token.0.cast_unsigned()).collect()
    }

    /// Other vocabularies put a space before every text that they take apart, also in the middle of an answer.
    fn tokenize_is_canonical(&self) -> bool {
        self.model.vocab().vocab_type() == VocabType::BPE
    }
}
