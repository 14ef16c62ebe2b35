//! What a chat shows of one answer: a list of messages, and showing it is a comparison.

use std::borrow::Cow;
use std::sync::Arc;

use teloxide::types::MessageId;
use tokio::sync::mpsc;
use tokio::task::JoinHandle;
use tokio::time::{Instant, sleep_until};

use super::again::Sent;
use super::answer::{Job, Service, Unanswered};
use super::growing::Growing;
use super::incoming::answers_alone;
use super::outbox::{Destination, SendError};
use super::press;
use super::render::{self, Message};
use crate::kept::{KeptAnswer, KeptSign};
use crate::{Block, JournalError, Localised, Origin, Partial, Reply, ReplyEvent, shown_elsewhere};

/// Whether the journal has it that the answer was begun.
pub(super) enum Begun {
    No,
    /// It is being noted while the answer is still made.
    Soon(JoinHandle<Result<(), JournalError>>),
    Yes,
}

/// What a chat shows of one answer.
pub(super) struct Shown<'a> {
    pub(super) service: &'a Service,
    pub(super) id: &'a str,
    pub(super) language: Option<&'a str>,
    pub(super) to: Destination,
    /// The message that asks.
    pub(super) asks: Option<MessageId>,
    /// The name of who asks.
    person: Option<&'a str>,
    /// The private chat of who asks: it has the id of its person. `None` for a chat that speaks for itself.
    direct: Option<i64>,
    in_channel: bool,
    origin: &'a Origin,
    /// Messages in order; one that has not arrived, or may not have, has no id.
    pub(super) messages: Vec<(Option<MessageId>, Message)>,
    /// Of a press that still waits for its sign.
    press: Option<String>,
    pub(super) begun: Begun,
    /// The complete answer, once there is one.
    pub(super) kept: Option<KeptAnswer>,
    /// What the journal has of a sign that more comes.
    pub(super) sign: Option<KeptSign>,
    /// Whether the chat shows one.
    pub(super) signed: bool,
    /// A message may be missing, or stand there although it should not.
    doubtful: bool,
}

impl<'a> Shown<'a> {
    pub(super) fn new(service: &'a Service, job: &'a Job) -> Self {
        let language = job.incoming.origin.language.as_deref();
        let (to, origin) = (job.incoming.destination, &job.incoming.origin);
        let asks = job.incoming.message.map(MessageId);
        let person = job.incoming.origin.person_name.as_deref();
        let direct = job.incoming.origin.person.parse().ok().filter(|id| *id > 0);
        let begun = if job.begun { Begun::Yes } else { Begun::No };
        let press = job.incoming.press.clone().filter(|_| answers_alone(&job.incoming));
        let (id, messages, doubtful) = (job.id.as_str(), Vec::new(), false);
        let (kept, sign, signed) = (None, None, false);
        Self {
            service,
            id,
            language,
            to,
            asks,
            person,
            direct,
            in_channel: job.incoming.in_channel,
            origin,
            messages,
            press,
            begun,
            kept,
            sign,
            signed,
            doubtful,
        }
    }

