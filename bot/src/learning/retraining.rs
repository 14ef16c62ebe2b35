//! Trains again, by itself, once enough is new. What comes of it is in `/model history`.

use std::sync::Arc;
use std::time::Duration;

use copydesk_analysis::learn::{LEAST_POSTS, Metric, Settings};
use copydesk_storage::{ModelInForce, StorageError, TeamStore};
use jiff::{Timestamp, ZonedDateTime};
use tokio_util::sync::CancellationToken;

use super::training::Order;
use super::{Subject, labels, stored};
use crate::desk::Desk;
use crate::knowledge::Knowledge;
use crate::texts::Problem;

/// After the start, before the first look: whoever starts the program wants an answer first.
const SETTLED: Duration = Duration::from_secs(120);

/// Looks at all teams, as often as the settings say, until `shutdown`.
pub async fn run(desk: Arc<Desk>, shutdown: CancellationToken) {
    let Some(every) = desk.config.learning.every else { return };
    let mut wait = SETTLED.min(every);
    loop {
        tokio::select! {
            () = tokio::time::sleep(wait) => {}
            () = shutdown.cancelled() => return,
        }
        once(&desk, &ZonedDateTime::now()).await;
        wait = every;
    }
}

/// Trains what is due of every team, one after the other.
pub async fn once(desk: &Desk, now: &ZonedDateTime) {
    let teams = match desk.store.teams().await {
        Ok(teams) => teams,
        Err(error) => {
            tracing::error!(%error, "nothing is trained again: teams can't be read");
            return;
        }
    };
    for team in teams {
        let records = match desk.store.find_team(&team.id).await {
            Ok(Some(team)) => desk.store.team(&team.record.id).only_while(team.version),
            // It is gone meanwhile.
            Ok(None) => continue,
            Err(error) => {
                tracing::error!(%error, "a team can't be read");
                continue;
            }
        };
        if let Err(problem) = of_team(desk, &records, now).await {
            let message = problem.message.say(copydesk_analysis::Language::English);
            tracing::error!(team.id = %team.id, message, "a team's models can't be trained again");
        }
    }
}

async fn of_team(desk: &Desk, records: &TeamStore, now: &ZonedDateTime) -> Result<(), Problem> {
    let failed = |error: StorageError| desk.storage_problem(&error);
    let knowledge = desk.known.of(records).await.map_err(failed)?;
    let in_force = records.all::<ModelInForce>().await.map_err(failed)?;
    let mut subjects: Vec<Subject> = in_force.iter().filter_map(|(id, _)| Subject::from_id(id)).collect();
    // Nobody has to ask for the first ones.
    let first = std::iter::once(Subject::Metric(Metric::Engagement)).chain(labels::LEARNED.map(Subject::Label));
    for subject in first {
        if !subjects.contains(&subject) {
            subjects.push(subject);
        }
    }
    for subject in subjects {
        if !is_due(desk, records, &knowledge, subject, now.timestamp()).await.map_err(failed)? {
            continue;
        }
        let version = match subject {
            Subject::Metric(metric) => metric_again(desk, records, &knowledge, metric, now).await?,
            Subject::Label(kind) => {
                labels::train(desk, records, &knowledge, kind, now.timestamp(), true).await?.version
            }
        };
        tracing::info!(team.id = %records.id(), model = subject.id(), version, "trained by the schedule");
    }
    Ok(())
}

/// Whether so much is new since the last training that another one is worth it.
async fn is_due(
    desk: &Desk,
    records: &TeamStore,
    knowledge: &Arc<Knowledge>,
    subject: Subject,
    now: Timestamp,
) -> Result<bool, StorageError> {
    let last = stored::tries(records, subject).await?.into_iter().next();
    let (known, at) = last.map_or((0, Timestamp::UNIX_EPOCH), |last| (last.known, last.at));
    let knowledge = Arc::clone(knowledge);
    let have = tokio::task::spawn_blocking(move || match subject {
        Subject::Metric(metric) => {
            knowledge.observations().iter().filter(|post| metric.of(&post.numbers).is_some()).count()
        }
        Subject::Label(kind) => labels::given(&knowledge, kind).len(),
    });
    let have = have.await.map_err(|error| StorageError::Other(error.to_string()))?;
    let settings = &desk.config.learning;
    let rested = settings.every.is_none_or(|every| now.duration_since(at).unsigned_abs() >= every / 2);
    Ok(have >= LEAST_POSTS && have >= known + settings.new_posts && rested)
}

