//! What a GGUF file says of itself, read without loading the model.
//!
//! The format: <https://github.com/ggml-org/ggml/blob/master/docs/gguf.md>.

use std::collections::HashMap;
use std::fs::File;
use std::io::{self, BufReader, ErrorKind, Read, Seek};
use std::path::Path;

use llama_cpp_sys_2::{GGML_TYPE_COUNT, ggml_blck_size, ggml_type, ggml_type_size};

use crate::LlmError;

/// What a model's file says of itself.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FileFacts {
    /// The model's own name, where it has one.
    pub name: Option<String>,
    /// Such as `llama` or `qwen3`.
    pub architecture: String,
    /// What the file is, such as `model` or `adapter`.
    pub kind: String,
    /// Tokens that it was trained on at once, where known.
    pub context_tokens: Option<u64>,
    /// Whether it knows how a chat is written.
    pub has_chat_template: bool,
    /// Language codes, where it names any.
    pub languages: Vec<String>,
    /// The licence, where it names one.
    pub licence: Option<String>,
    /// How most of its weights are stored, by llama.cpp's number (`llama_ftype`), where it says so.
    pub file_type: Option<u64>,
    /// How many numbers it has learned.
    pub parameters: u64,
    /// The file's size.
    pub bytes: u64,
}

/// Reads the head of a GGUF file, and checks that the file is as long as its head says.
///
/// # Errors
/// [`LlmError::FileMissing`], or [`LlmError::FileUnusable`] with what is wrong.
pub fn inspect(path: &Path) -> Result<FileFacts, LlmError> {
    let unusable = |reason: String| LlmError::FileUnusable { path: path.into(), reason };
    let told = |error: io::Error| match error.kind() {
        ErrorKind::NotFound => LlmError::FileMissing { path: path.into() },
        ErrorKind::IsADirectory => unusable("it is a folder".into()),
        ErrorKind::UnexpectedEof => unusable("it ends before its head does".into()),
        ErrorKind::InvalidData => unusable(error.to_string()),
        _ => unusable(format!("it can't be read: {error}")),
    };
    let file = File::open(path).map_err(told)?;
    let bytes = file.metadata().map_err(told)?.len();
    Head { input: BufReader::new(file), bytes }.read().map_err(told)
}

/// More than any real file has; what claims more is damaged.
const MOST_ENTRIES: u64 = 1 << 20;
/// Chat templates are some kilobytes; a text that is longer is skipped.
const LONGEST_TEXT: u64 = 1 << 20;
/// Weights begin at a multiple of this, unless the file says otherwise.
const ALIGNMENT: u64 = 32;

struct Head {
    input: BufReader<File>,
    bytes: u64,
}

/// A value, as far as anybody asks for it.
enum Value {
    Text(String),
    Texts(Vec<String>),
    Number(u64),
    Other,
}

fn wrong(reason: &str) -> io::Error {
    io::Error::new(ErrorKind::InvalidData, reason.to_owned())
}

impl Head {
    fn read(mut self) -> io::Result<FileFacts> {
        if self.take::<4>().ok() != Some(*b"GGUF") {
            return Err(wrong("it is not a GGUF model"));
        }
        let version = u32::from_le_bytes(self.take()?);
        if !(2..=3).contains(&version) {
            return Err(wrong(&format!("its GGUF version is {version}; 2 and 3 can be read")));
        }
        let (tensors, entries) = (self.whole()?, self.whole()?);
        if tensors > MOST_ENTRIES || entries > MOST_ENTRIES {
            return Err(wrong("its head is damaged"));
        }
        let mut values = HashMap::new();
        for _ in 0..entries {
            let key = self.text()?;
            let kind = u32::from_le_bytes(self.take()?);
            values.insert(key, self.value(kind)?);
        }
        let (mut parameters, mut weights) = (0_u64, 0_u64);
        for _ in 0..tensors {
            let (numbers, end) = self.tensor()?;
            parameters = parameters.saturating_add(numbers);
            weights = weights.max(end);
        }
        self.check_length(&values, weights)?;
        Ok(facts(&values, parameters, self.bytes))
    }

    /// Refuses a file that is shorter than its head and its `weights` bytes of weights together.
    fn check_length(&mut self, values: &HashMap<String, Value>, weights: u64) -> io::Result<()> {
        let alignment = match values.get("general.alignment") {
            Some(Value::Number(alignment)) => *alignment,
            _ => ALIGNMENT,
        };
        let begin = self.input.stream_position()?.checked_next_multiple_of(alignment);
        let needed = begin.ok_or_else(|| wrong("its head is damaged"))?.saturating_add(weights);
        if weights > 0 && needed > self.bytes {
            let found = self.bytes;
            return Err(wrong(&format!("it is damaged or incomplete ({found} bytes instead of {needed})")));
        }
        Ok(())
    }

