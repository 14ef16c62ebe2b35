//! What the team's data says: preferences, and past posts with how they did.

use std::collections::{BTreeMap, HashMap, VecDeque};
use std::sync::{Mutex, OnceLock, PoisonError};

use copydesk_analysis::{
    Angle, AngleRecord, Index, Language, PastPost, Platform, Topics, angle_records, closest_past_post, fused, topics,
    usual,
};
use copydesk_storage::{AngleTally, Campaign, Preferences, RefusalReasons, StorageError, TeamStore};
use jiff::civil::Date;

use crate::learning;
use crate::learning::labels::Classifiers;
use crate::learning::observed::Observed;
use crate::word_rules::WordRules;

/// How much a post's result weighs beside how well it fits the topic: fit × ratio^WEIGHT.
const RESULT_WEIGHT: f64 = 0.5;
/// After so many days a post weighs half.
const HALF_LIFE: f64 = 730.0;
/// Texts of which it is remembered which posts are near.
const REMEMBERED: usize = 64;

/// Likes, comments and shares of a post together, as far as they are known; see [`copydesk_analysis::engagement`].
pub fn engagement(campaign: &Campaign) -> Option<u64> {
    let post = &campaign.post;
    copydesk_analysis::engagement(Platform::from_name(&post.platform), post.likes, post.comments, post.shares)
}

/// Everything that is known of a team, read once and good for as long as nothing of it changes.
pub struct Knowledge {
    /// How the team wants to sound.
    pub preferences: Preferences,
    /// Past posts, in the order of their numbers.
    pub campaigns: Vec<Campaign>,
    /// The team's rules for words.
    pub rules: WordRules,
    /// What people did with earlier ideas, by [`AngleTally::id_of`].
    pub tallies: BTreeMap<String, AngleTally>,
    /// What labels posts that nobody labelled, where it is better than rules.
    pub classifiers: Classifiers,
    /// Past posts as the learning sees them.
    pub(crate) observed: Observed,
    /// Why ideas were not for the team, the last said last.
    pub refused: Vec<String>,
    posts: Vec<PastPost>,
    usual: HashMap<Platform, f64>,
    languages: OnceLock<Vec<Option<Language>>>,
    index: OnceLock<Index>,
    topics: OnceLock<Topics>,
    /// How much each post's result and age weigh.
    weights: OnceLock<Vec<f64>>,
    near: Mutex<VecDeque<Near>>,
}

/// The posts that are near a text by meaning, with their cosines, the nearest first.
struct Near {
    text: String,
    posts: Vec<(usize, f64)>,
    /// Whether every post was looked at.
    complete: bool,
}

/// A past post that fits a topic.
#[derive(Debug, Clone, Copy)]
pub struct Match<'a> {
    /// The post.
    pub campaign: &'a Campaign,
    /// How well it fits, weighed by result and age; comparable within one search.
    pub score: f64,
    /// Engagement ÷ the platform's median, where known.
    pub ratio: Option<f64>,
}

/// The past post that a text is close to.
#[derive(Debug, Clone, Copy)]
pub struct AlreadyRun<'a> {
    /// The post.
    pub campaign: &'a Campaign,
    /// How close, up to 1.
    pub near: f64,
    /// Engagement ÷ the platform's median, where known.
    pub ratio: Option<f64>,
}

impl Knowledge {
    /// Reads what is stored of a team.
    ///
    /// # Errors
    /// See [`StorageError`].
    pub async fn load(records: &TeamStore) -> Result<Self, StorageError> {
        let preferences = records.get::<Preferences>(Preferences::ID).await?;
        let campaigns = records.all::<Campaign>().await?;
        let campaigns = campaigns.into_iter().map(|(_, stored)| stored.record).collect();
        let mut knowledge = Self::new(preferences.map(|stored| stored.record).unwrap_or_default(), campaigns);
        knowledge.rules = WordRules::load(records).await?;
        let tallies = records.all::<AngleTally>().await?;
        knowledge.tallies = tallies.into_iter().map(|(id, stored)| (id, stored.record)).collect();
        knowledge.classifiers = learning::labels::in_force(records).await?;
        let refused = records.get::<RefusalReasons>(RefusalReasons::ID).await?;
        let reasons = refused.map(|stored| stored.record.reasons).unwrap_or_default();
        knowledge.refused = reasons.into_iter().map(|(_, reason)| reason).collect();
        Ok(knowledge)
    }

