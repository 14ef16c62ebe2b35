//! Takes what arrives, hands it to the bot, and sees that it is answered.

use std::sync::Arc;
use std::time::Duration;

use serde_json::json;
use serenity::http::{LightMethod, Route};
use serenity::model::id::{ApplicationId, ChannelId};
use tokio::sync::mpsc;
use tokio::sync::mpsc::error::TrySendError;
use tokio_util::sync::CancellationToken;

use super::answer::{Answer, Ended};
use super::files;
use super::gateway::Event;
use super::incoming::{Incoming, Interaction, journal_id};
use super::menu::Commands;
use super::render::{Form, messages};
use super::rest::{Rest, RestError};
use super::threads::{self, Threads};
use crate::files::{Files, TemporaryFile};
use crate::kept::{KeptAnswer, KeptSign};
use crate::rush::Rush;
use crate::{
    Block, Explained, Journal, JournalError, Localised, Notices, Places, Reply, ReplyEvent, ReplySink, Request,
    Subjects, Unfinished, shown_elsewhere,
};

/// Kinds of a first response: the answer comes later, suggestions, a form.
const LATER: u8 = 5;
const SUGGEST: u8 = 8;
const FORM: u8 = 9;

/// What every arrival is served with.
pub(super) struct Server {
    pub(super) rest: Arc<Rest>,
    pub(super) commands: Arc<Commands>,
    pub(super) notices: Notices,
    pub(super) files: Files,
    /// Hears of talks that go on in another channel.
    pub(super) places: Arc<dyn Places>,
    pub(super) threads: Arc<Threads>,
    /// Where Discord is: files come from there, too.
    pub(super) api_url: String,
    /// A role that may manage too, by its id or name.
    pub(super) manager_role: Option<Arc<str>>,
    pub(super) journal: Arc<dyn Journal>,
    pub(super) subjects: Arc<dyn Subjects>,
    pub(super) edit_every: Duration,
    pub(super) inbox: mpsc::Sender<Request>,
    /// Whether more arrives than was taken in.
    pub(super) rush: Rush,
    pub(super) shutdown: CancellationToken,
    /// Cancelled when the bot takes no more requests.
    pub(super) stopped: CancellationToken,
}

impl Server {
    /// Does what an event asks for.
    pub(super) async fn handle(self: Arc<Self>, event: Event) {
        match event {
            Event::Ready { application, name, servers, shard, shards } => {
                let number = if shards > 1 { format!(", shard {} of {shards}", shard + 1) } else { String::new() };
                tracing::info!(servers, "Discord: serving as {name}{number}");
                if shard == 0 {
                    self.register(application).await;
                }
            }
            Event::Typing { id, token, choices } => {
                if let Err(error) = self.rest.respond(id, &token, SUGGEST, &choices).await {
                    // The person types on without suggestions.
                    tracing::debug!(%error, "suggestions came too late");
                }
            }
            Event::Continue(press) => {
                press.answer(&self.rest, &self.threads, self.places.as_ref(), &self.notices).await
            }
            Event::Joined { channel, language } => self.introduce(channel, &language).await,
        }
    }

    /// Tells Discord which commands there are, for all shards.
    async fn register(&self, application: u64) {
        let route = Route::Commands { application_id: ApplicationId::new(application) };
        let commands = self.commands.json();
        if let Err(error) = self.rest.call(LightMethod::Put, route, Some(&commands)).await {
            tracing::error!(%error, "Discord did not take the slash commands; mentions and direct messages still work");
        }
    }

    async fn introduce(&self, channel: Option<u64>, language: &str) {
        let Some(channel) = channel else { return };
        let text = self.notices.introduction.say(Some(language)).to_owned();
        let channel_id = ChannelId::new(channel);
        for message in messages(&[Block::Paragraph(text)], None, Form::Full) {
            let body = message.json();
            let sent = self.rest.call(LightMethod::Post, Route::ChannelMessages { channel_id }, Some(&body)).await;
            if let Err(error) = sent {
                // Many servers let nobody write there; the commands explain themselves.
                tracing::debug!(%error, "the introduction was not sent");
            }
        }
    }

    /// Tells a person at once that the bot is at it, or shows the form that asks for what is missing; whether there is more
    /// to do.
    pub(super) async fn acknowledge_or_ask(&self, incoming: &Incoming) -> bool {
        if incoming.is_reaction() {
            return true;
        }
        if self.asks(incoming).await {
            self.finish(&journal_id(incoming.id)).await;
            return false;
        }
        self.acknowledge(incoming).await;
        true
    }

    /// Says that there is too much to do.
    pub(super) async fn is_busy(&self, incoming: &Incoming) {
        // Nobody waits for an answer to a reaction: it stays in the journal, for the next start.
        if incoming.is_reaction() {
            return;
        }
        self.say(incoming, &self.notices.busy).await;
    }

