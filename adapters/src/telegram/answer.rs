//! One arrival answered: the request to the bot, and its answer as messages that grow.

use std::borrow::Cow;
use std::sync::Arc;

use teloxide::types::MessageId;
use tokio::sync::mpsc;
use tokio::sync::mpsc::error::SendTimeoutError;
use tokio::task::JoinHandle;
use tokio::time::{Instant, sleep_until};
use tokio_util::sync::CancellationToken;

use super::Timing;
use super::files;
use super::growing::Growing;
use super::incoming::{Asked, Incoming, PlaceChange, Standing, answers_alone};
use super::outbox::{Destination, Outbox, SendError};
use super::press;
use super::render::{self, Message};
use super::rights::Administrators;
use crate::files::{Files, SentFile};
use crate::rush::Rush;
use crate::{
    Block, Explained, Granted, Input, Journal, JournalError, Localised, Notices, Origin, Partial, Places, Reaction,
    Reply, ReplyEvent, ReplySink, Request, Rights, Subjects,
};

/// What every answer needs.
pub(super) struct Service {
    pub(super) outbox: Arc<Outbox>,
    pub(super) journal: Arc<dyn Journal>,
    /// Hears of chats that come, go and move.
    pub(super) places: Arc<dyn Places>,
    /// Hears what messages show.
    pub(super) subjects: Arc<dyn Subjects>,
    pub(super) notices: Notices,
    pub(super) files: Files,
    pub(super) timing: Timing,
    pub(super) inbox: mpsc::Sender<Request>,
    /// Whether more arrives than was taken in.
    pub(super) rush: Rush,
    /// No more is begun.
    pub(super) shutdown: CancellationToken,
    /// Cancelled when the bot takes no more requests for good.
    pub(super) stopped: CancellationToken,
}

/// An arrival that waits for its answer.
#[derive(Debug)]
pub(super) struct Job {
    /// Its id in the journal.
    pub(super) id: String,
    pub(super) incoming: Incoming,
    /// The process that began to answer it has ended.
    pub(super) begun: bool,
}

/// Why an answer stays unfinished in the journal: the next start takes it up.
#[derive(Debug, thiserror::Error)]
enum Unanswered {
    #[error(transparent)]
    Journal(#[from] JournalError),
    #[error(transparent)]
    Send(SendError),
    #[error("the bot is stopping")]
    Stopping,
}

impl Service {
    /// Answers, and notes that in the journal.
    pub(super) async fn answer(&self, job: &Job) {
        let mut shown = Shown::new(self, job);
        let said = if job.begun {
            shown.notice(&self.notices.interrupted).await
        } else {
            match &job.incoming.asked {
                Asked::Form(form) => shown.show(form.messages()).await,
                Asked::Wordless => shown.notice(&self.notices.wordless).await,
                Asked::Unreadable => shown.notice(&self.notices.unreadable).await,
                Asked::Place(_) => shown.notice(&self.notices.introduction).await,
                Asked::Input(input) => self.converse(job, input.clone(), &mut shown).await,
                Asked::Reaction(reaction) => self.tell_of_reaction(job, reaction).await,
                Asked::File { file, text } => self.receive(job, file, text, &mut shown).await,
            }
        };
        shown.take_sign().await;
        let finished = match said {
            Ok(()) => self.journal.finish(&job.id).await.map_err(Unanswered::from),
            Err(Unanswered::Send(SendError::Gone { why, .. })) => {
                tracing::warn!(chat.id = job.incoming.destination.chat, why, "an answer has nowhere to go");
                self.journal.finish(&job.id).await.map_err(Unanswered::from)
            }
            Err(other) => Err(other),
        };
        match finished {
            Ok(()) => {}
            Err(Unanswered::Stopping) => tracing::info!(update.id = job.id, "left to the next start"),
            Err(error) => tracing::error!(update.id = job.id, %error, "an answer is unfinished until the next start"),
        }
    }

