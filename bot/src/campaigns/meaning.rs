//! What past posts mean, as vectors of a model: made once for each post and kept with it, so that a request is found by its
//! meaning, too. Without such a model, or while it does not answer, words alone find posts.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use copydesk_llm::{LlmError, Model};
use copydesk_storage::{Campaign, PostVector, StorageError, TeamId, TeamStore};
use tokio_util::sync::CancellationToken;

use crate::config::{LlmSettings, ModelEntry, ModelKind, UseOfEmbeddings};
use crate::desk::Desk;
use crate::knowledge::Knowledge;

/// Posts of a team that have a vector, the newest; words find the others.
const MOST_POSTS: usize = 20_000;
/// Vectors that are made for one request; the next request makes more.
const AT_ONCE: usize = 512;
/// Vectors of one request to the model, and of one commit.
const BATCH: usize = 64;
/// A person waits no longer than this for vectors.
const LONGEST: Duration = Duration::from_secs(10);
/// Characters of a post that count; models take some hundred words.
const CHARACTERS: usize = 1_500;
/// Bytes of vectors that are kept in memory, of all teams.
const MOST_BYTES: usize = 128 << 20;
/// Posts that are near, at most.
const NEAREST: usize = 30;

/// Vectors of teams, the least lately used first.
#[derive(Default)]
pub struct Meanings {
    teams: Mutex<Vec<(TeamId, Arc<Vectors>)>>,
}

/// A team's vectors by one model, by the numbers of the posts.
#[derive(Clone, Default)]
struct Vectors {
    model: String,
    /// The state of the team's posts of which every one has its vector.
    complete: Option<u64>,
    posts: HashMap<u32, (u64, Arc<[i8]>)>,
}

impl Vectors {
    fn bytes(&self) -> usize {
        self.posts.values().map(|(_, vector)| vector.len() + 64).sum()
    }
}

impl Meanings {
    fn kept(&self, team: &TeamId, model: &str) -> Option<Arc<Vectors>> {
        let mut teams = self.teams.lock().unwrap_or_else(PoisonError::into_inner);
        let place = teams.iter().position(|(id, _)| id == team)?;
        let entry = teams.remove(place);
        let vectors = (entry.1.model == model).then(|| Arc::clone(&entry.1))?;
        teams.push(entry);
        Some(vectors)
    }

    fn keep(&self, team: &TeamId, vectors: &Arc<Vectors>) {
        let mut teams = self.teams.lock().unwrap_or_else(PoisonError::into_inner);
        teams.retain(|(id, _)| id != team);
        teams.push((team.clone(), Arc::clone(vectors)));
        while teams.len() > 1 && teams.iter().map(|(_, vectors)| vectors.bytes()).sum::<usize>() > MOST_BYTES {
            teams.remove(0);
        }
    }
}

/// The name of the model that makes vectors; `None` if none is to. A model that only writes has vectors, too, but poor ones:
/// they are used only where somebody asked for them.
fn model_of(entry: &ModelEntry, llm: &LlmSettings, wish: UseOfEmbeddings) -> Option<String> {
    let named = match &entry.kind {
        ModelKind::Remote(server) => Some(server.embedding_model.clone()).filter(|name| !name.is_empty()),
        ModelKind::Local(_) => llm.local.embedding_model.clone(),
    };
    match wish {
        UseOfEmbeddings::Never => None,
        UseOfEmbeddings::WhereNamed => named.map(|name| format!("{}/{name}", entry.name)),
        UseOfEmbeddings::Always => Some(format!("{}/{}", entry.name, named.unwrap_or_default())),
    }
}

/// Finds which past posts are near a text by meaning, and has `knowledge` remember it: what is looked for afterwards finds
/// them, too. Whatever fails leaves the search to words, and is logged.
pub async fn prepare(desk: &Desk, records: &TeamStore, knowledge: &Knowledge, text: &str) {
    let listed = desk.model.first();
    let Some(name) = model_of(&listed.entry, &desk.config.llm, desk.config.campaigns.embeddings) else { return };
    if knowledge.campaigns.is_empty() || knowledge.remembers_near(text) {
        return;
    }
    let Ok(model) = listed.start() else { return };
    let cancel = CancellationToken::new();
    let work = near(desk, records, knowledge, text, &name, model.as_ref(), &cancel);
    match tokio::time::timeout(LONGEST, work).await {
        Ok(Ok((near, complete))) => knowledge.remember_near(text, near, complete),
        Ok(Err(error)) => tracing::warn!(%error, "past posts are found by words alone"),
        Err(_) => tracing::warn!("past posts are found by words alone: the model for embeddings is slow"),
    }
    cancel.cancel();
}

