//! Numbers that a team's records have: they count from 1 in each team, and none is given twice.

use serde::{Deserialize, Serialize};

use crate::store::LOST_RACES;
use crate::{Campaign, Change, Record, Section, StorageError, TeamStore};

/// A kind of record that is numbered.
pub trait Numbered: Record {
    /// The letter before its number, as people call it: `I` of `I-017`.
    const LETTER: char;

    /// What people call the record of this number: `I-017`.
    #[must_use]
    fn name_of(number: u32) -> String {
        format!("{}-{number:03}", Self::LETTER)
    }

    /// The number in a name such as `I-017`, `i-17` or `17`; `None` if it is none of this kind.
    #[must_use]
    fn number_of(name: &str) -> Option<u32> {
        let name = name.trim().trim_start_matches('#');
        let digits = match name.split_once(['-', '－']) {
            Some((letter, digits)) => letter.eq_ignore_ascii_case(&Self::LETTER.to_string()).then_some(digits)?,
            None => name,
        };
        let all_digits = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
        all_digits.then(|| digits.parse().ok()).flatten().filter(|number| *number > 0)
    }

    /// Its id in the store, which keeps the order of numbers.
    #[must_use]
    fn record_id(number: u32) -> String {
        format!("{number:08}")
    }
}

impl Numbered for Campaign {
    const LETTER: char = 'C';
}

/// The last number given, as [`Campaign`]s have it, too; its id is the section's name.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
struct LastNumber {
    number: u32,
}

impl Record for LastNumber {
    const SECTION: Section = Section::Counters;
    const VERSION: u16 = 1;
}

impl TeamStore {
    /// The next number of `R`, taken as a part of `change`: it is taken once that is committed, and the commit fails with a
    /// conflict if somebody else was faster.
    ///
    /// # Errors
    /// As [`get`](Self::get).
    pub async fn take_number<R: Numbered>(&self, change: Change) -> Result<(u32, Change), StorageError> {
        let counter = R::SECTION.name();
        let last = self.get::<LastNumber>(counter).await?;
        let number = last.as_ref().map_or(0, |last| last.record.number) + 1;
        let change = change.unchanged::<LastNumber>(counter, last.map(|last| last.version));
        Ok((number, change.put(counter, &LastNumber { number })))
    }

    /// Takes the next number of `R` in a change that `make` completes. When somebody else takes it meanwhile, or changes what
    /// `make` relied on, it runs again with the next; it reads what it needs each time.
    ///
    /// # Errors
    /// What `make` says; see also [`update`](Self::update).
    pub async fn numbered<R, T, E, F, M>(&self, make: F) -> Result<T, E>
    where
        R: Numbered,
        E: From<StorageError>,
        F: Fn(u32, Change) -> M,
        M: Future<Output = Result<(Change, T), E>>,
    {
        let mut races = 0;
        loop {
            let (number, change) = self.take_number::<R>(self.change()).await?;
            let (change, made) = make(number, change).await?;
            match change.commit().await {
                Ok(_) => return Ok(made),
                Err(StorageError::Conflict { .. }) if races < LOST_RACES => races += 1,
                Err(error) => return Err(error.into()),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Numbered;
    use crate::{Draft, Idea};

    #[test]
    fn a_record_is_called_by_its_letter_and_its_number() {
        assert_eq!([Idea::name_of(17), Draft::name_of(1000)], ["I-017", "D-1000"]);
        for name in ["I-017", "i-17", "#I-17", " 17 "] {
            assert_eq!(Idea::number_of(name), Some(17), "{name}");
        }
        for name in ["D-017", "I-", "I-x", "I-0", "I-+7", "oat latte", "99999999999"] {
            assert_eq!(Idea::number_of(name), None, "{name}");
        }
    }
}
