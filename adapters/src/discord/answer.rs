//! Shows one answer as it grows: edits at a pace, more messages where one is full, and another way where one is closed.

use std::time::Duration;

use serde_json::{Value, json};
use serenity::http::{LightMethod, Route};
use serenity::model::id::{ApplicationId, ChannelId, MessageId};
use tokio::sync::mpsc;
use tokio::time::Instant;

use super::incoming::{Incoming, Interaction, journal_id};
use super::pack::Outgoing;
use super::render::{Form, messages};
use super::rest::{EPHEMERAL, Rest, RestError};
use crate::kept::KeptAnswer;
use crate::{Attachment, Block, Button, Journal, Partial, Reply, ReplyEvent};

/// One answer on its way.
pub(super) struct Answer<'a> {
    pub(super) rest: &'a Rest,
    pub(super) journal: &'a dyn Journal,
    pub(super) incoming: &'a Incoming,
    /// Where its messages go that are no answer to an interaction.
    pub(super) channel: u64,
    /// How to answer; `None` is a message in the channel.
    pub(super) interaction: Option<&'a Interaction>,
    pub(super) form: Form,
    /// The message that an answer in the channel refers to: the one that asked, or what was shown of an answer that Discord closed.
    pub(super) answers: Option<u64>,
    pub(super) sent: Vec<Sent>,
    pub(super) begun: bool,
    /// The message that is noted to be a sign that more comes, and nothing else.
    pub(super) sign: Option<u64>,
    /// How often messages had to be sent anew.
    generation: u32,
    /// A next step that the adapter itself offers below the whole answer.
    below: Option<Button>,
    /// One of the adapter's own sentences: Discord must not take it for the message that it stands in for.
    notice: bool,
}

/// A message that was sent.
pub(super) struct Sent {
    /// `None` for the first answer to an interaction, which has a path of its own.
    pub(super) id: Option<u64>,
    /// `Null` if a process that has ended sent it.
    pub(super) body: Value,
    /// The name of the file beside it.
    pub(super) file: Option<String>,
    /// The message, where Discord said which one it is.
    pub(super) message: Option<u64>,
    /// What its cards are about.
    pub(super) about: Vec<String>,
}

/// What is known of an answer so far.
#[derive(Default)]
struct Growing {
    text: String,
    blocks: Vec<Block>,
    status: Option<String>,
}

impl Growing {
    fn take(&mut self, partial: Partial) {
        match partial {
            Partial::Status(status) => self.status = Some(status),
            Partial::Text(more) => {
                self.text.push_str(&more);
                self.status = None;
            }
            Partial::Block(block) => self.blocks.push(block),
            Partial::Blocks(blocks) => self.blocks.extend(blocks),
        }
    }

    fn blocks(&self) -> Vec<Block> {
        let text = (!self.text.trim().is_empty()).then(|| Block::Markdown(self.text.clone()));
        text.into_iter().chain(self.blocks.iter().cloned()).collect()
    }
}

/// How an answer ended.
pub(super) enum Ended {
    /// It is complete.
    Complete,
    /// It is for the person alone, others read along here, and nothing of it was shown.
    Private { blocks: Vec<Block>, done: Option<String> },
    /// The bot let go of it; these are the blocks that were there.
    Cut(Vec<Block>),
}

impl<'a> Answer<'a> {
    pub(super) fn new(rest: &'a Rest, journal: &'a dyn Journal, incoming: &'a Incoming) -> Self {
        let interaction = incoming.interaction.as_ref();
        Self {
            rest,
            journal,
            incoming,
            channel: incoming.channel,
            interaction,
            form: Form::Full,
            answers: interaction.is_none().then_some(incoming.id),
            sent: Vec::new(),
            begun: false,
            sign: None,
            generation: 0,
            below: None,
            notice: false,
        }
    }

