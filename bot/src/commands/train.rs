//! `/model train`, `/model history` and `/model rollback`: models of the team's own numbers.

use copydesk_adapters::Partial;
use copydesk_analysis::learn::{
    Card, FeatureKind, Metric, Observation, Settings, Step, Tested, Trained, Verdict, train_with,
};
use copydesk_storage::{LearnedModel, ModelInForce};
use jiff::Timestamp;

use crate::answer::{Answer, ModelDuel, ModelHistory, ModelVersion, TrainedShown, TrainingOutcome};
use crate::commands::{Command, Spec, command, number_option, option, platform};
use crate::config::Config;
use crate::desk::Desk;
use crate::invocation::Invocation;
use crate::learning::{self, InForce, day_number};
use crate::session::Session;
use crate::texts::{Problem, sentence};

/// The commands of this file.
pub static COMMANDS: &[Spec] = &[
    Spec {
        options: &[
            option("metric", "指标"),
            option("platforms", "各平台"),
            option("days", "天数"),
            option("features", "特征"),
            option("lambda", "正则"),
            option("minimum", "最少"),
            option("level", "置信"),
            option("folds", "折数"),
            option("seed", "种子"),
        ],
        example: Some("command-model-train-example"),
        ..command(&["model", "train"], &["模型", "训练"], "command-model-train", read_train)
    },
    Spec {
        options: &[option("metric", "指标")],
        ..command(&["model", "history"], &["模型", "历史"], "command-model-history", read_history)
    },
    Spec {
        rest: "rest-version",
        options: &[option("metric", "指标")],
        example: Some("command-model-rollback-example"),
        ..command(&["model", "rollback"], &["模型", "回退"], "command-model-rollback", read_rollback)
    },
];

/// Posts that must be new before an old model is held against a new one by them.
const LEAST_NEW: usize = 20;

/// Reads `/model train …`.
///
/// # Errors
/// A sentence for the first thing that is wrong.
pub fn read_train(invocation: &Invocation, _: &Config) -> Result<Command, Problem> {
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
        minimum: number_option("minimum", invocation.option("minimum"), 60..=100_000)?.unwrap_or(defaults.minimum),
        level: level.map_or(defaults.level, |level| f64::from(level) / 100.0),
    })))
}

