//! What arrives, by either way: it is in the journal before Telegram may forget it, and is handed on then.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use serde_json::Value;
use teloxide::types::AllowedUpdate;
use tokio::time::Instant;

use super::answer::{Job, Service};
use super::chats::Chats;
use super::incoming::{self, Account, Asked, Incoming, answers_alone};
use super::press;
use crate::kept::{KeptAnswer, KeptSign};
use crate::{AdapterError, Arrival, JournalError, MenuEntry, Unfinished};

/// The kinds of updates that are asked for.
pub(super) const KINDS: [AllowedUpdate; 6] = {
    use AllowedUpdate::{CallbackQuery, ChannelPost, EditedMessage, Message, MessageReaction, MyChatMember};
    [Message, EditedMessage, ChannelPost, CallbackQuery, MyChatMember, MessageReaction]
};

/// Chats of which the last album is remembered.
const ALBUMS: usize = 1_000;

/// How often the journal is tidied while there is no quiet moment: it looks through all that it has.
const FORGET_EVERY: Duration = Duration::from_secs(60);

/// Stores updates and hands them on.
pub(super) struct Intake {
    pub(super) service: Arc<Service>,
    account: Account,
    menu: Vec<MenuEntry>,
    chats: Chats,
    unreadable: u64,
    /// Of each chat the last album: its pictures arrive as one message each, and count once.
    albums: HashMap<i64, String>,
    /// Before this number the journal has forgotten all that is finished, and when it did.
    forgotten: Option<u32>,
    forgot: Instant,
}

/// Updates that are in the journal.
#[derive(Debug, Default)]
pub(super) struct Kept {
    /// What had not been stored before.
    pub(super) new: Vec<Job>,
    /// The highest number.
    pub(super) last: Option<u32>,
    /// Messages that were changed: chats and numbers. Nobody loses anything if that is forgotten.
    pub(super) edited: Vec<(i64, i32)>,
    /// Presses that ask for nothing, and wait for a sign all the same.
    pub(super) presses: Vec<String>,
}

impl Intake {
    pub(super) fn new(service: Arc<Service>, account: Account, menu: Vec<MenuEntry>) -> Self {
        let (chats, albums, forgot) = (Chats::new(Arc::clone(&service)), HashMap::new(), Instant::now());
        Self { service, account, menu, chats, unreadable: 0, albums, forgotten: None, forgot }
    }

    /// Takes up what the last process left.
    pub(super) async fn resume(&mut self) -> Result<(), AdapterError> {
        for Unfinished { arrival, begun, answer } in self.service.journal.unfinished().await? {
            let Arrival { id, payload, .. } = arrival;
            let sign = answer.as_deref().and_then(KeptSign::read);
            let answer = answer.as_deref().and_then(KeptAnswer::read);
            let update = serde_json::from_str::<Value>(&payload).unwrap_or_default();
            match incoming::read(&update, &self.account, &self.menu) {
                Ok(Some(incoming)) => {
                    self.albums.extend(incoming.album.clone().map(|album| (incoming.destination.chat, album)));
                    self.chats.take(Job { id, incoming, begun, answer, sign }).await;
                }
                Err(_) if let Some(incoming) = incoming::unreadable(&update) => {
                    self.chats.take(Job { id, incoming, begun, answer, sign }).await;
                }
                // Another version stored it, and this one does not answer such a thing.
                _ => self.service.journal.finish(&id).await?,
            }
        }
        Ok(())
    }

    /// Stores what is to be answered, durable when this returns.
    ///
    /// # Errors
    /// Nothing is to be confirmed to Telegram.
    pub(super) async fn store(&mut self, updates: &[Value]) -> Result<Kept, JournalError> {
        let mut albums = HashMap::new();
        let mut asked: Vec<(Arrival, Incoming)> = Vec::new();
        let (mut last, mut edited, mut presses) = (None, Vec::new(), Vec::new());
        for update in updates {
            let Some(number) = incoming::number(update) else {
                self.note_unreadable(None, "it has no number");
                continue;
            };
            last = last.max(Some(number));
            match incoming::read(update, &self.account, &self.menu) {
                Ok(Some(incoming)) => {
                    let arrival = arrival(number, update);
                    if !self.is_more_of_an_album(&mut albums, &incoming) {
                        asked.push((arrival, incoming));
                    } else if let Some(wordless) = asked.iter_mut().find(|it| is_captioned_by(&it.1, &incoming)) {
                        // The picture that the words are beside stands for all.
                        *wordless = (arrival, incoming);
                    }
                }
                Ok(None) => {
                    edited.extend(incoming::edited(update));
                    presses.extend(incoming::press(update));
                }
                Err(why) => {
                    self.note_unreadable(Some(number), &why);
                    match incoming::unreadable(update) {
                        Some(incoming) => {
                            asked.push((arrival(number, update), incoming));
                        }
                        None => presses.extend(incoming::press(update)),
                    }
                }
            }
        }
        let mut new = Vec::new();
        if !asked.is_empty() {
            let arrivals = asked.iter().map(|(arrival, _)| arrival.clone()).collect();
            let fresh = self.service.journal.receive(arrivals).await?;
            let mut asked: HashMap<String, Incoming> = asked.into_iter().map(|(it, asked)| (it.id, asked)).collect();
            let job = |Arrival { id, .. }| {
                let incoming = asked.remove(&id)?;
                Some(Job { id, incoming, begun: false, answer: None, sign: None })
            };
            new = fresh.into_iter().filter_map(job).collect();
        }
        if self.albums.len() > ALBUMS {
            self.albums.clear();
        }
        self.albums.extend(albums);
        Ok(Kept { new, last, edited, presses })
    }

