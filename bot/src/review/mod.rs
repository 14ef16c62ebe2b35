//! Reviews: what a text is held against, and what was found, in the person's language.

mod copy;
mod critique;
mod docx;
mod editor;
pub mod file;
mod markdown;
pub mod model_part;
pub mod page;
mod places;
mod rewrite;
pub mod stored;
mod words;

use copydesk_analysis::{
    Audience, Earlier, Format, Language, Matcher, NO_WORDS, Platform, PlatformRoom, Review, ReviewTask, Rule, RuleKind,
    Tone, clean, review, without_orders,
};
use copydesk_storage::EmojiUse;

use std::sync::LazyLock;

use regex::Regex;

use crate::answer::{ReviewShown, Reviews};
use crate::config::Config;
use crate::knowledge::Knowledge;
use crate::learning::likely::GoodModel;
use crate::texts::{Problem, Sentence, sentence};

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

/// Between variants of a text: on a line of its own, or between words, since a terminal has one line.
static BETWEEN: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?:^|\s)---(?:\s+---)*(?:\s|$)").expect("the pattern is constant"));

/// So many variants are ranked at once: more is a file that happens to have lines of dashes.
const MOST_VARIANTS: usize = 20;

/// A text with its review.
#[derive(Debug, Clone)]
pub struct Reviewed {
    /// The text as it was handed in: the places of the review are its.
    pub given: String,
    /// The text without invisible characters.
    pub text: String,
    /// What was computed.
    pub review: Review,
    /// The same in the person's language.
    pub shown: ReviewShown,
}

/// Reviews a text, or the variants in it, against what is known of a team; the best first. The places that are shown are
/// those of `text`, whatever variant they are in.
pub fn reviewed(
    text: &str,
    wishes: &Wishes,
    knowledge: Option<&Knowledge>,
    model: Option<&GoodModel>,
    config: &Config,
    language: Language,
) -> Vec<Reviewed> {
    let one = |(place, (offset, variant)): (usize, (usize, &str))| {
        let mut one = alone(place + 1, variant, wishes, knowledge, model, config, language);
        places::shift(&mut one.shown, text, offset);
        one
    };
    let mut reviewed: Vec<Reviewed> = variants(text).into_iter().enumerate().map(one).collect();
    reviewed.sort_by_key(|it| std::cmp::Reverse(it.review.score));
    reviewed
}

/// What is said of a text with more variants than are ranked at once.
pub fn too_many(text: &str) -> Option<Problem> {
    let count = variants(text).len();
    (count > MOST_VARIANTS).then(|| {
        Problem::new(
            sentence!("review-variants-many", count = count, most = MOST_VARIANTS),
            sentence!("review-variants-many-help", most = MOST_VARIANTS),
        )
    })
}

/// The variants of a text, each with the byte where it begins. A single text stays as it is.
fn variants(text: &str) -> Vec<(usize, &str)> {
    let mut variants = Vec::new();
    let mut begin = 0;
    let mut add = |begin: usize, end: usize| {
        variants.extend(text.get(begin..end).map(|variant| (begin, variant)).filter(|(_, it)| !it.trim().is_empty()));
    };
    let mut is_divided = false;
    for border in BETWEEN.find_iter(text) {
        add(begin, border.start());
        begin = border.end();
        is_divided = true;
    }
    add(begin, text.len());
    if !is_divided || variants.is_empty() {
        return vec![(0, text)];
    }
    variants.into_iter().map(|(begin, variant)| (begin, variant.trim_end())).collect()
}

/// One text, the variant of this number, whatever lines it has.
pub fn alone(
    variant: usize,
    text: &str,
    wishes: &Wishes,
    knowledge: Option<&Knowledge>,
    model: Option<&GoodModel>,
    config: &Config,
    language: Language,
) -> Reviewed {
    let (given, review) = (text.to_string(), checked(text, wishes, knowledge, config));
    let text = &clean(text).text;
    let likely = model.and_then(|model| model.likely(text, "", 0, wishes.platform.or_else(|| model.usual_platform())?));
    let shown = ReviewShown { likely, ..words::shown(variant, text, &review, language) };
    Reviewed { given, text: text.clone(), review, shown }
}

/// As [`reviewed`], as an answer without a model's part.
pub fn reviews(
    text: &str,
    wishes: &Wishes,
    knowledge: Option<&Knowledge>,
    model: Option<&GoodModel>,
    config: &Config,
    language: Language,
) -> Reviews {
    let reviewed = reviewed(text, wishes, knowledge, model, config, language);
    let notes = notes(text, wishes).into_iter().map(|note| note.say(language)).collect();
    let reviews = reviewed.into_iter().map(|it| it.shown).collect();
    Reviews { text: as_read(text), reviews, notes, ..Reviews::default() }
}

/// A text as its places are counted in: what is no prose in it is blank.
pub fn as_read(text: &str) -> String {
    text.replace(NO_WORDS, " ")
}

