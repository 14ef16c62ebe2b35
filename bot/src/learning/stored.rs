//! Models as they are stored, which of them is in force, and what came of each training.

use copydesk_analysis::learn::{Card, Classifier, ClassifierCard, Metric, Model};
use copydesk_storage::{LabelKind, LearnedModel, ModelInForce, StorageError, TeamStore, TrainingTry};
use jiff::Timestamp;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::Subject;

/// A stored model with its card.
pub struct InForce<M = Model, C = Card> {
    /// Its version.
    pub version: u32,
    /// When it was trained.
    pub trained: Timestamp,
    /// It.
    pub model: M,
    /// Its card.
    pub card: C,
}

/// A stored classifier.
pub type ClassifierInForce = InForce<Classifier, ClassifierCard>;

/// How many versions and tries of each subject are kept.
const KEPT: usize = 20;

/// The model of a metric that is in force; `None` if there is none, or one that this program can't read.
///
/// # Errors
/// What the storage says.
pub async fn in_force(records: &TeamStore, metric: Metric) -> Result<Option<InForce>, StorageError> {
    of(records, Subject::Metric(metric)).await
}

/// The classifier of a kind of label that is in force.
///
/// # Errors
/// What the storage says.
pub async fn classifier(records: &TeamStore, kind: LabelKind) -> Result<Option<ClassifierInForce>, StorageError> {
    of(records, Subject::Label(kind)).await
}

async fn of<M: DeserializeOwned, C: DeserializeOwned>(
    records: &TeamStore,
    subject: Subject,
) -> Result<Option<InForce<M, C>>, StorageError> {
    let id = subject.id();
    let Some(current) = records.get::<ModelInForce>(&id).await? else { return Ok(None) };
    let stored = records.get::<LearnedModel>(&LearnedModel::record_id(&id, current.record.version)).await?;
    let Some(LearnedModel { version, trained, model, card, .. }) = stored.map(|stored| stored.record) else {
        return Ok(None);
    };
    let read = serde_json::from_value(model).and_then(|model| Ok((model, serde_json::from_value(card)?)));
    Ok(read.ok().map(|(model, card)| InForce { version, trained, model, card }))
}

/// Stores a model as the next version and puts it in force. Returns the version.
///
/// # Errors
/// What the storage says.
pub async fn put_in_force(
    records: &TeamStore,
    subject: Subject,
    (model, card): (&impl Serialize, &impl Serialize),
    trained: Timestamp,
) -> Result<u32, StorageError> {
    let json = |error: serde_json::Error| StorageError::Other(error.to_string());
    let id = subject.id();
    let (model, card) = (serde_json::to_value(model).map_err(json)?, serde_json::to_value(card).map_err(json)?);
    loop {
        let old = records.get::<ModelInForce>(&id).await?;
        let version = old.as_ref().map_or(0, |old| old.record.last) + 1;
        let (model, card) = (model.clone(), card.clone());
        let record = LearnedModel { metric: id.clone(), version, trained, model, card };
        let mut change = records
            .change()
            .unchanged::<ModelInForce>(&id, old.map(|old| old.version))
            .put(&id, &ModelInForce { version, last: version })
            .put(&LearnedModel::record_id(&id, version), &record);
        if let Some(gone) = version.checked_sub(KEPT as u32).filter(|gone| *gone > 0) {
            change = change.delete::<LearnedModel>(&LearnedModel::record_id(&id, gone));
        }
        match change.commit().await {
            Ok(_) => return Ok(version),
            // Somebody else trained at the same time: theirs is the version before.
            Err(StorageError::Conflict { .. }) if records.get::<ModelInForce>(&id).await?.is_some() => {}
            Err(error) => return Err(error),
        }
    }
}

/// The versions of a subject, the newest first.
///
/// # Errors
/// What the storage says.
pub async fn versions(records: &TeamStore, subject: Subject) -> Result<Vec<LearnedModel>, StorageError> {
    let id = subject.id();
    let stored = records.all::<LearnedModel>().await?.into_iter().map(|(_, stored)| stored.record);
    let mut versions: Vec<LearnedModel> = stored.filter(|model| model.metric == id).collect();
    versions.reverse();
    Ok(versions)
}

/// Puts an earlier version in force: the one named, or the last before the one in force. `None` if there is no such version.
///
/// # Errors
/// What the storage says.
pub async fn roll_back(
    records: &TeamStore,
    subject: Subject,
    wanted: Option<u32>,
) -> Result<Option<u32>, StorageError> {
    let id = subject.id();
    let Some(current) = records.get::<ModelInForce>(&id).await? else { return Ok(None) };
    let target = wanted.unwrap_or(current.record.version.saturating_sub(1));
    if records.get::<LearnedModel>(&LearnedModel::record_id(&id, target)).await?.is_none() {
        return Ok(None);
    }
    let make = |old: Option<ModelInForce>| ModelInForce { version: target, ..old.unwrap_or_default() };
    records.update::<ModelInForce, _>(&id, make).await?;
    Ok(Some(target))
}

/// What came of trainings of a subject, the newest first.
///
/// # Errors
/// What the storage says.
pub async fn tries(records: &TeamStore, subject: Subject) -> Result<Vec<TrainingTry>, StorageError> {
    let id = subject.id();
    let stored = records.all::<TrainingTry>().await?.into_iter().map(|(_, stored)| stored.record);
    let mut tries: Vec<TrainingTry> = stored.filter(|it| it.metric == id).collect();
    tries.reverse();
    Ok(tries)
}

/// Notes what came of a training.
///
/// # Errors
/// What the storage says.
pub async fn note(records: &TeamStore, subject: Subject, made: TrainingTry) -> Result<(), StorageError> {
    let old = tries(records, subject).await?;
    let id = subject.id();
    let mut change = records.change().put(&TrainingTry::record_id(&id, made.at), &made);
    for gone in old.iter().skip(KEPT - 1) {
        change = change.delete::<TrainingTry>(&TrainingTry::record_id(&id, gone.at));
    }
    change.commit().await.map(drop)
}
