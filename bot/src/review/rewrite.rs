//! The model's rewrite: up to three tries, each checked by the same rules; what states other facts, does not fit or is no better is
//! not taken.

use std::collections::{BTreeMap, HashSet};

use copydesk_analysis::{
    Check, Fact, Figure, Finding, Language, Level, Quote, Review, clean, content_words, difference, invented, lost,
    words as words_of,
};
use copydesk_llm::estimate_tokens;
use copydesk_prompts::Rewrite;

use super::copy::{chatter, copy_in};
use super::editor::Editor;
use super::model_part::Job;
use super::{checked, words};
use crate::answer::{MeasureShown, RewriteShown};
use crate::brief::{prompt_language, team};
use crate::present;
use crate::present_review::line;
use crate::texts::{Problem, Sentence, Value, grouped, sentence};

/// Tries of one request.
pub(super) const TRIES: u32 = 3;
/// Findings that the model is told; the most important come first.
const FINDINGS: usize = 12;
/// Words in place of others that are looked at, of those that a finding proposes.
const PROPOSED: usize = 3;
/// Facts that a reason names.
const NAMED: usize = 6;
/// The share of the text's content words that a rewrite keeps at least: a single good sentence is no rewrite.
const LEAST_KEPT: f64 = 0.3;

/// What came of it.
pub(super) enum Outcome {
    /// A better text.
    Better(Box<RewriteShown>),
    /// None was better: why each was not taken.
    NoneBetter(Vec<Sentence>),
}

/// A try that holds.
struct Held {
    text: String,
    review: Review,
    tries: u32,
}

/// Has the model write the text better. `before` is how many rewrites of it there were: each draws other numbers.
///
/// # Errors
/// That no model answers, unless an earlier try holds.
pub(super) async fn write(editor: &mut Editor<'_>, job: &Job<'_>, before: u32) -> Result<Outcome, Problem> {
    let desk = editor.desk;
    let language = job.review.language.unwrap_or(editor.session.language);
    let seed = desk.seed(desk.config.review_task.seed, &editor.session.now).wrapping_add(before * 100);
    let tokens = (estimate_tokens(job.text) * 2 + 200).min(8_000) as u32;
    let (mut best, mut reasons): (Option<Held>, Vec<Sentence>) = (None, Vec::new());
    let mut wrong: Vec<String> = Vec::new();
    for place in 1..=TRIES {
        let status = sentence!("review-status-rewrite", place = place as usize, tries = TRIES as usize);
        let status = editor.session.say(status);
        let asked = request(job, language, &wrong);
        let rendered = asked.render(prompt_language(language)).map_err(|error| desk.internal(&error))?;
        let answered = match editor.ask(rendered, tokens, seed.wrapping_add(place), &status).await {
            Ok(text) => text,
            // What holds already is not lost.
            Err(_) if best.is_some() && !editor.session.cancel.is_cancelled() => break,
            Err(problem) => return Err(problem),
        };
        let text = copy_in(&answered, job.text);
        let review = checked(&text, job.wishes, Some(job.knowledge), &desk.config);
        let faults = faults(job, &text, &review);
        if !faults.is_empty() {
            wrong = faults.iter().map(|fault| fault.say(language)).collect();
            reasons.extend(faults);
            continue;
        }
        let is_clean = !review.findings.iter().any(|finding| finding.level == Level::Poor);
        if best.as_ref().is_none_or(|held| held.review.score < review.score) {
            let shown = words::shown(1, &text, &review, language);
            wrong = shown.findings.iter().take(FINDINGS).map(|finding| line(finding, language)).collect();
            best = Some(Held { text, review, tries: place });
        }
        if is_clean {
            break;
        }
    }
    let reasons = without_repeats(reasons);
    Ok(best.map_or(Outcome::NoneBetter(reasons), |held| Outcome::Better(Box::new(shown(editor, job, held)))))
}