    /// Says that a message was answered as it stood, and its change did not count. Nothing depends on it.
    pub(super) async fn tell_of_edit(&self, job: &Job) {
        let text = self.notices.edited.say(job.incoming.origin.language.as_deref());
        let mut to = job.incoming.destination;
        for message in render::status(text) {
            if let Err(error) = self.outbox.send(&mut to, &message).await {
                tracing::info!(chat.id = to.chat, %error, "it was not told that a change did not count");
            }
        }
    }

    /// Tells the bot what happened to a place, in the order of what arrived: before anything that was written there
    /// afterwards is answered. Gives the job back if there is more to do.
    pub(super) async fn hear(&self, job: Job) -> Option<Job> {
        let Asked::Place(change) = &job.incoming.asked else { return Some(job) };
        let place = &job.incoming.origin.place;
        match change {
            PlaceChange::Joined { introduce } => {
                self.places.joined(place).await;
                if *introduce {
                    return Some(job);
                }
            }
            PlaceChange::Left => {
                tracing::info!(chat.id = place.id, "the bot was removed or blocked");
                self.places.left(place).await;
            }
            PlaceChange::Moved(new) => {
                tracing::info!(chat.id = place.id, chat.new = new.id, "the group has a new id");
                self.places.moved(place, new).await;
            }
        }
        if let Err(error) = self.journal.finish(&job.id).await {
            tracing::error!(update.id = job.id, %error, "what happened to a place is told again at the next start");
        }
        None
    }

    /// Hands a reaction to the bot. Nobody waits for an answer, and none is shown.
    async fn tell_of_reaction(&self, job: &Job, reaction: &Reaction) -> Result<(), Unanswered> {
        let (reply, mut events) = ReplySink::channel();
        let (origin, input) = (job.incoming.origin.clone(), Input::Reaction(reaction.clone()));
        let (rights, cancel) = (self.rights(&job.incoming), CancellationToken::new());
        if self.inbox.send(Request { origin, input, rights, reply, cancel }).await.is_err() {
            self.stopped.cancel();
            return Err(Unanswered::Stopping);
        }
        // It is kept once the bot is done with it.
        let mut done = false;
        while let Some(event) = events.recv().await {
            done |= matches!(event, ReplyEvent::Final(_));
        }
        if done || !self.shutdown.is_cancelled() { Ok(()) } else { Err(Unanswered::Stopping) }
    }

    /// Fetches a file and hands it to the bot; it is here until the answer is complete.
    async fn receive(&self, job: &Job, file: &SentFile, text: &str, shown: &mut Shown<'_>) -> Result<(), Unanswered> {
        let fetched = tokio::select! {
            biased;
            // It is in the journal: the next start fetches it.
            () = self.shutdown.cancelled() => return Err(Unanswered::Stopping),
            fetched = files::fetch(&self.outbox.api, &self.files, file) => fetched,
        };
        match fetched {
            Ok(here) => {
                let input = Input::File { file: here.received(), text: text.to_owned() };
                self.converse(job, input, shown).await
            }
            Err(fault) => {
                let Explained { message, help } = self.files.explain(file, fault);
                let say = |text: &Localised| text.say(shown.language).to_owned();
                let problem = Block::Problem { message: say(&message), help: say(&help) };
                shown.show(render::messages(&[problem])).await
            }
        }
    }

    /// Hands a request to the bot and shows what comes back.
    async fn converse(&self, job: &Job, input: Input, shown: &mut Shown<'_>) -> Result<(), Unanswered> {
        let (reply, events) = ReplySink::channel();
        let cancel = CancellationToken::new();
        // However this ends, nobody waits any more.
        let _waiting = cancel.clone().drop_guard();
        let origin = job.incoming.origin.clone();
        let request = Request { origin, input, rights: self.rights(&job.incoming), reply, cancel };
        match self.inbox.send_timeout(request, self.timing.busy_after).await {
            Ok(()) => shown.follow(events).await,
            Err(SendTimeoutError::Timeout(_)) => shown.notice(&self.notices.busy).await,
            Err(SendTimeoutError::Closed(_)) => {
                self.stopped.cancel();
                Err(Unanswered::Stopping)
            }
        }
    }

