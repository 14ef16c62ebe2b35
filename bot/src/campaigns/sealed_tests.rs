//! Two teams in one store: whatever they do, neither finds anything of the other. 10,000 operations in all.

#![expect(clippy::unwrap_used, reason = "a failed test may panic")]

use std::sync::Arc;

use copydesk_adapters::{Granted, Input, Origin, Place};
use copydesk_analysis::Language;
use copydesk_analysis::import::{Calendar, Wishes};
use copydesk_storage::{Idea, Numbered, SledEngine, StorageError, Store, Team, TeamId, TeamStore};
use jiff::civil::date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ZonedDateTime};
use proptest::prelude::*;
use tokio_util::sync::CancellationToken;

use super::import::{self, Content, Source};
use crate::answer::Answer;
use crate::config::Config;
use crate::desk::{Asking, Desk};
use crate::models::ModelInUse;
use crate::sweep::Sweep;

/// Stores of their own, and operations in each: a failure is narrowed down within one of them.
const CASES: u32 = 20;
const OPERATIONS: usize = 500;
/// After so many operations all that is stored is looked through, not only the answer.
const LOOK_EVERY: usize = 100;

#[derive(Debug, Clone)]
enum Operation {
    Import(u8),
    /// An idea as a model would have written it.
    Idea,
    /// A command; `N` is a number that may be in use, `W` the word that only this team writes, `S` the step.
    Say(&'static str),
}

/// What people say. Some of it is refused, because a draft or a rule is not there or not so far: that must say nothing of
/// the other team either.
const SAID: [&str; 34] = [
    "/campaign add \"shared W S\" platform=x likes=12",
    "/campaign add \"shared W again S\" platform=instagram topic=\"W\" likes=9",
    "/campaign label C-N topic=\"topic W\"",
    "/campaign label C-N segment=\"W people\"",
    "/campaign search shared",
    "/campaign search northword southword",
    "/campaign list topic=shared",
    "/campaign show C-N",
    "/campaign list count=50",
    "/campaign export",
    "/campaign delete C-N confirm=1",
    "/prefs rule add \"ban WS\" example=\"no WS here\"",
    "/prefs rule add \"say W, not shared S\" example=\"a shared S\"",
    "/prefs rule list",
    "/prefs rule remove R-N",
    "/prefs set use W S",
    "/prefs set brand W S",
    "/prefs history count=1000",
    "/prefs undo",
    "/prefs learn",
    "/idea show I-N",
    "/idea use I-N",
    "/idea reject I-N W said so",
    "/draft I-N platforms=x,instagram",
    "/draft show D-N",
    "/draft edit D-N Another W text S",
    "/draft submit D-N",
    "/draft changes D-N more W",
    "/draft approve D-N",
    "/draft note D-N a W secret",
    "/draft history D-N",
    "/drafts",
    "/why I-N",
    "/export",
];

fn operation() -> impl Strategy<Value = (usize, u32, Operation)> {
    let kind = prop_oneof![
        1 => (1..4_u8).prop_map(Operation::Import),
        3 => Just(Operation::Idea),
        30 => prop::sample::select(&SAID[..]).prop_map(Operation::Say),
    ];
    (0..2_usize, 1..25_u32, kind)
}

/// The word that only one team writes.
const WORDS: [&str; 2] = ["northword", "southword"];
const TEAMS: [&str; 2] = ["north", "south"];

proptest! {
    #![proptest_config(ProptestConfig { cases: CASES, max_shrink_iters: 0, ..ProptestConfig::default() })]
    #[test]
    fn no_operation_of_one_team_is_seen_by_the_other(
        operations in prop::collection::vec(operation(), OPERATIONS..=OPERATIONS),
    ) {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
        runtime.block_on(perform(operations));
    }
}

/// In memory, where there is such a folder: each commit is synced, and only that would take time.
fn folder() -> tempfile::TempDir {
    tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).unwrap()
}

struct Teams {
    desk: Desk,
    folder: tempfile::TempDir,
    /// Operations that were not refused.
    done: usize,
}

impl Teams {
    async fn new() -> Self {
        let folder = folder();
        let config = Config::parse("", None).unwrap();
        let store = Store::new(Arc::new(SledEngine::open(&folder.path().join("data")).unwrap()));
        for id in TEAMS {
            let id = TeamId::parse(id).unwrap();
            store
                .create_team(Team { name: id.to_string(), id, sample: false, created: Timestamp::now() })
                .await
                .unwrap();
        }
        let model = ModelInUse::start(&config);
        let sweep = Sweep::new(store.clone(), config.data.after_leaving);
        let desk = Desk::new(config, store, model, folder.path().into(), sweep);
        Self { desk, folder, done: 0 }
    }

