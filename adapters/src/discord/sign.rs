//! A message that says no more than that an answer comes. A later process takes it back, so that it does not stand there for ever.

use serde_json::{Value, json};
use serenity::http::{LightMethod, Route};
use serenity::model::id::{ChannelId, MessageId};

use super::answer::Answer;
use super::incoming::journal_id;
use crate::kept::KeptSign;

impl Answer<'_> {
    /// Notes which message ends with a sign, where a later process would not find it by what it answers.
    pub(super) async fn note_sign(&mut self) {
        let last = self.sent.last().filter(|it| self.sent.len() > 1 && without_sign(&it.body).is_some());
        let Some(id) = last.and_then(|it| it.message.or(it.id)).filter(|id| self.sign != Some(*id)) else { return };
        match self.journal.keep_answer(&journal_id(self.incoming.id), &KeptSign::alone(id).written()).await {
            Ok(()) => self.sign = Some(id),
            Err(error) => tracing::error!(%error, "an answer grows without a note of it"),
        }
    }

    /// Takes back what an earlier process left as a sign: at the end of the first message of the answer, or of the one that was
    /// noted.
    pub(super) async fn take_back_sign(&self, noted: Option<KeptSign>) {
        let noted = noted.and_then(|sign| sign.message());
        let Some(page) = self.since_asked().await else { return };
        let own =
            page.iter().filter(|(id, it)| it["author"]["bot"] == true && (noted == Some(*id) || self.is_first(it)));
        for (id, rest) in own.filter_map(|(id, it)| Some((*id, without_sign(it)?))) {
            let (channel_id, message_id) = (ChannelId::new(self.channel), MessageId::new(id));
            let route = Route::ChannelMessage { channel_id, message_id };
            let is_all = rest["content"] == "" && rest["embeds"].as_array().is_some_and(Vec::is_empty);
            let taken = match is_all {
                true => self.rest.call(LightMethod::Delete, route, None).await,
                false => self.rest.call(LightMethod::Patch, route, Some(&rest)).await,
            };
            if let Err(error) = taken {
                tracing::debug!(%error, "a sign that an answer comes stays");
            }
        }
    }
}

/// What a message has without the sign that it ends with; `None` if it ends with none. A sign is in small type, in a text as below
/// cards.
fn without_sign(message: &Value) -> Option<Value> {
    let has = |part: &str| message[part].as_array().is_some_and(|it| !it.is_empty());
    if has("components") || has("attachments") {
        return None;
    }
    let content = message["content"].as_str()?;
    let is_small = |line: &&str| line.is_empty() || line.starts_with("-# ");
    let embeds = message["embeds"].as_array().map(Vec::as_slice).unwrap_or_default();
    let (content, embeds) = match embeds.split_last() {
        Some((last, before)) => {
            let others = ["title", "fields", "image", "footer", "author"];
            let is_sign = others.iter().all(|part| last[*part].is_null())
                && last["description"].as_str().is_some_and(|it| it.lines().all(|line| is_small(&line)));
            (content.to_owned(), is_sign.then_some(before)?)
        }
        None => {
            let lines: Vec<&str> = content.lines().collect();
            let kept = lines.iter().rposition(|line| !is_small(line)).map_or(0, |last| last + 1);
            (kept < lines.len() || lines.is_empty()).then(|| (lines[..kept].join("\n"), embeds))?
        }
    };
    Some(json!({ "content": content, "embeds": embeds, "allowed_mentions": { "parse": [] } }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sign_is_known_in_every_language_and_what_is_above_it_stays() {
        let text = |content: &str| json!({ "content": content, "embeds": [], "components": [], "attachments": [] });
        let rest = |message: &Value| without_sign(message).map(|it| (it["content"].clone(), it["embeds"].clone()));
        for sign in ["-# Thinking …", "-# 思考中……", "-# Two ahead\n-# Soon", ""] {
            assert_eq!(rest(&text(sign)), Some((json!(""), json!([]))));
        }
        assert_eq!(rest(&text("Oats\n\n-# Thinking …")), Some((json!("Oats"), json!([]))));
        let (card, sign) = (json!({ "title": "Oats" }), json!({ "description": "-# 思考中……" }));
        let with = |embeds: &[&Value]| json!({ "content": "", "embeds": embeds });
        assert_eq!(rest(&with(&[&card, &sign])), Some((json!(""), json!([card]))));
        let buttons = json!({ "content": "-# Thinking …", "components": [{}] });
        assert!([text("Oats"), with(&[&card]), buttons, Value::Null].iter().all(|it| rest(it).is_none()));
    }
}
