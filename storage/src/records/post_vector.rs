//! What a past post means, as a model's embedding says it.

use serde::{Deserialize, Serialize};

use crate::{Record, Section};

/// A past post's vector, under the id of its campaign; it goes with that. A byte for each dimension.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PostVector {
    /// The model that made it; vectors of different models can't be compared.
    pub model: String,
    /// A hash of the text that it was made from: another text needs another vector.
    pub text: u64,
    /// Two hexadecimal digits for each dimension: the value × 127, as a signed byte.
    pub vector: String,
}

impl PostVector {
    /// A vector of length 1.
    pub fn new(model: &str, text: u64, values: &[f32]) -> Self {
        let byte = |value: &f32| (value.clamp(-1.0, 1.0) * 127.0).round() as i8;
        let vector = values.iter().map(|value| format!("{:02x}", byte(value) as u8)).collect();
        Self { model: model.to_owned(), text, vector }
    }

    /// Its values × 127; what is damaged is 0.
    pub fn values(&self) -> Vec<i8> {
        let digit = |byte: &u8| char::from(*byte).to_digit(16).unwrap_or(0) as u8;
        let pairs = self.vector.as_bytes().chunks_exact(2);
        pairs.map(|pair| pair.iter().fold(0_u8, |value, byte| value << 4 | digit(byte)) as i8).collect()
    }
}

impl Record for PostVector {
    const SECTION: Section = Section::PostVectors;
    const VERSION: u16 = 1;
}

#[cfg(test)]
mod tests {
    use super::PostVector;

    #[test]
    fn a_vector_comes_back_as_bytes() {
        let stored = PostVector::new("m", 7, &[0.0, 1.0, -1.0, 0.5, -0.25, 3.0]);
        assert_eq!(stored.vector, "007f8140e07f");
        assert_eq!(stored.values(), [0, 127, -127, 64, -32, 127]);
        assert_eq!(PostVector { vector: "zz7".into(), ..stored }.values(), [0]);
    }
}