    /// Has what is stored answered; waits while there is no room.
    pub(super) async fn hand_on(&mut self, Kept { new, edited, presses, .. }: Kept) {
        presses.into_iter().for_each(|press| self.take_sign(press));
        // All of them before the first is answered.
        for job in &new {
            self.acknowledge(&job.incoming);
        }
        for job in new {
            self.chats.take(job).await;
        }
        for (chat, message) in edited {
            self.chats.edited(chat, message);
        }
    }

    /// Lets the journal forget what Telegram will not send again: in quiet moments, and now and then in others.
    pub(super) async fn forget(&mut self, before: Option<u32>, quiet: bool) {
        let Some(before) = before.filter(|it| Some(*it) != self.forgotten) else { return };
        if !quiet && self.forgot.elapsed() < FORGET_EVERY {
            return;
        }
        match self.service.journal.forget_before(&incoming::id(before)).await {
            Ok(()) => self.forgotten = Some(before),
            Err(error) => tracing::warn!(%error, "confirmed updates are not forgotten"),
        }
        self.forgot = Instant::now();
    }

    /// Waits until what is being answered is done, but not for ever.
    pub(super) async fn end(self) {
        self.chats.end().await;
    }

    /// `new` has the albums of this batch, which count only once it is stored.
    fn is_more_of_an_album(&self, new: &mut HashMap<i64, String>, incoming: &Incoming) -> bool {
        let Some(album) = &incoming.album else { return false };
        let chat = incoming.destination.chat;
        let known = new.get(&chat).or_else(|| self.albums.get(&chat)) == Some(album);
        new.insert(chat, album.clone());
        known
    }

    /// Takes the waiting sign from a button at once, whatever the answer takes.
    fn acknowledge(&self, incoming: &Incoming) {
        let outbox = Arc::clone(&self.service.outbox);
        let to = incoming.destination;
        let Some(press) = incoming.press.clone() else {
            // Where it shows already, it stands for this message too.
            if matches!(incoming.asked, Asked::Input(_) | Asked::File { .. }) && outbox.needs_sign(to) {
                tokio::spawn(async move { outbox.typing(to).await });
            }
            return;
        };
        // In a group the sign may say why not, to nobody but who pressed.
        if !answers_alone(incoming) {
            self.take_sign(press);
        }
    }

    /// Takes the waiting sign from a button.
    fn take_sign(&self, press: String) {
        let outbox = Arc::clone(&self.service.outbox);
        tokio::spawn(async move { press::take_sign(&outbox.api, press).await });
    }

    fn note_unreadable(&mut self, number: Option<u32>, why: &str) {
        self.unreadable += 1;
        tracing::warn!(update.id = number, count = self.unreadable, "an update can't be read");
        // The reason may quote the message.
        tracing::debug!(update.id = number, why, "why it can't be read");
    }
}

/// An update as the journal keeps it. What Telegram could not deliver waits there for a day, so that no channel is looked at.
fn arrival(number: u32, update: &Value) -> Arrival {
    Arrival { id: incoming::id(number), payload: update.to_string(), channel: None }
}

/// Whether `first` is a picture without words of the album in which `other` has some.
fn is_captioned_by(first: &Incoming, other: &Incoming) -> bool {
    let words = |incoming: &Incoming| match &incoming.asked {
        Asked::File { text, .. } => !text.is_empty(),
        _ => true,
    };
    let same = first.album == other.album && first.destination.chat == other.destination.chat;
    same && !words(first) && words(other)
}
