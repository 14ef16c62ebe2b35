//! Whether a column or a segment is about a protected trait: by the words of its name, and by ages that stand in it as numbers.

use std::collections::HashSet;
use std::sync::LazyLock;

use regex::Regex;

/// The words, by whether they are looked for whole.
struct Words {
    whole: HashSet<String>,
    anywhere: Vec<&'static str>,
}

static WORDS: LazyLock<Words> = LazyLock::new(|| {
    let lines = include_str!("words.txt").lines().filter(|line| !line.starts_with('#'));
    let (whole, anywhere): (Vec<&str>, Vec<&str>) =
        lines.flat_map(str::split_whitespace).partition(|word| word.is_ascii());
    Words { whole: whole.into_iter().map(|word| word.replace(['_', '-'], " ")).collect(), anywhere }
});

/// Ages: a span, "65+", "under 30", "30s", years old; in Chinese also the decade of birth. Not how many work somewhere.
static AGES: LazyLock<[Option<Regex>; 2]> = LazyLock::new(|| {
    let age = "(?:1[3-9]|[2-9][0-9])";
    let counted = r"\s*(?:employees|people|staff|seats|users|followers|percent|%|人|员工|名)";
    let span = format!(r"(?:^|[^0-9]){age}\s*(?:-|–|—|~|～|to|至|到)\s*{age}(?:$|[^0-9])");
    let others = format!(
        r"(?:^|[^0-9]){age}\s?\+|\b(?:under|over|above|below)[ -]{age}\b|\b{age}s\b|{age}\s?(?:years|yrs|y/o|岁)|[5-90]0后"
    );
    [format!("{span}|{others}"), format!("[0-9]\\+?{counted}")].map(|pattern| Regex::new(&pattern).ok())
});

/// Whether a column's or a group's name is about a protected trait.
pub fn is_protected(name: &str) -> bool {
    let name = name.to_lowercase();
    let words: Vec<&str> = name.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let pairs = words.windows(2).map(|pair| pair.join(" "));
    let [ages, counted] = &*AGES;
    let matches = |pattern: &Option<Regex>| pattern.as_ref().is_some_and(|pattern| pattern.is_match(&name));
    words.iter().any(|word| WORDS.whole.contains(*word))
        || pairs.into_iter().any(|pair| WORDS.whole.contains(&pair))
        || WORDS.anywhere.iter().any(|word| name.contains(word))
        || (matches(ages) && !matches(counted))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn traits_groups_and_ages_are_protected_in_both_languages() {
        let protected = [
            "gender: f",
            "audience_gender",
            "LGBT",
            "Muslims",
            "gay men",
            "women 25-34",
            "Women",
            "男",
            "女生",
            "回族",
            "seniors 65+",
            "25-34",
            "18–24",
            "under 30",
            "Gen Z",
            "non-binary",
            "30岁以上",
            "90后",
            "年龄段",
            "30s",
            "people with disabilities",
        ];
        assert_eq!(protected.iter().filter(|name| !is_protected(name)).collect::<Vec<_>>(), [&""; 0]);
    }

    #[test]
    fn segments_about_what_people_do_are_not() {
        let fair = [
            "students",
            "parents",
            "commuters",
            "average",
            "stage",
            "regulars",
            "new customers",
            "11-50 employees",
            "50+ staff",
            "学生",
            "家长",
            "上班族",
            "老顾客",
            "2026-03",
            "2026",
            "instagram",
            "carousel",
            "VIP 100+",
            "9-5",
            "coffee lovers",
            "Black Friday buyers",
            "senior managers",
            "Germany",
        ];
        assert_eq!(fair.iter().filter(|name| is_protected(name)).collect::<Vec<_>>(), [&""; 0]);
    }
}
