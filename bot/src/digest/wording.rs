//! The model's two sentences about each trend: what happened, and what the brand could do. They stand only if they hold.

use std::time::Instant;

use copydesk_analysis::{Language, unknown_numbers};
use copydesk_llm::{Completion, Event, Limits, LlmError, Sampling};
use copydesk_prompts::{Shape, Trend, TrendWish};
use copydesk_storage::Preferences;

use crate::answer::{DigestShown, TrendShown};
use crate::brief::{prompt, prompt_language, shape, team};
use crate::budget::CallError;
use crate::desk::Desk;
use crate::links::KnownLinks;
use crate::models::{Answerer, Failure};
use crate::session::Session;
use crate::texts::{Problem, sentence};

/// Items of a trend that the model is told of.
const ITEMS: usize = 4;
/// Characters of each.
const ITEM_CHARACTERS: usize = 240;
/// Tokens of a sentence, at most.
const TOKENS: u32 = 60;
/// The longest sentence that stands, characters.
const LONGEST: usize = 300;

/// Has the model write about each trend of a digest. Without a model the digest stays as it is, and says why.
pub async fn write(desk: &Desk, session: &Session, digest: &mut DigestShown, tone: &str, language: Language) {
    if digest.trends.is_empty() {
        return;
    }
    let written = attempt(desk, session, digest, tone, language).await;
    match written {
        Ok(model) => digest.model = Some(model),
        Err(problem) => {
            let because = problem.message.say(language);
            digest.notes.push(sentence!("digest-no-model", because = because).say(language));
        }
    }
}

/// What was written so far stays when the model fails in the middle.
async fn attempt(
    desk: &Desk,
    session: &Session,
    digest: &mut DigestShown,
    tone: &str,
    language: Language,
) -> Result<String, Problem> {
    let mut choice = desk.model.choice(language);
    let mut answerer = choice.next().await?;
    let preferences = session.records.get::<Preferences>(Preferences::ID).await;
    let preferences = preferences.map_err(|error| desk.storage_problem(&error))?;
    let preferences = preferences.map(|stored| stored.record).unwrap_or_default();
    let until = Instant::now() + desk.config.llm.deadline;
    for trend in &mut digest.trends {
        let asked = Trend {
            team: team(&preferences, language),
            tone: tone.to_owned(),
            trend: trend.name.clone(),
            items: items(trend),
        };
        for wish in [TrendWish::Summary, TrendWish::Angle] {
            let asking = Asking { desk, session, language, until };
            let text = loop {
                match asking.sentence(&answerer, &asked, wish).await {
                    Ok(text) => break text,
                    Err(failure) => answerer = choice.after(&answerer, failure).await?,
                }
            };
            match wish {
                TrendWish::Summary => trend.summary = text,
                TrendWish::Angle => trend.angle = text,
            }
        }
    }
    answerer.answered();
    Ok(answerer.listed.entry.name.clone())
}

fn items(trend: &TrendShown) -> Vec<String> {
    let item = |link: &crate::answer::ItemLink| {
        let text = if link.text.is_empty() { String::new() } else { format!(". {}", link.text) };
        format!("{}{text}", link.title.trim_end_matches('.')).chars().take(ITEM_CHARACTERS).collect()
    };
    trend.links.iter().take(ITEMS).map(item).collect()
}

/// What every sentence of a digest is asked with.
struct Asking<'a> {
    desk: &'a Desk,
    session: &'a Session,
    language: Language,
    until: Instant,
}

impl Asking<'_> {
    /// One sentence; `None` if it does not hold.
    async fn sentence(
        &self,
        answerer: &Answerer<'_>,
        asked: &Trend,
        wish: TrendWish,
    ) -> Result<Option<String>, Failure> {
        let shape = shape(&answerer.listed.entry);
        let rendered = asked.render(wish, prompt_language(self.language), shape);
        let rendered = rendered.map_err(|error| self.desk.internal(&error))?;
        let told = rendered.to_string();
        let settings = self.desk.config.chat_task;
        let completion = Completion {
            prompt: prompt(rendered),
            openings: vec![String::new()],
            sampling: Sampling {
                temperature: settings.temperature,
                min_p: settings.min_p,
                repeat_penalty: settings.repeat_penalty,
                seed: self.desk.seed(settings.seed, &self.session.now),
            },
            limits: Limits {
                max_tokens: TOKENS,
                min_tokens: 0,
                stop: if shape == Shape::Plain { vec!["\n".into()] } else { Vec::new() },
                deadline: self.until.saturating_duration_since(Instant::now()),
                longest_pause: answerer.longest_pause,
            },
            schema: None,
            anew: settings.repeats(),
            team: self.session.team.id.to_string(),
            cancel: self.session.cancel.clone(),
        };
        let failed = |error: CallError| match error {
            CallError::Model(error) => Failure::Model { error, begun: false },
            CallError::Told(problem) => Failure::Told(problem),
        };
        let mut generation = self.desk.generate(self.session, answerer, completion).await.map_err(failed)?;
        // No link is the model's: those of a trend are its items'.
        let mut links = KnownLinks::new("");
        let (mut text, mut is_whole) = (String::new(), false);
        while let Some(event) = generation.next().await {
            match event.map_err(failed)? {
                Event::Delta { text: delta, .. } => text.push_str(&links.pass(&delta)),
                Event::Finished { .. } => text.push_str(&links.finish()),
                Event::Usage(_) => is_whole = true,
                Event::Waiting(_) => {}
            }
        }
        if !is_whole {
            return Err(failed(CallError::Model(LlmError::Interrupted)));
        }
        Ok(held(&text, &told))
    }
}

/// The first sentence of what the model wrote, if it says nothing that nobody told it.
fn held(text: &str, told: &str) -> Option<String> {
    let line = text.trim().lines().next().unwrap_or_default();
    let line = line.trim().trim_matches(['"', '“', '”', '「', '」', '*']).trim();
    let first = copydesk_analysis::sentences(line).into_iter().next().unwrap_or_default().trim().to_owned();
    let is_sentence = first.ends_with(['.', '!', '?', '。', '！', '？']) && first.chars().count() <= LONGEST;
    let holds =
        is_sentence && unknown_numbers(&first, told).is_empty() && !first.contains("<item") && !first.contains('@');
    holds.then_some(first)
}

#[cfg(test)]
mod tests {
    use super::held;

    #[test]
    fn a_sentence_stands_only_if_it_holds() {
        let told = "Oat milk prices rise by 12 percent";
        assert_eq!(
            held("Oat milk costs 12 percent more. And so on.", told).as_deref(),
            Some("Oat milk costs 12 percent more.")
        );
        assert_eq!(held("\"燕麦奶涨价了。\"", told).as_deref(), Some("燕麦奶涨价了。"));
        // A number that nobody gave, an end that is missing, somebody to be pinged.
        for text in
            ["Oat milk costs 40 percent more.", "Oat milk costs", "", "Ask @everyone.", "<item>Oat milk.</item>"]
        {
            assert_eq!(held(text, told), None, "{text}");
        }
    }
}
