//! Trains, and holds the new model against the old one: the same for a person who asks and for the schedule.

use std::collections::BTreeMap;
use std::sync::Arc;

use copydesk_adapters::Partial;
use copydesk_analysis::learn::statistics::mean;
use copydesk_analysis::learn::{LeftOut, Observation, Settings, Step, Tested, Trained, train_with};
use copydesk_storage::{StorageError, TeamStore, TrainingTry};
use jiff::ZonedDateTime;

use super::stored::{self, InForce};
use super::{Subject, day_number};
use crate::answer::{ModelDuel, TrainedShown, TrainingOutcome};
use crate::desk::Desk;
use crate::session::Session;
use crate::texts::{Problem, sentence};

/// Posts that must be new before an old model is held against a new one by them.
const LEAST_NEW: usize = 20;

/// Errors are shown to a thousandth.
const SHOWN: f64 = 1_000.0;

/// What is trained, for whom, and when.
pub struct Order<'a> {
    /// The team's records.
    pub records: TeamStore,
    /// Its past posts.
    pub posts: Arc<Vec<Observation>>,
    /// Those that are not among them, and why.
    pub unlearnable: Vec<LeftOut>,
    /// How.
    pub settings: Settings,
    /// When.
    pub now: ZonedDateTime,
    /// Who asks and is told the steps; `None` for the schedule.
    pub asker: Option<&'a Session>,
}

impl Order<'_> {
    /// Trains, puts the new model in force if it is the first or the better one, and notes what came of it.
    ///
    /// # Errors
    /// That the computation failed, or what the storage says.
    pub async fn carry_out(self, desk: &Desk) -> Result<TrainedShown, Problem> {
        let failed = |error: StorageError| desk.storage_problem(&error);
        let subject = Subject::Metric(self.settings.metric);
        let old = stored::in_force(&self.records, self.settings.metric).await.map_err(failed)?;
        let trained = self.train(desk, self.settings.clone()).await?;
        let (outcome, compared) = match (&trained.model, &old) {
            (None, _) => (TrainingOutcome::None, None),
            (Some(_), None) => (TrainingOutcome::First, None),
            (Some(_), Some(old)) => {
                let unseen = unseen(old, &trained, &self.posts);
                let same = old.card.settings == self.settings;
                // With other settings and few new posts, only the two ways of training can be compared.
                let again = if unseen.len() < LEAST_NEW && !same {
                    Some(self.train(desk, old.card.settings.clone()).await?)
                } else {
                    None
                };
                duel(old, &trained, &unseen, again.as_ref())
            }
        };
        let at = self.now.timestamp();
        let relevelled = old.as_ref().filter(|old| outcome.keeps_old() && self.changes_the_level_alone(old));
        let outcome = if relevelled.is_some() { TrainingOutcome::OtherLevel } else { outcome };
        let version = match (relevelled, outcome, &trained.model) {
            (Some(old), ..) => {
                let (mut model, mut card) = (old.model.clone(), old.card.clone());
                (model.level, card.settings.level) = (self.settings.level, self.settings.level);
                let put = stored::put_in_force(&self.records, subject, (&model, &card), at);
                Some(put.await.map_err(failed)?)
            }
            (None, TrainingOutcome::First | TrainingOutcome::Replaced, Some(model)) => {
                let put = stored::put_in_force(&self.records, subject, (model, &trained.card), at);
                Some(put.await.map_err(failed)?)
            }
            _ => old.as_ref().map(|old| old.version),
        };
        let known = self.posts.iter().filter(|post| self.settings.metric.of(&post.numbers).is_some()).count();
        let made = TrainingTry {
            metric: subject.id(),
            at,
            scheduled: self.asker.is_none(),
            posts: trained.card.posts,
            known,
            outcome: outcome.id().into(),
            version,
            compared: compared.map(|duel| (duel.old, duel.new)),
        };
        stored::note(&self.records, subject, made).await.map_err(failed)?;
        let team = self.records.id().to_string();
        Ok(TrainedShown { team, outcome, version, compared, card: trained.card })
    }

    /// Whether nothing else is ordered than intervals of another level.
    fn changes_the_level_alone(&self, old: &InForce) -> bool {
        let level = self.settings.level;
        old.card.settings != self.settings && Settings { level, ..old.card.settings.clone() } == self.settings
    }

    async fn train(&self, desk: &Desk, settings: Settings) -> Result<Trained, Problem> {
        let mut trained = trained(desk, Arc::clone(&self.posts), &self.now, settings, self.asker).await?;
        trained.card.left_out.extend(self.unlearnable.iter().cloned());
        Ok(trained)
    }
}

