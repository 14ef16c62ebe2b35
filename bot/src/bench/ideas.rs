//! `copydesk bench ideas`: 20 briefs, their ideas, and whether these hold.
//!
//! What a person would be shown is judged again by the rules of the choice, and besides by simpler ones that the choice
//! does not know: the brief's own words, any digit, and words in common. Neither tells good copy from bad.

use std::collections::HashSet;
use std::io::Write;
use std::sync::Arc;
use std::time::Instant;

use copydesk_adapters::{Granted, Input, Origin, Place};
use copydesk_analysis::{Candidate, Fault, Language, Task, judge};
use copydesk_prompts::built_in_examples;
use copydesk_storage::{Preferences, SledEngine, Store, Team, TeamId};
use jiff::{Timestamp, ZonedDateTime};
use serde::Serialize;
use tokio_util::sync::CancellationToken;

use super::briefs::{self, BriefCase};
use crate::answer::{Answer, Ideas};
use crate::brief::prompt_language;
use crate::config::Config;
use crate::desk::{Asking, Desk};
use crate::models::ModelInUse;
use crate::sweep::Sweep;

/// What came of one brief.
#[derive(Debug, Serialize)]
struct Outcome {
    trade: String,
    ask: String,
    language: &'static str,
    passed: bool,
    on_topic: bool,
    distinct: bool,
    within_limit: bool,
    nothing_copied: bool,
    nothing_invented: bool,
    enough: bool,
    other_faults: Vec<Fault>,
    ideas: Vec<String>,
    seconds: f64,
    problem: Option<String>,
}

/// Runs the briefs on the configured model and prints the results.
///
/// # Errors
/// A sentence if the model is missing or the storage fails.
pub async fn run(mut config: Config, json: bool) -> Result<(), String> {
    // The same ideas each time, so that a change of ours shows.
    if config.idea_task.seed == 0 {
        config.idea_task.seed = 20;
    }
    let folder = tempfile::tempdir().map_err(|error| format!("Can't make a folder: {error}."))?;
    let engine = SledEngine::open(folder.path()).map_err(|error| error.to_string())?;
    let model = ModelInUse::start(&config);
    model.ready().await.map_err(|problem| problem.message.say(Language::English))?;
    let store = Store::new(Arc::new(engine));
    let sweep = Sweep::new(store.clone(), config.data.after_leaving);
    let desk = Desk::new(config, store, model, folder.path().to_path_buf(), sweep);
    let mut outcomes = Vec::new();
    for (number, brief) in briefs::all().into_iter().enumerate() {
        let outcome = one(&desk, number, &brief).await?;
        if !json {
            show(number + 1, &outcome);
        }
        outcomes.push(outcome);
    }
    desk.model.stop().await;
    let count = |language: &str| {
        let of = outcomes.iter().filter(|outcome| outcome.language == language);
        (of.clone().filter(|outcome| outcome.passed).count(), of.count())
    };
    let ((english, english_all), (chinese, chinese_all)) = (count("en"), count("zh"));
    if json {
        let report = serde_json::json!({"model": desk.model.first().entry.name, "english": english, "chinese": chinese, "briefs": outcomes});
        say(&report.to_string());
    } else {
        say(&format!(
            "{}: English {english} of {english_all}, Chinese {chinese} of {chinese_all} briefs pass.",
            desk.model.first().entry.name
        ));
    }
    Ok(())
}

fn say(line: &str) {
    // A reader that is gone (`| head`) is no mistake.
    let _closed = writeln!(std::io::stdout(), "{line}");
}

async fn one(desk: &Desk, number: usize, brief: &BriefCase) -> Result<Outcome, String> {
    let begin = Instant::now();
    let id = TeamId::parse(&format!("brief-{number}")).map_err(|error| error.to_string())?;
    let team = Team { id: id.clone(), name: brief.brand.clone(), sample: false, created: Timestamp::now() };
    desk.store.create_team(team).await.map_err(|error| error.to_string())?;
    let preferences = brief.preferences();
    desk.store.team(&id).put(Preferences::ID, &preferences).await.map_err(|error| error.to_string())?;
    let origin = Origin {
        place: Place { platform: "console", id: id.to_string(), name: String::new() },
        channel: id.to_string(),
        person: "bench".into(),
        person_name: None,
        language: None,
        chain: None,
    };
    let asking = Asking {
        origin,
        input: Input::Text(brief.ask.clone()),
        rights: Arc::new(Granted(true)),
        now: ZonedDateTime::now(),
        progress: None,
        cancel: CancellationToken::new(),
    };
    let (answer, _) = desk.answer(asking).await;
    let mut outcome = match &answer {
        Answer::Ideas(ideas) => check(ideas, &preferences, brief),
        Answer::Error(error) => failed(format!("{} {}", error.message, error.help)),
        Answer::Angles(angles) => failed(angles.message.clone()),
        other => failed(format!("not ideas: {other:?}")),
    };
    outcome.trade.clone_from(&brief.trade);
    outcome.ask.clone_from(&brief.ask);
    outcome.language = Language::of(&brief.ask).map_or("en", Language::code);
    outcome.seconds = begin.elapsed().as_secs_f64();
    Ok(outcome)
}