fn request(job: &Job<'_>, language: Language, wrong: &[String]) -> Rewrite {
    let Job { text, wishes, knowledge, review, .. } = *job;
    let shown = words::shown(1, text, review, language);
    let limit = wishes.platform.and_then(|platform| review.fits.iter().find(|fit| fit.platform == platform));
    Rewrite {
        team: team(&knowledge.preferences, language),
        readers: wishes.audience.clone().unwrap_or_default(),
        platform: wishes.platform.map(|platform| present::platform_in(platform, language)).unwrap_or_default(),
        limit: limit.map(|fit| present::limit_words((fit.limit, fit.unit), language)).unwrap_or_default(),
        keyphrase: wishes.keyphrase.clone().unwrap_or_default(),
        findings: shown.findings.iter().take(FINDINGS).map(|finding| line(finding, language)).collect(),
        wrong: wrong.to_vec(),
        text: text.to_string(),
    }
}

/// Each reason once: the tries often fail alike.
fn without_repeats(mut reasons: Vec<Sentence>) -> Vec<Sentence> {
    let mut said = HashSet::new();
    reasons.retain(|reason| said.insert(reason.say(Language::English)));
    reasons
}

/// The text as the review asks for it: without the claims that are to be dropped or proved, which a rewrite need not keep, and, if
/// `choice` is given, with that one of the words which a finding proposes in place of others.
fn as_asked(job: &Job<'_>, choice: Option<usize>) -> String {
    let asked = |finding: &Finding| match finding.check {
        Check::Claims | Check::AbsoluteTerms => Some(String::new()),
        _ => {
            let all: Vec<&str> = proposed(finding).collect();
            all.get(choice?.min(all.len().checked_sub(1)?)).map(|it| (*it).to_owned())
        }
    };
    let findings = job.review.findings.iter().filter_map(|it| Some((it, asked(it)?)));
    let mut edits: Vec<(&Quote, String)> =
        findings.flat_map(|(finding, words)| finding.quotes.iter().map(move |quote| (quote, words.clone()))).collect();
    edits.sort_by_key(|(quote, _)| std::cmp::Reverse(quote.start));
    let (mut text, mut behind) = (job.given.to_string(), usize::MAX);
    for (quote, words) in edits {
        if quote.end <= behind && text.get(quote.start..quote.end).is_some() {
            let apart = if words.is_empty() || words.is_ascii() { " " } else { "" };
            text.replace_range(quote.start..quote.end, &format!("{apart}{words}{apart}"));
            behind = quote.start;
        }
    }
    clean(&text).text
}

/// What the team's rules ban, where the later text has it more often.
fn brought_in(before: &Review, after: &Review) -> Vec<String> {
    let banned = |review: &Review| {
        let findings = review.findings.iter().filter(|it| it.check == Check::BrandRules && it.kind == "rule-banned");
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        findings.flat_map(|it| &it.quotes).for_each(|quote| *counts.entry(quote.text.to_lowercase()).or_default() += 1);
        counts
    };
    let old = banned(before);
    let more = |(words, count): &(String, usize)| *count > old.get(words).copied().unwrap_or(0);
    banned(after).into_iter().filter(more).map(|(words, _)| words).collect()
}

/// Words that the review asks for: the keyphrase, and what the team's rules require.
fn wanted(job: &Job<'_>) -> Vec<String> {
    let required = job.review.findings.iter().filter(|it| it.check == Check::BrandRules && it.kind == "rule-required");
    let words = required.flat_map(|it| &it.figures).filter_map(|(name, figure)| match (*name, figure) {
        ("words", Figure::Words(words)) => Some(words.clone()),
        _ => None,
    });
    job.wishes.keyphrase.iter().cloned().chain(words).collect()
}

/// Words that a finding proposes.
fn proposed(finding: &Finding) -> impl Iterator<Item = &str> {
    let lists = finding.figures.iter().filter(|(name, _)| *name == "instead");
    let words = lists.filter_map(|(_, figure)| if let Figure::Words(words) = figure { Some(words) } else { None });
    words.flat_map(|words| words.split([',', '，', '、'])).map(str::trim).filter(|it| !it.is_empty())
}

