//! Threads: a talk that a mention began in a channel goes on in a thread, made from the bot's answer by a button below it.
//!
//! Without the privileged intent a message in a thread carries its text only if it mentions the bot, as anywhere else.

use std::collections::HashSet;
use std::sync::{Mutex, PoisonError};

use serde_json::json;
use serenity::http::{LightMethod, Route};
use serenity::model::application::ComponentInteraction;
use serenity::model::id::{ApplicationId, ChannelId, MessageId};

use super::render::{Form, messages};
use super::rest::{EPHEMERAL, Rest, RestError, THREAD_EXISTS};
use crate::{Block, Button, Notices, Place, Places};

/// What the button comes back with.
const CONTINUE: &str = "continue-in-thread";
/// Characters of a thread's name.
const NAME: usize = 90;
/// Minutes without a word after which a thread is folded away: a week.
const FOLD_AFTER: u32 = 10_080;
/// The answer comes later.
const LATER: u8 = 5;

/// The threads that are known: talk in them is in a thread already.
#[derive(Debug, Default)]
pub(super) struct Threads(Mutex<HashSet<u64>>);

impl Threads {
    pub(super) fn learn(&self, ids: impl IntoIterator<Item = u64>) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).extend(ids);
    }

    pub(super) fn forget(&self, id: u64) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(&id);
    }

    pub(super) fn has(&self, id: u64) -> bool {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).contains(&id)
    }
}

/// The button below an answer.
pub(super) fn button(notices: &Notices, language: Option<&str>) -> Button {
    Button { label: notices.in_thread.say(language).to_owned(), action: CONTINUE.to_owned() }
}

/// A press on that button.
pub(super) struct Press {
    id: u64,
    application: u64,
    token: String,
    channel: u64,
    message: u64,
    place: Place,
    language: String,
    /// What the answer begins with.
    name: String,
}

impl Press {
    /// `None` if it is a press on another button, or not in a server.
    pub(super) fn of(it: &ComponentInteraction, server_name: impl FnOnce(u64) -> Option<String>) -> Option<Self> {
        let guild = it.guild_id.filter(|_| it.data.custom_id == CONTINUE)?.get();
        let place = Place { platform: "discord", id: guild.to_string(), name: server_name(guild).unwrap_or_default() };
        Some(Self {
            id: it.id.get(),
            application: it.application_id.get(),
            token: it.token.clone(),
            channel: it.channel_id.get(),
            message: it.message.id.get(),
            place,
            language: it.locale.clone(),
            name: name(&it.message.content),
        })
    }

    /// Makes the thread, unless it is there, and tells the person where it is.
    pub(super) async fn answer(&self, rest: &Rest, threads: &Threads, places: &dyn Places, notices: &Notices) {
        let data = json!({ "flags": EPHEMERAL, "allowed_mentions": { "parse": [] } });
        if let Err(error) = rest.respond(self.id, &self.token, LATER, &data).await {
            tracing::debug!(%error, "a press came too late");
            return;
        }
        let text = match self.thread(rest).await {
            Ok((thread, new)) => {
                threads.learn([thread]);
                if new {
                    places.continued(&self.place, &self.channel.to_string(), &thread.to_string()).await;
                    self.begin(rest, thread, notices).await;
                }
                // A channel's name as a link; it pings nobody.
                format!("<#{thread}>")
            }
            Err(error) => {
                tracing::info!(%error, "a thread can't be made");
                notices.no_thread.say(Some(&self.language)).to_owned()
            }
        };
        let application_id = ApplicationId::new(self.application);
        let route = Route::WebhookOriginalInteractionResponse { application_id, token: &self.token };
        let body = json!({ "content": text, "allowed_mentions": { "parse": [] } });
        if let Err(error) = rest.call(LightMethod::Patch, route, Some(&body)).await {
            tracing::debug!(%error, "nobody was told where the thread is");
        }
    }

    /// The thread of the message, and whether it is new. It has the message's own id.
    async fn thread(&self, rest: &Rest) -> Result<(u64, bool), RestError> {
        let (channel_id, message_id) = (ChannelId::new(self.channel), MessageId::new(self.message));
        let body = json!({ "name": self.name, "auto_archive_duration": FOLD_AFTER });
        let made =
            rest.call(LightMethod::Post, Route::ChannelMessageThreads { channel_id, message_id }, Some(&body)).await;
        match made {
            Ok(_) => Ok((self.message, true)),
            Err(RestError::Refused { code: THREAD_EXISTS, .. }) => Ok((self.message, false)),
            Err(error) => Err(error),
        }
    }

    async fn begin(&self, rest: &Rest, thread: u64, notices: &Notices) {
        let text = notices.thread_begun.say(Some(&self.language)).to_owned();
        for message in messages(&[Block::Paragraph(text)], None, Form::Full) {
            let route = Route::ChannelMessages { channel_id: ChannelId::new(thread) };
            if let Err(error) = rest.call(LightMethod::Post, route, Some(&message.json())).await {
                tracing::debug!(%error, "a thread began without a word");
            }
        }
    }
}

/// The beginning of an answer as a name: without the marks that keep it from being formatted.
fn name(content: &str) -> String {
    let text = content.replace(['\\', '*', '`'], "");
    let line = text.lines().map(str::trim).find(|it| !it.is_empty()).unwrap_or("Copydesk");
    let line = line.trim_start_matches("-# ").trim_start_matches("- ");
    let cut: String = line.chars().take(NAME).collect();
    if cut.len() < line.len() { format!("{}…", cut.trim_end()) } else { cut }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_thread_is_named_after_the_answers_first_line() {
        assert_eq!(name("\n**Three posts** about \\*oats\\*\nand more"), "Three posts about oats");
        assert_eq!(name("  "), "Copydesk");
        assert_eq!(name(&"燕麦".repeat(60)).chars().count(), 91);
    }
}
