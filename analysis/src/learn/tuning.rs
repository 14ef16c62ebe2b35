//! Copy as examples to fine-tune a language model on: split, without repeats, without personal data.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use regex::Regex;

use super::Random;
use crate::resemblance;

/// An approved text and what it was about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Copy<'a> {
    /// What was asked for, such as a topic.
    pub brief: &'a str,
    /// The text.
    pub text: &'a str,
}

/// A brief and a text, fit for training.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Example {
    /// What was asked for.
    pub brief: String,
    /// The text.
    pub text: String,
}

/// Examples, split, and what was left out.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Examples {
    /// To train on.
    pub training: Vec<Example>,
    /// To validate with: nothing of it is `likeness` or more like a text of `training`.
    pub validation: Vec<Example>,
    /// From this likeness (0 to 1) on two texts are on the same side.
    pub likeness: f64,
    /// Left out because they repeat, or nearly repeat, another.
    pub repeats: usize,
    /// From which personal data was taken out.
    pub cleaned: usize,
    /// What was taken out of them, by class: how often.
    pub removed: BTreeMap<&'static str, usize>,
    /// Left out because they are too short.
    pub short: usize,
}

/// Characters that a text needs.
const LEAST_CHARACTERS: usize = 10;
/// From this likeness on two texts are the same.
const SAME: f64 = 0.8;
/// One in so many is for validation.
const VALIDATION: usize = 10;

/// Texts that are so much alike go on one side together; where that leaves too few to validate with, because all are alike, only
/// those that are more so.
const ALIKE: [f64; 5] = [0.6, 0.65, 0.7, 0.75, SAME];

/// What can reach a person or stands for one, and what stands in its place.
static PERSONAL: LazyLock<Vec<(Regex, &str)>> = LazyLock::new(|| {
    let lines = include_str!("personal.txt").lines().filter(|line| !line.starts_with('#'));
    let patterns = lines.filter_map(|line| line.split_once('\t'));
    patterns.filter_map(|(instead, pattern)| Some((Regex::new(pattern).ok()?, instead))).collect()
});

/// A text without what can reach a person, and whether there was any.
pub fn without_personal_data(text: &str) -> (String, bool) {
    let (clean, removed) = cleaned(text);
    (clean, !removed.is_empty())
}

/// The same, with how often something of each class was taken out.
fn cleaned(text: &str) -> (String, BTreeMap<&'static str, usize>) {
    let mut clean = text.to_owned();
    let mut removed = BTreeMap::new();
    for (pattern, instead) in &*PERSONAL {
        let count = pattern.find_iter(&clean).count();
        if count > 0 {
            let class = instead.trim_start_matches('[').split(']').next().unwrap_or_default();
            *removed.entry(class).or_default() += count;
            clean = pattern.replace_all(&clean, *instead).into_owned();
        }
    }
    (clean, removed)
}

/// A text by which repeats are known: that only the number is another makes no other text.
fn without_digits(text: &str) -> String {
    let mut bare: String = text.to_lowercase().chars().map(|c| if c.is_numeric() { '0' } else { c }).collect();
    while bare.contains("00") {
        bare = bare.replace("00", "0");
    }
    bare
}

/// Makes examples of approved copy. Which ones are for validation is the seed's choice.
pub fn examples(copy: &[Copy], seed: u64) -> Examples {
    let mut made = Examples::default();
    let mut kept: Vec<(Example, String)> = Vec::new();
    let mut alike: Vec<(usize, usize, f64)> = Vec::new();
    let mut seen = BTreeSet::new();
    for Copy { brief, text } in copy {
        let (text, removed) = cleaned(text.trim());
        let (brief, _) = without_personal_data(brief.trim());
        if text.chars().count() < LEAST_CHARACTERS {
            made.short += 1;
            continue;
        }
        let bare = without_digits(&text);
        let likeness: Vec<f64> = if seen.insert(bare.clone()) {
            kept.iter().map(|(_, other)| resemblance(other, &bare)).collect()
        } else {
            vec![1.0]
        };
        if likeness.iter().any(|it| *it >= SAME) {
            made.repeats += 1;
            continue;
        }
        alike.extend(
            likeness.into_iter().enumerate().filter(|(_, it)| *it >= ALIKE[0]).map(|(it, like)| (it, kept.len(), like)),
        );
        made.cleaned += usize::from(!removed.is_empty());
        for (class, count) in removed {
            *made.removed.entry(class).or_default() += count;
        }
        kept.push((Example { brief, text }, bare));
    }
    let wanted = (kept.len() + VALIDATION / 2) / VALIDATION;
    let splits = ALIKE.into_iter().map(|likeness| (likeness, validated(kept.len(), &alike, likeness, wanted, seed)));
    // The first with enough, else the one with most.
    let mut best = (ALIKE[0], BTreeSet::new());
    for (likeness, chosen) in splits {
        if best.1.len() * 10 < wanted * 9 && chosen.len() > best.1.len() {
            best = (likeness, chosen);
        }
    }
    made.likeness = best.0;
    let mut places: Vec<usize> = (0..kept.len()).collect();
    Random::new(seed).shuffle(&mut places);
    for place in places {
        let example = kept.get(place).map(|(example, _)| example.clone());
        let side = if best.1.contains(&place) { &mut made.validation } else { &mut made.training };
        side.extend(example);
    }
    made
}