    /// From records at hand.
    pub fn new(preferences: Preferences, campaigns: Vec<Campaign>) -> Self {
        let post = |(index, campaign): (usize, &Campaign)| {
            let platform = Platform::from_name(&campaign.post.platform)?;
            Some(PastPost { index, platform, angle: angle(campaign), engagement: engagement(campaign) })
        };
        let posts: Vec<PastPost> = campaigns.iter().enumerate().filter_map(post).collect();
        let usual = Platform::all().filter_map(|platform| Some((platform, usual(&posts, platform)?))).collect();
        let (languages, index, topics) = (OnceLock::new(), OnceLock::new(), OnceLock::new());
        let (rules, tallies, refused) = (WordRules::default(), BTreeMap::new(), Vec::new());
        let (classifiers, observed) = (Classifiers::new(), Observed::default());
        let (weights, near) = (OnceLock::new(), Mutex::default());
        Self {
            preferences,
            campaigns,
            rules,
            tallies,
            classifiers,
            observed,
            refused,
            posts,
            usual,
            languages,
            index,
            topics,
            weights,
            near,
        }
    }

    /// How each angle did on a platform, the best first.
    pub fn angle_records(&self, platform: Platform) -> Vec<AngleRecord> {
        angle_records(&self.posts, platform)
    }

    /// A platform's usual engagement: the median of its posts with numbers.
    pub fn usual(&self, platform: Platform) -> Option<f64> {
        self.usual.get(&platform).copied()
    }

    /// A post's engagement ÷ its platform's median.
    pub fn ratio(&self, campaign: &Campaign) -> Option<f64> {
        let usual = self.usual(Platform::from_name(&campaign.post.platform)?)?;
        Some((engagement(campaign)? as f64 + 1.0) / (usual + 1.0))
    }

    /// The words of every post, by which they are found. Made when it is first asked for.
    pub fn index(&self) -> &Index {
        self.index.get_or_init(|| {
            let mut index = Index::default();
            for it in &self.campaigns {
                // The topic a person gave a post says more than any one of its words.
                let tags = it.post.hashtags.join(" ");
                index.add(&format!("{} {} {} {tags}", it.post.topic, it.post.topic, it.post.text));
            }
            index
        })
    }

    /// What the team writes about. Made when it is first asked for.
    pub fn topics(&self) -> &Topics {
        self.topics.get_or_init(|| {
            topics(self.campaigns.iter().map(|campaign| (campaign.post.text.as_str(), campaign.post.topic.as_str())))
        })
    }

    /// The topic that the post at this place is put to, and whether somebody said so.
    pub fn topic(&self, place: usize) -> Option<(&str, bool)> {
        let topics = self.topics();
        let cluster = topics.clusters.get(topics.of_post.get(place).copied().flatten()?)?;
        let said = self.campaigns.get(place).is_some_and(|campaign| !campaign.post.topic.is_empty());
        Some((cluster.name.as_str(), said))
    }

    fn language(&self, place: usize) -> Option<Language> {
        let languages = || self.campaigns.iter().map(|campaign| Language::of(&campaign.post.text)).collect();
        self.languages.get_or_init(languages).get(place).copied().flatten()
    }

    /// How much a post's result and age weigh: 1 for a recent post that did as usual.
    fn weight(&self, place: usize) -> f64 {
        let weights = || {
            let newest = self.campaigns.iter().filter_map(|campaign| campaign.post.date).max();
            let of = |campaign: &Campaign| {
                self.ratio(campaign).unwrap_or(1.0).powf(RESULT_WEIGHT) * by_age(campaign.post.date, newest)
            };
            self.campaigns.iter().map(of).collect()
        };
        self.weights.get_or_init(weights).get(place).copied().unwrap_or(0.0)
    }

