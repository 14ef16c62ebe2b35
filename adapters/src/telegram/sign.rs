//! A sign that an answer comes: a message of its own, or below a part of the answer. The journal knows it until there is more, so that it
//! does not stand there for ever if the process ends.

use teloxide::types::MessageId;

use super::again::{LOOKED_AT, Sent};
use super::answer::Unanswered;
use super::growing::End;
use super::outbox::SendError;
use super::render::{self, Message};
use super::shown::{Begun, Shown, number};
use super::text::Piece;
use crate::kept::{KeptMessage, KeptSign, SignPlace};

/// Messages of a group that are read in search of a sign: each takes one that is sent and taken back.
const READ: usize = 3;

impl Shown<'_> {
    /// Shows what there is of an answer, which may end in a sign.
    pub(super) async fn show_part(&mut self, messages: Vec<Message>, end: End) -> Result<(), Unanswered> {
        if !self.signed {
            self.forget_sign().await?;
        }
        match self.sign_before(&messages, &end) {
            Some(sign) => self.keep_sign(sign).await?,
            None => self.forget_sign().await?,
        }
        self.show(messages).await?;
        let sent = self.messages.last().and_then(|(id, _)| id.as_ref()).map(number);
        let sign = match (end, sent) {
            (End::Sign, Some(id)) => Some(KeptSign::alone(id)),
            (End::Below(part), Some(id)) => Some(below(SignPlace::Sent(id), &part)),
            _ => None,
        };
        self.signed = sign.is_some();
        match sign {
            Some(sign) => self.keep_sign(sign).await,
            None => Ok(()),
        }
    }

    /// What is noted before these messages are shown: with them or without, it is true.
    fn sign_before(&self, messages: &[Message], end: &End) -> Option<KeptSign> {
        let last = messages.len().checked_sub(1)?;
        let id = |at: usize| self.messages.get(at).and_then(|(id, _)| id.as_ref()).map(number);
        let without = |at: usize| match end {
            End::Below(part) if at == last => part,
            _ => &messages[at],
        };
        if let Some(noted) = self.sign.as_ref().and_then(KeptSign::message) {
            // What was a sign becomes a part of the answer, or has one above it.
            return match (0..=last).find(|at| id(*at) == Some(noted))? {
                at if at == last && matches!(end, End::Sign) => self.sign.clone(),
                at => Some(below(SignPlace::Sent(noted), without(at))),
            };
        }
        let behind = || SignPlace::Behind {
            last: self.service.outbox.sent(self.to.chat).map(|(_, last)| number(&last)),
            says: messages[last].piece.plain.trim().to_owned(),
        };
        match (end, id(last)) {
            (End::Below(part), Some(id)) => Some(below(SignPlace::Sent(id), part)),
            // Of several new ones nobody could tell which is there.
            _ if last != self.messages.len() => None,
            (End::Sign, None) => Some(KeptSign { place: behind(), part: None }),
            (End::Below(part), None) => Some(below(behind(), part)),
            _ => None,
        }
    }

    /// What was noted as a sign becomes a part of the answer.
    pub(super) async fn forget_sign(&mut self) -> Result<(), Unanswered> {
        if self.sign.take().is_some() {
            self.service.journal.begin(self.id).await?;
        }
        Ok(())
    }

    async fn keep_sign(&mut self, sign: KeptSign) -> Result<(), Unanswered> {
        if self.sign.as_ref() == Some(&sign) {
            return Ok(());
        }
        // What is being noted would take its place.
        if let Begun::Soon(_) = self.begun {
            self.begin().await?;
        }
        self.service.journal.keep_answer(self.id, &sign.written()).await?;
        (self.begun, self.sign) = (Begun::Yes, Some(sign));
        Ok(())
    }

    /// Says that the answer was interrupted, in the place of a sign that an earlier process left.
    pub(super) async fn tell_interrupted(&mut self, sign: Option<&KeptSign>) -> Result<(), Unanswered> {
        let message = |id: u64| i32::try_from(id).ok().map(MessageId);
        let left = match sign.map(|it| &it.place) {
            Some(SignPlace::Sent(id)) => message(*id),
            Some(SignPlace::Behind { last, says }) if self.to.chat < 0 => {
                self.found_in_group(last.and_then(message), says).await?
            }
            Some(SignPlace::Behind { last, .. }) => match self.sent_next(last.and_then(message)).await {
                Sent::As(id) => Some(id),
                Sent::No | Sent::Perhaps => None,
            },
            None => None,
        };
        match (left, sign.and_then(|it| it.part.as_ref())) {
            (Some(id), Some(part)) => self.take_sign_from_below(id, part).await?,
            _ => {
                let unknown = || Message::from(Piece { html: String::new(), plain: String::new() });
                self.messages = left.map(|id| (Some(id), unknown())).into_iter().collect();
            }
        }
        self.notice(&self.service.notices.interrupted).await
    }

    /// A sign of which nobody heard. In a group others are answered meanwhile, so that it is known by what it says.
    async fn found_in_group(&mut self, last: Option<MessageId>, says: &str) -> Result<Option<MessageId>, Unanswered> {
        let Some(last) = self.asks.into_iter().chain(last).map(|it| it.0).max() else { return Ok(None) };
        let notice = render::status(self.service.notices.interrupted.say(self.language));
        let Some(notice) = notice.into_iter().next() else { return Ok(None) };
        let mut looked_at = 0;
        for id in (last..).skip(1).take(LOOKED_AT).map(MessageId) {
            let is_of_before = self.service.outbox.sent(self.to.chat).is_none_or(|(first, _)| id.0 < first.0);
            if !is_of_before || looked_at == READ {
                return Ok(None);
            }
            match self.service.outbox.is_own(self.to.chat, id).await {
                Some(true) => looked_at += 1,
                Some(false) => continue,
                None => return Ok(None),
            }
            match self.service.outbox.read(&mut self.to, id, &notice).await {
                Ok(text) if text.as_deref().map(str::trim) == Some(says) => return Ok(Some(id)),
                Ok(_) => {}
                Err(SendError::Uncertain(why) | SendError::Refused(why)) => {
                    tracing::info!(chat.id = self.to.chat, why, "it is not known what a message says");
                    return Ok(None);
                }
                Err(other) => return Err(Unanswered::Send(other)),
            }
        }
        Ok(None)
    }

    async fn take_sign_from_below(&mut self, id: MessageId, part: &KeptMessage) -> Result<(), Unanswered> {
        let piece = Piece { html: part.marked.clone(), plain: part.plain.clone() };
        let without = Message { keys: part.keys.clone(), ..Message::from(piece) };
        match self.service.outbox.edit(&mut self.to, id, &without).await {
            // Somebody deleted it.
            Err(SendError::Refused(why)) => {
                tracing::info!(chat.id = self.to.chat, why, "a sign was not taken from below a part of an answer");
                Ok(())
            }
            outcome => outcome.map_err(Unanswered::Send),
        }
    }
}

fn below(place: SignPlace, part: &Message) -> KeptSign {
    let Message { piece: Piece { html, plain }, keys, .. } = part.clone();
    KeptSign { place, part: Some(KeptMessage { marked: html, plain, keys }) }
}
