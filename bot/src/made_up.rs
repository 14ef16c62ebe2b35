//! Numbers in what a model says that nobody gave it. The marks of its lists and the numbers of its tables' rows only count.

use std::collections::HashSet;
use std::sync::LazyLock;

use copydesk_analysis::unknown_numbers;
use regex::{Captures, Regex};

/// `1. one`, `2) two`, `**3.** three`, `4、四`, `- 5．五`, at the begin of a line. What follows the mark is no digit: 1.5 is a figure.
static MARK: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?m)^(?P<before>[ \t>#*+_|-]*[(（]?)\d{1,2}(?P<after>\\?[.．)）、][*_]{0,3}(?:[^\d]|$))")
        .expect("the pattern is constant")
});
/// 1️⃣, as lists have it, too.
static KEYCAP: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"[0-9]\x{FE0F}?\x{20E3}").expect("the pattern is constant"));
/// A table's row that begins with a number and nothing else in its cell.
static ROW: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^(?P<before>[ \t]*\|?[ \t*_]*)(?P<number>\d{1,2})(?P<after>[*_ \t]*\|)")
        .expect("the pattern is constant")
});

/// The numbers of an answer that are not in what the model was told, each once.
pub fn numbers(text: &str, told: &str) -> Vec<String> {
    let mut seen = HashSet::new();
    unknown_numbers(&without_marks(text), told).into_iter().filter(|number| seen.insert(number.clone())).collect()
}

fn without_marks(text: &str) -> String {
    let kept = |found: &Captures<'_>| format!("{} {}", &found["before"], &found["after"]);
    let text = MARK.replace_all(text, kept);
    let text = KEYCAP.replace_all(&text, "");
    let mut row = 0;
    let lines = text.lines().map(|line| {
        if !line.contains('|') {
            row = 0;
        }
        // A first column of figures does not count up from one.
        match ROW.captures(line).filter(|found| found["number"].parse() == Ok(row + 1)) {
            Some(found) => {
                row += 1;
                line.replacen(&found[0], &kept(&found), 1)
            }
            None => line.to_owned(),
        }
    });
    lines.collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::numbers;

    #[test]
    fn marks_of_lists_are_no_figures() {
        for text in [
            "1. one\n2. two\n3. three",
            "Three ideas:\n\n  1) a seat by the window\n  2) a quiet hour\n 12) a tram",
            "1、靠窗的座位\n2、安静的一小时",
            "1.燕麦\n2．拿铁\n（3）咖啡",
            "**1.** one\n**2. two**\n### 3. three\n> 4. four\n- 5) five",
            "1\\. one\n2.\n3.",
            "1️⃣ one\n2️⃣ two",
            "| # | Idea |\n|---|---|\n| 1 | one |\n| **2** | two |\n| 3. | three |",
            "No. | Idea\n--- | ---\n1 | one\n2 | two",
        ] {
            assert_eq!(numbers(text, ""), Vec::<String>::new(), "{text}");
        }
    }

    #[test]
    fn figures_are_no_marks_wherever_they_stand() {
        for (text, expected) in [
            ("1. It grew by 40%\n2. It sold 900", &["40", "900"][..]),
            ("1.5 million read it\n12:30 is best", &["1.5", "12:30"]),
            ("3、4月都好", &["3", "4"]),
            ("20 people came.\n10, perhaps", &["20 people", "10"]),
            ("It was 3. Then it was 4) and so on", &["3", "4"]),
            ("2026. A good year", &["2026"]),
            ("| Day | Likes |\n|---|---|\n| 7 | 40 |\n| 12 | 80 |", &["7", "40", "12", "80"]),
            ("1.**50** posts", &["50"]),
            ("0 or 42, 1 or 42, 2 or 42", &["0", "42", "1", "2"]),
        ] {
            let found = numbers(text, "");
            let digits = |it: &str| it.split(' ').next().map(str::to_owned);
            assert_eq!(
                found.iter().map(|it| digits(it)).collect::<Vec<_>>(),
                expected.iter().map(|it| digits(it)).collect::<Vec<_>>(),
                "{text}"
            );
        }
        assert_eq!(numbers("1. It grew by 40%", "grew by 40%"), Vec::<String>::new());
    }
}
