//! Classifiers from labels that people gave: topic, sentiment, format. One labels new posts only where it is better than the
//! rules that label them without it.

use std::collections::BTreeMap;
use std::sync::Arc;

use copydesk_analysis::learn::{Classified, Classifier, ClassifierCard, LEAST_LABELLED, Labelled, classifier, kappa};
use copydesk_storage::{AngleTally, Campaign, LabelKind, StorageError, TeamStore, TrainingTry};
use jiff::Timestamp;

use super::{Subject, compute, stored};
use crate::answer::{LabelAgreement, LabelsTrained, ModelDuel, Overruled, TrainingOutcome};
use crate::campaigns::labels::{How, by_rule, names, said};
use crate::desk::Desk;
use crate::knowledge::Knowledge;
use crate::texts::Problem;

/// Kinds of labels that a classifier can be trained for.
pub const LEARNED: [LabelKind; 3] = [LabelKind::Topic, LabelKind::Sentiment, LabelKind::Format];
/// Kinds of labels that rules give, so that people and rules can agree or not.
const BY_RULE: [LabelKind; 4] = [LabelKind::Hook, LabelKind::Sentiment, LabelKind::Language, LabelKind::Format];
/// Labels that must be new before an old classifier is held against a new one by them.
const LEAST_NEW: usize = 10;

/// The classifiers that label a team's new posts.
pub type Classifiers = BTreeMap<LabelKind, Classifier>;

/// Those in force.
///
/// # Errors
/// What the storage says.
pub async fn in_force(records: &TeamStore) -> Result<Classifiers, StorageError> {
    let mut found = Classifiers::new();
    for kind in LEARNED {
        if let Some(stored) = stored::classifier(records, kind).await? {
            found.insert(kind, stored.model);
        }
    }
    Ok(found)
}

/// A post whose label somebody gave.
pub struct Given<'a> {
    /// The post.
    pub campaign: &'a Campaign,
    /// What it says.
    pub label: String,
    /// Whether a person gave it in the chat, and not the file.
    pub by_person: bool,
}

/// All labels of a kind that people gave: in the chat, or in the file that the posts came from.
pub fn given(knowledge: &Knowledge, kind: LabelKind) -> Vec<Given<'_>> {
    let of = |campaign| {
        let (label, how) = said(campaign, kind)?;
        (!label.trim().is_empty()).then(|| Given { campaign, label, by_person: how == How::Person })
    };
    knowledge.campaigns.iter().filter_map(of).collect()
}

/// What the rules say of posts, where they say something.
fn ruled(given: &[Given], kind: LabelKind) -> Vec<Option<String>> {
    given.iter().map(|it| Some(by_rule(it.campaign, kind).0).filter(|label| !label.is_empty())).collect()
}

/// Trains a classifier and puts it in force if it is better than the rules and than the one before.
///
/// # Errors
/// That the computation failed, or what the storage says.
pub async fn train(
    desk: &Desk,
    records: &TeamStore,
    knowledge: &Arc<Knowledge>,
    kind: LabelKind,
    now: Timestamp,
    scheduled: bool,
) -> Result<LabelsTrained, Problem> {
    let failed = |error: StorageError| desk.storage_problem(&error);
    let subject = Subject::Label(kind);
    let old = stored::classifier(records, kind).await.map_err(failed)?;
    let (knowledge, old_model) = (Arc::clone(knowledge), old.as_ref().map(|old| old.model.clone()));
    let work = move || {
        let given = given(&knowledge, kind);
        let rules = ruled(&given, kind);
        let texts: Vec<Labelled> = given
            .iter()
            .zip(&rules)
            .map(|(it, rule)| Labelled { text: &it.campaign.post.text, label: &it.label, rule: rule.as_deref() })
            .collect();
        let made = classifier(&texts);
        let duel = made.as_ref().zip(old_model).and_then(|(made, old)| duel(&old, made, &texts));
        let first = given.first().map(|it| it.label.clone());
        let only = first.filter(|first| given.iter().all(|it| it.label == *first));
        (given.len(), only, made, duel)
    };
    let (labelled, only, made, compared) = compute(desk, work).await?;
    let outcome = outcome(made.as_ref(), old.is_some(), compared);
    let version = match (&made, outcome) {
        (Some(made), TrainingOutcome::First | TrainingOutcome::Replaced) => {
            let put = stored::put_in_force(records, subject, (&made.classifier, &made.card), now);
            Some(put.await.map_err(failed)?)
        }
        _ => old.map(|old| old.version),
    };
    let made_try = TrainingTry {
        metric: subject.id(),
        at: now,
        scheduled,
        posts: labelled,
        known: labelled,
        outcome: outcome.id().into(),
        version,
        compared: compared.map(|duel| (duel.old, duel.new)),
    };
    stored::note(records, subject, made_try).await.map_err(failed)?;
    let card: Option<ClassifierCard> = made.map(|made| made.card);
    let label = names(kind).first().copied().unwrap_or_default().to_owned();
    let (team, least) = (records.id().to_string(), LEAST_LABELLED);
    Ok(LabelsTrained { team, label, outcome, version, compared, labelled, least, only, card })
}

