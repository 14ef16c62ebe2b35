//! The real program, killed with SIGKILL while its digests are in each of their states, twenty times each, on both platforms: no
//! occurrence is missing, none is posted twice where the platform can tell, and where it can't, an admin is told.
//!
//! Each round has one digest in each state, held there by what it waits for (its quiet hours, a feed, the model, the platform), so
//! that one kill hits all of them. What the round before left goes on meanwhile.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use axum::Router;
use axum::body::Body;
use axum::extract::{Path, State};
use axum::response::Response;
use axum::routing::get;
use copydesk_storage::{OccurrenceState, PostChannel};
use copydesk_tests::fake_discord::{self, FakeDiscord, GUILD};
use copydesk_tests::fake_telegram::{self, Chat, FakeTelegram, Hold};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use super::SETTINGS;
use super::site::rss;
use super::team::{Log, Records, Team};
use crate::fake_openai::{FakeOpenAi, event_stream, stream_of};
use crate::program::{KEY, Program, stop};

const ROUNDS: usize = 20;

/// In which state the kill hits a digest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Hit {
    /// In its quiet hours.
    Due,
    /// While its feed is asked.
    Claimed,
    /// While the model is asked.
    Collected,
    /// After a first attempt that was refused.
    Composed,
    /// While the platform is asked.
    Posting,
    /// When all is done.
    Posted,
    /// After the platform refused it, while an admin is told.
    Failed,
    /// While the platform is asked, which will not say what it got; and once more while an admin is told of that.
    Uncertain,
}

impl Hit {
    const ALL: [Self; 8] = [
        Self::Due,
        Self::Claimed,
        Self::Collected,
        Self::Composed,
        Self::Posting,
        Self::Posted,
        Self::Failed,
        Self::Uncertain,
    ];

    /// The state at the first kill.
    fn state(self) -> OccurrenceState {
        match self {
            Self::Due => OccurrenceState::Due,
            Self::Claimed => OccurrenceState::Claimed,
            Self::Collected => OccurrenceState::Collected,
            Self::Composed => OccurrenceState::Composed,
            Self::Posting | Self::Uncertain => OccurrenceState::Posting,
            Self::Posted => OccurrenceState::Posted,
            Self::Failed => OccurrenceState::Failed,
        }
    }
}

/// A chat platform, by the numbers of its channels.
trait Platform {
    const TEAM: &'static str;
    /// Whether it can be asked what an interrupted attempt left.
    const TELLS: bool;
    /// Messages of a digest at which it is held.
    const PARTS: usize;
    fn channel(&self, number: u64) -> PostChannel;
    fn refuse(&self, channel: u64, for_now: bool);
    fn accept(&self, channel: u64);
    fn hold(&self, channel: u64, after: usize, taken: bool);
    fn let_go(&self, channel: u64);
    fn has_held(&self, channel: u64) -> bool;
    /// It will not say what stands in the channel.
    fn hide(&self, channel: u64);
    fn texts(&self, channel: u64) -> Vec<String>;
}

fn group(number: u64) -> Chat {
    Chat::group(1_001_000_000_000 + i64::try_from(number).unwrap(), "Barn")
}

impl Platform for FakeTelegram {
    const TEAM: &'static str = "telegram-barn";
    const TELLS: bool = false;
    const PARTS: usize = 2;

    fn channel(&self, number: u64) -> PostChannel {
        self.meet(&group(number));
        let id = group(number).id.to_string();
        PostChannel { platform: "telegram".to_owned(), place: id.clone(), id }
    }

    fn refuse(&self, channel: u64, for_now: bool) {
        let with = if for_now {
            (429, "Too Many Requests: retry after 600")
        } else {
            (403, "Forbidden: bot was kicked from the supergroup chat")
        };
        FakeTelegram::refuse(self, &group(channel), Some(with));
    }

    fn accept(&self, channel: u64) {
        FakeTelegram::refuse(self, &group(channel), None);
    }

    fn hold(&self, channel: u64, after: usize, taken: bool) {
        FakeTelegram::hold(self, &group(channel), Hold { after, taken });
    }

    fn let_go(&self, channel: u64) {
        FakeTelegram::let_go(self, &group(channel));
    }

    fn has_held(&self, channel: u64) -> bool {
        FakeTelegram::has_held(self, &group(channel))
    }

    fn hide(&self, _: u64) {}

