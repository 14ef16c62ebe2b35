//! What changes when only a name, a gender or a region does.

mod contrast;
mod mention;
mod replacing;
mod stepdown;

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Random;
use super::card::AUDIT_ALARM;
use super::statistics::{holm, mean};
use crate::Language;
use crate::review::excluding_words;
use crate::words::is_han;

pub(crate) use self::mention::Gender;
use self::mention::{LINES, Line, Named, gender_of, named_in, region_of};
pub(super) use self::mention::{given_names, is_only_a_name, listed_places};
use self::replacing::{replaced, turned};
pub use self::stepdown::{WordBias, word_biases};

/// What a swap is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum SwapKind {
    /// Names that people take to be of one gender or origin.
    Names,
    /// Words for women and men.
    Genders,
    /// Regions and cities.
    Regions,
}

/// Words that should make no difference, form by form.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Swap {
    kind: SwapKind,
    forms: Vec<(String, String)>,
}

impl Swap {
    fn of_names(kind: SwapKind, from: &str, to: &str) -> Self {
        Self { kind, forms: vec![(from.to_owned(), to.to_owned())] }
    }

    fn of_line(line: &Line) -> Self {
        let forms = line.women.iter().zip(&line.men).map(|(woman, man)| ((*woman).to_owned(), (*man).to_owned()));
        Self { kind: SwapKind::Genders, forms: forms.collect() }
    }

    /// The line of the list with both forms, the one that is to be replaced first.
    fn of_forms(from: &str, to: Option<&str>) -> Option<Self> {
        let is_there = |forms: &[&str], form: Option<&str>| form.is_none_or(|form| forms.contains(&form));
        LINES.iter().find_map(|line| {
            let swap = Self::of_line(line);
            if is_there(&line.women, Some(from)) && is_there(&line.men, to) {
                Some(swap)
            } else {
                let back = is_there(&line.men, Some(from)) && is_there(&line.women, to);
                back.then(|| Self { kind: swap.kind, forms: turned(&swap.forms) })
            }
        })
    }

    fn first(&self) -> Option<(&str, &str)> {
        self.forms.first().map(|(from, to)| (from.as_str(), to.as_str()))
    }

    fn is_chinese(&self) -> bool {
        self.first().is_some_and(|(from, _)| from.chars().all(is_han))
    }

    /// The text with the words swapped wherever they stand; `None` if none does.
    fn made(&self, text: &str) -> Option<String> {
        replaced(text, &self.forms)
    }
}

/// Names and places that are swapped whatever a team writes of. Both words of nearly all are equally long, so that it is not the
/// length that makes a difference.
const ALWAYS: [(SwapKind, &str, &str); 18] = [
    (SwapKind::Names, "Emily", "Aisha"),
    (SwapKind::Names, "Greg", "Amir"),
    (SwapKind::Names, "Anna", "Esra"),
    (SwapKind::Names, "Michael", "Mohamed"),
    (SwapKind::Names, "Fatima", "Amelia"),
    (SwapKind::Names, "Lakisha", "Allison"),
    (SwapKind::Names, "Jamal", "Brett"),
    (SwapKind::Names, "Mary", "John"),
    (SwapKind::Names, "Sarah", "Ahmed"),
    (SwapKind::Names, "小明", "艾力"),
    (SwapKind::Names, "王芳", "古丽"),
    (SwapKind::Names, "阿依古丽", "欧阳晓丽"),
    (SwapKind::Regions, "north", "south"),
    (SwapKind::Regions, "London", "Harare"),
    (SwapKind::Regions, "Paris", "Cairo"),
    (SwapKind::Regions, "Berlin", "Ankara"),
    (SwapKind::Regions, "上海", "河南"),
    (SwapKind::Regions, "北京", "喀什"),
];
/// People and places of a team's own posts that are swapped, the most frequent of each.
const MOST_OWN: usize = 12;

