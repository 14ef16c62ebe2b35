//! `copydesk bench learn`: how long learning takes, and how much memory; `copydesk bench truth`: whether it does what it says.

use std::fmt::Write as _;
use std::time::Instant;

use copydesk_analysis::Language;
use copydesk_analysis::learn::generator::{self, Truth, posts, posts_in};
use copydesk_analysis::learn::truth::{measure, measure_taste};
use copydesk_analysis::learn::{
    By, Candidate, Candidates, Metric, Observation, Settings, Taste, TraitIndex, best_time, train,
};
use jiff::civil::Date;

use crate::learning::{date_of, day_number};

/// Rounds for what takes milliseconds.
const ROUNDS: u32 = 200;

/// Trains on made-up posts and predicts with what came of it.
pub fn run(count: usize) -> String {
    let made = posts(&Truth { posts: count, question: 0.5, latte: 0.8, tuesday_morning: 0.4, ..Truth::default() }, 1);
    let mut report = format!("{count} made-up posts, five folds\n");
    let began = Instant::now();
    let trained = train(&made, 1_000_000, &Settings::default());
    let mut line = |what: &str, value: String| {
        let _infallible = writeln!(report, "{what:<48} {value}");
    };
    line("features, rolling search, training", format!("{:.2} s", began.elapsed().as_secs_f64()));
    line("most memory of the process", peak_memory());
    if let (Some(model), Some(post)) = (&trained.model, made.first()) {
        let began = Instant::now();
        let said = (0..ROUNDS).filter_map(|_| model.predict(post)).count();
        let each = began.elapsed().as_secs_f64() * 1e3 / f64::from(ROUNDS);
        line("a prediction with its contributions", format!("{each:.3} ms ({said} made)"));
    }
    let mut timed = |what: &str, work: &mut dyn FnMut() -> String| {
        let began = Instant::now();
        let found = work();
        let took = began.elapsed().as_secs_f64() * 1e3;
        line(what, format!("{took:.1} ms ({found})"));
    };
    let mut traits = TraitIndex::default();
    timed("audience, texts read for the first time", &mut || {
        traits = TraitIndex::of(&made);
        format!("{} posts", made.len())
    });
    timed("audience, warm", &mut || {
        format!("{} groups", traits.audience(&made, Metric::Engagement, None, &By::Each, 1).personas.len())
    });
    timed("best time, 1,999 shuffles", &mut || {
        let cells = best_time(&made, Metric::Engagement, None, 1).map_or(0, |found| found.cells.len());
        format!("{cells} times")
    });
    let (named, team) = tastes(&made);
    let mut candidates = Candidates::default();
    timed("recommendation, topics read for the first time", &mut || {
        candidates = Candidates::of(named.clone());
        format!("{} topics", candidates.len())
    });
    timed("recommendation, warm", &mut || format!("{} shown", candidates.recommend(&Taste::default(), &team, 5).len()));
    report
}

/// Made-up posts with planted effects, as a file that can be imported.
pub fn csv(count: usize, language: Language, until: Date, seed: u64) -> String {
    let truth =
        Truth { posts: count, question: 0.6, latte: 0.8, tuesday_morning: 0.9, noise: 0.45, ..Truth::default() };
    let made = posts_in(&truth, language, seed);
    generator::csv(&made, day_number(until), |day| date_of(day).to_string())
}

/// 500 topics, of the posts' own and numbered.
fn tastes(made: &[Observation]) -> (Vec<Candidate>, Taste) {
    let topic = |place: usize| {
        let name = made.get(place).map_or("", |post| post.topic.as_str());
        Candidate {
            topic: format!("{name} {place}"),
            words: std::collections::BTreeSet::new(),
            sentiment: None,
            result: None,
            shown_by: Vec::new(),
        }
    };
    let chosen = made.iter().take(5_000).map(|post| post.topic.clone()).collect();
    ((0..500).map(topic).collect(), Taste { chosen, ..Taste::default() })
}

/// Whether the methods do what they say, on made-up teams of known truth.
pub fn truth(teams: usize) -> String {
    let found = measure(teams, 1);
    let taste = measure_taste(teams.max(200), 3);
    let percent = |share: f64| format!("{:.1}%", share * 100.0);
    let rows = [
        ("80% intervals that hold on later posts", percent(found.coverage), "75% to 85%"),
        ("a planted question is found", percent(found.found), ""),
        ("a planted time is found, and first", percent(found.found_times), ""),
        ("an effect is called where there is none", percent(found.false_effects), "at most about 5%"),
        ("a form that does 3 or 5 × is named", percent(found.found_large), ""),
        ("anything else is named beside it", percent(found.false_beside_large), "at most about 5%"),
        ("times are said to differ where they do not", percent(found.false_times), "at most about 5%"),
        ("a regression wins where there is nothing", percent(found.false_models), ""),
        ("what a form does on one platform only is found", percent(found.found_forms), ""),
        ("platform and form are used where there is nothing", percent(found.false_forms), "at most about 5%"),
        ("what only holds together is found by trees", percent(found.found_trees), ""),
        ("trees win where effects add up or there are none", percent(found.false_trees), "at most about 5%"),
        ("numbers that doubled on three platforms are told", percent(found.found_shifts), ""),
        ("a jump is told where there is none", percent(found.false_shifts), "at most about 5%"),
        ("columns that are cut from numbers are left out", percent(found.found_cuts), ""),
        ("columns that are not are left out as if they were", percent(found.false_cuts), "at most about 1%"),
        ("a planted bias is named by the audit's methods", percent(found.found_bias), ""),
        ("a bias is named where there is none", percent(found.false_bias), "at most about 5%"),
        ("a name, place or gender with 2 × is named", percent(found.found_words), "at least 80%"),
        ("anything else is named beside it", percent(found.false_beside_words), "at most about 5%"),
        ("one is named where there is none", percent(found.false_words), "at most about 5%"),
        ("a group is called biased for a 3 or 5 × elsewhere", percent(found.false_groups), "at most about 2.5%"),
        ("recommendations that are liked: ours", percent(taste.ours), ""),
        ("  the most popular", percent(taste.popular), ""),
        ("  at random", percent(taste.random), ""),
        ("muted topics that were shown", taste.muted_shown.to_string(), "none"),
    ];
    let mut report = format!("{} made-up teams for each figure, {} made-up people\n", found.teams, taste.people);
    for (what, value, wanted) in rows {
        let _infallible = writeln!(report, "{what:<51} {value:>8}  {wanted}");
    }
    report
}

/// The most memory that the process had, as Linux tells it.
fn peak_memory() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).and_then(|it| it.split_whitespace().next());
    let megabytes = peak.and_then(|kilobytes| kilobytes.parse::<u64>().ok()).map(|kilobytes| kilobytes / 1024);
    megabytes.map_or_else(|| "unknown".to_owned(), |megabytes| format!("{megabytes} MiB"))
}
