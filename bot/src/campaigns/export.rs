//! Past posts as a CSV that spreadsheets open without harm and an import takes back whole.

use std::collections::BTreeSet;

use copydesk_analysis::import::harmless;
use copydesk_storage::{Campaign, LabelKind};

use super::labels::{self, How, KINDS};

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

/// The column that names which labels people gave: an import takes them for theirs again.
pub const LABELLED_BY_PEOPLE: &str = "labelled by people";

/// The names of the labels that people gave a post.
fn labelled_by_people(campaign: &Campaign) -> String {
    let by_person = |kind: &LabelKind| matches!(labels::said(campaign, *kind), Some((_, How::Person)));
    let names: Vec<&str> = KINDS.into_iter().filter(by_person).map(|kind| labels::names(kind)[0]).collect();
    names.join(" ")
}

/// The file, in UTF-8 with a byte-order mark, by which spreadsheets know it. Behind the columns that we know come those that were
/// kept as they are, by their names.
///
/// # Errors
/// That there is no memory for it.
pub fn csv<'c>(campaigns: impl Iterator<Item = &'c Campaign> + Clone) -> Result<Vec<u8>, csv::Error> {
    let mut writer = csv::Writer::from_writer(vec![0xEF, 0xBB, 0xBF]);
    let kept: BTreeSet<&str> = campaigns.clone().flat_map(|it| it.post.columns.keys()).map(String::as_str).collect();
    let names = COLUMNS.iter().chain(&["segment", LABELLED_BY_PEOPLE]).chain(&kept);
    writer.write_record(names.map(|name| harmless(name)))?;
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
            labelled_by_people(campaign),
        ];
        let kept = kept.iter().map(|name| post.columns.get(*name).map_or("", String::as_str));
        writer.write_record(cells.iter().map(String::as_str).chain(kept).map(harmless))?;
    }
    writer.into_inner().map_err(|error| csv::Error::from(error.into_error()))
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a failed test may panic")]

    use std::collections::BTreeMap;

    use copydesk_storage::{Campaign, GivenLabel, LabelKind, LabelSource, Post, SledEngine, Store, TeamId, TeamStore};
    use jiff::civil::{date, time};
    use jiff::tz::TimeZone;
    use proptest::prelude::*;

    use copydesk_analysis::Language;
    use copydesk_analysis::import::{Calendar, Wishes, cleaned_text};

    use super::csv;
    use crate::campaigns::import::{self, Content, Source};

    /// What a spreadsheet would run, what breaks tables, and Chinese.
    fn words() -> impl Strategy<Value = String> {
        let beginning =
            prop::sample::select(vec!["", "=", "+", "-", "@", "\t", "\r", "'", "'=", "''@", "\"", "，", "\n"]);
        let rest = "[a-zA-Zé早安拿铁 ,;=+@'\"|\n\r\t-]{0,30}";
        // Every text has a place for letters, and no text is another's.
        (beginning, "[b-m早]", rest).prop_map(|(beginning, letter, rest)| format!("{beginning}{letter}{rest}"))
    }

    fn post() -> impl Strategy<Value = Post> {
        let number = || prop::option::of(0..9_000_000_u64);
        let columns =
            prop::collection::btree_map(prop::sample::select(vec!["Series", "=Budget", "备注"]), words(), 0..3);
        (words(), words(), prop::option::of(0..700_i32), number(), number(), any::<bool>(), columns).prop_map(
            |(text, topic, day, likes, comments, timed, columns)| {
                let word = |text: &str| cleaned_text(text).0.split_whitespace().collect::<Vec<_>>().join(" ");
                let day = day.map(|day| date(2024, 1, 1).saturating_add(jiff::Span::new().days(day)));
                let labels = BTreeMap::from([(
                    LabelKind::Format,
                    GivenLabel {
                        value: "video".into(),
                        by: if timed { LabelSource::Person } else { LabelSource::File },
                        file: None,
                    },
                )]);
                Post {
                    platform: "instagram".into(),
                    // An import cleans; what is stored was cleaned before.
                    text: cleaned_text(&text).0,
                    topic: word(&topic),
                    hashtags: vec!["OatLatte".into(), "早安".into()],
                    date: day,
                    time: day.filter(|_| timed).map(|_| time(8, 5, 0, 0)),
                    likes,
                    comments,
                    impressions: Some(50_000_000),
                    click_rate_ppm: Some(12_264),
                    link: String::new(),
                    labels,
                    columns: columns.into_iter().map(|(name, cell)| (name.to_owned(), word(&cell))).collect(),
                    source: "file.csv".into(),
                    ..Post::default()
                }
            },
        )
    }

    async fn stored(records: &TeamStore, bytes: Vec<u8>) -> Vec<Post> {
        let source = Source {
            content: Content::Text(bytes.into()),
            name: "file.csv".into(),
            wishes: Wishes::default(),
            calendar: Calendar { zone: TimeZone::UTC, today: date(2026, 11, 25) },
        };
        let outcomes = import::run(&source, records, true, Language::English, None).await.unwrap();
        assert_eq!(outcomes.report.set_aside, 0, "{:?}", outcomes.report);
        records.all::<Campaign>().await.unwrap().into_iter().map(|(_, stored)| stored.record.post).collect()
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(48))]

        #[test]
        fn what_is_exported_comes_back_as_it_was_and_no_cell_can_be_run(posts in prop::collection::vec(post(), 1..12)) {
            // Each its own id and number: otherwise two of the same day and nearly the same text would be one.
            let posts: Vec<Post> = posts
                .into_iter()
                .enumerate()
                .map(|(place, post)| Post { post_id: format!("p{place}"), text: format!("{} {place}", post.text), ..post })
                .collect();
            let campaigns: Vec<Campaign> =
                (1..).zip(&posts).map(|(number, post)| Campaign { number, post: post.clone() }).collect();
            let bytes = csv(campaigns.iter()).unwrap();
            let mut reader = ::csv::ReaderBuilder::new().from_reader(bytes.get(3..).unwrap());
            for record in reader.records() {
                for cell in record.unwrap().iter() {
                    prop_assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\r']), "{cell:?}");
                }
            }
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
            let back = runtime.block_on(async {
                let folder = tempfile::tempdir().unwrap();
                let store = Store::new(std::sync::Arc::new(SledEngine::open(folder.path()).unwrap()));
                stored(&store.team(&TeamId::parse("north").unwrap()), bytes).await
            });
            prop_assert_eq!(back, posts);
        }
    }
}
