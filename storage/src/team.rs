//! The name under which everything of a team is kept.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::StorageError;

/// A team's id: 1 to 64 of a-z, 0-9 and '-', not beginning or ending with '-'.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct TeamId(String);

impl TeamId {
    /// The most characters an id has; also what lets a key hold its length in one byte.
    pub const MAX_LENGTH: usize = 64;

    /// Checks a text and takes it as an id.
    ///
    /// # Errors
    /// [`StorageError::InvalidTeam`] with the text.
    pub fn parse(text: &str) -> Result<Self, StorageError> {
        let right_length = (1..=Self::MAX_LENGTH).contains(&text.len());
        let right_letters = text.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-'));
        if right_length && right_letters && !text.starts_with('-') && !text.ends_with('-') {
            Ok(Self(text.to_owned()))
        } else {
            Err(StorageError::InvalidTeam { value: text.to_owned() })
        }
    }

    /// The id as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for TeamId {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

impl TryFrom<String> for TeamId {
    type Error = StorageError;

    fn try_from(text: String) -> Result<Self, StorageError> {
        Self::parse(&text)
    }
}

impl From<TeamId> for String {
    fn from(id: TeamId) -> Self {
        id.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_digits_and_inner_hyphens_make_an_id() {
        for text in ["a", "7", "oat-latte", "a--b", &"x".repeat(64)] {
            assert_eq!(TeamId::parse(text).map(|id| id.to_string()).as_deref(), Ok(text));
        }
    }

    #[test]
    fn anything_else_is_refused_with_the_rule() {
        for text in ["", "-a", "a-", "A", "ä", "a b", "a/b", "a\0", &"x".repeat(65)] {
            assert_eq!(TeamId::parse(text), Err(StorageError::InvalidTeam { value: text.to_owned() }));
        }
        insta::assert_snapshot!(
            TeamId::parse("Café!").expect_err("capitals are refused"),
            @r#""Café!" can't be a team's id: it needs 1 to 64 lower-case letters (a-z), digits or '-', with no '-' at either end"#
        );
    }

    #[test]
    fn an_id_from_outside_is_checked_too() {
        assert!(serde_json::from_str::<TeamId>("\"oat-latte\"").is_ok());
        assert!(serde_json::from_str::<TeamId>("\"Oat\"").is_err());
    }
}
