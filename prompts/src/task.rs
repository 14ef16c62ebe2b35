//! The typed inputs of each task.

use minijinja::value::Serde;
use minijinja::{Value, context};
use serde::Serialize;

use crate::angles::angle_help;
use crate::examples::{chat_examples, trend_examples};
use crate::render::{Exchange, render};
use crate::{Example, PromptError, PromptLanguage, Rendered, Scope, Shape};

/// What is known of the team.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Team {
    /// The brand's name.
    pub brand: String,
    /// The voice, such as "warm, witty".
    pub voice: String,
    /// Who reads it.
    pub audience: String,
    /// Words that the brand likes.
    pub words_to_use: Vec<String>,
    /// Words that it avoids.
    pub words_to_avoid: Vec<String>,
    /// Texts that sound right.
    pub samples: Vec<String>,
    /// How many emoji: `none`, `few`, `many`, or empty for none.
    pub emoji: &'static str,
    /// Why earlier ideas were not for it; for [`Shape::Rich`].
    pub refused: Vec<String>,
}

/// A past post, as a capable model is told of it.
#[derive(Debug, Clone, Serialize)]
pub struct CampaignNote {
    /// Its id, such as "C-031".
    pub id: String,
    /// Its text.
    pub text: String,
    /// How it did, such as "890 likes, 2.1 × usual".
    pub result: String,
}

/// One piece of copy is asked for.
#[derive(Debug, Clone, Serialize)]
pub struct Idea {
    /// The team.
    pub team: Team,
    /// The platform's name as people write it.
    pub platform: String,
    /// `post`, `title` or `script`.
    pub format: &'static str,
    /// The most that fits, in words such as "2,200 characters".
    pub limit: String,
    /// Built-in copy to follow, the same for every team; not for [`Shape::Rich`].
    pub examples: Vec<Example>,
    /// The team's own copy to follow; not for [`Shape::Rich`].
    pub own_examples: Vec<Example>,
    /// Past posts that did well, whatever the topic; for [`Shape::Rich`].
    pub campaigns: Vec<CampaignNote>,
    /// Past posts on the topic; for [`Shape::Rich`].
    pub related: Vec<CampaignNote>,
    /// What the copy is about.
    pub topic: String,
    /// The angle's id, as in [`Example::angle`].
    pub angle: String,
}

/// One turn of a conversation.
#[derive(Debug, Clone, Serialize)]
pub struct Turn {
    /// Whether the person spoke, not the bot.
    pub from_person: bool,
    /// What was said.
    pub text: String,
}

/// A message that is no command is to be answered.
#[derive(Debug, Clone, Serialize)]
pub struct Chat {
    /// The team.
    pub team: Team,
    /// Past posts that did well, whatever the message says; for [`Shape::Rich`].
    pub campaigns: Vec<CampaignNote>,
    /// Past posts that fit the message; for [`Shape::Rich`].
    pub related: Vec<CampaignNote>,
    /// What was said before the turns, in short; empty if nothing was.
    pub earlier: String,
    /// The turns before, the oldest first.
    pub turns: Vec<Turn>,
    /// The message.
    pub message: String,
}

/// A talk that became long is to be summed up.
#[derive(Debug, Clone, Serialize)]
pub struct SumUp {
    /// What was said before, as the last summary has it; empty if there is none.
    pub earlier: String,
    /// What was said since, the oldest first.
    pub turns: Vec<Turn>,
}

/// A piece of copy is too long.
#[derive(Debug, Clone, Serialize)]
pub struct Shorten {
    /// The copy.
    pub text: String,
    /// The most that fits, in words.
    pub limit: String,
}

/// What is wanted of a trend.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TrendWish {
    /// What happened.
    Summary,
    /// What the brand could post.
    Angle,
}

/// One sentence about a trend is asked for.
#[derive(Debug, Clone, Serialize)]
pub struct Trend {
    /// The team.
    pub team: Team,
    /// How the digest is to sound; for [`Shape::Rich`].
    pub tone: String,
    /// The trend's term.
    pub trend: String,
    /// Headlines and texts of its items: strangers' words.
    pub items: Vec<String>,
}