    fn records(&self, team: usize) -> TeamStore {
        self.desk.store.team(&TeamId::parse(TEAMS[team]).unwrap())
    }

    async fn ask(&mut self, team: usize, text: String) {
        let place = Place { platform: "console", id: TEAMS[team].into(), name: String::new() };
        let origin = Origin {
            place,
            channel: TEAMS[team].into(),
            person: WORDS[team].into(),
            person_name: None,
            language: None,
            chain: None,
        };
        let asking = Asking {
            origin,
            input: Input::Text(text.clone()),
            rights: Arc::new(Granted(true)),
            now: ZonedDateTime::now(),
            progress: None,
            cancel: CancellationToken::new(),
        };
        let (answer, _) = self.desk.answer(asking).await;
        self.done += usize::from(!matches!(answer, Answer::Error(_)));
        let foreign = WORDS[1 - team];
        // What was asked for may be repeated.
        if !text.contains(foreign) {
            let said = serde_json::to_string(&answer).unwrap();
            assert!(!said.contains(foreign), "{text}: {said}");
        }
        if let Answer::Export(export) = &answer {
            let path = export.path.as_ref().unwrap();
            assert!(path.contains(TEAMS[team]), "{path}");
            let bytes = std::fs::read(path).unwrap();
            // A zip is packed; what goes into it is looked through below.
            assert!(!String::from_utf8_lossy(&bytes).contains(foreign), "{path}");
            std::fs::remove_file(path).unwrap();
        }
    }

    async fn import(&mut self, team: usize, step: usize, count: u8) {
        let path = self.folder.path().join("posts.csv");
        let word = WORDS[team];
        let rows: String =
            (0..count).map(|place| format!("{step}-{place},shared {word} row {step} {place}\n")).collect();
        std::fs::write(&path, format!("post id,text\n{rows}")).unwrap();
        let source = Source {
            content: Content::File(path),
            name: format!("{word}.csv"),
            wishes: Wishes::default(),
            calendar: Calendar { zone: TimeZone::UTC, today: date(2026, 11, 25) },
        };
        let done = import::run(&source, &self.records(team), true, Language::English, None).await.unwrap();
        assert!(done.added > 0, "the rows of this step are new");
        self.done += 1;
    }

    async fn idea(&mut self, team: usize, step: usize) {
        let idea = crate::ideas::opinions::tests::idea(0, "question");
        let idea = &Idea { text: format!("An idea of {} {step}", WORDS[team]), topic: "shared".into(), ..idea };
        let records = self.records(team);
        let stored = records.numbered::<Idea, _, StorageError, _, _>(|number, change| async move {
            Ok((change.put(&Idea::record_id(number), &Idea { number, ..idea.clone() }), number))
        });
        assert!(stored.await.unwrap() > 0);
        self.done += 1;
    }

    /// Looks through all that is stored and kept in memory of both.
    async fn look(&self, step: usize) {
        for (team, foreign) in [(0, WORDS[1]), (1, WORDS[0])] {
            let records = self.records(team);
            for record in self.desk.store.everything(records.id()).await.unwrap() {
                // Somebody searched for both words, and was told so.
                let json = record.json.to_string().replace("northword southword", "");
                assert!(!json.contains(foreign), "{step}: {record:?}");
            }
            let knowledge = self.desk.known.of(&records).await.unwrap();
            assert!(knowledge.search(foreign).is_empty(), "{step}");
            let own = |text: &str| !text.contains(foreign);
            let run = knowledge.already_run(&format!("shared {foreign} {step}"));
            assert!(run.is_none_or(|run| own(&run.campaign.post.text)), "{step}");
            assert_eq!(knowledge.campaigns.len(), records.all::<copydesk_storage::Campaign>().await.unwrap().len());
        }
    }
}

async fn perform(operations: Vec<(usize, u32, Operation)>) {
    let mut teams = Teams::new().await;
    let wanted = operations.len();
    for (step, (team, number, operation)) in operations.into_iter().enumerate() {
        match operation {
            Operation::Import(count) => teams.import(team, step, count).await,
            Operation::Idea => teams.idea(team, step).await,
            Operation::Say(said) => {
                let said = said.replace("-N", &format!("-{number:03}")).replace('W', WORDS[team]);
                teams.ask(team, said.replace('S', &step.to_string())).await;
            }
        }
        if step % LOOK_EVERY == LOOK_EVERY - 1 {
            teams.look(step).await;
        }
    }
    // Where next to nothing was done, nothing was shown.
    assert!(teams.done * 3 > wanted, "only {} of {wanted} were done", teams.done);
}
