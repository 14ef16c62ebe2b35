//! The Telegram adapter against a strict fake of Telegram's server, over real sockets.

mod channels;
mod conversations;
mod cut;
mod edits;
mod faults;
mod files;
mod forms;
mod pictures;
mod places;
mod posting;
mod private;
mod reactions;
mod restarts;
mod streaming;
mod webhook;
mod wire;
mod wordless;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use copydesk_adapters::{
    Adapter, AdapterError, Arrival, Attachment, Block, Button, Card, Explained, FileProblem, FileSettings, Input,
    Journal, JournalError, Localised, MenuEntry, MenuOption, Notices, OptionKind, Origin, Partial, Place, Places,
    Poster, Question, Rates, Reply, Request, Subjects, Telegram, TelegramSettings, Timing, Unfinished, Webhook,
};
use copydesk_tests::fake_telegram::{Chat, FakeTelegram, Person, TOKEN};
use tokio::sync::{Semaphore, mpsc};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

/// Rates that hold nothing up.
const FAST: Rates = Rates {
    chat_per_second: 1e6,
    chat_burst: 1e6,
    group_most: 1,
    group_within: Duration::ZERO,
    overall_per_second: 1e6,
};

const TIMING: Timing = Timing {
    edit_every: Duration::from_millis(10),
    placeholder_after: Duration::from_millis(10),
    poll_seconds: 5,
    back_off: Duration::from_millis(5),
    conflicts: 1_000,
    busy_after: Duration::from_secs(60),
    grace: Duration::from_millis(50),
};

/// A journal in memory, which hears of places, too.
#[derive(Default)]
struct Memory(Mutex<Kept>);

#[derive(Default)]
struct Kept {
    /// Payload, whether its answer was begun, and the answer if it is complete.
    waiting: BTreeMap<String, (String, bool)>,
    answers: BTreeMap<String, String>,
    finished: BTreeSet<String>,
    /// How many of the next calls of `receive` fail.
    failures: usize,
    /// The process ends before it notes the end of an answer.
    unnoted_ends: bool,
    /// What was told of places.
    places: Vec<String>,
}

impl Memory {
    fn waiting(&self) -> Vec<(String, bool)> {
        self.0.lock().unwrap().waiting.iter().map(|(id, (_, begun))| (id.clone(), *begun)).collect()
    }

    /// From here on no end of an answer is noted, or again.
    fn forget_ends(&self, forget: bool) {
        self.0.lock().unwrap().unnoted_ends = forget;
    }

    fn tell(&self, what: String) {
        self.0.lock().unwrap().places.push(what);
    }

    /// What was told of places.
    fn places(&self) -> Vec<String> {
        self.0.lock().unwrap().places.clone()
    }

    fn fail(&self, times: usize) {
        self.0.lock().unwrap().failures = times;
    }
}

#[async_trait]
impl Journal for Memory {
    async fn receive(&self, arrived: Vec<Arrival>) -> Result<Vec<Arrival>, JournalError> {
        let mut kept = self.0.lock().unwrap();
        if kept.failures > 0 {
            kept.failures -= 1;
            return Err(JournalError("the disk is full".to_owned()));
        }
        let mut new = arrived;
        new.retain(|it| {
            !kept.finished.contains(&it.id) && kept.waiting.insert(it.id.clone(), (it.payload.clone(), false)).is_none()
        });
        Ok(new)
    }

    async fn begin(&self, id: &str) -> Result<(), JournalError> {
        let mut kept = self.0.lock().unwrap();
        kept.waiting.get_mut(id).unwrap().1 = true;
        kept.answers.remove(id);
        Ok(())
    }

    async fn keep_answer(&self, id: &str, answer: &str) -> Result<(), JournalError> {
        self.begin(id).await?;
        self.0.lock().unwrap().answers.insert(id.to_owned(), answer.to_owned());
        Ok(())
    }

    async fn channels(&self, _: usize) -> Result<Vec<String>, JournalError> {
        Ok(Vec::new())
    }

    async fn finish(&self, id: &str) -> Result<(), JournalError> {
        let mut kept = self.0.lock().unwrap();
        if kept.unnoted_ends {
            return Ok(());
        }
        kept.waiting.remove(id);
        kept.answers.remove(id);
        kept.finished.insert(id.to_owned());
        Ok(())
    }

    async fn unfinished(&self) -> Result<Vec<Unfinished>, JournalError> {
        let kept = self.0.lock().unwrap();
        let unfinished = kept.waiting.iter().map(|(id, (payload, begun))| {
            let arrival = Arrival { id: id.clone(), payload: payload.clone(), channel: None };
            Unfinished { arrival, begun: *begun, answer: kept.answers.get(id).cloned() }
        });
        Ok(unfinished.collect())
    }

    async fn forget_before(&self, id: &str) -> Result<(), JournalError> {
        self.0.lock().unwrap().finished.retain(|it| it.as_str() >= id);
        Ok(())
    }
}

#[async_trait]
impl Places for Memory {
    async fn joined(&self, place: &Place) {
        self.tell(format!("joined {} {}", place.id, place.name));
    }

