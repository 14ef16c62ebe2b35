//! What to make next: one ranking, for recommendations, for ideas that nobody named a topic for, and for digests.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use copydesk_analysis::learn::statistics::median;
use copydesk_analysis::learn::{Candidate, Candidates, Metric, Observation, Recommendation, Taste, tone};
use copydesk_analysis::{Language, content_words, sentiment};
use copydesk_storage::{ContentTaste, Person, StorageError, TeamStore, TopicWishes};

use crate::answer::{DigestShown, Reason, TasteFit, TrendShown};
use crate::ideas::because::rounded;
use crate::knowledge::Knowledge;

/// Topics that a person can mute, and choices that are kept of them.
const MOST_KEPT: usize = 200;
/// Posts that a topic's mean is drawn towards usual by.
const PRIOR_POSTS: f64 = 3.0;
/// Topics of past posts that are looked at, those with most posts.
const MOST_TOPICS: usize = 2_000;
/// How much a digest's score grows or shrinks at most by how well a trend fits.
const DIGEST_SHARE: f64 = 0.5;

/// Whose taste decides.
#[derive(Debug, Default)]
pub struct Tastes {
    person: Taste,
    team: Taste,
    /// Topics that are wanted, whether or not there are posts on them.
    wanted: Vec<String>,
    /// Topics that the person muted: never shown to them, not in the team's list either.
    own_muted: Vec<String>,
}

impl Tastes {
    /// The team's, and that of one of its people.
    ///
    /// # Errors
    /// What the storage says.
    pub async fn of(records: &TeamStore, knowledge: &Knowledge, person: Option<&str>) -> Result<Self, StorageError> {
        let wishes = records.get::<TopicWishes>(TopicWishes::ID).await?;
        let wishes = wishes.map(|stored| stored.record).unwrap_or_default();
        let preferences = &knowledge.preferences;
        let voice: Vec<f64> =
            preferences.examples.iter().chain(&preferences.voice).filter_map(|text| feeling(text)).collect();
        let topics = knowledge.campaigns.iter().map(|it| it.post.topic.trim().to_owned());
        let team = Taste {
            follows: [preferences.words_to_use.clone(), wishes.wanted.clone()].concat(),
            muted: wishes.muted,
            chosen: topics.filter(|topic| !topic.is_empty()).collect(),
            sentiment: mean(&voice),
        };
        let mut tastes = Self { person: Taste::default(), team, wanted: wishes.wanted, own_muted: Vec::new() };
        if let Some(id) = person {
            let own = records.get::<ContentTaste>(id).await?.map(|it| it.record).unwrap_or_default();
            let topics = records.get::<Person>(id).await?.map(|it| it.record.topics).unwrap_or_default();
            tastes.wanted.extend(topics.iter().cloned());
            // What a person follows is followed besides what the team follows.
            let follows = if topics.is_empty() { Vec::new() } else { [topics, tastes.team.follows.clone()].concat() };
            tastes.own_muted.clone_from(&own.muted);
            tastes.person = Taste { follows, muted: own.muted, chosen: own.chosen, sentiment: None };
        }
        Ok(tastes)
    }

    /// The team's alone, as the person may see it: what they muted stays out.
    ///
    /// # Errors
    /// What the storage says.
    pub async fn of_team(records: &TeamStore, knowledge: &Knowledge, seen_by: &str) -> Result<Self, StorageError> {
        let mut tastes = Self::of(records, knowledge, None).await?;
        let own = records.get::<ContentTaste>(seen_by).await?.map(|it| it.record).unwrap_or_default();
        tastes.own_muted.clone_from(&own.muted);
        tastes.person.muted = own.muted;
        Ok(tastes)
    }

    /// Choices of the person that it stands on.
    pub fn own_choices(&self) -> usize {
        self.person.chosen.len()
    }

    /// The best topics to make next.
    pub fn topics(&self, knowledge: &Knowledge, count: usize) -> Vec<Recommendation> {
        self.candidates(knowledge).recommend(&self.person, &self.team, count)
    }

    /// What the person muted, and what the team muted, as far as it keeps a topic from being shown.
    pub fn left_out(&self, knowledge: &Knowledge) -> [Vec<String>; 2] {
        let candidates = self.candidates(knowledge);
        [&self.own_muted, &self.team.muted].map(|muted| candidates.hiding(muted))
    }

