//! The figures of a text: digits and spelled numbers, each with its unit, what stands before or behind it ("before ten"), and
//! what it counts.

mod beside;
mod rate;
mod read;
mod swap;

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

pub(super) use self::beside::relation_at;
use self::rate::Rate;
use self::read::{figures, narrow};
pub(super) use self::swap::swapped;
use super::constant;
use crate::words::is_han;

/// A figure, as two texts are compared by it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Figure {
    /// The number in digits, or a vague word such as "dozens".
    value: String,
    /// Whether it is the place in an order.
    ordinal: bool,
    /// Whether it is spelled.
    spelled: bool,
    /// A unit that changes what it says.
    unit: Option<&'static str>,
    /// "before", "over" and the like.
    relation: Option<&'static str>,
    /// What it counts: in English stems, in Chinese the measure word and the noun.
    what: Vec<String>,
    /// What the thing that it counts is full of, or a share is taken off, in English stems.
    content: Vec<String>,
    /// What it is for.
    rate: Option<Rate>,
    /// As it stands, with its unit.
    pub(super) text: String,
    /// Where the number stands.
    at: Range<usize>,
}

/// Advice on a text's own parts: "split it into two", 拆成两句.
static SPLIT: LazyLock<Regex> = LazyLock::new(|| {
    constant(r"(?i)\b(?:split|break|cut|divide)\b[^.!?\n]{0,40}\b(?:in|into)\s+$|(?:拆|分|断|改|切)(?:成|为|作)\s*$")
});

/// What advice counts: its own points.
static OF_ADVICE: LazyLock<Regex> = LazyLock::new(|| {
    constant(
        r"(?i)^\s*(?:findings|suggestions|ideas|reasons|fixes|changes|steps|tips|problems|issues|questions|things)\b|^[个点处条项]?(?:问题|建议|地方|原因|改动|想法|毛病)",
    )
});
/// The halves of a text: "the first half", 后半段.
static HALF_BEFORE: LazyLock<Regex> = LazyLock::new(|| constant(r"(?i)\b(?:first|second|former|latter|other)\s+$"));
static HALF_BEHIND: LazyLock<Regex> = LazyLock::new(|| constant(r"^(?:段|句|部分|篇|截)"));

/// Bytes of a unit at most: "square kilometres".
const LONGEST_UNIT: usize = 24;

/// What of a figure has to be the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Strictness {
    /// Number, unit, what it counts, and what stands beside it.
    Whole,
    /// Number and unit.
    Unit,
}

impl Figure {
    /// A single thing that is spelled ("one", 一杯) says hardly more than an article.
    fn is_article(&self) -> bool {
        let counts = self.unit.is_some_and(|unit| !matches!(unit, "clock" | "points" | "day"));
        self.spelled && self.value == "1" && !self.ordinal && !counts && matches!(self.relation, None | Some("every"))
    }

    /// A half or a quarter of something.
    fn is_part(&self) -> bool {
        self.spelled && (self.value == "0.5" || self.value.contains(char::is_alphabetic)) && self.unit.is_none()
    }

    /// Whether it is a rate, and the other right behind it what it is for.
    fn is_for(&self, other: &Self) -> bool {
        let is_near = other.at.start.saturating_sub(self.at.end) <= LONGEST_UNIT;
        is_near && other.unit.is_some_and(|unit| self.rate == Some(Rate::Unit(unit)))
    }

    fn is_same(&self, other: &Self, strictness: Strictness) -> bool {
        if self.value != other.value {
            return false;
        }
        if strictness == Strictness::Unit {
            let is_rate = self.relation == Some("every");
            return (self.unit.is_none() || self.unit == other.unit) && (!is_rate || self.relation == other.relation);
        }
        self.unit == other.unit
            && self.ordinal == other.ordinal
            && self.relation == other.relation
            && Rate::is_same(self.rate.as_ref(), other.rate.as_ref())
            && self.counts_same(other)
    }

    /// Whether both count the same, as far as they say what.
    fn counts_same(&self, other: &Self) -> bool {
        let (mine, its) = (&self.content, &other.content);
        if !mine.is_empty() && !its.is_empty() {
            return mine.iter().all(|word| its.contains(word)) || its.iter().all(|word| mine.contains(word));
        }
        let (Some(first), Some(second)) = (self.what.first(), other.what.first()) else { return true };
        if first.contains(is_han) && second.contains(is_han) {
            // 四十八个人 and 48 人 are the same; 个, 位 and 名 count people alike.
            let noun = |what: &[String]| what.get(1).or(what.first().filter(|it| *it == "人")).cloned();
            let of_people = |measure: &str| matches!(measure, "个" | "位" | "名" | "人");
            let is_measure_same = first == second || (of_people(first) && of_people(second));
            return match (noun(&self.what), noun(&other.what)) {
                // 小面包 is 面包, too.
                (Some(mine), Some(its)) => (mine.ends_with(&its) || its.ends_with(&mine)) && is_measure_same,
                _ => first == second,
            };
        }
        let counts = |it: &Self, word: &String| it.what.contains(word) || it.content.contains(word);
        counts(other, first) || counts(self, second)
    }
}

