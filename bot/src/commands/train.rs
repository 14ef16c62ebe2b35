//! `/model train`, `/model history` and `/model rollback`: models of the team's own numbers.

use std::sync::Arc;

use copydesk_analysis::learn::{Card, ClassifierCard, FeatureKind, Metric, Observation, Settings, Trained, Verdict};
use copydesk_storage::{LabelKind, LearnedModel, ModelInForce};

use crate::answer::{Answer, ModelHistory, ModelVersion, TryShown};
use crate::campaigns::labels;
use crate::commands::{Command, METRIC, Spec, command, number_option, number_option_named, option, platform};
use crate::config::Config;
use crate::desk::Desk;
use crate::invocation::Invocation;
use crate::knowledge::Knowledge;
use crate::learning::labels::LEARNED;
use crate::learning::training::{self, Order};
use crate::learning::{self, Subject, stored};
use crate::session::Session;
use crate::texts::{Problem, Value, sentence};

/// The commands of this file.
pub static COMMANDS: &[Spec] = &[
    Spec {
        rest: "rest-label",
        options: &[
            METRIC,
            option("platforms", "各平台"),
            option("days", "天数").whole(30, 36_500),
            option("features", "特征"),
            option("lambda", "正则"),
            option("minimum", "最少").whole(60, 100_000),
            option("level", "置信").whole(50, 95),
            option("folds", "折数").whole(2, 20),
            option("seed", "种子").whole(0, u64::MAX),
        ],
        example: Some("command-model-train-example"),
        ..command(&["model", "train"], &["模型", "训练"], "command-model-train", read_train)
    },
    Spec {
        rest: "rest-label",
        options: &[METRIC],
        ..command(&["model", "history"], &["模型", "历史"], "command-model-history", read_history)
    },
    Spec {
        rest: "rest-label-version",
        options: &[METRIC],
        example: Some("command-model-rollback-example"),
        ..command(&["model", "rollback"], &["模型", "回退"], "command-model-rollback", read_rollback)
    },
];

/// Reads `/model train …` and `/model train topic`.
///
/// # Errors
/// A sentence for the first thing that is wrong.
pub fn read_train(invocation: &Invocation, _: &Config) -> Result<Command, Problem> {
    if !invocation.rest.is_empty() {
        let kind = label(&invocation.rest).ok_or_else(|| label_unknown(&invocation.rest))?;
        return Ok(Command::TrainLabels(kind));
    }
    let defaults = Settings::default();
    let platforms = invocation.option("platforms").map_or_else(
        || Ok(Vec::new()),
        |names| names.split([',', '，', '、']).map(str::trim).filter(|name| !name.is_empty()).map(platform).collect(),
    )?;
    let features = invocation.option("features").map_or_else(
        || Ok(Vec::new()),
        |names| names.split([',', '，', '、']).map(str::trim).filter(|name| !name.is_empty()).map(feature).collect(),
    )?;
    let level = number_option::<u8>("level", invocation.option("level").map(|it| it.trim_end_matches('%')), 50..=95)?;
    let minimum = Value::Bilingual("minimum", "最少");
    let minimum = number_option_named(minimum, invocation.option("minimum"), 60..=100_000)?;
    let lambdas = match invocation.option("lambda") {
        None => defaults.lambdas,
        Some(values) => lambdas(values)?,
    };
    Ok(Command::Train(Box::new(Settings {
        metric: metric_option(invocation)?,
        platforms,
        window_days: number_option("days", invocation.option("days"), 30..=36_500)?,
        features,
        lambdas,
        seed: number_option("seed", invocation.option("seed"), 0..=u64::MAX)?.unwrap_or(defaults.seed),
        folds: number_option("folds", invocation.option("folds"), 2..=20)?.unwrap_or(defaults.folds),
        minimum: minimum.unwrap_or(defaults.minimum),
        level: level.map_or(defaults.level, |level| f64::from(level) / 100.0),
    })))
}

