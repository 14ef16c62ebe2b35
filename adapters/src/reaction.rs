//! What people think of the bot's messages, by their reactions.

use async_trait::async_trait;

use crate::{Origin, Place};

/// Somebody reacted to a message of the bot, or took a reaction back. Emoji that say neither yes nor no are left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reaction {
    /// The platform's own id of the message.
    pub message: String,
    /// Whether they like it.
    pub liked: bool,
    /// It was taken back.
    pub taken_back: bool,
}

/// Hears what the bot's messages are about, so that a reaction or a reply to one is known to be.
#[async_trait]
pub trait Subjects: Send + Sync {
    /// A message shows these: what its cards are [about](crate::Card::about). Nothing depends on it but reactions.
    async fn shown(&self, place: &Place, message: &str, about: &[String]);

    /// These messages answer what was sent from there, in a channel with several talks: a reply to one of them goes on with that one.
    async fn answered(&self, _origin: &Origin, _messages: &[String]) {}
}

/// Whether an emoji says that somebody likes something (thumbs up, hearts) or does not (thumbs down); `None` for all others.
pub(crate) fn liked(emoji: &str) -> Option<bool> {
    // Colours of skin and the mark for "as a picture" make no other sign of it.
    let plain: String = emoji.chars().filter(|it| !matches!(u32::from(*it), 0x1F3FB..=0x1F3FF | 0xFE0F)).collect();
    match plain.as_str() {
        "👍" | "❤" | "🧡" | "💛" | "💚" | "💙" | "💜" | "🤎" | "🖤" | "🤍" | "🩷" | "🩵" | "🩶" | "❤\u{200d}🔥"
        | "😍" => Some(true),
        "👎" => Some(false),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::liked;

    #[test]
    fn thumbs_and_hearts_say_something_in_every_colour_and_nothing_else_does() {
        for (emoji, expected) in [
            ("👍", Some(true)),
            ("👍🏽", Some(true)),
            ("❤️", Some(true)),
            ("❤", Some(true)),
            ("💙", Some(true)),
            ("👎🏿", Some(false)),
            ("🔥", None),
            ("👀", None),
            ("", None),
            ("up", None),
        ] {
            assert_eq!(liked(emoji), expected, "{emoji}");
        }
    }
}
