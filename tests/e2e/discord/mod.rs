//! The Discord adapter over sockets, against the fake server, with a bot that says what each test wants.

mod again;
mod answers;
mod commands;
mod cut;
mod faults;
mod files;
mod forms;
mod gateway;
mod journal;
mod limits;
mod mentions;
mod missed;
mod places;
mod posting;
mod private;
mod program;
mod reactions;
mod signs;
mod threads;
mod wire;

use std::sync::Arc;
use std::time::Duration;

use copydesk_adapters::{
    Adapter, AdapterError, Block, Button, Card, CommandInput, Discord, DiscordSettings, FirstWord, FollowUp, Input,
    Journal, Localised, MenuEntry, MenuOption, MessageCommand, Notices, OptionKind, Partial, Poster, Reply, Request,
};
use copydesk_tests::fake_discord::{FakeDiscord, Person, Shown, TOKEN, Where};
use secrecy::SecretString;
use tokio::sync::mpsc;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use self::journal::MemoryJournal;
use self::places::News;

/// They repeat; it is their number that matters.
const OTHER_ZONES: [&str; 3] = ["Etc/A", "Etc/B", "Etc/C"];
/// A wait that only a failed test sees the end of.
const PATIENCE: Duration = Duration::from_secs(30);

/// A running adapter, and what stands around it.
struct Chat {
    fake: Arc<FakeDiscord>,
    journal: Arc<MemoryJournal>,
    news: Arc<News>,
    inbox: mpsc::Receiver<Request>,
    poster: Arc<dyn Poster>,
    /// Where received files are.
    folder: tempfile::TempDir,
    shutdown: CancellationToken,
    running: JoinHandle<Result<(), AdapterError>>,
}

/// One that has begun to serve.
async fn start() -> Chat {
    start_with(|_| {}).await
}

/// One with other settings.
async fn start_with(change: impl FnOnce(&mut DiscordSettings)) -> Chat {
    let chat = begin_with(Arc::new(FakeDiscord::start().await.unwrap()), Arc::default(), TOKEN, change);
    chat.fake.until("the commands", |fake| (!fake.commands().is_null()).then_some(())).await;
    chat
}

fn begin(fake: Arc<FakeDiscord>, journal: Arc<MemoryJournal>, token: &str) -> Chat {
    begin_with(fake, journal, token, |_| {})
}

fn begin_with(
    fake: Arc<FakeDiscord>,
    journal: Arc<MemoryJournal>,
    token: &str,
    change: impl FnOnce(&mut DiscordSettings),
) -> Chat {
    let (sender, inbox) = mpsc::channel(4);
    let shutdown = CancellationToken::new();
    let news = Arc::<News>::default();
    let folder = tempfile::tempdir().unwrap();
    let mut settings = DiscordSettings {
        token: SecretString::from(token),
        token_variable: "DISCORD_TOKEN".to_owned(),
        api_url: fake.url().to_owned(),
        menu: menu(),
        on_messages: vec![on_message("ideas", "Ideas from this", 200), on_message("review", "Review this", 4_000)],
        first_words: vec![key()],
        notices: Notices {
            working: both("Working on it."),
            interrupted: both("I was interrupted."),
            edited: both("It was changed."),
            in_thread: both("Continue in a thread"),
            thread_begun: both("Mention me here."),
            no_thread: both("No thread here."),
            sent_directly: both("I sent it to you."),
            not_directly: both("I can't write to you."),
            not_to_a_chat: both("I don't know who you are."),
            not_to_a_channel: both("Nobody is known in a channel."),
            acted_there: both("Act where you asked."),
            busy: both("Too much to do."),
            introduction: both("I am Copydesk. Begin with /help."),
            wordless: both("I read text and files"),
            unreadable: both("I can\'t read that"),
        },
        journal: Arc::clone(&journal) as Arc<dyn Journal>,
        places: Arc::clone(&news) as _,
        subjects: Arc::clone(&news) as _,
        files: crate::telegram::files_in(folder.path()),
        manager_role: None,
        edit_every: Duration::from_millis(20),
    };
    change(&mut settings);
    let discord = Box::new(Discord::new(settings));
    let poster = discord.poster();
    let running = tokio::spawn(discord.run(sender, shutdown.clone()));
    Chat { fake, journal, news, inbox, poster, folder, shutdown, running }
}

impl Chat {
    /// The next request that reaches the bot.
    async fn next(&mut self) -> Request {
        match tokio::time::timeout(PATIENCE, self.inbox.recv()).await {
            Ok(Some(request)) => request,
            ended => panic!("no request: {:?}; {:#?}", ended.is_err(), self.fake.calls()),
        }
    }

    /// Ada calls `/why`: the interaction's token, and the request.
    async fn why(&mut self) -> (String, Request) {
        let token = self.fake.slash(Where::Server, &ada(), "why", &[]);
        let request = self.next().await;
        (token, request)
    }

    /// Ada says hello directly: the channel, and the request.
    async fn hello(&mut self) -> (u64, Request) {
        let channel = self.fake.write(&ada(), "hello");
        let request = self.next().await;
        (channel, request)
    }

    /// The messages that answer an interaction, once the last one says `text`.
    async fn answers(&self, token: &str, text: &str) -> Vec<Shown> {
        let find = |fake: &FakeDiscord| {
            let answers = fake.answers(token);
            answers.last().is_some_and(|it| it.body.to_string().contains(text)).then_some(answers)
        };
        self.fake.until(&format!("an answer with {text:?}"), find).await
    }

