//! One server with all that is known of it: its address, what it takes, and whether it works.

use std::sync::{Mutex, PoisonError};

use tokio::sync::Semaphore;

use super::RemoteSettings;
use super::attempts::Retries;
use super::breaker::Breaker;
use super::dialect::Dialect;
use super::endpoint::Endpoint;
use crate::LlmError;

/// One server.
#[derive(Debug)]
pub(super) struct Server {
    pub(super) endpoint: Endpoint,
    pub(super) embedding_model: Option<String>,
    pub(super) breaker: Breaker,
    pub(super) retries: Retries,
    /// One for each HTTP request at the same time.
    pub(super) connections: Semaphore,
    dialect: Mutex<Dialect>,
}

impl Server {
    pub(super) fn new(mut settings: RemoteSettings) -> Result<Self, LlmError> {
        let RemoteSettings { attempts, retry_base: base, retry_cap: cap, connections, .. } = settings;
        Ok(Self {
            embedding_model: settings.embedding_model.take(),
            breaker: Breaker::new(settings.breaker_failures, settings.breaker_pause),
            retries: Retries { attempts, base, cap },
            connections: Semaphore::new(connections.clamp(1, Semaphore::MAX_PERMITS)),
            dialect: Mutex::default(),
            endpoint: Endpoint::new(settings)?,
        })
    }

    /// What it takes, as far as it is known.
    pub(super) fn dialect(&self) -> Dialect {
        *self.dialect.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Remembers what it does not take.
    pub(super) fn learn(&self, dialect: Dialect) {
        let mut known = self.dialect.lock().unwrap_or_else(PoisonError::into_inner);
        let joined = known.joined(dialect);
        if joined != *known {
            tracing::debug!(server = ?self.endpoint, dialect = ?joined, "the model's server takes less than it was sent");
            *known = joined;
        }
    }
}