/// What is to be kept in mind whatever was found: invisible characters, and what the audience changes.
pub fn notes(text: &str, wishes: &Wishes) -> Vec<Sentence> {
    let mut notes = Vec::new();
    // The mark of the encoding at the beginning of a file is none of its text.
    let invisible = clean(text.strip_prefix('\u{FEFF}').unwrap_or(text)).removed;
    if !invisible.is_empty() {
        let mut names: Vec<String> = invisible.iter().map(|c| format!("U+{:04X}", u32::from(*c))).collect();
        names.sort();
        names.dedup();
        notes.push(sentence!("review-invisible", names = names));
    }
    if let Some(words) = &wishes.audience {
        let known = Audience::in_words(words);
        let reads_chinese = wishes.language.or_else(|| Language::of(text)) == Some(Language::Chinese);
        // "for children" is said as "For children".
        let words = words.strip_prefix("for ").or_else(|| words.strip_prefix("For ")).unwrap_or(words).trim();
        let audience = known.unwrap_or_default();
        notes.push(sentence!(
            "review-audience",
            words = words,
            copy = if reads_chinese { "zh" } else { "other" },
            known = if known.is_some() { "yes" } else { "no" },
            ease = audience.reading_ease().0 as usize,
            percent = (audience.sentence_factor() * 100.0).round() as usize
        ));
    }
    notes
}

/// What is said of a text in which nothing is to be reviewed; `None` if something is.
pub fn nothing_in(text: &str) -> Option<Sentence> {
    let words = clean(text).text;
    match () {
        () if words.trim().is_empty() => Some(sentence!("review-empty")),
        () if !words.contains(char::is_alphanumeric) => Some(sentence!("review-no-letters")),
        () if !without_orders(text).contains(char::is_alphanumeric) => Some(sentence!("review-only-orders")),
        () => None,
    }
}

/// Whether there is a model that can write a critique or a rewrite.
pub fn can_edit(desk: &crate::desk::Desk) -> bool {
    editor::is_there(desk)
}

/// The score of a text against what is known of a team, 0 to 100.
pub fn score(text: &str, knowledge: &Knowledge, config: &Config) -> u8 {
    checked(text, &Wishes::default(), Some(knowledge), config).score
}

/// What can be computed about a text.
pub fn checked(text: &str, wishes: &Wishes, knowledge: Option<&Knowledge>, config: &Config) -> Review {
    let preferences = knowledge.map(|knowledge| knowledge.preferences.clone()).unwrap_or_default();
    let platforms = rooms(text, wishes, &preferences.platforms, config);
    let mut rules: Vec<Matcher> = knowledge.map(|it| it.rules.matchers().to_vec()).unwrap_or_default();
    for word in &preferences.words_to_avoid {
        // What a rule says already is said once.
        let is_ruled = rules.iter().any(|rule| {
            !matches!(rule.rule().kind, RuleKind::Required)
                && rule.find(word).iter().any(|found| found.range == (0..word.len()))
        });
        if !is_ruled {
            let rule = Rule { kind: RuleKind::Banned, pattern: word.clone(), example: word.clone() };
            rules.extend(rule.matcher().ok());
        }
    }
    let campaigns: Vec<(String, &str)> = knowledge
        .map(|knowledge| knowledge.campaigns.iter().map(|it| (it.id(), it.post.text.as_str())).collect())
        .unwrap_or_default();
    let earlier: Vec<Earlier<'_>> = campaigns.iter().map(|(id, text)| Earlier { id, text }).collect();
    let own = preferences.words_to_use.iter().chain([&preferences.brand]).chain(&preferences.examples);
    let own: Vec<&str> = own.map(String::as_str).collect();
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
        audience: Audience::in_words(wishes.audience.as_ref().unwrap_or(&preferences.audience)).unwrap_or_default(),
        known_words: &own,
        thresholds: config.review,
    };
    review(text, &task)
}

/// The platforms whose limits are shown: the one that was asked for, then the team's, or else the usual ones.
fn rooms(text: &str, wishes: &Wishes, own: &[String], config: &Config) -> Vec<PlatformRoom> {
    let mut platforms: Vec<Platform> = wishes.platform.into_iter().collect();
    platforms.extend(own.iter().filter_map(|name| Platform::from_name(name)));
    if platforms.is_empty() {
        // An order to the reviewer in another language is none of the text.
        let chinese = wishes.language.or_else(|| Language::of(&without_orders(text))) == Some(Language::Chinese);
        if chinese { platforms.extend(USUAL_CHINESE) } else { platforms.extend(USUAL) }
    }
    let mut rooms: Vec<PlatformRoom> = Vec::new();
    for platform in platforms {
        let most = |format| config.limit(platform, format).map(|(limit, _)| limit);
        let (limit, title) = (most(Format::Post), most(Format::Title));
        let is_new = !rooms.iter().any(|room| room.platform == platform);
        if is_new && (limit.is_some() || title.is_some()) {
            let tags = config.platforms.get(platform.id()).map(|limits| limits.hashtags);
            rooms.push(PlatformRoom { platform, limit, title, hashtags: tags.filter(|_| platform.has_hashtags()) });
        }
    }
    rooms
}