    async fn left(&self, place: &Place) {
        self.tell(format!("left {} {}", place.id, place.name));
    }

    async fn moved(&self, old: &Place, new: &Place) {
        self.tell(format!("moved {} to {}", old.id, new.id));
    }
}

#[async_trait]
impl Subjects for Memory {
    async fn shown(&self, place: &Place, message: &str, about: &[String]) {
        self.tell(format!("{message} shows {} in {}", about.join(" "), place.id));
    }
}

/// What the bot was asked.
type Heard = Arc<Mutex<Vec<(Origin, Input)>>>;

/// The adapter with its bot.
struct Running {
    journal: Arc<Memory>,
    heard: Heard,
    /// Each permit lets the bot take one step of an answer that waits for it.
    steps: Arc<Semaphore>,
    poster: Arc<dyn Poster>,
    /// Where received files are.
    folder: tempfile::TempDir,
    shutdown: CancellationToken,
    ended: JoinHandle<Result<(), AdapterError>>,
}

/// How a test differs from the usual.
struct Setting {
    token: &'static str,
    /// Another way to the fake than its own address.
    url: Option<String>,
    webhook: Option<Webhook>,
    rates: Rates,
    timing: Timing,
    journal: Arc<Memory>,
}

impl Default for Setting {
    fn default() -> Self {
        Self { token: TOKEN, url: None, webhook: None, rates: FAST, timing: TIMING, journal: Arc::default() }
    }
}

fn both(text: &str) -> Localised {
    Localised { english: format!("{text}."), chinese: format!("{text}。") }
}

fn run(fake: &FakeTelegram, setting: Setting) -> Running {
    let Setting { token, url, webhook, rates, timing, journal } = setting;
    let entry = |words: &[&'static str]| MenuEntry {
        words: words.to_vec(),
        chinese: vec![],
        summary: both("Does it"),
        rest: None,
        asks: None,
        file: None,
        options: vec![],
        then: None,
    };
    let folder = tempfile::tempdir().unwrap();
    let platform = || {
        vec![MenuOption {
            name: "platform",
            chinese: "平台",
            required: false,
            kind: OptionKind::Words,
            choices: vec![],
        }]
    };
    let (file, text) = (Some(both("A file")), Some(both("TEXT")));
    let review = MenuEntry { file, rest: text, options: platform(), ..entry(&["review"]) };
    let (rest, asks) = (Some(both("TOPIC")), Some(both("What about")));
    let ideas = MenuEntry { rest, asks, options: platform(), ..entry(&["ideas"]) };
    let settings = TelegramSettings {
        token: token.into(),
        token_variable: "TELEGRAM_BOT_TOKEN".to_owned(),
        api_url: url.unwrap_or_else(|| fake.url.clone()),
        webhook,
        menu: vec![ideas, entry(&["campaign", "add"]), review],
        notices: Notices {
            working: both("Working"),
            interrupted: both("Interrupted"),
            edited: both("It was changed"),
            in_thread: both("In a thread"),
            thread_begun: both("Go on"),
            no_thread: both("No thread"),
            sent_directly: both("I sent it to you"),
            not_directly: both("I can't write to you"),
            not_to_a_chat: both("I don't know who you are"),
            not_to_a_channel: both("Nobody is known in a channel"),
            acted_there: both("Act where you asked"),
            busy: both("Busy"),
            introduction: both("I am Copydesk"),
            wordless: both("I read text and files"),
            unreadable: both("I can\'t read that"),
        },
        journal: Arc::clone(&journal) as Arc<dyn Journal>,
        places: Arc::clone(&journal) as Arc<dyn Places>,
        subjects: Arc::clone(&journal) as Arc<dyn Subjects>,
        files: files_in(folder.path()),
        rates,
        timing,
    };
    let (inbox, requests) = mpsc::channel(16);
    let (heard, steps) = (Heard::default(), Arc::new(Semaphore::new(0)));
    tokio::spawn(bot(requests, Arc::clone(&heard), Arc::clone(&steps)));
    let shutdown = CancellationToken::new();
    let telegram = Box::new(Telegram::new(settings));
    let poster = telegram.poster();
    let ended = tokio::spawn(telegram.run(inbox, shutdown.clone()));
    Running { journal, heard, steps, poster, folder, shutdown, ended }
}

/// Files of at most 64 KiB, and a sentence that names the fault.
pub(crate) fn files_in(folder: &Path) -> FileSettings {
    let explain = |FileProblem { name, fault }: &FileProblem| {
        let text = format!("{name}: {fault:?}");
        Explained { message: both(&text), help: both("Try again") }
    };
    FileSettings { folder: folder.to_owned(), most: 64 * 1024, endings: vec!["csv", "txt"], explain }
}

impl Running {
    /// Ends the adapter as a process ends: what is not done is left.
    async fn stop(self) -> Arc<Memory> {
        self.shutdown.cancel();
        self.ended.await.unwrap().unwrap();
        self.journal
    }

    /// How it ended by itself.
    async fn end(self) -> Result<(), AdapterError> {
        tokio::time::timeout(Duration::from_secs(30), self.ended).await.expect("it goes on").unwrap()
    }

