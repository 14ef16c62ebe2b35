//! The copy in a model's answer: what it says around it is taken off, and what it still says of its own work is named.

use std::sync::LazyLock;

use regex::{Regex, RegexBuilder};

fn constant(pattern: &str) -> Regex {
    Regex::new(pattern).expect("the patterns are constant")
}

/// "Sure! Here is the rewritten text:", "以下是改写后的文案："
static PREAMBLE: LazyLock<Regex> = LazyLock::new(|| {
    constant(
        r"(?i)^\s*(?:(?:sure|certainly|of course|absolutely|okay|ok|got it|great|understood|happy to help)(?: thing)?[!.,:]+\s*|(?:好的|当然(?:可以)?|没问题|可以|明白)[！!。，,：:]+\s*)?(?:(?:here(?:['’]?s| is| are)|below is|this is|the following is|以下是|下面是|这是|这里是)[^\n:：]{0,60}(?:text|version|rewrite|rewriting|revision|copy|post|draft|caption|it|文案|版本|改写|文本|文字|结果)[^\n:：]{0,40}[:：])\s*",
    )
});
/// "Sure!" on its own.
static ASSENT: LazyLock<Regex> = LazyLock::new(|| {
    constant(
        r"(?i)^\s*(?:sure|certainly|of course|absolutely|okay|ok|got it|understood|好的|当然(?:可以)?|没问题)(?: thing)?[!.,！。，]*\s*\n+",
    )
});
/// "Rewrite:", "改写：" before the copy.
static LABEL: LazyLock<Regex> = LazyLock::new(|| {
    constant(
        r"(?i)^\s*(?:[#*_]+\s*)?(?:(?:the )?(?:rewrite|rewritten|revised|improved|new|better|final|updated|edited)(?: (?:text|version|copy|post|draft|caption))?|text|copy|改写(?:后|版|文案|结果)?(?:的文案)?|新文案|修改后|文案|正文)\s*(?:[*_]+)?\s*[:：]\s*(?:[*_]+)?\s*",
    )
});
/// A line from which on the answer is about the copy.
static TAIL: LazyLock<Regex> = LazyLock::new(|| {
    constant(
        r"(?im)^\s*(?:[#*_]+\s*)?(?:notes?|changes(?: made)?|key changes|what (?:i|was|has been)? ?changed|explanation|rationale|reasoning|summary of changes|word count|注|注意|说明|备注|改动(?:说明)?|修改(?:说明|要点)?|改写说明|理由|字数)\s*(?:[*_]+)?\s*[:：]",
    )
});
static RULE: LazyLock<Regex> = LazyLock::new(|| constant(r"(?m)^\s*(?:-{3,}|\*{3,}|_{3,}|—{2,})\s*$"));

static CHATTER: LazyLock<Regex> = LazyLock::new(|| {
    let lines = include_str!("data/chatter.txt").lines().filter(|line| !line.is_empty() && !line.starts_with("# "));
    let pattern = lines.map(|line| format!("(?:{line})")).collect::<Vec<_>>().join("|");
    let built = RegexBuilder::new(&pattern).case_insensitive(true).multi_line(true).build();
    built.expect("the list is compiled in and tested")
});

/// The copy in an answer about `original`: without preamble, label, fences and quotation marks around the whole, and without what
/// is said about it afterwards.
pub(super) fn copy_in(answer: &str, original: &str) -> String {
    let mut text = answer.trim().to_string();
    // A label behind a preamble, a fence behind a label: until nothing more comes off.
    for _ in 0..4 {
        let before = text.clone();
        for pattern in [&*PREAMBLE, &*ASSENT, &*LABEL] {
            if let Some(found) = pattern.find(&text).filter(|found| !original.contains(found.as_str().trim())) {
                text = text.get(found.end()..).unwrap_or_default().to_string();
            }
        }
        text = without_tail(&text, original);
        text = unwrapped(&text.replace("**", "")).to_string();
        if text == before {
            break;
        }
    }
    text
}