/// Trains on a thread that may compute, telling the steps. Nothing is stored.
///
/// # Errors
/// That the computation ended in a fault.
pub async fn trained(
    desk: &Desk,
    posts: Arc<Vec<Observation>>,
    now: &ZonedDateTime,
    settings: Settings,
    asker: Option<&Session>,
) -> Result<Trained, Problem> {
    let today = day_number(now.date());
    let (sender, mut steps) = tokio::sync::mpsc::channel(32);
    let training = super::compute(desk, move || {
        // A step that nobody has read yet is a step too late to tell.
        train_with(&posts, today, &settings, &mut |step| {
            let _late = sender.try_send(step);
        })
    });
    let telling = async {
        while let Some(step) = steps.recv().await {
            if let Some(session) = asker {
                tell(session, step).await;
            }
        }
    };
    let (trained, ()) = tokio::join!(training, telling);
    trained
}

async fn tell(session: &Session, step: Step) {
    let status = match step {
        Step::Features { posts } => sentence!("learn-step-features", posts = posts),
        Step::Fold { fold, of } => sentence!("learn-step-fold", fold = fold, of = of),
    };
    session.show(Partial::Status(session.say(status))).await;
}

/// Posts that ran since the old model was trained, with what the rolling test found.
fn unseen<'a>(old: &InForce, new: &'a Trained, posts: &'a [Observation]) -> Vec<(&'a Observation, &'a Tested)> {
    let with_post = new.tested.iter().filter_map(|tested| Some((posts.get(tested.place)?, tested)));
    with_post.filter(|(post, _)| post.when.day > old.model.trained_through).collect()
}

/// The old model against the new one: on posts that neither had seen, where there are enough; else the rolling tests of both
/// ways of training on the posts that are in both, if `again` has that of the old one.
fn duel(
    old: &InForce,
    new: &Trained,
    unseen: &[(&Observation, &Tested)],
    again: Option<&Trained>,
) -> (TrainingOutcome, Option<ModelDuel>) {
    let size = |tested: &Tested| (tested.actual - tested.predicted).abs();
    let compared = if unseen.len() >= LEAST_NEW {
        let old = old.model.error_on(unseen.iter().map(|(post, tested)| (*post, tested.actual)));
        let errors: f64 = unseen.iter().map(|(_, tested)| size(tested)).sum();
        ModelDuel { posts: unseen.len(), old, new: errors / unseen.len() as f64 }
    } else {
        let olds = again.map(|again| again.tested.as_slice()).unwrap_or_default();
        let olds: BTreeMap<usize, f64> = olds.iter().map(|tested| (tested.place, size(tested))).collect();
        let own = |tested: &Tested| Some((*olds.get(&tested.place)?, size(tested)));
        let (old, new): (Vec<f64>, Vec<f64>) = new.tested.iter().filter_map(own).unzip();
        if new.len() < LEAST_NEW {
            return (TrainingOutcome::NothingNew, None);
        }
        ModelDuel { posts: new.len(), old: mean(&old), new: mean(&new) }
    };
    // A difference that nobody would be shown is none.
    let outcome = if (compared.new * SHOWN).round() < (compared.old * SHOWN).round() {
        TrainingOutcome::Replaced
    } else {
        TrainingOutcome::KeptOld
    };
    (outcome, Some(compared))
}
