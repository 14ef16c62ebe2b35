//! One arrival answered: the request to the bot, and its answer as messages that grow.

use std::sync::Arc;

use tokio::sync::mpsc;
use tokio::sync::mpsc::error::SendTimeoutError;
use tokio_util::sync::CancellationToken;

use super::Timing;
use super::files;
use super::incoming::{Asked, Incoming, PlaceChange, Standing};
use super::outbox::{Outbox, SendError};
use super::render;
use super::rights::Administrators;
use super::shown::Shown;
use crate::files::{Files, SentFile};
use crate::kept::{KeptAnswer, KeptSign};
use crate::rush::Rush;
use crate::{
    Block, Explained, Granted, Input, Journal, JournalError, Localised, Notices, Places, Reaction, ReplyEvent,
    ReplySink, Request, Rights, Subjects,
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
    /// What it had to say, if that was complete.
    pub(super) answer: Option<KeptAnswer>,
    /// The sign that an answer comes, if there was nothing more.
    pub(super) sign: Option<KeptSign>,
}

/// Why an answer stays unfinished in the journal: the next start takes it up.
#[derive(Debug, thiserror::Error)]
pub(super) enum Unanswered {
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
        let said = if let Some(kept) = &job.answer {
            shown.finish_again(kept.clone()).await
        } else if job.begun {
            shown.tell_interrupted(job.sign.as_ref()).await
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