/// Without a rule and what stands below it, notes, and last paragraphs about the copy.
fn without_tail(text: &str, original: &str) -> String {
    let mut text = text.trim().to_string();
    for pattern in [&*RULE, &*TAIL] {
        let found = pattern.find(&text).filter(|found| !original.contains(found.as_str().trim()));
        if let Some(found) = found {
            let before = text.get(..found.start()).unwrap_or_default().trim_end();
            if !before.trim().is_empty() {
                text = before.to_string();
            }
        }
    }
    while let Some((before, last)) = text.rsplit_once("\n\n") {
        if before.trim().is_empty() || chatter(last, original).is_none() {
            break;
        }
        text = before.trim_end().to_string();
    }
    text
}

/// Without quotation marks, tags or fences around the whole.
fn unwrapped(text: &str) -> &str {
    let text = text.trim();
    let text = text
        .strip_prefix("<text>")
        .unwrap_or(text)
        .strip_suffix("</text>")
        .unwrap_or(text.trim_start_matches("<text>"));
    let text = text.trim();
    let fenced = text.strip_prefix("```").and_then(|inner| inner.strip_suffix("```"));
    let text = match fenced.filter(|inner| !inner.contains("```")) {
        // The first line may name a language.
        Some(inner) => match inner.split_once('\n') {
            Some((name, rest)) if name.trim().chars().all(|c| c.is_ascii_alphanumeric()) => rest.trim(),
            _ => inner.trim(),
        },
        None => text,
    };
    let pairs = [("\"", "\""), ("“", "”"), ("「", "」")];
    let inner = pairs.iter().find_map(|(open, close)| text.strip_prefix(*open)?.strip_suffix(*close));
    inner.filter(|inner| !inner.contains(['"', '“', '”', '「', '」'])).unwrap_or(text).trim()
}

/// What a copy still says of its own making.
pub(super) fn chatter(copy: &str, original: &str) -> Option<String> {
    let lower = original.to_lowercase();
    let mut found = CHATTER.find_iter(copy).map(|found| found.as_str().trim());
    found.find(|words| !lower.contains(&words.to_lowercase())).map(str::to_string)
}

#[cfg(test)]
mod tests {
    use super::{chatter, copy_in};

    const OWN: &str = "The best oat foam. Here is our new version: two cups.";

    #[test]
    fn what_stands_around_the_copy_goes() {
        for answer in [
            "\"Oat foam.\"",
            "“Oat foam.”",
            "<text>Oat foam.</text>",
            "  Oat foam.\n",
            "**Oat foam.**",
            "```Oat foam.```",
            "```text\nOat foam.\n```",
            "Here is the rewritten text:\n\nOat foam.\n\nI removed the claim.",
            "Sure! Here's the improved version:\n\nOat foam.\n---\nChanges: the claim is gone.",
            "Sure!\n\nOat foam.",
            "**Rewrite:** Oat foam.",
            "Oat foam.\n\nNote: I removed the superlative.",
            "Oat foam.\n\n**Changes made:**\n- one\n- two",
            "好的，以下是改写后的文案：\n\nOat foam.\n\n我把夸张的词删掉了。",
            "改写：Oat foam.\n\n说明：去掉了夸张的词。",
        ] {
            assert_eq!(copy_in(answer, OWN), "Oat foam.", "{answer}");
        }
        assert_eq!(copy_in("“Oat,” she said. “Foam.”", OWN), "“Oat,” she said. “Foam.”");
        assert_eq!(copy_in("Here is our new version: two cups.", OWN), "Here is our new version: two cups.");
    }

    #[test]
    fn what_a_copy_still_says_of_its_making_is_named() {
        for answer in [
            "Oat foam. I removed the claim.",
            "Note: I kept it short.",
            "Oat foam. 我已经删掉了。",
            "This rewrite is short.",
        ] {
            assert!(chatter(&copy_in(answer, OWN), OWN).is_some(), "{answer}");
        }
        assert_eq!(chatter("Oat foam. Tell us how you like it.", OWN), None);
        assert_eq!(chatter("Oat foam, I removed the sugar.", "I removed the sugar."), None);
    }
}
