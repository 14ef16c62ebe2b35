//! Reviews: what a text is held against, and what was found, in the person's language.

pub mod file;
mod words;

use copydesk_analysis::{
    Earlier, Format, Language, Matcher, Platform, PlatformRoom, ReviewTask, Rule, RuleKind, Tone, review,
};
use copydesk_storage::EmojiUse;

use crate::answer::{ReviewShown, Reviews};
use crate::config::Config;
use crate::knowledge::Knowledge;
use crate::learning::likely::GoodModel;

/// What a person said about the text.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Wishes {
    /// Where it is to run.
    pub platform: Option<Platform>,
    /// What it should be found by.
    pub keyphrase: Option<String>,
    /// Who reads it.
    pub audience: Option<String>,
    /// Its language.
    pub language: Option<Language>,
}

/// What is shown of a platform's length where the team names none.
const USUAL: [Platform; 4] = [Platform::X, Platform::Instagram, Platform::LinkedIn, Platform::Facebook];
const USUAL_CHINESE: [Platform; 3] = [Platform::Xiaohongshu, Platform::Weibo, Platform::WeChat];

/// Between variants of a text.
const BETWEEN: &str = "---";

/// Reviews a text, or the variants in it, against what is known of a team.
pub fn reviews(
    text: &str,
    wishes: &Wishes,
    knowledge: Option<&Knowledge>,
    model: Option<&GoodModel>,
    config: &Config,
    language: Language,
) -> Reviews {
    let mut variants: Vec<String> = vec![String::new()];
    for line in text.lines() {
        if line.trim() == BETWEEN {
            variants.push(String::new());
        } else if let Some(variant) = variants.last_mut() {
            variant.push_str(line);
            variant.push('\n');
        }
    }
    variants.retain(|variant| !variant.trim().is_empty());
    // A single text stays as it is, so that places are those of the file.
    let texts: Vec<&str> =
        if variants.len() > 1 { variants.iter().map(|it| it.trim_end()).collect() } else { vec![text] };
    let likely = |text: &str| {
        let model = model?;
        model.likely(text, "", 0, wishes.platform.or_else(|| model.usual_platform())?)
    };
    let reviewed = texts.iter().enumerate().map(|(place, text)| {
        let found = one(text, wishes, knowledge, config);
        ReviewShown { likely: likely(text), ..words::shown(place + 1, text, &found, language) }
    });
    let mut reviews: Vec<ReviewShown> = reviewed.collect();
    reviews.sort_by_key(|review| std::cmp::Reverse(review.score));
    Reviews { reviews, notes: Vec::new() }
}

/// The score of a text against what is known of a team, 0 to 100.
pub fn score(text: &str, knowledge: &Knowledge, config: &Config) -> u8 {
    one(text, &Wishes::default(), Some(knowledge), config).score
}

fn one(text: &str, wishes: &Wishes, knowledge: Option<&Knowledge>, config: &Config) -> copydesk_analysis::Review {
    let preferences = knowledge.map(|knowledge| knowledge.preferences.clone()).unwrap_or_default();
    let platforms = rooms(text, wishes, &preferences.platforms, config);
    let mut rules: Vec<Matcher> = knowledge.map(|it| it.rules.matchers().to_vec()).unwrap_or_default();
    rules.extend(preferences.words_to_avoid.iter().filter_map(|word| {
        Rule { kind: RuleKind::Banned, pattern: word.clone(), example: word.clone() }.matcher().ok()
    }));
    let campaigns: Vec<(String, &str)> = knowledge
        .map(|knowledge| knowledge.campaigns.iter().map(|it| (it.id(), it.post.text.as_str())).collect())
        .unwrap_or_default();
    let earlier: Vec<Earlier<'_>> = campaigns.iter().map(|(id, text)| Earlier { id, text }).collect();
    let task = ReviewTask {
        language: wishes.language,
        platform: wishes.platform,
        platforms: &platforms,
        keyphrase: wishes.keyphrase.as_deref(),
        tone: Tone::of_voice(&preferences.voice),
        most_emoji: match preferences.emoji {
            EmojiUse::None => 0,
            EmojiUse::Few => 3,
            EmojiUse::Many => 12,
        },
        rules: &rules,
        earlier: &earlier,
        thresholds: config.review,
    };
    review(text, &task)
}

/// The platforms whose limits are shown: the one that was asked for, then the team's, or else the usual ones.
fn rooms(text: &str, wishes: &Wishes, own: &[String], config: &Config) -> Vec<PlatformRoom> {
    let mut platforms: Vec<Platform> = wishes.platform.into_iter().collect();
    platforms.extend(own.iter().filter_map(|name| Platform::from_name(name)));
    if platforms.is_empty() {
        let chinese = wishes.language.or_else(|| Language::of(text)) == Some(Language::Chinese);
        if chinese { platforms.extend(USUAL_CHINESE) } else { platforms.extend(USUAL) }
    }
    let mut rooms: Vec<PlatformRoom> = Vec::new();
    for platform in platforms {
        let limit = config.limit(platform, Format::Post);
        if let (Some((limit, _)), false) = (limit, rooms.iter().any(|room| room.platform == platform)) {
            let tags = config.platforms.get(platform.id()).map(|limits| limits.hashtags);
            rooms.push(PlatformRoom { platform, limit, hashtags: tags.filter(|_| platform.has_hashtags()) });
        }
    }
    rooms
}