    fn weighed(&self, found: impl Iterator<Item = (usize, f64)>) -> Vec<(usize, f64)> {
        let mut found: Vec<(usize, f64)> = found.map(|(place, score)| (place, score * self.weight(place))).collect();
        found.sort_unstable_by(|left, right| right.1.total_cmp(&left.1).then(right.0.cmp(&left.0)));
        found
    }

    /// Posts that fit `query`, the best first, with their places: by BM25 over words, weighed by result and age; joined with
    /// those that are near by meaning, where that is known of this query. A post that shares one word of three is about
    /// something else.
    pub fn search(&self, query: &str) -> Vec<(usize, f64)> {
        let hits = self.index().hits(query).into_iter().filter(|hit| hit.words.0 * 2 >= hit.words.1);
        let by_words = self.weighed(hits.map(|hit| (hit.place, hit.score)));
        let near = self.near(query);
        if near.is_empty() {
            return by_words;
        }
        let by_meaning = self.weighed(near.into_iter());
        let places = |ranking: Vec<(usize, f64)>| ranking.into_iter().map(|(place, _)| place).collect::<Vec<_>>();
        fused(&[places(by_words), places(by_meaning)])
    }

    /// The posts that are near a text by meaning, as far as it was remembered.
    fn near(&self, text: &str) -> Vec<(usize, f64)> {
        let remembered = self.near.lock().unwrap_or_else(PoisonError::into_inner);
        remembered.iter().find(|near| near.text == text).map(|near| near.posts.clone()).unwrap_or_default()
    }

    /// Whether some posts are known to be near a text by meaning.
    pub fn has_near(&self, text: &str) -> bool {
        !self.near(text).is_empty()
    }

    /// Whether it is known for good which posts are near a text.
    pub fn remembers_near(&self, text: &str) -> bool {
        let remembered = self.near.lock().unwrap_or_else(PoisonError::into_inner);
        remembered.iter().any(|near| near.text == text && near.complete)
    }

    /// Remembers which posts are near a text by meaning, so that [`search`](Self::search) finds them, too.
    pub fn remember_near(&self, text: &str, posts: Vec<(usize, f64)>, complete: bool) {
        let mut remembered = self.near.lock().unwrap_or_else(PoisonError::into_inner);
        remembered.retain(|near| near.text != text);
        if remembered.len() >= REMEMBERED {
            remembered.pop_front();
        }
        remembered.push_back(Near { text: text.to_owned(), posts, complete });
    }

    /// Posts in `language` that fit `topic`, the best first, those of `platform` before others of their fit. None fits if
    /// they share no word.
    pub fn on_topic(&self, topic: &str, language: Language, platform: Platform) -> Vec<Match<'_>> {
        let found = self.search(topic).into_iter().filter(|(place, _)| self.language(*place) == Some(language));
        let weigh = |(place, score): (usize, f64)| {
            let campaign = self.campaigns.get(place)?;
            let here = if campaign.post.platform == platform.id() { 1.25 } else { 1.0 };
            Some(Match { campaign, score: score * here, ratio: self.ratio(campaign) })
        };
        let mut matches: Vec<_> = found.filter_map(weigh).collect();
        matches.sort_by(|left, right| right.score.total_cmp(&left.score));
        matches
    }

    /// The past post that a text is too close to: "you already ran this".
    pub fn already_run(&self, text: &str) -> Option<AlreadyRun<'_>> {
        let text_of = |place: usize| self.campaigns.get(place).map(|campaign| campaign.post.text.as_str());
        let near: Vec<usize> = self.near(text).into_iter().map(|(place, _)| place).collect();
        let (place, near) = closest_past_post(text, self.index(), &near, text_of)?;
        let campaign = self.campaigns.get(place)?;
        Some(AlreadyRun { campaign, near, ratio: self.ratio(campaign) })
    }

    /// Posts in `language`, those of `platform` and those that did best first: the examples of the team's voice.
    pub fn best_posts(&self, language: Language, platform: Platform) -> Vec<&Campaign> {
        let mut posts: Vec<(bool, f64, &Campaign)> = self
            .campaigns
            .iter()
            .enumerate()
            .filter(|(place, _)| self.language(*place) == Some(language))
            .map(|(_, it)| (it.post.platform == platform.id(), self.ratio(it).unwrap_or(1.0), it))
            .collect();
        posts.sort_by(|left, right| right.0.cmp(&left.0).then(right.1.total_cmp(&left.1)));
        posts.into_iter().map(|(_, _, campaign)| campaign).collect()
    }

    /// The campaign of this index, as in [`AngleRecord::best`].
    pub fn campaign(&self, index: usize) -> &Campaign {
        &self.campaigns[index]
    }

    /// About how many bytes it takes, with what is made when it is asked for.
    pub fn bytes(&self) -> usize {
        let posts: usize = self.campaigns.iter().map(|it| it.post.text.len() * 5 + 1_200).sum();
        posts + 4_096
    }
}

