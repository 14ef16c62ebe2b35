//! A message that says no more than that an answer comes. A later process takes it back, so that it does not stand there for ever.

use serde_json::Value;
use serenity::http::{LightMethod, Route};
use serenity::model::id::{ChannelId, MessageId};

use super::answer::Answer;
use super::incoming::journal_id;
use crate::kept::KeptSign;

impl Answer<'_> {
    /// Notes which message is a sign and nothing else, where a later process would not find it by what it answers.
    pub(super) async fn note_sign(&mut self) {
        let last = self.sent.last().filter(|it| self.sent.len() > 1 && is_sign(&it.body));
        let Some(id) = last.and_then(|it| it.message.or(it.id)).filter(|id| self.sign != Some(*id)) else { return };
        match self.journal.keep_answer(&journal_id(self.incoming.id), &KeptSign::Sent(id).written()).await {
            Ok(()) => self.sign = Some(id),
            Err(error) => tracing::error!(%error, "an answer grows without a note of it"),
        }
    }

    /// Takes back what an earlier process left as a sign: the first message of the answer, or the one that was noted.
    pub(super) async fn take_back_sign(&self, noted: Option<KeptSign>) {
        let noted = match noted {
            Some(KeptSign::Sent(id)) => Some(id),
            Some(KeptSign::After(_)) | None => None,
        };
        let Some(page) = self.since_asked().await else { return };
        let left = |(id, it): &(u64, Value)| (noted == Some(*id) || self.is_first(it)) && is_sign(it);
        for (id, _) in page.iter().filter(|it| it.1["author"]["bot"] == true).filter(|it| left(it)) {
            let (channel_id, message_id) = (ChannelId::new(self.channel), MessageId::new(*id));
            let route = Route::ChannelMessage { channel_id, message_id };
            if let Err(error) = self.rest.call(LightMethod::Delete, route, None).await {
                tracing::debug!(%error, "a sign that an answer comes stays");
            }
        }
    }
}

/// Whether a message has nothing but lines in small type, which stand for what comes, or nothing at all.
fn is_sign(message: &Value) -> bool {
    let has = |part: &str| message[part].as_array().is_some_and(|it| !it.is_empty());
    let small = |text: &str| text.lines().all(|line| line.is_empty() || line.starts_with("-# "));
    !["embeds", "components", "attachments"].into_iter().any(has) && message["content"].as_str().is_some_and(small)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_sign_is_known_in_every_language_and_no_part_of_an_answer_is_taken_for_one() {
        let text = |content: &str| json!({ "content": content, "embeds": [], "components": [], "attachments": [] });
        assert!(["-# Thinking …", "-# 思考中……", "-# Two ahead\n-# Soon", ""].iter().all(|it| is_sign(&text(it))));
        let card = json!({ "content": "", "embeds": [{ "title": "Oats" }] });
        assert!(![text("Oats"), text("Oats\n-# Thinking …"), card, Value::Null].iter().any(is_sign));
    }
}
