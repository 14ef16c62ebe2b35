//! `/campaign add` and `/campaign list`: the team's past posts.

use copydesk_analysis::{Platform, hashtags_in, without_hashtags};
use copydesk_storage::{Campaign, Post};
use jiff::civil::Date;

use crate::answer::{Answer, CampaignShown, Campaigns};
use crate::campaigns::filter::{self, Filter};
use crate::commands::{
    Command, CommandOption, PLATFORM, Spec, command, date_option, number_option, option, platform_option, possible,
};
use crate::config::Config;
use crate::desk::Desk;
use crate::ideas::because::rounded;
use crate::invocation::Invocation;
use crate::knowledge::{Knowledge, angle};
use crate::session::Session;
use crate::texts::{Problem, sentence};

/// A filter's, and how many to list.
const LIST_OPTIONS: [CommandOption; 6] = {
    let [platform, since, until, topic, label] = filter::OPTIONS;
    [platform, since, until, topic, label, option("count", "数量").whole(1, 1_000)]
};

/// The commands of this file.
pub static COMMANDS: &[Spec] = &[
    Spec {
        options: &LIST_OPTIONS,
        example: Some("command-campaign-list-example"),
        ..command(&["campaign", "list"], &["往期", "列表"], "command-campaign-list", read_list)
    },
    Spec {
        rest: "rest-text",
        asks: Some("ask-post"),
        options: &[
            PLATFORM.needed(),
            option("date", "日期"),
            option("topic", "主题"),
            option("impressions", "曝光").whole(0, MOST_REACTIONS),
            option("likes", "点赞").whole(0, MOST_REACTIONS),
            option("comments", "评论").whole(0, MOST_REACTIONS),
            option("shares", "分享").whole(0, MOST_REACTIONS),
            option("clicks", "点击").whole(0, MOST_REACTIONS),
        ],
        example: Some("command-campaign-add-example"),
        ..command(&["campaign", "add"], &["往期", "添加"], "command-campaign-add", read_add)
    },
];

/// Listed unless asked otherwise.
const LISTED: usize = 10;
/// The longest post of any platform.
const MOST_CHARACTERS: usize = 65_000;
/// More than anybody has.
const MOST_REACTIONS: u64 = 100_000_000_000;

/// A past post to be added.
#[derive(Debug, Clone, PartialEq)]
pub struct Addition {
    /// The post; its date is today unless one was given.
    pub post: Post,
    /// The day it ran, if given.
    pub date: Option<Date>,
}

/// Which past posts to list.
#[derive(Debug, Clone, PartialEq)]
pub struct Listing {
    /// Only those.
    pub filter: Filter,
    /// At most so many.
    pub count: usize,
}

/// Reads `/campaign add text platform=… [date=…] [topic=…] [likes=…] …`.
///
/// # Errors
/// A sentence for the first thing that is wrong.
pub fn read_add(invocation: &Invocation, _: &Config) -> Result<Command, Problem> {
    let text = invocation.rest.trim();
    if text.is_empty() {
        return Err(Problem::new(sentence!("campaign-no-text"), sentence!("campaign-no-text-help")));
    }
    let length = text.chars().count();
    if length > MOST_CHARACTERS {
        return Err(sentence!("campaign-long-text", length = length, most = MOST_CHARACTERS).into());
    }
    let platform = platform_option(invocation.option("platform"))?;
    let platform =
        platform.ok_or_else(|| Problem::new(sentence!("campaign-no-platform"), sentence!("campaign-no-text-help")))?;
    let date = date_option(invocation.option("date"))?;
    let number = |name: &'static str| number_option(name, invocation.option(name), 0..=MOST_REACTIONS);
    let post = Post {
        platform: platform.id().into(),
        text: without_hashtags(text),
        topic: invocation.option("topic").unwrap_or_default().trim().to_string(),
        hashtags: hashtags_in(text).iter().map(|tag| tag.trim_start_matches(['#', '＃']).to_string()).collect(),
        date: None,
        impressions: number("impressions")?,
        likes: number("likes")?,
        comments: number("comments")?,
        shares: number("shares")?,
        clicks: number("clicks")?,
        ..Post::default()
    };
    possible(post.impressions, post.clicks)?;
    Ok(Command::AddCampaign(Box::new(Addition { post, date })))
}

