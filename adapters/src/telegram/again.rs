//! A complete answer that a process which has ended may have shown, or a part of it: the same is shown, and nothing twice.
//!
//! Edits say the same once more and do no harm. A new message has no key, and no history shows it to a bot; that it is there can be
//! told by what Telegram refuses to do with it.

use teloxide::types::MessageId;

use super::answer::Unanswered;
use super::render::Message;
use super::shown::{Begun, Shown};
use super::text::Piece;
use crate::kept::KeptAnswer;

/// Whether a message was sent although no answer to that came.
pub(super) enum Sent {
    As(MessageId),
    No,
    /// Nobody can tell.
    Perhaps,
}

/// Numbers behind the last one that is known: an answer that shows nothing before it is complete is there within half a second,
/// and a private chat shares its numbers with all others.
pub(super) const LOOKED_AT: usize = 30;

impl Shown<'_> {
    /// Shows what an earlier process had complete. What it changed is changed once more, which does no harm.
    pub(super) async fn finish_again(&mut self, kept: KeptAnswer) -> Result<(), Unanswered> {
        self.begun = Begun::Yes;
        let wanted = self.wanted(&kept.reply.blocks);
        let id = |id: u64| i32::try_from(id).ok().map(MessageId);
        let nothing = || Message::from(Piece { html: String::new(), plain: String::new() });
        let before = kept.before.iter().map(|it| (it.and_then(id), nothing()));
        let after = kept.after.iter().zip(wanted.iter().skip(kept.before.len()));
        self.messages = before.chain(after.map(|(it, message)| (id(*it), message.clone()))).collect();
        if let Some(next) = wanted.get(self.messages.len()) {
            match self.sent_next(kept.last.and_then(id)).await {
                Sent::As(id) => self.messages.push((Some(id), next.clone())),
                Sent::No => {}
                Sent::Perhaps => self.messages.push((None, next.clone())),
            }
        }
        self.kept = Some(kept);
        self.complete(wanted).await
    }

    /// Whether the message that comes next is there: each is noted before the one after it is sent. `before` is the last of the
    /// bot's in the chat that is known to be another.
    ///
    /// Telegram does not show what it says, only that it is the bot's. In a private chat nothing else of the bot's follows; in a
    /// group others are answered meanwhile.
    pub(super) async fn sent_next(&self, before: Option<MessageId>) -> Sent {
        let known = self.messages.iter().filter_map(|(id, _)| *id).chain(self.asks).chain(before).map(|it| it.0).max();
        let Some(last) = known else { return Sent::Perhaps };
        for id in (last..).skip(1).take(LOOKED_AT).map(MessageId) {
            match self.service.outbox.is_own(self.to.chat, id).await {
                Some(true) if self.to.chat > 0 => return Sent::As(id),
                Some(true) | None => return Sent::Perhaps,
                Some(false) => {}
            }
        }
        Sent::No
    }
}
