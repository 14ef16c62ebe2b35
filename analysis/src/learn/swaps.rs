//! What changes when only a name, a gender or a region does.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::card::AUDIT_ALARM;
use super::statistics::{holm, mean};
use super::{BIAS_TOLERANCE, Observation, Random, Trained};
use crate::Language;

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

/// Two words that should make no difference.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Swap {
    /// What it is about.
    pub kind: SwapKind,
    /// The word.
    pub from: &'static str,
    /// What stands in its place.
    pub to: &'static str,
}

/// The swaps that are made where a text has the first word, or in a carrier sentence. Both words of nearly all are equally long, so
/// that it is not the length that makes a difference.
pub const SWAPS: [Swap; 29] = [
    Swap { kind: SwapKind::Names, from: "Emily", to: "Aisha" },
    Swap { kind: SwapKind::Names, from: "Greg", to: "Amir" },
    Swap { kind: SwapKind::Names, from: "Anna", to: "Esra" },
    Swap { kind: SwapKind::Names, from: "Michael", to: "Mohamed" },
    Swap { kind: SwapKind::Names, from: "Fatima", to: "Amelia" },
    Swap { kind: SwapKind::Names, from: "Lakisha", to: "Allison" },
    Swap { kind: SwapKind::Names, from: "Jamal", to: "Brett" },
    Swap { kind: SwapKind::Names, from: "Mary", to: "John" },
    Swap { kind: SwapKind::Names, from: "Sarah", to: "Ahmed" },
    Swap { kind: SwapKind::Names, from: "小明", to: "艾力" },
    Swap { kind: SwapKind::Names, from: "王芳", to: "古丽" },
    Swap { kind: SwapKind::Names, from: "阿依古丽", to: "欧阳晓丽" },
    Swap { kind: SwapKind::Genders, from: "she", to: "he" },
    Swap { kind: SwapKind::Genders, from: "women", to: "men" },
    Swap { kind: SwapKind::Genders, from: "mothers", to: "fathers" },
    Swap { kind: SwapKind::Genders, from: "waitress", to: "waiter" },
    Swap { kind: SwapKind::Genders, from: "girls", to: "boys" },
    Swap { kind: SwapKind::Genders, from: "girl", to: "boy" },
    Swap { kind: SwapKind::Genders, from: "daughter", to: "son" },
    Swap { kind: SwapKind::Genders, from: "女生", to: "男生" },
    Swap { kind: SwapKind::Genders, from: "女孩", to: "男孩" },
    Swap { kind: SwapKind::Genders, from: "她", to: "他" },
    Swap { kind: SwapKind::Genders, from: "妈妈", to: "爸爸" },
    Swap { kind: SwapKind::Regions, from: "north", to: "south" },
    Swap { kind: SwapKind::Regions, from: "London", to: "Harare" },
    Swap { kind: SwapKind::Regions, from: "Paris", to: "Cairo" },
    Swap { kind: SwapKind::Regions, from: "Berlin", to: "Ankara" },
    Swap { kind: SwapKind::Regions, from: "上海", to: "河南" },
    Swap { kind: SwapKind::Regions, from: "北京", to: "喀什" },
];

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
    /// The chance of as much where there is nothing, corrected for all swaps: for a model by how unsure its coefficients are,
    /// for fixed rules by flipping signs over texts.
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
const MOST_TEXTS: usize = 60;
const ROUNDS: usize = 999;

/// Scores texts with each swap made and not made, of the words that the texts' languages have, by rules that are as they are.
/// `tolerance` is how large a mean difference may be, in the score's units.
pub fn swapped(texts: &[&str], tolerance: f64, seed: u64, score: &dyn Fn(&str) -> Option<f64>) -> Vec<SwapResult> {
    swaps(texts, tolerance, &|pairs| {
        let differences: Vec<f64> = pairs.iter().filter_map(|(from, to)| Some(score(to)? - score(from)?)).collect();
        let difference = mean(&differences);
        let mut random = Random::new(seed);
        let as_far = (0..ROUNDS).filter(|_| {
            let flipped = differences.iter().map(|it| if random.bits() & 1 == 0 { *it } else { -it });
            (flipped.sum::<f64>() / differences.len() as f64).abs() >= difference.abs() - 1e-12
        });
        let chance = (as_far.count() + 1) as f64 / (ROUNDS + 1) as f64;
        (differences.len(), difference, chance)
    })
}

