//! `/campaign add` and `/campaign list`: the team's past posts.

use copydesk_analysis::{Angle, Platform, hashtags_in, without_hashtags};
use copydesk_storage::{Campaign, Post};
use jiff::civil::Date;

use crate::answer::{Answer, CampaignShown, Campaigns};
use crate::commands::{Command, Spec, command, number_option, option, platform_option, required};
use crate::config::Config;
use crate::desk::Desk;
use crate::ideas::because::rounded;
use crate::invocation::Invocation;
use crate::knowledge::Knowledge;
use crate::session::Session;
use crate::texts::{Problem, sentence};

/// The commands of this file.
pub static COMMANDS: &[Spec] = &[
    Spec {
        options: &[option("platform", "平台"), option("count", "数量")],
        example: Some("command-campaign-list-example"),
        ..command(&["campaign", "list"], &["往期", "列表"], "command-campaign-list", read_list)
    },
    Spec {
        rest: "rest-text",
        asks: Some("ask-post"),
        options: &[
            required("platform", "平台"),
            option("date", "日期"),
            option("topic", "主题"),
            option("impressions", "曝光"),
            option("likes", "点赞"),
            option("comments", "评论"),
            option("shares", "分享"),
            option("clicks", "点击"),
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
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Listing {
    /// Only those of one platform.
    pub platform: Option<Platform>,
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
    let date = invocation.option("date").map(read_date).transpose()?;
    let number = |name: &'static str| number_option(name, invocation.option(name), 0..=MOST_REACTIONS);
    let post = Post {
        platform: platform.id().into(),
        text: without_hashtags(text),
        topic: invocation.option("topic").unwrap_or_default().trim().to_string(),
        hashtags: hashtags_in(text).iter().map(|tag| tag.trim_start_matches(['#', '＃']).to_string()).collect(),
        date: Date::default(),
        impressions: number("impressions")?,
        likes: number("likes")?,
        comments: number("comments")?,
        shares: number("shares")?,
        clicks: number("clicks")?,
    };
    Ok(Command::AddCampaign(Box::new(Addition { post, date })))
}

fn read_date(text: &str) -> Result<Date, Problem> {
    text.parse().map_err(|_| Problem::new(sentence!("date-wrong", value = text), sentence!("date-help")))
}

/// Reads `/campaign list [platform=…] [count=…]`.
///
/// # Errors
/// A wrong platform or count.
pub fn read_list(invocation: &Invocation, _: &Config) -> Result<Command, Problem> {
    let platform = platform_option(invocation.option("platform"))?;
    let count = number_option("count", invocation.option("count"), 1..=1000)?.unwrap_or(LISTED);
    Ok(Command::ListCampaigns(Listing { platform, count }))
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
    let added = session.records.add_campaign(Post { date, ..addition.post }).await;
    let added = added.map_err(|error| desk.storage_problem(&error))?;
    let knowledge = Knowledge::load(&session.records).await.map_err(|error| desk.storage_problem(&error))?;
    Ok(Answer::Campaigns(Campaigns {
        added: Some(added.id()),
        total: knowledge.campaigns.len(),
        campaigns: vec![shown(&knowledge, &added)],
        notes: Vec::new(),
    }))
}

/// Lists them, the newest first.
///
/// # Errors
/// What the storage says.
pub async fn list(desk: &Desk, session: &Session, listing: Listing) -> Result<Answer, Problem> {
    let knowledge = Knowledge::load(&session.records).await.map_err(|error| desk.storage_problem(&error))?;
    let is_there =
        |campaign: &&Campaign| listing.platform.is_none_or(|platform| campaign.post.platform == platform.id());
    let mut campaigns: Vec<&Campaign> = knowledge.campaigns.iter().filter(is_there).collect();
    campaigns.sort_by(|left, right| right.post.date.cmp(&left.post.date).then(right.number.cmp(&left.number)));
    Ok(Answer::Campaigns(Campaigns {
        added: None,
        total: campaigns.len(),
        campaigns: campaigns.into_iter().take(listing.count).map(|campaign| shown(&knowledge, campaign)).collect(),
        notes: Vec::new(),
    }))
}

fn shown(knowledge: &Knowledge, campaign: &Campaign) -> CampaignShown {
    CampaignShown {
        id: campaign.id(),
        platform: campaign.post.platform.clone(),
        date: campaign.post.date.to_string(),
        text: campaign.post.text.clone(),
        angle: Angle::of(&campaign.post.text),
        likes: campaign.post.likes,
        ratio: knowledge.ratio(campaign).map(rounded),
    }
}
