use proptest::prelude::*;

use super::*;

const DAY: i64 = 24 * 3600;

fn now() -> Timestamp {
    "2026-11-10T09:00:00Z".parse().expect("a time")
}

fn document(source: u32, days_ago: i64, title: &str) -> Document {
    let at = Timestamp::from_second(now().as_second() - days_ago * DAY - 3600 - i64::from(source)).expect("a time");
    let link = Some(format!("https://example.org/{source}/{days_ago}/{}", title.len()));
    Document { source, at, title: title.to_owned(), text: String::new(), link }
}

fn question() -> Question {
    Question {
        now: now(),
        since: now() - SignedDuration::from_hours(24),
        window: SignedDuration::from_hours(24),
        count: 5,
        minimum_sources: 1,
        wanted: Vec::new(),
        weights: Weights::default(),
    }
}

/// Twelve headlines of a usual day, the same things in other words.
fn usual_day(days_ago: i64) -> Vec<Document> {
    const THINGS: [&str; 6] = ["espresso machine", "bean roaster", "latte art", "paper cup", "coffee shop", "抹茶拿铁"];
    const SAID: [&str; 7] = [
        "tested by experts in",
        "now sold across",
        "explained for",
        "loved by all of",
        "rare in",
        "made in",
        "seen in",
    ];
    const PLACES: [&str; 5] = ["Berlin", "Lisbon", "Oslo", "Taipei", "Quito"];
    (0..12)
        .map(|number: usize| {
            let turn = number + usize::try_from(days_ago).unwrap_or(0) * 5;
            let (thing, said, place) = (THINGS[turn % 6], SAID[turn % 7], PLACES[turn % 5]);
            document(number as u32 % 6, days_ago, &format!("{thing} {said} {place}"))
        })
        .collect()
}

fn history(days: i64) -> Vec<Document> {
    (0..days).flat_map(usual_day).collect()
}

/// Four sources tell of oat milk, in their own words.
fn burst() -> Vec<Document> {
    [
        "Oat milk prices climb in every supermarket",
        "Why oat milk prices hurt small cafés",
        "Regulators look into oat milk prices",
        "A barista on oat milk prices and tips",
    ]
    .iter()
    .enumerate()
    .map(|(source, title)| document(source as u32, 0, title))
    .collect()
}

#[test]
fn a_planted_burst_is_found_with_its_evidence() {
    let documents = [history(15), burst()].concat();
    let report = find(&documents, &question());
    assert_eq!((report.baseline_windows, report.documents, report.sources), (14, 16, 6));
    let trend = report.trends.first().expect("a trend");
    assert_eq!((trend.kind, trend.name.to_lowercase().as_str()), (Kind::Rising, "oat milk prices"));
    assert_eq!((trend.count, trend.sources.len(), trend.documents.len()), (4, 4, 4));
    assert_eq!(trend.series, [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 4]);
    assert!(trend.score.z > 1.0 && trend.score.novelty == 1.0, "{trend:?}");
    let parts = [trend.score.burst, trend.score.coverage, trend.score.novelty, trend.score.freshness];
    assert!((parts.iter().sum::<f64>() - trend.score.total()).abs() < 1e-9);
    assert_eq!(trend.first_seen, burst()[3].at);
    // What is told every day does not rise.
    let others = report.trends.iter().skip(1);
    assert!(others.clone().all(|trend| trend.kind == Kind::Covered), "{:#?}", others.collect::<Vec<_>>());
}

#[test]
fn quiet_sources_hide_no_burst() {
    // Two headlines a day before, and eight today.
    let past = (1..15).flat_map(|day| usual_day(day).into_iter().take(2));
    let more = ["Oat milk prices double in Berlin", "What do oat milk prices mean for baristas"];
    let more = more.iter().enumerate().map(|(source, title)| document(source as u32, 0, title));
    let documents: Vec<Document> = past.chain(usual_day(0).into_iter().take(2)).chain(burst()).chain(more).collect();
    let found = find(&documents, &question());
    assert_eq!(found.trends.first().map(|trend| (trend.kind, trend.count)), Some((Kind::Rising, 6)), "{found:#?}");
}

