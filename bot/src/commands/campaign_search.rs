//! `/campaign show` and `/campaign search`: one past post whole, and those that fit some words.

use copydesk_storage::{Campaign, LabelKind};

use crate::answer::{Answer, CampaignDetail, Campaigns, LabelShown, MetricShown};
use crate::campaigns::filter::{self, Filter};
use crate::campaigns::labels::{self, KINDS};
use crate::campaigns::meaning;
use crate::commands::campaign::shown;
use crate::commands::{Command, CommandOption, Spec, command, number_option, option};
use crate::config::Config;
use crate::desk::Desk;
use crate::ideas::because::rounded;
use crate::invocation::Invocation;
use crate::knowledge::{Knowledge, engagement};
use crate::session::Session;
use crate::texts::{Problem, sentence};

/// A filter's, and how many to show.
const SEARCH_OPTIONS: [CommandOption; 6] = {
    let [platform, since, until, topic, label] = filter::OPTIONS;
    [platform, since, until, topic, label, option("count", "数量").whole(1, 100)]
};

/// The commands of this file.
pub static COMMANDS: &[Spec] = &[
    Spec {
        rest: "rest-campaign",
        asks: Some("ask-campaign"),
        example: Some("command-campaign-show-example"),
        ..command(&["campaign", "show"], &["往期", "查看"], "command-campaign-show", read_show)
    },
    Spec {
        rest: "rest-words",
        asks: Some("ask-words"),
        options: &SEARCH_OPTIONS,
        example: Some("command-campaign-search-example"),
        ..command(&["campaign", "search"], &["往期", "搜索"], "command-campaign-search", read_search)
    },
];

/// Found unless asked otherwise.
const FOUND: usize = 10;

/// A past post by its number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wanted(pub u32);

/// Words to look for.
#[derive(Debug, Clone, PartialEq)]
pub struct Search {
    /// The words.
    pub words: String,
    /// Only among those.
    pub filter: Filter,
    /// At most so many.
    pub count: usize,
}

/// The number that `C-031` stands for.
///
/// # Errors
/// That it is none.
pub fn number(text: &str) -> Result<u32, Problem> {
    let wrong = || Problem::new(sentence!("campaign-id-wrong", value = text), sentence!("campaign-id-help"));
    Campaign::number_of(text).ok_or_else(wrong)
}

/// Reads `/campaign show C-031`.
///
/// # Errors
/// That it is no id.
pub fn read_show(invocation: &Invocation, _: &Config) -> Result<Command, Problem> {
    Ok(Command::ShowCampaign(Wanted(number(&invocation.rest)?)))
}

/// Reads `/campaign search words [platform=…] …`.
///
/// # Errors
/// That there are no words, or what is wrong with an option.
pub fn read_search(invocation: &Invocation, _: &Config) -> Result<Command, Problem> {
    let words = invocation.rest.trim().to_string();
    if words.is_empty() {
        return Err(Problem::new(sentence!("ask-words"), sentence!("command-campaign-search-example")));
    }
    let filter = Filter::read(invocation)?;
    let count = number_option("count", invocation.option("count"), 1..=100)?.unwrap_or(FOUND);
    Ok(Command::SearchCampaigns(Search { words, filter, count }))
}

/// The place of a past post.
///
/// # Errors
/// That there is none of this number.
pub fn place(knowledge: &Knowledge, number: u32) -> Result<(usize, &Campaign), Problem> {
    let found = knowledge.campaigns.iter().enumerate().find(|(_, campaign)| campaign.number == number);
    let id = Campaign { number, ..Campaign::default() }.id();
    found.ok_or_else(|| Problem::new(sentence!("campaign-gone", id = id), sentence!("campaign-id-help")))
}

/// Shows one.
///
/// # Errors
/// That there is none, or what the storage says.
pub async fn show(desk: &Desk, session: &Session, Wanted(number): Wanted) -> Result<Answer, Problem> {
    let knowledge = desk.knowledge(session).await?;
    let (place, campaign) = place(&knowledge, number)?;
    Ok(Answer::Campaign(detail(&knowledge, place, campaign)))
}

/// Finds some.
///
/// # Errors
/// What the storage says.
pub async fn search(desk: &Desk, session: &Session, search: Search) -> Result<Answer, Problem> {
    let knowledge = desk.knowledge(session).await?;
    search.filter.check(&knowledge)?;
    meaning::prepare(desk, &session.records, &knowledge, &search.words).await;
    let meant = |place: usize| {
        let campaign = knowledge.campaigns.get(place)?;
        search.filter.holds(&knowledge, place, campaign).then_some((place, campaign))
    };
    let found: Vec<(usize, &Campaign)> =
        knowledge.search(&search.words).into_iter().filter_map(|(place, _)| meant(place)).collect();
    let notes = match found.is_empty() {
        true => vec![session.say(sentence!("campaign-search-none", words = search.words.as_str()))],
        false => {
            let by = if knowledge.has_near(&search.words) { "meaning" } else { "words" };
            vec![session.say(sentence!("campaign-search-how", by = by))]
        }
    };
    let campaigns = found.iter().take(search.count).map(|(place, campaign)| shown(&knowledge, *place, campaign));
    Ok(Answer::Campaigns(Campaigns { added: None, total: found.len(), campaigns: campaigns.collect(), notes }))
}

/// One past post as it is shown.
pub fn detail(knowledge: &Knowledge, place: usize, campaign: &Campaign) -> CampaignDetail {
    let post = &campaign.post;
    let counts = [
        ("impressions", post.impressions),
        ("reach", post.reach),
        ("views", post.views),
        ("likes", post.likes),
        ("comments", post.comments),
        ("shares", post.shares),
        ("saves", post.saves),
        ("clicks", post.clicks),
    ];
    let rates = [("click-rate", post.click_rate_ppm), ("engagement-rate", post.engagement_rate_ppm)];
    let counts = counts.into_iter().filter_map(|(name, value)| Some((name, value? as f64)));
    let rates = rates.into_iter().filter_map(|(name, ppm)| Some((name, f64::from(ppm?) / 10_000.0)));
    let metric = |(name, value): (&str, f64)| MetricShown { name: name.to_string(), value };
    let label = |kind: LabelKind| {
        let label = labels::label(knowledge, place, campaign, kind);
        LabelShown { kind: labels::names(kind)[0].to_string(), value: label.value, how: label.how.id().to_string() }
    };
    CampaignDetail {
        id: campaign.id(),
        platform: post.platform.clone(),
        date: post.date.map(|date| date.to_string()).unwrap_or_default(),
        time: post.time.map(|time| time.strftime("%H:%M").to_string()).unwrap_or_default(),
        text: post.text.clone(),
        hashtags: post.hashtags.clone(),
        link: post.link.clone(),
        metrics: counts.chain(rates).map(metric).collect(),
        ratio: knowledge.ratio(campaign).map(rounded),
        outlier: is_outlier(knowledge, campaign),
        labels: KINDS.into_iter().map(label).collect(),
        columns: post.columns.clone(),
        changed: None,
        source: post.source.clone(),
        notes: Vec::new(),
    }
}

/// Whether a post's engagement is far from the usual of its platform.
fn is_outlier(knowledge: &Knowledge, campaign: &Campaign) -> bool {
    let same = knowledge.campaigns.iter().filter(|it| it.post.platform == campaign.post.platform);
    let (numbers, values): (Vec<u32>, Vec<u64>) = same.filter_map(|it| Some((it.number, engagement(it)?))).unzip();
    let flags = copydesk_analysis::import::outliers(&values);
    numbers.into_iter().zip(flags).any(|(number, flag)| flag && number == campaign.number)
}