    /// Answers in the channel from here on: the interaction is closed.
    pub(super) fn in_channel(mut self) -> Self {
        self.interaction = None;
        self
    }

    /// Answers in the direct chat with the person, which is this channel, with an answer that is kept.
    pub(super) fn in_direct_chat(mut self, channel: u64) -> Self {
        (self.channel, self.interaction, self.answers, self.begun) = (channel, None, None, true);
        self
    }

    /// Offers this below the whole answer.
    pub(super) fn with_below(mut self, button: Option<Button>) -> Self {
        self.below = button;
        self
    }

    /// Says one of the adapter's own sentences, also where an answer was begun.
    pub(super) fn saying_notice(mut self) -> Self {
        self.notice = true;
        self
    }

    /// Shows the events until the last, at most one step each `edit_every`. The last one does not wait for its turn.
    pub(super) async fn follow(
        &mut self,
        mut events: mpsc::Receiver<ReplyEvent>,
        edit_every: Duration,
    ) -> Result<Ended, RestError> {
        let mut growing = Growing::default();
        let mut changed = false;
        let mut next = Instant::now();
        loop {
            tokio::select! {
                event = events.recv() => match event {
                    Some(ReplyEvent::Progress(partial)) => {
                        growing.take(partial);
                        changed = true;
                    }
                    Some(ReplyEvent::Final(reply)) => return self.conclude(reply).await,
                    None => return Ok(Ended::Cut(growing.blocks())),
                },
                () = tokio::time::sleep_until(next), if changed => {
                    match self.show(&growing.blocks(), growing.status.as_deref()).await {
                        Ok(()) => self.note_sign().await,
                        // The next step shows all of it again.
                        Err(error) => tracing::debug!(%error, "a step of an answer was not shown"),
                    }
                    changed = false;
                    next = Instant::now() + edit_every;
                }
            }
        }
    }

    /// Shows the whole answer, which is kept before anybody sees it.
    async fn conclude(&mut self, reply: Reply) -> Result<Ended, RestError> {
        if reply.blocks.is_empty() && self.sent.is_empty() {
            self.say_nothing().await?;
            return Ok(Ended::Complete);
        }
        if is_for_one(&reply) && self.can_tell_alone() {
            self.tell_alone(&reply.blocks).await?;
            return Ok(Ended::Complete);
        }
        self.keep(&reply).await;
        if reply.private && self.incoming.is_in_server() {
            return Ok(Ended::Private { blocks: reply.blocks, done: reply.done });
        }
        let blocks = self.whole(reply);
        self.show(&blocks, None).await?;
        Ok(Ended::Complete)
    }

    /// The blocks of an answer, with what the adapter itself offers.
    pub(super) fn whole(&mut self, reply: Reply) -> Vec<Block> {
        let mut blocks = reply.blocks;
        match (self.below.take(), blocks.last_mut()) {
            (Some(button), Some(Block::Buttons(buttons))) => buttons.push(button),
            (Some(button), _) => blocks.push(Block::Buttons(vec![button])),
            (None, _) => {}
        }
        blocks
    }

    /// Keeps the complete answer, so that after a crash the same is shown and nothing else.
    async fn keep(&mut self, reply: &Reply) {
        let mut kept = KeptAnswer::new(reply, self.sent.iter().map(|sent| sent.message.or(sent.id)).collect());
        kept.in_channel = self.interaction.is_none();
        // A very large one is only begun.
        let Some(kept) = kept.written() else { return };
        match self.journal.keep_answer(&journal_id(self.incoming.id), &kept).await {
            Ok(()) => self.begun = true,
            Err(error) => tracing::error!(%error, "an answer is shown without being kept"),
        }
    }

    /// The messages that show something which has a name, and what that is.
    pub(super) fn subjects(&self) -> impl Iterator<Item = (u64, &[String])> {
        let named = |sent: &'_ Sent| sent.message.filter(|_| !sent.about.is_empty());
        self.sent.iter().filter_map(move |sent| Some((named(sent)?, sent.about.as_slice())))
    }

