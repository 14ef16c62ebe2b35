//! Long polling: what arrives is in the journal before Telegram may forget it.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use serde_json::Value;
use teloxide::payloads::{AnswerCallbackQuery, GetUpdates, GetUpdatesSetters};
use teloxide::types::{AllowedUpdate, CallbackQueryId};
use tokio::time::Instant;

use super::PLATFORM;
use super::answer::{Job, Service};
use super::api::CallError;
use super::chats::Chats;
use super::incoming::{self, Account, Incoming};
use super::outbox::pause;
use crate::{AdapterError, Arrival, MenuEntry, Unfinished};

/// Chats of which the last album is remembered.
const ALBUMS: usize = 1_000;

/// How often the journal is tidied while there is no quiet moment: it looks through all that it has.
const FORGET_EVERY: Duration = Duration::from_secs(60);

/// Gets updates and hands them on.
pub(super) struct Poll {
    pub(super) service: Arc<Service>,
    pub(super) account: Account,
    pub(super) menu: Vec<MenuEntry>,
    /// Where the token comes from.
    pub(super) variable: String,
    /// The next update's number; all before it are confirmed with the next call.
    offset: Option<u32>,
    /// Before this number the journal has forgotten all that is finished, and when it did.
    forgotten: Option<u32>,
    forgot: Instant,
    failed: u32,
    unreadable: u64,
    /// Of each chat the last album: its pictures arrive as one message each, and count once.
    albums: HashMap<i64, String>,
}

impl Poll {
    pub(super) fn new(service: Arc<Service>, account: Account, menu: Vec<MenuEntry>, variable: String) -> Self {
        let albums = HashMap::new();
        let forgot = Instant::now();
        Self {
            service,
            account,
            menu,
            variable,
            offset: None,
            forgotten: None,
            forgot,
            failed: 0,
            unreadable: 0,
            albums,
        }
    }

    /// Takes up what the last process left.
    pub(super) async fn resume(&mut self, chats: &mut Chats) -> Result<(), AdapterError> {
        for Unfinished { arrival: Arrival { id, payload }, begun } in self.service.journal.unfinished().await? {
            let update = serde_json::from_str::<Value>(&payload).unwrap_or_default();
            match incoming::read(&update, &self.account, &self.menu) {
                Ok(Some(incoming)) => chats.take(Job { id, incoming, begun }).await,
                // Another version stored it, and this one does not answer such a thing.
                _ => self.service.journal.finish(&id).await?,
            }
        }
        Ok(())
    }

    /// Polls until `shutdown`.
    pub(super) async fn run(&mut self, chats: &mut Chats) -> Result<(), AdapterError> {
        loop {
            let asked = self.payload();
            let said = tokio::select! {
                biased;
                () = self.service.shutdown.cancelled() => return Ok(()),
                () = self.service.stopped.cancelled() => return Err(AdapterError::Stopped),
                said = self.service.outbox.api.call(&asked) => said,
            };
            let updates = match said {
                Ok(Value::Array(updates)) => updates,
                Ok(_) => {
                    self.back_off("updates that are no list", None).await;
                    continue;
                }
                Err(error) => {
                    self.failure(error).await?;
                    continue;
                }
            };
            self.forget(updates.is_empty()).await;
            match self.store(&updates).await {
                Ok(jobs) => {
                    self.failed = 0;
                    for job in jobs {
                        self.acknowledge(&job.incoming);
                        chats.take(job).await;
                    }
                }
                // Nothing is confirmed: they come again.
                Err(error) => self.back_off(&error, None).await,
            }
        }
    }

    fn payload(&self) -> GetUpdates {
        use AllowedUpdate::{CallbackQuery, EditedMessage, Message, MyChatMember};
        let wanted = [Message, EditedMessage, CallbackQuery, MyChatMember];
        let payload = GetUpdates::new().timeout(self.service.timing.poll_seconds).allowed_updates(wanted);
        match self.offset {
            Some(offset) => payload.offset(i32::try_from(offset).unwrap_or(i32::MAX)),
            None => payload,
        }
    }

