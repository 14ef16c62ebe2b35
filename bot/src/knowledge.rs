//! What the team's data says: preferences, and past posts with how they did.

use std::collections::{BTreeMap, HashMap};
use std::sync::OnceLock;

use copydesk_analysis::{
    Angle, AngleRecord, Index, Language, PastPost, Platform, Topics, angle_records, closest_past_post, topics, usual,
};
use copydesk_storage::{AngleTally, Campaign, Preferences, RefusalReasons, StorageError, TeamStore};
use jiff::civil::Date;

use crate::word_rules::WordRules;

/// How much a post's result weighs beside how well it fits the topic: fit × ratio^WEIGHT.
const RESULT_WEIGHT: f64 = 0.5;
/// After so many days a post weighs half.
const HALF_LIFE: f64 = 730.0;

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
    /// Why ideas were not for the team, the last said last.
    pub refused: Vec<String>,
    posts: Vec<PastPost>,
    usual: HashMap<Platform, f64>,
    languages: OnceLock<Vec<Option<Language>>>,
    index: OnceLock<Index>,
    topics: OnceLock<Topics>,
}

/// A past post that fits a topic.
#[derive(Debug, Clone, Copy)]
pub struct Match<'a> {
    /// The post.
    pub campaign: &'a Campaign,
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
        let refused = records.get::<RefusalReasons>(RefusalReasons::ID).await?;
        let reasons = refused.map(|stored| stored.record.reasons).unwrap_or_default();
        knowledge.refused = reasons.into_iter().map(|(_, reason)| reason).collect();
        Ok(knowledge)
    }

    /// From records at hand.
    pub fn new(preferences: Preferences, campaigns: Vec<Campaign>) -> Self {
        let post = |(index, campaign): (usize, &Campaign)| {
            let platform = Platform::from_name(&campaign.post.platform)?;
            Some(PastPost { index, platform, angle: angle(campaign), engagement: campaign.engagement() })
        };
        let posts: Vec<PastPost> = campaigns.iter().enumerate().filter_map(post).collect();
        let usual = Platform::all().filter_map(|platform| Some((platform, usual(&posts, platform)?))).collect();
        let (languages, index, topics) = (OnceLock::new(), OnceLock::new(), OnceLock::new());
        let (rules, tallies, refused) = (WordRules::default(), BTreeMap::new(), Vec::new());
        Self { preferences, campaigns, rules, tallies, refused, posts, usual, languages, index, topics }
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
        Some((campaign.engagement()? as f64 + 1.0) / (usual + 1.0))
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

    /// Posts that share words with `query`, the best first, with their places: by BM25 over words, weighed by result and
    /// age. A post that shares one word of three is about something else.
    pub fn search(&self, query: &str) -> Vec<(usize, f64)> {
        let newest = self.campaigns.iter().filter_map(|campaign| campaign.post.date).max();
        let hits = self.index().search(query).into_iter().filter(|hit| hit.words.0 * 2 >= hit.words.1);
        let weigh = |hit: copydesk_analysis::Hit| {
            let campaign = self.campaigns.get(hit.place)?;
            let result = self.ratio(campaign).unwrap_or(1.0).powf(RESULT_WEIGHT);
            Some((hit.place, hit.score * result * by_age(campaign.post.date, newest)))
        };
        let mut found: Vec<(usize, f64)> = hits.filter_map(weigh).collect();
        found.sort_by(|left, right| right.1.total_cmp(&left.1).then(right.0.cmp(&left.0)));
        found
    }

    /// Posts in `language` that fit `topic`, the best first, those of `platform` before others of their fit. None fits if
    /// they share no word.
    pub fn on_topic(&self, topic: &str, language: Language, platform: Platform) -> Vec<Match<'_>> {
        let found = self.search(topic).into_iter().filter(|(place, _)| self.language(*place) == Some(language));
        let weigh = |(place, score): (usize, f64)| {
            let campaign = self.campaigns.get(place)?;
            let here = if campaign.post.platform == platform.id() { 1.25 } else { 1.0 };
            Some((score * here, Match { campaign, ratio: self.ratio(campaign) }))
        };
        let mut matches: Vec<_> = found.filter_map(weigh).collect();
        matches.sort_by(|left, right| right.0.total_cmp(&left.0));
        matches.into_iter().map(|(_, found)| found).collect()
    }

    /// The past post that a text is too close to: "you already ran this".
    pub fn already_run(&self, text: &str) -> Option<AlreadyRun<'_>> {
        let text_of = |place: usize| self.campaigns.get(place).map(|campaign| campaign.post.text.as_str());
        let (place, near) = closest_past_post(text, self.index(), text_of)?;
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
        let posts: usize = self.campaigns.iter().map(|it| it.post.text.len() * 3 + 600).sum();
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
    }
}