/// The figures of `text` that `other` does not have.
pub(super) fn missing(text: &str, other: &str) -> Vec<Figure> {
    let has = figures(other);
    let mut own = figures(text);
    own.retain(|figure| !figure.is_article() && !has.iter().any(|it| figure.is_same(it, Strictness::Whole)));
    own
}

/// The figures of `text` that `known` does not have with the same unit. Places in an order ("the first sentence"), single things
/// and advice on how to divide a text are none.
pub fn unknown_figures(text: &str, known: &str) -> Vec<String> {
    let has = figures(known);
    let narrowed = narrow(text);
    let is_advice = |figure: &Figure| {
        let before = narrowed.get(..figure.at.start).unwrap_or_default();
        let behind = narrowed.get(figure.at.end..).unwrap_or_default();
        let near = last_characters(before, 60);
        let is_small = figure.spelled && figure.value.len() == 1;
        is_small && (SPLIT.is_match(&near) || OF_ADVICE.is_match(behind))
            || figure.value == "0.5" && (HALF_BEFORE.is_match(&near) || HALF_BEHIND.is_match(behind))
    };
    let unknown = figures(text).into_iter().filter(|figure| {
        let points = figure.spelled && figure.ordinal;
        !points
            && !figure.is_article()
            && !is_advice(figure)
            && !has.iter().any(|it| figure.is_same(it, Strictness::Unit))
    });
    unknown.map(|figure| figure.text).collect()
}

fn last_characters(text: &str, most: usize) -> String {
    let skipped = text.chars().count().saturating_sub(most);
    text.chars().skip(skipped).collect()
}

#[cfg(test)]
mod tests {
    use super::{missing, unknown_figures};

    fn lost(text: &str, other: &str) -> Vec<String> {
        missing(text, other).into_iter().map(|figure| figure.text).collect()
    }

    #[test]
    fn a_number_is_the_same_in_digits_and_in_words() {
        for (one, other) in [
            ("Twenty-five seats wait.", "25 seats wait for you."),
            ("Come by before ten.", "Come by before 10, with a friend."),
            ("前三十位客人送饼干。", "前 30 位客人送饼干。"),
            ("It costs $1,200.", "It costs 1200 dollars."),
            ("500g of flour", "500 grams of flour"),
            ("A 2 litre jug", "A 2 l jug"),
            ("12 quiet seats.", "There are twelve seats."),
            ("早上五点开门。", "早上 5 点开门。"),
            ("30 crazy loaves", "30 wild loaves"),
            ("三十个小面包", "三十个面包"),
            ("$5/kg for apples", "Apples: $5 a kilo"),
            ("£12 per month", "£12 a month"),
            ("一杯拿铁 28 元", "拿铁 28 元一杯"),
            ("每杯 28 元", "28 元/杯"),
            ("5元每公斤", "每公斤5元"),
            ("20 degrees C", "20 °C"),
            ("Bake at 180 deg C", "Bake at 180℃"),
            ("2 cups of green tea", "2 cups of tea"),
            ("two cups of tea", "two teas"),
            ("half an hour", "half an hour of music"),
            ("He said \"come at 6\" to us", "He said: come at 6"),
            ("Buy 3 get 1 free", "Buy 3, get 1 free!"),
            ("买三送一", "买 3 送 1"),
            ("Open to 12 new", "Open to 12 new."),
        ] {
            assert_eq!((lost(one, other), lost(other, one)), (vec![], vec![]), "{one} → {other}");
        }
    }