    /// Answers what the last process left, or says that it won't be.
    pub(super) async fn recover(&self, unfinished: Unfinished) {
        let Unfinished { arrival, begun, answer } = unfinished;
        let Some(incoming) = Incoming::of_arrival(&arrival) else {
            tracing::warn!(id = arrival.id, "an arrival that this version can't read is given up");
            self.finish(&arrival.id).await;
            return;
        };
        if incoming.is_reaction() {
            self.tell_of_reaction(&incoming).await;
        } else if let Some(kept) = answer.as_deref().and_then(KeptAnswer::read) {
            let interrupted = self.notices.interrupted.say(incoming.language());
            let mut answer = self.answer_to(&incoming);
            let ended = answer.conclude_again(kept, interrupted).await;
            self.conclude(&incoming, answer, ended).await;
        } else if begun || (incoming.interaction.is_some() && incoming.is_late()) {
            let sign = answer.as_deref().and_then(KeptSign::read);
            // What an interaction shows first is changed to what is said now, as long as it can be.
            if incoming.interaction.is_none() || incoming.is_late() || sign.is_some() {
                self.answer_to(&incoming).take_back_sign(sign).await;
            }
            self.say(&incoming, &self.notices.interrupted).await;
        } else {
            self.acknowledge(&incoming).await;
            self.answer(&incoming, true).await;
        }
    }

    /// Shows the form that asks for what is missing, if something is. What is filled in arrives by itself.
    async fn asks(&self, incoming: &Incoming) -> bool {
        let (Some(form), Some(it)) = (incoming.asks(&self.commands), &incoming.interaction) else { return false };
        match self.rest.respond(incoming.id, &it.token, FORM, &form).await {
            Ok(()) => true,
            Err(error) => {
                // The bot says what is missing.
                tracing::debug!(%error, id = incoming.id, "a form could not be shown");
                false
            }
        }
    }

    /// Tells the person at once that the bot is at it.
    async fn acknowledge(&self, incoming: &Incoming) {
        let outcome = match &incoming.interaction {
            Some(Interaction { token, .. }) => {
                self.rest.respond(incoming.id, token, LATER, &json!({ "allowed_mentions": { "parse": [] } })).await
            }
            None => {
                let route = Route::ChannelTyping { channel_id: ChannelId::new(incoming.channel) };
                self.rest.call(LightMethod::Post, route, None).await.map(|_| ())
            }
        };
        if let Err(error) = outcome {
            // Acknowledged already, or too late: the answer finds its way, in the channel if need be.
            tracing::debug!(%error, id = incoming.id, "not acknowledged");
        }
    }

    /// Hands a reaction to the bot. Nobody waits for an answer, and none is shown.
    async fn tell_of_reaction(&self, incoming: &Incoming) {
        let (reply, mut events) = ReplySink::channel();
        let (origin, input) = (incoming.origin(), incoming.input(None));
        let rights = incoming.rights(&self.rest, self.manager_role.as_ref());
        let request = Request { origin, input, rights, reply, cancel: CancellationToken::new() };
        if self.inbox.send(request).await.is_err() {
            return self.stopped.cancel();
        }
        let mut done = false;
        while let Some(event) = events.recv().await {
            done |= matches!(event, ReplyEvent::Final(_));
        }
        // What a stop has cut off stays in the journal.
        if done {
            self.finish(&incoming.arrival().id).await;
        }
    }

    /// Hands an arrival to the bot and shows what it answers. What waits from before waits for room too.
    pub(super) async fn answer(&self, incoming: &Incoming, waited: bool) {
        if incoming.is_reaction() {
            return self.tell_of_reaction(incoming).await;
        }
        // It is here until the answer is complete.
        let file = match self.receive(incoming).await {
            Ok(file) => file,
            Err(Explained { message, help }) => {
                let say = |text: &Localised| text.say(incoming.language()).to_owned();
                let problem = Block::Problem { message: say(&message), help: say(&help) };
                return self.say_blocks(incoming, &[problem]).await;
            }
        };
        let (reply, events) = ReplySink::channel();
        let request = Request {
            origin: incoming.origin(),
            input: incoming.input(file.as_ref().map(TemporaryFile::received)),
            rights: incoming.rights(&self.rest, self.manager_role.as_ref()),
            reply,
            // Nobody can take a message back here; and what a stop leaves is told of at the next start.
            cancel: CancellationToken::new(),
        };
        let taken = if waited {
            self.inbox.send(request).await.map_err(|refused| TrySendError::Closed(refused.0))
        } else {
            self.inbox.try_send(request)
        };
        match taken {
            Ok(()) => {}
            Err(TrySendError::Full(_)) => return self.is_busy(incoming).await,
            // It stays in the journal, for the next start.
            Err(TrySendError::Closed(_)) => return self.stopped.cancel(),
        }
        let mut answer = self.answer_to(incoming);
        let ended = answer.follow(events, self.edit_every).await;
        self.conclude(incoming, answer, ended).await;
    }