    /// The messages in a channel, once the last one says `text`.
    async fn in_channel(&self, channel: u64, text: &str) -> Vec<Shown> {
        let find = |fake: &FakeDiscord| {
            let messages = fake.channel(channel);
            messages.last().is_some_and(|it| it.body.to_string().contains(text)).then_some(messages)
        };
        self.fake.until(&format!("a message with {text:?}"), find).await
    }

    /// Waits until nothing is unfinished.
    async fn finished(&self) {
        let done = |_: &FakeDiscord| self.journal.is_done().then_some(());
        self.fake.until("the end of every answer", done).await;
    }

    /// What the messages in a channel say.
    fn contents(&self, channel: u64) -> Vec<String> {
        contents(&self.fake.channel(channel))
    }

    /// Ends the process while these are not answered, and begins the next one.
    async fn begin_anew(self, unanswered: impl IntoIterator<Item = Request>) -> Self {
        let (fake, journal) = self.stop().await;
        drop(unanswered.into_iter().collect::<Vec<_>>());
        begin(fake, journal, TOKEN)
    }

    /// Ends the adapter; the fake and the journal go on.
    async fn stop(self) -> (Arc<FakeDiscord>, Arc<MemoryJournal>) {
        self.shutdown.cancel();
        drop(self.inbox);
        self.running.await.unwrap().unwrap();
        (self.fake, self.journal)
    }
}

fn contents(shown: &[Shown]) -> Vec<String> {
    shown.iter().map(|it| it.content().to_owned()).collect()
}

fn both(text: &str) -> Localised {
    Localised { english: text.to_owned(), chinese: format!("{text}（中文）") }
}

fn on_message(word: &'static str, name: &str, most: usize) -> MessageCommand {
    MessageCommand { words: vec![word], name: both(name), most }
}

/// Which preference is set.
fn key() -> FirstWord {
    let choices = vec![("voice", both("voice: how it sounds")), ("brand", both("brand: its name"))];
    let option = MenuOption { name: "key", chinese: "名称", required: true, kind: OptionKind::Words, choices };
    FirstWord { words: vec!["prefs", "set"], option }
}

/// What the bot is handed for a command.
fn command(words: &[&str], options: &[(&str, &str)], rest: &str) -> Input {
    Input::Command(CommandInput {
        words: words.iter().map(|it| (*it).to_owned()).collect(),
        options: options.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect(),
        rest: rest.to_owned(),
    })
}

fn menu() -> Vec<MenuEntry> {
    let entry =
        |words: &[&'static str], chinese: &[&'static str], rest: Option<&str>, options: Vec<MenuOption>| MenuEntry {
            words: words.to_vec(),
            chinese: chinese.to_vec(),
            summary: both(&format!("What {} does", words.join(" "))),
            asks: rest.map(|rest| both(&format!("Which {rest}?"))),
            rest: rest.map(both),
            file: None,
            options,
            then: None,
        };
    let option =
        |name, chinese, required| MenuOption { name, chinese, required, kind: OptionKind::Words, choices: Vec::new() };
    let count = MenuOption { kind: OptionKind::Whole { least: 1, most: 20 }, ..option("count", "数量", false) };
    let zones = ["Europe/Berlin", "Europe/Bern", "Asia/Shanghai"].map(|it| (it, both(it))).into_iter();
    let more = (0..30).map(|at| -> (&'static str, Localised) { (OTHER_ZONES[at % 3], both(OTHER_ZONES[at % 3])) });
    let channel = MenuOption { kind: OptionKind::Channel, ..option("channel", "频道", false) };
    let zone = MenuOption { choices: zones.chain(more).collect(), ..option("zone", "时区", false) };
    let platform = |required| MenuOption {
        choices: vec![("instagram", both("Instagram")), ("xiaohongshu", both("Xiaohongshu"))],
        ..option("platform", "平台", required)
    };
    vec![
        entry(&["ideas"], &["点子"], Some("The topic"), vec![count, platform(false)]),
        entry(&["prefs"], &["偏好"], None, vec![]),
        entry(&["prefs", "set"], &["偏好", "设置"], Some("Key and value"), vec![]),
        entry(&["campaign", "list"], &["往期", "列表"], None, vec![platform(false)]),
        entry(
            &["campaign", "add"],
            &["往期", "添加"],
            Some("Text"),
            vec![option("topic", "主题", false), platform(true)],
        ),
        entry(&["zone"], &["时区"], None, vec![zone, channel]),
        entry(&["why"], &["为什么"], None, vec![]),
        MenuEntry {
            file: Some(both("A file")),
            ..entry(&["campaign", "import"], &["往期", "导入"], None, vec![platform(false)])
        },
    ]
}

fn ada() -> Person {
    Person::new(42, "Ada")
}

fn paragraph(text: &str) -> Block {
    Block::Paragraph(text.to_owned())
}

fn card(title: &str) -> Block {
    Block::Card(Card { title: title.to_owned(), body: format!("The text of {title}"), ..Card::default() })
}

fn button(action: &str) -> Block {
    Block::Buttons(vec![Button { label: "Use it".to_owned(), action: action.to_owned() }])
}

fn reply(blocks: Vec<Block>) -> Reply {
    Reply { blocks, ..Reply::default() }
}
