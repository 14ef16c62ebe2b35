//! Whole chats between a scripted person and a small bot.

use std::collections::VecDeque;
use std::io::Cursor;
use std::time::Duration;

use super::screen::tests::Shared;
use super::*;
use crate::{Card, Channel, DeliveryKey};

fn settings() -> ConsoleSettings {
    ConsoleSettings {
        place_id: "sample".to_owned(),
        person: "ada".to_owned(),
        language: Some("en".to_owned()),
        prompt: "> ".to_owned(),
        width: 40,
        colour: false,
        interactive: false,
        echo: true,
        welcome: Reply { blocks: vec![Block::Paragraph("Welcome to Copydesk.".to_owned())], ..Reply::default() },
        line_too_long: "That line was too long; I read its beginning.".to_owned(),
        leave_hint: "Press Ctrl-C again to leave.".to_owned(),
        stopped: "Stopped.".to_owned(),
        next_line_answers: "The next line answers.".to_owned(),
    }
}

/// Says what it is told to, then waits for ever, as a person does.
struct Script(VecDeque<Line>);

impl Script {
    fn new(lines: impl IntoIterator<Item = Line>) -> Self {
        Self(lines.into_iter().collect())
    }
}

impl LineSource for Script {
    fn read(&mut self, _prompt: &str) -> io::Result<Line> {
        match self.0.pop_front() {
            Some(line) => Ok(line),
            None => loop {
                std::thread::park();
            },
        }
    }
}

fn line(text: &str) -> Line {
    Line::Text(text.to_owned())
}

/// Answers as the first word of a text asks it to.
async fn bot(mut inbox: mpsc::Receiver<Request>) {
    while let Some(Request { input: Input::Text(text), reply, cancel, origin, .. }) = inbox.recv().await {
        assert_eq!((origin.place.platform, origin.channel.as_str()), ("console", "sample"));
        let said = Block::Paragraph(format!("You said: {}", text.chars().take(30).collect::<String>()));
        match text.as_str() {
            "stream" => {
                reply.progress(Partial::Status("Writing".to_owned())).await;
                for part in ["Oat", " milk", " rises."] {
                    reply.progress(Partial::Text(part.to_owned())).await;
                }
                let whole = Block::Paragraph("Oat milk rises.".to_owned());
                reply
                    .finish(Reply { blocks: vec![whole, Block::Note("3 words".to_owned())], ..Reply::default() })
                    .await;
            }
            "cards" => {
                let card = |number: usize| {
                    let (number, title) = (Some(number), format!("Idea {number}"));
                    Block::Card(Card { number, title, ..Card::default() })
                };
                reply.progress(Partial::Block(card(1))).await;
                reply.progress(Partial::Block(card(2))).await;
                reply.finish(Reply { blocks: vec![card(1), card(2), card(3)], ..Reply::default() }).await;
            }
            "slow" => {
                reply.progress(Partial::Text("Once upon a".to_owned())).await;
                cancel.cancelled().await;
                reply
                    .finish(Reply { blocks: vec![Block::Note("Stopped early.".to_owned())], ..Reply::default() })
                    .await;
            }
            "drop" => cancel.cancelled().await,
            "hang" => std::future::pending().await,
            "leave" => reply.finish(Reply { blocks: vec![said], leave: true, ..Reply::default() }).await,
            _ => reply.finish(Reply { blocks: vec![said], ..Reply::default() }).await,
        }
    }
}

struct Chatting {
    shown: Shared,
    interrupt: mpsc::Sender<()>,
    shutdown: CancellationToken,
    ended: tokio::task::JoinHandle<Result<(), AdapterError>>,
}

fn start(settings: ConsoleSettings, source: impl LineSource) -> Chatting {
    start_with(settings, source, ConsolePosts::without_files())
}

fn start_with(settings: ConsoleSettings, source: impl LineSource, posts: ConsolePosts) -> Chatting {
    let shown = Shared::default();
    let (interrupt, interrupts) = mpsc::channel(4);
    let (inbox, requests) = mpsc::channel(4);
    let shutdown = CancellationToken::new();
    tokio::spawn(bot(requests));
    let console = Console::new(settings, source, shown.clone()).with_interrupts(interrupts).with_posts(posts);
    let ended = tokio::spawn(Box::new(console).run(inbox, shutdown.clone()));
    Chatting { shown, interrupt, shutdown, ended }
}

