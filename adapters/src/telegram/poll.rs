//! Long polling: asking for updates with a higher offset is what confirms those before.

use std::time::{Duration, Instant};

use serde_json::Value;
use teloxide::payloads::{GetUpdates, GetUpdatesSetters};

use super::PLATFORM;
use super::api::CallError;
use super::intake::{Intake, KINDS};
use super::outbox::pause;
use crate::AdapterError;

/// Updates in one answer at most. Source: Bot API, getUpdates, `limit`.
const MOST: usize = 100;

/// For how long it is remembered that another process took the updates away.
const CONFLICTS_WITHIN: Duration = Duration::from_secs(5 * 60);

/// Gets updates and hands them on.
pub(super) struct Poll<'a> {
    pub(super) intake: &'a mut Intake,
    /// Where the token comes from.
    variable: String,
    /// The next update's number; all before it are confirmed with the next call.
    offset: Option<u32>,
    failed: u32,
    /// When another process took the updates away, of late.
    conflicts: Vec<Instant>,
}

impl<'a> Poll<'a> {
    pub(super) fn new(intake: &'a mut Intake, variable: String) -> Self {
        Self { intake, variable, offset: None, failed: 0, conflicts: Vec::new() }
    }

    /// Polls until `shutdown`.
    pub(super) async fn run(&mut self) -> Result<(), AdapterError> {
        loop {
            let asked = self.payload();
            let service = &self.intake.service;
            let said = tokio::select! {
                biased;
                () = service.shutdown.cancelled() => return Ok(()),
                () = service.stopped.cancelled() => return Err(AdapterError::Stopped),
                said = service.outbox.api.call(&asked) => said,
            };
            let updates = match said {
                Ok(Value::Array(updates)) => updates,
                Ok(_) => {
                    self.intake.service.rush.set(false);
                    self.back_off("updates that are no list", None).await;
                    continue;
                }
                Err(error) => {
                    self.intake.service.rush.set(false);
                    self.failure(error).await?;
                    continue;
                }
            };
            // Where as many come as may, more are there.
            self.intake.service.rush.set(updates.len() >= MOST);
            self.intake.forget(self.offset, updates.is_empty()).await;
            match self.intake.store(&updates).await {
                Ok(kept) => match kept.last {
                    None if !updates.is_empty() => self.back_off("updates without numbers", None).await,
                    last => {
                        self.offset = last.map(|it| it.saturating_add(1)).or(self.offset);
                        self.failed = 0;
                        self.intake.hand_on(kept).await;
                    }
                },
                // Nothing is confirmed: they come again.
                Err(error) => self.back_off(&error.to_string(), None).await,
            }
        }
    }

    fn payload(&self) -> GetUpdates {
        let payload = GetUpdates::new().timeout(self.intake.service.timing.poll_seconds).allowed_updates(KINDS);
        match self.offset {
            Some(offset) => payload.offset(i32::try_from(offset).unwrap_or(i32::MAX)),
            None => payload,
        }
    }

    /// Ends, or waits until asking again makes sense.
    async fn failure(&mut self, error: CallError) -> Result<(), AdapterError> {
        match error {
            CallError::Unauthorized => {
                Err(AdapterError::Unauthorized { platform: PLATFORM, variable: self.variable.clone() })
            }
            // Ours was removed at the start.
            CallError::Conflict(why) if why.to_lowercase().contains("webhook") => Err(AdapterError::Platform {
                platform: PLATFORM,
                message: "another program has set a webhook for this bot; stop it first".to_owned(),
            }),
            // The other one may be there for a moment only, such as an older version that is about to end.
            CallError::Conflict(_) => {
                self.conflicts.retain(|at| at.elapsed() < CONFLICTS_WITHIN);
                self.conflicts.push(Instant::now());
                if self.conflicts.len() > self.intake.service.timing.conflicts {
                    return Err(AdapterError::Conflict { platform: PLATFORM });
                }
                self.back_off(&AdapterError::Conflict { platform: PLATFORM }.to_string(), None).await;
                Ok(())
            }
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
        let service = &self.intake.service;
        let pause = asked.unwrap_or_else(|| pause(service.timing.back_off, self.failed));
        tracing::warn!(error, ?pause, "updates did not come in; trying again");
        tokio::select! {
            () = service.shutdown.cancelled() => {}
            () = tokio::time::sleep(pause) => {}
        }
    }
}
