//! The way to the gateway: where it is, how many shards there are to be, and how many sessions may still begin.

use std::sync::Arc;
use std::time::Duration;

use serde_json::Value;
use serenity::client::Client;
use serenity::gateway::GatewayError;
use serenity::http::{HttpError, LightMethod, Route};
use tokio_util::sync::CancellationToken;

use super::Failed;
use super::rest::{Rest, RestError};

/// The wait before Discord is tried again when it can't be reached; it doubles up to the longest.
const FIRST_RETRY: Duration = Duration::from_secs(1);
const LONGEST_RETRY: Duration = Duration::from_secs(60);

/// What Discord says of its gateway.
pub(super) struct Way {
    pub(super) url: String,
    /// Shards that a bot in so many servers is to have; at least one.
    shards: u32,
    /// Sessions that may still begin, one for each shard. A bot that begins more loses its token.
    remaining: u64,
    /// When more may.
    more_after: Duration,
}

impl Way {
    /// Asks for it until Discord can be reached. `None` if the process is to stop before that.
    pub(super) async fn ask(rest: &Rest, shutdown: &CancellationToken) -> Result<Option<Self>, RestError> {
        let Some(said) = answered(rest, Route::GatewayBot, shutdown).await? else { return Ok(None) };
        let limit = &said["session_start_limit"];
        Ok(Some(Self {
            url: said["url"].as_str().unwrap_or_default().to_owned(),
            shards: said["shards"].as_u64().and_then(|it| u32::try_from(it).ok()).unwrap_or(1).max(1),
            remaining: limit["remaining"].as_u64().unwrap_or(u64::MAX),
            more_after: Duration::from_millis(limit["reset_after"].as_u64().unwrap_or_default()),
        }))
    }

    /// Waits until as many sessions may begin as there are shards; asks again then.
    async fn open(mut self, rest: &Rest, shutdown: &CancellationToken) -> Result<Option<Self>, RestError> {
        while self.remaining < u64::from(self.shards) {
            let wait = self.more_after.max(FIRST_RETRY);
            tracing::warn!(
                remaining = self.remaining,
                shards = self.shards,
                "Discord lets me begin too few sessions for now; I go on in {} s",
                wait.as_secs()
            );
            tokio::select! {
                () = tokio::time::sleep(wait) => {}
                () = shutdown.cancelled() => return Ok(None),
            }
            match Self::ask(rest, shutdown).await? {
                Some(way) => self = way,
                None => return Ok(None),
            }
        }
        Ok(Some(self))
    }
}

/// Keeps the gateway's sessions, one for each shard; returns only when that has no more sense, or the process is to stop.
pub(super) async fn stay_connected(
    mut client: Client,
    mut way: Way,
    rest: Arc<Rest>,
    shutdown: CancellationToken,
) -> Result<(), Failed> {
    let mut wait = FIRST_RETRY;
    loop {
        let Some(open) = way.open(&rest, &shutdown).await? else { return Ok(()) };
        // serenity begins them one after the other, as far apart as Discord asks for.
        match client.start_shards(open.shards).await {
            Err(serenity::Error::Gateway(error)) => return Err(error.into()),
            Err(serenity::Error::Http(HttpError::UnsuccessfulRequest(response))) if response.status_code == 401 => {
                return Err(GatewayError::InvalidAuthentication.into());
            }
            ended => {
                let error = ended.err().map(|error| error.to_string()).unwrap_or_default();
                tracing::warn!(error, "Discord's gateway is tried again in {} s", wait.as_secs());
                tokio::time::sleep(wait).await;
                wait = (wait * 2).min(LONGEST_RETRY);
            }
        }
        let Some(next) = Way::ask(&rest, &shutdown).await? else { return Ok(()) };
        way = next;
    }
}

/// What Discord says at an address; tried until it can be reached. `None` if the process is to stop before that.
pub(super) async fn answered(
    rest: &Rest,
    route: Route<'_>,
    shutdown: &CancellationToken,
) -> Result<Option<Value>, RestError> {
    let mut wait = FIRST_RETRY;
    loop {
        let asked = tokio::select! {
            asked = rest.call(LightMethod::Get, route, None) => asked,
            () = shutdown.cancelled() => return Ok(None),
        };
        match asked {
            Ok(answer) => return Ok(Some(answer)),
            Err(error @ RestError::Refused { status: 400..=499, .. }) => return Err(error),
            Err(error) => {
                tracing::warn!(%error, "Discord is tried again in {} s", wait.as_secs());
                tokio::select! {
                    () = tokio::time::sleep(wait) => wait = (wait * 2).min(LONGEST_RETRY),
                    () = shutdown.cancelled() => return Ok(None),
                }
            }
        }
    }
}