#[test]
fn a_chinese_burst_is_found() {
    let titles =
        ["燕麦奶涨价引发热议", "多家咖啡店宣布燕麦奶涨价", "燕麦奶涨价，消费者怎么看", "专家谈燕麦奶涨价的原因"];
    let burst = titles.iter().enumerate().map(|(source, title)| document(source as u32, 0, title));
    let documents: Vec<Document> = history(15).into_iter().chain(burst).collect();
    let report = find(&documents, &question());
    let name = &report.trends.first().expect("a trend").name;
    assert!(name.contains("涨价") || name.contains("燕麦"), "{name}");
}

#[test]
fn the_same_story_counts_once_for_each_source() {
    let mut documents = history(15);
    // One source shouts the same thing all day long.
    documents.extend((0..8).map(|hour| {
        let at = Timestamp::from_second(now().as_second() - hour * 3600 - 60).expect("a time");
        Document { at, ..document(3, 0, "Buy the golden grinder today, only at Grinders") }
    }));
    let report = find(&documents, &question());
    assert!(report.trends.iter().all(|trend| !trend.name.to_lowercase().contains("grinder")), "{:#?}", report.trends);
}

#[test]
fn without_a_past_the_most_covered_stories_stand_in() {
    let mut documents = usual_day(0);
    documents.push(document(9, 0, "espresso machine tested by the experts in Berlin"));
    let report = find(&documents, &question());
    assert!(!report.has_baseline());
    let first = report.trends.first().expect("a trend");
    assert_eq!((first.kind, first.sources.len(), first.usual), (Kind::Covered, 2, None));
    assert!(first.name.starts_with("espresso machine"), "{}", first.name);
    assert_eq!(report.trends.len(), 5);
    assert_eq!(find(&[], &question()), Report::default());
}

#[test]
fn minimum_sources_and_wanted_topics_are_heeded() {
    let documents = [history(15), burst()].concat();
    let strict = find(&documents, &Question { minimum_sources: 5, ..question() });
    assert!(strict.trends.iter().all(|trend| trend.sources.len() >= 5));
    let matcha: Vec<Document> = ["Matcha fair opens", "The matcha fair in pictures", "Matcha fair: who sells what"]
        .iter()
        .enumerate()
        .map(|(source, title)| document(source as u32 + 2, 0, title))
        .collect();
    let documents = [documents, matcha].concat();
    let plain = find(&documents, &question());
    assert_eq!(plain.trends[0].name.to_lowercase(), "oat milk prices");
    let wanted = find(&documents, &Question { wanted: vec!["matcha fair".to_owned()], ..question() });
    assert_eq!((wanted.trends[0].name.to_lowercase().as_str(), wanted.trends[0].is_wanted), ("matcha fair", true));
}

#[test]
fn what_lies_after_now_is_not_looked_at() {
    let mut documents = [history(15), burst()].concat();
    documents.push(document(0, -5, "Oat milk prices of next week"));
    assert_eq!(find(&documents, &question()).trends[0].count, 4);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn any_documents_give_a_report(
        titles in prop::collection::vec(("[a-e燕麦拿 ]{0,20}", 0_u32..4, -3_i64..200), 0..60),
    ) {
        let documents: Vec<Document> =
            titles.iter().map(|(title, source, days)| document(*source, *days, title)).collect();
        let report = find(&documents, &question());
        prop_assert!(report.trends.len() <= 5);
        for trend in &report.trends {
            prop_assert!(trend.score.total().is_finite() && !trend.documents.is_empty() && !trend.sources.is_empty());
            prop_assert!(trend.documents.iter().all(|place| *place < documents.len()));
        }
        prop_assert_eq!(find(&documents, &question()), report);
    }
}
