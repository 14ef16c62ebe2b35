//! A complete answer that a process which has ended may have shown, or a part of it: the same is shown, and nothing twice.
//!
//! Edits say the same once more and do no harm. A new message of a channel is known by its nonce for some minutes, and any by
//! the channel's history, where the bot may read it.

use serde_json::Value;
use serenity::http::Route;
use serenity::model::id::ChannelId;

use super::answer::{Answer, Ended, Sent};
use super::pack::Outgoing;
use super::poster::essence;
use super::render::messages;
use super::rest::RestError;
use crate::kept::KeptAnswer;
use crate::{Block, Reply};

/// Messages that are looked at; an answer and what was said since are fewer.
const LOOKED_AT: usize = 100;

impl Answer<'_> {
    /// Shows a kept answer. `interrupted` stands below what is there if nobody can tell whether there is more.
    pub(super) async fn conclude_again(&mut self, kept: KeptAnswer, interrupted: &str) -> Result<Ended, RestError> {
        let KeptAnswer { reply, before, in_channel, .. } = kept;
        self.begun = true;
        if in_channel {
            self.interaction = None;
        }
        let at_first = self.interaction.is_some();
        let sent = |(at, message): (usize, &Option<u64>)| Sent {
            id: message.filter(|_| !at_first || at > 0),
            body: Value::Null,
            file: None,
            message: *message,
            about: Vec::new(),
        };
        self.sent = before.iter().enumerate().map(sent).collect();
        // Discord itself has shown that the bot thinks.
        let known = self.sent.len().max(usize::from(at_first));
        if reply.private && self.incoming.is_in_server() {
            return Ok(Ended::Private { blocks: reply.blocks, done: reply.done });
        }
        let blocks = self.whole(reply);
        let mut wanted = messages(&blocks, None, self.form);
        let is_readable = self.find(&wanted).await;
        if self.sent.len() == wanted.len() && self.sent.iter().all(|sent| !sent.body.is_null()) {
            return Ok(Ended::Complete);
        }
        if at_first && self.incoming.is_late() {
            self.take_back_sign(None).await;
            self.leave_interaction();
        } else if at_first && !is_readable && wanted.len() > known {
            wanted.truncate(known);
            wanted.extend(messages(&[Block::Paragraph(interrupted.to_owned())], None, self.form));
            self.update(&wanted).await?;
            return Ok(Ended::Complete);
        }
        self.show(&blocks, None).await?;
        Ok(Ended::Complete)
    }

    /// Shows in the direct chat what is for one person, unless it is there.
    pub(super) async fn show_once(&mut self, reply: Reply) -> Result<(), RestError> {
        let wanted = messages(&reply.blocks, None, self.form);
        self.find(&wanted).await;
        self.show(&reply.blocks, None).await
    }

    /// Takes over what of these the channel has already; whether its history could be read.
    async fn find(&mut self, wanted: &[Outgoing]) -> bool {
        let Some(page) = self.since_asked().await else { return false };
        // Where the bot may not read, Discord shows an empty list.
        let is_readable = !page.is_empty();
        let mut last = self.incoming.id;
        for (at, message) in wanted.iter().enumerate() {
            let (body, file) = (message.json(), message.file().map(|it| it.name.clone()));
            let looks = essence(&body, file.as_deref());
            let is_it = |(id, it): &&(u64, Value)| {
                *id > last && it["author"]["bot"] == true && self.belongs(at, it) && essence(it, None) == looks
            };
            // What has to be changed, or comes after something that is missing, is shown anew.
            let Some((id, _)) = page.iter().find(is_it) else { break };
            last = *id;
            let own = self.interaction.is_some() && at == 0;
            let sent =
                Sent { id: (!own).then_some(*id), body, file, message: Some(*id), about: message.about().to_vec() };
            match self.sent.get_mut(at) {
                Some(before) => *before = sent,
                None => self.sent.push(sent),
            }
        }
        is_readable
    }

    /// What was said in the channel since it was asked, in order; `None` where that can't be looked at.
    pub(super) async fn since_asked(&self) -> Option<Vec<(u64, Value)>> {
        let params = vec![("after", self.incoming.id.to_string()), ("limit", LOOKED_AT.to_string())];
        let route = Route::ChannelMessages { channel_id: ChannelId::new(self.channel) };
        let Ok(Value::Array(page)) = self.rest.look(route, params).await else { return None };
        let mut page: Vec<(u64, Value)> = page.into_iter().filter_map(|it| Some((id_of(&it)?, it))).collect();
        page.sort_by_key(|(id, _)| *id);
        Some(page)
    }

    /// Whether a message is surely the first of this answer.
    pub(super) fn is_first(&self, message: &Value) -> bool {
        (self.interaction.is_some() || self.answers.is_some()) && self.belongs(0, message)
    }

    /// Whether a message is a part of this answer, as far as Discord says that: others may be answered in the same words.
    fn belongs(&self, at: usize, message: &Value) -> bool {
        let names = |value: &Value, id: u64| value.as_str().is_some_and(|it| it == id.to_string());
        match (self.interaction, self.answers) {
            (Some(_), _) => names(&message["interaction_metadata"]["id"], self.incoming.id),
            (None, Some(asked)) if at == 0 => names(&message["message_reference"]["message_id"], asked),
            _ => message["interaction_metadata"].is_null(),
        }
    }
}

fn id_of(message: &Value) -> Option<u64> {
    message["id"].as_str().and_then(|id| id.parse().ok())
}