impl Chatting {
    async fn see(&self, text: &str) {
        let seen = async {
            while !self.shown.text().contains(text) {
                tokio::time::sleep(Duration::from_millis(2)).await;
            }
        };
        let waited = tokio::time::timeout(Duration::from_secs(10), seen).await;
        assert!(waited.is_ok(), "{text:?} was not shown, but {:?}", self.shown.text());
    }

    async fn end(self) -> String {
        let ended = tokio::time::timeout(Duration::from_secs(10), self.ended).await;
        ended.expect("the chat goes on").unwrap().unwrap();
        self.shown.text()
    }
}

async fn transcript(settings: ConsoleSettings, input: &str) -> String {
    start(settings, Lines::new(Cursor::new(input.as_bytes().to_vec()))).end().await
}

#[tokio::test]
async fn a_chat_reads_as_a_transcript() {
    insta::assert_snapshot!(transcript(settings(), "hello\n\n  \nstream\r\ncards\n你好").await, @r"
    Welcome to Copydesk.

    > hello
    You said: hello

    > stream
    Oat milk rises.

    3 words

    > cards
    1  Idea 1

    2  Idea 2

    3  Idea 3

    > 你好
    You said: 你好
    ");
}

#[tokio::test]
async fn without_echo_only_the_answers_are_written() {
    let settings = ConsoleSettings { echo: false, welcome: Reply::default(), ..settings() };
    assert_eq!(transcript(settings, "a\nb\n").await, "You said: a\n\nYou said: b\n");
}

#[tokio::test]
async fn a_reply_that_leaves_ends_the_chat() {
    insta::assert_snapshot!(transcript(settings(), "leave\nnever read\n").await, @r"
    Welcome to Copydesk.

    > leave
    You said: leave
    ");
}

#[tokio::test]
async fn a_line_that_is_too_long_is_answered_in_part_and_the_person_is_told() {
    let settings = ConsoleSettings { welcome: Reply::default(), ..settings() };
    let input = format!("{}\nnext\n", "long ".repeat(300_000));
    insta::assert_snapshot!(transcript(settings, &input).await, @r"
    > long long long long long long long long long long long long …
    That line was too long; I read its
    beginning.

    You said: long long long long long long

    > next
    You said: next
    ");
}

#[tokio::test]
async fn colour_is_used_only_when_asked_for() {
    assert!(!transcript(settings(), "stream\n").await.contains('\x1b'));
    let settings = ConsoleSettings { colour: true, ..settings() };
    assert!(transcript(settings, "stream\n").await.contains("\x1b[2m3 words\x1b[0m"));
}

#[tokio::test]
async fn an_interrupt_cancels_the_answer_and_the_chat_goes_on() {
    let chat = start(settings(), Script::new([line("slow"), line("again"), Line::End]));
    chat.see("Once upon").await;
    chat.interrupt.send(()).await.unwrap();
    insta::assert_snapshot!(chat.end().await, @r"
    Welcome to Copydesk.

    > slow
    Once upon a

    Stopped early.

    > again
    You said: again
    ");
}

#[tokio::test]
async fn an_answer_that_ends_without_a_word_after_an_interrupt_is_said_to_be_stopped() {
    let chat = start(settings(), Script::new([line("drop"), Line::End]));
    chat.see("> drop").await;
    chat.interrupt.send(()).await.unwrap();
    assert!(chat.end().await.ends_with("> drop\nStopped.\n"));
}

#[tokio::test]
async fn a_second_interrupt_while_waiting_leaves() {
    let chat = start(settings(), Script::new([line("hang"), line("never read")]));
    chat.see("> hang").await;
    chat.interrupt.send(()).await.unwrap();
    chat.interrupt.send(()).await.unwrap();
    assert!(chat.end().await.ends_with("> hang\n"));
}

#[tokio::test]
async fn ctrl_c_at_the_prompt_hints_and_a_second_one_leaves() {
    let lines = [Line::Interrupted, line("hello"), Line::Interrupted, Line::Interrupted, line("never read")];
    insta::assert_snapshot!(start(settings(), Script::new(lines)).end().await, @r"
    Welcome to Copydesk.

    Press Ctrl-C again to leave.

    > hello
    You said: hello

    Press Ctrl-C again to leave.
    ");
}

#[tokio::test]
async fn an_interrupt_that_comes_while_a_terminal_reads_counts_as_ctrl_c() {
    let chat = start(ConsoleSettings { interactive: true, ..settings() }, Script::new([]));
    chat.interrupt.send(()).await.unwrap();
    chat.see("Press Ctrl-C again").await;
    chat.interrupt.send(()).await.unwrap();
    chat.end().await;
}

#[tokio::test]
async fn an_interrupt_while_a_pipe_is_read_leaves() {
    let chat = start(settings(), Script::new([]));
    chat.interrupt.send(()).await.unwrap();
    assert_eq!(chat.end().await, "Welcome to Copydesk.\n");
}

#[tokio::test]
async fn shutdown_leaves_at_the_prompt_and_in_the_middle_of_an_answer() {
    let chat = start(settings(), Script::new([]));
    chat.see("Welcome").await;
    chat.shutdown.cancel();
    chat.end().await;

    let chat = start(settings(), Script::new([line("slow")]));
    chat.see("Once upon").await;
    chat.shutdown.cancel();
    assert!(chat.end().await.ends_with("Once upon a\n"));
}

#[tokio::test]
async fn a_terminal_is_put_right_only_when_the_chat_ends_while_it_reads() {
    struct Raw(Script, mpsc::Sender<()>);
    impl LineSource for Raw {
        fn read(&mut self, prompt: &str) -> io::Result<Line> {
            self.0.read(prompt)
        }
        fn restore(&self) -> Box<dyn FnOnce() + Send> {
            let restored = self.1.clone();
            Box::new(move || restored.try_send(()).unwrap())
        }
    }
    let (sender, mut restored) = mpsc::channel(1);
    start(settings(), Raw(Script::new([Line::End]), sender.clone())).end().await;
    assert!(restored.try_recv().is_err());

    let chat = start(settings(), Raw(Script::new([line("hello")]), sender));
    chat.see("You said").await;
    tokio::time::sleep(Duration::from_millis(20)).await;
    chat.shutdown.cancel();
    chat.end().await;
    assert!(restored.try_recv().is_ok());
}

#[tokio::test]
async fn a_bot_that_takes_no_requests_ends_the_chat() {
    let (inbox, requests) = mpsc::channel(1);
    drop(requests);
    let console = Console::new(settings(), Script::new([line("hello")]), Shared::default());
    let ended = Box::new(console).run(inbox, CancellationToken::new()).await;
    assert!(matches!(ended, Err(AdapterError::Stopped)), "{ended:?}");
}

#[tokio::test]
async fn a_reader_of_the_output_that_is_gone_ends_the_chat_quietly_and_a_full_disk_does_not() {
    struct Failing(io::ErrorKind);
    impl Write for Failing {
        fn write(&mut self, _bytes: &[u8]) -> io::Result<usize> {
            Err(self.0.into())
        }
        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }
    let run = |kind| {
        let (inbox, _requests) = mpsc::channel(1);
        Box::new(Console::new(settings(), Script::new([]), Failing(kind))).run(inbox, CancellationToken::new())
    };
    assert!(run(io::ErrorKind::BrokenPipe).await.is_ok());
    assert!(matches!(run(io::ErrorKind::StorageFull).await, Err(AdapterError::Io(_))));
}

#[tokio::test]
async fn a_post_is_shown_between_two_answers() {
    let posts = ConsolePosts::without_files();
    let chat = start_with(settings(), Script::new([line("hello")]), posts.clone());
    chat.see("You said: hello").await;
    let reply = Reply { blocks: vec![Block::Paragraph("Oat milk rises.".to_owned())], ..Reply::default() };
    let channel = |place: &str| Channel { platform: "console".into(), place: place.into(), id: place.into() };
    let delivered = posts.post(&channel("sample"), &reply, &DeliveryKey::new("a")).await.unwrap();
    assert_eq!(delivered.messages.len(), 1);
    assert!(chat.shown.text().ends_with("You said: hello\n\nOat milk rises.\n"), "{:?}", chat.shown.text());
    assert!(posts.post(&channel("other"), &reply, &DeliveryKey::new("a")).await.is_err(), "another team's");
    chat.shutdown.cancel();
    chat.end().await;
}
