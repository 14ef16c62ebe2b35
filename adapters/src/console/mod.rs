//! A terminal or a pipe as a chat: one person, one line at a time.

mod files;
mod growing;
mod input;
mod interrupts;
mod poster;
mod prose;
mod render;
mod screen;
mod style;
mod table;
mod terminal;
mod text;
mod wrap;

use std::io::{self, Write};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

pub use self::input::{Line, LineSource, Lines};
pub use self::poster::ConsolePosts;
pub use self::terminal::Terminal;

use self::files::saved;
use self::input::Reader;
use self::interrupts::Interrupts;
use self::poster::Post;
use self::screen::Screen;
use self::style::Look;
use self::text::beginning;
use crate::{
    Adapter, AdapterError, Block, Granted, Input, Origin, Partial, Place, Poster, Reply, ReplyEvent, ReplySink, Request,
};

/// How a [`Console`] looks, and the sentences that it says itself, in the person's language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConsoleSettings {
    /// The place that this terminal stands for; its only channel has the same id.
    pub place_id: String,
    /// The id of the person who types.
    pub person: String,
    /// The person's language as a BCP 47 tag, if known.
    pub language: Option<String>,
    /// What stands before a line that is typed, such as `> `.
    pub prompt: String,
    /// Columns; 0 if unknown, then 80. At least 20 are used.
    pub width: usize,
    /// Whether to write in colour (ECMA-48 SGR codes).
    pub colour: bool,
    /// Whether a person watches: a status is shown and erased again, and the source draws the prompt.
    pub interactive: bool,
    /// Whether to write the prompt and each line that was read, so that a transcript of piped input reads well.
    pub echo: bool,
    /// The first words.
    pub welcome: Reply,
    /// Said when a line was cut off at 1 MiB.
    pub line_too_long: String,
    /// Said at the first Ctrl-C at the prompt: that a second one leaves.
    pub leave_hint: String,
    /// Said when an answer was stopped and the bot has nothing to say about it.
    pub stopped: String,
    /// Said below a question: that the next line answers it, and an empty one leaves it out.
    pub next_line_answers: String,
}

/// The chat in a terminal.
pub struct Console {
    settings: ConsoleSettings,
    source: Box<dyn LineSource>,
    output: Box<dyn Write + Send>,
    interrupts: Option<mpsc::Receiver<()>>,
    posts: ConsolePosts,
    files: Option<PathBuf>,
}

impl Console {
    /// A chat that reads from `source` and writes to `output`. Ctrl-C is the process's own (SIGINT), and stays with
    /// this process once [`run`](Adapter::run) was called.
    pub fn new(settings: ConsoleSettings, source: impl LineSource, output: impl Write + Send + 'static) -> Self {
        let posts = ConsolePosts::without_files();
        Self { settings, source: Box::new(source), output: Box::new(output), interrupts: None, posts, files: None }
    }

    /// Shows these posts, as far as they are for its place.
    #[must_use]
    pub fn with_posts(mut self, posts: ConsolePosts) -> Self {
        self.posts = posts;
        self
    }

    /// Saves the files of answers in this folder, which is made when it is needed.
    #[must_use]
    pub fn with_files(mut self, folder: PathBuf) -> Self {
        self.files = Some(folder);
        self
    }

    /// Takes interrupts from a channel instead of the process.
    #[must_use]
    pub fn with_interrupts(mut self, interrupts: mpsc::Receiver<()>) -> Self {
        self.interrupts = Some(interrupts);
        self
    }
}

/// A reply as the terminal shows it: lines of at most `width` columns (0 for 80), in colour if wanted.
#[must_use]
pub fn render(reply: &Reply, width: usize, colour: bool) -> String {
    let look = Look::new(width, colour);
    let blocks = reply.blocks.iter().map(|block| render::lines(block, look).join("\n") + "\n");
    blocks.collect::<Vec<_>>().join("\n")
}

#[async_trait::async_trait]
impl Adapter for Console {
    fn poster(&self) -> Arc<dyn Poster> {
        Arc::new(self.posts.clone())
    }

    async fn run(
        self: Box<Self>,
        inbox: mpsc::Sender<Request>,
        shutdown: CancellationToken,
    ) -> Result<(), AdapterError> {
        let look = Look::new(self.settings.width, self.settings.colour);
        let mut chat = Chat {
            screen: Screen::new(self.output, look, self.settings.interactive),
            interrupts: self.interrupts.map_or_else(Interrupts::of_process, |given| Ok(Interrupts::Channel(given)))?,
            files: self.files,
            posts: self.posts.of_chat(&self.settings.place_id),
            reader: Reader::start(self.source)?,
            settings: self.settings,
            inbox,
            shutdown,
            stopped: false,
            question: None,
        };
        match chat.talk().await {
            // Whoever read the output (`copydesk | head`) has seen enough.
            Err(AdapterError::Io(error)) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
            ended => ended,
        }
    }
}

/// A chat under way.
struct Chat {
    settings: ConsoleSettings,
    screen: Screen,
    reader: Reader,
    interrupts: Interrupts,
    posts: mpsc::Receiver<Post>,
    files: Option<PathBuf>,
    inbox: mpsc::Sender<Request>,
    shutdown: CancellationToken,
    /// The last answer was stopped.
    stopped: bool,
    /// The command that the next line completes.
    question: Option<String>,
}

