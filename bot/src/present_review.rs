//! A review in blocks: score, what matters most, limits; the rest in a file.

use std::sync::Arc;

use copydesk_adapters::{Attachment, Block};
use copydesk_analysis::{Language, Platform};

use crate::answer::{FindingShown, FitShown, QuoteShown, ReviewShown, Reviews};
use crate::present::platform_in;
use crate::texts::{grouped, sentence};

/// Findings that are shown at once.
const FIRST: usize = 3;

pub(crate) fn blocks(reviews: &Reviews, language: Language) -> Vec<Block> {
    let mut blocks = Vec::new();
    if reviews.reviews.len() > 1 {
        blocks.push(ranking(&reviews.reviews, language));
    }
    if let Some(best) = reviews.reviews.first() {
        blocks.extend(overview(best, language));
        let details: Vec<String> = reviews.reviews.iter().map(|review| details(review, language)).collect();
        blocks.push(Block::File(Attachment {
            name: "review.md".into(),
            bytes: Arc::from(details.join("\n\n").into_bytes()),
            alt: None,
        }));
    }
    blocks.extend(reviews.notes.iter().map(|note| Block::Note(note.clone())));
    blocks
}

/// The variants, the best first.
fn ranking(reviews: &[ReviewShown], language: Language) -> Block {
    let say = |sentence: crate::texts::Sentence| sentence.say(language);
    let header = vec![
        say(sentence!("review-column-variant")),
        say(sentence!("review-column-score")),
        say(sentence!("review-column-first")),
        say(sentence!("review-column-text")),
    ];
    let row = |review: &ReviewShown| {
        let first = review.findings.first().map(|finding| finding.what.clone()).unwrap_or_default();
        vec![review.variant.to_string(), review.score.to_string(), first, review.text.clone()]
    };
    Block::Table { header, rows: reviews.iter().map(row).collect() }
}

/// Score, the three findings that matter most, the limits.
fn overview(review: &ReviewShown, language: Language) -> Vec<Block> {
    let poor = review.findings.iter().filter(|finding| finding.level == "poor").count();
    let heading =
        sentence!("review-heading", score = usize::from(review.score), poor = poor, all = review.findings.len());
    let mut blocks = vec![Block::Heading(heading.say(language))];
    if let Some(likely) = &review.likely {
        blocks.push(Block::Note(crate::present_learn::likely_line(likely, language).say(language)));
    }
    let remarks = review.remarks.iter();
    blocks.extend(remarks.map(|remark| Block::Note(with_quotes(&remark.text, &remark.quotes, language))));
    let first: Vec<String> = review.findings.iter().take(FIRST).map(|finding| line(finding, language)).collect();
    if !first.is_empty() {
        blocks.push(Block::List(first));
    }
    if !review.fits.is_empty() {
        blocks.push(limits(&review.fits, language));
    }
    let rest = review.findings.len().saturating_sub(FIRST);
    if rest > 0 {
        blocks.push(Block::Note(sentence!("review-rest", count = rest).say(language)));
    }
    blocks
}

fn limits(fits: &[FitShown], language: Language) -> Block {
    let say = |sentence: crate::texts::Sentence| sentence.say(language);
    let header = vec![
        say(sentence!("review-column-platform")),
        say(sentence!("review-column-length")),
        say(sentence!("review-column-fits")),
    ];
    let row = |fit: &FitShown| {
        let platform = Platform::from_name(&fit.platform);
        let name = platform.map_or(fit.platform.clone(), |platform| platform_in(platform, language));
        let number = |number: u32| grouped(number.into(), language);
        let length = sentence!("length", used = number(fit.used), limit = number(fit.limit), unit = fit.unit.as_str());
        vec![name, length.say(language), if fit.fits { "✓" } else { "✗" }.into()]
    };
    Block::Table { header, rows: fits.iter().map(row).collect() }
}

fn line(finding: &FindingShown, language: Language) -> String {
    let level = sentence!("review-level", level = finding.level.as_str()).say(language);
    let what = with_quotes(&finding.what, &finding.quotes, language);
    sentence!("review-line", level = level, what = what, mend = finding.mend.as_str()).say(language)
}

fn with_quotes(text: &str, quotes: &[QuoteShown], language: Language) -> String {
    // One place is an example; all stand in the details.
    let Some(quote) = quotes.first().filter(|quote| !quote.text.trim().is_empty()) else { return text.to_string() };
    let words: String = quote.text.split_whitespace().collect::<Vec<_>>().join(" ");
    let short: String = words.chars().take(60).collect();
    let short = if short.len() < words.len() { format!("{short}…") } else { short };
    sentence!("review-quoted", words = short, text = text).say(language)
}

/// All of a review, as Markdown.
pub fn details(review: &ReviewShown, language: Language) -> String {
    let say = |sentence: crate::texts::Sentence| sentence.say(language);
    let mut lines = vec![
        format!("# {} {}", say(sentence!("review-column-score")), review.score),
        String::new(),
        say(sentence!(
            "review-size",
            characters = review.characters,
            words = review.words,
            sentences = review.sentences,
            seconds = review.reading_seconds
        )),
    ];
    for finding in &review.findings {
        let level = say(sentence!("review-level", level = finding.level.as_str()));
        lines.push(format!("\n## {level}: {}", finding.what));
        lines.extend([
            finding.why.clone(),
            finding.mend.clone(),
            say(sentence!("review-from", source = finding.source.as_str())),
        ]);
        lines.extend(finding.quotes.iter().map(|quote| {
            let words: String = quote.text.split_whitespace().collect::<Vec<_>>().join(" ");
            say(sentence!("review-place", line = quote.line, column = quote.column, words = words))
        }));
        if finding.more > 0 {
            lines.push(say(sentence!("review-more-places", count = finding.more)));
        }
    }
    lines.push(format!("\n## {}", say(sentence!("review-checks"))));
    lines.extend(review.checks.iter().map(|checked| {
        let level = say(sentence!("review-level", level = checked.level.as_str()));
        let name = say(sentence!("review-check", check = checked.check.as_str()));
        format!("- {name}: {level} ({})", checked.weight)
    }));
    lines.extend(review.left_out.iter().map(|left| format!("- {}", left.text)));
    lines.join("\n")
}
