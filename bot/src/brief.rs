//! The brief: all that the model is told for one request. It is assembled here and nowhere else, by priority and within
//! a budget of tokens: the rules and the voice always, then the best posts, then the turns before.

use std::collections::HashSet;

use copydesk_analysis::{Angle, Format, Language, hashtags_in, without_hashtags};
use copydesk_llm::{Message, Prompt, Role, Segment, estimate_tokens};
use copydesk_prompts::{
    CampaignNote, Example, PromptLanguage, Rendered, Scope, Shape, Speaker, Team, Turn, built_in_examples,
};
use copydesk_storage::{Campaign, EmojiUse, Preferences};

use crate::config::{Capability, ModelEntry, PromptStyle};
use crate::knowledge::Knowledge;
use crate::texts::{Sentence, grouped, sentence};

/// How many examples a small model is shown: more teach the voice better, and take longer to read.
const EXAMPLES: usize = 8;
/// How many of them are the team's own posts: they teach its voice, and the built-in ones how to go on from an opening.
const OWN_EXAMPLES: usize = 3;
/// How many of the team's best posts a capable model is told of, whatever it is asked: they are read once for all requests.
const BEST_POSTS: usize = 4;
/// How many more that are about what it is asked.
const RELATED_POSTS: usize = 3;

/// What the model is told, before it is put into a template.
#[derive(Debug, Clone, Default)]
pub struct Brief {
    /// The brand.
    pub team: Team,
    /// Built-in copy, the same for every team.
    pub examples: Vec<Example>,
    /// Copy in the team's voice.
    pub own_examples: Vec<Example>,
    /// The best past posts with their results.
    pub campaigns: Vec<CampaignNote>,
    /// Other past posts that are about what was asked.
    pub related: Vec<CampaignNote>,
    /// What was said before the turns, in short.
    pub earlier: String,
    /// The turns before.
    pub turns: Vec<Turn>,
    /// How many turns and posts did not fit.
    left_out: (usize, usize),
}

/// How the model in use is told things.
pub fn shape(entry: &ModelEntry) -> Shape {
    match (entry.style, entry.capability) {
        (PromptStyle::Completion, _) => Shape::Plain,
        (PromptStyle::Chat, Capability::Small) => Shape::Few,
        (PromptStyle::Chat, Capability::Capable) => Shape::Rich,
    }
}

/// The language of prompts for copy in `language`: Chinese, or else English.
pub fn prompt_language(language: Language) -> PromptLanguage {
    if language == Language::Chinese { PromptLanguage::Chinese } else { PromptLanguage::English }
}

/// What an idea is asked for, as far as the brief depends on it.
#[derive(Debug, Clone, Copy)]
pub struct IdeaTask<'a> {
    /// The subject.
    pub topic: &'a str,
    /// Post, title or script.
    pub format: Format,
    /// The language of the copy.
    pub language: Language,
    /// Where it runs.
    pub platform: copydesk_analysis::Platform,
}

impl Brief {
    /// The brief for ideas, within `budget` tokens.
    pub fn for_ideas(knowledge: &Knowledge, task: IdeaTask<'_>, shape: Shape, budget: usize) -> Self {
        let mut brief = Self { team: team(&knowledge.preferences, task.language), ..Self::default() };
        if shape == Shape::Rich {
            brief.team.refused.clone_from(&knowledge.refused);
            (brief.campaigns, brief.related) = posts(knowledge, task.topic, task.language, task.platform);
        } else {
            brief.own_examples = own_examples(knowledge, task);
            brief.examples = examples(task, EXAMPLES - brief.own_examples.len());
        }
        brief.fit(budget);
        brief
    }

    /// The brief for a turn of conversation, within `budget` tokens.
    pub fn for_chat(
        knowledge: &Knowledge,
        message: &str,
        language: Language,
        (earlier, turns): (String, Vec<Turn>),
        shape: Shape,
        budget: usize,
    ) -> Self {
        let platform = copydesk_analysis::Platform::Instagram;
        let (campaigns, related) =
            if shape == Shape::Rich { posts(knowledge, message, language, platform) } else { Default::default() };
        let team = team(&knowledge.preferences, language);
        let mut brief = Self { team, campaigns, related, earlier, turns, ..Self::default() };
        brief.fit(budget);
        brief
    }

    /// Leaves out what does not fit, the least important first: old turns, then the posts that fit worst.
    fn fit(&mut self, budget: usize) {
        while self.tokens() > budget && self.leave_out_one() {}
    }

    fn leave_out_one(&mut self) -> bool {
        let (turns, posts) = &mut self.left_out;
        if !self.earlier.is_empty() {
            self.earlier.clear();
            return true;
        }
        if !self.turns.is_empty() {
            self.turns.remove(0);
            *turns += 1;
            return true;
        }
        // Nobody misses one of ours.
        if self.examples.pop().is_some() {
            return true;
        }
        let post = self.own_examples.pop().is_some() || self.campaigns.pop().is_some() || self.related.pop().is_some();
        *posts += usize::from(post);
        post
    }

