//! Past posts as the learning sees them. They are made when they are first asked for, which takes a moment, and kept with what
//! else is known of the team for as long as nothing of it changes.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use copydesk_analysis::learn::{
    Audience, BestTime, By, Candidates, LeftOut, Metric, Numbers, Observation, TraitIndex, When, best_time, tell_absent,
};
use copydesk_analysis::{Language, Platform};
use copydesk_storage::{Campaign, LabelKind};

use super::{day_number, ranking};
use crate::knowledge::Knowledge;

/// The seed of what is drawn.
pub const SEED: u64 = 1;

/// Which posts are looked at, and what of them.
type Slice = (Metric, Option<Platform>);

/// What was made so far.
#[derive(Default)]
pub struct Observed {
    posts: OnceLock<Arc<Vec<Observation>>>,
    traits: OnceLock<TraitIndex>,
    topics: OnceLock<Candidates>,
    audiences: Mutex<BTreeMap<(Slice, By), Arc<Audience>>>,
    times: Mutex<BTreeMap<Slice, Option<BestTime>>>,
}

impl Knowledge {
    /// The past posts on platforms that are known, with their days.
    pub fn observations(&self) -> &Arc<Vec<Observation>> {
        self.observed.posts.get_or_init(|| {
            let mut posts: Vec<Observation> = self.campaigns.iter().filter_map(observation).collect();
            tell_absent(&mut posts);
            Arc::new(posts)
        })
    }

    /// The past posts that can't be learned from whatever is asked: how many, and why.
    pub fn unlearnable(&self) -> Vec<LeftOut> {
        let (mut undated, mut unknown) = (0, 0);
        for post in self.campaigns.iter().map(|it| &it.post) {
            match Platform::from_name(&post.platform) {
                None => unknown += 1,
                Some(_) if post.date.is_none() => undated += 1,
                Some(_) => {}
            }
        }
        let all =
            [(undated, LeftOut::Undated { posts: undated }), (unknown, LeftOut::UnknownPlatform { posts: unknown })];
        all.into_iter().filter(|(count, _)| *count > 0).map(|(_, reason)| reason).collect()
    }

    /// Who reacts to what, divided by something.
    pub fn audience(&self, metric: Metric, platform: Option<Platform>, by: &By) -> Arc<Audience> {
        let slice = ((metric, platform), by.clone());
        let audiences = || self.observed.audiences.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = audiences().get(&slice) {
            return Arc::clone(known);
        }
        let posts = self.observations();
        let traits = self.observed.traits.get_or_init(|| TraitIndex::of(posts));
        let found = Arc::new(traits.audience(posts, metric, platform, by, SEED));
        audiences().insert(slice, Arc::clone(&found));
        found
    }

    /// When posts did well; `None` for too few.
    pub fn best_time(&self, metric: Metric, platform: Option<Platform>) -> Option<BestTime> {
        let times = || self.observed.times.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = times().get(&(metric, platform)) {
            return known.clone();
        }
        let found = best_time(self.observations(), metric, platform, SEED);
        times().insert((metric, platform), found.clone());
        found
    }

    /// The topics of past posts, as they can be recommended. Where nobody said what any post is about, it is about what those like it
    /// are.
    pub fn recommendable(&self) -> &Candidates {
        self.observed.topics.get_or_init(|| {
            let posts = self.observations();
            if posts.iter().any(|post| !post.topic.trim().is_empty()) {
                return Candidates::of(ranking::candidates(posts));
            }
            let places: HashMap<String, usize> =
                self.campaigns.iter().enumerate().map(|(place, campaign)| (campaign.id(), place)).collect();
            let topic = |post: &Observation| self.topic(*places.get(&post.id)?).map(|(name, _)| name.to_owned());
            let named = |post: &Observation| Observation { topic: topic(post).unwrap_or_default(), ..post.clone() };
            Candidates::of(ranking::candidates(&posts.iter().map(named).collect::<Vec<_>>()))
        })
    }
}

fn observation(campaign: &Campaign) -> Option<Observation> {
    let post = &campaign.post;
    let given = |kind| post.labels.get(&kind).map(|label| label.value.clone()).unwrap_or_default();
    let platform = Platform::from_name(&post.platform)?;
    Some(Observation {
        id: campaign.id(),
        platform,
        text: post.text.clone(),
        topic: post.topic.clone(),
        hashtags: post.hashtags.len(),
        // Without its day nobody knows what was usual then.
        when: When { day: day_number(post.date?), hour: post.time.and_then(|time| u8::try_from(time.hour()).ok()) },
        format: given(LabelKind::Format),
        segment: given(LabelKind::Segment),
        language: Language::from_code(&given(LabelKind::Language)).or_else(|| Language::of(&post.text)),
        columns: post.columns.iter().map(|(name, cell)| (name.clone(), cell.clone())).collect(),
        numbers: Numbers {
            incomplete: post.likes.is_none() && platform.counts_likes(),
            impressions: post.impressions,
            reach: post.reach,
            views: post.views,
            likes: post.likes,
            comments: post.comments,
            shares: post.shares,
            saves: post.saves,
            clicks: post.clicks,
        },
    })
}