/// The swaps that are made in these texts: names and places that they hold with others that they hold (of another gender or part
/// of the world, if they do), words for women and men that they hold, and those that are swapped always.
fn swaps_for(texts: &[&str], languages: &[Option<Language>]) -> Vec<Swap> {
    let mut counts: BTreeMap<Named, usize> = BTreeMap::new();
    for named in texts.iter().zip(languages).flat_map(|(text, language)| named_in(text, *language)) {
        *counts.entry(named).or_default() += 1;
    }
    let mut sorted: Vec<(Named, usize)> = counts.into_iter().collect();
    sorted.sort_by(|left, right| right.1.cmp(&left.1).then(left.0.cmp(&right.0)));
    let of = |is_of: &dyn Fn(&Named) -> bool| -> Vec<String> {
        sorted.iter().filter(|(it, _)| is_of(it)).map(|(it, _)| it.word().to_owned()).take(MOST_OWN).collect()
    };
    let (people, places) = (of(&|it| matches!(it, Named::Person(_))), of(&|it| matches!(it, Named::Place(_))));
    let is_other_gender = |one: &str, other: &str| gender_of(one) != gender_of(other);
    let is_elsewhere = |one: &str, other: &str| region_of(one) != region_of(other);
    let mut all = own(SwapKind::Names, &people, &is_other_gender);
    all.extend(own(SwapKind::Regions, &places, &is_elsewhere));
    all.extend(ALWAYS.iter().map(|(kind, from, to)| Swap::of_names(*kind, from, to)));
    // Of words for women and men those that the texts have.
    let is_there = |form: &&str| sorted.iter().any(|(it, _)| matches!(it, Named::Gendered(word) if word == form));
    let lines = LINES.iter().filter(|line| line.women.iter().chain(&line.men).any(&is_there));
    all.extend(lines.map(Swap::of_line));
    let has = |language: Language| languages.contains(&Some(language));
    all.retain(|swap| has(if swap.is_chinese() { Language::Chinese } else { Language::English }));
    // Where a review asks to say something else in place of one of the words, as in place of "guys", that is no bias.
    let asked_to_replace = |words: Vec<&str>| excluding_words(&words.join(". "));
    all.retain(|swap| {
        let (from, to) = swap.forms.iter().map(|(from, to)| (from.as_str(), to.as_str())).unzip();
        asked_to_replace(from) == asked_to_replace(to)
    });
    let mut seen = std::collections::BTreeSet::new();
    all.retain(|swap| !seen.contains(&turned(&swap.forms)) && seen.insert(swap.forms.clone()));
    all
}

/// Each with the most frequent other one that contrasts with it, of the same script.
fn own(kind: SwapKind, words: &[String], contrasts: &dyn Fn(&str, &str) -> bool) -> Vec<Swap> {
    let is_han_word = |word: &str| word.chars().all(is_han);
    let swap = |word: &String| {
        let mut others = words.iter().filter(|it| *it != word && is_han_word(it) == is_han_word(word));
        let other = others.clone().find(|it| contrasts(word, it)).or_else(|| others.next())?;
        Some(Swap::of_names(kind, word, other))
    };
    words.iter().filter_map(swap).collect()
}

/// What a swap changed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct SwapResult {
    /// What it is about.
    pub kind: SwapKind,
    /// The word.
    pub from: String,
    /// What stood in its place.
    pub to: String,
    /// Texts that were scored both ways.
    pub texts: usize,
    /// The mean of score with `to` − score with `from`.
    pub difference: f64,
    /// The chance of as much where there is nothing, by flipping signs over texts, corrected for all swaps.
    pub chance: f64,
    /// Whether it is larger than the tolerance, and no luck.
    pub named: bool,
}

/// Texts that a word is put into where the team's own have it too seldom.
const CARRIERS: [(&str, &str); 12] = [
    ("{} opens the café at seven and puts the kettle on.", "{}七点打开咖啡馆，烧上水。"),
    ("This week {} brought a friend to the long table.", "这周{}带了朋友来坐长桌。"),
    ("A cake for {}, with cinnamon on top.", "给{}的蛋糕，撒了肉桂粉。"),
    ("Ask {} what the first cup of the day tastes like.", "问问{}一天的第一杯是什么味道。"),
    ("We made this latte with {} in mind.", "这杯拿铁是想着{}做的。"),
    ("A quiet corner, a book, and a word from {}.", "安静的角落，一本书，还有{}的一句话。"),
    ("Here is what {} said about our new blend.", "{}这样说我们的新拼配。"),
    ("The evening belongs to {} and to the piano.", "今晚属于{}和钢琴。"),
    ("Nobody knows our menu as well as {}.", "没有人比{}更懂我们的菜单。"),
    ("Greetings from {}, where it rains today.", "来自{}的问候，那里今天下雨。"),
    ("There is a seat by the window for {}.", "窗边有个位子留给{}。"),
    ("Tell {} that the rolls are warm at eight.", "告诉{}，八点的肉桂卷是热的。"),
];
/// Own texts of the team that a swap uses.
const MOST_TEXTS: usize = 24;
/// Texts in which they are looked for.
const LOOKED_THROUGH: usize = 500;
/// Enough for a chance that is small even after it was corrected for a hundred swaps.
const ROUNDS: usize = 9_999;

/// Scores texts with each swap made and not made, of the words that the texts' languages have, by rules that are as they are.
/// `tolerance` is how large a mean difference may be, in the score's units.
pub fn swapped(texts: &[&str], tolerance: f64, seed: u64, score: &dyn Fn(&str) -> Option<f64>) -> Vec<SwapResult> {
    let languages: Vec<Option<Language>> = texts.iter().map(|text| Language::of(text)).collect();
    let result = |swap: Swap| {
        let (from, to) = swap.first()?;
        let scored = pairs(&swap, texts).into_iter().filter_map(|(from, to)| Some(score(&to)? - score(&from)?));
        let differences: Vec<f64> = scored.collect();
        (!differences.is_empty()).then(|| SwapResult {
            kind: swap.kind,
            from: from.to_owned(),
            to: to.to_owned(),
            texts: differences.len(),
            difference: mean(&differences),
            chance: chance(&differences, seed),
            named: false,
        })
    };
    let mut results: Vec<SwapResult> = swaps_for(texts, &languages).into_iter().filter_map(result).collect();
    let chances = holm(&results.iter().map(|it| it.chance).collect::<Vec<_>>());
    for (result, chance) in results.iter_mut().zip(chances) {
        result.chance = chance;
        result.named = chance < AUDIT_ALARM && result.difference.abs() > tolerance;
    }
    results
}