    /// Leaves out more, after a model has said that the whole request has `tokens` tokens and it takes `limit`; `false`
    /// if nothing is left that could go.
    pub fn shorten(&mut self, tokens: usize, limit: usize) -> bool {
        let budget = self.tokens().saturating_sub(tokens.saturating_sub(limit));
        let shorter = self.leave_out_one();
        self.fit(budget);
        shorter
    }

    /// What a person is told of what did not fit.
    pub fn left_out(&self) -> Vec<Sentence> {
        let (turns, posts) = self.left_out;
        let turns = (turns > 0).then(|| sentence!("note-turns-left-out", count = turns));
        let posts = (posts > 0).then(|| sentence!("note-posts-left-out", count = posts));
        turns.into_iter().chain(posts).collect()
    }

    /// Whether the model is told of a past post: with its result, or as an example of the voice.
    pub fn tells_of(&self, campaign: &Campaign) -> bool {
        let id = campaign.id();
        let mut notes = self.campaigns.iter().chain(&self.related);
        notes.any(|note| note.id == id) || {
            let text = plain(&campaign.post.text);
            self.own_examples.iter().any(|example| example.text == text)
        }
    }

    fn tokens(&self) -> usize {
        let team = [&self.team.brand, &self.team.voice, &self.team.audience, &self.earlier];
        let words = self.team.words_to_use.iter().chain(&self.team.words_to_avoid).chain(&self.team.refused);
        let examples = self.examples.iter().chain(&self.own_examples);
        let examples = examples.flat_map(|example| [&example.topic, &example.text]);
        let campaigns = self.campaigns.iter().chain(&self.related);
        let campaigns = campaigns.flat_map(|campaign| [&campaign.text, &campaign.result]);
        let turns = self.turns.iter().map(|turn| &turn.text);
        // Each piece comes with some words of the template around it.
        let pieces = team.into_iter().chain(words).chain(examples).chain(campaigns).chain(turns);
        pieces.map(|piece| estimate_tokens(piece) + 8).sum()
    }
}

/// The words of the team's own posts, or of the examples where it has none: copy in these words sounds like the team.
pub fn vocabulary(brief: &Brief, knowledge: &Knowledge, language: Language) -> HashSet<String> {
    let own: Vec<&str> = knowledge
        .best_posts(language, copydesk_analysis::Platform::Instagram)
        .iter()
        .map(|it| it.post.text.as_str())
        .collect();
    let shown = brief.own_examples.iter().chain(&brief.examples);
    let texts = if own.len() >= 5 { own } else { shown.map(|example| example.text.as_str()).collect() };
    texts.into_iter().flat_map(copydesk_analysis::content_words).collect()
}

/// How many past posts a candidate is held against.
const COMPARED_POSTS: usize = 500;

/// Past posts on the topic that a candidate is held against, too.
const COMPARED_ON_TOPIC: usize = 100;

/// Texts that nobody may copy: all that was shown as an example, and past posts. Each candidate is held against each of
/// them, so of a long history they are those that could be copied: the newest, whose words are in everybody's ear, and of all
/// others those that fit the topic. (Whether an idea was run before is asked of every post, by the index.)
pub fn shown_texts(brief: &Brief, knowledge: &Knowledge, topic: &str) -> Vec<String> {
    let examples = brief.examples.iter().chain(&brief.own_examples);
    let examples = examples.map(|example| example.text.clone());
    let older = knowledge.campaigns.len().saturating_sub(COMPARED_POSTS);
    let on_topic = knowledge.search(topic).into_iter().map(|(place, _)| place).filter(|place| *place < older);
    let places = (older..knowledge.campaigns.len()).rev().chain(on_topic.take(COMPARED_ON_TOPIC));
    let texts = places.filter_map(|place| Some(knowledge.campaigns.get(place)?.post.text.clone()));
    examples.chain(texts).collect()
}

/// A rendered prompt as a model takes it.
pub fn prompt(rendered: Rendered) -> Prompt {
    match rendered {
        Rendered::Text(segments) => {
            let segment = |it: copydesk_prompts::Segment| Segment { scope: scope(it.scope), text: it.text };
            Prompt::Text(segments.into_iter().map(segment).collect())
        }
        Rendered::Messages(messages) => Prompt::Chat(messages.into_iter().map(message).collect()),
    }
}

fn message(message: copydesk_prompts::Message) -> Message {
    let role = match message.speaker {
        Speaker::System => Role::System,
        Speaker::Person => Role::User,
        Speaker::Model => Role::Assistant,
    };
    Message { role, scope: scope(message.scope), text: message.text }
}

fn scope(scope: Scope) -> copydesk_llm::Scope {
    match scope {
        Scope::Task => copydesk_llm::Scope::Task,
        Scope::Team => copydesk_llm::Scope::Team,
        Scope::Request => copydesk_llm::Scope::Request,
    }
}

