//! What a product is and what an offer includes ("vegan", "delivery is included"): a rewrite keeps it, in these or other words.

use std::sync::LazyLock;

use regex::Regex;

use super::constant;
use crate::words::content_words;

/// One pattern for each thing.
static TERMS: LazyLock<Vec<Regex>> = LazyLock::new(|| {
    let lines = include_str!("data/terms.txt").lines().filter(|line| !line.is_empty() && !line.starts_with("# "));
    let one = |words: &str| if words.is_ascii() { format!(r"\b(?:{words})\b") } else { words.to_string() };
    lines.map(|line| constant(&format!("(?i){}", line.split(" / ").map(one).collect::<Vec<_>>().join("|")))).collect()
});
/// "gluten-free", "PVC-free".
static FREE_OF: LazyLock<Regex> = LazyLock::new(|| constant(r"(?i)\b([a-z]{2,})-free\b"));
/// 不含麸质: what something is without.
static WITHOUT: LazyLock<Regex> = LazyLock::new(|| constant(r"不含(\p{Han}{1,3})"));
/// What is included, and for whom or when alone an offer is.
static PARTS: LazyLock<Vec<(Regex, Regex)>> = LazyLock::new(|| {
    let included = r"(?i)\b(?:includ\w+|comes? with|with|free|on us|on the house|plus)\b|含|包|送|附|赠|带";
    let alone = r"(?i)\b(?:only|exclusive\w*|solely)\b|仅|限|只";
    let people = "(儿童|小孩|孩子|老人|长者|学生|军人|教师|老师|新客|女士|情侣|宠物)";
    let part = |pattern: &str, says: &str| (constant(pattern), constant(says));
    vec![
        part(
            r"(?i)\b([a-z]+(?:,? and (?:an? |the )?[a-z]+)?) (?:is|are|comes?) (?:also |actually |always |even )?included\b",
            included,
        ),
        part(r"(?i)\b(?:includes?|including|comes with) (?:an? |the |our |free )?([a-z]+)\b", included),
        part(r"(?:^|[^不包])含(\p{Han}{2,4})", included),
        part(r"(?i)\bfor ((?:[a-z]+ ){0,2}[a-z]+) only\b", alone),
        part(r"(?:仅|只)限(\p{Han}{2,4})", alone),
        part(r"(?i)\bone per ([a-z]+)", r"(?i)\b(?:one|1|a single)\b"),
        part(&format!("{people}(?:可|均可)?免(?:票|费)"), "免"),
        part(&format!("{people}(?:可|均可)?半(?:票|价)"), "半"),
    ]
});
/// Words of the list that say nothing of an offer.
static IDLE: LazyLock<Regex> = LazyLock::new(|| {
    constant(
        r"(?i)\b(?:feel|set|break|get) free\b|\bfree (?:time|evening|morning|afternoon|hand|hands|will|to|of|from)\b|送到|送给|欢送|目送|送走",
    )
});

/// What `text` says of the product or the offer and `other` does not, in any words.
pub(super) fn lost(text: &str, other: &str) -> Vec<String> {
    let own = IDLE.replace_all(text, " ");
    let lower = other.to_lowercase();
    // The "free" of "gluten-free" is that of another term.
    let is_whole = |found: &regex::Match<'_>| own.get(..found.start()).is_some_and(|before| !before.ends_with('-'));
    let listed = TERMS.iter().filter(|term| !term.is_match(other));
    let listed = listed.filter_map(|term| term.find_iter(&own).find(is_whole));
    let mut lost: Vec<String> = listed.map(|found| found.as_str().to_string()).collect();
    for pattern in [&*FREE_OF, &*WITHOUT] {
        let all = pattern.captures_iter(&own).filter_map(|found| Some((found.get(0)?, found.get(1)?)));
        let gone = all.filter(|(_, what)| !lower.contains(&what.as_str().to_lowercase()));
        lost.extend(gone.map(|(whole, _)| whole.as_str().to_string()));
    }
    let known: Vec<String> = content_words(other);
    for (pattern, says) in PARTS.iter() {
        let all = pattern.captures_iter(&own).filter_map(|found| Some((found.get(0)?, found.get(1)?)));
        let is_kept = |what: &str| {
            let is_there = |word: &String| known.contains(word) || other.contains(word.as_str());
            says.is_match(other) && content_words(what).iter().all(is_there)
        };
        let gone = all.filter(|(_, what)| !is_kept(what.as_str()));
        lost.extend(gone.map(|(whole, _)| whole.as_str().trim().to_string()));
    }
    lost.dedup();
    lost
}

