//! A complete answer as the journal keeps it until it is known to be shown, so that a later process shows the same.

use serde::{Deserialize, Serialize};

use crate::{Block, Button, Reply};

/// Bytes of the files of an answer that is kept. With more, a crash while it is shown is told as an interruption.
const FILES: usize = 1024 * 1024;

/// A complete answer, and which messages show it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct KeptAnswer {
    pub(crate) reply: Reply,
    /// Messages that were there when it was complete, in order, as far as their ids are known. They may show less of it.
    pub(crate) before: Vec<Option<u64>>,
    /// Messages that came after those, and show it as it is to stay.
    pub(crate) after: Vec<u64>,
    /// Whether it is shown in the channel although it answers something that had a way of its own.
    pub(crate) in_channel: bool,
    /// The last message of the bot's that was known in the place when this was written, if messages are numbered in order.
    #[serde(default)]
    pub(crate) last: Option<u64>,
}

impl KeptAnswer {
    pub(crate) fn new(reply: &Reply, before: Vec<Option<u64>>) -> Self {
        Self { reply: reply.clone(), before, after: Vec::new(), in_channel: false, last: None }
    }

    /// As the journal keeps it; `None` if it is too large for that.
    pub(crate) fn written(&self) -> Option<String> {
        let files = self.reply.blocks.iter().filter_map(|block| match block {
            Block::File(file) => Some(file.bytes.len()),
            _ => None,
        });
        (files.sum::<usize>() <= FILES).then(|| serde_json::to_string(self).ok()).flatten()
    }

    /// From the journal; `None` if another version wrote it.
    pub(crate) fn read(text: &str) -> Option<Self> {
        serde_json::from_str(text).ok()
    }
}

/// A sign that an answer comes, as the journal keeps it until there is more: a later process takes it back, or tells there what
/// became of the answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct KeptSign {
    /// The message that it stands in.
    pub(crate) place: SignPlace,
    /// What the message is without the sign; `None` if it is nothing else.
    pub(crate) part: Option<KeptMessage>,
}

/// A message with a sign in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum SignPlace {
    /// This one.
    Sent(u64),
    /// If it got there, it is behind the bot's `last` one, and says this.
    Behind { last: Option<u64>, says: String },
}

/// A message as its platform takes it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct KeptMessage {
    /// With its platform's marks.
    pub(crate) marked: String,
    /// For when those are refused.
    pub(crate) plain: String,
    /// Rows of buttons below it.
    pub(crate) keys: Vec<Vec<Button>>,
}

impl KeptSign {
    /// A message that is nothing else.
    pub(crate) fn alone(id: u64) -> Self {
        Self { place: SignPlace::Sent(id), part: None }
    }

    /// The message that it stands in, if that is known.
    pub(crate) fn message(&self) -> Option<u64> {
        match self.place {
            SignPlace::Sent(id) => Some(id),
            SignPlace::Behind { .. } => None,
        }
    }

    /// As the journal keeps it.
    pub(crate) fn written(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    /// From the journal; `None` if it keeps something else.
    pub(crate) fn read(text: &str) -> Option<Self> {
        serde_json::from_str(text).ok()
    }
}

/// Bytes in JSON: a list of numbers would be twice as long.
pub(crate) mod hexadecimal {
    use std::fmt::Write;
    use std::sync::Arc;

    use serde::de::Error;
    use serde::{Deserialize, Deserializer, Serializer};

    pub(crate) fn serialize<S: Serializer>(bytes: &Arc<[u8]>, serializer: S) -> Result<S::Ok, S::Error> {
        let mut text = String::with_capacity(bytes.len() * 2);
        for byte in bytes.iter() {
            // A string takes all that is written.
            let _always = write!(text, "{byte:02x}");
        }
        serializer.serialize_str(&text)
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Arc<[u8]>, D::Error> {
        let text = String::deserialize(deserializer)?;
        let digit = |digit: u8| char::from(digit).to_digit(16).and_then(|it| u8::try_from(it).ok());
        let byte = |pair: &[u8]| match pair {
            [high, low] => Some(digit(*high)? << 4 | digit(*low)?),
            _ => None,
        };
        let bytes: Option<Vec<u8>> = text.as_bytes().chunks(2).map(byte).collect();
        bytes.map(Arc::from).ok_or_else(|| Error::custom("no bytes in hexadecimal"))
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a failed test may panic")]

    use super::*;
    use crate::{Attachment, Button, Card};

    fn file(bytes: Vec<u8>) -> Reply {
        let file = Attachment { name: "chart.png".to_owned(), bytes: bytes.into(), alt: Some("A chart".to_owned()) };
        let card = Card { number: Some(1), title: "Oats".to_owned(), ..Card::default() };
        let button = Button { label: "Use it".to_owned(), action: "/idea use I-001".to_owned() };
        let blocks = vec![Block::Card(card), Block::Buttons(vec![button]), Block::File(file)];
        Reply { blocks, ..Reply::default() }
    }

    #[test]
    fn an_answer_with_a_file_comes_back_from_the_journal_as_it_was() {
        let kept = KeptAnswer { after: vec![9], ..KeptAnswer::new(&file((0..=255).collect()), vec![None, Some(7)]) };
        assert_eq!(KeptAnswer::read(&kept.written().unwrap()), Some(kept));
        assert_eq!(KeptAnswer::read("{}"), None);
    }

    #[test]
    fn a_sign_and_an_answer_are_not_taken_for_each_other() {
        let part = KeptMessage { marked: "<b>Oats</b>".to_owned(), plain: "Oats".to_owned(), keys: Vec::new() };
        let place = SignPlace::Behind { last: Some(7), says: "Oats\n\nThinking".to_owned() };
        for sign in [KeptSign::alone(7), KeptSign { place, part: Some(part) }] {
            assert_eq!(KeptAnswer::read(&sign.written()), None);
            assert_eq!(KeptSign::read(&sign.written()), Some(sign));
        }
        assert_eq!(KeptSign::read(&KeptAnswer::new(&file(vec![1]), vec![Some(7)]).written().unwrap()), None);
    }

    #[test]
    fn an_answer_with_a_very_large_file_is_not_kept() {
        assert!(KeptAnswer::new(&file(vec![0; FILES]), Vec::new()).written().is_some());
        assert_eq!(KeptAnswer::new(&file(vec![0; FILES + 1]), Vec::new()).written(), None);
    }
}