    /// Takes the waiting sign from a button, once.
    pub(super) async fn take_sign(&mut self) {
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
    pub(super) async fn begin(&mut self) -> Result<(), JournalError> {
        match std::mem::replace(&mut self.begun, Begun::Yes) {
            Begun::No => self.service.journal.begin(self.id).await,
            Begun::Soon(noting) => noting.await.map_err(|ended| JournalError(ended.to_string()))?,
            Begun::Yes => Ok(()),
        }
    }

    /// Says one sentence of the adapter's own.
    pub(super) async fn notice(&mut self, text: &Localised) -> Result<(), Unanswered> {
        let blocks = [Block::Paragraph(text.say(self.language).to_owned())];
        self.show(render::messages(&blocks)).await
    }

    /// Shows an answer as it grows, until it is complete.
    pub(super) async fn follow(&mut self, mut events: mpsc::Receiver<ReplyEvent>) -> Result<(), Unanswered> {
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
                        let working = self.service.notices.working.say(self.language);
                        let (messages, end) = growing.messages(working);
                        self.show_part(messages, end).await?;
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
        let messages = match reply.private && self.to.chat < 0 {
            true => self.write_directly(reply).await?,
            false => {
                self.keep(reply).await?;
                self.wanted(&reply.blocks)
            }
        };
        self.complete(messages).await
    }

    /// The messages that show these blocks here.
    pub(super) fn wanted(&self, blocks: &[Block]) -> Vec<Message> {
        let mut messages = render::messages(&self.named(blocks));
        messages.iter_mut().filter_map(|it| it.question.as_mut()).for_each(|it| it.to = self.asks);
        self.refer(&mut messages);
        messages
    }

    /// In a group the first message shows what it answers.
    fn refer(&self, messages: &mut [Message]) {
        if let Some(first) = messages.first_mut().filter(|_| self.to.chat < 0) {
            first.answers = self.asks;
        }
    }

    /// Keeps the complete answer before anybody sees it, so that after a crash the same is shown.
    async fn keep(&mut self, reply: &Reply) -> Result<(), Unanswered> {
        let ids: Option<Vec<_>> = self.messages.iter().map(|(id, _)| Some(Some(number(id.as_ref()?)))).collect();
        // Where a message may be missing, the next process tells of an interruption.
        self.kept = ids.map(|ids| KeptAnswer::new(reply, ids));
        self.write_kept().await
    }

    async fn write_kept(&mut self) -> Result<(), Unanswered> {
        let last = self.service.outbox.sent(self.to.chat).map(|(_, last)| number(&last));
        if let Some(kept) = &mut self.kept {
            kept.last = last.max(kept.last);
        }
        let Some(text) = self.kept.as_ref().and_then(KeptAnswer::written) else { return self.forget_sign().await };
        // What is being noted would take its place.
        if let Begun::Soon(_) = self.begun {
            self.begin().await?;
        }
        self.service.journal.keep_answer(self.id, &text).await?;
        (self.begun, self.sign) = (Begun::Yes, None);
        Ok(())
    }

    /// Notes that a message of the complete answer is there, and that more follow: sent again, it would be there twice.
    async fn note(&mut self, id: Option<MessageId>) -> Result<(), Unanswered> {
        match (&mut self.kept, id) {
            (Some(kept), Some(id)) => kept.after.push(number(&id)),
            (None, _) => return Ok(()),
            (Some(_), None) => {
                // What may be missing is told of, and so a crash from here on.
                self.kept = None;
                return Ok(self.service.journal.begin(self.id).await?);
            }
        }
        self.write_kept().await
    }

    pub(super) async fn complete(&mut self, messages: Vec<Message>) -> Result<(), Unanswered> {
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
        let instead = self.service.notices.acted_there.say(self.language);
        let blocks = shown_elsewhere(reply.blocks.clone(), instead);
        for message in render::messages(&blocks).iter().filter(|_| self.direct.is_some()) {
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
            (false, None) if self.in_channel => notices.not_to_a_channel.say(self.language),
            (false, None) if self.direct.is_none() => notices.not_to_a_chat.say(self.language),
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
    pub(super) async fn show(&mut self, wanted: Vec<Message>) -> Result<(), Unanswered> {
        self.begin().await?;
        self.take_sign().await;
        let mut wanted = wanted;
        self.refer(&mut wanted);
        let last = wanted.len().saturating_sub(1);
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
                    if at < last {
                        self.note(id).await?;
                    }
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
                if let Sent::As(id) = self.sent_next(self.service.outbox.sent(self.to.chat).map(|(_, last)| last)).await
                {
                    return Ok(Some(id));
                }
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

pub(super) fn number(id: &MessageId) -> u64 {
    u64::try_from(id.0).unwrap_or_default()
}