/// Trains a metric's model as the one in force was trained.
async fn metric_again(
    desk: &Desk,
    records: &TeamStore,
    knowledge: &Arc<Knowledge>,
    metric: Metric,
    now: &ZonedDateTime,
) -> Result<Option<u32>, Problem> {
    let old = stored::in_force(records, metric).await.map_err(|error| desk.storage_problem(&error))?;
    let settings = old.map_or_else(|| Settings { metric, ..Settings::default() }, |old| old.card.settings);
    let (knowledge, unlearnable) = (Arc::clone(knowledge), knowledge.unlearnable());
    let posts = super::compute(desk, move || Arc::clone(knowledge.observations())).await?;
    let order = Order { records: records.clone(), posts, unlearnable, settings, now: now.clone(), asker: None };
    Ok(order.carry_out(desk).await?.version)
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a failed test may panic")]

    use copydesk_analysis::learn::generator::{Truth, posts};
    use copydesk_storage::{Post, SledEngine, Store, Team, TeamId};

    use super::*;
    use crate::config::Config;
    use crate::learning::date_of;
    use crate::models::ModelInUse;
    use crate::sweep::Sweep;

    async fn add(records: &TeamStore, from: usize, to: usize) {
        let truth = Truth { posts: to, question: 0.9, latte: 1.0, noise: 0.4, ..Truth::default() };
        let made = posts(&truth, 3).into_iter().skip(from).map(|post| Post {
            platform: post.platform.id().to_owned(),
            text: post.text,
            topic: post.topic,
            date: Some(date_of(post.when.day)),
            likes: post.numbers.likes,
            ..Post::default()
        });
        records.add_campaigns(made.collect()).await.unwrap();
    }

    #[tokio::test]
    async fn the_schedule_trains_the_first_model_and_another_once_enough_is_new() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::new(Arc::new(SledEngine::open(folder.path()).unwrap()));
        let id = TeamId::parse("dockside").unwrap();
        let team = Team { id: id.clone(), name: "Dockside".into(), sample: false, created: Timestamp::UNIX_EPOCH };
        store.create_team(team).await.unwrap();
        let config = Config::parse("", None).unwrap();
        let (model, sweep) = (ModelInUse::start(&config), Sweep::new(store.clone(), config.data.after_leaving));
        let records = store.team(&id);
        let desk = Desk::new(config, store, model, folder.path().into(), sweep);
        let outcomes = async || {
            let tries = stored::tries(&records, Subject::Metric(Metric::Engagement)).await.unwrap();
            tries.into_iter().map(|it| (it.scheduled, it.posts, it.outcome)).collect::<Vec<_>>()
        };
        let day = |day: i8| jiff::civil::date(2026, 11, day).in_tz("UTC").unwrap();

        add(&records, 0, 29).await;
        once(&desk, &day(1)).await;
        assert_eq!(outcomes().await, [], "29 posts are not enough");
        add(&records, 29, 100).await;
        once(&desk, &day(2)).await;
        assert_eq!(outcomes().await, [(true, 100, "first".to_owned())]);
        once(&desk, &day(3)).await;
        assert_eq!(outcomes().await.len(), 1, "nothing is new");
        add(&records, 100, 240).await;
        once(&desk, &day(4)).await;
        let tried = outcomes().await;
        assert_eq!((tried.len(), tried[0].0, tried[0].1), (2, true, 240), "{tried:?}");
        let in_force = stored::in_force(&records, Metric::Engagement).await.unwrap().unwrap();
        assert_eq!(in_force.version, if tried[0].2 == "replaced" { 2 } else { 1 }, "{tried:?}");
    }
}
