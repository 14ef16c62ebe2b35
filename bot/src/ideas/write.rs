//! Writes one idea: several candidates continue one prompt, and the best that holds is chosen.

use std::time::Instant;

use copydesk_analysis::{
    Angle, Candidate, Fault, Format, Language, Task, Term, Unit, count, cut_to_fit, is_sound, judge, repair, sentences,
    topic_core, without_hashtags,
};
use copydesk_llm::{Completion, FinishReason, Limits, LlmError, Output, Sampling, Usage};
use copydesk_prompts::{Idea, PromptError, Rendered, Shape, Shorten, angle_help};

use crate::brief::{prompt, prompt_language, without_emoji};
use crate::budget::CallError;
use crate::config::TaskSettings;
use crate::desk::Desk;
use crate::models::{Answerer, collect};
use crate::session::Session;
use crate::texts::Problem;
use crate::word_rules::{Counts, WordRules};

/// A candidate that scores this well ends the search.
const GOOD: f64 = 0.76;
/// More sentences than this are the small model running on.
const SENTENCES: usize = 2;
/// Candidates that a capable model is asked for: its first is mostly good, and each costs money or time.
const CAPABLE_CANDIDATES: usize = 2;

/// What writes, and within which bounds; the same for every idea of a request.
pub struct Writer<'a> {
    /// What handlers work with.
    pub desk: &'a Desk,
    /// The model.
    pub answerer: &'a Answerer<'a>,
    /// Who asks.
    pub session: &'a Session,
    /// How it is told things.
    pub shape: Shape,
    /// How tokens are drawn.
    pub settings: TaskSettings,
    /// The first seed.
    pub seed: u32,
    /// When the whole request has to be done.
    pub until: Instant,
    /// Whether the team wants emoji.
    pub emoji: bool,
    /// The team's rules for words.
    pub rules: &'a WordRules,
}

/// What one idea must be.
pub struct Order<'a> {
    /// The prompt's input, its angle included.
    pub idea: Idea,
    /// What candidates are judged by.
    pub task: Task<'a>,
    /// The most that fits, and its unit.
    pub limit: (u32, Unit),
}

/// What came of it.
#[derive(Debug, Default)]
pub struct Written {
    /// The best candidate that holds, made to fit.
    pub chosen: Option<Chosen>,
    /// What was done so that it fits.
    pub fitted: Fitted,
    /// How many candidates were written.
    pub candidates: usize,
    /// Why the others were ruled out.
    pub faults: Vec<Fault>,
    /// Tokens read and written.
    pub tokens: (u64, u64),
    /// The prompt, as a person reads it.
    pub prompt: String,
    /// How often each rule for words matched in the candidates.
    pub matched: Counts,
}

/// A candidate that was chosen.
#[derive(Debug, Clone)]
pub struct Chosen {
    /// The copy.
    pub text: String,
    /// What ranked it.
    pub terms: Vec<Term>,
    /// Their weighted sum.
    pub score: f64,
    /// The rules for words that changed it.
    pub mended: Vec<u32>,
}

