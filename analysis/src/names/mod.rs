//! Chinese names of people and places in a text.

use std::collections::HashSet;
use std::sync::LazyLock;

use crate::learn::Gender;
use crate::words::{Tagged, is_han, tagged};

/// Words of a file whose comments begin with `#`.
fn listed(file: &'static str) -> impl Iterator<Item = &'static str> {
    file.lines().filter(|line| !line.starts_with('#')).flat_map(str::split_whitespace)
}

/// Names that the dictionary does not know to be ones.
pub(crate) fn people() -> impl Iterator<Item = &'static str> {
    listed(include_str!("people.txt"))
}

static PEOPLE: LazyLock<HashSet<&str>> = LazyLock::new(|| people().collect());
static ORDINARY: LazyLock<HashSet<&str>> = LazyLock::new(|| listed(include_str!("ordinary.txt")).collect());
static SURNAMES: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    let of_one = |surnames: &'static str| surnames.split("").filter(|surname| !surname.is_empty());
    listed(include_str!("surnames.txt"))
        .flat_map(|it| if it.chars().count() > 2 { of_one(it).collect() } else { vec![it] })
        .collect()
});

/// Longest name with a surname: two characters and two.
const LONGEST: usize = 4;

/// Whether a word is a name. The dictionary takes quite some everyday words for names, so of those of people those count
/// that begin with a surname; and what no dictionary has and stands like a noun is mostly one.
fn is_name(word: &Tagged) -> bool {
    let characters = word.text.chars().count();
    let surname = |count: usize| {
        word.text
            .char_indices()
            .nth(count)
            .is_some_and(|(end, _)| word.text.get(..end).is_some_and(|first| SURNAMES.contains(first)))
    };
    let of_person = || {
        word.tag.starts_with("nr")
            && (2..=LONGEST).contains(&characters)
            && ((characters < LONGEST && surname(1)) || surname(2))
    };
    word.text.chars().all(is_han)
        && !ORDINARY.contains(word.text)
        && (matches!(word.tag, "ns" | "nrfg")
            || (characters > 1 && !word.is_known && word.tag.starts_with('n'))
            || PEOPLE.contains(word.text)
            || SURNAMES.contains(word.text) && characters == 2
            || (!word.is_known && reads_like_a_name(word.text))
            || of_person())
}

/// Characters that end the given names of women …
const OF_WOMEN: &str = "芳丽娟敏静秀英霞燕玲娜婷雪梅兰莉莹琳颖慧雅倩蓉萍红艳菊珍琴丹蕾薇娇媛瑶怡欣妍婉淑惠芬香凤巧美琪璐曼柔蝶莲翠珊雯莎妮露";
/// … and of men.
const OF_MEN: &str = "强伟军磊勇刚峰涛超杰斌浩鹏宇飞龙辉健俊豪志武海波亮松林生东华毅雄昊帅国建明山江力";

/// What people take a Chinese name to be: mostly by its last character.
pub(crate) fn gender_of(name: &str) -> Option<Gender> {
    let last = name.chars().next_back()?;
    if name.ends_with("古丽") || OF_WOMEN.contains(last) {
        Some(Gender::Woman)
    } else {
        OF_MEN.contains(last).then_some(Gender::Man)
    }
}

/// Whether a word is written as names of people are: a surname, and an end that given names have.
fn reads_like_a_name(word: &str) -> bool {
    let first = |count: usize| word.chars().take(count).collect::<String>();
    (2..=LONGEST).contains(&word.chars().count())
        && (SURNAMES.contains(first(1).as_str()) || SURNAMES.contains(first(2).as_str()))
        && gender_of(word).is_some()
}

/// The names of people in a Chinese text. Of words that the dictionary does not take for ones, those that it does not have and that
/// read like names.
pub(crate) fn people_in(text: &str) -> Vec<String> {
    let is_person = |word: &&Tagged| {
        word.text.chars().all(is_han)
            && !ORDINARY.contains(word.text)
            && (PEOPLE.contains(word.text)
                || reads_like_a_name(word.text) && (word.tag.starts_with("nr") || !word.is_known))
    };
    tagged(text).iter().filter(is_person).map(|word| word.text.to_owned()).collect()
}

/// A Chinese text without the names in it.
pub(crate) fn without_names(text: &str) -> String {
    tagged(text).iter().map(|word| if is_name(word) { " " } else { word.text }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_taken_out_and_words_that_the_dictionary_takes_for_names_are_not() {
        for name in [
            "王芳",
            "欧阳晓丽",
            "阿依古丽",
            "阿不都拉",
            "买买提",
            "卓玛",
            "诸葛亮",
            "古力娜扎",
            "陈建国",
            "约翰",
            "艾米丽",
        ] {
            let text = format!("这杯拿铁是想着{name}做的。");
            assert_eq!(without_names(&text).replace(' ', ""), "这杯拿铁是想着做的。", "{name}");
        }
        for text in ["房间安静又温馨。", "谢谢你们，东西齐全。", "家具陈旧，我明白了。", "服务周到，温泉很好。"]
        {
            assert_eq!(without_names(text), text);
        }
    }
}
