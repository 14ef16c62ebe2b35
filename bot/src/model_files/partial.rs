//! A file that is on its way: what has come so far, so that a break loses little. Beside `model.gguf` stand
//! `model.gguf.part` with its beginning, and `model.gguf.part.json` with where that came from.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// The beginning of a file. Nobody else writes it meanwhile.
pub(super) struct Partial {
    path: PathBuf,
    file: File,
    record: Record,
    length: u64,
}

/// Where the beginning came from.
#[derive(Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Record {
    /// Every source of the whole, in order.
    source: Vec<String>,
    /// How many of them have come whole.
    pieces: usize,
    /// How long these are together.
    bytes: u64,
    /// What the server calls this version of the piece that has begun.
    version: Option<String>,
}

impl Partial {
    /// Goes on with what has come from these sources, or begins. `None` if another program is at it.
    pub(super) fn open(target: &Path, source: Vec<String>) -> io::Result<Option<Self>> {
        let path = beside(target, ".part");
        let file = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(&path)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Ok(None),
            Err(TryLockError::Error(error)) => return Err(error),
        }
        let length = file.metadata()?.len();
        let known: Option<Record> =
            fs::read(record_path(&path)).ok().and_then(|record| serde_json::from_slice(&record).ok());
        let known = known.filter(|record| record.source == source && record.bytes <= length);
        let mut partial = Self { path, file, length, record: Record { source, ..Record::default() } };
        match known {
            Some(record) => partial.record = record,
            None => partial.cut(0)?,
        }
        partial.file.seek(SeekFrom::End(0))?;
        Ok(Some(partial))
    }

    /// How many sources have come whole.
    pub(super) fn pieces(&self) -> usize {
        self.record.pieces
    }

    /// Bytes that are here.
    pub(super) fn length(&self) -> u64 {
        self.length
    }

    /// Bytes of the next piece that are here.
    pub(super) fn begun(&self) -> u64 {
        self.length - self.record.bytes
    }

    /// What the server calls the version that these are of.
    pub(super) fn version(&self) -> Option<&str> {
        self.record.version.as_deref()
    }

    /// Drops what has come of the next piece; what comes now is of `version`.
    pub(super) fn begin_piece(&mut self, version: Option<String>) -> io::Result<()> {
        self.cut(self.record.bytes)?;
        self.record.version = version;
        self.write_record()
    }

    pub(super) fn append(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.file.write_all(bytes)?;
        self.length += bytes.len() as u64;
        Ok(())
    }

    /// The next piece is whole.
    pub(super) fn end_piece(&mut self) -> io::Result<()> {
        // A record that is on the disk before what it speaks of would be wrong after a power cut.
        self.file.sync_all()?;
        self.record.pieces += 1;
        self.record.bytes = self.length;
        self.record.version = None;
        self.write_record()
    }

    /// The SHA-256 of all that is here, in hexadecimal.
    pub(super) fn hash(&mut self) -> io::Result<String> {
        self.file.seek(SeekFrom::Start(0))?;
        hash(&mut self.file)
    }

    /// The whole takes its place.
    pub(super) fn take_place(self, target: &Path) -> io::Result<()> {
        self.file.sync_all()?;
        fs::rename(&self.path, target)?;
        remove(&record_path(&self.path))
    }

    /// Nothing of it is worth keeping.
    pub(super) fn remove(self) -> io::Result<()> {
        remove(&self.path)?;
        remove(&record_path(&self.path))
    }

    fn cut(&mut self, length: u64) -> io::Result<()> {
        self.file.set_len(length)?;
        self.file.seek(SeekFrom::Start(length))?;
        self.length = length;
        Ok(())
    }

    fn write_record(&self) -> io::Result<()> {
        let path = record_path(&self.path);
        let new = beside(&path, ".new");
        fs::write(&new, serde_json::to_vec(&self.record)?)?;
        fs::rename(new, path)
    }
}

/// The SHA-256 of a file, in hexadecimal.
pub(super) fn hash(input: &mut impl io::Read) -> io::Result<String> {
    let mut hash = Sha256::new();
    let mut buffer = vec![0; 1 << 20];
    loop {
        let read = input.read(&mut buffer)?;
        if read == 0 {
            return Ok(hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect());
        }
        hash.update(&buffer[..read]);
    }
}

fn record_path(path: &Path) -> PathBuf {
    beside(path, ".json")
}

/// The path with `ending` behind it.
pub(super) fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    name.into()
}

fn remove(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a failed test may panic")]
mod tests {
    use super::Partial;

    #[test]
    fn what_came_is_there_again_unless_the_sources_changed() {
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("model.gguf");
        let open = |source: &[&str]| Partial::open(&target, source.iter().map(ToString::to_string).collect()).unwrap();
        let mut partial = open(&["a", "b"]).unwrap();
        partial.begin_piece(None).unwrap();
        partial.append(b"first").unwrap();
        partial.end_piece().unwrap();
        partial.begin_piece(Some("\"v1\"".into())).unwrap();
        partial.append(b"sec").unwrap();
        assert!(open(&["a", "b"]).is_none(), "it is locked");
        drop(partial);

        let mut partial = open(&["a", "b"]).unwrap();
        let state = (partial.pieces(), partial.length(), partial.begun(), partial.version());
        assert_eq!(state, (1, 8, 3, Some("\"v1\"")));
        partial.append(b"ond").unwrap();
        partial.end_piece().unwrap();
        partial.take_place(&target).unwrap();
        assert_eq!(std::fs::read(&target).unwrap(), b"firstsecond");
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);

        let mut partial = open(&["a", "b"]).unwrap();
        partial.append(b"something").unwrap();
        partial.end_piece().unwrap();
        drop(partial);
        assert_eq!(open(&["a", "c"]).unwrap().length(), 0);
    }

    #[test]
    fn a_beginning_that_is_shorter_than_its_record_says_is_dropped() {
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("model.gguf");
        let mut partial = Partial::open(&target, vec!["a".into()]).unwrap().unwrap();
        partial.append(b"first").unwrap();
        partial.end_piece().unwrap();
        drop(partial);
        std::fs::write(folder.path().join("model.gguf.part"), b"fi").unwrap();
        let partial = Partial::open(&target, vec!["a".into()]).unwrap().unwrap();
        assert_eq!((partial.pieces(), partial.length()), (0, 0));
    }
}
