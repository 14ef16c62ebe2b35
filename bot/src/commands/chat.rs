//! Conversation: whatever is neither a command nor a request for ideas goes to the model, with the turns before.

use std::sync::Arc;

use std::time::{Duration, Instant};

use copydesk_adapters::Partial;
use copydesk_analysis::Language;
use copydesk_llm::{Completion, Event, Limits, LlmError, Sampling};
use copydesk_prompts::{Chat, Rendered, Shape, SumUp, Turn};
use copydesk_storage::{Conversation, Explanation, StorageError, TokenCount, Turn as StoredTurn};

use crate::answer::{Answer, Chat as ChatShown};
use crate::brief::{Brief, prompt, prompt_language, shape};
use crate::budget::{CallError, Metered};
use crate::config::Capability;
use crate::desk::Desk;
use crate::knowledge::Knowledge;
use crate::links::KnownLinks;
use crate::made_up;
use crate::memory;
use crate::models::{Answerer, Failure};
use crate::session::{Session, person_id};
use crate::talk;
use crate::texts::{Problem, Sentence, sentence};

/// Tokens of a summary, and how long one may take.
/// Numbers of the model's own that are named below an answer.
const NAMED: usize = 8;
const SUMMARY_TOKENS: u32 = 300;
const SUMMARY_PATIENCE: Duration = Duration::from_secs(20);

/// Answers a message.
///
/// # Errors
/// That no model is there, writes the language, or answers.
pub async fn handle(desk: &Desk, session: &Session, message: String) -> Result<Answer, Problem> {
    let language = Language::of(&message).unwrap_or(session.language);
    let mut choice = desk.model.choice(language);
    let mut answerer = choice.next().await?;
    let stored = |error| desk.storage_problem(&error);
    let knowledge = desk.knowledge(session).await?;
    let id = talk::id(&session.records, &session.origin).await.map_err(stored)?;
    let conversation = session.records.get::<Conversation>(&id).await.map_err(stored)?;
    let Conversation { mut turns, summary } = conversation.map(|stored| stored.record).unwrap_or_default();
    turns.drain(..turns.len().saturating_sub(desk.config.chat.turns));
    let (earlier, turns) = (summary.clone().unwrap_or_default().text, turns.into_iter().map(told_turn).collect());
    let until = Instant::now() + desk.config.llm.deadline;
    let talk = Talk { id: &id, desk, session, knowledge, earlier, turns, message: &message, language, until };
    let said = loop {
        match talk.ask(&answerer).await {
            Ok(said) => break said,
            Err(failure) => answerer = choice.after(&answerer, failure).await?,
        }
    };
    let Said { text, told, tokens, notes, mut metered } = said;
    answerer.answered();
    let model = answerer.listed.shown();
    let notes: Vec<String> = answerer.notes.iter().cloned().chain(notes).map(|note| session.say(note)).collect();
    // How it came to be known is for who asks why, not for each answer.
    let memory = summary.filter(|it| !it.text.is_empty()).map(|it| {
        session.say(if it.by_model { sentence!("note-summary-model") } else { sentence!("note-summary-sentences") })
    });
    let explanation = Explanation {
        person: Some(person_id(&session.origin)),
        question: message.clone(),
        model: model.name.clone(),
        prompt: told,
        notes: notes.iter().cloned().chain(memory).collect(),
        tokens: Some(tokens),
        created: session.now.timestamp(),
    };
    let remembering = remember(session, &id, (&message, &text), desk.config.chat.turns, &explanation);
    let (counted, remembered) = tokio::join!(metered.count_due(), remembering);
    counted?;
    let older = remembered.map_err(stored)?;
    if !older.is_empty() && answerer.listed.entry.capability == Capability::Capable {
        let earlier = talk.earlier.clone();
        let sum_up = SumUp { earlier, turns: older.into_iter().map(told_turn).collect() };
        talk.sum_up(&answerer, sum_up).await;
    }
    Ok(Answer::Chat(ChatShown { text, model, notes }))
}

/// A message, and all that an answer to it needs.
struct Talk<'a> {
    /// Of the conversation.
    id: &'a str,
    desk: &'a Desk,
    session: &'a Session,
    knowledge: Arc<Knowledge>,
    /// What was said before the turns, in short.
    earlier: String,
    turns: Vec<Turn>,
    message: &'a str,
    language: Language,
    until: Instant,
}

