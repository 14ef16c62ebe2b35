//! `/campaign stats`: how past posts did, by platform, topic and angle, with a chart.

use std::collections::BTreeMap;
use std::sync::Arc;

use copydesk_adapters::Attachment;
use copydesk_analysis::chart::{Bar, Caption, Chart, Figure, Reference};
use copydesk_analysis::{Angle, Platform};
use copydesk_storage::{Campaign, LabelKind};

use crate::answer::{Answer, StatRow, StatsShown};
use crate::campaigns::filter::{self, Filter};
use crate::campaigns::labels;
use crate::commands::{Command, Spec, command};
use crate::config::Config;
use crate::desk::Desk;
use crate::ideas::because::rounded;
use crate::invocation::Invocation;
use crate::knowledge::{Knowledge, engagement};
use crate::present::platform_in;
use crate::session::Session;
use crate::texts::{Problem, sentence};

/// The commands of this file.
pub static COMMANDS: &[Spec] = &[Spec {
    options: &filter::OPTIONS,
    example: Some("command-campaign-stats-example"),
    ..command(&["campaign", "stats"], &["往期", "统计"], "command-campaign-stats", read)
}];

/// Topics that are shown, the largest.
const TOPICS: usize = 8;
/// Bars of a chart.
const MOST_BARS: usize = 14;
/// Of those, the worst.
const WORST: usize = 4;

/// Reads `/campaign stats [platform=…] …`.
///
/// # Errors
/// What is wrong with an option.
pub fn read(invocation: &Invocation, _: &Config) -> Result<Command, Problem> {
    Filter::read(invocation).map(Command::CampaignStats)
}

/// Computes and draws them.
///
/// # Errors
/// What the storage says, or that the chart can't be drawn.
pub async fn handle(desk: &Desk, session: &Session, filter: Filter) -> Result<Answer, Problem> {
    let knowledge = desk.knowledge(session).await?;
    let places = filter.places(&knowledge)?;
    let posts: Vec<(usize, &Campaign)> =
        places.into_iter().filter_map(|place| Some((place, knowledge.campaigns.get(place)?))).collect();
    if posts.is_empty() {
        return Err(Problem::new(sentence!("campaign-none"), filter::none_help(&knowledge)));
    }
    let rows = rows(&knowledge, &posts);
    let dates = || posts.iter().filter_map(|(_, campaign)| campaign.post.date);
    let day = |date: Option<jiff::civil::Date>| date.map(|date| date.to_string()).unwrap_or_default();
    let measured = posts.iter().filter(|(_, campaign)| engagement(campaign).is_some()).count();
    let chart = chart(session, &rows);
    let alt = chart.as_ref().map(Chart::alt).unwrap_or_default();
    let picture = match chart {
        Some(chart) => {
            let name = format!("{}-stats.png", session.team.id);
            let drawn = tokio::task::spawn_blocking(move || crate::picture::png(&chart)).await;
            let bytes = drawn.map_err(|error| desk.internal(&error))?.map_err(|error| desk.internal(&error))?;
            Some(Attachment { name, bytes: Arc::from(bytes), alt: Some(alt.clone()) })
        }
        None => None,
    };
    Ok(Answer::CampaignStats(StatsShown {
        posts: posts.len(),
        measured,
        filter: filter.typed(session.language),
        period: (day(dates().min()), day(dates().max())),
        rows,
        alt,
        chart: picture,
        notes: Vec::new(),
    }))
}

fn rows(knowledge: &Knowledge, posts: &[(usize, &Campaign)]) -> Vec<StatRow> {
    let grouped = |by: &str, name_of: &dyn Fn(usize, &Campaign) -> String| {
        let mut groups: BTreeMap<String, Vec<&Campaign>> = BTreeMap::new();
        for (place, campaign) in posts {
            let name = name_of(*place, campaign);
            if !name.is_empty() {
                groups.entry(name).or_default().push(campaign);
            }
        }
        let mut rows: Vec<StatRow> = groups
            .into_iter()
            .map(|(name, campaigns)| StatRow {
                by: by.to_string(),
                name,
                posts: campaigns.len(),
                median: median(campaigns.iter().filter_map(|it| Some(engagement(it)? as f64)).collect()),
                ratio: median(campaigns.iter().filter_map(|it| knowledge.ratio(it)).collect()).map(rounded),
            })
            .collect();
        rows.sort_by(|one, other| other.posts.cmp(&one.posts).then(one.name.cmp(&other.name)));
        rows
    };
    let label = |kind| move |place: usize, campaign: &Campaign| labels::label(knowledge, place, campaign, kind).value;
    let mut rows = grouped("platform", &|_, campaign| campaign.post.platform.clone());
    rows.extend(grouped("topic", &label(LabelKind::Topic)).into_iter().take(TOPICS));
    rows.extend(grouped("hook", &label(LabelKind::Hook)));
    rows
}

fn median(mut values: Vec<f64>) -> Option<f64> {
    values.sort_by(f64::total_cmp);
    let middle = values.len() / 2;
    let upper = *values.get(middle)?;
    Some(if values.len() % 2 == 1 { upper } else { (upper + values.get(middle - 1)?) / 2.0 })
}

/// Angles and topics against the usual; without those, platforms by their engagement. `None` if nothing was measured.
fn chart(session: &Session, rows: &[StatRow]) -> Option<Chart> {
    let language = session.language;
    let name = |row: &StatRow| match row.by.as_str() {
        "hook" => Angle::from_id(&row.name)
            .map_or_else(|| row.name.clone(), |angle| sentence!("angle-name", angle = angle.id()).say(language)),
        "platform" => {
            Platform::from_name(&row.name).map_or_else(|| row.name.clone(), |platform| platform_in(platform, language))
        }
        _ => row.name.clone(),
    };
    let bar = |row: &StatRow| {
        let ratio = row.ratio?;
        let label = session.say(sentence!("stats-bar", name = name(row), count = row.posts));
        Some(Bar { label, figure: Figure::new(ratio, format!("{ratio:.1} ×")), interval: None, strong: ratio >= 1.0 })
    };
    let mut bars: Vec<Bar> = rows.iter().filter(|row| row.by != "platform").filter_map(bar).collect();
    bars.sort_by(|one, other| other.figure.value.total_cmp(&one.figure.value));
    // Of many, the best and the worst: those in between are as usual.
    if bars.len() > MOST_BARS {
        bars.drain(MOST_BARS - WORST..bars.len() - WORST);
    }
    let best = bars.first()?;
    let reading = sentence!("stats-reading", name = best.label.as_str(), ratio = format!("{:.1}", best.figure.value));
    let caption = Caption { title: session.say(sentence!("stats-title")), reading: session.say(reading), language };
    let reference = Some(Reference { value: 1.0, label: session.say(sentence!("stats-usual")) });
    Some(Chart::Bars { caption, bars, reference })
}