    fn texts(&self) -> Vec<String> {
        let heard = self.heard.lock().unwrap();
        heard
            .iter()
            .map(|(_, input)| if let Input::Text(text) = input { text.clone() } else { format!("{input:?}") })
            .collect()
    }
}

async fn bot(mut inbox: mpsc::Receiver<Request>, heard: Heard, steps: Arc<Semaphore>) {
    while let Some(request) = inbox.recv().await {
        heard.lock().unwrap().push((request.origin.clone(), request.input.clone()));
        tokio::spawn(reply(request, Arc::clone(&steps)));
    }
}

/// Answers as a text asks it to.
async fn reply(request: Request, steps: Arc<Semaphore>) {
    let Request { input, reply, rights, .. } = request;
    let say = |text: &str| Block::Paragraph(text.to_owned());
    let step = async || steps.acquire().await.unwrap().forget();
    let text = match input {
        Input::Text(text) => text,
        Input::Button(action) => format!("pressed {action}"),
        // As the bot does.
        Input::Reaction(_) => return reply.finish(Reply::default()).await,
        Input::File { file, text } => {
            let content = std::fs::read_to_string(&file.path).unwrap();
            assert_eq!(content.len() as u64, file.bytes);
            format!("{} with {content:?} beside {text:?}", file.name)
        }
        other => format!("{other:?}"),
    };
    let blocks = match text.as_str() {
        "parts" | "@CopydeskBot parts" => {
            reply.progress(Partial::Block(say("Score 71"))).await;
            for part in ["critique", "rewrite"] {
                reply.progress(Partial::Status(part.to_owned())).await;
                step().await;
                reply.progress(Partial::Block(say(&format!("The {part}")))).await;
            }
            step().await;
            vec![say("Score 71")]
        }
        "stream" => {
            reply.progress(Partial::Status("thinking, place 3 in the queue".to_owned())).await;
            step().await;
            for part in ["Oat", " milk"] {
                reply.progress(Partial::Text(part.to_owned())).await;
            }
            step().await;
            reply.progress(Partial::Text(" rises".to_owned())).await;
            step().await;
            vec![say("Oat milk rises."), Block::Note("3 words".to_owned())]
        }
        "cards" => {
            for number in 1..4 {
                reply.progress(Partial::Status(format!("writing {number}"))).await;
                step().await;
                reply.progress(Partial::Block(card(number))).await;
            }
            step().await;
            vec![card(1), card(2), card(3), Block::Buttons(vec![button("Shorter")])]
        }
        "many cards" => (1..=25).map(card).collect(),
        "ask" => vec![say("Noted."), Block::Question(Question { text: "Why?".into(), command: "/ideas I-017".into() })],
        "long" => vec![say(&long())],
        "hang" => {
            step().await;
            vec![say("At last.")]
        }
        "picture" => vec![say("By week:"), picture(b"\x89PNG"), Block::Buttons(vec![button("Draft")])],
        "broken picture" => vec![picture(b"GIF")],
        "/secret" => {
            let blocks = vec![say("Your records.")];
            return reply.finish(Reply { blocks, private: true, ..Reply::default() }).await;
        }
        "/secret steps" => {
            let blocks = vec![say("Your notes."), Block::Buttons(vec![button("Approve")])];
            return reply.finish(Reply { blocks, private: true, ..Reply::default() }).await;
        }
        "drop" => return,
        "pressed refused" => vec![Block::Problem { message: "Only an admin may.".into(), help: "Ask one.".into() }],
        "who may" => vec![say(match rights.may_manage().await {
            Ok(true) => "You may.",
            Ok(false) => "You may not.",
            Err(_) => "Nobody knows.",
        })],
        _ => vec![say(&format!("You said: {text}"))],
    };
    reply.finish(Reply { blocks, ..Reply::default() }).await;
}

fn card(number: usize) -> Block {
    let title = format!("Idea {number}");
    let about = format!("I-{number:03}");
    Block::Card(Card { number: Some(number), title, body: format!("Text {number}"), about, ..Card::default() })
}

fn picture(bytes: &[u8]) -> Block {
    let alt = Some("Oat milk by week, for @ada: rising".to_owned());
    Block::File(Attachment { name: "weeks.png".to_owned(), bytes: Arc::from(bytes), alt })
}

fn button(label: &str) -> Button {
    Button { label: label.to_owned(), action: label.to_lowercase() }
}

/// 12,000 UTF-16 units.
fn long() -> String {
    let sentence = "Oat milk & <coffee> rise 👍🏽. ";
    let text: String = (0..).map(|at| if at % 9 == 8 { "\n\n" } else { sentence }).take(12_000 / 27).collect();
    text + &"x".repeat(100)
}

fn ada() -> Person {
    Person::new(7, "Ada")
}

fn private() -> Chat {
    Chat::private(&ada())
}

fn group() -> Chat {
    Chat::group(1001, "Morning Barn")
}

async fn fake() -> FakeTelegram {
    FakeTelegram::start().await.unwrap()
}
