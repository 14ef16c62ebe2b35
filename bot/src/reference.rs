//! Short references that join what a person was told to what the log says.

use std::hash::{BuildHasher, RandomState};

/// Four characters that are easy to read out: no 0 or O, no 1 or I.
pub fn new() -> String {
    const LETTERS: &[u8] = b"23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
    // RandomState is seeded anew each time; that is all the chance that a reference needs.
    let chance = RandomState::new().hash_one(0_u8);
    (0..4).map(|place| char::from(LETTERS[(chance >> (place * 5)) as usize % LETTERS.len()])).collect()
}