impl Trend {
    /// The prompt in `language` and `shape`. Both wishes about a trend have the same beginning.
    ///
    /// # Errors
    /// [`PromptError`] if a template is wrong, which the crate's tests rule out.
    pub fn render(&self, wish: TrendWish, language: PromptLanguage, shape: Shape) -> Result<Rendered, PromptError> {
        let want = match wish {
            TrendWish::Summary => "summary",
            TrendWish::Angle => "angle",
        };
        let request = |trend: &str, items: &[String]| {
            let items = Value::from(Serde(items));
            context! { trend, items, want }
        };
        let examples = if shape == Shape::Rich { Vec::new() } else { trend_examples(language) };
        let exchanges = examples.iter().map(|it| Exchange {
            scope: Scope::Task,
            request: request(&it.trend, &it.items),
            answer: if wish == TrendWish::Angle { it.angle.clone() } else { it.summary.clone() },
        });
        render("trend", language, shape, self, exchanges.collect(), request(&self.trend, &self.items))
    }
}

impl Idea {
    /// The prompt in `language` and `shape`. What differs between the ideas of one request, the angle,
    /// stands in the last message.
    ///
    /// # Errors
    /// [`PromptError`] if a template is wrong, which the crate's tests rule out.
    pub fn render(&self, language: PromptLanguage, shape: Shape) -> Result<Rendered, PromptError> {
        let request = |topic: &str, angle: &str, related: &[CampaignNote]| {
            let help = angle_help(language, angle);
            let posts = Value::from(Serde(related));
            context! { topic, angle => help.name.as_str(), angle_instruction => help.instruction.as_str(), posts }
        };
        let exchanges = |scope: Scope, examples: &[Example]| {
            let examples = if shape == Shape::Rich { &[] } else { examples };
            let exchange = |example: &Example| Exchange {
                scope,
                request: request(&example.topic, &example.angle, &[]),
                answer: example.text.clone(),
            };
            examples.iter().map(exchange).collect::<Vec<_>>()
        };
        let mut before = exchanges(Scope::Task, &self.examples);
        before.extend(exchanges(Scope::Team, &self.own_examples));
        let last = request(&self.topic, &self.angle, &self.related);
        render("idea", language, shape, self, before, last)
    }
}

impl Chat {
    /// The prompt in `language` and `shape`.
    ///
    /// # Errors
    /// [`PromptError`] if a template is wrong, which the crate's tests rule out.
    pub fn render(&self, language: PromptLanguage, shape: Shape) -> Result<Rendered, PromptError> {
        // Turns come in pairs of a person's and the bot's; an unanswered one is left out.
        let pairs = self.turns.windows(2).filter(|pair| pair[0].from_person && !pair[1].from_person);
        let request = |message: &str, related: &[CampaignNote], earlier: &str| {
            let posts = Value::from(Serde(related));
            context! { message, posts, earlier }
        };
        let exchange = |scope: Scope, question: &str, answer: &str| Exchange {
            scope,
            request: request(question, &[], ""),
            answer: answer.to_string(),
        };
        let mut before: Vec<Exchange> = Vec::new();
        if shape != Shape::Rich {
            before.extend(chat_examples(language).iter().map(|it| exchange(Scope::Task, &it.question, &it.answer)));
        }
        before.extend(pairs.map(|pair| exchange(Scope::Request, &pair[0].text, &pair[1].text)));
        let last = request(&self.message, &self.related, &self.earlier);
        render("chat", language, shape, self, before, last)
    }
}

impl SumUp {
    /// The prompt in `language`; it is for capable models, smaller ones invent what was said.
    ///
    /// # Errors
    /// [`PromptError`] if a template is wrong, which the crate's tests rule out.
    pub fn render(&self, language: PromptLanguage) -> Result<Rendered, PromptError> {
        let talk = context! { earlier => self.earlier.clone(), turns => Value::from(Serde(&self.turns)) };
        render("sum-up", language, Shape::Rich, self, Vec::new(), talk)
    }
}

impl Shorten {
    /// The prompt in `language`; it is for capable models, smaller ones lose what the text says.
    ///
    /// # Errors
    /// [`PromptError`] if a template is wrong, which the crate's tests rule out.
    pub fn render(&self, language: PromptLanguage) -> Result<Rendered, PromptError> {
        render("shorten", language, Shape::Rich, self, Vec::new(), context! { text => self.text.clone() })
    }
}