fn failed(problem: String) -> Outcome {
    Outcome {
        trade: String::new(),
        ask: String::new(),
        language: "en",
        passed: false,
        on_topic: false,
        distinct: false,
        within_limit: false,
        nothing_copied: false,
        nothing_invented: false,
        enough: false,
        other_faults: Vec::new(),
        ideas: Vec::new(),
        seconds: 0.0,
        problem: Some(problem),
    }
}

/// Judges the shown ideas anew.
fn check(shown: &Ideas, preferences: &Preferences, brief: &BriefCase) -> Outcome {
    let mut faults = Vec::new();
    let mut texts: Vec<String> = Vec::new();
    let mut within_limit = true;
    for idea in &shown.ideas {
        let language = Language::of(&shown.topic).unwrap_or(Language::English);
        let examples = built_in_examples(idea.format.id(), prompt_language(language));
        let examples: Vec<String> = examples.into_iter().map(|example| example.text).collect();
        let task = Task {
            language,
            format: idea.format,
            topic: &shown.topic,
            angle: idea.angle,
            known: &shown.topic,
            brand: &preferences.brand,
            examples: &examples,
            chosen: &texts,
            vocabulary: &HashSet::new(),
            rules: &[],
            words_to_use: &preferences.words_to_use,
            words_to_avoid: &preferences.words_to_avoid,
        };
        faults.extend(judge(&task, &Candidate { text: &idea.text, mean_logprob: None }).faults);
        within_limit &= idea.length.used <= idea.length.limit;
        texts.push(idea.text.clone());
    }
    let none = |is: fn(&Fault) -> bool| !faults.iter().any(is);
    let on_topic = texts.iter().all(|text| brief.words.iter().any(|word| text.to_lowercase().contains(word)));
    let no_digit = !texts.iter().any(|text| text.chars().any(|c| c.is_ascii_digit() && !brief.ask.contains(c)));
    let distinct =
        (1..texts.len()).all(|place| texts[..place].iter().all(|before| in_common(before, &texts[place]) < 0.7));
    let enough = shown.ideas.len() == shown.wanted;
    let outcome = Outcome {
        on_topic: none(|fault| matches!(fault, Fault::OffTopic)) && on_topic,
        distinct: none(|fault| matches!(fault, Fault::SameAsBefore)) && distinct,
        nothing_copied: none(|fault| matches!(fault, Fault::Copied(_))),
        nothing_invented: none(|fault| {
            matches!(fault, Fault::InventedNumber(_) | Fault::InventedName(_) | Fault::InventedLink(_))
        }) && no_digit,
        within_limit,
        enough,
        passed: faults.is_empty() && within_limit && enough && on_topic && distinct && no_digit,
        other_faults: faults,
        ideas: shown.ideas.iter().map(|idea| format!("[{}] {}", idea.angle.id(), idea.text)).collect(),
        ..failed(String::new())
    };
    Outcome { problem: None, ..outcome }
}

/// The share of the shorter text's runs of four characters that the other has too.
fn in_common(left: &str, right: &str) -> f64 {
    let runs = |text: &str| {
        let letters: Vec<char> = text.to_lowercase().chars().collect();
        letters.windows(4).map(<[char]>::to_vec).collect::<HashSet<_>>()
    };
    let (left, right) = (runs(left), runs(right));
    left.intersection(&right).count() as f64 / left.len().min(right.len()).max(1) as f64
}

fn show(number: usize, outcome: &Outcome) {
    say(&format!(
        "{number:>2} {}  {} — {} ({:.1} s)",
        if outcome.passed { "pass" } else { "FAIL" },
        outcome.trade,
        outcome.ask,
        outcome.seconds
    ));
    for idea in &outcome.ideas {
        say(&format!("     {idea}"));
    }
    if let Some(problem) = &outcome.problem {
        say(&format!("     {problem}"));
    } else {
        let mark = |good: bool| if good { "yes" } else { "NO" };
        let Outcome { on_topic, distinct, within_limit, nothing_copied, nothing_invented, enough, .. } = outcome;
        say(&format!(
            "     on topic {} · distinct {} · within limit {} · no six words copied {} · no figure, name or link invented {} · as many as asked {}",
            mark(*on_topic),
            mark(*distinct),
            mark(*within_limit),
            mark(*nothing_copied),
            mark(*nothing_invented),
            mark(*enough)
        ));
        if !outcome.other_faults.is_empty() {
            say(&format!("     faults: {:?}", outcome.other_faults));
        }
    }
}
