//! One import of a team at a time: two at once would each take the same post for new.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use copydesk_storage::TeamId;
use tokio::sync::OwnedMutexGuard;

/// Whose turn it is, by team.
#[derive(Default)]
pub struct Imports {
    teams: Mutex<HashMap<TeamId, Arc<tokio::sync::Mutex<()>>>>,
}

impl Imports {
    /// Waits until no other import of the team runs; it is this one's turn until the guard is dropped.
    pub async fn turn(&self, team: &TeamId) -> OwnedMutexGuard<()> {
        let turn = {
            let mut teams = self.teams.lock().unwrap_or_else(PoisonError::into_inner);
            // Teams that nobody waits for are not remembered.
            teams.retain(|_, turn| Arc::strong_count(turn) > 1);
            Arc::clone(teams.entry(team.clone()).or_default())
        };
        turn.lock_owned().await
    }
}