fn feature(name: &str) -> Result<FeatureKind, Problem> {
    // Further columns of files are not kept.
    let kept = |kind: &FeatureKind| *kind != FeatureKind::Column;
    FeatureKind::from_id(name).filter(kept).ok_or_else(|| {
        let known: Vec<&str> = FeatureKind::ALL.into_iter().filter(kept).map(FeatureKind::id).collect();
        Problem::new(sentence!("learn-feature-unknown", name = name), sentence!("i-know", names = known))
    })
}

/// `0.01..10` or `0.1,1,10`.
fn lambdas(text: &str) -> Result<Vec<f64>, Problem> {
    let number = |text: &str| text.trim().parse::<f64>().ok().filter(|it| (1e-6..=1e6).contains(it));
    let values: Option<Vec<f64>> = match text.split_once("..") {
        Some((least, most)) => {
            number(least).zip(number(most)).filter(|(least, most)| least <= most).map(|(least, most)| {
                let steps = 8;
                (0..steps).map(|step| least * (most / least).powf(f64::from(step) / f64::from(steps - 1))).collect()
            })
        }
        None => text.split([',', '，']).map(number).collect(),
    };
    values
        .filter(|values| !values.is_empty() && values.len() <= 50)
        .ok_or_else(|| Problem::new(sentence!("learn-lambda-wrong", value = text), sentence!("learn-lambda-help")))
}

/// The metric of an option.
///
/// # Errors
/// That there is none of that name.
pub fn metric_option(invocation: &Invocation) -> Result<Metric, Problem> {
    let Some(name) = invocation.option("metric") else { return Ok(Metric::Engagement) };
    Metric::from_name(name).ok_or_else(|| {
        let known: Vec<&str> = Metric::ALL.into_iter().map(Metric::id).collect();
        Problem::new(sentence!("learn-metric-unknown", name = name), sentence!("i-know", names = known))
    })
}

/// The kind of label of a name, if it is one that can be learned.
fn label(name: &str) -> Option<LabelKind> {
    let name = name.trim().to_lowercase();
    LEARNED.into_iter().find(|kind| labels::names(*kind).contains(&name.as_str()))
}

fn label_unknown(name: &str) -> Problem {
    let known: Vec<&str> = LEARNED.into_iter().filter_map(|kind| labels::names(kind).first().copied()).collect();
    Problem::new(sentence!("learn-label-unknown", name = name), sentence!("i-know", names = known))
}

/// Reads `/model history [topic]`.
///
/// # Errors
/// That there is no such metric or label.
pub fn read_history(invocation: &Invocation, _: &Config) -> Result<Command, Problem> {
    let subject = match invocation.rest.as_str() {
        "" => Subject::Metric(metric_option(invocation)?),
        name => Subject::Label(label(name).ok_or_else(|| label_unknown(name))?),
    };
    Ok(Command::ModelHistory(subject))
}

/// Reads `/model rollback [topic] [VERSION]`.
///
/// # Errors
/// That there is no such metric or label, or that the version is no number.
pub fn read_rollback(invocation: &Invocation, _: &Config) -> Result<Command, Problem> {
    let (mut subject, mut version) = (Subject::Metric(metric_option(invocation)?), None);
    for word in invocation.rest.split_whitespace() {
        match label(word) {
            Some(kind) => subject = Subject::Label(kind),
            None => version = number_option("version", Some(word), 1..=u32::MAX)?,
        }
    }
    Ok(Command::ModelRollback(subject, version))
}

/// Trains, and puts the new model in force if it is the first or the better one.
///
/// # Errors
/// That the person may not, or what the storage says.
pub async fn train(desk: &Desk, session: &Session, settings: Settings) -> Result<Answer, Problem> {
    session.must_manage().await?;
    let posts = posts(desk, session).await?;
    let unlearnable = desk.knowledge(session).await?.unlearnable();
    let (records, now) = (session.records.clone(), session.now.clone());
    let order = Order { records, posts, unlearnable, settings, now, asker: Some(session) };
    let shown = order.carry_out(desk).await?;
    Ok(Answer::Trained(Box::new(shown)))
}

