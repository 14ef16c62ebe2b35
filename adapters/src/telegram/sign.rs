//! A message that says no more than that an answer comes. The journal knows it until there is more, so that it does not stand there
//! for ever if the process ends.

use teloxide::types::MessageId;

use super::again::Sent;
use super::answer::Unanswered;
use super::render::Message;
use super::shown::{Begun, Shown, number};
use super::text::Piece;
use crate::kept::KeptSign;

impl Shown<'_> {
    /// Shows what there is of an answer, whose last message may be a sign and nothing else.
    pub(super) async fn show_part(&mut self, messages: Vec<Message>, ends_with_sign: bool) -> Result<(), Unanswered> {
        let noted = self.last_sent().map(KeptSign::Sent);
        if ends_with_sign && noted.is_some() && self.sign == noted && self.messages.len() == messages.len() {
            return self.show(messages).await;
        }
        if ends_with_sign && messages.len() == 1 && self.messages.is_empty() {
            let last = self.service.outbox.last_sent(self.to.chat);
            self.keep_sign(KeptSign::After(last.as_ref().map(number))).await?;
        } else {
            self.forget_sign().await?;
        }
        self.show(messages).await?;
        match self.last_sent() {
            Some(id) if ends_with_sign => self.keep_sign(KeptSign::Sent(id)).await,
            _ => Ok(()),
        }
    }

    fn last_sent(&self) -> Option<u64> {
        self.messages.last().and_then(|(id, _)| id.as_ref()).map(number)
    }

    /// What was noted as a sign becomes a part of the answer.
    pub(super) async fn forget_sign(&mut self) -> Result<(), Unanswered> {
        if self.sign.take().is_some() {
            self.service.journal.begin(self.id).await?;
        }
        Ok(())
    }

    async fn keep_sign(&mut self, sign: KeptSign) -> Result<(), Unanswered> {
        // What is being noted would take its place.
        if let Begun::Soon(_) = self.begun {
            self.begin().await?;
        }
        self.service.journal.keep_answer(self.id, &sign.written()).await?;
        (self.begun, self.sign) = (Begun::Yes, Some(sign));
        Ok(())
    }

    /// Says that the answer was interrupted, in the place of a sign that an earlier process left.
    pub(super) async fn tell_interrupted(&mut self, sign: Option<KeptSign>) -> Result<(), Unanswered> {
        let message = |id: u64| i32::try_from(id).ok().map(MessageId);
        let left = match sign {
            Some(KeptSign::Sent(id)) => message(id),
            Some(KeptSign::After(last)) => match self.sent_next(last.and_then(message)).await {
                Sent::As(id) => Some(id),
                Sent::No | Sent::Perhaps => None,
            },
            None => None,
        };
        let unknown = || Message::from(Piece { html: String::new(), plain: String::new() });
        self.messages = left.map(|id| (Some(id), unknown())).into_iter().collect();
        self.notice(&self.service.notices.interrupted).await
    }
}
