//! All of a review: in a message where it is short, else in a file, so that nothing is cut off; or some findings explained.

use std::sync::Arc;

use copydesk_adapters::{Attachment, Block, Card, Fact};
use copydesk_analysis::Language;

use crate::answer::{FindingShown, ReviewDetails, ReviewShown};
use crate::texts::sentence;

/// More findings than these are a file.
const IN_A_MESSAGE: usize = 6;

pub(crate) fn detail_blocks(shown: &ReviewDetails, language: Language) -> Vec<Block> {
    let say = |sentence: crate::texts::Sentence| sentence.say(language);
    let review = &shown.review;
    let id = shown.id.as_str();
    if shown.explained {
        let mut blocks = vec![Block::Heading(say(sentence!("review-explained", id = id)))];
        blocks.extend(review.findings.iter().map(|finding| card(finding, language)));
        if review.findings.len() < shown.all {
            blocks.push(Block::Note(say(sentence!("review-explain-more", id = id, all = shown.all))));
        }
        return blocks;
    }
    let heading = sentence!("review-details-heading", id = id, score = usize::from(review.score));
    let mut blocks = vec![Block::Heading(say(heading)), Block::Paragraph(size(review, language))];
    if review.findings.len() > IN_A_MESSAGE {
        blocks.push(Block::Paragraph(say(sentence!("review-in-file", count = review.findings.len()))));
        blocks.push(Block::File(Attachment {
            name: format!("{id}.md"),
            bytes: Arc::from(details(review, language).into_bytes()),
            alt: None,
        }));
        return blocks;
    }
    blocks.extend(review.findings.iter().map(|finding| card(finding, language)));
    blocks.push(Block::Paragraph(say(sentence!("review-checks"))));
    blocks.push(Block::List(checks(review, language)));
    blocks
}

/// A finding with its places, why it matters, how to mend it, and where the rule is from.
fn card(finding: &FindingShown, language: Language) -> Block {
    let fact = |label: &str, text: String| Fact { label: sentence!("review-label", label = label).say(language), text };
    let mut places: Vec<String> = places(finding, language);
    if finding.more > 0 {
        places.push(sentence!("review-more", count = finding.more).say(language));
    }
    let mut facts = Vec::new();
    if !places.is_empty() {
        facts.push(fact("where", places.join(" · ")));
    }
    facts.extend([
        fact("why", finding.why.clone()),
        fact("mend", finding.mend.clone()),
        fact("source", finding.source.clone()),
    ]);
    let title = sentence!("review-level", level = finding.level.as_str()).say(language);
    Block::Card(Card { title, body: finding.what.clone(), facts, ..Card::default() })
}

fn places(finding: &FindingShown, language: Language) -> Vec<String> {
    let place = |quote: &crate::answer::QuoteShown| {
        let words: String = quote.text.split_whitespace().collect::<Vec<_>>().join(" ");
        sentence!("review-place", line = quote.line, column = quote.column, words = words).say(language)
    };
    finding.quotes.iter().filter(|quote| !quote.text.trim().is_empty()).map(place).collect()
}

fn size(review: &ReviewShown, language: Language) -> String {
    let size = sentence!(
        "review-size",
        characters = review.characters,
        words = review.words,
        sentences = review.sentences,
        seconds = review.reading_seconds
    );
    size.say(language)
}

fn checks(review: &ReviewShown, language: Language) -> Vec<String> {
    let say = |sentence: crate::texts::Sentence| sentence.say(language);
    let checked = review.checks.iter().map(|checked| {
        let level = sentence!("review-level", level = checked.level.as_str());
        let name = sentence!("review-check", check = checked.check.as_str());
        say(sentence!("review-checked", check = name, level = level, weight = checked.weight as usize))
    });
    checked.chain(review.left_out.iter().map(|left| left.text.clone())).collect()
}

/// All of a review, as Markdown.
pub fn details(review: &ReviewShown, language: Language) -> String {
    let say = |sentence: crate::texts::Sentence| sentence.say(language);
    let mut lines = vec![
        format!("# {} {}", say(sentence!("review-column-score")), review.score),
        String::new(),
        size(review, language),
    ];
    for finding in &review.findings {
        let level = say(sentence!("review-level", level = finding.level.as_str()));
        lines.push(format!("\n## {level}: {}", finding.what));
        lines.extend([
            finding.why.clone(),
            finding.mend.clone(),
            say(sentence!("review-from", source = finding.source.as_str())),
        ]);
        lines.extend(places(finding, language).into_iter().map(|place| format!("- {place}")));
        if finding.more > 0 {
            lines.push(format!("- {}", say(sentence!("review-more", count = finding.more))));
        }
    }
    lines.push(format!("\n## {}\n", say(sentence!("review-checks"))));
    lines.extend(checks(review, language).into_iter().map(|line| format!("- {line}")));
    lines.join("\n")
}
