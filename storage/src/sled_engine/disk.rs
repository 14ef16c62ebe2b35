//! Room on the disk. sled takes no write any more once it has met a full disk, so it must not meet one.

use std::fs::File;
use std::path::Path;

use crate::StorageError;

/// What stays free: sled writes in segments of 512 KiB, moves old pages while it writes new ones, and may have a few
/// segments on their way to the disk; the rest is for a program that fills the disk between our look and sled's
/// write.
pub(super) const RESERVE: u64 = 8 << 20;

/// sled writes a page again after ten changes, and moves another one each time.
const AMPLIFICATION: u64 = 4;

/// Refuses a write that could meet a full disk; otherwise the disk keeps room for it in sled's file.
pub(super) fn require(dir: &Path, file: &File, reserve: u64, bytes: usize) -> Result<(), StorageError> {
    if reserve == 0 {
        return Ok(());
    }
    let needed_bytes = (bytes as u64).saturating_mul(AMPLIFICATION).saturating_add(reserve);
    let short = free_bytes(dir).is_some_and(|free_bytes| free_bytes < needed_bytes);
    if short || !keep_room(file, needed_bytes) { Err(full(dir, needed_bytes)) } else { Ok(()) }
}

/// The error of a disk that is full already.
pub(super) fn full(dir: &Path, needed_bytes: u64) -> StorageError {
    StorageError::DiskFull { dir: dir.to_owned(), free_bytes: free_bytes(dir).unwrap_or(0), needed_bytes }
}

#[cfg(unix)]
fn free_bytes(dir: &Path) -> Option<u64> {
    let stat = rustix::fs::statvfs(dir).ok()?;
    Some(stat.f_bavail.saturating_mul(stat.f_frsize))
}

// No cheap answer here: a full disk then is an error of the write itself, and needs a restart.
#[cfg(not(unix))]
fn free_bytes(_dir: &Path) -> Option<u64> {
    None
}

/// Has the disk keep room behind the file's end, which also another program or a quota then can't take away. `false`
/// if there is none; a file system that can't keep any is trusted with what it said is free.
#[cfg(target_os = "linux")]
fn keep_room(file: &File, bytes: u64) -> bool {
    use rustix::fs::{FallocateFlags, fallocate};
    use rustix::io::Errno;
    use std::os::unix::fs::MetadataExt;

    let Ok(metadata) = file.metadata() else { return true };
    // Kept for an earlier write already: to ask again for each write would cost more than the write itself.
    if metadata.blocks().saturating_mul(512) >= metadata.len().saturating_add(bytes) {
        return true;
    }
    let kept = fallocate(file, FallocateFlags::KEEP_SIZE, metadata.len(), bytes);
    !matches!(kept, Err(Errno::NOSPC | Errno::DQUOT))
}

#[cfg(not(target_os = "linux"))]
fn keep_room(_file: &File, _bytes: u64) -> bool {
    true
}