/// Why nothing is known of meanings.
#[derive(Debug, thiserror::Error)]
enum MeaningError {
    #[error(transparent)]
    Model(#[from] LlmError),
    #[error(transparent)]
    Storage(#[from] StorageError),
}

/// The places of posts near a text with their cosines, the nearest first, and whether every post was asked.
async fn near(
    desk: &Desk,
    records: &TeamStore,
    knowledge: &Knowledge,
    text: &str,
    name: &str,
    model: &dyn Model,
    cancel: &CancellationToken,
) -> Result<(Vec<(usize, f64)>, bool), MeaningError> {
    model.ready().await?;
    let vectors = vectors(desk, records, knowledge, name, model, cancel).await?;
    let asked = model.embed(vec![shortened(text)], cancel.clone()).await?;
    let asked = PostVector::new(name, 0, asked.first().map_or(&[][..], Vec::as_slice)).values();
    let cosine = |vector: &[i8]| {
        let product: i64 = asked.iter().zip(vector).map(|(one, other)| i64::from(*one) * i64::from(*other)).sum();
        product as f64 / (127.0 * 127.0)
    };
    let of_post = |(place, campaign): (usize, &Campaign)| {
        let (_, vector) = vectors.posts.get(&campaign.number)?;
        (vector.len() == asked.len()).then(|| (place, cosine(vector)))
    };
    let cosines: Vec<(usize, f64)> = knowledge.campaigns.iter().enumerate().filter_map(of_post).collect();
    Ok((standing_out(cosines), vectors.complete.is_some()))
}

/// Those that are nearer than most: what counts as near differs from model to model, so a team's own posts are the measure.
fn standing_out(mut cosines: Vec<(usize, f64)>) -> Vec<(usize, f64)> {
    let count = cosines.len().max(1) as f64;
    let mean = cosines.iter().map(|(_, cosine)| cosine).sum::<f64>() / count;
    let spread = (cosines.iter().map(|(_, cosine)| (cosine - mean).powi(2)).sum::<f64>() / count).sqrt();
    cosines.retain(|(_, cosine)| *cosine > 0.0 && *cosine >= mean + spread);
    cosines.sort_by(|one, other| other.1.total_cmp(&one.1).then(other.0.cmp(&one.0)));
    cosines.truncate(NEAREST);
    cosines
}

/// The vectors of a team's posts: those that are stored, and some that were missing.
async fn vectors(
    desk: &Desk,
    records: &TeamStore,
    knowledge: &Knowledge,
    name: &str,
    model: &dyn Model,
    cancel: &CancellationToken,
) -> Result<Arc<Vectors>, MeaningError> {
    let state = records.campaigns_version().await?;
    let known = match desk.meanings.kept(records.id(), name) {
        Some(known) if known.complete.is_some() && known.complete == state => return Ok(known),
        Some(known) => known,
        None => Arc::new(stored(records, name).await?),
    };
    let mut now = Vectors { complete: None, ..(*known).clone() };
    let newest: Vec<&Campaign> = knowledge.campaigns.iter().rev().take(MOST_POSTS).collect();
    let has = |number: u32, print: u64| now.posts.get(&number).is_some_and(|(of_text, _)| *of_text == print);
    let missing: Vec<(&Campaign, String, u64)> = newest
        .iter()
        .map(|campaign| (*campaign, text_of(campaign)))
        .map(|(campaign, text)| (campaign, text.clone(), print(&text)))
        .filter(|(campaign, _, print)| !has(campaign.number, *print))
        .collect();
    if missing.len() <= AT_ONCE {
        now.complete = state;
    }
    for batch in missing.chunks(BATCH).take(AT_ONCE / BATCH) {
        let texts = batch.iter().map(|(_, text, _)| text.clone()).collect();
        let made = model.embed(texts, cancel.clone()).await?;
        let mut change = records.change();
        for ((campaign, _, print), values) in batch.iter().zip(&made) {
            let vector = PostVector::new(name, *print, values);
            now.posts.insert(campaign.number, (*print, vector.values().into()));
            // Written under the post, so that it goes with the post.
            change = change.put(&Campaign::record_id(campaign.number), &vector);
        }
        change.commit().await?;
    }
    // Of posts that are gone nothing is kept.
    if now.posts.len() > newest.len() {
        let numbers: std::collections::HashSet<u32> = newest.iter().map(|campaign| campaign.number).collect();
        now.posts.retain(|number, _| numbers.contains(number));
    }
    let now = Arc::new(now);
    desk.meanings.keep(records.id(), &now);
    Ok(now)
}

async fn stored(records: &TeamStore, name: &str) -> Result<Vectors, StorageError> {
    let all = records.all::<PostVector>().await?.into_iter();
    let of_model = all.filter(|(_, stored)| stored.record.model == name);
    let posts = of_model
        .filter_map(|(id, stored)| Some((id.parse().ok()?, (stored.record.text, Arc::from(stored.record.values())))));
    Ok(Vectors { model: name.to_owned(), complete: None, posts: posts.collect() })
}

fn text_of(campaign: &Campaign) -> String {
    shortened(&format!("{} {}", campaign.post.topic, campaign.post.text))
}

fn shortened(text: &str) -> String {
    text.trim().chars().take(CHARACTERS).collect()
}

/// The same in every run: the standard library's hasher has fixed keys when it is made like this.
fn print(text: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::standing_out;

    #[test]
    fn near_is_what_stands_out_among_the_team_s_own_posts() {
        let mut cosines: Vec<(usize, f64)> = (0..40).map(|place| (place, 0.7 + 0.001 * place as f64)).collect();
        cosines.push((40, 0.95));
        cosines.push((41, 0.9));
        let near = standing_out(cosines);
        assert_eq!(near.iter().map(|(place, _)| *place).collect::<Vec<_>>(), [40, 41]);
        assert_eq!(standing_out(vec![(0, -0.2), (1, -0.1)]), []);
        assert_eq!(standing_out(Vec::new()), []);
    }
}
