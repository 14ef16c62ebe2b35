//! One-time codes that join a place to a team: easy to type, hard to guess, and stored only as a hash.

use sha2::{Digest, Sha256};

/// No 0 or O, no 1 or I: 32 of them.
const LETTERS: &[u8; 32] = b"23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
/// 40 bits: with five guesses an hour in each place, a code of ten minutes is not found.
const LENGTH: usize = 8;

/// There is no chance to be had from the system.
#[derive(Debug, thiserror::Error)]
#[error("the system gives no random numbers")]
pub struct NoChance;

/// A new code, such as `7F3K-Q2MX`.
///
/// # Errors
/// [`NoChance`].
pub fn new() -> Result<String, NoChance> {
    let mut chance = [0; LENGTH];
    rustls::crypto::ring::default_provider().secure_random.fill(&mut chance).map_err(|_| NoChance)?;
    // 256 is a multiple of 32, so that every letter is as likely.
    let mut code: String = chance.iter().map(|byte| char::from(LETTERS[usize::from(*byte) % LETTERS.len()])).collect();
    code.insert(LENGTH / 2, '-');
    Ok(code)
}

/// What is stored of a code, however it was typed: with or without the hyphen, in small letters.
pub fn hash(code: &str) -> String {
    let plain: String = code.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_uppercase).collect();
    Sha256::digest(plain.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::{hash, new};

    #[test]
    fn a_code_is_eight_plain_letters_and_another_each_time() {
        let codes = [new().expect("there is chance"), new().expect("there is chance")];
        assert_ne!(codes[0], codes[1]);
        for code in codes {
            assert_eq!((code.len(), code.find('-')), (9, Some(4)), "{code}");
            assert!(code.chars().all(|c| c == '-' || c.is_ascii_uppercase() || ('2'..='9').contains(&c)), "{code}");
            assert!(!code.contains(['0', 'O', '1', 'I']), "{code}");
            assert_eq!(hash(&code), hash(&format!(" {} ", code.to_lowercase().replace('-', ""))));
        }
        assert_ne!(hash("7F3K-Q2MX"), hash("7F3K-Q2MY"));
        assert_eq!(hash("7F3K-Q2MX").len(), 64);
    }
}