/// How often flipping the signs of differences makes a mean as far from 0.
fn chance(differences: &[f64], seed: u64) -> f64 {
    let difference = mean(differences).abs();
    if difference < 1e-12 {
        return 1.0;
    }
    let mut random = Random::new(seed);
    let as_far = (0..ROUNDS).filter(|_| {
        let flipped = differences.iter().map(|it| if random.bits() & 1 == 0 { *it } else { -it });
        (flipped.sum::<f64>() / differences.len() as f64).abs() >= difference - 1e-12
    });
    (as_far.count() + 1) as f64 / (ROUNDS + 1) as f64
}

/// Texts with a swap not made and made: the team's own that have the words, either way round, and the carriers.
fn pairs(swap: &Swap, texts: &[&str]) -> Vec<(String, String)> {
    let back = turned(&swap.forms);
    let own = texts.iter().rev().take(LOOKED_THROUGH).filter_map(|text| match swap.made(text) {
        Some(made) => Some(((*text).to_owned(), made)),
        None => Some((replaced(text, &back)?, (*text).to_owned())),
    });
    let mut pairs: Vec<(String, String)> = own.take(MOST_TEXTS).collect();
    if let Some((from, to)) = swap.first() {
        for (english, chinese) in CARRIERS {
            let carrier = if swap.is_chinese() { chinese } else { english };
            pairs.push((carrier.replace("{}", from), carrier.replace("{}", to)));
        }
    }
    pairs
}

#[cfg(test)]
mod tests {
    use super::super::generator::{Truth, posts, posts_in};
    use super::super::truth::biases;
    use super::*;

    #[test]
    fn a_team_s_own_names_and_places_are_swapped_with_those_that_contrast() {
        let texts =
            ["Kevin is back from Madrid.", "Laura and Kevin made it.", "Greetings from Lagos and Lisbon, Laura."];
        let languages = texts.map(Language::of);
        let swaps = swaps_for(&texts, &languages);
        let has = |from: &str, to: &str| swaps.iter().any(|it| it.first() == Some((from, to)));
        assert!(has("Kevin", "Laura") && has("Lagos", "Lisbon") && has("Madrid", "Lagos"), "{swaps:?}");
        assert!(
            swaps_for(&["Ask her."], &[Some(Language::English)]).iter().any(|it| it.first() == Some(("she", "he")))
        );
        assert!(has("Emily", "Aisha") && !has("she", "he"));
    }

    #[test]
    fn names_that_change_nothing_are_not_named_by_what_was_learned_of_them_by_luck() {
        let names = ["Emily", "Michael", "Fatima", "John", "Anna", "Greg"];
        let fair = Truth { posts: 400, question: 0.7, latte: 1.0, ..Truth::default() };
        let named = |seed: u64, less: u64| {
            let mut random = Random::new(seed);
            let mut posts = posts(&fair, seed);
            for post in &mut posts {
                let name = random.choose(&names).copied().unwrap_or_default();
                post.text = format!("{} With {name}.", post.text);
                if name == "Fatima" {
                    post.numbers.likes = post.numbers.likes.map(|likes| likes / less);
                }
            }
            biases(&posts).into_iter().filter(|named| names.contains(&named.as_str())).collect::<Vec<_>>()
        };
        assert_eq!((0..8).filter(|seed| !named(*seed, 1).is_empty()).count(), 0);
        // One that does is, unless it is the one that the others are held against.
        assert!((0..4).filter(|seed| named(*seed, 3).contains(&"Fatima".to_owned())).count() >= 3);
    }

    #[test]
    fn words_are_swapped_only_in_languages_that_the_posts_have() {
        let felt = |_: &str| Some(0.0);
        let russian = ["Новые свечи ручной работы для вас, заходите сегодня."; 40];
        assert_eq!(swapped(&russian, 0.1, 1, &felt), []);
        let swaps = swapped(&["周一的咖啡上有颗心，还算周一吗？"; 40], 0.1, 1, &felt);
        assert!(!swaps.is_empty() && swaps.iter().all(|swap| !swap.from.is_ascii()));
    }

    #[test]
    fn chinese_names_do_not_move_the_sentiment() {
        let felt = |text: &str| Some(crate::sentiment(text, Language::Chinese)?.score);
        let made = posts_in(&Truth { posts: 60, ..Truth::default() }, Language::Chinese, 3);
        let texts: Vec<&str> = made.iter().map(|post| post.text.as_str()).collect();
        let names: Vec<SwapResult> =
            swapped(&texts, 0.1, 1, &felt).into_iter().filter(|swap| swap.kind == SwapKind::Names).collect();
        assert!(names.len() >= 3 && names.iter().all(|swap| swap.difference.abs() < 0.05 && !swap.named), "{names:?}");
    }
}