    fn rights(&self, incoming: &Incoming) -> Arc<dyn Rights> {
        match incoming.standing {
            Standing::Known(may) => Arc::new(Granted(may)),
            Standing::Ask(person) => {
                let api = Arc::clone(&self.outbox.api);
                Arc::new(Administrators { api, chat: incoming.destination.chat, person })
            }
        }
    }
}

/// Whether the journal has it that the answer was begun.
enum Begun {
    No,
    /// It is being noted while the answer is still made.
    Soon(JoinHandle<Result<(), JournalError>>),
    Yes,
}

/// What a chat shows of one answer.
struct Shown<'a> {
    service: &'a Service,
    id: &'a str,
    language: Option<&'a str>,
    to: Destination,
    /// The message that asks.
    asks: Option<MessageId>,
    /// The name of who asks.
    person: Option<&'a str>,
    /// The private chat of who asks: it has the id of its person. `None` for a chat that speaks for itself.
    direct: Option<i64>,
    origin: &'a Origin,
    /// Messages in order; one that has not arrived, or may not have, has no id.
    messages: Vec<(Option<MessageId>, Message)>,
    /// Of a press that still waits for its sign.
    press: Option<String>,
    begun: Begun,
    /// A message may be missing, or stand there although it should not.
    doubtful: bool,
}

impl<'a> Shown<'a> {
    fn new(service: &'a Service, job: &'a Job) -> Self {
        let language = job.incoming.origin.language.as_deref();
        let (to, origin) = (job.incoming.destination, &job.incoming.origin);
        let asks = job.incoming.message.map(MessageId);
        let person = job.incoming.origin.person_name.as_deref();
        let direct = job.incoming.origin.person.parse().ok().filter(|id| *id > 0);
        let begun = if job.begun { Begun::Yes } else { Begun::No };
        let press = job.incoming.press.clone().filter(|_| answers_alone(&job.incoming));
        let (id, messages, doubtful) = (job.id.as_str(), Vec::new(), false);
        Self { service, id, language, to, asks, person, direct, origin, messages, press, begun, doubtful }
    }

    /// Takes the waiting sign from a button, once.
    async fn take_sign(&mut self) {
        if let Some(press) = self.press.take() {
            press::take_sign(&self.service.outbox.api, press).await;
        }
    }

    /// Says why not to nobody but who pressed, where that is all there is to say, and short; whether it is said.
    async fn say_alone(&mut self, blocks: &[Block]) -> Result<bool, Unanswered> {
        let [Block::Problem { message, help }] = blocks else { return Ok(false) };
        let text = format!("{message}\n{help}");
        if !self.messages.is_empty() || !press::is_short(&text) {
            return Ok(false);
        }
        let Some(press) = self.press.take() else { return Ok(false) };
        self.begin().await?;
        Ok(press::alert(&self.service.outbox.api, press, text.trim_end()).await)
    }

    /// Begins to note that the answer is begun: its first words are there, and to wait for the disk once they are all there
    /// would be to wait twice.
    fn begin_soon(&mut self) {
        if matches!(self.begun, Begun::No) {
            let (journal, id) = (Arc::clone(&self.service.journal), self.id.to_owned());
            self.begun = Begun::Soon(tokio::spawn(async move { journal.begin(&id).await }));
        }
    }

    /// Returns once it is noted.
    async fn begin(&mut self) -> Result<(), JournalError> {
        match std::mem::replace(&mut self.begun, Begun::Yes) {
            Begun::No => self.service.journal.begin(self.id).await,
            Begun::Soon(noting) => noting.await.map_err(|ended| JournalError(ended.to_string()))?,
            Begun::Yes => Ok(()),
        }
    }

    /// Says one sentence of the adapter's own.
    async fn notice(&mut self, text: &Localised) -> Result<(), Unanswered> {
        let blocks = [Block::Paragraph(text.say(self.language).to_owned())];
        self.show(render::messages(&blocks)).await
    }