fn feature(name: &str) -> Result<FeatureKind, Problem> {
    FeatureKind::from_id(name).ok_or_else(|| {
        let known: Vec<&str> = FeatureKind::ALL.into_iter().map(FeatureKind::id).collect();
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

/// Reads `/model history`.
///
/// # Errors
/// That there is no such metric.
pub fn read_history(invocation: &Invocation, _: &Config) -> Result<Command, Problem> {
    Ok(Command::ModelHistory(metric_option(invocation)?))
}

/// Reads `/model rollback [VERSION]`.
///
/// # Errors
/// That there is no such metric, or that the version is no number.
pub fn read_rollback(invocation: &Invocation, _: &Config) -> Result<Command, Problem> {
    let wanted = Some(invocation.rest.as_str()).filter(|rest| !rest.is_empty());
    let version = number_option("version", wanted, 1..=u32::MAX)?;
    Ok(Command::ModelRollback(metric_option(invocation)?, version))
}

/// Trains, and puts the new model in force if it is the first or the better one.
///
/// # Errors
/// That the person may not, or what the storage says.
pub async fn train(desk: &Desk, session: &Session, settings: Settings) -> Result<Answer, Problem> {
    session.must_manage().await?;
    let failed = |error| desk.storage_problem(&error);
    let posts = learning::observations(&learning::campaigns(&session.records).await.map_err(failed)?);
    let old = learning::in_force(&session.records, settings.metric).await.map_err(failed)?;
    let trained = trained(desk, session, posts.clone(), settings.clone()).await?;
    let Some(model) = &trained.model else {
        let version = old.map(|old| old.version);
        let (team, outcome) = (session.team.id.to_string(), TrainingOutcome::None);
        return Ok(shown(TrainedShown { team, outcome, version, compared: None, card: trained.card }));
    };
    let (outcome, compared) = match &old {
        None => (TrainingOutcome::First, None),
        Some(old) => {
            let unseen = unseen(old, &trained, &posts);
            let same = old.card.settings == settings;
            // With other settings and few new posts, only the two ways of training can be compared.
            let again = if unseen.len() < LEAST_NEW && !same {
                Some(self::trained(desk, session, posts.clone(), old.card.settings.clone()).await?.card)
            } else {
                None
            };
            duel(old, &trained.card, &unseen, again.as_ref())
        }
    };
    let version = match outcome {
        TrainingOutcome::First | TrainingOutcome::Replaced => {
            let put = learning::put_in_force(&session.records, model, &trained.card, session.now.timestamp());
            Some(put.await.map_err(failed)?)
        }
        _ => old.map(|old| old.version),
    };
    Ok(shown(TrainedShown { team: session.team.id.to_string(), outcome, version, compared, card: trained.card }))
}

fn shown(shown: TrainedShown) -> Answer {
    Answer::Trained(Box::new(shown))
}

/// Trains on a thread that may compute, telling the steps.
///
/// # Errors
/// That the computation ended in a fault.
pub async fn trained(
    desk: &Desk,
    session: &Session,
    posts: Vec<Observation>,
    settings: Settings,
) -> Result<Trained, Problem> {
    let today = day_number(session.now.date());
    let (sender, mut steps) = tokio::sync::mpsc::channel(32);
    let training = tokio::task::spawn_blocking(move || {
        // A step that nobody has read yet is a step too late to tell.
        train_with(&posts, today, &settings, &mut |step| {
            let _late = sender.try_send(step);
        })
    });
    while let Some(step) = steps.recv().await {
        let status = match step {
            Step::Features { posts } => sentence!("learn-step-features", posts = posts),
            Step::Fold { fold, of } => sentence!("learn-step-fold", fold = fold, of = of),
        };
        session.show(Partial::Status(session.say(status))).await;
    }
    training.await.map_err(|error| desk.internal(&error))
}

/// Posts that ran since the old model was trained, with what the rolling test found.
fn unseen<'a>(old: &InForce, new: &'a Trained, posts: &'a [Observation]) -> Vec<(&'a Observation, &'a Tested)> {
    let with_post = new.tested.iter().filter_map(|tested| Some((posts.get(tested.place)?, tested)));
    with_post.filter(|(post, _)| post.when.day > old.model.trained_through).collect()
}

/// The old model against the new one: on posts that neither had seen, where there are enough; else the rolling test of both
/// ways of training, if `again` has that of the old one.
fn duel(
    old: &InForce,
    new: &Card,
    unseen: &[(&Observation, &Tested)],
    again: Option<&Card>,
) -> (TrainingOutcome, Option<ModelDuel>) {
    let error = |card: &Card| {
        card.errors.map(|errors| if card.lambda.is_some() { errors.regression } else { errors.rolling_median })
    };
    let compared = if unseen.len() >= LEAST_NEW {
        let old = old.model.error_on(unseen.iter().map(|(post, tested)| (*post, tested.actual)));
        let size = |tested: &Tested| match new.verdict {
            Verdict::Regression => (tested.actual - tested.predicted).abs(),
            _ => tested.actual.abs(),
        };
        let errors: f64 = unseen.iter().map(|(_, tested)| size(tested)).sum();
        ModelDuel { posts: unseen.len(), old, new: errors / unseen.len() as f64 }
    } else {
        match (again.and_then(error), error(new)) {
            (Some(old), Some(error)) => {
                ModelDuel { posts: new.errors.map_or(0, |errors| errors.tested), old, new: error }
            }
            _ => return (TrainingOutcome::NothingNew, None),
        }
    };
    let outcome = if compared.new < compared.old { TrainingOutcome::Replaced } else { TrainingOutcome::KeptOld };
    (outcome, Some(compared))
}

/// Lists the versions.
///
/// # Errors
/// What the storage says.
pub async fn history(desk: &Desk, session: &Session, metric: Metric) -> Result<Answer, Problem> {
    listed(desk, session, metric, false).await
}

async fn listed(desk: &Desk, session: &Session, metric: Metric, rolled_back: bool) -> Result<Answer, Problem> {
    let failed = |error| desk.storage_problem(&error);
    let in_force = session.records.get::<ModelInForce>(metric.id()).await.map_err(failed)?;
    let stored = session.records.all::<LearnedModel>().await.map_err(failed)?;
    let mut versions: Vec<ModelVersion> = Vec::new();
    for (_, stored) in stored.into_iter().filter(|(_, stored)| stored.record.metric == metric.id()) {
        let LearnedModel { version, trained, card, .. } = stored.record;
        let Ok(card) = serde_json::from_value::<Card>(card) else { continue };
        let regression = card.lambda.is_some();
        let error = card.errors.map(|it| if regression { it.regression } else { it.rolling_median });
        let trained: Timestamp = trained;
        versions.push(ModelVersion { version, trained: trained.to_string(), posts: card.posts, regression, error });
    }
    versions.reverse();
    let in_force = in_force.map(|stored| stored.record.version);
    Ok(Answer::ModelHistory(ModelHistory { metric, in_force, rolled_back, versions }))
}

/// Puts an earlier version in force: the one named, or the one before.
///
/// # Errors
/// That the person may not, that there is no such version, or what the storage says.
pub async fn rollback(desk: &Desk, session: &Session, metric: Metric, wanted: Option<u32>) -> Result<Answer, Problem> {
    session.must_manage().await?;
    let failed = |error| desk.storage_problem(&error);
    let none = || Problem::new(sentence!("learn-no-version"), sentence!("learn-no-version-help"));
    let current = session.records.get::<ModelInForce>(metric.id()).await.map_err(failed)?.ok_or_else(none)?;
    let target = wanted.unwrap_or(current.record.version.saturating_sub(1));
    if learning::version(&session.records, metric, target).await.map_err(failed)?.is_none() {
        return Err(none());
    }
    let make = |old: Option<ModelInForce>| ModelInForce { version: target, ..old.unwrap_or_default() };
    session.records.update::<ModelInForce, _>(metric.id(), make).await.map_err(failed)?;
    listed(desk, session, metric, true).await
}
