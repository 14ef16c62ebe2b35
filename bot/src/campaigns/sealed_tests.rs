//! Two teams in one store: whatever they do, neither finds anything of the other.

#![expect(clippy::unwrap_used, reason = "a failed test may panic")]

use std::sync::Arc;

use copydesk_analysis::Language;
use copydesk_analysis::import::{Calendar, Wishes};
use copydesk_storage::{Campaign, GivenLabel, LabelKind, LabelSource, Post, SledEngine, Store, TeamId};
use jiff::civil::date;
use jiff::tz::TimeZone;
use proptest::prelude::*;

use super::KnownTeams;
use super::import::{self, Content, Source};

#[derive(Debug, Clone)]
enum Operation {
    Add(u8),
    Import(u8),
    Label(u32),
    Delete(u32),
    Search,
}

fn operation() -> impl Strategy<Value = (usize, Operation)> {
    let kind = prop_oneof![
        3 => (1..4_u8).prop_map(Operation::Add),
        1 => (1..6_u8).prop_map(Operation::Import),
        3 => (1..40_u32).prop_map(Operation::Label),
        2 => (1..40_u32).prop_map(Operation::Delete),
        4 => Just(Operation::Search),
    ];
    (0..2_usize, kind)
}

/// The word that only one team writes.
const WORDS: [&str; 2] = ["northword", "southword"];
const TEAMS: [&str; 2] = ["north", "south"];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4))]
    #[test]
    fn no_operation_of_one_team_is_seen_by_the_other(operations in prop::collection::vec(operation(), 60..100)) {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
        runtime.block_on(perform(operations));
    }
}

async fn perform(operations: Vec<(usize, Operation)>) {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::new(Arc::new(SledEngine::open(&folder.path().join("data")).unwrap()));
    let known = KnownTeams::default();
    let mut counts = [0_usize; 2];
    for (step, (team, operation)) in operations.into_iter().enumerate() {
        let records = store.team(&TeamId::parse(TEAMS[team]).unwrap());
        let word = WORDS[team];
        match operation {
            Operation::Add(count) => {
                let post = |place| Post { text: format!("shared {word} {step} {place}"), ..Post::default() };
                counts[team] += records.add_campaigns((0..count).map(post).collect()).await.unwrap().len();
            }
            Operation::Import(count) => {
                let path = folder.path().join("posts.csv");
                let rows: String =
                    (0..count).map(|place| format!("{step}-{place},shared {word} row {step} {place}\n")).collect();
                std::fs::write(&path, format!("post id,text\n{rows}")).unwrap();
                let source = Source {
                    content: Content::File(path),
                    name: format!("{word}.csv"),
                    wishes: Wishes::default(),
                    calendar: Calendar { zone: TimeZone::UTC, today: date(2026, 11, 25) },
                };
                let done = import::run(&source, &records, true, Language::English, None).await.unwrap();
                counts[team] += done.added as usize;
            }
            Operation::Label(number) => {
                let label = GivenLabel { value: format!("label {word}"), by: LabelSource::Person };
                let edit =
                    |_, post: &mut Post| post.labels.insert(LabelKind::Segment, label.clone()).as_ref() != Some(&label);
                records.edit_campaigns(&[number], edit).await.unwrap();
            }
            Operation::Delete(number) => counts[team] -= records.delete_campaigns(&[number]).await.unwrap(),
            Operation::Search => {}
        }
        for (team, count) in counts.iter().enumerate() {
            let knowledge = known.of(&store.team(&TeamId::parse(TEAMS[team]).unwrap())).await.unwrap();
            let foreign = WORDS[1 - team];
            assert_eq!(knowledge.campaigns.len(), *count);
            let own = |campaign: &Campaign| !serde_json::to_string(campaign).unwrap().contains(foreign);
            assert!(knowledge.campaigns.iter().all(own));
            assert_eq!(knowledge.search("shared").len(), *count);
            assert!(knowledge.search(foreign).is_empty());
            assert!(knowledge.already_run(&format!("shared {foreign} {step} 0")).is_none_or(|run| own(run.campaign)));
        }
    }
}