    /// The messages that were sent, as far as Discord said which they are.
    pub(super) fn sent(&self) -> Vec<String> {
        self.sent.iter().filter_map(|sent| Some(sent.message?.to_string())).collect()
    }

    /// Whether Discord can still show something to the person who asked and nobody else.
    fn can_tell_alone(&self) -> bool {
        self.interaction.is_some() && !self.incoming.is_late() && self.sent.len() <= 1
    }

    /// Takes back what everybody saw and tells that person alone.
    async fn tell_alone(&mut self, blocks: &[Block]) -> Result<(), RestError> {
        self.begin().await;
        match self.say_nothing().await {
            Err(error) if !error.is_unknown_message() => return Err(error),
            _ => self.sent.clear(),
        }
        for (at, message) in messages(blocks, None, self.form).iter().enumerate() {
            let mut body = message.json();
            body["flags"] = json!(EPHEMERAL);
            self.post(at, &body, message.file()).await?;
        }
        Ok(())
    }

    /// Takes back the sign that the bot is thinking.
    async fn say_nothing(&self) -> Result<(), RestError> {
        let Some(Interaction { application, token }) = self.interaction else { return Ok(()) };
        let application_id = ApplicationId::new(*application);
        let route = Route::WebhookOriginalInteractionResponse { application_id, token };
        self.rest.call(LightMethod::Delete, route, None).await.map(|_| ())
    }

    /// Notes, once, that people see something from here on.
    async fn begin(&mut self) {
        if !std::mem::replace(&mut self.begun, true)
            && let Err(error) = self.journal.begin(&journal_id(self.incoming.id)).await
        {
            tracing::error!(%error, "an answer begins without a note of it");
        }
    }

    /// Makes what people see the same as `blocks`.
    pub(super) async fn show(&mut self, blocks: &[Block], status: Option<&str>) -> Result<(), RestError> {
        self.begin().await;
        loop {
            if self.interaction.is_some() && self.incoming.is_late() {
                self.leave_interaction();
            }
            let mut wanted = messages(blocks, status, self.form);
            if wanted.is_empty() && self.interaction.is_some() {
                // Discord would say for ever that the bot is thinking.
                wanted.push(Outgoing::default());
            }
            match self.update(&wanted).await {
                Err(error) if error.is_dead_interaction() && self.interaction.is_some() => self.leave_interaction(),
                Err(error) if error.is_bad_form() => match self.form.plainer() {
                    Some(form) => {
                        tracing::warn!(%error, "a message was refused; it is sent in a plainer form");
                        self.form = form;
                    }
                    None => return Err(error),
                },
                shown => return shown,
            }
        }
    }

    /// What was sent by the interaction stays; the channel gets the answer from its beginning.
    pub(super) fn leave_interaction(&mut self) {
        self.interaction = None;
        self.answers = self.answers.or(self.sent.first().and_then(|sent| sent.message));
        self.sent.clear();
    }