    /// How many numbers a tensor has, and where it ends among the weights.
    fn tensor(&mut self) -> io::Result<(u64, u64)> {
        self.text()?;
        let dimensions = u32::from_le_bytes(self.take()?);
        if dimensions > 8 {
            return Err(wrong("its head is damaged"));
        }
        let mut numbers = 1_u64;
        for _ in 0..dimensions {
            numbers = numbers.saturating_mul(self.whole()?);
        }
        let kind = u32::from_le_bytes(self.take()?);
        let end = self.whole()?.saturating_add(stored(kind, numbers));
        Ok((numbers, end))
    }

    fn value(&mut self, kind: u32) -> io::Result<Value> {
        Ok(match kind {
            0 | 1 | 7 => Value::Number(u64::from(self.take::<1>()?[0])),
            2 | 3 => Value::Number(u64::from(u16::from_le_bytes(self.take()?))),
            4 | 5 => Value::Number(u64::from(u32::from_le_bytes(self.take()?))),
            10 | 11 => Value::Number(self.whole()?),
            6 => self.skip(4)?,
            12 => self.skip(8)?,
            8 => Value::Text(self.text()?),
            9 => self.list()?,
            _ => return Err(wrong("its head is damaged")),
        })
    }

    fn list(&mut self) -> io::Result<Value> {
        let kind = u32::from_le_bytes(self.take()?);
        let length = self.whole()?;
        let width = match kind {
            0 | 1 | 7 => 1,
            2 | 3 => 2,
            4..=6 => 4,
            10..=12 => 8,
            8 if length <= 100 => {
                return (0..length).map(|_| self.text()).collect::<io::Result<_>>().map(Value::Texts);
            }
            // A vocabulary.
            8 => {
                for _ in 0..length {
                    let length = self.whole()?;
                    self.skip(length)?;
                }
                return Ok(Value::Other);
            }
            _ => return Err(wrong("its head is damaged")),
        };
        self.skip(length.saturating_mul(width))
    }

    fn text(&mut self) -> io::Result<String> {
        let length = self.whole()?;
        if length > LONGEST_TEXT {
            self.skip(length)?;
            return Ok(String::new());
        }
        let mut bytes = vec![0; length as usize];
        self.input.read_exact(&mut bytes)?;
        Ok(String::from_utf8_lossy(&bytes).into_owned())
    }

    fn skip(&mut self, bytes: u64) -> io::Result<Value> {
        if bytes > self.bytes {
            return Err(ErrorKind::UnexpectedEof.into());
        }
        let skipped = io::copy(&mut self.input.by_ref().take(bytes), &mut io::sink())?;
        if skipped < bytes { Err(ErrorKind::UnexpectedEof.into()) } else { Ok(Value::Other) }
    }

    fn whole(&mut self) -> io::Result<u64> {
        self.take().map(u64::from_le_bytes)
    }

    fn take<const N: usize>(&mut self) -> io::Result<[u8; N]> {
        let mut bytes = [0; N];
        self.input.read_exact(&mut bytes)?;
        Ok(bytes)
    }
}

/// Bytes that so many numbers take; 0 for a kind that this llama.cpp does not know.
#[expect(unsafe_code, reason = "llama-cpp-2 does not wrap these functions")]
fn stored(kind: u32, numbers: u64) -> u64 {
    let kind = kind as ggml_type;
    if !(0..GGML_TYPE_COUNT).contains(&kind) {
        return 0;
    }
    // SAFETY: both only look into a table that has an entry for each kind below the count.
    let (numbers_in_block, bytes) = unsafe { (ggml_blck_size(kind), ggml_type_size(kind)) };
    // Kinds that were given up have blocks of none.
    let blocks = numbers.checked_div(numbers_in_block.unsigned_abs()).unwrap_or(0);
    blocks.saturating_mul(bytes as u64)
}