    fn texts(&self, channel: u64) -> Vec<String> {
        FakeTelegram::texts(self, &group(channel))
    }
}

fn id(number: u64) -> u64 {
    1_000_000_000_001_000_000 + number
}

impl Platform for FakeDiscord {
    const TEAM: &'static str = "discord-barn";
    const TELLS: bool = true;
    const PARTS: usize = 1;

    fn channel(&self, number: u64) -> PostChannel {
        PostChannel { platform: "discord".to_owned(), place: GUILD.to_string(), id: id(number).to_string() }
    }

    fn refuse(&self, channel: u64, for_now: bool) {
        // 401 is given back at once, to be tried later; 50013 is for good.
        let (status, code) = if for_now { (401, 0) } else { (403, 50_013) };
        self.close_channel(id(channel), status, code);
    }

    fn accept(&self, channel: u64) {
        self.open_channel(id(channel));
    }

    fn hold(&self, channel: u64, after: usize, taken: bool) {
        FakeDiscord::hold(self, id(channel), after, taken);
    }

    fn let_go(&self, channel: u64) {
        FakeDiscord::let_go(self, id(channel));
    }

    fn has_held(&self, channel: u64) -> bool {
        FakeDiscord::has_held(self, id(channel))
    }

    fn hide(&self, channel: u64) {
        self.hide_history_of(id(channel));
    }

    fn texts(&self, channel: u64) -> Vec<String> {
        FakeDiscord::channel(self, id(channel)).iter().map(|it| it.body.to_string()).collect()
    }
}

/// What all rounds share: feeds and a model that hold back what belongs to the round that is under way.
struct Sources {
    feeds: String,
    model: FakeOpenAi,
    round: Arc<AtomicUsize>,
    /// The last rounds whose feed, and whose model, was asked.
    asked: Arc<[AtomicUsize; 2]>,
}

impl Sources {
    async fn start() -> Self {
        let round = Arc::new(AtomicUsize::new(usize::MAX));
        let asked = Arc::new([AtomicUsize::new(usize::MAX), AtomicUsize::new(usize::MAX)]);
        let router =
            Router::new().route("/{round}/{hit}", get(feed)).with_state((Arc::clone(&round), Arc::clone(&asked)));
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let feeds = format!("http://{}", listener.local_addr().unwrap());
        tokio::spawn(async move { axum::serve(listener, router).await });
        let (current, heard) = (Arc::clone(&round), Arc::clone(&asked));
        let model = FakeOpenAi::answering(move |asked| {
            let now = current.load(Ordering::Relaxed);
            if asked.body.to_string().contains(&format!("Held story {now} of")) {
                heard[1].store(now, Ordering::Relaxed);
                return event_stream(Body::from_stream(futures::stream::pending::<std::io::Result<Vec<u8>>>()));
            }
            stream_of("Oat milk is in the news.")
        })
        .await;
        Self { feeds, model, round, asked }
    }

    fn url(&self, round: usize, hit: Hit) -> String {
        format!("{}/{round}/{hit:?}", self.feeds)
    }

    fn was_asked(&self, which: usize, round: usize) -> bool {
        self.asked[which].load(Ordering::Relaxed) == round
    }
}

type Held = (Arc<AtomicUsize>, Arc<[AtomicUsize; 2]>);

async fn feed(State((current, asked)): State<Held>, Path((round, hit)): Path<(usize, String)>) -> Response {
    if hit == "Claimed" && current.load(Ordering::Relaxed) == round {
        asked[0].store(round, Ordering::Relaxed);
        return std::future::pending().await;
    }
    let title = if hit == "Collected" { format!("Held story {round} of oats") } else { format!("{hit} oats") };
    Response::new(Body::from(rss(&[(title.as_str(), Timestamp::now())])))
}

/// One digest of one round.
struct Planned {
    hit: Hit,
    round: usize,
    number: u32,
    /// Where it is posted, and where it is told of.
    channels: (u64, u64),
}

impl Planned {
    fn name(&self) -> String {
        format!("{:?} {}", self.hit, self.round)
    }

    /// Messages that get there before the platform holds one.
    fn after<P: Platform>(&self) -> usize {
        self.round / 2 % P::PARTS
    }