    pub(super) async fn update(&mut self, wanted: &[Outgoing]) -> Result<(), RestError> {
        for (at, message) in wanted.iter().enumerate() {
            let (body, file, about) = (message.json(), message.file(), message.about().to_vec());
            match self.sent.get(at) {
                Some(sent) if sent.body == body && sent.file.as_ref() == file.map(|file| &file.name) => {}
                Some(sent) => {
                    let (id, before) = (sent.id, sent.message);
                    // What is attached stays attached: sent again, it would be there twice.
                    let stays = sent.file.as_ref() == file.map(|file| &file.name);
                    let mut edited = body.clone();
                    if sent.file.is_some() && file.is_none() {
                        edited["attachments"] = json!([]);
                    }
                    let (id, message) = match self.edit(id, &edited, file.filter(|_| !stays)).await {
                        // Somebody deleted it: say it again.
                        Err(error) if error.is_unknown_message() => {
                            self.generation += 1;
                            let id = self.post(at, &body, file).await?;
                            (id, id)
                        }
                        Err(error) => return Err(error),
                        Ok(message) => (id, message.or(before)),
                    };
                    self.sent[at] = Sent { id, body, file: file.map(|file| file.name.clone()), message, about };
                }
                None => {
                    let (id, message) = match self.interaction {
                        Some(_) if at == 0 => match self.edit(None, &body, file).await {
                            Err(error) if error.is_unknown_message() => {
                                let id = self.post(at, &body, file).await?;
                                (id, id)
                            }
                            edited => (None, edited?),
                        },
                        _ => {
                            let id = self.post(at, &body, file).await?;
                            (id, id)
                        }
                    };
                    self.sent.push(Sent { id, body, file: file.map(|file| file.name.clone()), message, about });
                }
            }
        }
        while self.sent.len() > wanted.len().max(1) {
            if let Some(Sent { id: Some(id), .. }) = self.sent.pop() {
                self.delete(id).await?;
            }
        }
        Ok(())
    }

    /// Edits a message, the first answer to the interaction without an id; which one it is, if Discord says so.
    async fn edit(&self, id: Option<u64>, body: &Value, file: Option<&Attachment>) -> Result<Option<u64>, RestError> {
        let route = match (self.interaction, id) {
            (Some(Interaction { application, token }), None) => {
                Route::WebhookOriginalInteractionResponse { application_id: ApplicationId::new(*application), token }
            }
            (_, Some(id)) => self.message(id),
            (None, None) => return Ok(None),
        };
        self.rest.call_with(LightMethod::Patch, route, Some(body), file).await.map(|it| id_of(&it))
    }

    async fn delete(&self, id: u64) -> Result<(), RestError> {
        match self.rest.call(LightMethod::Delete, self.message(id), None).await {
            Err(error) if !error.is_unknown_message() => Err(error),
            _ => Ok(()),
        }
    }

    fn message(&self, id: u64) -> Route<'a> {
        let message_id = MessageId::new(id);
        match self.interaction {
            Some(Interaction { application, token }) => {
                Route::WebhookFollowupMessage { application_id: ApplicationId::new(*application), token, message_id }
            }
            None => Route::ChannelMessage { channel_id: ChannelId::new(self.channel), message_id },
        }
    }

    /// Sends a new message, and returns its id.
    async fn post(&self, at: usize, body: &Value, file: Option<&Attachment>) -> Result<Option<u64>, RestError> {
        let mut body = body.clone();
        let route = match self.interaction {
            Some(Interaction { application, token }) => {
                Route::WebhookFollowupMessages { application_id: ApplicationId::new(*application), token }
            }
            None => {
                if let Some(message) = self.answers.filter(|_| at == 0) {
                    body["message_reference"] =
                        json!({ "message_id": message.to_string(), "fail_if_not_exists": false });
                }
                // At most 25 characters, by which Discord knows a message that is sent once more.
                let kind = if self.notice { "n" } else { "" };
                body["nonce"] = json!(format!("{}-{at}-{kind}{}", self.incoming.id, self.generation));
                body["enforce_nonce"] = json!(true);
                Route::ChannelMessages { channel_id: ChannelId::new(self.channel) }
            }
        };
        let sent = self.rest.call_with(LightMethod::Post, route, Some(&body), file).await?;
        Ok(id_of(&sent))
    }
}

fn id_of(message: &Value) -> Option<u64> {
    message["id"].as_str().and_then(|id| id.parse().ok())
}

/// Whether an answer matters to nobody but the person who asked, as refusals and help do.
fn is_for_one(reply: &Reply) -> bool {
    let is_refused =
        !reply.blocks.is_empty() && reply.blocks.iter().all(|block| matches!(block, Block::Problem { .. }));
    reply.private || reply.aside || is_refused
}
