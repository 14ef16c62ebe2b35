//! How records lie in sled's tree.
//!
//! | key | value |
//! | --- | --- |
//! | `0` | the last commit's version |
//! | `1` + [`Key`] | a head: version, then the value itself or where its chunks begin |
//! | `2` + version + index | a chunk |
//!
//! Numbers are big-endian. sled writes a page over 128 KiB into a file of its own, and never deletes that file when
//! the page is replaced. A page has up to 17 keys for a while (20 after a merge), so a stored value has at most
//! [`CHUNK`] bytes.

use crate::Key;

/// The most bytes stored under one of sled's keys: 20 of them, with their keys, stay below 128 KiB.
pub(super) const CHUNK: usize = 4096;

/// Where the last commit's version is.
pub(super) const VERSION_KEY: &[u8] = &[0];

const HEADS: u8 = 1;
const CHUNKS: u8 = 2;
const INLINE: u8 = 0;
const CHUNKED: u8 = 1;

/// What is stored under a record's key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Head {
    pub(super) version: u64,
    pub(super) body: Body,
}

/// A value, or where to find it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Body {
    Inline(Vec<u8>),
    Chunked(Chunks),
}

/// Chunks of one value: one commit numbers the chunks of all its values on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Chunks {
    pub(super) version: u64,
    pub(super) first: u32,
    pub(super) count: u32,
}

impl Chunks {
    /// The keys, in the order of the value.
    pub(super) fn keys(self) -> impl Iterator<Item = Vec<u8>> {
        (self.first..self.first.saturating_add(self.count))
            .map(move |index| [&[CHUNKS][..], &self.version.to_be_bytes(), &index.to_be_bytes()].concat())
    }
}

impl Head {
    pub(super) fn encode(&self) -> Vec<u8> {
        let version = self.version.to_be_bytes();
        match &self.body {
            Body::Inline(value) => [&version[..], &[INLINE], value].concat(),
            Body::Chunked(chunks) => {
                [&version[..], &[CHUNKED], &chunks.first.to_be_bytes(), &chunks.count.to_be_bytes()].concat()
            }
        }
    }

    /// `None` if these bytes are no head.
    pub(super) fn decode(bytes: &[u8]) -> Option<Self> {
        let (version, rest) = bytes.split_first_chunk()?;
        let version = u64::from_be_bytes(*version);
        let (&kind, rest) = rest.split_first()?;
        let body = match kind {
            INLINE => Body::Inline(rest.to_vec()),
            CHUNKED => {
                let (first, rest) = rest.split_first_chunk()?;
                let (count, _) = rest.split_first_chunk()?;
                Body::Chunked(Chunks { version, first: u32::from_be_bytes(*first), count: u32::from_be_bytes(*count) })
            }
            _ => return None,
        };
        Some(Self { version, body })
    }
}

/// The key of a record's head.
pub(super) fn head_key(key: &[u8]) -> Vec<u8> {
    [&[HEADS][..], key].concat()
}

/// The record's key of a head; `None` if it is the key of something else.
pub(super) fn record_key(head_key: &[u8]) -> Option<Key> {
    let (&kind, key) = head_key.split_first()?;
    if kind == HEADS { Key::from_stored(key) } else { None }
}

#[cfg(test)]
pub(super) const CHUNK_PREFIX: &[u8] = &[CHUNKS];

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_head_comes_back(version: u64, value: Vec<u8>, first: u32, count: u32) {
            for body in [Body::Inline(value), Body::Chunked(Chunks { version, first, count })] {
                let head = Head { version, body };
                prop_assert_eq!(Head::decode(&head.encode()), Some(head));
            }
        }

        #[test]
        fn bytes_that_are_no_head_do_not_panic(bytes: Vec<u8>) {
            let _ = Head::decode(&bytes);
            let _ = record_key(&bytes);
        }
    }
}
