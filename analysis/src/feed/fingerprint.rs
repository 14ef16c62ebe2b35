//! What an item is known by: not its date and not its address, which feeds change.

use std::fmt;

use unicode_normalization::UnicodeNormalization as _;

/// Letters and digits of an item's text that count.
const TEXT: usize = 200;

/// The same for the same title and text, whatever their case, spaces and punctuation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Fingerprint(pub u64);

impl Fingerprint {
    pub(super) fn of(title: &str, text: &str) -> Self {
        let letters = |text: &str| -> String {
            text.nfkc().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase).take(TEXT).collect()
        };
        Self(hash(format!("{}\n{}", letters(title), letters(text)).as_bytes()))
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{:016x}", self.0)
    }
}

/// FNV-1a with the last steps of MurmurHash3: the same in every version of the program, since it is stored.
pub(crate) fn hash(bytes: &[u8]) -> u64 {
    let step = |hash: u64, byte: &u8| (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3);
    mix(bytes.iter().fold(0xcbf2_9ce4_8422_2325, step))
}

/// Spreads the bits of a number over all of it.
pub(crate) fn mix(mut bits: u64) -> u64 {
    bits ^= bits >> 33;
    bits = bits.wrapping_mul(0xff51_afd7_ed55_8ccd);
    bits ^= bits >> 33;
    bits = bits.wrapping_mul(0xc4ce_b9fe_1a85_ec53);
    bits ^ (bits >> 33)
}

#[cfg(test)]
mod tests {
    use super::Fingerprint;

    #[test]
    fn case_spaces_and_punctuation_make_no_other_item() {
        let one = Fingerprint::of("Oat milk: prices rise", "Two chains …");
        assert_eq!(one, Fingerprint::of("OAT MILK — prices  rise!", "two chains"));
        assert_ne!(one, Fingerprint::of("Oat milk: prices fall", "Two chains …"));
        assert_ne!(Fingerprint::of("a", "b"), Fingerprint::of("ab", ""));
        assert_eq!(Fingerprint::of("燕麦拿铁！", ""), Fingerprint::of("燕麦 拿铁", ""));
    }

    #[test]
    fn a_fingerprint_is_the_same_in_every_version() {
        assert_eq!(Fingerprint::of("Oat milk", "").to_string().len(), 16);
        assert_eq!(super::hash(b""), 0xefd0_1f60_ba99_2926);
    }
}