/// Shares of wrong labels on those that are new since the old classifier: the new one is judged by labels it did not see either.
fn duel(old: &Classifier, new: &Classified, texts: &[Labelled]) -> Option<ModelDuel> {
    let unseen: Vec<(&Labelled, &Option<String>)> =
        texts.iter().zip(&new.held_out).filter(|(text, _)| !old.has_seen(text)).collect();
    let share = |wrong: usize| wrong as f64 / unseen.len() as f64;
    let old_wrong = unseen.iter().filter(|(text, _)| old.label(text.text) != Some(text.label)).count();
    let new_wrong = unseen.iter().filter(|(text, said)| said.as_deref() != Some(text.label)).count();
    (unseen.len() >= LEAST_NEW).then(|| ModelDuel { posts: unseen.len(), old: share(old_wrong), new: share(new_wrong) })
}

fn outcome(made: Option<&Classified>, there_is_one: bool, compared: Option<ModelDuel>) -> TrainingOutcome {
    match (made, compared) {
        (None, _) => TrainingOutcome::None,
        (Some(made), _) if !made.card.wins && !there_is_one => TrainingOutcome::Loses,
        (Some(_), _) if !there_is_one => TrainingOutcome::First,
        (Some(_), None) => TrainingOutcome::NothingNew,
        (Some(made), Some(duel)) if made.card.wins && duel.new < duel.old => TrainingOutcome::Replaced,
        _ => TrainingOutcome::KeptOld,
    }
}

/// How far people and the bot agree on labels that people gave, by kind.
pub fn agreement(knowledge: &Knowledge) -> Vec<LabelAgreement> {
    let of_kind = |kind: LabelKind| {
        let given = given(knowledge, kind);
        let rules = ruled(&given, kind);
        let both = given.iter().zip(&rules).filter_map(|(it, rule)| Some((it.label.clone(), rule.clone()?)));
        let pairs: Vec<(String, String)> = both.collect();
        let agreed = pairs.iter().filter(|(people, bot)| people == bot).count();
        (!pairs.is_empty()).then(|| LabelAgreement {
            label: names(kind).first().copied().unwrap_or_default().to_owned(),
            labels: pairs.len(),
            agreed,
            kappa: kappa(&pairs),
        })
    };
    BY_RULE.into_iter().filter_map(of_kind).collect()
}

/// How often people decided otherwise than the bot: labels that they corrected, ideas that they refused.
pub fn overruled(knowledge: &Knowledge) -> Overruled {
    let mut found = Overruled::default();
    for kind in BY_RULE {
        let given: Vec<Given> = given(knowledge, kind).into_iter().filter(|it| it.by_person).collect();
        let rules = ruled(&given, kind);
        let both = given.iter().zip(&rules).filter_map(|(it, rule)| Some((&it.label, rule.as_ref()?)));
        for (people, bot) in both {
            found.labels += 1;
            found.corrected += usize::from(people != bot);
        }
    }
    for AngleTally { used, refused, .. } in knowledge.tallies.values() {
        found.ideas += used + refused;
        found.refused += refused;
    }
    found
}