    /// Shows an answer as it grows, until it is complete.
    async fn follow(&mut self, mut events: mpsc::Receiver<ReplyEvent>) -> Result<(), Unanswered> {
        let timing = &self.service.timing;
        let mut growing = Growing::default();
        let mut next = Instant::now() + timing.placeholder_after;
        let mut changed = true;
        loop {
            let event = tokio::select! {
                biased;
                event = events.recv() => event,
                () = sleep_until(next), if changed => {
                    // Nothing is said of an answer that comes at once, and progress never delays what counts.
                    if self.service.outbox.has_room(self.to.chat) {
                        self.show(growing.messages(self.service.notices.working.say(self.language))).await?;
                        changed = false;
                    }
                    // A group has less room.
                    next = Instant::now() + timing.edit_every * if self.to.chat < 0 { 2 } else { 1 };
                    continue;
                }
            };
            let mut events = std::iter::once(event).chain(std::iter::from_fn(|| events.try_recv().ok().map(Some)));
            let mut begins = false;
            // What waits is taken together, so that a slow chat does not hold the bot up.
            let last = events.find_map(|event| match event {
                Some(ReplyEvent::Progress(partial)) => {
                    begins |= matches!(partial, Partial::Text(_));
                    growing.add(partial);
                    None
                }
                Some(ReplyEvent::Final(reply)) => Some(Some(reply)),
                None => Some(None),
            });
            if begins {
                self.begin_soon();
            }
            match last {
                Some(Some(reply)) => return self.finish(&reply).await,
                Some(None) if self.service.shutdown.is_cancelled() => return Err(Unanswered::Stopping),
                Some(None) => {
                    tracing::warn!(update.id = self.id, "the bot gave no final answer");
                    let text = self.service.notices.interrupted.say(self.language).to_owned();
                    growing.status = None;
                    growing.blocks.push(Block::Note(text));
                    return self.show(render::messages(&growing.blocks)).await;
                }
                None => changed = true,
            }
        }
    }

    async fn finish(&mut self, reply: &Reply) -> Result<(), Unanswered> {
        if self.say_alone(&reply.blocks).await? {
            return Ok(());
        }
        let mut messages = match reply.private && self.to.chat < 0 {
            true => self.write_directly(reply).await?,
            false => render::messages(&self.named(&reply.blocks)),
        };
        messages.iter_mut().filter_map(|it| it.question.as_mut()).for_each(|it| it.to = self.asks);
        self.show(messages.clone()).await?;
        self.tell_subjects().await;
        if self.doubtful || self.messages.iter().any(|(id, _)| id.is_none()) {
            // Sending it again could say it twice; saying nothing could lose it.
            let notice = render::status(self.service.notices.interrupted.say(self.language));
            self.show(messages.into_iter().chain(notice).collect()).await?;
        }
        Ok(())
    }

    /// Writes what others are not to read in the private chat with its person; returns what the chat is told of that.
    async fn write_directly(&mut self, reply: &Reply) -> Result<Vec<Message>, Unanswered> {
        self.begin().await?;
        let mut written = self.direct.is_some();
        let mut to = Destination { chat: self.direct.unwrap_or_default(), topic: None };
        for message in render::messages(&reply.blocks).iter().filter(|_| self.direct.is_some()) {
            match self.service.outbox.send(&mut to, message).await {
                Ok(_) => {}
                Err(SendError::Uncertain(error)) => {
                    tracing::warn!(chat.id = to.chat, error, "a message may not have arrived");
                    self.doubtful = true;
                }
                // Nobody can be written to who never wrote to the bot, or has blocked it.
                Err(error @ (SendError::Gone { .. } | SendError::Refused(_))) => {
                    tracing::info!(chat.id = to.chat, %error, "an answer for one person can't be written to them");
                    written = false;
                    break;
                }
                Err(other) => return Err(Unanswered::Send(other)),
            }
        }
        let notices = &self.service.notices;
        let notice = match (written, &reply.done) {
            (true, _) => notices.sent_directly.say(self.language),
            (false, Some(done)) => done,
            (false, None) => notices.not_directly.say(self.language),
        };
        Ok(render::messages(&[Block::Paragraph(notice.to_owned())]))
    }

