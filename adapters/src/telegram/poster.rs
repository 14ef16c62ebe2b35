//! Posts: what is said in a chat or topic without being asked.

use std::sync::Arc;

use async_trait::async_trait;
use serde_json::Value;

use super::outbox::{Destination, Outbox, SendError, sent_id};
use super::render;
use crate::{Channel, Delivered, DeliveryKey, Found, MessageRef, PostError, Poster, Reply};

/// Posts at the same pace as answers. Telegram lets a bot look at nothing in a chat, and knows no key for a message.
pub(super) struct TelegramPoster {
    /// `None` if the server's address is none.
    pub(super) outbox: Option<Arc<Outbox>>,
}

#[async_trait]
impl Poster for TelegramPoster {
    async fn post(&self, channel: &Channel, reply: &Reply, key: &DeliveryKey) -> Result<Delivered, PostError> {
        let Some(outbox) = &self.outbox else {
            return Err(PostError::NotSent { retry_after: None, why: "the server's address is none".to_owned() });
        };
        let mut to = destination(&channel.id)
            .ok_or_else(|| PostError::Rejected(format!("{:?} is no chat on Telegram", channel.id)))?;
        let mut delivered = Delivered::default();
        if key.attempted().is_some() {
            let why = "an earlier attempt may have sent it".to_owned();
            return Err(PostError::Uncertain { delivered, why });
        }
        for message in render::messages(&reply.blocks) {
            let sent = outbox.post(&mut to, &message).await;
            match sent.and_then(|sent| sent_id(&sent).map(|id| reference(channel, to, id.0, &sent))) {
                Ok(message) => delivered.messages.push(message),
                Err(error) => return Err(post_error(error, delivered)),
            }
        }
        Ok(delivered)
    }

    async fn find(&self, _: &Channel, _: &Reply, _: &DeliveryKey) -> Result<Found, PostError> {
        Ok(Found::Unknown)
    }
}

fn post_error(error: SendError, delivered: Delivered) -> PostError {
    let nothing = delivered.messages.is_empty();
    match error {
        SendError::Gone { gone, why } => PostError::Gone { gone, why },
        SendError::Refused(why) if nothing => PostError::Rejected(why),
        SendError::Unavailable(why) if nothing => PostError::NotSent { retry_after: None, why },
        SendError::Later(pause) if nothing => {
            PostError::NotSent { retry_after: Some(pause), why: "too many requests".to_owned() }
        }
        error => PostError::Uncertain { delivered, why: error.to_string() },
    }
}

/// A chat, or `chat/topic`.
fn destination(id: &str) -> Option<Destination> {
    let (chat, topic) = match id.split_once('/') {
        Some((chat, topic)) => (chat, Some(topic.parse().ok()?)),
        None => (id, None),
    };
    Some(Destination { chat: chat.parse().ok()?, topic })
}

fn reference(asked: &Channel, at: Destination, id: i32, sent: &Value) -> MessageRef {
    let place = at.chat.to_string();
    let channel = match destination(&asked.id) {
        Some(before) if before.chat == at.chat => asked.clone(),
        // The group has another id now.
        _ => Channel { platform: asked.platform.clone(), id: place.clone(), place },
    };
    MessageRef { channel, id: id.to_string(), link: link(at, id, sent["chat"]["username"].as_str()) }
}

/// The address of a message. Private chats and plain groups have none.
fn link(at: Destination, id: i32, username: Option<&str>) -> Option<String> {
    let chat = at.chat.to_string();
    let chat = match username.filter(|it| at.chat < 0 && !it.is_empty()) {
        Some(name) => name.to_owned(),
        // Supergroups and channels have their own number behind -100.
        None => format!("c/{}", chat.strip_prefix("-100").filter(|it| !it.is_empty())?),
    };
    let topic = at.topic.map(|topic| format!("{topic}/")).unwrap_or_default();
    Some(format!("https://t.me/{chat}/{topic}{id}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_channel_is_a_chat_or_a_topic_in_one() {
        assert_eq!(destination("-1001234"), Some(Destination { chat: -1_001_234, topic: None }));
        assert_eq!(destination("-1001234/7"), Some(Destination { chat: -1_001_234, topic: Some(7) }));
        assert_eq!((destination("general"), destination("1/x"), destination("")), (None, None, None));
    }

    #[test]
    fn messages_of_supergroups_have_an_address_and_those_of_private_chats_have_none() {
        let at = |chat, topic| Destination { chat, topic };
        assert_eq!(link(at(-1_001_234, None), 5, None).as_deref(), Some("https://t.me/c/1234/5"));
        assert_eq!(link(at(-1_001_234, Some(7)), 5, None).as_deref(), Some("https://t.me/c/1234/7/5"));
        assert_eq!(link(at(-1_001_234, None), 5, Some("barn")).as_deref(), Some("https://t.me/barn/5"));
        assert_eq!((link(at(7, None), 5, Some("ada")), link(at(-5_678, None), 5, None)), (None, None));
    }
}