/// What a model is told of the team.
pub fn team(preferences: &Preferences, language: Language) -> Team {
    let comma = if language == Language::Chinese { "、" } else { ", " };
    Team {
        brand: preferences.brand.clone(),
        voice: preferences.voice.join(comma),
        audience: preferences.audience.clone(),
        words_to_use: preferences.words_to_use.clone(),
        words_to_avoid: preferences.words_to_avoid.clone(),
        samples: preferences.examples.iter().filter(|text| Language::of(text) == Some(language)).cloned().collect(),
        emoji: match preferences.emoji {
            EmojiUse::None => "none",
            EmojiUse::Few => "few",
            EmojiUse::Many => "many",
        },
        refused: Vec::new(),
    }
}

/// The team's best posts, and its posts on the topic that are not among them, as notes.
fn posts(
    knowledge: &Knowledge,
    topic: &str,
    language: Language,
    platform: copydesk_analysis::Platform,
) -> (Vec<CampaignNote>, Vec<CampaignNote>) {
    let mut best = knowledge.best_posts(language, platform);
    best.truncate(BEST_POSTS);
    let is_new = |campaign: &&Campaign| !best.iter().any(|other| other.number == campaign.number);
    let on_topic = knowledge.on_topic(topic, language, platform).into_iter().map(|found| found.campaign);
    let related = on_topic.filter(is_new).take(RELATED_POSTS).map(|campaign| note(knowledge, campaign)).collect();
    (best.iter().map(|campaign| note(knowledge, campaign)).collect(), related)
}

fn note(knowledge: &Knowledge, campaign: &Campaign) -> CampaignNote {
    let likes = campaign.post.likes.map(|likes| format!("{} likes", grouped(likes, Language::English)));
    let ratio = knowledge.ratio(campaign).map(|ratio| format!("{ratio:.1} × usual"));
    let result = [likes, ratio].into_iter().flatten().collect::<Vec<_>>().join(", ");
    CampaignNote { id: campaign.id(), text: campaign.post.text.clone(), result }
}

/// Whether an example's point is a number or a quotation: the model would make up its own.
fn shows_invention(angle: Angle) -> bool {
    matches!(angle, Angle::Number | Angle::CustomerWords)
}

/// The team's own examples for models that follow examples: its best posts, and the texts that it said sound right. Posts
/// on the topic itself are left out: the model would copy them.
fn own_examples(knowledge: &Knowledge, task: IdeaTask<'_>) -> Vec<Example> {
    if task.format != Format::Post {
        return Vec::new();
    }
    let topic_words = copydesk_analysis::content_words(task.topic);
    let mut own: Vec<Example> = Vec::new();
    for campaign in knowledge.best_posts(task.language, task.platform) {
        let text = plain(&campaign.post.text);
        let angle = Angle::of(&text);
        let has_figures = text.chars().any(|c| c.is_ascii_digit());
        if campaign.post.topic.is_empty() || has_figures || shows_invention(angle) {
            continue;
        }
        let words = copydesk_analysis::content_words(&campaign.post.topic);
        if !words.iter().any(|word| topic_words.contains(word)) {
            own.push(Example { topic: campaign.post.topic.clone(), angle: angle.id().into(), text });
        }
    }
    // Nobody said what these are about: the brand.
    let is_in = |text: &&String| Language::of(text) == Some(task.language) && !text.chars().any(|c| c.is_ascii_digit());
    let samples = knowledge.preferences.examples.iter().filter(is_in);
    let example = |text: &String| Example {
        topic: knowledge.preferences.brand.clone(),
        angle: Angle::of(text).id().into(),
        text: plain(text),
    };
    own.truncate(OWN_EXAMPLES - 1);
    own.extend(samples.map(example));
    own.truncate(OWN_EXAMPLES);
    own
}

/// The first `count` built-in examples. They depend on the format and the language alone, so that what the model read of
/// them serves every team.
fn examples(task: IdeaTask<'_>, count: usize) -> Vec<Example> {
    let built_in = built_in_examples(task.format.id(), prompt_language(task.language));
    let follows = |example: &Example| Angle::from_id(&example.angle).is_some_and(|angle| !shows_invention(angle));
    built_in.into_iter().filter(follows).take(count).collect()
}

/// A post without what the model should not learn: hashtags, which code adds, and emoji.
fn plain(text: &str) -> String {
    let text = if hashtags_in(text).is_empty() { text.to_string() } else { without_hashtags(text) };
    without_emoji(&text)
}

/// A text without emoji.
pub fn without_emoji(text: &str) -> String {
    let is_emoji = |c: char| matches!(c as u32, 0x2600..=0x27BF | 0x1F000..=0x1FAFF | 0xFE0F | 0x200D);
    text.chars().filter(|&c| !is_emoji(c)).collect::<String>().trim().to_string()
}