#[cfg(test)]
mod tests {
    use super::lost;

    #[test]
    fn what_a_product_is_and_an_offer_includes_is_kept() {
        for (text, other, gone) in [
            ("Our organic oats are back.", "Our oats are back.", "organic"),
            ("Delivery is included.", "We deliver.", "Delivery is included"),
            ("A vegan burger.", "A burger.", "vegan"),
            ("Gluten-free buns.", "Soft buns.", "Gluten-free"),
            ("PVC-free mats.", "Soft mats.", "PVC-free"),
            ("The second cup is free.", "There is a second cup.", "free"),
            ("You can return it in May.", "You can have it in May.", "return it"),
            ("Bowls made by hand.", "Bowls for soup.", "by hand"),
            ("One per customer.", "For every customer.", "One per customer"),
            ("Dogs are welcome.", "All are welcome.", "Dogs"),
            ("全场包邮。", "全场都有。", "包邮"),
            ("有机燕麦。", "燕麦。", "有机"),
            ("面包不含麸质。", "面包很软。", "不含麸质"),
            ("坏了可退。", "坏了找我们。", "可退"),
            ("会员半价。", "半价。", "会员"),
            ("The trip costs $90 and breakfast is included.", "The trip costs $90.", "breakfast is included"),
            ("Breakfast is included.", "Breakfast is extra.", "Breakfast is included"),
            ("It includes lunch.", "It includes dinner.", "includes lunch"),
            ("Rooms for new guests only.", "Rooms for all guests.", "for new guests only"),
            ("民宿，含双人早餐。", "民宿，含双人晚餐。", "，含双人早餐"),
            ("仅限新客，到店领。", "仅限老客，到店领。", "仅限新客"),
            ("仅限周二。", "周二。", "仅限周二"),
            ("The offer is for members only.", "The offer is for members.", "for members only"),
            ("Entry and a guide are included.", "Entry is included.", "Entry and a guide are included"),
            ("儿童免票。", "老人免票。", "儿童免票"),
            ("儿童免票。", "儿童半票。", "儿童免票"),
            ("可改期。", "可用。", "改期"),
        ] {
            assert_eq!(lost(text, other), [gone], "{text} → {other}");
        }
        for (text, other) in [
            ("Our organic oats are back.", "Back: oats, grown organically."),
            ("Delivery is included.", "Free delivery."),
            ("Gluten-free buns.", "Buns without gluten."),
            ("Made by hand.", "Handmade."),
            ("The second cup is free.", "The second cup is on the house."),
            ("全场包邮。", "全场免运费。"),
            ("无糖豆浆。", "豆浆不加糖。"),
            ("Breakfast is included.", "It comes with breakfast."),
            ("The price includes towels.", "Towels are included."),
            ("含双人早餐。", "双人早餐包含在内。"),
            ("仅限新客。", "只限新客。"),
            ("Feel free to ask, we have free time.", "Ask us."),
            ("The train sets off at six, and you return at noon.", "The train leaves at six and is back at noon."),
            ("送到门口的信。", "信在门口。"),
        ] {
            assert_eq!(lost(text, other), [""; 0], "{text} → {other}");
        }
    }
}