/// Trains a classifier on the labels that people gave.
///
/// # Errors
/// That the person may not, or what the storage says.
pub async fn train_labels(desk: &Desk, session: &Session, kind: LabelKind) -> Result<Answer, Problem> {
    session.must_manage().await?;
    let knowledge = desk.knowledge(session).await?;
    let now = session.now.timestamp();
    let shown = learning::labels::train(desk, &session.records, &knowledge, kind, now, false).await?;
    Ok(Answer::LabelsTrained(Box::new(shown)))
}

/// The team's posts as the learning sees them.
///
/// # Errors
/// What the storage says.
pub async fn posts(desk: &Desk, session: &Session) -> Result<Arc<Vec<Observation>>, Problem> {
    let knowledge: Arc<Knowledge> = desk.knowledge(session).await?;
    learning::compute(desk, move || Arc::clone(knowledge.observations())).await
}

/// Trains for an answer only, telling the steps.
///
/// # Errors
/// That the computation ended in a fault.
pub async fn trained(
    desk: &Desk,
    session: &Session,
    posts: &Arc<Vec<Observation>>,
    settings: Settings,
) -> Result<Trained, Problem> {
    training::trained(desk, Arc::clone(posts), &session.now, settings, Some(session)).await
}

/// Lists the versions, and what came of each training.
///
/// # Errors
/// What the storage says.
pub async fn history(desk: &Desk, session: &Session, subject: Subject) -> Result<Answer, Problem> {
    listed(desk, session, subject, false).await
}

async fn listed(desk: &Desk, session: &Session, subject: Subject, rolled_back: bool) -> Result<Answer, Problem> {
    let failed = |error| desk.storage_problem(&error);
    let in_force = session.records.get::<ModelInForce>(&subject.id()).await.map_err(failed)?;
    let stored = stored::versions(&session.records, subject).await.map_err(failed)?;
    let versions = stored.into_iter().filter_map(|stored| version_shown(subject, stored)).collect();
    let tries = stored::tries(&session.records, subject).await.map_err(failed)?;
    let tries = tries.into_iter().map(|it| TryShown {
        at: it.at.to_string(),
        scheduled: it.scheduled,
        posts: it.posts,
        outcome: it.outcome,
        version: it.version,
        compared: it.compared,
    });
    Ok(Answer::ModelHistory(ModelHistory {
        metric: subject.id(),
        in_force: in_force.map(|stored| stored.record.version),
        rolled_back,
        versions,
        tries: tries.collect(),
    }))
}

/// A stored version; `None` if its card is one that this program can't read.
fn version_shown(subject: Subject, stored: LearnedModel) -> Option<ModelVersion> {
    let LearnedModel { version, trained, card, .. } = stored;
    let (posts, method, error) = match subject {
        Subject::Metric(_) => {
            let card = serde_json::from_value::<Card>(card).ok()?;
            let method = match card.verdict {
                Verdict::Regression => "regression",
                Verdict::Trees => "trees",
                Verdict::PlatformAndFormat => "platform-and-format",
                _ => "usual",
            };
            (card.posts, method, card.error())
        }
        Subject::Label(_) => {
            let card = serde_json::from_value::<ClassifierCard>(card).ok()?;
            (card.labelled, "classifier", Some(1.0 - card.accuracy))
        }
    };
    let (trained, regression) = (trained.to_string(), matches!(method, "regression" | "trees" | "platform-and-format"));
    Some(ModelVersion { version, trained, posts, method: method.into(), regression, error })
}

/// Puts an earlier version in force: the one named, or the one before.
///
/// # Errors
/// That the person may not, that there is no such version, or what the storage says.
pub async fn rollback(
    desk: &Desk,
    session: &Session,
    subject: Subject,
    wanted: Option<u32>,
) -> Result<Answer, Problem> {
    session.must_manage().await?;
    let rolled = stored::roll_back(&session.records, subject, wanted).await;
    if rolled.map_err(|error| desk.storage_problem(&error))?.is_none() {
        return Err(Problem::new(sentence!("learn-no-version"), sentence!("learn-no-version-help")));
    }
    listed(desk, session, subject, true).await
}
