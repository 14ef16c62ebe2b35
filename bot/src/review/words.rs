//! A review in words.

use copydesk_analysis::{Figure, Finding, Language, Level, Quote, Review};
use serde_json::Value as Json;

use crate::answer::{CheckShown, FindingShown, FitShown, QuoteShown, RemarkShown, ReviewShown};
use crate::texts::{Sentence, Value, sentence};

/// A text is named by its first characters.
const NAMED: usize = 60;

pub(super) fn shown(variant: usize, text: &str, review: &Review, language: Language) -> ReviewShown {
    let first: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let named: String = first.chars().take(NAMED).collect();
    let size = review.size;
    ReviewShown {
        variant,
        text: if named.len() < first.len() { format!("{named}…") } else { named },
        score: review.score,
        language: review.language.map(|language| language.code().to_string()),
        characters: size.characters,
        words: size.words,
        sentences: size.sentences,
        paragraphs: size.paragraphs,
        reading_seconds: size.reading_seconds,
        checks: review
            .checks
            .iter()
            .map(|checked| CheckShown {
                check: checked.check.id().into(),
                level: level_id(checked.level).into(),
                weight: checked.weight,
                figures: json(&checked.figures),
            })
            .collect(),
        left_out: review
            .left_out
            .iter()
            .map(|left| {
                let why = serde_json::to_value(left.why).ok().and_then(|why| why.as_str().map(String::from));
                let why = why.unwrap_or_default();
                let text = sentence!("review-left-out", check = check_name(left.check.id()), why = why);
                RemarkShown { kind: left.check.id().into(), text: text.say(language), quotes: Vec::new() }
            })
            .collect(),
        likely: None,
        findings: review.findings.iter().map(|finding| finding_shown(finding, language)).collect(),
        fits: review
            .fits
            .iter()
            .map(|fit| FitShown {
                platform: fit.platform.id().into(),
                used: fit.used,
                limit: fit.limit,
                unit: crate::present::unit_id(fit.unit).into(),
                fits: fit.fits(),
            })
            .collect(),
        remarks: review
            .remarks
            .iter()
            .map(|remark| RemarkShown {
                kind: remark.kind.into(),
                text: sentence!("review-remark", kind = remark.kind).say(language),
                quotes: remark.quotes.iter().map(quote_shown).collect(),
            })
            .collect(),
    }
}

/// A check's name, in the language of the sentence that it is said in.
pub fn check_name(id: &str) -> Sentence {
    sentence!("review-check", check = id)
}

fn level_id(level: Level) -> &'static str {
    match level {
        Level::Good => "good",
        Level::Fair => "fair",
        Level::Poor => "poor",
    }
}

fn finding_shown(finding: &Finding, language: Language) -> FindingShown {
    let say = |id: &'static str| {
        let mut values: Vec<(&'static str, Value)> =
            vec![("kind", finding.kind.into()), ("check", finding.check.id().into())];
        values.extend(finding.figures.iter().map(|(name, figure)| (*name, value(figure))));
        values.push(("places", (finding.quotes.len() + finding.more).into()));
        Sentence { id, values }.say(language)
    };
    FindingShown {
        check: finding.check.id().into(),
        kind: finding.kind.into(),
        level: level_id(finding.level).into(),
        what: say(sentence!("review-what").id),
        why: say(sentence!("review-why").id),
        mend: say(sentence!("review-mend").id),
        source: say(sentence!("review-source").id),
        figures: json(&finding.figures),
        quotes: finding.quotes.iter().map(quote_shown).collect(),
        more: finding.more,
    }
}

fn value(figure: &Figure) -> Value {
    match figure {
        Figure::Count(count) => (*count).into(),
        Figure::Number(number) => number.to_string().into(),
        Figure::Words(words) => words.as_str().into(),
    }
}

fn json(figures: &[(&'static str, Figure)]) -> Json {
    let value = |figure: &Figure| serde_json::to_value(figure).unwrap_or(Json::Null);
    figures.iter().map(|(name, figure)| ((*name).to_string(), value(figure))).collect()
}

fn quote_shown(quote: &Quote) -> QuoteShown {
    let Quote { text, start, end, line, column } = quote.clone();
    QuoteShown { text, start, end, line, column }
}

#[cfg(test)]
mod tests {
    use copydesk_analysis::{Check, Figure, Finding, KINDS, Language, Level};

    use super::{check_name, finding_shown};

    /// Every figure that a sentence may name.
    const FIGURES: [&str; 28] = [
        "words",
        "instead",
        "about",
        "used",
        "limit",
        "over",
        "count",
        "most",
        "percent",
        "share",
        "long",
        "sentences",
        "longest",
        "row",
        "ease",
        "grade",
        "mean",
        "rare",
        "id",
        "keyphrase",
        "density",
        "run",
        "sentiment",
        "platform",
        "rules",
        "broken",
        "audience",
        "target",
    ];

    #[test]
    fn every_kind_of_finding_and_every_check_has_words_in_both_languages() {
        for language in [Language::English, Language::Chinese] {
            let other = sentence_of("no such kind", language);
            for kind in KINDS {
                let shown = sentence_of(kind, language);
                for (mine, others) in [(&shown.what, &other.what), (&shown.mend, &other.mend)] {
                    assert_ne!(mine, others, "{kind}");
                    assert!(!mine.contains('{'), "{mine}");
                }
            }
            for check in Check::ALL {
                assert_ne!(check_name(check.id()).say(language), check_name("none").say(language), "{check:?}");
            }
        }
    }

    fn sentence_of(kind: &'static str, language: Language) -> crate::answer::FindingShown {
        let figures = FIGURES.map(|name| (name, Figure::Count(2))).to_vec();
        let finding = Finding { check: Check::Claims, kind, level: Level::Poor, figures, quotes: Vec::new(), more: 0 };
        finding_shown(&finding, language)
    }
}