/// Words that a finding proposes, where they stand in more places than those they are proposed for, or claim something in another
/// one: elsewhere they are new.
fn said_elsewhere(job: &Job<'_>, text: &str, asked: &[String]) -> Vec<Fact> {
    let (old, new) = (job.text.to_lowercase(), text.to_lowercase());
    let mut places: BTreeMap<&str, usize> = BTreeMap::new();
    for finding in &job.review.findings {
        proposed(finding).for_each(|word| *places.entry(word).or_default() += finding.quotes.len());
    }
    let count = |text: &str, word: &str| text.matches(&word.to_lowercase()).count();
    let is_too_often = |word: &str, places: usize| count(&new, word) > count(&old, word) + places;
    let claims = |word: &str| !invented(job.text, word).is_empty();
    let is_elsewhere = |word: &str| {
        let meant: HashSet<String> = asked.iter().flat_map(|text| beside(text, word)).collect();
        count(&new, word) > count(&old, word) && claims(word) && beside(text, word).all(|it| !meant.contains(&it))
    };
    let fact = |(word, _): (&str, usize)| Fact { kind: "claim", text: word.to_owned() };
    places.into_iter().filter(|(word, places)| is_too_often(word, *places) || is_elsewhere(word)).map(fact).collect()
}

/// The words right before and behind a word, wherever a text has it.
fn beside(text: &str, word: &str) -> impl Iterator<Item = String> {
    let (words, wanted) = (words_of(text), words_of(word));
    let places: Vec<usize> =
        (0..words.len()).filter(|at| words.get(*at..).is_some_and(|it| it.starts_with(&wanted))).collect();
    let around = places.into_iter().flat_map(move |at| [at.checked_sub(1), Some(at + wanted.len())]);
    let found: Vec<String> = around.flatten().filter_map(|at| words.get(at).cloned()).collect();
    found.into_iter()
}

/// Why a try is not taken; nothing if it is better and states the same.
fn faults(job: &Job<'_>, text: &str, after: &Review) -> Vec<Sentence> {
    let Job { text: original, review: before, .. } = *job;
    let mut faults = Vec::new();
    if text.is_empty() {
        return vec![sentence!("review-fault-empty")];
    }
    let named = |facts: &[Fact]| facts.iter().take(NAMED).map(|fact| fact.text.clone()).collect::<Vec<_>>();
    if let Some(words) = chatter(text, original) {
        faults.push(sentence!("review-fault-chatter", words = words));
    }
    // What the review itself proposes is neither lost nor made up.
    let proposed = (0..PROPOSED).map(|choice| as_asked(job, Some(choice)));
    let asked: Vec<String> = std::iter::once(as_asked(job, None)).chain(proposed).collect();
    let gone = asked.iter().map(|asked| lost(asked, text)).min_by_key(Vec::len).unwrap_or_default();
    let known = format!("{original}\n{}\n{}", asked.join("\n"), wanted(job).join("\n"));
    let mut new = invented(&known, text);
    new.extend(said_elsewhere(job, text, &asked));
    if !gone.is_empty() {
        faults.push(sentence!("review-fault-lost", facts = named(&gone)));
    }
    if !new.is_empty() {
        faults.push(sentence!("review-fault-invented", facts = named(&new)));
    }
    let banned = brought_in(before, after);
    if !banned.is_empty() {
        faults.push(sentence!("review-fault-banned", words = banned));
    }
    if after.language != before.language {
        faults.push(sentence!("review-fault-language"));
    }
    for fit in after.fits.iter().filter(|fit| !fit.fits()) {
        let fitted = before.fits.iter().any(|old| old.platform == fit.platform && old.fits());
        if fitted || job.wishes.platform == Some(fit.platform) {
            let platform = present::platform(fit.platform);
            faults.push(sentence!(
                "review-fault-long",
                platform = platform,
                used = Value::Figure(fit.used.into()),
                limit = Value::Figure(fit.limit.into())
            ));
        }
    }
    if says_too_little(job, text) {
        faults.push(sentence!("review-fault-little"));
    }
    if after.score <= before.score {
        let (now, was) = (usize::from(after.score), usize::from(before.score));
        faults.push(sentence!("review-fault-score", now = now, was = was));
    }
    faults
}