/// An answer.
struct Said<'a> {
    text: String,
    /// What the model was told.
    told: String,
    tokens: TokenCount,
    notes: Vec<Sentence>,
    /// What it used is still to be counted.
    metered: Metered<'a>,
}

impl<'a> Talk<'a> {
    /// Asks one model, with a shorter brief if the model can't take the whole one.
    async fn ask(&self, answerer: &Answerer<'a>) -> Result<Said<'a>, Failure> {
        let shape = shape(&answerer.listed.entry);
        let budget = answerer.listed.brief_tokens().saturating_sub(copydesk_llm::estimate_tokens(self.message));
        let memory = (self.earlier.clone(), self.turns.clone());
        let mut brief = Brief::for_chat(&self.knowledge, self.message, self.language, memory, shape, budget);
        let mut said = loop {
            match self.generate(answerer, &brief, shape).await {
                Err(Failure::Model { error: LlmError::TooLong { tokens, limit }, .. })
                    if brief.shorten(tokens, limit) => {}
                outcome => break outcome?,
            }
        };
        let name = answerer.listed.entry.name.as_str();
        let small = answerer.listed.entry.capability == Capability::Small;
        let mut numbers = made_up::numbers(&said.text, &said.told);
        if numbers.len() > NAMED {
            numbers.truncate(NAMED);
            numbers.push("…".into());
        }
        said.notes.splice(..0, brief.left_out());
        said.notes.extend(small.then(|| sentence!("note-small", model = name)));
        if !numbers.is_empty() {
            said.notes.push(sentence!("note-numbers", numbers = numbers));
        }
        Ok(said)
    }

    /// Asks one model once, and shows the answer as it comes.
    async fn generate(&self, answerer: &Answerer<'a>, brief: &Brief, shape: Shape) -> Result<Said<'a>, Failure> {
        let (desk, session) = (self.desk, self.session);
        let Brief { team, campaigns, related, earlier, turns, .. } = brief.clone();
        let chat = Chat { team, campaigns, related, earlier, turns, message: self.message.to_string() };
        let rendered = chat.render(prompt_language(self.language), shape).map_err(|error| desk.internal(&error))?;
        let told = rendered.to_string();
        let completion = self.completion(answerer, rendered, shape);
        session.show(Partial::Status(session.say(sentence!("thinking")))).await;
        let failed = |error: CallError, text: &String| match error {
            CallError::Model(error) => Failure::Model { error, begun: !text.is_empty() },
            CallError::Told(problem) => Failure::Told(problem),
        };
        // Links survive only if a person wrote them, here or in a post.
        let mut links = KnownLinks::new(&told);
        let mut text = String::new();
        let mut tokens = None;
        let asked = desk.generate(session, answerer, completion).await;
        let mut generation = asked.map_err(|error| failed(error, &text))?.counted_later();
        while let Some(event) = generation.next().await {
            let more = match event.map_err(|error| failed(error, &text))? {
                Event::Delta { text: delta, .. } => {
                    session.writes("").await;
                    links.pass(&delta)
                }
                Event::Waiting(place) => {
                    session.waits(place).await;
                    String::new()
                }
                Event::Finished { .. } => links.finish(),
                Event::Usage(usage) => {
                    tokens =
                        Some(TokenCount { prompt: usage.prompt_tokens.into(), output: usage.output_tokens.into() });
                    String::new()
                }
            };
            // Leading white space is the model's, not the answer's.
            let more = if text.is_empty() { more.trim_start().to_string() } else { more };
            if !more.is_empty() {
                text.push_str(&more);
                session.show(Partial::Text(more)).await;
            }
        }
        // Without the usage at its end, the answer was cut.
        let tokens = tokens.ok_or_else(|| failed(CallError::Model(LlmError::Interrupted), &text))?;
        let text = text.trim_end().to_string();
        if text.is_empty() {
            generation.count_due().await?;
            return Err(Problem::new(sentence!("model-silent"), sentence!("model-again-help")).into());
        }
        let removed = (links.removed() > 0).then(|| sentence!("note-links", count = links.removed()));
        Ok(Said { text, told, tokens, notes: removed.into_iter().collect(), metered: generation })
    }

    /// Has the model sum up what became too old to be told as it is. Where that fails, the first sentences stand.
    async fn sum_up(&self, answerer: &Answerer<'_>, older: SumUp) {
        let Self { desk, session, .. } = self;
        let Ok(rendered) = older.render(prompt_language(self.language)) else { return };
        let told = rendered.to_string();
        let mut completion = self.completion(answerer, rendered, Shape::Rich);
        completion.limits.max_tokens = SUMMARY_TOKENS;
        completion.limits.deadline = completion.limits.deadline.min(SUMMARY_PATIENCE);
        let Ok(mut generation) = desk.generate(session, answerer, completion).await else { return };
        let (mut text, mut complete) = (String::new(), false);
        while let Some(Ok(event)) = generation.next().await {
            match event {
                Event::Delta { text: more, .. } => text.push_str(&more),
                Event::Usage(_) => complete = true,
                _ => {}
            }
        }
        let summary = memory::written(&text).filter(|it| complete && made_up::numbers(it, &told).is_empty());
        let Some(summary) = summary else { return };
        let id = self.id;
        let Ok(Some(stored)) = session.records.get::<Conversation>(id).await else { return };
        let mut conversation = stored.record;
        if let Some(of_sentences) = &mut conversation.summary {
            (of_sentences.text, of_sentences.by_model) = (summary, true);
        }
        let change = session.records.change().unchanged::<Conversation>(id, Some(stored.version));
        // Whoever was faster said more meanwhile; what they left is good enough.
        if let Err(error) = change.put(id, &conversation).commit().await {
            tracing::debug!(%error, "a summary was not kept");
        }
    }

    fn completion(&self, answerer: &Answerer<'_>, rendered: Rendered, shape: Shape) -> Completion {
        let Self { desk, session, .. } = self;
        let settings = desk.config.chat_task;
        Completion {
            prompt: prompt(rendered),
            openings: vec![String::new()],
            sampling: Sampling {
                temperature: settings.temperature,
                min_p: settings.min_p,
                repeat_penalty: settings.repeat_penalty,
                seed: desk.seed(settings.seed, &session.now),
            },
            limits: Limits {
                max_tokens: settings.tokens,
                min_tokens: 0,
                stop: if shape == Shape::Plain { vec!["\n".into()] } else { Vec::new() },
                deadline: self.until.saturating_duration_since(Instant::now()),
                longest_pause: answerer.longest_pause,
            },
            schema: None,
            anew: settings.repeats(),
            team: session.team.id.to_string(),
            cancel: session.cancel.clone(),
        }
    }
}

/// Answers in the same channel that may be stored first.
const MOST_RACES: u32 = 100;

/// Adds both turns to the channel's conversation, and with them the explanation. Returns the turns that became too old to be
/// told as they are: the summary has them now.
async fn remember(
    session: &Session,
    id: &str,
    (message, answer): (&str, &str),
    most: usize,
    explanation: &Explanation,
) -> Result<Vec<StoredTurn>, StorageError> {
    let channel = &session.origin.channel;
    let mut races = 0;
    loop {
        let old = session.records.get::<Conversation>(id).await?;
        let change = session.records.change();
        let change = change.unchanged::<Conversation>(id, old.as_ref().map(|old| old.version));
        let mut conversation = old.map(|old| old.record).unwrap_or_default();
        let person = Some(person_id(&session.origin));
        let said = StoredTurn { from_person: true, person, text: message.to_string() };
        let answered = StoredTurn { from_person: false, person: None, text: answer.to_string() };
        let older = memory::add(&mut conversation, [said, answered], most);
        let change = talk::noting(change, &session.origin, id, session.now.timestamp());
        match change.put(id, &conversation).put(channel, explanation).commit().await {
            // Another answer in this channel was stored first: its turns come before these. Of a team that was removed
            // meanwhile, nothing is.
            Err(StorageError::Conflict { .. }) if races < MOST_RACES => races += 1,
            stored => return stored.map(|_| older),
        }
    }
}

fn told_turn(turn: StoredTurn) -> Turn {
    Turn { from_person: turn.from_person, text: turn.text }
}