/// The angle that a person said, else the one that the text shows.
pub fn angle(campaign: &Campaign) -> Angle {
    let said = campaign.post.labels.get(&copydesk_storage::LabelKind::Hook);
    said.and_then(|label| Angle::from_id(&label.value)).unwrap_or_else(|| Angle::of(&campaign.post.text))
}

fn by_age(date: Option<Date>, newest: Option<Date>) -> f64 {
    let (Some(date), Some(newest)) = (date, newest) else { return 1.0 };
    let days = date.until(newest).map_or(0, |span| span.get_days());
    0.5_f64.powf(f64::from(days) / HALF_LIFE)
}

#[cfg(test)]
mod tests {
    use copydesk_analysis::{Language, Platform};
    use copydesk_storage::{Campaign, Post, Preferences};

    use super::Knowledge;

    fn campaign(number: u32, topic: &str, text: &str, likes: Option<u64>) -> Campaign {
        Campaign {
            number,
            post: Post {
                topic: topic.into(),
                text: text.into(),
                platform: "instagram".into(),
                likes,
                ..Post::default()
            },
        }
    }

    #[test]
    fn posts_on_the_topic_are_ranked_by_fit_and_result_and_stay_in_the_language() {
        let knowledge = Knowledge::new(
            Preferences::default(),
            vec![
                campaign(1, "oat-milk latte", "An oat latte by the window.", Some(100)),
                campaign(2, "oat-milk latte", "Oat foam on a slow latte.", Some(900)),
                campaign(3, "cold brew", "Cold brew drips all night.", Some(5000)),
                campaign(4, "燕麦拿铁", "燕麦拿铁，慢慢来。", Some(300)),
                campaign(5, "rainy days", "No number for this one.", None),
            ],
        );
        let numbers = |topic, language| {
            let found = knowledge.on_topic(topic, language, Platform::Instagram);
            found.iter().map(|found| found.campaign.number).collect::<Vec<_>>()
        };
        assert_eq!(numbers("oat-milk latte", Language::English), [2, 1]);
        assert_eq!(numbers("燕麦拿铁", Language::Chinese), [4]);
        assert_eq!(numbers("opening hours", Language::English), [0_u32; 0]);
        assert_eq!(knowledge.ratio(&knowledge.campaigns[4]), None);
        // What is near by meaning is found beside what shares words, and first what is both.
        knowledge.remember_near("slow mornings latte", vec![(4, 0.9), (1, 0.8)], true);
        let places = |query| knowledge.search(query).into_iter().map(|(place, _)| place).collect::<Vec<_>>();
        assert_eq!(places("slow mornings latte"), [1, 4]);
        assert!(knowledge.remembers_near("slow mornings latte") && !knowledge.remembers_near("slow"));
        assert_eq!(places("slow mornings"), [1]);
    }
}