    fn candidates<'a>(&self, knowledge: &'a Knowledge) -> Cow<'a, Candidates> {
        let known = knowledge.recommendable();
        let new = self.wanted.iter().filter(|topic| !known.has(topic)).map(|topic| Candidate {
            topic: topic.clone(),
            words: BTreeSet::new(),
            sentiment: None,
            result: None,
            shown_by: Vec::new(),
        });
        let new: Vec<Candidate> = new.collect();
        if new.is_empty() { Cow::Borrowed(known) } else { Cow::Owned(known.with(new)) }
    }

    /// Whether a topic is one of past posts or of wishes, or has all of its words in one.
    pub fn knows(&self, knowledge: &Knowledge, topic: &str) -> bool {
        let pieces = content_words(topic);
        let has = |known: &str| {
            let words = content_words(known);
            known.eq_ignore_ascii_case(topic) || (!pieces.is_empty() && pieces.iter().all(|it| words.contains(it)))
        };
        knowledge.observations().iter().any(|post| has(&post.topic))
            || knowledge.recommendable().has(topic)
            || self.wanted.iter().any(|it| has(it))
    }

    /// Puts a digest's trends into the order of how they rise and how well they fit, and keeps the first `count`. Trends that
    /// were asked for stay first.
    pub fn rank(&self, digest: &mut DigestShown, count: usize) {
        let candidate = |(place, trend): (usize, &TrendShown)| {
            let texts: Vec<&str> = trend.links.iter().map(|link| link.title.as_str()).collect();
            let feelings: Vec<f64> = texts.iter().filter_map(|text| feeling(text)).collect();
            let words = texts.into_iter().chain(trend.related.iter().map(String::as_str));
            Candidate {
                topic: trend.name.clone(),
                words: words.flat_map(content_words).collect(),
                sentiment: mean(&feelings),
                result: None,
                shown_by: vec![place.to_string()],
            }
        };
        let candidates = Candidates::of(digest.trends.iter().enumerate().map(candidate).collect());
        let fits = candidates.recommend(&self.person, &self.team, digest.trends.len());
        let mean_fit = fits.iter().map(|fit| fit.score).sum::<f64>() / fits.len().max(1) as f64;
        let fit_of = |place: usize| {
            let place = place.to_string();
            fits.iter().find(|fit| fit.shown_by.first() == Some(&place))
        };
        let mut ranked: Vec<(f64, usize, TrendShown)> = Vec::new();
        for (place, trend) in digest.trends.drain(..).enumerate() {
            // What is muted is not among them.
            let Some(fit) = fit_of(place) else { continue };
            let factor = 1.0 + DIGEST_SHARE * (fit.score - mean_fit).clamp(-1.0, 1.0);
            let fit = TasteFit {
                topic: fit.known_topic_part().map(rounded),
                sentiment: fit.known_sentiment_part().map(rounded),
                behaviour: rounded(fit.behaviour_part),
                moved: false,
            };
            ranked.push((trend.score.total * factor, place, TrendShown { fit: Some(fit), ..trend }));
        }
        ranked.sort_by(|left, right| {
            let asked = |trend: &TrendShown| (trend.is_wanted, trend.is_rising);
            asked(&right.2).cmp(&asked(&left.2)).then(right.0.total_cmp(&left.0)).then(left.1.cmp(&right.1))
        });
        ranked.truncate(count);
        let shown = ranked.into_iter().enumerate().map(|(now, (_, before, mut trend))| {
            if let Some(fit) = &mut trend.fit {
                fit.moved = now < before;
            }
            trend
        });
        digest.trends = shown.collect();
    }
}

/// Why a topic was chosen that nobody named.
pub fn reason(chosen: &Recommendation) -> Reason {
    Reason::Recommended {
        topic: chosen.topic.clone(),
        topic_part: chosen.known_topic_part().map(rounded),
        sentiment_part: chosen.known_sentiment_part().map(rounded),
        behaviour_part: rounded(chosen.behaviour_part),
        ratio: chosen.ratio.map(rounded),
    }
}