/// Which of so many texts are to validate with, about `wanted`: whole groups of texts that are alike, directly or by others.
fn validated(texts: usize, alike: &[(usize, usize, f64)], likeness: f64, wanted: usize, seed: u64) -> BTreeSet<usize> {
    let mut group: Vec<usize> = (0..texts).collect();
    for (one, other, _) in alike.iter().filter(|(_, _, like)| *like >= likeness) {
        let (Some(into), Some(from)) = (group.get(*one).copied(), group.get(*other).copied()) else { continue };
        group.iter_mut().filter(|it| **it == from).for_each(|it| *it = into);
    }
    let mut groups: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (place, group) in group.into_iter().enumerate() {
        groups.entry(group).or_default().push(place);
    }
    let mut groups: Vec<Vec<usize>> = groups.into_values().collect();
    Random::new(seed).shuffle(&mut groups);
    let mut chosen = BTreeSet::new();
    for group in groups {
        if chosen.len() + group.len() <= wanted {
            chosen.extend(group);
        }
    }
    chosen
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_can_reach_a_person_is_taken_out_and_prices_and_dates_stay() {
        let clean = |text| without_personal_data(text).0;
        assert_eq!(clean("Write to jo.doe+x@example.org or @jo_doe"), "Write to [email] or [name]");
        assert_eq!(clean("Call +49 170 1234 567 or 138-1234-5678"), "Call [phone] or [phone]");
        assert_eq!(clean("身份证 110101199003071234，找＠小王"), "身份证 [number]，找[name]");
        assert_eq!(clean("Call (555) 123-4567 or +1 (555) 123-4567"), "Call [phone] or [phone]");
        assert_eq!(clean("SSN 123-45-6789, passport X1234567"), "SSN [number], [number]");
        assert_eq!(
            clean("Pay with 4111 1111 1111 1111 to DE89 3704 0044 0532 0130 00"),
            "Pay with [number] to [number]"
        );
        assert_eq!(
            clean("Find Mr John Smith at 221 Baker Street or 12 Old Mill Road, Apt 4"),
            "Find [name] at [address] or [address]"
        );
        assert_eq!(clean("加微信 zhangwei_1990，南京西路1266号，找王先生"), "加[name]，[address]，找[name]");
        assert_eq!(clean("jane [at] example [dot] com"), "[email]");
        assert_eq!(clean("See https://example.org/u/jane.doe now"), "See [link] now");
        assert_eq!(PERSONAL.len(), include_str!("personal.txt").lines().filter(|it| it.contains('\t')).count());
        for plain in [
            "We are on WeChat and Telegram, see you at seven.",
            "Open 9-5, 365 days. Room 101.",
            "到店第一百杯送一杯，二楼有座。",
        ] {
            assert_eq!(clean(plain), plain);
        }
        let plain = "From 14 March 2026, a latte is 4.50 €, 2 for 8.";
        assert_eq!(without_personal_data(plain), (plain.to_owned(), false));
    }

    #[test]
    fn what_is_taken_out_is_counted_by_class_and_near_misses_stay() {
        let clean = |text| without_personal_data(text).0;
        for (text, expected) in [
            ("The printer is at 192.168.17.4 tonight.", "The printer is at [ip] tonight."),
            ("Server 2001:db8:0:0:8a2e:0:0:7334 is up.", "Server [ip] is up."),
            ("Use sk-abc123def456ghi789 for it", "Use [key] for it"),
            ("token ghp_16C7e42F292c6912E7710c838347Ae178B4a", "token [key]"),
            ("Wifi password: Barn2024!x", "Wifi [key]"),
            ("密码：barn8842", "[key]"),
            ("Password: hunter2 do not share bread", "[key] do not share bread"),
            ("Wi-Fi password: breadlover, ask nobody", "Wi-Fi [key], ask nobody"),
            ("PIN 4821 opens the door", "[key] opens the door"),
            ("Passport C01X00T47, 护照号E12345678", "[number], [number]"),
            ("Ring Tom on 07700 900123", "Ring Tom on [phone]"),
            ("请找李女士和张经理，或王老师", "请找[name]和[name]，或[name]"),
            ("Write to lena (at) barn dot example please", "Write to [email] please"),
            ("tom {at} oven (dot) test", "[email]"),
            ("Born 12/03/1988, still here.", "[birth], still here."),
            ("date of birth: 4 July 1990", "[birth]"),
            ("她生于1990年3月12日", "她[birth]"),
            ("Come to London NW1 or SW1A 2AA", "Come to [address] or [address]"),
            ("Austin, TX 78701", "Austin, [address]"),
            ("座机010-62345678面包预订", "座机[phone]面包预订"),
            ("手机13812345678找我，0571-8765432也行", "手机[phone]找我，[phone]也行"),
            ("Login at the till, pass: Sunshine9 for all", "Login at the till, [key] for all"),
            ("My password for the till is: hunter2", "My [key]"),
            ("The passcode of our safe is 77ab19, hush", "The [key], hush"),
            ("The alarm code is 4821.", "The [key]."),
            ("Door code for the yard: 90210", "[key]"),
            ("门禁密码是4821，别告诉别人", "[key]，别告诉别人"),
            ("王总说好，陈姐！李哥好", "[name]说好，[name]！[name]好"),
            ("With Sir Tom Baker and Dame Ana Ruiz", "With [name] and [name]"),
            ("Sort code 12-34-56 or sort code: 654321", "[number] or [number]"),
            ("Call 91234567 or 020 7946 0958", "Call [phone] or [phone]"),
            ("来502室，或3号楼2单元601室", "来[address]，或[address]"),
        ] {
            assert_eq!(clean(text), expected);
        }
        for plain in [
            "Version 1.2.3 of our menu, 4.50 € and 10:30:00.",
            "Born in a barn, raised on oat milk. Our birthday is on 12 May.",
            "Passport renewal is easy. Pin 12 badges to the wall. 高级经理和班主任都来了，金牌店铺。",
            "The password is on the chalkboard. Flat 50% off, suite music.",
            "Risk-free: a task-oriented desk for sk8ers. Zip your coat, our post codes nothing.",
            "Order 20251203 loaves by 20260114, please, sir.",
            "Day pass: 12 €. Season pass: available now. Use the code SAVE20, the dress code is casual.",
            "The password for a good loaf is patience. Password tips for bakers: choose. Scores 12-34-56 to nobody.",
            "他总说好，金总额不变，王总是第一，古董和大姐都在。",
            "会议室满了，教室也满了；2026年3月12日见。",
            "Meet us in London in May; PS 5 and A4 paper.",
        ] {
            assert_eq!(clean(plain), plain);
        }
        let copy =
            ["Mail jo@example.org or ada@example.org, from 10.0.0.7.", "Nothing of anybody is in this one, promise."];
        let made = examples(&copy.map(|text| Copy { brief: "x", text }), 1);
        assert_eq!((made.cleaned, made.removed), (1, BTreeMap::from([("email", 2), ("ip", 1)])));
    }

    #[test]
    fn a_tenth_is_for_validation_even_where_texts_are_much_alike() {
        use crate::learn::generator::{Truth, posts};
        let posts = posts(&Truth { posts: 240, ..Truth::default() }, 3);
        let copy: Vec<Copy> = posts.iter().map(|post| Copy { brief: &post.topic, text: &post.text }).collect();
        let made = examples(&copy, 1);
        let total = made.training.len() + made.validation.len();
        let share = made.validation.len() as f64 / total as f64;
        assert!((0.08..=0.12).contains(&share), "{} of {total}, {}", made.validation.len(), made.likeness);
        let alike =
            |it: &Example| made.training.iter().any(|other| resemblance(&it.text, &other.text) >= made.likeness);
        assert!(!made.validation.iter().any(alike));
    }

    #[test]
    fn repeats_are_on_neither_side_of_the_split_twice() {
        let words = ["kettle", "window", "harbour", "saucer", "lantern", "meadow", "violin", "barrel"];
        let word = |it: usize| words[it % words.len()];
        let texts: Vec<String> = (0..40)
            .map(|it| {
                format!(
                    "{} by the {}: a {} for {} {}",
                    word(it),
                    word(it / 8 + 3),
                    word(it * 3 + 1),
                    word(it + it / 8),
                    word(it * 5 + 2)
                )
            })
            .collect();
        let mut copy: Vec<Copy> = texts.iter().map(|text| Copy { brief: "things", text }).collect();
        copy.extend(texts.iter().take(10).map(|text| Copy { brief: "again", text }));
        copy.push(Copy { brief: "x", text: "Short." });
        let made = examples(&copy, 1);
        assert!(made.repeats >= 10 && made.short == 1, "{made:?}");
        let total = made.training.len() + made.validation.len();
        assert!(total > 10 && made.validation.len() * 10 >= total - 9, "{total}: {made:?}");
        let alike =
            |it: &Example| made.training.iter().any(|other| resemblance(&it.text, &other.text) >= made.likeness);
        assert!(!made.validation.iter().any(alike), "{made:?}");
        let numbered: Vec<String> =
            (40..60).map(|it| format!("Fresh bread number {it}, warm from the oven.")).collect();
        let numbered: Vec<Copy> = numbered.iter().map(|text| Copy { brief: "bread", text }).collect();
        let made = examples(&numbered, 1);
        assert_eq!((made.training.len(), made.validation.len(), made.repeats), (1, 0, 19));
    }
}