/// Why nothing could be written.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// The model failed.
    #[error(transparent)]
    Model(#[from] LlmError),
    /// Anything else that is no fault of the model, such as a budget that is used up.
    #[error("{}", .0.message.say(Language::English))]
    Told(Problem),
    /// A template failed: a mistake of ours.
    #[error(transparent)]
    Prompt(#[from] PromptError),
}

impl From<CallError> for WriteError {
    fn from(error: CallError) -> Self {
        match error {
            CallError::Model(error) => Self::Model(error),
            CallError::Told(problem) => Self::Told(problem),
        }
    }
}

impl Writer<'_> {
    /// Writes candidates until a good one is found or the rounds are over. The person sees `status`, or how many are
    /// ahead while others have their turn.
    ///
    /// # Errors
    /// [`WriteError`]; too few good candidates are no error.
    pub async fn write(&self, order: &Order<'_>, place: usize, status: &str) -> Result<Written, WriteError> {
        let rendered = order.idea.render(prompt_language(order.task.language), self.shape)?;
        let mut written = Written { prompt: rendered.to_string(), ..Written::default() };
        for round in 0..self.settings.rounds {
            // Far apart, so that no two ideas or rounds draw the same numbers.
            let seed = self.seed.wrapping_add((place * 1000 + round * 100) as u32);
            let openings = self.openings(&order.task, round);
            let called =
                self.generate((rendered.clone(), openings.clone()), self.tokens(&order.task), seed, status).await;
            let (outputs, usage) = match called {
                // The budget is used up: what holds already has to do.
                Err(CallError::Told(_)) if written.chosen.is_some() => break,
                called => called?,
            };
            written.count(usage);
            written.candidates += outputs.len();
            for (opening, output) in openings.iter().zip(&outputs) {
                self.consider(order, opening, output, &mut written);
            }
            if written.chosen.as_ref().is_some_and(|chosen| chosen.score >= GOOD) {
                break;
            }
        }
        if let Some(chosen) = written.chosen.take()
            && let Some((chosen, fitted)) = self.fit(order, chosen, status).await?
        {
            written.chosen = Some(chosen);
            written.fitted = fitted;
        }
        Ok(written)
    }

    /// `text` shortened to the order's limit by a capable model; with a small one, another text within the limit.
    ///
    /// # Errors
    /// [`WriteError`]
    pub async fn shorten_or_write(&self, order: &Order<'_>, text: &str) -> Result<Written, WriteError> {
        if self.shape != Shape::Rich {
            return self.write(order, 0, "").await;
        }
        let verdict = judge(&order.task, &Candidate { text, mean_logprob: None });
        let chosen =
            Chosen { text: text.to_string(), score: verdict.score(), terms: verdict.terms, mended: Vec::new() };
        let fitted = self.fit(order, chosen, "").await?;
        Ok(Written { chosen: fitted.map(|(chosen, _)| chosen), ..Written::default() })
    }

    /// Mends a candidate, judges it, and keeps it if it is the best so far.
    fn consider(&self, order: &Order<'_>, opening: &str, output: &Output, written: &mut Written) {
        let raw = join(opening, &output.text);
        self.rules.count(&raw, &mut written.matched);
        let (raw, mended) = self.rules.mend(&raw);
        let Some(text) = self.mend(&order.task, &raw, output.reason) else {
            written.faults.push(Fault::Unfinished);
            return;
        };
        let verdict = judge(&order.task, &Candidate { text: &text, mean_logprob: output.mean_logprob });
        tracing::trace!(text, score = verdict.score(), ?verdict, "a candidate");
        // One that fits as it is beats a better one that would be cut.
        let fits = count(&text, order.limit.1) <= order.limit.0;
        let score = verdict.score() - if fits { 0.0 } else { 0.5 };
        if !verdict.holds() {
            written.faults.extend(verdict.faults);
        } else if written.chosen.as_ref().is_none_or(|chosen| chosen.score < score) {
            written.chosen = Some(Chosen { text, terms: verdict.terms, score, mended });
        }
    }

    /// A candidate without what a small model adds: quotation marks, hashtags, unsound or unfinished sentences.
    fn mend(&self, task: &Task<'_>, raw: &str, reason: FinishReason) -> Option<String> {
        let text = without_hashtags(raw.trim());
        let text = if self.emoji { text } else { without_emoji(&text) };
        let text = unquoted(text.trim()).trim();
        let text = if self.shape == Shape::Rich {
            text.to_string()
        } else {
            text.split_whitespace().collect::<Vec<_>>().join(" ")
        };
        match task.format {
            Format::Title => Some(title(&text, task)),
            // The parts of a script belong together.
            Format::Script => (reason == FinishReason::Stop).then_some(text),
            Format::Post => {
                let text = repair(&text, |sentence| !is_sound(task, sentence))?;
                let kept =
                    sentences(&text).into_iter().take(if self.shape == Shape::Rich { usize::MAX } else { SENTENCES });
                Some(kept.collect::<String>().trim().to_string())
            }
        }
    }

    /// What each candidate is made to begin with: in turn, the ways into the angle.
    fn openings(&self, task: &Task<'_>, round: usize) -> Vec<String> {
        if self.shape == Shape::Rich {
            return vec![String::new(); self.settings.candidates.min(CAPABLE_CANDIDATES)];
        }
        let help = angle_help(prompt_language(task.language), task.angle.id());
        let ways = if task.format == Format::Title { &help.title_openings } else { &help.openings };
        let script = if task.language == Language::Chinese { "开头：" } else { "Hook: " };
        let begin = |way: &String| {
            let way = way.replace("our {topic}", &ours(task.topic)).replace("{topic}", bare(task.topic));
            let way = way.replace("{Topic}", &capitalised(bare(task.topic)));
            if task.format == Format::Script { format!("{script}{way}") } else { way }
        };
        let first = round * self.settings.candidates;
        ways.iter().cycle().skip(first % ways.len()).take(self.settings.candidates).map(begin).collect()
    }

    fn tokens(&self, task: &Task<'_>) -> u32 {
        let tokens = match task.format {
            Format::Title => 32,
            Format::Post => 64,
            Format::Script => 180,
        };
        if self.shape == Shape::Rich { tokens * 5 } else { tokens }
    }

    async fn generate(
        &self,
        (rendered, openings): (Rendered, Vec<String>),
        tokens: u32,
        seed: u32,
        status: &str,
    ) -> Result<(Vec<Output>, Usage), CallError> {
        // A small model's copy is one line; what follows is another example that it makes up.
        let stop = if self.shape == Shape::Rich { Vec::new() } else { vec!["\n".to_string()] };
        let continuations = openings.len();
        let completion = Completion {
            prompt: prompt(rendered),
            openings,
            sampling: Sampling {
                temperature: self.settings.temperature,
                min_p: self.settings.min_p,
                repeat_penalty: self.settings.repeat_penalty,
                seed,
            },
            limits: Limits {
                max_tokens: tokens,
                min_tokens: 0,
                stop,
                deadline: self.until.saturating_duration_since(Instant::now()),
                longest_pause: self.answerer.longest_pause,
            },
            schema: None,
            anew: self.settings.repeats(),
            team: self.session.team.id.to_string(),
            cancel: self.session.cancel.clone(),
        };
        let generation = self.desk.generate(self.session, self.answerer, completion).await?;
        collect(generation, continuations, self.session, status).await
    }

    /// Makes a chosen candidate fit: a capable model shortens it, and what is still too long is cut at a sentence. What
    /// comes of it is judged like any other; `None` if nothing holds.
    ///
    /// # Errors
    /// [`WriteError`]
    async fn fit(
        &self,
        order: &Order<'_>,
        chosen: Chosen,
        status: &str,
    ) -> Result<Option<(Chosen, Fitted)>, WriteError> {
        let (limit, unit) = order.limit;
        if count(&chosen.text, unit) <= limit {
            return Ok(Some((chosen, Fitted::AsItWas)));
        }
        let holds = |text: &str| {
            let verdict = judge(&order.task, &Candidate { text, mean_logprob: None });
            verdict.holds() && count(text, unit) <= limit
        };
        if self.shape == Shape::Rich {
            let shorten = Shorten { text: chosen.text.clone(), limit: order.idea.limit.clone() };
            let rendered = shorten.render(prompt_language(order.task.language))?;
            let (outputs, _) = self.generate((rendered, vec![String::new()]), 600, self.seed, status).await?;
            let text = outputs.first().map(|output| without_hashtags(unquoted(output.text.trim()))).unwrap_or_default();
            if holds(&text) {
                return Ok(Some((Chosen { text, ..chosen }, Fitted::Shortened)));
            }
        }
        // Half a title is none.
        if order.task.format == Format::Title {
            return Ok(None);
        }
        let text = cut_to_fit(&chosen.text, limit, unit);
        Ok(holds(&text).then_some((Chosen { text, ..chosen }, Fitted::Cut)))
    }
}