/// Notes that a person chose a topic.
///
/// # Errors
/// What the storage says.
pub async fn chosen(records: &TeamStore, person: &str, topic: &str) -> Result<(), StorageError> {
    let choose = |old: Option<ContentTaste>| {
        let mut taste = old.unwrap_or_default();
        taste.chosen.push(topic.to_owned());
        let over = taste.chosen.len().saturating_sub(MOST_KEPT);
        taste.chosen.drain(..over);
        taste
    };
    records.update::<ContentTaste, _>(person, choose).await.map(drop)
}

/// Whose list a topic is kept out of.
#[derive(Debug, Clone, Copy)]
pub enum Whose<'a> {
    /// A person's.
    Person(&'a str),
    /// Everybody's, and the team's digests: what `/digest mute` does.
    Team,
}

/// Notes that a topic is not wanted, or that it is again.
///
/// # Errors
/// What the storage says.
pub async fn mute(records: &TeamStore, whose: Whose<'_>, topic: &str, is_muted: bool) -> Result<(), StorageError> {
    let change = |muted: &mut Vec<String>| {
        muted.retain(|known| known.to_lowercase() != topic.to_lowercase());
        if is_muted {
            muted.push(topic.to_owned());
        }
        let over = muted.len().saturating_sub(MOST_KEPT);
        muted.drain(..over);
    };
    match whose {
        Whose::Person(person) => {
            let make = |old: Option<ContentTaste>| {
                let mut taste = old.unwrap_or_default();
                change(&mut taste.muted);
                taste
            };
            records.update::<ContentTaste, _>(person, make).await.map(drop)
        }
        Whose::Team => {
            let make = |old: Option<TopicWishes>| {
                let mut wishes = old.unwrap_or_default();
                change(&mut wishes.muted);
                // Nobody wants more and less of the same.
                wishes.wanted.retain(|known| !is_muted || known.to_lowercase() != topic.to_lowercase());
                wishes
            };
            records.update::<TopicWishes, _>(TopicWishes::ID, make).await.map(drop)
        }
    }
}

/// The topics of past posts, with what is known of each.
pub fn candidates(posts: &[Observation]) -> Vec<Candidate> {
    let log = |post: &Observation| Metric::Engagement.of(&post.numbers).map(|value| value.ln_1p());
    let mut logs: BTreeMap<&str, Vec<f64>> = BTreeMap::new();
    for post in posts {
        logs.entry(post.platform.id()).or_default().extend(log(post));
    }
    let usual: BTreeMap<&str, f64> =
        logs.into_iter().filter_map(|(platform, logs)| Some((platform, median(&logs)?))).collect();
    let result = |post: &Observation| Some(log(post)? - usual.get(post.platform.id())?);
    let mut topics: BTreeMap<String, Vec<&Observation>> = BTreeMap::new();
    for post in posts.iter().filter(|post| !post.topic.trim().is_empty()) {
        topics.entry(post.topic.trim().to_lowercase()).or_default().push(post);
    }
    let mut topics: Vec<Vec<&Observation>> = topics.into_values().collect();
    topics.sort_by_key(|of| std::cmp::Reverse(of.len()));
    topics.truncate(MOST_TOPICS);
    let candidate = |mut of: Vec<&Observation>| {
        let results: Vec<f64> = of.iter().filter_map(|post| result(post)).collect();
        let feelings: Vec<f64> = of.iter().filter_map(|post| feeling(&post.text)).collect();
        let words: BTreeSet<String> = of.iter().flat_map(|post| content_words(&post.text)).collect();
        let count = results.len() as f64;
        of.sort_by(|left, right| result(right).unwrap_or(0.0).total_cmp(&result(left).unwrap_or(0.0)));
        Candidate {
            topic: of.first().map(|post| post.topic.trim().to_owned()).unwrap_or_default(),
            words,
            sentiment: mean(&feelings),
            result: (count > 0.0).then(|| results.iter().sum::<f64>() / (count + PRIOR_POSTS)),
            shown_by: of.iter().take(2).map(|post| post.id.clone()).collect(),
        }
    };
    topics.into_iter().map(candidate).collect()
}

fn mean(values: &[f64]) -> Option<f64> {
    (!values.is_empty()).then(|| values.iter().sum::<f64>() / values.len() as f64)
}

fn feeling(text: &str) -> Option<f64> {
    let language = Language::of(text);
    tone(text, language).and(sentiment(text, language?)).map(|it| it.score)
}
