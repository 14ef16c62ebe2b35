//! Refusals that were told lately: somebody who is not let in is told so once, and then not again with each message.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use jiff::{SignedDuration, Timestamp};

/// How long a refusal is not repeated to the same person.
const QUIET: SignedDuration = SignedDuration::from_mins(10);
/// People who are remembered.
const REMEMBERED: usize = 10_000;

/// Who was told when.
#[derive(Debug, Default)]
pub struct Refusals(Mutex<HashMap<String, Timestamp>>);

impl Refusals {
    /// Whether to tell this person now, which counts as told.
    pub fn tell(&self, person: &str, now: Timestamp) -> bool {
        let mut told = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if told.len() >= REMEMBERED {
            told.retain(|_, at| now.duration_since(*at) < QUIET);
        }
        if told.len() >= REMEMBERED || told.get(person).is_some_and(|at| now.duration_since(*at) < QUIET) {
            return false;
        }
        told.insert(person.to_string(), now);
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_person_is_told_once_in_ten_minutes_and_others_for_themselves() {
        let (refusals, start) = (Refusals::default(), Timestamp::UNIX_EPOCH);
        let minutes = |minutes| start + SignedDuration::from_mins(minutes);
        assert!(refusals.tell("telegram:7", start));
        assert!(!refusals.tell("telegram:7", minutes(9)));
        assert!(refusals.tell("telegram:8", minutes(9)));
        assert!(refusals.tell("telegram:7", minutes(10)));
        assert!(!refusals.tell("telegram:7", minutes(19)));
    }
}