    /// The state at the end.
    fn expected<P: Platform>(&self) -> OccurrenceState {
        match self.hit {
            Hit::Failed => OccurrenceState::Failed,
            Hit::Uncertain => OccurrenceState::Uncertain,
            Hit::Posting if !P::TELLS => OccurrenceState::Uncertain,
            _ => OccurrenceState::Posted,
        }
    }

    /// Whether that message gets there.
    fn taken(&self) -> bool {
        self.round % 2 == 1 || (self.hit == Hit::Uncertain)
    }
}

async fn plan<P: Platform>(platform: &P, team: &Records, sources: &Sources, round: usize) -> Vec<Planned> {
    let mut planned = Vec::new();
    for (place, hit) in Hit::ALL.into_iter().enumerate() {
        let base = 100 * (round as u64 + 1) + 2 * place as u64;
        let channels = (base, base + 1);
        let (to, told) = (platform.channel(channels.0), platform.channel(channels.1));
        let mut it = Planned { hit, round, number: 0, channels };
        it.number = team.digest_told(&it.name(), &sources.url(round, hit), &to, &told).await;
        match hit {
            Hit::Due => {
                let clock = |by: i64| {
                    (Timestamp::now() + SignedDuration::from_hours(by)).to_zoned_datetime(TimeZone::UTC).time()
                };
                team.change(it.number, |digest| digest.quiet = Some((clock(-1), clock(1)))).await;
            }
            Hit::Composed => platform.refuse(it.channels.0, true),
            Hit::Posting => platform.hold(it.channels.0, it.after::<P>(), it.taken()),
            Hit::Failed => {
                platform.refuse(it.channels.0, false);
                platform.hold(it.channels.1, 0, it.taken());
            }
            Hit::Uncertain => {
                platform.hide(it.channels.0);
                platform.hold(it.channels.0, it.after::<P>(), true);
                platform.hold(it.channels.1, 0, round % 2 == 1);
            }
            Hit::Claimed | Hit::Collected | Hit::Posted => {}
        }
        planned.push(it);
    }
    planned
}

/// Whether a digest is where the kill is to hit it.
fn is_reached<P: Platform>(platform: &P, log: &Log, sources: &Sources, it: &Planned) -> bool {
    let went_on = |state: &str| log.count("a digest went on", &format!("digest.id={} state={state}", it.number));
    match it.hit {
        Hit::Due => log.count("a digest is due", &format!("digest.id={} ", it.number)) == 1,
        Hit::Claimed => sources.was_asked(0, it.round),
        Hit::Collected => sources.was_asked(1, it.round),
        // Once when it was written, and again after the refusal.
        Hit::Composed => went_on("Composed") == 2,
        Hit::Posting | Hit::Uncertain => platform.has_held(it.channels.0),
        Hit::Posted => went_on("Posted") == 1,
        Hit::Failed => platform.has_held(it.channels.1),
    }
}

/// Whether nothing more is done about a digest.
fn is_over<P: Platform>(log: &Log, it: &Planned) -> bool {
    let state = it.expected::<P>();
    let said = if state == OccurrenceState::Posted { "a digest went on" } else { "an admin was told" };
    log.count(said, &format!("digest.id={} state={state:?}", it.number)) > 0
}

async fn kill_in_each_state<P: Platform>(platform: &P, program: Program, sources: &Sources) {
    let team = Team::named(program, P::TEAM).await;
    let mut all: Vec<Planned> = Vec::new();
    // One round more, for the second kill of the last one's.
    for round in 0..=ROUNDS {
        let records = team.open();
        let planned = if round < ROUNDS { plan(platform, &records, sources, round).await } else { Vec::new() };
        drop(records);
        sources.round.store(round, Ordering::Relaxed);
        let mut running = team.start();
        let (told_of, others): (Vec<&Planned>, Vec<&Planned>) =
            all.iter().partition(|it| it.hit == Hit::Uncertain && it.round + 1 == round);
        // What an earlier kill hit is done by then: no kill hits it anywhere else.
        let reached = || {
            let log = team.log();
            planned.iter().all(|it| is_reached(platform, &log, sources, it))
                && told_of.iter().all(|it| platform.has_held(it.channels.1))
                && others.iter().all(|it| is_over::<P>(&log, it))
        };
        team.until(&format!("round {round}"), reached).await;
        running.kill().await.unwrap();

        let records = team.open();
        for it in told_of {
            let occurrence = records.occurrences(it.number).await.remove(0);
            assert_eq!((occurrence.state, occurrence.told), (OccurrenceState::Uncertain, false), "{}", it.name());
            platform.let_go(it.channels.1);
        }
        for it in &planned {
            let states: Vec<_> = records.occurrences(it.number).await.iter().map(|it| it.state).collect();
            assert_eq!(states, [it.hit.state()], "{}", it.name());
            platform.accept(it.channels.0);
            platform.let_go(it.channels.0);
            match it.hit {
                Hit::Due => {
                    records.change(it.number, |digest| digest.quiet = None).await;
                    records.change_occurrence(it.number, |_| {}).await;
                }
                Hit::Composed => records.change_occurrence(it.number, |occurrence| occurrence.not_before = None).await,
                // Telling of it is held, too, in the next round.
                Hit::Uncertain => {}
                _ => platform.let_go(it.channels.1),
            }
        }
        drop(records);
        all.extend(planned);
    }

    // What is left goes on, and nothing is held back any more.
    sources.round.store(usize::MAX, Ordering::Relaxed);
    let running = team.start();
    let ended = || {
        let log = team.log();
        all.iter().all(|it| is_over::<P>(&log, it))
    };
    team.until("the end of all", ended).await;
    stop(running).await;
    let records = team.open();
    for it in &all {
        check(platform, &records, it).await;
    }
}