    /// Lets the journal forget what the call just made has confirmed: in quiet moments, and now and then in others.
    async fn forget(&mut self, quiet: bool) {
        let Some(offset) = self.offset.filter(|it| Some(*it) != self.forgotten) else { return };
        if !quiet && self.forgot.elapsed() < FORGET_EVERY {
            return;
        }
        match self.service.journal.forget_before(&incoming::id(offset)).await {
            Ok(()) => self.forgotten = Some(offset),
            Err(error) => tracing::warn!(%error, "confirmed updates are not forgotten"),
        }
        self.forgot = Instant::now();
    }

    /// Stores what is to be answered, moves the offset on, and gives what is new.
    async fn store(&mut self, updates: &[Value]) -> Result<Vec<Job>, String> {
        let mut albums = HashMap::new();
        let mut asked: Vec<(Arrival, Incoming)> = Vec::new();
        let mut last = None;
        for update in updates {
            let Some(number) = incoming::number(update) else {
                self.note_unreadable(None, "it has no number");
                continue;
            };
            last = last.max(Some(number));
            match incoming::read(update, &self.account, &self.menu) {
                Ok(Some(incoming)) if !self.is_more_of_an_album(&mut albums, &incoming) => {
                    asked.push((Arrival { id: incoming::id(number), payload: update.to_string() }, incoming));
                }
                Ok(_) => {}
                Err(why) => self.note_unreadable(Some(number), &why),
            }
        }
        let mut jobs = Vec::new();
        if !asked.is_empty() {
            let arrivals = asked.iter().map(|(arrival, _)| arrival.clone()).collect();
            let new = self.service.journal.receive(arrivals).await.map_err(|error| error.to_string())?;
            let mut asked: HashMap<String, Incoming> = asked.into_iter().map(|(it, asked)| (it.id, asked)).collect();
            let job = |Arrival { id, .. }| asked.remove(&id).map(|incoming| Job { id, incoming, begun: false });
            jobs = new.into_iter().filter_map(job).collect();
        }
        match last {
            Some(last) => self.offset = Some(last.saturating_add(1)),
            None if !updates.is_empty() => return Err("updates without numbers".to_owned()),
            None => {}
        }
        if self.albums.len() > ALBUMS {
            self.albums.clear();
        }
        self.albums.extend(albums);
        Ok(jobs)
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
        let Some(press) = incoming.press.clone() else { return };
        let outbox = Arc::clone(&self.service.outbox);
        tokio::spawn(async move {
            if let Err(error) = outbox.api.call(&AnswerCallbackQuery::new(CallbackQueryId(press))).await {
                tracing::debug!(%error, "a press was not acknowledged");
            }
        });
    }

    fn note_unreadable(&mut self, number: Option<u32>, why: &str) {
        self.unreadable += 1;
        tracing::warn!(update.id = number, count = self.unreadable, "an update can't be read and is skipped");
        // The reason may quote the message.
        tracing::debug!(update.id = number, why, "why it can't be read");
    }

    /// Ends, or waits until asking again makes sense.
    async fn failure(&mut self, error: CallError) -> Result<(), AdapterError> {
        match error {
            CallError::Unauthorized => {
                Err(AdapterError::Unauthorized { platform: PLATFORM, variable: self.variable.clone() })
            }
            CallError::Conflict(why) if why.contains("webhook") => Err(AdapterError::Platform {
                platform: PLATFORM,
                message: "a webhook is set for this bot; remove it with the method deleteWebhook".to_owned(),
            }),
            CallError::Conflict(_) => Err(AdapterError::Conflict { platform: PLATFORM }),
            CallError::TooMany(pause) => {
                self.back_off("too many requests", Some(pause)).await;
                Ok(())
            }
            other => {
                self.back_off(&other.to_string(), None).await;
                Ok(())
            }
        }
    }

    async fn back_off(&mut self, error: &str, asked: Option<Duration>) {
        self.failed = self.failed.saturating_add(1);
        let pause = asked.unwrap_or_else(|| pause(self.service.timing.back_off, self.failed));
        tracing::warn!(error, ?pause, "updates did not come in; trying again");
        tokio::select! {
            () = self.service.shutdown.cancelled() => {}
            () = tokio::time::sleep(pause) => {}
        }
    }
}