    #[test]
    fn another_number_unit_noun_or_side_is_another_figure() {
        for (one, other) in [
            ("Twenty seats wait.", "Thirty seats wait."),
            ("Twenty seats wait.", "Twenty chairs wait."),
            ("The latte costs $4.50.", "The latte costs €4.50."),
            ("Come by before 10.", "Come by after 10."),
            ("Come at 10 am.", "Come at 10 pm."),
            ("We have nine vans.", "We have six vans."),
            ("Twice a week.", "Three times a week."),
            ("五点开门", "六点开门"),
            ("前三十位客人", "前五十位客人"),
            ("第二杯半价", "第三杯半价"),
            ("一杯 39 元", "一杯 39 美元"),
            ("十点前来", "十点后来"),
            ("30 位客人", "30 位员工"),
            ("30 small loaves", "30 small cakes"),
            ("5 kinds of bread", "5 kinds of cake"),
            ("500 mg of salt", "500 g of salt"),
            ("Bake at 350F", "Bake at 350C"),
            ("80 °C", "80 °F"),
            ("12 oz bags", "12 g bags"),
            ("a 3 lb loaf", "a 3 oz loaf"),
            ("6 sq ft", "6 sq m"),
            ("a 100 W lamp", "a 100 V lamp"),
            ("30 crazy loaves", "30 wild cakes"),
            ("三十个小面包", "三十个小蛋糕"),
            ("$5/kg", "$5/lb"),
            ("$5 a kilo", "$5"),
            ("£12 per month", "£12 per year"),
            ("£3 per kg", "£3 per bag"),
            ("4 euros a slice", "4 euros a loaf"),
            ("每公斤5元", "每斤5元"),
            ("5元一杯", "5元一壶"),
            ("一杯 5 元", "一壶 5 元"),
            ("5元/杯", "5元/壶"),
            ("20 degrees C", "20 degrees F"),
            ("180 deg C", "180 deg F"),
            ("180° C", "180° F"),
            ("80℃", "80℉"),
            ("摄氏80度", "华氏80度"),
            ("12 fl oz", "12 oz"),
            ("20 cu ft", "20 cu m"),
            ("500 MB", "500 Mb"),
            ("a 6\" pizza", "a 6' pizza"),
            ("half a litre", "half a pint"),
            ("half a cake", "half a loaf"),
            ("a quarter of a cake", "a quarter of a loaf"),
            ("half an hour", "half a day"),
            ("2 cups of tea", "2 cups of milk"),
            ("3 bags of fresh flour", "3 bags of sugar"),
            ("两勺茶", "两勺奶"),
            ("两勺红糖", "两勺白糖"),
            ("Buy 3 get 1 free", "Buy 1 get 3 free"),
            ("买三送一", "买一送三"),
            ("40% off all winter coats", "40% off all winter boots"),
            ("58元/斤", "58元/斤起"),
        ] {
            assert!(!lost(one, other).is_empty(), "{one} → {other}");
            assert!(!lost(other, one).is_empty(), "{other} → {one}");
        }
    }

    #[test]
    fn a_price_that_is_for_something_is_new_where_it_was_for_all() {
        for (old, new) in [
            ("The course is $300.", "The course is $300 per class."),
            ("The course is $300.", "The course is $300 each."),
            ("The app is $9.", "The app is $9 per user."),
            ("民宿 380 元", "民宿 380 元一晚"),
            ("学费三百元", "每节学费三百元"),
            ("学费三百元", "学费三百元一节"),
            ("学费三百元", "每人学费三百元"),
        ] {
            assert_eq!((missing(new, old).len(), missing(old, new).len()), (1, 1), "{old} → {new}");
        }
        for (old, new) in [("拿铁 28 元", "拿铁 28 元一杯"), ("A latte is $5.", "Lattes: $5 a cup.")] {
            assert!(missing(new, old).is_empty() && missing(old, new).is_empty(), "{old} → {new}");
        }
    }

    #[test]
    fn figures_that_nobody_gave_are_named_with_their_units() {
        let known = "Come by before 10, 30 位客人. 2 of 3 sentences are long (67%). 71 / 100";
        for said in [
            "Twice as many people will click.",
            "Half of your readers stop here.",
            "Two thirds never come back.",
            "I would give it a seven out of ten.",
            "Four out of five readers leave.",
            "Dozens of tests show it.",
            "Posts like this get 10 times more likes.",
            "能多卖 30%。",
            "我给八分。",
            "九成读者会划走。",
            "有五成的人读不完。",
            "每三个人就有一个离开。",
            "多卖一倍。",
            "Tenfold reach is in sight.",
            "Expect a several-fold rise.",
            "It grows by a factor of ten.",
            "A majority of readers stop here.",
            "Most readers stop here.",
            "The vast majority will agree.",
            "A couple of hundred people will come.",
            "A few thousand clicks are likely.",
            "Sales will quadruple.",
            "销量会翻倍。",
            "点击会翻一番。",
            "会有成千上万的人看到。",
            "大多数读者会划走。",
            "多数人不会点开。",
            "绝大部分人不会看完。",
            "能多来几百人。",
            "效果好几倍。",
            "Half the readers leave in the second line.",
            "一半的人看到后面就走了。",
            "20 findings.",
        ] {
            assert!(!unknown_figures(said, known).is_empty(), "{said}");
        }
        for said in [
            "Change the first sentence first.",
            "“before 10” gives a reason to hurry.",
            "Two sentences of three are long, 67%.",
            "Split it into two.",
            "这一句太长，拆成两句，加一个邀请。",
            "前三十位很具体。",
            "The most important word comes last.",
            "A few words fewer would do.",
            "Cut it several times.",
            "翻开第一页就有画面。",
            "近来的句子更短。",
            "The first half sets the scene, the second half sells.",
            "前半段很好，后半句太长。",
            "Two findings stand out.",
            "I have two suggestions.",
            "有两个问题：开头太长，结尾没有邀请。",
            "三点建议如下。",
        ] {
            assert_eq!(unknown_figures(said, known), [""; 0], "{said}");
        }
    }
}