/// What must hold of a digest at the end.
async fn check<P: Platform>(platform: &P, records: &Records, it: &Planned) {
    let occurrences = records.occurrences(it.number).await;
    assert_eq!(occurrences.len(), 1, "{}", it.name());
    let (state, is_told) = (occurrences[0].state, occurrences[0].told);
    let (texts, notices) = (platform.texts(it.channels.0), platform.texts(it.channels.1));
    let headings = texts.iter().filter(|text| text.contains(&it.name())).count();
    let expected = it.expected::<P>();
    assert_eq!(state, expected, "{}: {:?}", it.name(), occurrences[0]);
    match expected {
        OccurrenceState::Posted => {
            assert_eq!(headings, 1, "{} stands there once: {texts:#?}", it.name());
            let stories = texts.iter().filter(|text| text.contains(" oats") || text.contains("of oats")).count();
            assert_eq!((stories, notices.len()), (1, 0), "{} is whole: {texts:#?}", it.name());
            assert_eq!(occurrences[0].messages.len(), texts.len(), "{:?}", occurrences[0]);
        }
        OccurrenceState::Failed => assert_eq!((texts.len(), is_told), (0, true), "{}", it.name()),
        _ => {
            // What got there before the kill, and nothing after it.
            assert_eq!(
                (texts.len(), is_told),
                (it.after::<P>() + usize::from(it.taken()), true),
                "{}: {texts:#?}",
                it.name()
            );
        }
    }
    if expected != OccurrenceState::Posted {
        // A notice that was interrupted is said again where nobody can look: better twice than never.
        let was_interrupted = it.hit != Hit::Posting && it.round % 2 == 1;
        let times = if was_interrupted && !P::TELLS { 2 } else { 1 };
        assert_eq!(notices.len(), times, "{}: {notices:#?}", it.name());
        assert!(notices.iter().all(|notice| notice.contains(&it.name())), "{notices:#?}");
    }
}

fn settings(sources: &Sources, urls: &str) -> String {
    format!("{SETTINGS}{urls}{}", sources.model.settings("capable"))
}

#[tokio::test]
async fn killed_in_each_state_a_digest_on_telegram_is_there_once_or_its_admin_is_told() {
    let (sources, telegram) = (Sources::start().await, FakeTelegram::start().await.unwrap());
    let program = Program::new(&settings(&sources, &format!("telegram.api_url = {:?}\n", telegram.url)))
        .with("TELEGRAM_BOT_TOKEN", fake_telegram::TOKEN)
        .with("FAKE_KEY", KEY);
    kill_in_each_state(&telegram, program, &sources).await;
}

#[tokio::test]
async fn killed_in_each_state_a_digest_on_discord_is_there_once_and_nothing_is_missing() {
    let (sources, discord) = (Sources::start().await, FakeDiscord::start().await.unwrap());
    let program = Program::new(&settings(&sources, &format!("discord.api_url = {:?}\n", discord.url())))
        .with("DISCORD_TOKEN", fake_discord::TOKEN)
        .with("FAKE_KEY", KEY);
    kill_in_each_state(&discord, program, &sources).await;
}
