//! What the team's data says: preferences, and past posts with how they did.

use std::collections::BTreeMap;

use bm25::{SearchEngine, SearchEngineBuilder, Tokenizer};
use copydesk_analysis::{Angle, AngleRecord, Language, PastPost, Platform, angle_records, content_words, usual};
use copydesk_storage::{AngleTally, Campaign, Preferences, StorageError, TeamStore};

use crate::word_rules::WordRules;

/// How much a post's result weighs beside how well it fits the topic: fit × ratio^WEIGHT.
const RESULT_WEIGHT: f64 = 0.5;

/// Everything that is known of a team, read once for a request.
pub struct Knowledge {
    /// How the team wants to sound.
    pub preferences: Preferences,
    /// Past posts, the oldest first.
    pub campaigns: Vec<Campaign>,
    /// The team's rules for words.
    pub rules: WordRules,
    /// What people did with earlier ideas, by [`AngleTally::id_of`].
    pub tallies: BTreeMap<String, AngleTally>,
    posts: Vec<PastPost>,
}

/// A past post that fits a topic.
#[derive(Debug, Clone, Copy)]
pub struct Match<'a> {
    /// The post.
    pub campaign: &'a Campaign,
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
        Ok(knowledge)
    }

    /// From records at hand.
    pub fn new(preferences: Preferences, campaigns: Vec<Campaign>) -> Self {
        let post = |(index, campaign): (usize, &Campaign)| {
            let platform = Platform::from_name(&campaign.post.platform)?;
            Some(PastPost { index, platform, angle: Angle::of(&campaign.post.text), engagement: campaign.engagement() })
        };
        let posts = campaigns.iter().enumerate().filter_map(post).collect();
        Self { preferences, campaigns, rules: WordRules::default(), tallies: BTreeMap::new(), posts }
    }

    /// How each angle did on a platform, the best first.
    pub fn angle_records(&self, platform: Platform) -> Vec<AngleRecord> {
        angle_records(&self.posts, platform)
    }

    /// A post's engagement ÷ its platform's median.
    pub fn ratio(&self, campaign: &Campaign) -> Option<f64> {
        let usual = usual(&self.posts, Platform::from_name(&campaign.post.platform)?)?;
        Some((campaign.engagement()? as f64 + 1.0) / (usual + 1.0))
    }

    /// Posts in `language` that fit `topic`, the best first: by BM25 over words, weighed by result. None fits if they
    /// share no word.
    pub fn on_topic(&self, topic: &str, language: Language, platform: Platform) -> Vec<Match<'_>> {
        let documents = self.campaigns.iter().enumerate().filter(|(_, campaign)| is_in(&campaign.post.text, language));
        // The topic a person gave a post says more than any one of its words.
        let documents = documents.map(|(index, it)| {
            bm25::Document::new(index as u32, format!("{} {} {}", it.post.topic, it.post.topic, it.post.text))
        });
        let engine: SearchEngine<u32, u32, Words> =
            SearchEngineBuilder::with_tokenizer_and_documents(Words, documents).build();
        let found = engine.search(topic, None);
        let weigh = |result: bm25::SearchResult<u32>| {
            let campaign = &self.campaigns[result.document.id as usize];
            let ratio = self.ratio(campaign);
            let here = if campaign.post.platform == platform.id() { 1.25 } else { 1.0 };
            (f64::from(result.score) * ratio.unwrap_or(1.0).powf(RESULT_WEIGHT) * here, Match { campaign, ratio })
        };
        let wanted = content_words(topic);
        // A post that shares one word of three is about something else.
        let fits = |result: &bm25::SearchResult<u32>| {
            let words = content_words(&result.document.contents);
            wanted.iter().filter(|word| words.contains(word)).count() * 2 >= wanted.len()
        };
        let mut matches: Vec<_> = found.into_iter().filter(fits).map(weigh).collect();
        matches.sort_by(|left, right| right.0.total_cmp(&left.0));
        matches.into_iter().map(|(_, found)| found).collect()
    }

    /// Posts in `language`, those of `platform` and those that did best first: the examples of the team's voice.
    pub fn best_posts(&self, language: Language, platform: Platform) -> Vec<&Campaign> {
        let mut posts: Vec<(bool, f64, &Campaign)> = self
            .campaigns
            .iter()
            .filter(|campaign| is_in(&campaign.post.text, language))
            .map(|campaign| (campaign.post.platform == platform.id(), self.ratio(campaign).unwrap_or(1.0), campaign))
            .collect();
        posts.sort_by(|left, right| right.0.cmp(&left.0).then(right.1.total_cmp(&left.1)));
        posts.into_iter().map(|(_, _, campaign)| campaign).collect()
    }

    /// The campaign of this index, as in [`AngleRecord::best`].
    pub fn campaign(&self, index: usize) -> &Campaign {
        &self.campaigns[index]
    }
}

fn is_in(text: &str, language: Language) -> bool {
    Language::of(text) == Some(language)
}

/// Words as every other comparison sees them.
struct Words;

impl Tokenizer for Words {
    fn tokenize(&self, text: &str) -> Vec<String> {
        content_words(text)
    }
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
