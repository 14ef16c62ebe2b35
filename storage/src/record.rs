//! Records as bytes: a version, then JSON, so that a later program knows what it reads.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::{Key, Section, StorageError};

/// A kind of stored record.
pub trait Record: Serialize + DeserializeOwned + Send + Sync {
    /// Where its records are.
    const SECTION: Section;

    /// The version of its JSON. Raised when an older program could not read it any more, or a new field has no
    /// default.
    const VERSION: u16;

    /// Turns the JSON of version `from` into that of `from + 1`.
    ///
    /// # Errors
    /// What is wrong with the value.
    fn upgrade(from: u16, value: Value) -> Result<Value, UpgradeError> {
        let _ = value;
        Err(UpgradeError::new(format!("version {from} can't be upgraded")))
    }
}

/// Why an old record can't become a new one.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct UpgradeError(String);

impl UpgradeError {
    /// The reason, as a clause.
    #[must_use]
    pub fn new(reason: impl Into<String>) -> Self {
        Self(reason.into())
    }
}

/// A record and the version of the commit that wrote it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stored<R> {
    /// The record.
    pub record: R,
    /// The commit's version, for a check.
    pub version: u64,
}

pub(crate) fn encode<R: Record>(key: &Key, record: &R) -> Result<Vec<u8>, StorageError> {
    let mut bytes = R::VERSION.to_be_bytes().to_vec();
    serde_json::to_writer(&mut bytes, record).map_err(|error| damaged(key, &error))?;
    Ok(bytes)
}

/// The version and the JSON, whatever the kind.
pub(crate) fn decode_plain(key: &Key, bytes: &[u8]) -> Result<(u16, Value), StorageError> {
    let (version, json) = bytes.split_first_chunk().ok_or_else(|| damaged(key, &"it is too short"))?;
    let json = serde_json::from_slice(json).map_err(|error| damaged(key, &error))?;
    Ok((u16::from_be_bytes(*version), json))
}

pub(crate) fn decode<R: Record>(key: &Key, bytes: &[u8]) -> Result<R, StorageError> {
    let (version, json) = bytes.split_first_chunk().ok_or_else(|| damaged(key, &"it is too short"))?;
    let version = u16::from_be_bytes(*version);
    if version == R::VERSION {
        return serde_json::from_slice(json).map_err(|error| damaged(key, &error));
    }
    if version > R::VERSION {
        return Err(StorageError::NewerSchema {
            what: format!("the record {key}"),
            found: version.into(),
            known: R::VERSION.into(),
        });
    }
    let mut value: Value = serde_json::from_slice(json).map_err(|error| damaged(key, &error))?;
    for from in version..R::VERSION {
        value = R::upgrade(from, value).map_err(|error| damaged(key, &error))?;
    }
    serde_json::from_value(value).map_err(|error| damaged(key, &error))
}

fn damaged(key: &Key, reason: &dyn std::fmt::Display) -> StorageError {
    StorageError::DamagedRecord { key: key.to_string(), reason: reason.to_string() }
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::*;

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    struct Old {
        title: String,
    }

    impl Record for Old {
        const SECTION: Section = Section::Conversations;
        const VERSION: u16 = 1;
    }

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    struct New {
        headline: String,
        tags: Vec<String>,
    }

    impl Record for New {
        const SECTION: Section = Section::Conversations;
        const VERSION: u16 = 3;

        fn upgrade(from: u16, mut value: Value) -> Result<Value, UpgradeError> {
            let fields = value.as_object_mut().ok_or_else(|| UpgradeError::new("it is no object"))?;
            match from {
                1 => {
                    let title = fields.remove("title").ok_or_else(|| UpgradeError::new("it has no title"))?;
                    fields.insert("headline".to_owned(), title);
                }
                _ => {
                    fields.insert("tags".to_owned(), Value::Array(Vec::new()));
                }
            }
            Ok(value)
        }
    }

    fn key() -> Key {
        Key::installation(Section::Conversations, "7")
    }

    #[test]
    fn a_record_begins_with_its_version() {
        let bytes = encode(&key(), &Old { title: "Oats".to_owned() }).expect("it is JSON");
        assert_eq!(bytes, b"\0\x01{\"title\":\"Oats\"}");
        assert_eq!(decode(&key(), &bytes), Ok(Old { title: "Oats".to_owned() }));
    }

    #[test]
    fn an_old_record_is_upgraded_step_by_step() {
        let bytes = encode(&key(), &Old { title: "Oats".to_owned() }).expect("it is JSON");
        assert_eq!(decode(&key(), &bytes), Ok(New { headline: "Oats".to_owned(), tags: Vec::new() }));
    }

    #[test]
    fn a_record_of_a_newer_program_is_not_guessed_at() {
        let bytes = encode(&key(), &New { headline: "Oats".to_owned(), tags: Vec::new() }).expect("it is JSON");
        insta::assert_snapshot!(
            decode::<Old>(&key(), &bytes).expect_err("it is newer"),
            @"the record conversations/7 was written by a newer Copydesk (version 3, and this one knows 1); update Copydesk"
        );
    }

    #[test]
    fn broken_bytes_are_named() {
        insta::assert_snapshot!(
            decode::<Old>(&key(), b"\0").expect_err("too short"),
            @"the record conversations/7 can't be read: it is too short"
        );
        insta::assert_snapshot!(
            decode::<New>(&key(), b"\0\x01{}").expect_err("no title"),
            @"the record conversations/7 can't be read: it has no title"
        );
        assert!(decode::<Old>(&key(), b"\0\x01{").is_err());
        assert!(decode::<New>(&key(), b"\0\0{}").is_err());
    }
}