/// Reads `/campaign list [platform=…] [since=…] [until=…] [topic=…] [label=…] [count=…]`.
///
/// # Errors
/// What is wrong with an option.
pub fn read_list(invocation: &Invocation, _: &Config) -> Result<Command, Problem> {
    let mut filter = Filter::read(invocation)?;
    let mut count = invocation.option("count");
    // "/campaign list 3" and "/campaign list 小红书 latte" say without names what they mean.
    let mut topic: Vec<&str> = Vec::new();
    for word in invocation.rest.split_whitespace() {
        match (word.parse::<usize>(), Platform::from_name(word)) {
            (Ok(_), _) if count.is_none() => count = Some(word),
            (_, Some(platform)) if filter.platform.is_none() => filter.platform = Some(platform.id().to_owned()),
            _ => topic.push(word),
        }
    }
    if filter.topic.is_none() && !topic.is_empty() {
        filter.topic = Some(topic.join(" ").to_lowercase());
    }
    let count = number_option("count", count, 1..=1000)?.unwrap_or(LISTED);
    Ok(Command::ListCampaigns(Listing { filter, count }))
}

/// Stores it under the next number.
///
/// # Errors
/// What the storage says.
pub async fn add(desk: &Desk, session: &Session, addition: Addition) -> Result<Answer, Problem> {
    session.must_manage().await?;
    let today = session.now.date();
    let date = addition.date.unwrap_or(today);
    if date > today {
        return Err(Problem::new(sentence!("date-future", value = date.to_string()), sentence!("date-help")));
    }
    let before = desk.knowledge(session).await?;
    let is_same = |it: &&Campaign| {
        let post = &it.post;
        (&post.platform, &post.text, post.date) == (&addition.post.platform, &addition.post.text, Some(date))
    };
    if let Some(same) = before.campaigns.iter().find(is_same) {
        let message = sentence!("campaign-known", id = same.id());
        return Err(Problem::new(message, sentence!("campaign-known-help", id = same.id())));
    }
    let added = session.records.add_campaign(Post { date: Some(date), ..addition.post }).await;
    let added = added.map_err(|error| desk.storage_problem(&error))?;
    let knowledge = desk.knowledge(session).await?;
    let place = knowledge.campaigns.iter().position(|it| it.number == added.number);
    Ok(Answer::Campaigns(Campaigns {
        added: Some(added.id()),
        total: knowledge.campaigns.len(),
        campaigns: place.map(|place| shown(&knowledge, place, &added)).into_iter().collect(),
        notes: Vec::new(),
    }))
}

/// Lists them, the newest first.
///
/// # Errors
/// What the storage says.
pub async fn list(desk: &Desk, session: &Session, listing: Listing) -> Result<Answer, Problem> {
    let knowledge = desk.knowledge(session).await?;
    let mut places = listing.filter.places(&knowledge)?;
    let newest = |place: &usize| knowledge.campaigns.get(*place).map(|it| (it.post.date, it.number));
    places.sort_by_key(|place| std::cmp::Reverse(newest(place)));
    let nothing = places.is_empty() && !knowledge.campaigns.is_empty();
    let notes = nothing.then(|| session.say(sentence!("campaign-none-help"))).into_iter().collect();
    let listed = places.iter().take(listing.count).filter_map(|place| Some((*place, knowledge.campaigns.get(*place)?)));
    Ok(Answer::Campaigns(Campaigns {
        added: None,
        total: places.len(),
        campaigns: listed.map(|(place, campaign)| shown(&knowledge, place, campaign)).collect(),
        notes,
    }))
}

/// A post in a list.
pub fn shown(knowledge: &Knowledge, place: usize, campaign: &Campaign) -> CampaignShown {
    CampaignShown {
        id: campaign.id(),
        platform: campaign.post.platform.clone(),
        date: campaign.post.date.map(|date| date.to_string()).unwrap_or_default(),
        text: campaign.post.text.clone(),
        angle: angle(campaign),
        topic: knowledge.topic(place).map(|(name, _)| name.to_string()).unwrap_or_default(),
        likes: campaign.post.likes,
        ratio: knowledge.ratio(campaign).map(rounded),
    }
}