/// What was done to copy so that it fits.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Fitted {
    /// Nothing.
    #[default]
    AsItWas,
    /// The model shortened it.
    Shortened,
    /// It was cut.
    Cut,
}

impl Written {
    fn count(&mut self, usage: Usage) {
        self.tokens.0 += u64::from(usage.prompt_tokens);
        self.tokens.1 += u64::from(usage.output_tokens);
    }
}

/// The opening and what the model went on with, with a space where words would run together.
fn join(opening: &str, text: &str) -> String {
    let runs_on = opening.ends_with(|c: char| c.is_ascii_alphanumeric() || c == ',')
        && text.starts_with(|c: char| c.is_ascii_alphabetic());
    // "How to" + "fold": a token without its space. "Do you" + "r": never, a continued word has no space to lose.
    if runs_on { format!("{opening} {text}") } else { format!("{opening}{text}") }
}

/// A topic as the brand's own: "our oat-milk latte"; one that begins with its own article or pronoun stays as it is.
fn ours(topic: &str) -> String {
    let first = topic.split(' ').next().unwrap_or_default().to_lowercase();
    let has_own = matches!(
        first.as_str(),
        "the" | "our" | "my" | "your" | "this" | "these" | "why" | "how" | "what" | "when" | "learning"
    );
    if has_own { topic.to_string() } else { format!("our {}", bare(topic)) }
}

