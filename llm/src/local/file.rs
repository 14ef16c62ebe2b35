//! What is wrong with a model's file, said so that a person can mend it.

use std::fs::File;
use std::io::{self, ErrorKind, Read};
use std::path::Path;

use sha2::{Digest, Sha256};

use crate::LlmError;

/// Tells files apart by all that is in them: 32 hexadecimal digits. Reads at the disk's speed.
pub(super) fn fingerprint(paths: impl IntoIterator<Item = impl AsRef<Path>>) -> io::Result<String> {
    let mut hash = Sha256::new();
    for path in paths {
        let mut file = File::open(path)?;
        hash.update(file.metadata()?.len().to_le_bytes());
        let mut part = vec![0; 1 << 20];
        loop {
            match file.read(&mut part)? {
                0 => break,
                read => hash.update(&part[..read]),
            }
        }
    }
    Ok(hash.finalize()[..16].iter().map(|byte| format!("{byte:02x}")).collect())
}

/// Checks what can be checked before llama.cpp reads the file.
pub(super) fn check(path: &Path) -> Result<(), LlmError> {
    let mut magic = [0; 4];
    match File::open(path).and_then(|mut file| file.read_exact(&mut magic)) {
        Ok(()) if magic == *b"GGUF" => Ok(()),
        Ok(()) => Err(unusable(path, "it is not a GGUF model")),
        Err(error) => Err(match error.kind() {
            ErrorKind::NotFound => LlmError::FileMissing { path: path.into() },
            ErrorKind::UnexpectedEof => unusable(path, "it is empty"),
            ErrorKind::IsADirectory => unusable(path, "it is a folder"),
            _ => unusable(path, format!("it can't be read: {error}")),
        }),
    }
}

/// The error for a file that llama.cpp could not load, with the first error that it logged.
pub(super) fn load_error(path: &Path, logged: Option<&str>) -> LlmError {
    let Some(line) = logged else {
        return unusable(path, "llama.cpp can't load it");
    };
    let line = line.strip_prefix("error loading model: ").unwrap_or(line);
    // llama.cpp's words for a header that ends early, and for tensors that the file is too short for.
    if line.contains("failed to read") || line.contains("string length") || line.contains("not within the file bounds")
    {
        let megabytes = path.metadata().map_or(0, |metadata| metadata.len() / 1_000_000);
        unusable(path, format!("it is damaged or incomplete ({megabytes} MB; llama.cpp says: {line})"))
    } else {
        unusable(path, format!("llama.cpp says: {line}"))
    }
}

pub(super) fn unusable(path: &Path, reason: impl Into<String>) -> LlmError {
    LlmError::FileUnusable { path: path.into(), reason: reason.into() }
}