/// Whether much of what the text says is gone; where it has to be cut, less has to stay.
fn says_too_little(job: &Job<'_>, text: &str) -> bool {
    let (old, new) = (content_words(job.text), content_words(text));
    let kept = old.iter().filter(|word| new.contains(word)).count();
    let fit = job.wishes.platform.and_then(|on| job.review.fits.iter().find(|fit| fit.platform == on));
    let room = fit.map_or(1.0, |fit| (f64::from(fit.limit) / f64::from(fit.used.max(1))).min(1.0));
    (kept as f64) < old.len() as f64 * LEAST_KEPT * room
}

fn shown(editor: &Editor<'_>, job: &Job<'_>, held: Held) -> RewriteShown {
    let language = editor.session.language;
    let Held { text, review, tries } = held;
    RewriteShown {
        measures: measures(job.review, &review, language),
        changes: difference(job.text.trim(), &text),
        review: words::shown(1, &text, &review, language),
        model: editor.model(),
        tries: tries as usize,
        text,
    }
}

/// Each figure before and after; what does not apply to both is left out.
fn measures(before: &Review, after: &Review, language: Language) -> Vec<MeasureShown> {
    let row = |measure: &str, before: String, after: String| MeasureShown { measure: measure.into(), before, after };
    let poor = |review: &Review| review.findings.iter().filter(|it| it.level == Level::Poor).count().to_string();
    let all = |review: &Review| review.findings.len().to_string();
    let mut rows = vec![
        row("score", before.score.to_string(), after.score.to_string()),
        row("findings", all(before), all(after)),
        row("poor", poor(before), poor(after)),
    ];
    for (check, name, measure) in [
        (Check::Readability, "ease", "reading-ease"),
        (Check::Readability, "mean", "mean-characters"),
        (Check::SentenceLength, "share", "long-sentences"),
        (Check::Passive, "share", "passive"),
    ] {
        if let (Some(old), Some(new)) = (figure(before, check, name), figure(after, check, name)) {
            rows.push(row(measure, old, new));
        }
    }
    let length = |fit: &copydesk_analysis::Fit| {
        let number = |number: u32| grouped(number.into(), language);
        format!("{} / {} {}", number(fit.used), number(fit.limit), if fit.fits() { "✓" } else { "✗" })
    };
    for new in &after.fits {
        if let Some(old) = before.fits.iter().find(|old| old.platform == new.platform) {
            rows.push(row(new.platform.id(), length(old), length(new)));
        }
    }
    rows
}

fn figure(review: &Review, check: Check, name: &str) -> Option<String> {
    let checked = review.checks.iter().find(|it| it.check == check)?;
    let (_, figure) = checked.figures.iter().find(|(own, _)| *own == name)?;
    match figure {
        Figure::Count(count) => Some(format!("{count}%")),
        Figure::Number(number) => Some(number.to_string()),
        Figure::Words(_) => None,
    }
}

/// Whether a text is for a platform that takes less.
pub(super) fn must_shrink(job: &Job<'_>) -> bool {
    let fit = job.wishes.platform.and_then(|on| job.review.fits.iter().find(|fit| fit.platform == on));
    fit.is_some_and(|fit| !fit.fits())
}

#[cfg(test)]
mod tests {
    use super::{Sentence, without_repeats};
    use crate::texts::sentence;

    #[test]
    fn a_reason_is_given_once_however_many_tries_it_ruled_out() {
        let lost = || sentence!("review-fault-lost", facts = vec!["12".to_string()]);
        let reasons: Vec<Sentence> =
            vec![lost(), sentence!("review-fault-little"), lost(), sentence!("review-fault-little")];
        let ids: Vec<&str> = without_repeats(reasons).iter().map(|reason| reason.id).collect();
        assert_eq!(ids, ["review-fault-lost", "review-fault-little"]);
    }
}