    /// A refusal with the name of whom it is for, where nothing else tells: after a press in a group.
    fn named<'b>(&self, blocks: &'b [Block]) -> Cow<'b, [Block]> {
        match (blocks, self.person) {
            ([Block::Problem { message, help }], Some(name)) if self.to.chat < 0 && self.asks.is_none() => {
                Cow::Owned(vec![Block::Problem { message: format!("{name}: {message}"), help: help.clone() }])
            }
            _ => Cow::Borrowed(blocks),
        }
    }

    /// Tells what the messages show.
    async fn tell_subjects(&self) {
        for (id, message) in &self.messages {
            if let Some(MessageId(id)) = id.filter(|_| !message.about.is_empty()) {
                self.service.subjects.shown(&self.origin.place, &id.to_string(), &message.about).await;
            }
        }
        let sent: Vec<String> = self.messages.iter().filter_map(|(id, _)| Some(id.as_ref()?.0.to_string())).collect();
        if self.origin.chain.is_some() && !sent.is_empty() {
            self.service.subjects.answered(self.origin, &sent).await;
        }
    }

    /// Edits, sends and takes back until the chat shows these messages.
    async fn show(&mut self, wanted: Vec<Message>) -> Result<(), Unanswered> {
        self.begin().await?;
        self.take_sign().await;
        let mut wanted = wanted;
        if let Some(first) = wanted.first_mut().filter(|_| self.to.chat < 0) {
            first.answers = self.asks;
        }
        let surplus = self.messages.split_off(wanted.len().min(self.messages.len()));
        for (at, message) in wanted.into_iter().enumerate() {
            match self.messages.get(at).cloned() {
                Some((_, shown)) if shown == message => {}
                Some((Some(id), shown)) => {
                    // Neither becomes a text a document or a question by an edit, nor the other way round.
                    let other = |it: &Message| it.file.is_some() || it.question.is_some();
                    let id = match other(&shown) || other(&message) {
                        true => {
                            self.take_back(id).await?;
                            self.send(&message).await?
                        }
                        false => self.replace(id, &message).await?,
                    };
                    self.messages[at] = (id, message);
                }
                Some((None, _)) => {
                    let id = self.send(&message).await?;
                    self.messages[at] = (id, message);
                }
                None => {
                    let id = self.send(&message).await?;
                    self.messages.push((id, message));
                }
            }
        }
        for id in surplus.into_iter().filter_map(|(id, _)| id) {
            self.take_back(id).await?;
        }
        Ok(())
    }

    async fn take_back(&mut self, id: MessageId) -> Result<(), Unanswered> {
        match self.service.outbox.delete(&mut self.to, id).await {
            Err(error @ SendError::Gone { .. }) => return Err(Unanswered::Send(error)),
            Err(error) => tracing::warn!(chat.id = self.to.chat, %error, "a message was not taken back"),
            Ok(()) => {}
        }
        Ok(())
    }

    async fn replace(&mut self, id: MessageId, message: &Message) -> Result<Option<MessageId>, Unanswered> {
        match self.service.outbox.edit(&mut self.to, id, message).await {
            Ok(()) => Ok(Some(id)),
            // Somebody deleted it, or it went with the group's old id.
            Err(SendError::Refused(why)) => {
                tracing::info!(chat.id = self.to.chat, why, "a message can't be edited; it is sent again");
                self.send(message).await
            }
            Err(other) => Err(Unanswered::Send(other)),
        }
    }

    async fn send(&mut self, message: &Message) -> Result<Option<MessageId>, Unanswered> {
        match self.service.outbox.send(&mut self.to, message).await {
            Ok(id) => Ok(Some(id)),
            Err(SendError::Uncertain(error)) => {
                tracing::warn!(chat.id = self.to.chat, error, "a message may not have arrived");
                self.doubtful = true;
                Ok(None)
            }
            Err(SendError::Refused(error)) => {
                tracing::error!(chat.id = self.to.chat, error, "a message is refused");
                Ok(None)
            }
            Err(other) => Err(Unanswered::Send(other)),
        }
    }
}