impl Chat {
    async fn talk(&mut self) -> Result<(), AdapterError> {
        for block in &self.settings.welcome.blocks {
            self.screen.show(block)?;
        }
        let mut hinted = false;
        loop {
            let line = self.heard().await?;
            let interrupted = line == Line::Interrupted;
            let flow = match line {
                Line::Text(text) if text.trim().is_empty() => {
                    self.question = None;
                    ControlFlow::Continue(())
                }
                Line::Text(text) => self.ask(text).await?,
                Line::CutOff(text) => {
                    self.screen.show(&Block::Note(self.settings.line_too_long.clone()))?;
                    self.ask(text).await?
                }
                Line::Interrupted if hinted => ControlFlow::Break(()),
                Line::Interrupted => {
                    self.screen.show(&Block::Note(self.settings.leave_hint.clone()))?;
                    ControlFlow::Continue(())
                }
                Line::End => ControlFlow::Break(()),
            };
            if flow.is_break() {
                self.screen.abandon()?;
                return Ok(());
            }
            // Whoever stopped an answer knows the key already.
            hinted = interrupted || std::mem::take(&mut self.stopped);
        }
    }

    /// The next line, or the end of the chat.
    async fn heard(&mut self) -> Result<Line, AdapterError> {
        self.screen.before_prompt()?;
        let line = loop {
            tokio::select! {
                biased;
                () = self.shutdown.cancelled() => return Ok(Line::End),
                // A line editor takes Ctrl-C as a key; this one came just before it, or from another process.
                () = self.interrupts.next() => {
                    return Ok(if self.settings.interactive { Line::Interrupted } else { Line::End });
                }
                line = self.reader.line(&self.settings.prompt) => break line?,
                Some(Post { reply, shown }) = self.posts.recv() => {
                    let reply = with_saved_files(reply, self.files.as_deref());
                    if !self.reader.print(&render(&reply, self.settings.width, self.settings.colour)) {
                        self.screen.post(&reply)?;
                    }
                    // Whoever posted may have ended meanwhile.
                    let _gone = shown.send(());
                }
            }
        };
        if self.settings.echo {
            match &line {
                Line::Text(text) if !text.trim().is_empty() => self.screen.echo(&self.settings.prompt, text)?,
                Line::CutOff(text) => {
                    self.screen.echo(&self.settings.prompt, &format!("{}…", beginning(text, ECHOED)))?;
                }
                _ => {}
            }
        }
        Ok(line)
    }

    /// Hands a text to the bot and shows the answer.
    async fn ask(&mut self, text: String) -> Result<ControlFlow<()>, AdapterError> {
        // Another command in place of an answer is that command.
        let text = match self.question.take() {
            Some(command) if !text.trim_start().starts_with(['/', '／']) => format!("{command} {text}"),
            _ => text,
        };
        let (reply, mut events) = ReplySink::channel();
        let cancel = CancellationToken::new();
        // However this ends, nobody waits any more.
        let waiting = cancel.clone().drop_guard();
        // In a terminal there is one person, who may do everything.
        let rights = Arc::new(Granted(true));
        let request =
            Request { origin: self.origin(), input: Input::Text(text), rights, reply, cancel: cancel.clone() };

        let sent = tokio::select! {
            biased;
            () = self.shutdown.cancelled() => return Ok(ControlFlow::Break(())),
            () = self.interrupts.next() => None,
            sent = self.inbox.send(request) => Some(sent),
        };
        match sent {
            Some(sent) => sent.map_err(|_closed| AdapterError::Stopped)?,
            None => return self.stop(),
        }
        loop {
            let event = tokio::select! {
                biased;
                () = self.shutdown.cancelled() => return Ok(ControlFlow::Break(())),
                () = self.interrupts.next() => {
                    if cancel.is_cancelled() {
                        return Ok(ControlFlow::Break(()));
                    }
                    cancel.cancel();
                    self.stopped = true;
                    continue;
                }
                event = events.recv() => event,
            };
            match event {
                Some(ReplyEvent::Progress(Partial::Block(block))) => {
                    self.screen.progress(Partial::Block(saved(block, self.files.as_deref())))?;
                }
                Some(ReplyEvent::Progress(Partial::Blocks(blocks))) => {
                    let saved = blocks.into_iter().map(|block| saved(block, self.files.as_deref())).collect();
                    self.screen.progress(Partial::Blocks(saved))?;
                }
                Some(ReplyEvent::Progress(partial)) => self.screen.progress(partial)?,
                Some(ReplyEvent::Final(reply)) => {
                    let reply = with_saved_files(reply, self.files.as_deref());
                    waiting.disarm();
                    self.screen.finish(&reply)?;
                    if let Some(Block::Question(question)) = reply.blocks.last() {
                        self.screen.show(&Block::Note(self.settings.next_line_answers.clone()))?;
                        self.question = Some(question.command.clone());
                    }
                    return Ok(if reply.leave { ControlFlow::Break(()) } else { ControlFlow::Continue(()) });
                }
                None if cancel.is_cancelled() => return self.stop(),
                None => {
                    tracing::warn!("the bot gave no final answer");
                    self.screen.abandon()?;
                    return Ok(ControlFlow::Continue(()));
                }
            }
        }
    }

    fn stop(&mut self) -> Result<ControlFlow<()>, AdapterError> {
        self.screen.abandon()?;
        self.screen.show(&Block::Note(self.settings.stopped.clone()))?;
        Ok(ControlFlow::Continue(()))
    }

    fn origin(&self) -> Origin {
        Origin {
            place: Place { platform: "console", id: self.settings.place_id.clone(), name: String::new() },
            channel: self.settings.place_id.clone(),
            person: self.settings.person.clone(),
            person_name: None,
            language: self.settings.language.clone(),
            chain: None,
        }
    }
}

fn with_saved_files(reply: Reply, folder: Option<&Path>) -> Reply {
    Reply { blocks: reply.blocks.into_iter().map(|block| saved(block, folder)).collect(), ..reply }
}

/// Bytes of a line over the limit that a transcript repeats.
const ECHOED: usize = 60;

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a failed test may panic")]
mod tests;
