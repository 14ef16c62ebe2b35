//! A review in blocks: score, what matters most, limits; then what a model adds.

mod details;

use copydesk_adapters::{Block, Button, Card};
use copydesk_analysis::{Language, Platform};

pub(crate) use self::details::{detail_blocks, details};
use crate::answer::{
    CritiqueShown, FindingShown, FitShown, MeasureShown, QuoteShown, ReviewShown, Reviews, RewriteShown, Shows,
};
use crate::present::platform_in;
use crate::present_drafts::marked;
use crate::texts::{grouped, sentence};

/// Findings that are shown at once.
const FIRST: usize = 3;
/// Further ones that are shown where no model speaks.
const MENDS: usize = 7;
/// Platforms that a text is offered for where the team names none.
const USUAL: [Platform; 2] = [Platform::Instagram, Platform::X];
const USUAL_CHINESE: [Platform; 2] = [Platform::Xiaohongshu, Platform::Weibo];

/// The whole of a review, as far as it goes: what is computed, the critique, the rewrite, the notes.
pub(crate) fn blocks(reviews: &Reviews, language: Language) -> Vec<Block> {
    let mut blocks = match reviews.shows {
        Shows::Whole => computed(reviews, language),
        Shows::Rewrite => Vec::new(),
    };
    blocks.extend(reviews.critique.iter().flat_map(|said| critique(said, language)));
    if let Some(rewritten) = &reviews.rewrite {
        blocks.extend(rewrite(rewritten, language));
    }
    blocks.extend(reviews.missing.iter().map(|note| Block::Note(note.clone())));
    if !reviews.missing.is_empty() && reviews.critique.is_none() && reviews.shows == Shows::Whole {
        blocks.extend(mends(reviews, language));
    }
    if let (Some(id), Some(_)) = (&reviews.id, &reviews.rewrite) {
        blocks.push(rewrite_buttons(id, language));
    }
    blocks
}

/// What is computed, with the next steps: the first that people see.
pub(crate) fn computed(reviews: &Reviews, language: Language) -> Vec<Block> {
    let mut blocks = Vec::new();
    if reviews.reviews.len() > 1 {
        blocks.push(ranking(&reviews.reviews, language));
    }
    let Some(best) = reviews.reviews.first() else { return blocks };
    blocks.extend(overview(best, reviews.id.as_deref(), reviews.can_edit, language));
    blocks.extend(reviews.notes.iter().map(|note| Block::Note(note.clone())));
    if let Some(id) = &reviews.id {
        blocks.push(buttons(id, best, reviews.can_edit, language));
    }
    blocks
}

/// Where no model says what to change: the findings that were not shown yet, each with its mend.
fn mends(reviews: &Reviews, language: Language) -> Vec<Block> {
    let findings = reviews.reviews.first().map(|review| review.findings.as_slice()).unwrap_or_default();
    let rest: Vec<String> = findings.iter().skip(FIRST).take(MENDS).map(|it| line(it, language)).collect();
    if rest.is_empty() {
        return Vec::new();
    }
    vec![Block::Paragraph(sentence!("review-mends").say(language)), Block::List(rest)]
}

/// A text's next steps.
fn buttons(id: &str, review: &ReviewShown, can_edit: bool, language: Language) -> Block {
    let mut steps = vec!["details"];
    if !review.findings.is_empty() {
        steps.push("explain");
        steps.extend(can_edit.then_some("rewrite"));
    }
    steps.push("send");
    let button = |step: &str| Button {
        label: sentence!("review-button", step = step).say(language),
        action: format!("/text {step} {id}"),
    };
    let mut buttons: Vec<Button> = steps.into_iter().map(button).collect();
    // Where it does not fit yet, or else the next one that the team uses, or that people use.
    let shown = |platform: &Platform| review.fits.iter().any(|fit| fit.platform == platform.id());
    let usual = if review.language.as_deref() == Some("zh") { USUAL_CHINESE } else { USUAL };
    let other = review.fits.iter().find(|fit| !fit.fits).or(review.fits.get(1));
    let other = other.and_then(|fit| Platform::from_name(&fit.platform));
    if let Some(platform) = other.or_else(|| usual.into_iter().find(|it| !shown(it))) {
        buttons.push(Button {
            label: sentence!("review-button-for", platform = platform_in(platform, language)).say(language),
            action: format!("/text for {id} platform={}", platform.id()),
        });
    }
    Block::Buttons(buttons)
}

/// What can be done with a rewrite.
fn rewrite_buttons(id: &str, language: Language) -> Block {
    Block::Buttons(vec![Button {
        label: sentence!("review-button", step = "send-rewrite").say(language),
        action: format!("/text send {id} what=rewrite"),
    }])
}

/// What a model says.
pub(crate) fn critique(said: &CritiqueShown, language: Language) -> Vec<Block> {
    let mut blocks = vec![
        Block::Heading(sentence!("review-critique", model = said.model.as_str()).say(language)),
        Block::Markdown(said.text.clone()),
    ];
    if !said.left_out.is_empty() {
        blocks.push(Block::Note(sentence!("review-figures-left-out", figures = said.left_out.clone()).say(language)));
    }
    blocks
}

/// A better text: its figures beside the old ones, what was changed, and the text itself, to be copied.
fn rewrite(rewritten: &RewriteShown, language: Language) -> Vec<Block> {
    let say = |sentence: crate::texts::Sentence| sentence.say(language);
    let row = |measure: &MeasureShown| {
        let name = match Platform::from_name(&measure.measure) {
            Some(platform) => platform_in(platform, language),
            None => say(sentence!("review-measure", measure = measure.measure.as_str())),
        };
        vec![name, measure.before.clone(), measure.after.clone()]
    };
    let header = vec![String::new(), say(sentence!("review-before")), say(sentence!("review-now"))];
    let mut blocks = vec![
        Block::Heading(say(sentence!("review-rewrite", model = rewritten.model.as_str()))),
        Block::Table { header, rows: rewritten.measures.iter().map(row).collect() },
        Block::Preformatted(marked(&rewritten.changes)),
        Block::Card(Card { title: say(sentence!("review-new-text")), body: rewritten.text.clone(), ..Card::default() }),
        Block::Note(say(sentence!("review-kept"))),
    ];
    if !rewritten.review.findings.is_empty() {
        let left: Vec<String> = rewritten.review.findings.iter().take(FIRST).map(|it| line(it, language)).collect();
        blocks.push(Block::Paragraph(say(sentence!("review-still"))));
        blocks.push(Block::List(left));
    }
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
fn overview(review: &ReviewShown, id: Option<&str>, can_edit: bool, language: Language) -> Vec<Block> {
    let poor = review.findings.iter().filter(|finding| finding.level == "poor").count();
    let heading = sentence!(
        "review-heading",
        score = usize::from(review.score),
        poor = poor,
        all = review.findings.len(),
        kept = if id.is_some() { "yes" } else { "no" },
        id = id.unwrap_or_default()
    );
    let mut blocks = vec![Block::Heading(heading.say(language))];
    if let Some(likely) = &review.likely {
        blocks.push(Block::Note(
            sentence!("likely-note", line = crate::present_learn::likely_line(likely, language)).say(language),
        ));
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
    if let Some(id) = id {
        blocks.push(Block::Note(
            sentence!("review-next", id = id, rewrite = if can_edit { "yes" } else { "no" }).say(language),
        ));
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

/// A finding on a line: how bad, the words, what and how to mend it.
pub(crate) fn line(finding: &FindingShown, language: Language) -> String {
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
