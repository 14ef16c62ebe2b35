//! Past posts as a CSV that spreadsheets open without harm and an import takes back whole.

use copydesk_analysis::import::harmless;
use copydesk_storage::{Campaign, LabelKind};

/// The columns, as an import knows them.
const COLUMNS: [&str; 23] = [
    "copydesk id",
    "platform",
    "date",
    "time",
    "text",
    "topic",
    "hashtags",
    "impressions",
    "reach",
    "views",
    "likes",
    "comments",
    "shares",
    "saves",
    "clicks",
    "click rate",
    "engagement rate",
    "link",
    "post id",
    "language",
    "sentiment",
    "format",
    "hook",
];

/// The file, in UTF-8 with a byte-order mark, by which spreadsheets know it.
///
/// # Errors
/// That there is no memory for it.
pub fn csv<'c>(campaigns: impl Iterator<Item = &'c Campaign>) -> Result<Vec<u8>, csv::Error> {
    let mut writer = csv::Writer::from_writer(vec![0xEF, 0xBB, 0xBF]);
    writer.write_record(COLUMNS.iter().chain(&["segment"]))?;
    for campaign in campaigns {
        let post = &campaign.post;
        let number = |value: Option<u64>| value.map(|value| value.to_string()).unwrap_or_default();
        let rate = |ppm: Option<u32>| ppm.map(|ppm| format!("{}%", f64::from(ppm) / 10_000.0)).unwrap_or_default();
        let label = |kind| post.labels.get(&kind).map(|label| label.value.clone()).unwrap_or_default();
        let cells = [
            campaign.id(),
            post.platform.clone(),
            post.date.map(|date| date.to_string()).unwrap_or_default(),
            post.time.map(|time| time.to_string()).unwrap_or_default(),
            post.text.clone(),
            post.topic.clone(),
            post.hashtags.join(", "),
            number(post.impressions),
            number(post.reach),
            number(post.views),
            number(post.likes),
            number(post.comments),
            number(post.shares),
            number(post.saves),
            number(post.clicks),
            rate(post.click_rate_ppm),
            rate(post.engagement_rate_ppm),
            post.link.clone(),
            post.post_id.clone(),
            label(LabelKind::Language),
            label(LabelKind::Sentiment),
            label(LabelKind::Format),
            label(LabelKind::Hook),
            label(LabelKind::Segment),
        ];
        writer.write_record(cells.iter().map(|cell| harmless(cell)))?;
    }
    writer.into_inner().map_err(|error| csv::Error::from(error.into_error()))
}