fn facts(values: &HashMap<String, Value>, parameters: u64, bytes: u64) -> FileFacts {
    let text = |key: &str| match values.get(key) {
        Some(Value::Text(text)) if !text.is_empty() => Some(text.clone()),
        _ => None,
    };
    let architecture = text("general.architecture").unwrap_or_default();
    let context_tokens = match values.get(&format!("{architecture}.context_length")) {
        Some(Value::Number(tokens)) => Some(*tokens),
        _ => None,
    };
    let file_type = match values.get("general.file_type") {
        Some(Value::Number(kind)) => Some(*kind),
        _ => None,
    };
    let languages = match values.get("general.languages") {
        Some(Value::Texts(codes)) => codes.clone(),
        _ => Vec::new(),
    };
    FileFacts {
        name: text("general.name"),
        kind: text("general.type").unwrap_or_else(|| "model".into()),
        context_tokens,
        has_chat_template: text("tokenizer.chat_template").is_some(),
        languages,
        licence: text("general.license"),
        file_type,
        parameters,
        bytes,
        architecture,
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a failed test may panic")]
mod tests {
    use std::io::Write;

    use super::{FileFacts, inspect};
    use crate::LlmError;

    fn text(text: &str) -> Vec<u8> {
        [&(text.len() as u64).to_le_bytes()[..], text.as_bytes()].concat()
    }

    fn entry(key: &str, kind: u32, value: Vec<u8>) -> Vec<u8> {
        [text(key), kind.to_le_bytes().to_vec(), value].concat()
    }

    /// A file with every kind of value that real ones have, and two tensors.
    fn file() -> Vec<u8> {
        let list = |kind: u32, items: Vec<Vec<u8>>| {
            [kind.to_le_bytes().to_vec(), (items.len() as u64).to_le_bytes().to_vec(), items.concat()].concat()
        };
        let tensor = |name: &str, shape: &[u64], kind: u32, begin: u64| {
            let count = (shape.len() as u32).to_le_bytes().to_vec();
            let shape: Vec<u8> = shape.iter().flat_map(|length| length.to_le_bytes()).collect();
            [text(name), count, shape, kind.to_le_bytes().to_vec(), begin.to_le_bytes().to_vec()].concat()
        };
        let entries = [
            entry("general.architecture", 8, text("llama")),
            entry("general.name", 8, text("Tiny")),
            entry("general.languages", 9, list(8, vec![text("en"), text("zh")])),
            entry("tokenizer.ggml.tokens", 9, list(8, (0..300).map(|token| text(&token.to_string())).collect())),
            entry("tokenizer.ggml.scores", 9, list(6, vec![vec![0; 4]; 300])),
            entry("tokenizer.ggml.add_bos_token", 7, vec![1]),
            entry("llama.rope.freq_base", 6, vec![0; 4]),
            entry("llama.context_length", 4, 2048_u32.to_le_bytes().to_vec()),
            entry("tokenizer.chat_template", 8, text("{% for message in messages %}")),
        ];
        // 10 × 20 numbers of 4 bytes, and a block of `Q4_1`: 32 numbers in 20 bytes.
        let tensors = [tensor("a", &[10, 20], 0, 0), tensor("b", &[32], 3, 800)];
        let head = [b"GGUF".to_vec(), 3_u32.to_le_bytes().to_vec()].concat();
        let counts = [(tensors.len() as u64).to_le_bytes(), (entries.len() as u64).to_le_bytes()].concat();
        let mut file = [head, counts, entries.concat(), tensors.concat()].concat();
        file.resize(file.len().next_multiple_of(32) + 800 + 20, 0);
        file
    }

    fn inspected(content: &[u8]) -> Result<FileFacts, LlmError> {
        let mut file = tempfile::NamedTempFile::new().unwrap();
        file.write_all(content).unwrap();
        inspect(file.path())
    }

    #[test]
    fn a_file_says_what_it_is() {
        let facts = inspected(&file()).unwrap();
        let expected = FileFacts {
            name: Some("Tiny".into()),
            architecture: "llama".into(),
            kind: "model".into(),
            context_tokens: Some(2048),
            has_chat_template: true,
            languages: vec!["en".into(), "zh".into()],
            licence: None,
            file_type: None,
            parameters: 232,
            bytes: file().len() as u64,
        };
        assert_eq!(facts, expected);
    }

    #[test]
    fn a_file_that_is_cut_anywhere_is_an_error() {
        let whole = file();
        for length in 0..whole.len() {
            assert!(matches!(inspected(&whole[..length]), Err(LlmError::FileUnusable { .. })), "{length}");
        }
    }

    #[test]
    fn a_file_without_the_end_of_its_weights_says_how_long_it_should_be() {
        let whole = file();
        let Err(LlmError::FileUnusable { reason, .. }) = inspected(&whole[..whole.len() - 1]) else {
            panic!("it was taken")
        };
        let (found, needed) = (whole.len() - 1, whole.len());
        assert_eq!(reason, format!("it is damaged or incomplete ({found} bytes instead of {needed})"));
    }

    #[test]
    fn what_claims_absurd_lengths_is_an_error_and_takes_no_memory() {
        for at in [8, 16, 24] {
            let mut damaged = file();
            damaged[at..at + 8].copy_from_slice(&u64::MAX.to_le_bytes());
            assert!(matches!(inspected(&damaged), Err(LlmError::FileUnusable { .. })), "{at}");
        }
    }

    #[test]
    fn what_is_no_model_is_named() {
        let told = |content: &[u8]| match inspected(content) {
            Err(LlmError::FileUnusable { reason, .. }) => reason,
            other => format!("{other:?}"),
        };
        assert_eq!(told(b""), "it is not a GGUF model");
        assert_eq!(told(b"PK\x03\x04 an archive"), "it is not a GGUF model");
        assert_eq!(told(b"GGUF\x09\0\0\0"), "its GGUF version is 9; 2 and 3 can be read");
        assert!(matches!(inspect(std::path::Path::new("/nowhere.gguf")), Err(LlmError::FileMissing { .. })));
    }
}