    fn answer_to<'a>(&'a self, incoming: &'a Incoming) -> Answer<'a> {
        let below = incoming.began_in_channel().then(|| threads::button(&self.notices, incoming.language()));
        Answer::new(&self.rest, self.journal.as_ref(), incoming).with_below(below)
    }

    /// Does what is left to do once an answer has ended.
    async fn conclude(&self, incoming: &Incoming, mut answer: Answer<'_>, ended: Result<Ended, RestError>) {
        let ended = match ended {
            Ok(Ended::Complete) => {
                for (message, about) in answer.subjects() {
                    self.subjects.shown(&incoming.origin().place, &message.to_string(), about).await;
                }
                let (origin, sent) = (incoming.origin(), answer.sent());
                if origin.chain.is_some() && !sent.is_empty() {
                    self.subjects.answered(&origin, &sent).await;
                }
                Ok(())
            }
            Ok(Ended::Private { blocks, done }) => self.write_directly(incoming, &mut answer, (blocks, done)).await,
            // The journal still has it: the next start says so.
            Ok(Ended::Cut(_)) if self.shutdown.is_cancelled() || self.inbox.is_closed() => return,
            Ok(Ended::Cut(mut blocks)) => {
                blocks.push(Block::Note(self.notices.interrupted.say(incoming.language()).to_owned()));
                answer.show(&blocks, None).await
            }
            Err(error) => Err(error),
        };
        if let Err(error) = &ended {
            tracing::warn!(%error, id = incoming.id, "an answer was cut; its person is told in the channel");
            let blocks = [Block::Paragraph(self.notices.interrupted.say(incoming.language()).to_owned())];
            let mut told = Answer::new(&self.rest, self.journal.as_ref(), incoming).in_channel().saying_notice();
            return self.ended(incoming, told.show(&blocks, None).await).await;
        }
        self.ended(incoming, ended).await;
    }

    /// Writes what others are not to read in the direct chat with its person, and says so where it was asked.
    async fn write_directly(
        &self,
        incoming: &Incoming,
        answer: &mut Answer<'_>,
        (blocks, done): (Vec<Block>, Option<String>),
    ) -> Result<(), RestError> {
        let written = match self.rest.direct_channel(incoming.person).await {
            Ok(channel) => {
                let direct = Answer::new(&self.rest, self.journal.as_ref(), incoming);
                let instead = self.notices.acted_there.say(incoming.language());
                let reply = Reply { blocks: shown_elsewhere(blocks, instead), ..Reply::default() };
                direct.in_direct_chat(channel).show_once(reply).await
            }
            Err(error) => Err(error),
        };
        let notice = match written {
            Ok(()) => self.notices.sent_directly.say(incoming.language()).to_owned(),
            Err(error) => {
                tracing::info!(%error, id = incoming.id, "an answer for one person can't be written to them");
                done.unwrap_or_else(|| self.notices.not_directly.say(incoming.language()).to_owned())
            }
        };
        answer.show(&[Block::Paragraph(notice)], None).await
    }

    /// Fetches the file that came along, if one did.
    async fn receive(&self, incoming: &Incoming) -> Result<Option<TemporaryFile>, Explained> {
        let Some(file) = &incoming.file else { return Ok(None) };
        let fetched = files::fetch(&self.files, file, &self.api_url).await;
        fetched.map(Some).map_err(|fault| self.files.explain(file, fault))
    }

    /// Says one of the adapter's own sentences, as the whole answer.
    async fn say(&self, incoming: &Incoming, notice: &Localised) {
        self.say_blocks(incoming, &[Block::Paragraph(notice.say(incoming.language()).to_owned())]).await;
    }

    async fn say_blocks(&self, incoming: &Incoming, blocks: &[Block]) {
        let mut answer = Answer::new(&self.rest, self.journal.as_ref(), incoming).saying_notice();
        if incoming.is_late() {
            answer = answer.in_channel();
        }
        let shown = answer.show(blocks, None).await;
        self.ended(incoming, shown).await;
    }

    async fn ended(&self, incoming: &Incoming, shown: Result<(), RestError>) {
        if let Err(error) = shown {
            tracing::warn!(%error, id = incoming.id, "an answer could not be shown to its end");
        }
        self.finish(&journal_id(incoming.id)).await;
    }

    async fn finish(&self, id: &str) {
        if let Err(JournalError(error)) = self.journal.finish(id).await {
            tracing::error!(error, id, "an answer is complete without a note of it");
        }
    }
}
