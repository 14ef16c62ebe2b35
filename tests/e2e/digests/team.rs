//! A team whose digests are due when a test wants it: its records are read and changed while no program runs.

use std::fs::File;
use std::process::Stdio;
use std::sync::Arc;
use std::time::Duration;

use copydesk_storage::{
    Digest, DigestFilter, DigestSource, DigestTime, Occurrence, PostChannel, SledEngine, Store, TeamId,
};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use tokio::process::Child;

use crate::program::Program;

pub const DAY: SignedDuration = SignedDuration::from_hours(24);
/// A wait that only a failed test sees the end of.
const PATIENCE: Duration = Duration::from_secs(60);

pub struct Team {
    pub program: Program,
    id: TeamId,
}

impl Team {
    /// The sample team, which a terminal speaks for.
    pub async fn of(program: Program) -> Self {
        Self::named(program, "morning-barn").await
    }

    /// The team of a place, such as `telegram--1001`.
    pub async fn named(program: Program, id: &str) -> Self {
        let team = Self { program, id: TeamId::parse(id).unwrap() };
        let (id, name) = (team.id.clone(), id.to_owned());
        let known = copydesk_storage::Team { id, name, sample: false, created: Timestamp::now() };
        team.open().store.create_team(known).await.unwrap();
        team
    }

    /// Its records; to be dropped before the program starts.
    pub fn open(&self) -> Records {
        let store = Store::new(Arc::new(SledEngine::open(&self.program.path("data")).unwrap()));
        Records { store, id: self.id.clone() }
    }

    /// The channel of the terminal.
    pub fn terminal() -> PostChannel {
        let id = "morning-barn".to_owned();
        PostChannel { platform: "console".to_owned(), place: id.clone(), id }
    }

    /// Starts the program for the platforms whose tokens it has.
    pub fn start(&self) -> Child {
        let log = File::options().create(true).append(true).open(self.program.path("log.txt")).unwrap();
        let mut command = self.program.command(&["run"]);
        command.env("RUST_LOG", "copydesk=info").stdout(Stdio::null()).stderr(log).spawn().unwrap()
    }

    /// How often the log has a line with both.
    pub fn logged(&self, message: &str, field: &str) -> usize {
        self.log().count(message, field)
    }

    /// The log so far.
    pub fn log(&self) -> Log {
        Log(std::fs::read_to_string(self.program.path("log.txt")).unwrap_or_default())
    }

    /// Waits until something holds.
    pub async fn until(&self, what: &str, holds: impl Fn() -> bool) {
        let waiting = async {
            while !holds() {
                tokio::time::sleep(Duration::from_millis(15)).await;
            }
        };
        if tokio::time::timeout(PATIENCE, waiting).await.is_err() {
            let log = std::fs::read_to_string(self.program.path("log.txt")).unwrap_or_default();
            panic!("{what}: not yet\n{log}");
        }
    }
}

/// What the program has logged.
pub struct Log(String);

impl Log {
    /// How many lines have both.
    pub fn count(&self, message: &str, field: &str) -> usize {
        self.0.lines().filter(|line| line.contains(message) && line.contains(field)).count()
    }
}

/// A team's records while no program runs.
pub struct Records {
    store: Store,
    id: TeamId,
}

impl Records {
    /// A digest that has been due once within a year, and is not due again for long. Returns its number.
    pub async fn digest(&self, name: &str, source: &str, channel: &PostChannel) -> u32 {
        self.digest_told(name, source, channel, channel).await
    }

    /// The same, with another channel for what goes wrong.
    pub async fn digest_told(&self, name: &str, source: &str, channel: &PostChannel, told: &PostChannel) -> u32 {
        let now = Timestamp::now();
        let yesterday = (now - DAY).to_zoned_datetime(TimeZone::UTC);
        let digest = Digest {
            name: name.to_owned(),
            sources: vec![DigestSource { url: source.to_owned(), selector: None }],
            schedule: format!("0 0 {} {} *", yesterday.day(), yesterday.month()),
            zone: "UTC".to_owned(),
            channel: channel.clone(),
            admin_channel: told.clone(),
            count: 5,
            language: "en".to_owned(),
            filter: DigestFilter { minimum_sources: 1, ..DigestFilter::default() },
            created: now,
            claimed_until: now - DAY * 300,
            ..Digest::default()
        };
        self.store.team(&self.id).add_digest(digest, Some(now - DAY)).await.unwrap().number
    }

    /// Changes a digest, and has it looked at.
    pub async fn change(&self, number: u32, change: impl Fn(&mut Digest)) {
        let records = self.store.team(&self.id);
        let id = Digest::record_id(number);
        let mut digest = records.get::<Digest>(&id).await.unwrap().unwrap().record;
        change(&mut digest);
        let what = DigestTime::of_digest(&self.id, number);
        records.change().put(&id, &digest).look_at(Timestamp::now(), &what).commit().await.unwrap();
    }

    /// The occurrences of a digest.
    pub async fn occurrences(&self, number: u32) -> Vec<Occurrence> {
        let found = self.store.team(&self.id).occurrences(number, Timestamp::UNIX_EPOCH).await.unwrap();
        found.into_iter().map(|(_, stored)| stored.record).collect()
    }

    /// Changes the only occurrence of a digest, and has it looked at.
    pub async fn change_occurrence(&self, number: u32, change: impl Fn(&mut Occurrence)) {
        let records = self.store.team(&self.id);
        let (id, stored) = records.occurrences(number, Timestamp::UNIX_EPOCH).await.unwrap().remove(0);
        let mut occurrence = stored.record;
        change(&mut occurrence);
        let what = DigestTime::of_occurrence(&self.id, number, &id);
        records.change().put(&id, &occurrence).look_at(Timestamp::now(), &what).commit().await.unwrap();
    }
}