/// A topic without an indefinite article, or without the Chinese words of a request around it.
fn bare(topic: &str) -> &str {
    let core = topic_core(topic);
    ["a ", "an ", "A ", "An "].iter().find_map(|article| core.strip_prefix(article)).unwrap_or(core)
}

/// With a capital first letter.
fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// Without quotation marks around the whole.
fn unquoted(text: &str) -> &str {
    let pairs = [('"', '"'), ('“', '”'), ('「', '」'), ('\'', '\'')];
    let inner = pairs.iter().find_map(|(open, close)| text.strip_prefix(*open)?.strip_suffix(*close));
    inner.filter(|inner| !inner.contains(['"', '“', '”'])).unwrap_or(text)
}

/// A headline without its period, and not in Title Case.
fn title(text: &str, task: &Task<'_>) -> String {
    let text = text.trim_end_matches(['.', '。', ' ']).trim_end_matches([':', '：', ',', '，']);
    let words: Vec<&str> = text.split(' ').collect();
    let capitals = words.iter().skip(1).filter(|word| word.starts_with(char::is_uppercase)).count();
    if task.language == Language::Chinese || capitals * 2 <= words.len() {
        return text.to_string();
    }
    let known: Vec<&str> = task.known.split_whitespace().collect();
    let lower = |(place, word): (usize, &&str)| {
        let is_name = known.contains(word) || word.chars().skip(1).any(char::is_uppercase);
        if place == 0 || is_name { (*word).to_string() } else { word.to_lowercase() }
    };
    words.iter().enumerate().map(lower).collect::<Vec<_>>().join(" ")
}

/// The angle that a text is labelled with: the one asked for if it shows it, else the one it shows.
pub fn label(asked: Angle, text: &str) -> Angle {
    if asked.is_shown_by(text) { asked } else { Angle::of(text) }
}

#[cfg(test)]
mod tests {
    use super::{join, unquoted};

    #[test]
    fn openings_join_without_running_words_together() {
        assert_eq!(join("How to", " fold"), "How to fold");
        assert_eq!(join("How to", "fold"), "How to fold");
        assert_eq!(join("教你", "一招"), "教你一招");
        assert_eq!(join("What", "'s warm?"), "What's warm?");
    }

    #[test]
    fn quotation_marks_around_the_whole_go_and_those_inside_stay() {
        assert_eq!(unquoted("\"Oat foam.\""), "Oat foam.");
        assert_eq!(unquoted("“Oat,” she said. “Foam.”"), "“Oat,” she said. “Foam.”");
    }
}