/// The same on a model's predictions, in log units, of the posts that `draft` makes of texts. That a word's coefficient has the
/// same sign in every text says nothing: it was learned once, and may be luck of the posts that had the word.
pub fn swapped_in_model(texts: &[&str], trained: &Trained, draft: &dyn Fn(&str) -> Observation) -> Vec<SwapResult> {
    let Some(model) = &trained.model else { return Vec::new() };
    swaps(texts, BIAS_TOLERANCE, &|pairs| {
        let pairs: Vec<(Observation, Observation)> = pairs.iter().map(|(from, to)| (draft(from), draft(to))).collect();
        let log = |post: &Observation| Some(model.predict(post)?.log);
        let differences: Vec<f64> = pairs.iter().filter_map(|(from, to)| Some(log(to)? - log(from)?)).collect();
        (differences.len(), mean(&differences), trained.chance_of_change(&pairs))
    })
}

/// What texts with a swap not made and made come to: how many, the mean difference, and the chance of it.
type Scored<'a> = dyn Fn(&[(String, String)]) -> (usize, f64, f64) + 'a;

/// Makes each swap, and names those that are no luck.
fn swaps(texts: &[&str], tolerance: f64, of: &Scored) -> Vec<SwapResult> {
    let languages: Vec<Option<Language>> = texts.iter().map(|text| Language::of(text)).collect();
    let language = |swap: &Swap| if swap.from.is_ascii() { Language::English } else { Language::Chinese };
    let tried = SWAPS.into_iter().filter(|swap| languages.contains(&Some(language(swap))));
    let result = |swap: Swap| {
        let (texts, difference, chance) = of(&pairs(swap, texts));
        let (from, to) = (swap.from.to_owned(), swap.to.to_owned());
        SwapResult { kind: swap.kind, from, to, texts, difference, chance, named: false }
    };
    let mut results: Vec<SwapResult> = tried.map(result).filter(|result| result.texts > 0).collect();
    let chances = holm(&results.iter().map(|it| it.chance).collect::<Vec<_>>());
    for (result, chance) in results.iter_mut().zip(chances) {
        result.chance = chance;
        result.named = chance < AUDIT_ALARM && result.difference.abs() > tolerance;
    }
    results
}

/// Texts with a swap not made and made: the team's own that have the word, and the carriers.
fn pairs(swap: Swap, texts: &[&str]) -> Vec<(String, String)> {
    let own = texts.iter().filter_map(|text| Some(((*text).to_owned(), replaced(text, swap.from, swap.to)?)));
    let mut pairs: Vec<(String, String)> = own.take(MOST_TEXTS).collect();
    for (english, chinese) in CARRIERS {
        let carrier = if swap.from.is_ascii() { english } else { chinese };
        pairs.push((carrier.replace("{}", swap.from), carrier.replace("{}", swap.to)));
    }
    pairs
}

/// The text with a word replaced wherever it stands; `None` if it does not.
fn replaced(text: &str, from: &str, to: &str) -> Option<String> {
    let mut out = String::new();
    let mut rest = text;
    let mut found = false;
    while let Some(place) = rest.find(from) {
        let (before, after) = (rest.get(..place)?, rest.get(place + from.len()..)?);
        let letter = |c: Option<char>| from.is_ascii() && c.is_some_and(char::is_alphanumeric);
        let is_word =
            !letter(before.chars().next_back().or_else(|| out.chars().next_back())) && !letter(after.chars().next());
        out.push_str(before);
        out.push_str(if is_word { to } else { from });
        found |= is_word;
        rest = after;
    }
    out.push_str(rest);
    found.then_some(out)
}

#[cfg(test)]
mod tests {
    use super::super::generator::{Truth, posts, posts_in};
    use super::super::truth::biases;
    use super::*;

    #[test]
    fn only_whole_words_are_swapped() {
        assert_eq!(replaced("She and she, ashes.", "she", "he").as_deref(), Some("She and he, ashes."));
        assert_eq!(replaced("ashes", "she", "he"), None);
        assert_eq!(replaced("妈妈和妈妈", "妈妈", "爸爸").as_deref(), Some("爸爸和爸爸"));
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
